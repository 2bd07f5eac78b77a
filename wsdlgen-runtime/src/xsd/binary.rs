//! Binary data as text: `xs:base64Binary` and `xs:hexBinary` (XSD 1.0 part 2, §3.2.15 and §3.2.16).

use std::{
    fmt::{self, Write as _},
    ops::Deref,
    str::FromStr,
};

use base64::{DecodeError, Engine as _, engine::general_purpose::STANDARD};
use bytes::Bytes;

use super::{Lexical, ValueError, WhiteSpace, display};

const BASE64: &str = "xs:base64Binary";
const HEX: &str = "xs:hexBinary";

/// The number of bytes that `Debug` shows.
const SHOWN: usize = 24;

/// `xs:base64Binary` (XSD 1.0 part 2, §3.2.16): binary data encoded as four characters per three bytes.
///
/// White space anywhere in the text is ignored, and none is written. Clones share the bytes.
///
/// # Examples
///
/// ```
/// use wsdlgen_runtime::xsd::Base64Binary;
///
/// let image: Base64Binary = "R0lG\n ODlh".parse().unwrap();
/// assert_eq!(*image, *b"GIF89a");
/// assert_eq!(image.to_string(), "R0lGODlh");
/// assert_eq!(Base64Binary::from(vec![1, 2]).to_string(), "AQI=");
///
/// let error = "R0lG=".parse::<Base64Binary>().unwrap_err();
/// assert_eq!(error.expected(), "xs:base64Binary");
/// ```
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct Base64Binary(Bytes);

impl Lexical for Base64Binary {
    const IS_BINARY: bool = true;

    fn from_octets(bytes: Bytes) -> Option<Self> {
        Some(Self(bytes))
    }

    fn octets(&self) -> Option<&Bytes> {
        Some(&self.0)
    }

    fn parse_lexical(text: &str) -> Result<Self, ValueError> {
        let is_space = |byte: &u8| matches!(byte, b' ' | b'\t' | b'\n' | b'\r');
        let decoded = if text.as_bytes().iter().any(is_space) {
            STANDARD.decode(text.bytes().filter(|byte| !is_space(byte)).collect::<Vec<_>>())
        } else {
            STANDARD.decode(text)
        };
        decoded.map(Self::from).map_err(|error| base64_error(&error))
    }

    fn append_lexical(&self, out: &mut Vec<u8>) {
        let start = out.len();
        out.resize(start + self.len().div_ceil(3) * 4, 0);
        STANDARD
            .encode_slice(&self.0, &mut out[start..])
            .expect("the buffer has four characters per group of three bytes");
    }
}

#[cold]
fn base64_error(error: &DecodeError) -> ValueError {
    let reason = match error {
        DecodeError::InvalidByte(..) => "invalid or misplaced base64 character",
        DecodeError::InvalidLength(_) => "the last group has only one character",
        DecodeError::InvalidLastSymbol { .. } => "the last character has unused bits set",
        DecodeError::InvalidPadding => "the last group is not padded with `=`",
    };
    ValueError::new(BASE64, reason)
}

/// `xs:hexBinary` (XSD 1.0 part 2, §3.2.15): binary data encoded as two digits per byte.
///
/// Digits are read in either case and written in upper case, the canonical form. Clones share the bytes.
///
/// # Examples
///
/// ```
/// use wsdlgen_runtime::xsd::HexBinary;
///
/// let digest: HexBinary = "0fB7".parse().unwrap();
/// assert_eq!(*digest, [0x0f, 0xb7]);
/// assert_eq!(digest.to_string(), "0FB7");
///
/// let error = "0FB".parse::<HexBinary>().unwrap_err();
/// assert_eq!(error.to_string(), "not a valid xs:hexBinary: odd number of digits");
/// ```
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct HexBinary(Bytes);

impl Lexical for HexBinary {
    fn parse_lexical(text: &str) -> Result<Self, ValueError> {
        let mut bytes = Vec::with_capacity(text.len() / 2);
        for pair in text.as_bytes().chunks(2) {
            bytes.push(hex_byte(pair).ok_or_else(|| hex_error(text))?);
        }
        Ok(Self::from(bytes))
    }

