//! Decimal numbers as text (XSD 1.0 part 2, §3.2.3): order and digits without rounding.

use std::cmp::Ordering;

use super::Digits;

/// A number without the zeros that do not count.
struct Decimal<'a> {
    is_negative: bool,
    integer: &'a str,
    fraction: &'a str,
}

impl<'a> Decimal<'a> {
    fn parse(text: &'a str) -> Option<Self> {
        let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
        let (integer, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
        let digits = || integer.bytes().chain(fraction.bytes());
        if digits().next().is_none() || !digits().all(|digit| digit.is_ascii_digit()) {
            return None;
        }
        let is_zero = digits().all(|digit| digit == b'0');
        Some(Self {
            is_negative: text.starts_with('-') && !is_zero,
            integer: integer.trim_start_matches('0'),
            fraction: fraction.trim_end_matches('0'),
        })
    }

    /// More digits before the point are more; otherwise the digits decide in their order.
    fn magnitude(&self) -> (usize, &str, &str) {
        (self.integer.len(), self.integer, self.fraction)
    }
}

/// The order of two decimal numbers; `None` where one is none.
pub(super) fn compare(left: &str, right: &str) -> Option<Ordering> {
    let (left, right) = (Decimal::parse(left)?, Decimal::parse(right)?);
    Some(match (left.is_negative, right.is_negative) {
        (false, true) => Ordering::Greater,
        (true, false) => Ordering::Less,
        (false, false) => left.magnitude().cmp(&right.magnitude()),
        (true, true) => right.magnitude().cmp(&left.magnitude()),
    })
}

/// How many digits a decimal number needs (§4.3.11, §4.3.12): it is an integer over a power of
/// ten, and the total is enough for both.
pub(super) fn digits(text: &str) -> Option<Digits> {
    let Decimal { integer, fraction, .. } = Decimal::parse(text)?;
    let leading_zeros = if integer.is_empty() {
        fraction.len() - fraction.trim_start_matches('0').len()
    } else {
        0
    };
    let significant = integer.len() + fraction.len() - leading_zeros;
    Some(Digits { total: significant.max(fraction.len()).max(1), fraction: fraction.len() })
}

#[cfg(test)]
mod tests {
    use std::cmp::Ordering;

    use proptest::{prelude::any, prop_assert_eq, proptest};

    use super::{Digits, compare, digits};

    /// `number` over ten to the power of `scale`.
    fn decimal(number: i64, scale: u32) -> String {
        let sign = if number < 0 { "-" } else { "" };
        let (digits, one) = (number.unsigned_abs(), 10_u64.pow(scale));
        let width = usize::try_from(scale).unwrap();
        format!("{sign}{}.{:0width$}", digits / one, digits % one)
    }

    proptest! {
        #[test]
        fn the_order_is_that_of_integers_over_the_same_power_of_ten(
            left in any::<i64>(),
            right in any::<i64>(),
            shrink in 0_u32..60,
            scale in 1_u32..19,
        ) {
            // Close to each other, too.
            for right in [right, left, left.wrapping_add(right >> shrink)] {
                let order = compare(&decimal(left, scale), &(decimal(right, scale) + "00"));
                prop_assert_eq!(order, Some(left.cmp(&right)));
            }
        }
    }

    #[test]
    fn numbers_are_ordered_by_value() {
        let ascending = [
            "-100000000000000000000000000000000000000000",
            "-2.5",
            "-2.49",
            "-0.1",
            "0",
            "0.01",
            ".1",
            "0.11",
            "1",
            "9.999",
            "10.",
            "10.000000000000000000000000000000000000000001",
            "123456789012345678901234567890123456789012345",
        ];
        for (at, left) in ascending.iter().enumerate() {
            for (other, right) in ascending.iter().enumerate() {
                assert_eq!(compare(left, right), Some(at.cmp(&other)), "{left} {right}");
            }
        }
    }

    #[test]
    fn zeros_and_signs_that_change_nothing_do_not_count() {
        for (left, right) in [("-0", "0"), ("+1.50", "01.5"), ("-0.0", ".000"), ("007", "7.")] {
            assert_eq!(compare(left, right), Some(Ordering::Equal), "{left} {right}");
        }
    }

    #[test]
    fn other_text_has_no_order() {
        for text in ["", ".", "-", "1e3", "1.2.3", "--1", " 1", "INF", "٣"] {
            assert_eq!(compare(text, "1"), None, "{text}");
            assert_eq!(compare("1", text), None, "{text}");
            assert_eq!(digits(text), None, "{text}");
        }
    }

    #[test]
    fn digits_are_those_of_the_value() {
        let cases = [
            ("0", 1, 0),
            ("-7", 1, 0),
            ("0012.3400", 4, 2),
            ("100", 3, 0),
            ("0.05", 2, 2),
            ("0.50", 1, 1),
            ("-10.05", 4, 2),
            (".0", 1, 0),
        ];
        for (text, total, fraction) in cases {
            assert_eq!(digits(text), Some(Digits { total, fraction }), "{text}");
        }
    }
}
