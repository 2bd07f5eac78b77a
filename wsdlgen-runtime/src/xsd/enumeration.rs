//! Types with a fixed set of values (XSD 1.0 part 2, §4.3.5).

use super::{Lexical, ValueError, WhiteSpace};

/// A type with a fixed set of values: what generated code says of one.
///
/// ```
/// use wsdlgen_runtime::xsd::{Enumeration, member};
///
/// #[derive(Clone, Copy, Debug, PartialEq)]
/// enum Size {
///     Small,
///     Large,
/// }
///
/// impl Enumeration for Size {
///     const NAME: &'static str = "Size";
///     const VALUES: &'static [(&'static str, Self)] = &[("S", Self::Small), ("L", Self::Large)];
///
///     fn index(self) -> usize {
///         self as usize
///     }
/// }
///
/// assert_eq!(member("L"), Some(Size::Large));
/// assert_eq!(member::<Size>("M"), None);
/// ```
pub trait Enumeration: Copy + 'static {
    /// What errors call the type.
    const NAME: &'static str;
    /// Every value with how it is written.
    const VALUES: &'static [(&'static str, Self)];
    /// What white space in a document means: that of `xs:string` unless the type says otherwise.
    const WHITE_SPACE: WhiteSpace = WhiteSpace::Preserve;

    /// The value's place in [`VALUES`](Self::VALUES).
    fn index(self) -> usize;

    /// Whether a text stands for a value that is written like `known`: a text does where it is the
    /// same, a number or a date where it means the same.
    fn is_same(known: &str, text: &str) -> bool {
        known == text
    }
}

/// The value that a text stands for, white space already normalised.
///
/// # Errors
///
/// When it is none of the values.
pub fn enumerated<T: Enumeration>(text: &str) -> Result<T, ValueError> {
    let found = T::VALUES.iter().find(|(known, _)| T::is_same(known, text));
    found.map(|(_, value)| *value).ok_or_else(unlisted::<T>)
}

#[cold]
fn unlisted<T: Enumeration>() -> ValueError {
    /// How many values help in a message.
    const SHOWN: usize = 12;
    let quoted = T::VALUES.iter().take(SHOWN).map(|(text, _)| format!("'{text}'"));
    let mut shown: Vec<String> = quoted.collect();
    if T::VALUES.len() > SHOWN {
        shown.push("…".to_owned());
    }
    ValueError::new(T::NAME, format!("it is none of {}", shown.join(", ")))
}

impl<T: Enumeration> Lexical for T {
    const WHITE_SPACE: WhiteSpace = T::WHITE_SPACE;
    const MAY_HOLD_MARKUP: bool = true;

    fn parse_lexical(text: &str) -> Result<Self, ValueError> {
        enumerated(text)
    }

    fn append_lexical(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(T::VALUES[self.index()].0.as_bytes());
    }

    fn as_text(&self) -> Option<&str> {
        Some(T::VALUES[self.index()].0)
    }
}

#[cfg(test)]
mod tests {
    use super::{Enumeration, enumerated};
    use crate::xsd::same_value;

    #[derive(Clone, Copy, Debug, PartialEq)]
    enum Level {
        One,
        Ten,
    }

    impl Enumeration for Level {
        const NAME: &'static str = "Level";
        const VALUES: &'static [(&'static str, Self)] = &[("1", Self::One), ("10", Self::Ten)];

        fn index(self) -> usize {
            self as usize
        }

        fn is_same(known: &str, text: &str) -> bool {
            same_value::<u8>(known, text)
        }
    }

    #[test]
    fn a_value_may_be_written_in_several_ways() {
        assert_eq!(enumerated("010"), Ok(Level::Ten));
        let error = enumerated::<Level>("2").unwrap_err();
        assert_eq!(error.to_string(), "not a valid Level: it is none of '1', '10'");
    }
}
