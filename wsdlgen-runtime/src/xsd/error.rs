//! Texts that are no values.

use std::{borrow::Cow, fmt};

/// Text that is not in the lexical space of the type that the contract gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ValueError {
    expected: &'static str,
    pub(super) reason: Reason,
}

/// Why a text has no value. What takes time to write is written when it is shown: a union of types creates an
/// error for each member that a text is not of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Reason {
    Text(Cow<'static, str>),
    /// It is none of these.
    Unlisted(&'static [&'static str]),
}

impl fmt::Display for Reason {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        /// The number of values that are shown.
        const SHOWN: usize = 12;
        let texts = match self {
            Self::Text(text) => return formatter.write_str(text),
            Self::Unlisted(texts) => texts,
        };
        let shown: Vec<String> = texts.iter().take(SHOWN).map(|it| format!("'{it}'")).collect();
        let rest = if texts.len() > SHOWN { ", …" } else { "" };
        write!(formatter, "it is none of {}{rest}", shown.join(", "))
    }
}

impl ValueError {
    /// `expected` names the type (`xs:dateTime`), `reason` says what is wrong ("month 13").
    pub fn new(expected: &'static str, reason: impl Into<Cow<'static, str>>) -> Self {
        Self { expected, reason: Reason::Text(reason.into()) }
    }

    /// The text is none of those that the type has.
    pub(crate) fn unlisted(expected: &'static str, texts: &'static [&'static str]) -> Self {
        Self { expected, reason: Reason::Unlisted(texts) }
    }

    /// The name of the type that was expected.
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