    fn append_lexical(&self, out: &mut Vec<u8>) {
        const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
        let digit = |half: u8| DIGITS[usize::from(half)];
        out.reserve(self.len() * 2);
        for byte in &self.0 {
            out.extend_from_slice(&[digit(byte >> 4), digit(byte & 0xf)]);
        }
    }
}

fn hex_byte(pair: &[u8]) -> Option<u8> {
    let [high, low] = *<&[u8; 2]>::try_from(pair).ok()?;
    Some(hex_digit(high)? << 4 | hex_digit(low)?)
}

fn hex_digit(byte: u8) -> Option<u8> {
    match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        b'A'..=b'F' => Some(byte - b'A' + 10),
        _ => None,
    }
}

#[cold]
fn hex_error(text: &str) -> ValueError {
    if text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        ValueError::new(HEX, "odd number of digits")
    } else {
        ValueError::new(HEX, "expected only hexadecimal digits")
    }
}

macro_rules! binary {
    ($($name:ident),+) => {$(
        impl $name {
            #[doc = concat!(
                "Returns the bytes without copying them.\n\n```\nuse wsdlgen_runtime::xsd::",
                stringify!($name),
                ";\n\nassert_eq!(",
                stringify!($name),
                "::from(vec![1, 2]).into_bytes(), vec![1, 2]);\n```",
            )]
            pub fn into_bytes(self) -> Bytes {
                self.0
            }
        }

        impl From<Bytes> for $name {
            fn from(bytes: Bytes) -> Self {
                Self(bytes)
            }
        }

        impl From<Vec<u8>> for $name {
            fn from(bytes: Vec<u8>) -> Self {
                Self(bytes.into())
            }
        }

        impl From<&'static [u8]> for $name {
            fn from(bytes: &'static [u8]) -> Self {
                Self(bytes.into())
            }
        }

        impl From<$name> for Bytes {
            fn from(value: $name) -> Self {
                value.0
            }
        }

        impl From<$name> for Vec<u8> {
            fn from(value: $name) -> Self {
                value.0.into()
            }
        }

        impl Deref for $name {
            type Target = [u8];

            fn deref(&self) -> &[u8] {
                &self.0
            }
        }

        impl AsRef<[u8]> for $name {
            fn as_ref(&self) -> &[u8] {
                self
            }
        }

        /// Parses the lexical form, ignoring XML white space around it.
        impl FromStr for $name {
            type Err = ValueError;

            fn from_str(text: &str) -> Result<Self, ValueError> {
                Self::parse_lexical(&WhiteSpace::Collapse.apply(text))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                display(self, formatter)
            }
        }

        /// Shows the lexical form, truncated if the content is long.
        impl fmt::Debug for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                let shown = Self(self.0.slice(..self.len().min(SHOWN)));
                write!(formatter, concat!(stringify!($name), "({}"), shown)?;
                if self.len() > SHOWN {
                    write!(formatter, "… {} bytes", self.len())?;
                }
                formatter.write_char(')')
            }
        }
    )+};
}

binary!(Base64Binary, HexBinary);

#[cfg(test)]
mod tests {
    use std::ops::Deref;

    use proptest::{prelude::any, prop_assert_eq, proptest};

    use super::{Base64Binary, Bytes, HexBinary, Lexical};

    fn check<T: Lexical + Deref<Target = [u8]>>(text: &str, bytes: &[u8]) {
        let value = T::parse_lexical(text).unwrap_or_else(|error| panic!("{text}: {error}"));
        assert_eq!(&*value, bytes, "{text:?}");
    }

    #[test]
    fn reads_base64_with_white_space_anywhere() {
        let cases: [(&str, &[u8]); 9] = [
            ("", b""),
            ("AA==", b"\0"),
            ("AQI=", &[1, 2]),
            ("AQID", &[1, 2, 3]),
            ("+/+/", &[0xfb, 0xff, 0xbf]),
            ("A Q I D", &[1, 2, 3]),
            ("AQID\r\nBA\t= = ", &[1, 2, 3, 4]),
            ("\n\n", b""),
            ("AQIDBAUGBwg=", &[1, 2, 3, 4, 5, 6, 7, 8]),
        ];
        for (text, bytes) in cases {
            check::<Base64Binary>(text, bytes);
        }
    }

    #[test]
    fn converts_into_bytes() {
        assert_eq!(Vec::from(Base64Binary::from(vec![1, 2])), [1, 2]);
        assert_eq!(Bytes::from(HexBinary::from(vec![1, 2])), Bytes::from_static(&[1, 2]));
    }

