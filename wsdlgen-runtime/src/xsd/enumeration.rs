//! Types with a fixed set of values (XSD 1.0 part 2, §4.3.5).

use super::{Lexical, ValueError, WhiteSpace};
use crate::xml::{Cursor, ReadError};

/// A type with a fixed set of values. The macro
/// [`enumeration!`](crate::codegen::v1::enumeration) implements it.
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
///     const TEXTS: &'static [&'static str] = &["S", "L"];
///     const VALUES: &'static [Self] = &[Self::Small, Self::Large];
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
    /// The name of the type in the contract.
    const NAME: &'static str;
    /// How each value is written.
    const TEXTS: &'static [&'static str];
    /// The values, in the order of [`TEXTS`](Self::TEXTS).
    const VALUES: &'static [Self];
    /// White space in documents: that of `xs:string` unless the type says otherwise.
    const WHITE_SPACE: WhiteSpace = WhiteSpace::Preserve;
    /// Decides whether a text is a value that is written like another text.
    const IS_SAME: IsSame = same_text;

    /// The value's place in [`VALUES`](Self::VALUES).
    fn index(self) -> usize;
}

/// Decides whether a text (second) means the value that is listed as another (first).
pub type IsSame = fn(&str, &str) -> bool;

/// Whether a text is the listed one: for values that are written in one way only.
pub fn same_text(listed: &str, text: &str) -> bool {
    listed == text
}

/// The value that a text stands for, white space already normalised.
///
/// # Errors
///
/// When it is not one of the values.
pub fn enumerated<T: Enumeration>(text: &str) -> Result<T, ValueError> {
    Ok(T::VALUES[position(&Listed::of::<T>(), text)?])
}

/// An enumeration without its Rust type: reading and reporting are the same code for all of them.
pub(crate) struct Listed {
    pub(crate) name: &'static str,
    pub(crate) texts: &'static [&'static str],
    pub(crate) white_space: WhiteSpace,
    pub(crate) is_same: IsSame,
}

impl Listed {
    pub(crate) const fn of<T: Enumeration>() -> Self {
        Self { name: T::NAME, texts: T::TEXTS, white_space: T::WHITE_SPACE, is_same: T::IS_SAME }
    }
}

/// The place of the value that a text stands for.
pub(crate) fn position(listed: &Listed, text: &str) -> Result<usize, ValueError> {
    let found = listed.texts.iter().position(|known| (listed.is_same)(known, text));
    found.ok_or_else(|| unlisted(listed))
}

#[cold]
fn unlisted(listed: &Listed) -> ValueError {
    /// Number of values that a message shows.
    const SHOWN: usize = 12;
    let quoted = listed.texts.iter().take(SHOWN).map(|text| format!("'{text}'"));
    let mut shown: Vec<String> = quoted.collect();
    if listed.texts.len() > SHOWN {
        shown.push("…".to_owned());
    }
    ValueError::new(listed.name, format!("it is none of {}", shown.join(", ")))
}

impl<T: Enumeration> Lexical for T {
    const WHITE_SPACE: WhiteSpace = T::WHITE_SPACE;
    const MAY_HOLD_MARKUP: bool = true;

    fn parse_lexical(text: &str) -> Result<Self, ValueError> {
        enumerated(text)
    }

    fn append_lexical(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(T::TEXTS[self.index()].as_bytes());
    }

    fn as_text(&self) -> Option<&str> {
        Some(T::TEXTS[self.index()])
    }

    fn read_leaf(cursor: &mut Cursor<'_>) -> Result<Self, ReadError> {
        Ok(T::VALUES[cursor.enumerated(&Listed::of::<T>())?])
    }
}

#[cfg(test)]
mod tests {
    use super::{Enumeration, IsSame, enumerated};
    use crate::xsd::same_value;

    #[derive(Clone, Copy, Debug, PartialEq)]
    enum Level {
        One,
        Ten,
    }

    impl Enumeration for Level {
        const NAME: &'static str = "Level";
        const TEXTS: &'static [&'static str] = &["1", "10"];
        const VALUES: &'static [Self] = &[Self::One, Self::Ten];
        const IS_SAME: IsSame = same_value::<u8>;

        fn index(self) -> usize {
            self as usize
        }
    }

    #[test]
    fn a_value_may_be_written_in_several_ways() {
        assert_eq!(enumerated("010"), Ok(Level::Ten));
        let error = enumerated::<Level>("2").unwrap_err();
        assert_eq!(error.to_string(), "not a valid Level: it is none of '1', '10'");
    }
}
