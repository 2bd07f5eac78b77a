//! The facets of one step of derivation (XML Schema part 2, §4.3).

use std::{borrow::Cow, cmp::Ordering};

use super::value::Value;
use crate::validate::ExplicitTimezone;

/// The facets that a simple type adds to its base.
#[derive(Debug, Default)]
pub(super) struct Facets {
    pub(super) length: Option<usize>,
    pub(super) min_length: Option<usize>,
    pub(super) max_length: Option<usize>,
    /// Alternatives: a value must match one of them.
    pub(super) patterns: Vec<Pattern>,
    /// The enumerated values as written, or none if all are allowed. A qualified name is `{namespace}local`.
    pub(super) enumeration: Vec<String>,
    pub(super) max_inclusive: Option<String>,
    pub(super) max_exclusive: Option<String>,
    pub(super) min_inclusive: Option<String>,
    pub(super) min_exclusive: Option<String>,
    pub(super) total_digits: Option<usize>,
    pub(super) fraction_digits: Option<usize>,
    pub(super) explicit_timezone: Option<ExplicitTimezone>,
}

/// A pattern in the syntax of the `regex` crate, and as written in the contract.
#[derive(Debug)]
pub(super) struct Pattern {
    pub(super) source: String,
    #[cfg(feature = "regex")]
    regex: Option<regex::Regex>,
}

impl Pattern {
    #[cfg(feature = "regex")]
    pub(super) fn new(regex: &str, source: String) -> Self {
        // The generator has checked the size, which depends on features that any crate may enable.
        let regex = regex::RegexBuilder::new(regex).size_limit(usize::MAX).build().ok();
        Self { source, regex }
    }

    #[cfg(not(feature = "regex"))]
    pub(super) fn new(_regex: &str, source: String) -> Self {
        Self { source }
    }

    #[cfg(feature = "regex")]
    fn matches(&self, text: &str) -> bool {
        self.regex.as_ref().is_none_or(|regex| regex.is_match(text))
    }

    /// Returns `true`: without an engine, every text is accepted.
    #[cfg(not(feature = "regex"))]
    #[expect(clippy::unused_self, reason = "the signature does not depend on the feature")]
    fn matches(&self, _text: &str) -> bool {
        true
    }
}

impl Facets {
    /// Returns the facet that a value violates, if any. `text` is the value's lexical form.
    pub(super) fn violated_by(&self, value: &Value, text: &str) -> Option<Cow<'static, str>> {
        self.wrong_length(value)
            .or_else(|| self.wrong_digits(value))
            .or_else(|| self.out_of_bounds(value))
            .or_else(|| self.wrong_text(value, text))
    }

    /// Returns the bound that a value is beyond, if any: of its order, or of the number of its digits.
    #[cfg(feature = "lint")]
    pub(super) fn exceeded_by(&self, value: &Value) -> Option<Cow<'static, str>> {
        self.wrong_digits(value).or_else(|| self.out_of_bounds(value))
    }

    fn wrong_length(&self, value: &Value) -> Option<Cow<'static, str>> {
        let length = value.length()?;
        if let Some(exact) = self.length.filter(|exact| *exact != length) {
            return Some(format!("length ({exact}): it is {length}").into());
        }
        if let Some(least) = self.min_length.filter(|least| *least > length) {
            return Some(format!("minLength ({least}): it is {length}").into());
        }
        let most = self.max_length.filter(|most| *most < length)?;
        Some(format!("maxLength ({most}): it is {length}").into())
    }

    fn wrong_digits(&self, value: &Value) -> Option<Cow<'static, str>> {
        let digits = value.digits()?;
        if let Some(most) = self.total_digits.filter(|most| *most < digits.total) {
            return Some(format!("totalDigits ({most}): it has {}", digits.total).into());
        }
        let most = self.fraction_digits.filter(|most| *most < digits.fraction)?;
        Some(format!("fractionDigits ({most}): it has {}", digits.fraction).into())
    }

    fn out_of_bounds(&self, value: &Value) -> Option<Cow<'static, str>> {
        use Ordering::{Equal, Greater, Less};
        let bounds: [(&Option<String>, &str, &[Ordering]); 4] = [
            (&self.min_inclusive, "minInclusive", &[Greater, Equal]),
            (&self.min_exclusive, "minExclusive", &[Greater]),
            (&self.max_inclusive, "maxInclusive", &[Less, Equal]),
            (&self.max_exclusive, "maxExclusive", &[Less]),
        ];
        bounds.into_iter().find_map(|(bound, name, allowed)| {
            let bound = bound.as_ref()?;
            let fits = value.compare(bound).is_some_and(|order| allowed.contains(&order));
            (!fits).then(|| format!("{name} ({bound})").into())
        })
    }

    fn wrong_text(&self, value: &Value, text: &str) -> Option<Cow<'static, str>> {
        if let Some(rule) = self.explicit_timezone.filter(|rule| !rule.allows(text)) {
            return Some(format!("explicitTimezone ({})", rule.as_str()).into());
        }
        if !self.patterns.is_empty() && !self.patterns.iter().any(|pattern| pattern.matches(text)) {
            let sources: Vec<_> =
                self.patterns.iter().map(|pattern| pattern.source.as_str()).collect();
            return Some(format!("pattern ({})", sources.join("|")).into());
        }
        let is_listed = self.enumeration.is_empty()
            || self.enumeration.iter().any(|listed| value.equals(listed));
        (!is_listed).then_some(Cow::Borrowed("enumeration: it is not listed"))
    }
}
