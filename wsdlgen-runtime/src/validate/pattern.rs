//! The `pattern` facet (XSD 1.0 part 2, §4.3.4).

#[cfg(feature = "regex")]
use std::sync::OnceLock;
use std::{borrow::Cow, fmt};

/// A pattern of a contract, compiled when it is first asked for.
///
/// ```
/// use wsdlgen_runtime::validate::Pattern;
///
/// static ZIP: Pattern = Pattern::new(r"^(?:\p{Nd}{5})$", r"\d{5}");
/// assert_eq!(ZIP.source(), r"\d{5}");
/// ```
pub struct Pattern {
    #[cfg_attr(
        not(feature = "regex"),
        expect(dead_code, reason = "nothing is matched without an engine")
    )]
    regex: &'static str,
    /// In place of an expression, for the patterns of the specification itself.
    matches: Option<fn(&str) -> bool>,
    source: &'static str,
    #[cfg(feature = "regex")]
    compiled: OnceLock<Option<regex::Regex>>,
}

impl Pattern {
    /// `regex` is the pattern in the syntax of the `regex` crate, anchored at both ends; `source`
    /// is what the contract has, for messages.
    pub const fn new(regex: &'static str, source: &'static str) -> Self {
        Self {
            regex,
            matches: None,
            source,
            #[cfg(feature = "regex")]
            compiled: OnceLock::new(),
        }
    }

    /// A pattern that needs no engine.
    pub(super) const fn of(matches: fn(&str) -> bool, source: &'static str) -> Self {
        let mut pattern = Self::new("", source);
        pattern.matches = Some(matches);
        pattern
    }

    /// The pattern as the contract has it.
    pub fn source(&self) -> &'static str {
        self.source
    }

    /// What `text` does not match: the source, unless it matches.
    pub(super) fn unmatched_by(&self, text: &str) -> Option<Cow<'static, str>> {
        match self.matches {
            Some(matches) => (!matches(text)).then_some(self.source.into()),
            None => self.unmatched_regex(text),
        }
    }

    #[cfg(feature = "regex")]
    fn unmatched_regex(&self, text: &str) -> Option<Cow<'static, str>> {
        match self.compiled.get_or_init(|| compile(self.regex)) {
            Some(regex) if regex.is_match(text) => None,
            Some(_) => Some(self.source.into()),
            None => Some(format!("{} (which does not compile)", self.source).into()),
        }
    }

    /// Nothing: no text is matched without an engine.
    #[cfg(not(feature = "regex"))]
    #[expect(clippy::unused_self, reason = "the same call with the feature and without")]
    fn unmatched_regex(&self, _text: &str) -> Option<Cow<'static, str>> {
        None
    }
}

/// The generator has seen to the size, which depends on features that any crate may turn on.
#[cfg(feature = "regex")]
fn compile(regex: &str) -> Option<regex::Regex> {
    regex::RegexBuilder::new(regex).size_limit(usize::MAX).build().ok()
}

impl fmt::Debug for Pattern {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Pattern({})", self.source)
    }
}
