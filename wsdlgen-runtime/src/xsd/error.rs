//! Errors for invalid values.

use std::{borrow::Cow, fmt};

/// An error for text outside the lexical space of its type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ValueError {
    expected: &'static str,
    pub(super) reason: Reason,
}

/// The reason why a text is invalid.
///
/// Expensive reasons are formatted only on display: a union creates an error for each member type that does not match.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Reason {
    Text(Cow<'static, str>),
    /// The text is not one of these.
    Unlisted(&'static [&'static str]),
}

impl fmt::Display for Reason {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        /// The maximum number of values to list.
        const SHOWN: usize = 12;
        let texts = match self {
            Self::Text(text) => return formatter.write_str(text),
            Self::Unlisted(texts) => texts,
        };
        let shown: Vec<String> = texts.iter().take(SHOWN).map(|text| format!("`{text}`")).collect();
        let rest = if texts.len() > SHOWN { ", …" } else { "" };
        write!(formatter, "expected one of {}{rest}", shown.join(", "))
    }
}

impl ValueError {
    /// Creates an error: `expected` names the type (`xs:dateTime`), and `reason` says what is wrong ("month 13").
    pub fn new(expected: &'static str, reason: impl Into<Cow<'static, str>>) -> Self {
        Self { expected, reason: Reason::Text(reason.into()) }
    }

    /// Creates an error for text that is not one of the enumerated values.
    pub(crate) fn unlisted(expected: &'static str, texts: &'static [&'static str]) -> Self {
        Self { expected, reason: Reason::Unlisted(texts) }
    }

    /// Returns the name of the expected type.
    pub fn expected(&self) -> &'static str {
        self.expected
    }
}

impl fmt::Display for ValueError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "not a valid {}: {}", self.expected, self.reason)
    }
}

impl std::error::Error for ValueError {}
