//! Contract violations and their positions.

use std::{borrow::Cow, fmt};

use super::facets::Broken;
use crate::xml::REDACTED;

/// The number of characters after which values and limits in messages are truncated.
const SHOWN: usize = 64;

/// All violations found in a value. See [`Validate::validate`](super::Validate::validate).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ValidationErrors {
    pub(super) violations: Vec<Violation>,
    pub(super) omitted: usize,
}

impl ValidationErrors {
    /// Returns the first violations in document order: at least 1, at most 64.
    pub fn violations(&self) -> &[Violation] {
        &self.violations
    }

    /// Returns the number of further violations.
    pub fn omitted(&self) -> usize {
        self.omitted
    }
}

impl fmt::Display for ValidationErrors {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, violation) in self.violations.iter().enumerate() {
            if index > 0 {
                formatter.write_str("; ")?;
            }
            violation.fmt(formatter)?;
        }
        match self.omitted {
            0 => Ok(()),
            omitted => write!(formatter, "; and {omitted} more"),
        }
    }
}

impl std::error::Error for ValidationErrors {}

/// A value that violates a facet, or an element that occurs too rarely or too often.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    path: String,
    facet: Facet,
    limit: Cow<'static, str>,
    count: Option<usize>,
    value: Option<String>,
}

impl Violation {
    /// Creates a violation. `value` is the lexical form, or `None` if there is no value or it is secret.
    pub(super) fn new(path: String, broken: Broken, value: Option<&str>) -> Self {
        let Broken { facet, limit, count } = broken;
        let limit = shorten(limit);
        let value = value.map(|value| shorten(Cow::Borrowed(value)).into_owned());
        Self { path, facet, limit, count, value }
    }

    /// Returns the path of the element or attribute from the validated type: `/Person/address[2]/@kind`.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Returns the violated facet.
    pub fn facet(&self) -> Facet {
        self.facet
    }

    /// Returns the facet's value in the contract, truncated. For an enumeration, these are the allowed values.
    pub fn limit(&self) -> &str {
        &self.limit
    }

    /// Returns the number of characters, bytes, items, digits or occurrences found, if the facet limits it and the
    /// value is not secret.
    pub fn count(&self) -> Option<usize> {
        self.count
    }

    /// Returns the value as written, truncated, or `None` for occurrences and secrets.
    pub fn value(&self) -> Option<&str> {
        self.value.as_deref()
    }
}

/// Truncates text for messages.
fn shorten(text: Cow<'_, str>) -> Cow<'_, str> {
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => Cow::Owned(format!("{}…", &text[..end])),
        None => text,
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { path, facet, limit, count, value } = self;
        write!(formatter, "{path}: ")?;
        match value {
            _ if facet.is_of_occurrence() => formatter.write_str("the number of occurrences")?,
            Some(value) => write!(formatter, "{value:?}")?,
            None => formatter.write_str(REDACTED)?,
        }
        match facet {
            Facet::Enumeration => write!(formatter, " is not one of {limit}"),
            Facet::Pattern => write!(formatter, " does not match the pattern {limit}"),
            _ => write!(formatter, " violates {facet} ({limit})"),
        }?;
        if let Some(count) = count {
            write!(formatter, ": found {count}")?;
        }
        Ok(())
    }
}

/// A constraining facet (XSD 1.0 part 2, §4.3), or a bound on occurrences (part 1, §3.9).
///
/// `Display` shows its name in a schema.
///
/// ```
/// use wsdlgen_runtime::validate::Facet;
///
/// assert_eq!(Facet::MaxLength.to_string(), "maxLength");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Facet {
    /// The exact number of characters, bytes or items.
    Length,
    /// The minimum number of characters, bytes or items.
    MinLength,
    /// The maximum number of characters, bytes or items.
    MaxLength,
    /// A pattern for the lexical form.
    Pattern,
    /// The allowed values.
    Enumeration,
    /// White space that readers do not change.
    WhiteSpace,
    /// The inclusive upper bound.
    MaxInclusive,
    /// The exclusive upper bound.
    MaxExclusive,
    /// The exclusive lower bound.
    MinExclusive,
    /// The inclusive lower bound.
    MinInclusive,
    /// The maximum number of digits.
    TotalDigits,
    /// The maximum number of digits after the point.
    FractionDigits,
    /// The presence or absence of a time zone.
    ExplicitTimezone,
    /// The minimum number of occurrences.
    MinOccurs,
    /// The maximum number of occurrences.
    MaxOccurs,
}

impl Facet {
    fn is_of_occurrence(self) -> bool {
        matches!(self, Self::MinOccurs | Self::MaxOccurs)
    }
}

impl fmt::Display for Facet {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Length => "length",
            Self::MinLength => "minLength",
            Self::MaxLength => "maxLength",
            Self::Pattern => "pattern",
            Self::Enumeration => "enumeration",
            Self::WhiteSpace => "whiteSpace",
            Self::MaxInclusive => "maxInclusive",
            Self::MaxExclusive => "maxExclusive",
            Self::MinExclusive => "minExclusive",
            Self::MinInclusive => "minInclusive",
            Self::TotalDigits => "totalDigits",
            Self::FractionDigits => "fractionDigits",
            Self::ExplicitTimezone => "explicitTimezone",
            Self::MinOccurs => "minOccurs",
            Self::MaxOccurs => "maxOccurs",
        })
    }
}
