//! Types of other crates that fields can hold instead of the types of this module. Settings of the generator select
//! them.

#[cfg(feature = "chrono")]
mod chrono;
#[cfg(feature = "jiff")]
mod jiff;
#[cfg(feature = "rust_decimal")]
mod rust_decimal;
#[cfg(feature = "time")]
mod time;

use super::{Lexical, ValueError};

/// A type of another crate, with the type of this crate that reads and writes its lexical form.
pub(crate) trait Foreign: Sized {
    /// The type of this crate.
    type Runtime: Lexical + TryInto<Self, Error = ValueError>;

    /// Converts to this crate's type.
    fn to_runtime(&self) -> Self::Runtime;
}

/// Implements [`Lexical`] for types that are [`Foreign`].
macro_rules! lexical {
    ($($(#[$meta:meta])* $Type:ty),+ $(,)?) => {$(
        $(#[$meta])*
        ///
        /// Fields have this type if a generator setting selects it. Reading fails if the value does not fit.
        impl $crate::xsd::Lexical for $Type {
            fn parse_lexical(text: &str) -> Result<Self, $crate::xsd::ValueError> {
                <<Self as $crate::xsd::foreign::Foreign>::Runtime>::parse_lexical(text)?.try_into()
            }

            fn append_lexical(&self, out: &mut Vec<u8>) {
                $crate::xsd::foreign::Foreign::to_runtime(self).append_lexical(out);
            }
        }
    )+};
}

/// Implements [`Foreign`] for types that always convert.
macro_rules! foreign {
    ($($Type:ty => $Runtime:ty),+ $(,)?) => {$(
        impl $crate::xsd::foreign::Foreign for $Type {
            type Runtime = $Runtime;

            fn to_runtime(&self) -> $Runtime {
                (*self).into()
            }
        }
    )+};
}

use {foreign, lexical};

/// Checks that each text is read and written as the text next to it.
#[cfg(test)]
fn round_trips<T: Lexical>(cases: &[(&str, &str)]) {
    for (text, expected) in cases {
        let value = T::parse_lexical(text).unwrap_or_else(|error| panic!("{text}: {error}"));
        assert_eq!(written(&value), *expected, "{text}");
    }
}

/// Returns the lexical form of a value.
#[cfg(test)]
fn written(value: &impl Lexical) -> String {
    let mut out = Vec::new();
    value.append_lexical(&mut out);
    String::from_utf8(out).unwrap()
}

/// Returns the error for a text that is not a value of the type.
#[cfg(test)]
fn rejection<T: Lexical>(text: &str) -> String {
    T::parse_lexical(text).err().map(|error| error.to_string()).unwrap_or_default()
}
