//! The facets of a simple type (XSD 1.0 part 2, §4.3).

use std::{borrow::Cow, cmp::Ordering};

use super::{Facet, Faceted, Pattern};
use crate::xsd::{Lexical, Text, WhiteSpace, member};

/// The constraints of a simple type that its Rust type does not express.
///
/// Bounds and enumerated values are written as in a document and compared by value. Patterns belong in their own
/// `static`, because each is compiled once.
///
/// ```
/// use wsdlgen_runtime::validate::{Facets, Pattern};
///
/// static AGE: Facets =
///     Facets { min_inclusive: Some("0"), max_exclusive: Some("150"), ..Facets::NONE };
/// static ZIP: Facets =
///     Facets { length: Some(5), patterns: &ZIP_PATTERNS, ..Facets::NONE };
/// static ZIP_PATTERNS: [Pattern; 1] = [Pattern::new(r"^(?:\p{Nd}+)$", r"\d+")];
/// ```
#[derive(Debug)]
pub struct Facets {
    /// The exact number of characters, bytes or items (§4.3.1).
    pub length: Option<usize>,
    /// The minimum number of characters, bytes or items (§4.3.2).
    pub min_length: Option<usize>,
    /// The maximum number of characters, bytes or items (§4.3.3).
    pub max_length: Option<usize>,
    /// The patterns, which must all match. Alternatives in one derivation step are a single pattern (§4.3.4.3).
    pub patterns: &'static [Pattern],
    /// The allowed values, or empty if all values are allowed (§4.3.5).
    pub enumeration: &'static [&'static str],
    /// White space handling in readers. A value that it would change is reported (§4.3.6).
    pub white_space: Option<WhiteSpace>,
    /// The inclusive upper bound (§4.3.7).
    pub max_inclusive: Option<&'static str>,
    /// The exclusive upper bound (§4.3.8).
    pub max_exclusive: Option<&'static str>,
    /// The exclusive lower bound (§4.3.9).
    pub min_exclusive: Option<&'static str>,
    /// The inclusive lower bound (§4.3.10).
    pub min_inclusive: Option<&'static str>,
    /// The maximum number of digits (§4.3.11).
    pub total_digits: Option<usize>,
    /// The maximum number of digits after the point (§4.3.12).
    pub fraction_digits: Option<usize>,
    /// The rule for time zones of dates and times (XML Schema 1.1 part 2, §4.3.14).
    pub explicit_timezone: Option<ExplicitTimezone>,
}

/// The facet `explicitTimezone`, unless it is `optional` (XML Schema 1.1 part 2, §4.3.14).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExplicitTimezone {
    /// Every value has a time zone.
    Required,
    /// No value has a time zone.
    Prohibited,
}

impl ExplicitTimezone {
    /// Returns the value of the facet.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Required => "required",
            Self::Prohibited => "prohibited",
        }
    }

    /// Returns whether a date or time in its lexical form satisfies the facet.
    pub(crate) fn allows(self, text: &str) -> bool {
        has_time_zone(text) == (self == Self::Required)
    }
}

/// Returns whether the lexical form of a date or time ends with a time zone: `Z` or an offset such as `+01:00`.
///
/// ```
/// use wsdlgen_runtime::validate::has_time_zone;
///
/// assert!(has_time_zone("2026-11-30+01:00"));
/// assert!(!has_time_zone("2026-11-30T10:00:00"));
/// ```
pub fn has_time_zone(text: &str) -> bool {
    const OFFSET: usize = "+01:00".len();
    let offset = text.len().checked_sub(OFFSET).and_then(|start| text.get(start..));
    let is_offset = |offset: &str| offset.starts_with(['+', '-']) && offset.get(3..4) == Some(":");
    text.ends_with('Z') || offset.is_some_and(is_offset)
}

/// A facet that a value violates.
pub(super) struct Broken {
    pub(super) facet: Facet,
    pub(super) limit: Cow<'static, str>,
    /// The number of characters, bytes, items or digits found.
    pub(super) count: Option<usize>,
}

impl Facets {
    /// No facets: all values are allowed.
    pub const NONE: Self = Self {
        length: None,
        min_length: None,
        max_length: None,
        patterns: &[],
        enumeration: &[],
        white_space: None,
        max_inclusive: None,
        max_exclusive: None,
        min_exclusive: None,
        min_inclusive: None,
        total_digits: None,
        fraction_digits: None,
        explicit_timezone: None,
    };

    fn allow(&self, value: &dyn Faceted) -> bool {
        let mut allowed = true;
        self.check(value, &mut |_| allowed = false);
        allowed
    }

    /// Calls `report` for each facet that the value violates.
    pub(super) fn check(&self, value: &dyn Faceted, report: &mut dyn FnMut(Broken)) {
        if let Some((value, facets)) = value.member() {
            facets.check(value, report);
        }
        self.check_length(value, report);
        self.check_white_space(value, report);
        self.check_patterns(value, report);
        self.check_enumeration(value, report);
        self.check_bounds(value, report);
        self.check_digits(value, report);
        self.check_time_zone(value, report);
    }

