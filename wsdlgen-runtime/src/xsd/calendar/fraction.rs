//! Fractions of a second.

use std::{borrow::Cow, fmt, str::FromStr};

use super::write::append_padded;
use crate::xsd::ValueError;

/// The number of digits stored without allocating: the most that always fit into a `u64`.
const INLINE_DIGITS: usize = 18;
const NANOSECOND_DIGITS: u8 = 9;

/// A fraction of a second: the digits after the point in an [`xs:dateTime`](crate::xsd::DateTime),
/// [`xs:time`](crate::xsd::Time) or [`xs:duration`](crate::xsd::Duration).
///
/// It may have any number of digits and keeps trailing zeros (XSD 1.0 part 2, §3.2.7.1).
///
/// `==` compares the digits as written, so `5` and `50` differ.
/// [`cmp_instant`](crate::xsd::DateTime::cmp_instant) compares fractions by value.
///
/// # Examples
///
/// ```
/// use wsdlgen_runtime::xsd::Fraction;
///
/// let fraction: Fraction = "250".parse().unwrap();
/// assert_eq!(fraction.digits(), "250");
/// assert_eq!(fraction.nanoseconds(), 250_000_000);
/// assert_ne!(fraction, "25".parse().unwrap());
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Fraction(Digits);

/// **Invariant:** up to [`INLINE_DIGITS`] digits are always `Inline`, so that equal digits compare equal.
#[derive(Clone, PartialEq, Eq, Hash)]
enum Digits {
    Inline { count: u8, value: u64 },
    Long(Box<str>),
}

impl Fraction {
    /// Creates a fraction with the fewest digits that represent `nanoseconds`, or returns `None` for a second or more.
    ///
    /// ```
    /// use wsdlgen_runtime::xsd::Fraction;
    ///
    /// assert_eq!(Fraction::from_nanoseconds(1_500_000).unwrap().digits(), "0015");
    /// assert_eq!(Fraction::from_nanoseconds(0).unwrap().digits(), "0");
    /// assert_eq!(Fraction::from_nanoseconds(1_000_000_000), None);
    /// ```
    pub fn from_nanoseconds(nanoseconds: u32) -> Option<Self> {
        if nanoseconds >= 1_000_000_000 {
            return None;
        }
        let (mut count, mut value) = (NANOSECOND_DIGITS, u64::from(nanoseconds));
        while count > 1 && value % 10 == 0 {
            count -= 1;
            value /= 10;
        }
        Some(Self(Digits::Inline { count, value }))
    }

    /// Creates a fraction from less than a second, or returns `None` for zero.
    pub(in crate::xsd) fn unless_zero(nanoseconds: u32) -> Option<Self> {
        if nanoseconds == 0 { None } else { Self::from_nanoseconds(nanoseconds) }
    }

    /// Parses digits, or returns the reason why they are invalid.
    pub(super) fn read(digits: &str) -> Result<Self, &'static str> {
        if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err("expected one or more fractional digits");
        }
        Ok(Self(match u8::try_from(digits.len()) {
            Ok(count) if digits.len() <= INLINE_DIGITS => {
                Digits::Inline { count, value: decimal(digits) }
            }
            _ => Digits::Long(digits.into()),
        }))
    }

    /// Returns the digits as written.
    ///
    /// ```
    /// use wsdlgen_runtime::xsd::DateTime;
    ///
    /// let time: DateTime = "2026-01-02T03:04:05.0600".parse().unwrap();
    /// assert_eq!(time.fraction().unwrap().digits(), "0600");
    /// ```
    pub fn digits(&self) -> Cow<'_, str> {
        match &self.0 {
            Digits::Inline { count, value } => {
                Cow::Owned(format!("{value:0width$}", width = usize::from(*count)))
            }
            Digits::Long(digits) => Cow::Borrowed(digits),
        }
    }

    /// Returns the whole nanoseconds, ignoring digits after the ninth.
    ///
    /// ```
    /// use wsdlgen_runtime::xsd::Fraction;
    ///
    /// let fraction: Fraction = "0000000019".parse().unwrap();
    /// assert_eq!(fraction.nanoseconds(), 1);
    /// ```
    pub fn nanoseconds(&self) -> u32 {
        let (leading, _) = self.by_value();
        u32::try_from(leading / 1_000_000_000).expect("nine decimal digits fit into 32 bits")
    }

    /// Returns the nanoseconds if the fraction is not more precise than that.
    pub(in crate::xsd) fn exact_nanoseconds(&self) -> Option<u32> {
        let nanoseconds = self.nanoseconds();
        let exact = Self::from_nanoseconds(nanoseconds)?;
        (self.by_value() == exact.by_value()).then_some(nanoseconds)
    }

    /// Returns a key that orders fractions by value: the first [`INLINE_DIGITS`] digits padded with zeros, and the
    /// remaining digits without trailing zeros.
    pub(in crate::xsd) fn by_value(&self) -> (u64, &str) {
        match &self.0 {
            Digits::Inline { count, value } => {
                let missing = INLINE_DIGITS - usize::from(*count);
                ((0..missing).fold(*value, |value, _| value * 10), "")
            }
            Digits::Long(digits) => {
                let (leading, rest) = digits.split_at(INLINE_DIGITS);
                (decimal(leading), rest.trim_end_matches('0'))
            }
        }
    }

    pub(in crate::xsd) fn is_zero(&self) -> bool {
        self.by_value() == (0, "")
    }

    pub(in crate::xsd) fn append(&self, out: &mut Vec<u8>) {
        match &self.0 {
            Digits::Inline { count, value } => append_padded(*value, usize::from(*count), out),
            Digits::Long(digits) => out.extend_from_slice(digits.as_bytes()),
        }
    }
}

