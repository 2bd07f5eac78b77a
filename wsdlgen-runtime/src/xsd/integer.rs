//! `xs:integer` and the types that bound it on one side only (XSD 1.0 part 2, §3.3.13 to §3.3.15, §3.3.20 and
//! §3.3.25).

mod convert;

use std::{cmp::Ordering, fmt, str::FromStr};

use super::{Lexical, ValueError, WhiteSpace, display};

const TYPE: &str = "xs:integer";

/// The number of decimal digits that always fit into a `u64`.
const CHUNK: usize = 18;

/// `xs:integer` (XSD 1.0 part 2, §3.3.13): a whole number of any length.
///
/// Only the value is kept: `+007` equals `7` and is written as `7`. Numbers that fit into an [`i128`] are stored as
/// one; longer numbers are stored as digits. For arithmetic, convert to a native type.
///
/// # Examples
///
/// ```
/// use wsdlgen_runtime::xsd::Integer;
///
/// let number: Integer = "+007".parse().unwrap();
/// assert_eq!(number, Integer::from(7));
/// assert_eq!(number.to_string(), "7");
/// assert_eq!(u8::try_from(&number), Ok(7));
///
/// let long: Integer = "100000000000000000000000000000000000000000".parse().unwrap();
/// assert!(long > number);
/// assert!(i64::try_from(&long).is_err());
///
/// let error = "7.0".parse::<Integer>().unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "not a valid xs:integer: expected an optional sign and decimal digits"
/// );
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Integer(Repr);

/// **Invariant:** a number that fits is always `Inline`, so that equal numbers compare equal.
#[derive(Clone, PartialEq, Eq, Hash)]
enum Repr {
    Inline(i128),
    /// The canonical lexical form.
    Long(Box<str>),
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Sign {
    Minus,
    Plus,
}

impl Sign {
    /// Splits a leading sign from `text`. The default is plus.
    pub(super) fn split(text: &str) -> (Self, &str) {
        match text.as_bytes().first() {
            Some(b'-') => (Self::Minus, &text[1..]),
            Some(b'+') => (Self::Plus, &text[1..]),
            _ => (Self::Plus, text),
        }
    }
}

impl Integer {
    /// Returns the number if it fits into an `i128`.
    ///
    /// ```
    /// use wsdlgen_runtime::xsd::Integer;
    ///
    /// assert_eq!(Integer::from(7).as_i128(), Some(7));
    /// let long: Integer = "-170141183460469231731687303715884105729".parse().unwrap();
    /// assert_eq!(long.as_i128(), None);
    /// ```
    pub fn as_i128(&self) -> Option<i128> {
        match self.0 {
            Repr::Inline(value) => Some(value),
            Repr::Long(_) => None,
        }
    }

    /// Creates a number from a sign and decimal digits in two pieces.
    pub(super) fn from_digits(sign: Sign, pieces: [&str; 2]) -> Self {
        match accumulate(sign, pieces) {
            Some(value) => Self(Repr::Inline(value)),
            None => Self::from_many_digits(sign, pieces),
        }
    }

    #[cold]
    fn from_many_digits(sign: Sign, [first, second]: [&str; 2]) -> Self {
        let mut text = String::with_capacity(1 + first.len() + second.len());
        if sign == Sign::Minus {
            text.push('-');
        }
        let first = first.trim_start_matches('0');
        text.push_str(first);
        text.push_str(if first.is_empty() { second.trim_start_matches('0') } else { second });
        Self(Repr::Long(text.into()))
    }

    /// Returns the sign, which is plus for zero, and the digits without leading zeros.
    pub(super) fn sign_and_digits<'a>(&'a self, buffer: &'a mut itoa::Buffer) -> (Sign, &'a str) {
        Sign::split(match &self.0 {
            Repr::Inline(value) => buffer.format(*value),
            Repr::Long(text) => text,
        })
    }
}

/// Returns the number that the digits represent, or `None` if it does not fit into an `i128`.
fn accumulate(sign: Sign, pieces: [&str; 2]) -> Option<i128> {
    let mut value = 0_i128;
    for chunk in pieces.into_iter().flat_map(|piece| piece.as_bytes().chunks(CHUNK)) {
        let (number, shift) = chunk.iter().fold((0_u64, 1_u64), |(number, shift), digit| {
            (number * 10 + u64::from(digit - b'0'), shift * 10)
        });
        value = value.checked_mul(shift.into())?;
        value = match sign {
            Sign::Plus => value.checked_add(number.into())?,
            Sign::Minus => value.checked_sub(number.into())?,
        };
    }
    Some(value)
}

impl Lexical for Integer {
    fn parse_lexical(text: &str) -> Result<Self, ValueError> {
        let (sign, digits) = Sign::split(text);
        if digits.is_empty() || !digits.bytes().all(|digit| digit.is_ascii_digit()) {
            return Err(ValueError::new(TYPE, "expected an optional sign and decimal digits"));
        }
        Ok(Self::from_digits(sign, [digits, ""]))
    }

    fn append_lexical(&self, out: &mut Vec<u8>) {
        match &self.0 {
            Repr::Inline(value) => {
                out.extend_from_slice(itoa::Buffer::new().format(*value).as_bytes());
            }
            Repr::Long(text) => out.extend_from_slice(text.as_bytes()),
        }
    }
}

