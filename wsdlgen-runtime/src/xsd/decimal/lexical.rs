//! Parsing and formatting of the lexical form.

use std::{fmt, str::FromStr};

use super::{Decimal, Integer, Sign, TYPE};
use crate::xsd::{Lexical, ValueError, WhiteSpace, display};

impl Lexical for Decimal {
    fn parse_lexical(text: &str) -> Result<Self, ValueError> {
        if let Some(short) = short(text) {
            return Ok(short);
        }
        let (sign, unsigned) = Sign::split(text);
        let (integer, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
        let pieces = [integer, fraction];
        let is_number = |piece: &str| piece.bytes().all(|digit| digit.is_ascii_digit());
        if pieces == [""; 2] || !pieces.into_iter().all(is_number) {
            let reason = "expected an optional sign and decimal digits with at most one point";
            return Err(ValueError::new(TYPE, reason));
        }
        let scale = u32::try_from(fraction.len())
            .map_err(|_| ValueError::new(TYPE, "the fraction has more than 2^32 - 1 digits"))?;
        Ok(Self { mantissa: Integer::from_digits(sign, pieces), scale })
    }

    fn append_lexical(&self, out: &mut Vec<u8>) {
        let mut buffer = itoa::Buffer::new();
        let (sign, digits) = self.mantissa.sign_and_digits(&mut buffer);
        if sign == Sign::Minus {
            out.push(b'-');
        }
        let scale = self.scale as usize;
        let (integer, fraction) = digits.split_at(digits.len().saturating_sub(scale));
        out.extend_from_slice(if integer.is_empty() { b"0" } else { integer.as_bytes() });
        if scale > 0 {
            out.push(b'.');
            out.resize(out.len() + scale - fraction.len(), b'0');
            out.extend_from_slice(fraction.as_bytes());
        }
    }
}

/// Parses the common case in one pass: few digits and no leading `+`.
fn short(text: &str) -> Option<Decimal> {
    const MOST: usize = 18;
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let mut digits = 0_i64;
    let mut count = 0;
    let mut point = None;
    for byte in unsigned.bytes() {
        match byte {
            b'0'..=b'9' if count < MOST => {
                digits = digits * 10 + i64::from(byte - b'0');
                count += 1;
            }
            b'.' if point.is_none() => point = Some(count),
            _ => return None,
        }
    }
    let scale = u32::try_from(point.map_or(0, |point| count - point)).ok()?;
    let mantissa = if unsigned.len() < text.len() { -digits } else { digits };
    (count > 0).then(|| Decimal { mantissa: mantissa.into(), scale })
}

/// Parses the lexical form, ignoring XML white space around it.
impl FromStr for Decimal {
    type Err = ValueError;

    fn from_str(text: &str) -> Result<Self, ValueError> {
        Self::parse_lexical(&WhiteSpace::Collapse.apply(text))
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        display(self, formatter)
    }
}

impl fmt::Debug for Decimal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Decimal({self})")
    }
}

#[cfg(test)]
mod tests {
    use proptest::{prelude::any, prop_assert_eq, proptest};

    use super::{Decimal, Integer, Lexical};

    #[test]
    fn preserves_the_scale() {
        let sixty = format!("-{}.{}", "1234567890".repeat(3), "0987654321".repeat(3));
        let zeros = "0".repeat(60);
        let (tiny, padded) = (format!("0.{zeros}1"), format!("{zeros}1.{zeros}"));
        let cases = [
            ("0", "0"),
            ("-0", "0"),
            ("+0", "0"),
            ("-0.00", "0.00"),
            ("1.50", "1.50"),
            ("+1.50", "1.50"),
            ("-001.50", "-1.50"),
            (".5", "0.5"),
            ("-.05", "-0.05"),
            ("00.5", "0.5"),
            ("5.", "5"),
            ("-5.", "-5"),
            ("100", "100"),
            ("100.0", "100.0"),
            (
                "170141183460469231731687303715884105727.0",
                "170141183460469231731687303715884105727.0",
            ),
            (
                ".170141183460469231731687303715884105728",
                "0.170141183460469231731687303715884105728",
            ),
            (sixty.as_str(), sixty.as_str()),
            (tiny.as_str(), tiny.as_str()),
            (padded.as_str(), padded.trim_start_matches('0')),
        ];
        for (text, written) in cases {
            assert_eq!(Decimal::parse_lexical(text).unwrap().to_string(), written, "{text}");
        }
    }

    #[test]
    fn rejects_other_text() {
        let cases = [
            "", ".", "-", "+.", "1e3", "1.2.3", "..1", "--1", "1-", "-+1", " 1", "1 .5", "1,5",
            "INF", "NaN", "٣", "0x1", "1_0",
        ];
        for text in cases {
            assert!(Decimal::parse_lexical(text).is_err(), "{text:?}");
        }
        assert_eq!("\t1.5 ".parse(), Ok(Decimal::new(15, 1)));
    }

    #[test]
    fn formats_numbers() {
        let mut out = b"at ".to_vec();
        Decimal::new(-50, 2).append_lexical(&mut out);
        assert_eq!(out, b"at -0.50");
        assert_eq!(
            format!("{:>6}|{:<4}|", Decimal::new(-50, 2), Decimal::new(5, 1)),
            " -0.50|0.5 |"
        );
        assert_eq!(format!("{:?}", Decimal::new(-50, 2)), "Decimal(-0.50)");
    }

    proptest! {
        #[test]
        fn round_trips_mantissa_and_scale(mantissa in any::<i128>(), shift in 0_u32..128, scale in 0_u32..90) {
            let value = Decimal::new(mantissa >> shift, scale);
            let read = Decimal::parse_lexical(&value.to_string()).unwrap();
            prop_assert_eq!(read.scale(), scale);
            prop_assert_eq!(read.mantissa(), &Integer::from(mantissa >> shift));
        }

        #[test]
        fn round_trips_digits_of_any_length(text in "-?([1-9][0-9]{0,60}\\.[0-9]{1,60}|0\\.[0-9]{0,50}[1-9])") {
            let value = Decimal::parse_lexical(&text).unwrap();
            prop_assert_eq!(value.to_string(), text);
        }
    }
}