    fn check_time_zone(&self, value: &dyn Faceted, report: &mut dyn FnMut(Broken)) {
        let broken = self.explicit_timezone.filter(|rule| !rule.allows(&value.lexical()));
        if let Some(rule) = broken {
            let (facet, limit) = (Facet::ExplicitTimezone, rule.as_str().into());
            report(Broken { facet, limit, count: None });
        }
    }

    fn check_length(&self, value: &dyn Faceted, report: &mut dyn FnMut(Broken)) {
        let limits = [
            (Facet::Length, self.length),
            (Facet::MinLength, self.min_length),
            (Facet::MaxLength, self.max_length),
        ];
        if limits.iter().any(|(_, limit)| limit.is_some()) {
            check_counts(&limits, value.length(), report);
        }
    }

    fn check_digits(&self, value: &dyn Faceted, report: &mut dyn FnMut(Broken)) {
        if self.total_digits.is_none() && self.fraction_digits.is_none() {
            return;
        }
        let digits = value.digits();
        let total = digits.map(|digits| digits.total);
        check_counts(&[(Facet::TotalDigits, self.total_digits)], total, report);
        let fraction = digits.map(|digits| digits.fraction);
        check_counts(&[(Facet::FractionDigits, self.fraction_digits)], fraction, report);
    }

    fn check_white_space(&self, value: &dyn Faceted, report: &mut dyn FnMut(Broken)) {
        let Some(rule) = self.white_space else { return };
        if !value.survives(rule) {
            let limit = match rule {
                WhiteSpace::Preserve => "preserve",
                WhiteSpace::Replace => "replace",
                WhiteSpace::Collapse => "collapse",
            };
            report(Broken { facet: Facet::WhiteSpace, limit: limit.into(), count: None });
        }
    }

    fn check_patterns(&self, value: &dyn Faceted, report: &mut dyn FnMut(Broken)) {
        if self.patterns.is_empty() {
            return;
        }
        let text = value.lexical();
        for pattern in self.patterns {
            if let Some(limit) = pattern.unmatched_by(&text) {
                report(Broken { facet: Facet::Pattern, limit, count: None });
            }
        }
    }

    fn check_enumeration(&self, value: &dyn Faceted, report: &mut dyn FnMut(Broken)) {
        let allowed = self.enumeration;
        if !allowed.is_empty() && !allowed.iter().any(|text| value.equals(text)) {
            let limit = allowed.join(", ").into();
            report(Broken { facet: Facet::Enumeration, limit, count: None });
        }
    }

    fn check_bounds(&self, value: &dyn Faceted, report: &mut dyn FnMut(Broken)) {
        use Ordering::{Equal, Greater, Less};

        let bounds: [(_, _, &[Ordering]); 4] = [
            (Facet::MinInclusive, self.min_inclusive, &[Equal, Greater]),
            (Facet::MinExclusive, self.min_exclusive, &[Greater]),
            (Facet::MaxInclusive, self.max_inclusive, &[Equal, Less]),
            (Facet::MaxExclusive, self.max_exclusive, &[Less]),
        ];
        for (facet, bound, allowed) in bounds {
            let Some(bound) = bound else { continue };
            // A value that cannot be compared with the bound is not within it (§4.3.7).
            if !value.compare(bound).is_some_and(|order| allowed.contains(&order)) {
                report(Broken { facet, limit: bound.into(), count: None });
            }
        }
    }
}

/// Parses document text as `T`, or returns `None` if it is invalid or violates the facets.
///
/// Unions use it to find the member type of a text (XSD 1.0 part 2, §2.5.1.3).
///
/// ```
/// use wsdlgen_runtime::validate::{Facets, member_within};
///
/// static SMALL: Facets = Facets { max_inclusive: Some("9"), ..Facets::NONE };
///
/// assert_eq!(member_within(" 7 ", &SMALL), Some(7));
/// assert_eq!(member_within::<i32>("70", &SMALL), None);
/// ```
pub fn member_within<T: Lexical + Faceted>(text: &str, facets: &Facets) -> Option<T> {
    member(text).filter(|value| facets.allow(value))
}

/// Normalises the white space of `text`, or returns `None` if the result violates the facets.
pub fn text_within<T: Text + Faceted>(text: &str, rule: WhiteSpace, facets: &Facets) -> Option<T> {
    Some(rule.apply(text).into()).filter(|value: &T| facets.allow(value))
}

/// Checks a count against its limits. A type without such a count meets every limit.
fn check_counts(
    limits: &[(Facet, Option<usize>)],
    count: Option<usize>,
    report: &mut dyn FnMut(Broken),
) {
    let Some(count) = count else { return };
    for &(facet, limit) in limits {
        let Some(limit) = limit else { continue };
        let is_met = match facet {
            Facet::Length => count == limit,
            Facet::MinLength | Facet::MinOccurs => count >= limit,
            _ => count <= limit,
        };
        if !is_met {
            report(Broken { facet, limit: limit.to_string().into(), count: Some(count) });
        }
    }
}

/// Checks `minOccurs` and `maxOccurs` (XSD 1.0 part 1, §3.9).
pub(super) fn check_occurrence(
    count: usize,
    least: usize,
    most: Option<usize>,
    report: &mut dyn FnMut(Broken),
) {
    let limits = [(Facet::MinOccurs, Some(least)), (Facet::MaxOccurs, most)];
    check_counts(&limits, Some(count), report);
}