impl Ord for Integer {
    fn cmp(&self, other: &Self) -> Ordering {
        if let (Repr::Inline(left), Repr::Inline(right)) = (&self.0, &other.0) {
            return left.cmp(right);
        }
        let (mut left, mut right) = (itoa::Buffer::new(), itoa::Buffer::new());
        match (self.sign_and_digits(&mut left), other.sign_and_digits(&mut right)) {
            ((Sign::Plus, left), (Sign::Plus, right)) => by_magnitude(left, right),
            ((Sign::Minus, left), (Sign::Minus, right)) => by_magnitude(right, left),
            ((Sign::Plus, _), (Sign::Minus, _)) => Ordering::Greater,
            ((Sign::Minus, _), (Sign::Plus, _)) => Ordering::Less,
        }
    }
}

/// Compares by number of digits, then digit by digit.
fn by_magnitude(left: &str, right: &str) -> Ordering {
    (left.len(), left).cmp(&(right.len(), right))
}

impl PartialOrd for Integer {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Returns zero.
impl Default for Integer {
    fn default() -> Self {
        Self(Repr::Inline(0))
    }
}

/// Parses the lexical form, ignoring XML white space around it.
impl FromStr for Integer {
    type Err = ValueError;

    fn from_str(text: &str) -> Result<Self, ValueError> {
        Self::parse_lexical(&WhiteSpace::Collapse.apply(text))
    }
}

impl fmt::Display for Integer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        display(self, formatter)
    }
}

impl fmt::Debug for Integer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Integer({self})")
    }
}

#[cfg(test)]
mod tests {
    use proptest::{prelude::any, prop_assert_eq, proptest};

    use super::{Integer, Lexical};

    const MAX: &str = "170141183460469231731687303715884105727";
    const MIN: &str = "-170141183460469231731687303715884105728";

    #[test]
    fn writes_the_canonical_form() {
        let sixty = "123456789".repeat(7);
        let cases = [
            ("0", "0"),
            ("-0", "0"),
            ("+0", "0"),
            ("-000", "0"),
            ("+007", "7"),
            ("-007", "-7"),
            ("1000000000000000000", "1000000000000000000"),
            (MAX, MAX),
            (MIN, MIN),
            (
                "000170141183460469231731687303715884105728",
                "170141183460469231731687303715884105728",
            ),
            (
                "-170141183460469231731687303715884105729",
                "-170141183460469231731687303715884105729",
            ),
            (sixty.as_str(), sixty.as_str()),
        ];
        for (text, written) in cases {
            let value = Integer::parse_lexical(text).unwrap();
            assert_eq!(value.to_string(), written, "{text}");
            assert_eq!(value, written.parse().unwrap(), "{text}");
        }
        assert_eq!(Integer::parse_lexical(&"0".repeat(100)), Ok(Integer::default()));
    }

    #[test]
    fn rejects_other_text() {
        for text in
            ["", "+", "-", "--0", "+-1", "1.0", "1.", "1e3", " 1", "0x1", "1_000", "٣", "INF"]
        {
            assert!(Integer::parse_lexical(text).is_err(), "{text:?}");
        }
        assert_eq!(" 1\n".parse(), Ok(Integer::from(1)));
        assert!("1 1".parse::<Integer>().is_err());
    }

    #[test]
    fn orders_numbers_of_any_length() {
        let ascending = [
            "-1000000000000000000000000000000000000000000",
            "-170141183460469231731687303715884105730",
            "-170141183460469231731687303715884105729",
            MIN,
            "-10",
            "-9",
            "0",
            "9",
            "10",
            MAX,
            "170141183460469231731687303715884105728",
            "170141183460469231731687303715884105730",
            "1000000000000000000000000000000000000000000",
        ];
        let numbers = ascending.map(|text| Integer::parse_lexical(text).unwrap());
        for (at, left) in numbers.iter().enumerate() {
            for (other, right) in numbers.iter().enumerate() {
                assert_eq!(left.cmp(right), at.cmp(&other), "{left} {right}");
            }
        }
    }

    #[test]
    fn formats_numbers() {
        let mut out = b"at ".to_vec();
        Integer::from(-7).append_lexical(&mut out);
        assert_eq!(out, b"at -7");
        assert_eq!(format!("{:>4}|{:<4}|", Integer::from(-7), Integer::from(7)), "  -7|7   |");
        assert_eq!(format!("{:?}", Integer::from(-7)), "Integer(-7)");
    }

    proptest! {
        #[test]
        fn behaves_like_a_native_integer(left in any::<i128>(), right in any::<i128>(), shift in 0_u32..128) {
            for right in [right, right >> shift, left, left.wrapping_add(right >> shift)] {
                let (first, second) = (Integer::from(left), Integer::from(right));
                prop_assert_eq!(first.cmp(&second), left.cmp(&right));
                prop_assert_eq!(second.as_i128(), Some(right));
                prop_assert_eq!(second.to_string(), right.to_string());
                prop_assert_eq!(right.to_string().parse(), Ok(second));
            }
        }

        #[test]
        fn round_trips_digits_of_any_length(text in "-?[1-9][0-9]{0,80}", zeros in "0{0,50}") {
            let value = Integer::parse_lexical(&text).unwrap();
            prop_assert_eq!(value.to_string(), text.clone());
            let padded = if let Some(digits) = text.strip_prefix('-') {
                format!("-{zeros}{digits}")
            } else {
                format!("+{zeros}{text}")
            };
            prop_assert_eq!(padded.parse(), Ok(value));
        }

        /// Appending zeros to both numbers keeps their order.
        #[test]
        fn orders_long_numbers_like_short_ones(left in any::<i128>(), right in any::<i128>(), zeros in 0_usize..50) {
            let long = |number: i128| {
                Integer::parse_lexical(&format!("{number}{}", "0".repeat(zeros))).unwrap()
            };
            prop_assert_eq!(long(left).cmp(&long(right)), left.cmp(&right));
        }
    }
}
