//! Equality, ordering and hashing by value.

use std::{
    cmp::Ordering,
    hash::{Hash, Hasher},
};

use super::{Decimal, Sign};

/// A number as `0.digits` times a power of ten, without leading or trailing zeros in `digits`.
///
/// **Invariant:** equal numbers have equal representations.
#[derive(PartialEq, Eq, Hash)]
pub(super) struct Normal<'a> {
    sign: Sign,
    /// The power of ten, or `i64::MIN` for zero.
    exponent: i64,
    digits: &'a str,
}

impl<'a> Normal<'a> {
    pub(super) fn of(value: &'a Decimal, buffer: &'a mut itoa::Buffer) -> Self {
        let (sign, digits) = value.mantissa.sign_and_digits(buffer);
        if digits == "0" {
            return Self { sign, exponent: i64::MIN, digits: "" };
        }
        let exponent = signed(digits.len()) - i64::from(value.scale);
        Self { sign, exponent, digits: digits.trim_end_matches('0') }
    }

    /// Returns the number of digits before the point, including trailing zeros.
    pub(super) fn integer_digits(&self) -> usize {
        // A negative exponent counts the zeros between the point and the digits.
        usize::try_from(self.exponent).unwrap_or(0)
    }

    /// Returns the number of digits after the point.
    pub(super) fn fraction_digits(&self) -> usize {
        if self.digits.is_empty() {
            return 0;
        }
        usize::try_from(signed(self.digits.len()) - self.exponent).unwrap_or(0)
    }

    fn magnitude(&self) -> (i64, &str) {
        (self.exponent, self.digits)
    }
}

fn signed(length: usize) -> i64 {
    i64::try_from(length).expect("the length of a string fits into an `isize`")
}

impl Ord for Decimal {
    fn cmp(&self, other: &Self) -> Ordering {
        if self.scale == other.scale {
            return self.mantissa.cmp(&other.mantissa);
        }
        let (mut left, mut right) = (itoa::Buffer::new(), itoa::Buffer::new());
        let (left, right) = (Normal::of(self, &mut left), Normal::of(other, &mut right));
        match (left.sign, right.sign) {
            (Sign::Plus, Sign::Plus) => left.magnitude().cmp(&right.magnitude()),
            (Sign::Minus, Sign::Minus) => right.magnitude().cmp(&left.magnitude()),
            (Sign::Plus, Sign::Minus) => Ordering::Greater,
            (Sign::Minus, Sign::Plus) => Ordering::Less,
        }
    }
}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Decimal {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Decimal {}

impl Hash for Decimal {
    fn hash<H: Hasher>(&self, state: &mut H) {
        Normal::of(self, &mut itoa::Buffer::new()).hash(state);
    }
}

#[cfg(test)]
mod tests {
    use std::{
        cmp::Ordering,
        hash::{BuildHasher, RandomState},
    };

    use proptest::{prelude::any, prop_assert_eq, proptest};

    use super::Decimal;

    #[test]
    fn orders_numbers_by_value() {
        let ascending = [
            "-100000000000000000000000000000000000000000",
            "-2.5",
            "-2.49",
            "-0.1",
            "-0.01",
            "0",
            "0.0000000000000000000000000000000000000000000000000001",
            "0.01",
            ".1",
            "0.11",
            "1",
            "9.999",
            "10.",
            "10.000000000000000000000000000000000000000001",
            "123456789012345678901234567890123456789012345",
        ];
        let numbers = ascending.map(|text| text.parse::<Decimal>().unwrap());
        for (at, left) in numbers.iter().enumerate() {
            for (other, right) in numbers.iter().enumerate() {
                assert_eq!(left.cmp(right), at.cmp(&other), "{left} {right}");
                assert_eq!(left == right, at == other, "{left} {right}");
            }
        }
    }

    #[test]
    fn hashes_equal_numbers_equally() {
        let hasher = RandomState::new();
        let many_zeros = format!("-1.5{}", "0".repeat(60));
        let cases = [
            ("0", "-0.00"),
            ("1.5", "1.50"),
            ("10", "10.0"),
            ("-0", "0"),
            ("+1.50", "01.5"),
            ("-0.0", ".000"),
            ("007", "7."),
            ("0.05", "0.050"),
            ("-1.5", many_zeros.as_str()),
        ];
        for (left, right) in cases {
            let numbers = [left, right].map(|text| text.parse::<Decimal>().unwrap());
            assert_eq!(numbers[0], numbers[1]);
            assert_eq!(
                hasher.hash_one(&numbers[0]),
                hasher.hash_one(&numbers[1]),
                "{left} {right}"
            );
        }
    }

    #[test]
    fn compares_the_greatest_scale_quickly() {
        let tiny = Decimal::new(1, u32::MAX);
        assert_eq!(tiny.cmp(&Decimal::default()), Ordering::Greater);
        assert_eq!(tiny.cmp(&Decimal::new(10, u32::MAX)), Ordering::Less);
        assert_eq!(tiny.cmp(&Decimal::new(-1, 0)), Ordering::Greater);
    }

    proptest! {
        #[test]
        fn orders_numbers_like_integers_over_a_common_power_of_ten(
            left in any::<i64>(),
            right in any::<i64>(),
            shrink in 0_u32..60,
            scales in [0_u32..19, 0_u32..19],
            zeros in 0_usize..40,
        ) {
            for right in [right, left, left.wrapping_add(right >> shrink), right >> shrink] {
                let over = |number: i64, scale: u32| i128::from(number) * 10_i128.pow(18 - scale);
                let expected = over(left, scales[0]).cmp(&over(right, scales[1]));
                let (one, other) = (Decimal::new(left, scales[0]), Decimal::new(right, scales[1]));
                prop_assert_eq!(one.cmp(&other), expected);
                prop_assert_eq!(other.cmp(&one), expected.reverse());
                let point = if scales[1] == 0 { "." } else { "" };
                let longer: Decimal = format!("{other}{point}{}", "0".repeat(zeros)).parse().unwrap();
                prop_assert_eq!(one.cmp(&longer), expected);
            }
        }
    }
}
