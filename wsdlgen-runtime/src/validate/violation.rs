//! What breaks a contract, and where.

use std::{borrow::Cow, fmt};

use super::facets::Broken;
use crate::xml::REDACTED;

/// How much of a value or a limit helps in a message.
const SHOWN: usize = 64;

/// Everything found wrong with a value: [`Validate::validate`](super::Validate::validate) has an
/// example.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ValidationErrors {
    pub(super) violations: Vec<Violation>,
    pub(super) omitted: usize,
}

impl ValidationErrors {
    /// The first violations, in the order of the document: one at least, 64 at most.
    pub fn violations(&self) -> &[Violation] {
        &self.violations
    }

    /// How many more there are.
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

/// A value that breaks a facet, or an element that occurs too seldom or too often.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    path: String,
    facet: Facet,
    limit: Cow<'static, str>,
    count: Option<usize>,
    value: Option<String>,
}

impl Violation {
    /// `value` is the lexical form, unless it is a secret or there is none.
    pub(super) fn new(path: String, broken: Broken, value: Option<&str>) -> Self {
        let Broken { facet, limit, count } = broken;
        let limit = shorten(limit);
        let value = value.map(|value| shorten(Cow::Borrowed(value)).into_owned());
        Self { path, facet, limit, count, value }
    }

    /// The element or attribute, from the type that was checked: `/Person/address[2]/@kind`.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// What is broken.
    pub fn facet(&self) -> Facet {
        self.facet
    }

    /// The facet's value as the contract has it; of an enumeration the values, all of it shortened.
    pub fn limit(&self) -> &str {
        &self.limit
    }

    /// How many characters, octets, items, digits or occurrences there are, where the facet counts
    /// them and the value is no secret.
    pub fn count(&self) -> Option<usize> {
        self.count
    }

    /// The value as it would be written, shortened; none for occurrences and for secrets.
    pub fn value(&self) -> Option<&str> {
        self.value.as_deref()
    }
}

/// As much of a text as helps in a message.
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
            Facet::Enumeration => write!(formatter, " is none of {limit}"),
            Facet::Pattern => write!(formatter, " does not match the pattern {limit}"),
            _ => write!(formatter, " breaks {facet} {limit}"),
        }?;
        match count {
            Some(count) if facet.is_of_occurrence() => write!(formatter, ": it is {count}"),
            Some(count) => write!(formatter, ": it has {count}"),
            None => Ok(()),
        }
    }
}

/// A constraining facet (XSD 1.0 part 2, §4.3), or a bound on occurrences (part 1, §3.9).
///
/// It is shown by its name in a schema.
///
/// ```
/// use wsdlgen_runtime::validate::Facet;
///
/// assert_eq!(Facet::MaxLength.to_string(), "maxLength");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Facet {
    /// Exactly so many characters, octets or items.
    Length,
    /// At least so many.
    MinLength,
    /// At most so many.
    MaxLength,
    /// The lexical form matches.
    Pattern,
    /// One of these values.
    Enumeration,
    /// Reading changes no white space.
    WhiteSpace,
    /// At most this.
    MaxInclusive,
    /// Less than this.
    MaxExclusive,
    /// More than this.
    MinExclusive,
    /// At least this.
    MinInclusive,
    /// At most so many digits.
    TotalDigits,
    /// At most so many digits after the point.
    FractionDigits,
    /// There at least so many times.
    MinOccurs,
    /// There at most so many times.
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
            Self::MinOccurs => "minOccurs",
            Self::MaxOccurs => "maxOccurs",
        })
    }
}
