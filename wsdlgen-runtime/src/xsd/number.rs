//! Bounded integers (XSD 1.0 part 2, §3.3.16 to §3.3.24) and binary floating-point types (§3.2.4 and §3.2.5).

use std::{fmt::Display, io::Write as _};

use super::{Lexical, ValueError};

macro_rules! integers {
    ($($type:ty => $name:literal),+ $(,)?) => {$(
        #[doc = concat!("`", $name, "`: an optional sign and decimal digits.")]
        impl Lexical for $type {
            fn parse_lexical(text: &str) -> Result<Self, ValueError> {
                match text.parse() {
                    Ok(value) => Ok(value),
                    // Rust does not parse `-0` as an unsigned integer.
                    Err(_) if is_negative_zero(text) => Ok(0),
                    Err(_) => Err(integer_error($name, text, <$type>::MIN, <$type>::MAX)),
                }
            }

            fn append_lexical(&self, out: &mut Vec<u8>) {
                out.extend_from_slice(itoa::Buffer::new().format(*self).as_bytes());
            }
        }
    )+};
}

integers! {
    i8 => "xs:byte",
    i16 => "xs:short",
    i32 => "xs:int",
    i64 => "xs:long",
    u8 => "xs:unsignedByte",
    u16 => "xs:unsignedShort",
    u32 => "xs:unsignedInt",
    u64 => "xs:unsignedLong",
}

fn is_negative_zero(text: &str) -> bool {
    text.strip_prefix('-')
        .is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|digit| digit == b'0'))
}

#[cold]
fn integer_error<T: Display>(name: &'static str, text: &str, low: T, high: T) -> ValueError {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        ValueError::new(name, "expected an optional sign and decimal digits")
    } else {
        ValueError::new(name, format!("expected a number between {low} and {high}"))
    }
}

macro_rules! floats {
    ($($type:ty => $name:literal),+ $(,)?) => {$(
        #[doc = concat!("`", $name, "`: writes the shortest decimal that parses as the same value.")]
        impl Lexical for $type {
            fn parse_lexical(text: &str) -> Result<Self, ValueError> {
                match text {
                    "INF" => return Ok(Self::INFINITY),
                    "-INF" => return Ok(Self::NEG_INFINITY),
                    "NaN" => return Ok(Self::NAN),
                    _ => {}
                }
                // Rust would also accept its own names for the infinities and NaN.
                if text.bytes().all(is_decimal_byte) {
                    text.parse().map_err(|_| float_error($name))
                } else {
                    Err(float_error($name))
                }
            }

            fn append_lexical(&self, out: &mut Vec<u8>) {
                if self.is_infinite() {
                    out.extend_from_slice(if *self > 0.0 { b"INF" } else { b"-INF" });
                } else {
                    // `Debug` uses an exponent where `Display` would write hundreds of zeros.
                    write!(out, "{self:?}").expect("writing to a vector does not fail");
                }
            }
        }
    )+};
}

floats! {
    f32 => "xs:float",
    f64 => "xs:double",
}

fn is_decimal_byte(byte: u8) -> bool {
    matches!(byte, b'0'..=b'9' | b'+' | b'-' | b'.' | b'e' | b'E')
}

#[cold]
fn float_error(name: &'static str) -> ValueError {
    ValueError::new(
        name,
        "expected a decimal number with an optional exponent, `INF`, `-INF` or `NaN`",
    )
}

#[cfg(test)]
mod tests {
    use std::fmt::Debug;

    use super::Lexical;

    fn written<T: Lexical>(value: &T) -> String {
        let mut out = Vec::new();
        value.append_lexical(&mut out);
        String::from_utf8(out).unwrap()
    }

    fn check_bounds<T: Lexical + Debug + PartialEq>(low: &str, high: &str, outside: [&str; 2]) {
        for text in [low, high] {
            assert_eq!(written(&T::parse_lexical(text).unwrap()), text);
        }
        for text in outside {
            let reason = T::parse_lexical(text).unwrap_err().to_string();
            let range = format!("expected a number between {low} and {high}");
            assert!(reason.ends_with(&range), "{text}: {reason}");
        }
    }

