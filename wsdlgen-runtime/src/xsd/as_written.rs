//! Values that keep their lexical form, for types with a pattern (XSD 1.0 part 2, §4.3.4).

use std::{fmt, ops::Deref, str::FromStr};

use super::{Lexical, QName, ValueError, WhiteSpace};

/// A value together with its lexical form.
///
/// Patterns constrain the lexical form: a number matching `\d{5}` is written `00501`, not `501`. A parsed value
/// is written back unchanged, with the `xsi:type` of its element. A value converted from `T` has the lexical form that
/// `T` writes.
///
/// ```
/// use wsdlgen_runtime::xsd::AsWritten;
///
/// let zip: AsWritten<i32> = "00501".parse().unwrap();
/// assert_eq!((*zip, zip.to_string()), (501, "00501".to_owned()));
/// assert_eq!(AsWritten::from(501).to_string(), "501");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AsWritten<T> {
    value: T,
    text: Box<str>,
    actual_type: Option<Box<QName>>,
}

impl<T> AsWritten<T> {
    /// Returns the value without its lexical form.
    pub fn into_value(self) -> T {
        self.value
    }

    /// Returns the lexical form.
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl<T> Deref for AsWritten<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

/// Attaches the lexical form that `T` writes.
impl<T: Lexical> From<T> for AsWritten<T> {
    fn from(value: T) -> Self {
        let mut out = Vec::new();
        value.append_lexical(&mut out);
        Self { value, text: String::from_utf8_lossy(&out).into(), actual_type: None }
    }
}

impl<T: Lexical> FromStr for AsWritten<T> {
    type Err = ValueError;

    fn from_str(text: &str) -> Result<Self, ValueError> {
        Self::parse_lexical(text)
    }
}

impl<T> fmt::Display for AsWritten<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&self.text)
    }
}

impl<T: Lexical> Lexical for AsWritten<T> {
    const WHITE_SPACE: WhiteSpace = T::WHITE_SPACE;
    const MAY_HOLD_MARKUP: bool = T::MAY_HOLD_MARKUP;
    const ITEM_BYTES: usize = T::ITEM_BYTES;
    const KEEPS_TYPE: bool = true;

    fn parse_lexical(text: &str) -> Result<Self, ValueError> {
        Ok(Self { value: T::parse_lexical(text)?, text: text.into(), actual_type: None })
    }

    fn append_lexical(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(self.text.as_bytes());
    }

    fn as_text(&self) -> Option<&str> {
        Some(&self.text)
    }

    fn actual_type(&self) -> Option<&QName> {
        self.actual_type.as_deref()
    }

    fn set_actual_type(&mut self, name: QName) {
        self.actual_type = Some(name.into());
    }
}

#[cfg(test)]
mod tests {
    use super::{AsWritten, Lexical};

    #[test]
    fn writes_back_the_parsed_text() {
        fn check<T: Lexical>(text: &str) {
            let value = AsWritten::<T>::parse_lexical(text).unwrap();
            let mut out = Vec::new();
            value.append_lexical(&mut out);
            assert_eq!(out, text.as_bytes());
        }
        check::<u16>("009");
        check::<i64>("+42");
        check::<bool>("1");
        check::<f64>("-7446.445E5");
        assert!("9x".parse::<AsWritten<u16>>().is_err());
    }
}
