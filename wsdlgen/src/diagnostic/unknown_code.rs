//! Parsing of diagnostic codes from user input.

use std::{fmt, str::FromStr};

use super::Code;

/// The error for text that is not a valid [`Code`], with suggested codes.
///
/// ```
/// let error = "WG0027".parse::<wsdlgen::Code>().unwrap_err();
/// assert!(error.near().contains(&wsdlgen::Code::Deep));
/// assert!(error.to_string().starts_with("unknown code `WG0027`; did you mean "));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownCode {
    text: String,
    near: Vec<Code>,
}

/// Maximum number of suggested codes.
const NEAR: usize = 3;

impl UnknownCode {
    fn new(text: &str, number: Option<u16>) -> Self {
        let mut near: Vec<Code> = Code::all().to_vec();
        match number {
            Some(number) => near.sort_by_key(|code| (*code as u16).abs_diff(number)),
            None => near.retain(|code| is_about(*code, text)),
        }
        near.truncate(NEAR);
        Self { text: text.to_owned(), near }
    }

    /// Returns suggested codes, the closest first, by number or by the words in their titles.
    ///
    /// ```
    /// let error = "prefix".parse::<wsdlgen::Code>().unwrap_err();
    /// assert_eq!(error.near(), [wsdlgen::Code::UndeclaredPrefix]);
    /// ```
    pub fn near(&self) -> &[Code] {
        &self.near
    }
}

/// Returns whether the name or title of a code contains a text.
fn is_about(code: Code, text: &str) -> bool {
    let text = text.to_lowercase();
    let words = format!("{code:?} {}", code.title()).to_lowercase();
    !text.is_empty() && words.contains(&text)
}

impl fmt::Display for UnknownCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "unknown code `{}`", self.text)?;
        for (index, code) in self.near.iter().enumerate() {
            let before = if index == 0 { "; did you mean" } else { " or" };
            write!(formatter, "{before} `{code}`")?;
        }
        if self.near.is_empty() { Ok(()) } else { formatter.write_str("?") }
    }
}

impl std::error::Error for UnknownCode {}

/// Parses a code. Case does not matter, and the prefix and leading zeros may be left out.
///
/// ```
/// use wsdlgen::Code;
///
/// for text in ["WG0012", "wg0012", "wg12", "12"] {
///     assert_eq!(text.parse(), Ok(Code::UnknownBinding));
/// }
/// ```
impl FromStr for Code {
    type Err = UnknownCode;

    fn from_str(text: &str) -> Result<Self, UnknownCode> {
        let is_prefixed = text.get(..2).is_some_and(|prefix| prefix.eq_ignore_ascii_case("WG"));
        let digits = if is_prefixed { &text[2..] } else { text };
        let is_number = digits.bytes().all(|byte| byte.is_ascii_digit());
        let number = digits.parse().ok().filter(|_| is_number);
        let known = Self::all().iter().copied().find(|code| Some(*code as u16) == number);
        known.ok_or_else(|| UnknownCode::new(text, number))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parses_every_displayed_code() {
        for code in Code::all() {
            assert_eq!(code.to_string().parse(), Ok(*code));
        }
    }

    #[test]
    fn suggests_close_codes() {
        let cases = [
            ("WG0019", "unknown code `WG0019`; did you mean `WG0018` or `WG0020` or `WG0017`?"),
            ("binding", "unknown code `binding`; did you mean `WG0012`?"),
            ("", "unknown code ``"),
            ("+7", "unknown code `+7`"),
            ("WG99999999", "unknown code `WG99999999`"),
        ];
        for (text, expected) in cases {
            assert_eq!(text.parse::<Code>().unwrap_err().to_string(), expected);
        }
    }
}
