//! The `pattern` facet (XSD 1.0 part 2, §4.3.4).

#[cfg(feature = "regex")]
use std::sync::OnceLock;
use std::{borrow::Cow, fmt};

/// A pattern from the contract, compiled on first use.
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
        expect(dead_code, reason = "no pattern is matched without an engine")
    )]
    regex: &'static str,
    /// The function that replaces the expression in patterns defined by the specification.
    matches: Option<fn(&str) -> bool>,
    source: &'static str,
    #[cfg(feature = "regex")]
    compiled: OnceLock<Option<regex::Regex>>,
}

impl Pattern {
    /// Creates a pattern.
    ///
    /// `regex` is the pattern in the syntax of the `regex` crate, anchored at both ends. `source` is the pattern in the
    /// contract, for messages.
    pub const fn new(regex: &'static str, source: &'static str) -> Self {
        Self {
            regex,
            matches: None,
            source,
            #[cfg(feature = "regex")]
            compiled: OnceLock::new(),
        }
    }

    /// Creates a pattern that needs no regex engine.
    pub(super) const fn of(matches: fn(&str) -> bool, source: &'static str) -> Self {
        let mut pattern = Self::new("", source);
        pattern.matches = Some(matches);
        pattern
    }

    /// Returns the pattern as written in the contract.
    pub fn source(&self) -> &'static str {
        self.source
    }

    /// Returns the source of the pattern if `text` does not match it.
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

    /// Returns `None`: without an engine, every text is accepted.
    #[cfg(not(feature = "regex"))]
    #[expect(clippy::unused_self, reason = "the signature does not depend on the feature")]
    fn unmatched_regex(&self, _text: &str) -> Option<Cow<'static, str>> {
        None
    }
}

/// Compiles without a size limit, because the generator has already checked the size. Its limit would depend on
/// features that any crate may enable.
#[cfg(feature = "regex")]
fn compile(regex: &str) -> Option<regex::Regex> {
    regex::RegexBuilder::new(regex).size_limit(usize::MAX).build().ok()
}

impl fmt::Debug for Pattern {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Pattern({})", self.source)
    }
}