    #[test]
    fn reads_and_writes_the_whole_range_of_integers() {
        check_bounds::<i8>("-128", "127", ["-129", "128"]);
        check_bounds::<i16>("-32768", "32767", ["-32769", "32768"]);
        check_bounds::<i32>("-2147483648", "2147483647", ["-2147483649", "+2147483648"]);
        check_bounds::<i64>(
            "-9223372036854775808",
            "9223372036854775807",
            ["-9223372036854775809", "9223372036854775808"],
        );
        check_bounds::<u8>("0", "255", ["-1", "256"]);
        check_bounds::<u16>("0", "65535", ["-1", "65536"]);
        check_bounds::<u32>("0", "4294967295", ["-01", "4294967296"]);
        check_bounds::<u64>("0", "18446744073709551615", ["-10", "18446744073709551616"]);
    }

    #[test]
    fn reads_signs_and_leading_zeros() {
        let many_zeros = format!("{}7", "0".repeat(100));
        for (text, value) in
            [("+7", 7), ("007", 7), ("+007", 7), (many_zeros.as_str(), 7), ("-0", 0), ("-00", 0)]
        {
            assert_eq!(i8::parse_lexical(text), Ok(value), "{text}");
            assert_eq!(u64::parse_lexical(text), Ok(value.unsigned_abs().into()), "{text}");
        }
        assert_eq!(i32::parse_lexical("-007"), Ok(-7));
    }

    #[test]
    fn rejects_text_that_is_not_an_integer() {
        for text in
            ["", "+", "-", "--0", "+-1", "1.0", "1e3", " 1", "1 ", "0x1", "1_000", "٣", "999x"]
        {
            for reason in [
                i8::parse_lexical(text).unwrap_err().to_string(),
                u8::parse_lexical(text).unwrap_err().to_string(),
            ] {
                assert!(
                    reason.ends_with("expected an optional sign and decimal digits"),
                    "{text:?}"
                );
            }
        }
    }

    #[test]
    fn reads_floats() {
        let cases = [
            ("1", 1.0),
            ("1.", 1.0),
            (".5", 0.5),
            ("+.5", 0.5),
            ("-1E4", -1e4),
            ("1267.43233E12", 1267.43233e12),
            ("12.78e-2", 0.1278),
            ("5.e+1", 50.0),
            ("0", 0.0),
            ("-0", -0.0),
            ("INF", f64::INFINITY),
            ("-INF", f64::NEG_INFINITY),
            ("1e400", f64::INFINITY),
            ("1e-400", 0.0),
        ];
        for (text, value) in cases {
            assert_eq!(f64::parse_lexical(text).unwrap().to_bits(), value.to_bits(), "{text}");
        }
        assert!(f64::parse_lexical("NaN").unwrap().is_nan());
        assert!(f32::parse_lexical("NaN").unwrap().is_nan());
        // Parsing as an `f64` first would round twice, to 1.0.
        let above_half = "1.00000005960464477540";
        assert_eq!(f32::parse_lexical(above_half).unwrap().to_bits(), 1f32.to_bits() + 1);
    }

    #[test]
    fn rejects_text_that_is_not_a_float() {
        let cases = [
            "", "+INF", "inf", "-inf", "Inf", "infinity", "nan", "NAN", "-NaN", "+", ".", "e5",
            ".e5", "1e", "1e+", "1e1.5", "1,5", "1 ", "0x1p3", "1f", "1_0", "--1", "1-1",
        ];
        for text in cases {
            assert!(f32::parse_lexical(text).is_err(), "{text:?}");
            assert!(f64::parse_lexical(text).is_err(), "{text:?}");
        }
    }

    #[test]
    fn round_trips_floats_bit_for_bit() {
        let cases = [
            (0.0, "0.0"),
            (-0.0, "-0.0"),
            (1.0, "1.0"),
            (0.1, "0.1"),
            (-12.5, "-12.5"),
            (1e10, "10000000000.0"),
            (1e300, "1e300"),
            (1.5e-7, "1.5e-7"),
            (f64::MAX, "1.7976931348623157e308"),
            (f64::MIN_POSITIVE, "2.2250738585072014e-308"),
            (f64::from_bits(1), "5e-324"),
            (f64::INFINITY, "INF"),
            (f64::NEG_INFINITY, "-INF"),
        ];
        for (value, text) in cases {
            assert_eq!(written(&value), text);
            assert_eq!(f64::parse_lexical(text).unwrap().to_bits(), value.to_bits(), "{text}");
        }
        assert_eq!(written(&f64::NAN), "NaN");
        assert_eq!(written(&-f32::NAN), "NaN");
        assert_eq!(written(&0.1f32), "0.1");
        assert_eq!(written(&f32::MAX), "3.4028235e38");
    }
}