/// Returns the value of at most [`INLINE_DIGITS`] digits.
fn decimal(digits: &str) -> u64 {
    digits.bytes().fold(0, |value, digit| value * 10 + u64::from(digit - b'0'))
}

/// Parses the digits, without a point before them.
impl FromStr for Fraction {
    type Err = ValueError;

    fn from_str(digits: &str) -> Result<Self, ValueError> {
        Self::read(digits).map_err(|reason| ValueError::new("fraction of a second", reason))
    }
}

/// Writes the digits, without a point before them.
impl fmt::Display for Fraction {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&self.digits())
    }
}

impl fmt::Debug for Fraction {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Fraction({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::Fraction;

    fn fraction(digits: &str) -> Fraction {
        digits.parse().unwrap()
    }

    #[test]
    fn keeps_digits_as_written() {
        let long = "0".repeat(400);
        let cases = [
            "0",
            "000",
            "5",
            "50",
            "0500",
            "999999999999999999",
            "000000000000000000",
            "1234567890123456789",
            long.as_str(),
        ];
        for digits in cases {
            let mut out = Vec::new();
            fraction(digits).append(&mut out);
            assert_eq!(out, digits.as_bytes());
            assert_eq!(fraction(digits).digits(), digits);
            assert_eq!(fraction(digits).to_string(), digits);
            assert_eq!(fraction(digits), fraction(digits));
            assert_ne!(fraction(digits), fraction(&format!("{digits}0")));
        }
    }

    #[test]
    fn rejects_anything_but_digits() {
        for text in ["", ".5", "+5", "5 ", "5a", "٣"] {
            assert!(text.parse::<Fraction>().is_err(), "{text:?}");
        }
    }

    #[test]
    fn truncates_to_nanoseconds() {
        let cases = [
            ("0", 0),
            ("5", 500_000_000),
            ("000000001", 1),
            ("123456789", 123_456_789),
            ("9999999999", 999_999_999),
            ("999999999999999999", 999_999_999),
            ("0000000019999999999999999", 1),
        ];
        for (digits, nanoseconds) in cases {
            assert_eq!(fraction(digits).nanoseconds(), nanoseconds, "{digits}");
        }
    }

    #[test]
    fn returns_exact_nanoseconds_only_without_finer_digits() {
        let cases = [
            ("0", Some(0)),
            ("5", Some(500_000_000)),
            ("123456789", Some(123_456_789)),
            ("1234567890000000000000000000", Some(123_456_789)),
            ("1234567891", None),
            ("123456789000000001", None),
            ("0000000000000000000000000001", None),
        ];
        for (digits, nanoseconds) in cases {
            assert_eq!(fraction(digits).exact_nanoseconds(), nanoseconds, "{digits}");
        }
    }

    #[test]
    fn uses_the_fewest_digits_for_nanoseconds() {
        let cases = [(0, "0"), (1, "000000001"), (120_000_000, "12"), (999_999_999, "999999999")];
        for (nanoseconds, digits) in cases {
            assert_eq!(Fraction::from_nanoseconds(nanoseconds), Some(fraction(digits)));
        }
        assert_eq!(Fraction::from_nanoseconds(u32::MAX), None);
    }

    #[test]
    fn orders_fractions_of_any_length_by_value() {
        // Each group holds texts of one value, and the groups ascend.
        let groups: [&[&str]; 6] = [
            &["0", "00", "0000000000000000000000"],
            &["0000000000000000000000001"],
            &["1", "10", "1000000000000000000", "100000000000000000000"],
            &["1000000000000000000000009", "10000000000000000000000090"],
            &["10000000000000000000001"],
            &["9", "900000000000000000000000"],
        ];
        for (left_rank, left_group) in groups.iter().enumerate() {
            for (right_rank, right_group) in groups.iter().enumerate() {
                for (left, right) in left_group
                    .iter()
                    .flat_map(|left| right_group.iter().map(move |right| (left, right)))
                {
                    let order = fraction(left).by_value().cmp(&fraction(right).by_value());
                    assert_eq!(order, left_rank.cmp(&right_rank), "{left} {right}");
                }
            }
        }
        assert!(fraction("00").is_zero() && !fraction("0000000000000000000000001").is_zero());
    }

    #[test]
    fn shows_the_digits_in_debug_output() {
        assert_eq!(format!("{:?}", fraction("050")), "Fraction(050)");
    }
}