    #[test]
    fn rejects_invalid_base64() {
        let cases = [
            ("A", "the last group has only one character"),
            ("AQIDB", "the last group has only one character"),
            ("AQI", "the last group is not padded with `=`"),
            ("AQ=", "the last group is not padded with `=`"),
            ("AQJ=", "the last character has unused bits set"),
            ("AR==", "the last character has unused bits set"),
            ("AQ==AQID", "invalid or misplaced base64 character"),
            ("====", "invalid or misplaced base64 character"),
            ("-_-_", "invalid or misplaced base64 character"),
            ("AQ\u{a0}ID", "invalid or misplaced base64 character"),
        ];
        for (text, reason) in cases {
            let error = Base64Binary::parse_lexical(text).unwrap_err();
            assert_eq!(
                error.to_string(),
                format!("not a valid xs:base64Binary: {reason}"),
                "{text}"
            );
        }
    }

    #[test]
    fn reads_hexadecimal_digits_in_either_case() {
        let cases: [(&str, &[u8]); 4] = [
            ("", b""),
            ("00", &[0]),
            ("0123456789abcdef", &[0x01, 0x23, 0x45, 0x67, 0x89, 0xab, 0xcd, 0xef]),
            ("AbCdEf", &[0xab, 0xcd, 0xef]),
        ];
        for (text, bytes) in cases {
            check::<HexBinary>(text, bytes);
        }
    }

    #[test]
    fn rejects_invalid_hexadecimal() {
        let cases = [
            ("0", "odd number of digits"),
            ("ABC", "odd number of digits"),
            ("0G", "expected only hexadecimal digits"),
            ("0x00", "expected only hexadecimal digits"),
            ("00 00", "expected only hexadecimal digits"),
            ("é", "expected only hexadecimal digits"),
            ("+0", "expected only hexadecimal digits"),
        ];
        for (text, reason) in cases {
            let error = HexBinary::parse_lexical(text).unwrap_err();
            assert_eq!(error.to_string(), format!("not a valid xs:hexBinary: {reason}"), "{text}");
        }
    }

    #[test]
    fn appends_the_canonical_form() {
        let mut out = b"at ".to_vec();
        HexBinary::from(vec![0xab, 0x01]).append_lexical(&mut out);
        out.push(b' ');
        Base64Binary::from(&[0xfb_u8][..]).append_lexical(&mut out);
        assert_eq!(out, b"at AB01 +w==");
    }

    #[test]
    fn shortens_long_content_in_debug_output() {
        let debug = |bytes: usize| format!("{:?}", HexBinary::from(vec![0xa0; bytes]));
        assert_eq!(debug(0), "HexBinary()");
        assert_eq!(debug(24), format!("HexBinary({})", "A0".repeat(24)));
        assert_eq!(debug(25), format!("HexBinary({}… 25 bytes)", "A0".repeat(24)));
        let long = Base64Binary::from(vec![0; 1_000_000]);
        assert_eq!(format!("{long:?}"), format!("Base64Binary({}… 1000000 bytes)", "A".repeat(32)));
    }

    #[test]
    fn shares_the_bytes_between_clones() {
        let bytes = Bytes::from(vec![1, 2, 3]);
        let value = Base64Binary::from(bytes.clone());
        assert_eq!(value.clone().into_bytes().as_ptr(), bytes.as_ptr());
        assert_eq!(value.as_ref(), [1, 2, 3]);
        assert_eq!(Base64Binary::default().len(), 0);
    }

    proptest! {
        #[test]
        fn round_trips_binary_data(bytes in any::<Vec<u8>>(), width in 1_usize..80) {
            let value = Base64Binary::from(bytes.clone());
            let lines: Vec<_> = value.to_string().into_bytes().chunks(width).map(<[u8]>::to_vec).collect();
            let wrapped = String::from_utf8(lines.join(&b'\n')).unwrap();
            prop_assert_eq!(Base64Binary::parse_lexical(&wrapped), Ok(value));

            let value = HexBinary::from(bytes);
            let text = value.to_string();
            prop_assert_eq!(HexBinary::parse_lexical(&text.to_lowercase()), Ok(value.clone()));
            prop_assert_eq!(text.parse(), Ok(value));
        }
    }
}
