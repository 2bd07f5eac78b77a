//! Types with a fixed set of values (XSD 1.0 part 2, §4.3.5).

use std::{collections::HashMap, sync::OnceLock};

use super::{Lexical, ReadLeaf, ValueError, WhiteSpace};

/// A type with a fixed set of values. The [`enumeration!`](crate::codegen::v1::enumeration) macro implements it.
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
    /// The text of each value.
    const TEXTS: &'static [&'static str];
    /// The values, in the order of [`TEXTS`](Self::TEXTS).
    const VALUES: &'static [Self];
    /// White space handling in documents. The default is that of `xs:string`.
    const WHITE_SPACE: WhiteSpace = WhiteSpace::Preserve;
    /// The function that decides whether a text is another form of a listed one.
    const IS_SAME: IsSame = same_text;

    /// Returns a lookup table for many texts, or `None` if a value may have several forms.
    fn table() -> Option<&'static TextTable> {
        None
    }

    /// Returns the value's index in [`VALUES`](Self::VALUES).
    fn index(self) -> usize;
}

/// A function that decides whether the text in its second argument denotes the value listed as its first argument.
pub type IsSame = fn(&str, &str) -> bool;

/// Returns whether the texts are equal. It is the [`IsSame`] of values with only one form.
pub fn same_text(listed: &str, text: &str) -> bool {
    listed == text
}

/// The texts of an enumeration with their positions. A lookup takes constant time.
#[derive(Debug, Default)]
pub struct TextTable(OnceLock<HashMap<&'static str, usize>>);

impl TextTable {
    /// The number of texts up to which comparing one by one is faster than hashing.
    const FEW: usize = 32;

    /// Creates an empty table, which is filled on first use.
    pub const fn new() -> Self {
        Self(OnceLock::new())
    }

    fn position(&self, texts: &'static [&'static str], text: &str) -> Option<usize> {
        // Among equal texts, the first counts.
        let all =
            || texts.iter().enumerate().rev().map(|(position, text)| (*text, position)).collect();
        self.0.get_or_init(all).get(text).copied()
    }
}

/// Returns the position of the listed text that denotes the same value as `text`.
pub fn text_position(
    texts: &'static [&'static str],
    is_same: IsSame,
    table: Option<&'static TextTable>,
    text: &str,
) -> Option<usize> {
    match table.filter(|_| texts.len() > TextTable::FEW) {
        Some(table) => table.position(texts, text),
        None => texts.iter().position(|known| is_same(known, text)),
    }
}

/// Parses an enumerated value from text whose white space is already normalised.
///
/// # Errors
///
/// If `text` is not one of the enumerated values.
pub fn enumerated<T: Enumeration>(text: &str) -> Result<T, ValueError> {
    Ok(T::VALUES[position(&Listed::of::<T>(), text)?])
}

/// An enumeration without its Rust type, so that all of them share the code for reading and reporting.
pub(crate) struct Listed {
    pub(crate) name: &'static str,
    pub(crate) texts: &'static [&'static str],
    pub(crate) white_space: WhiteSpace,
    pub(crate) is_same: IsSame,
    pub(crate) table: fn() -> Option<&'static TextTable>,
}

impl Listed {
    pub(crate) const fn of<T: Enumeration>() -> Self {
        Self {
            name: T::NAME,
            texts: T::TEXTS,
            white_space: T::WHITE_SPACE,
            is_same: T::IS_SAME,
            table: T::table,
        }
    }
}

/// Returns the index of the value that `text` denotes.
pub(crate) fn position(listed: &Listed, text: &str) -> Result<usize, ValueError> {
    let found = text_position(listed.texts, listed.is_same, (listed.table)(), text);
    found.ok_or_else(|| ValueError::unlisted(listed.name, listed.texts))
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

    fn read_leaf<R: ReadLeaf>(reader: &mut R) -> Result<Self, R::Error> {
        reader.enumerated_leaf()
    }
}

#[cfg(test)]
mod tests {
    use super::{Enumeration, IsSame, TextTable, enumerated, text_position};
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
    fn accepts_several_forms_of_a_value() {
        assert_eq!(enumerated("010"), Ok(Level::Ten));
        let error = enumerated::<Level>("2").unwrap_err();
        assert_eq!(error.to_string(), "not a valid Level: expected one of `1`, `10`");
    }

    #[test]
    fn finds_the_same_text_by_table_and_by_comparison() {
        static TABLE: TextTable = TextTable::new();
        let texts: Vec<&'static str> =
            (0..1_000).map(|number| &*format!("value {}", number % 900).leak()).collect();
        let texts: &'static [&'static str] = texts.leak();
        for text in ["value 0", "value 899", "value 900", "", "value 01"] {
            let compared = texts.iter().position(|known| *known == text);
            let found = text_position(texts, super::same_text, Some(&TABLE), text);
            assert_eq!(found, compared, "{text}");
        }
    }
}
