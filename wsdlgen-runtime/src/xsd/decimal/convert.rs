//! Conversions from and to Rust's numeric types.

use super::{Decimal, Integer, TYPE};
use crate::xsd::{Lexical, ValueError};

macro_rules! from {
    ($($type:ty),+) => {$(
        impl From<$type> for Decimal {
            fn from(value: $type) -> Self {
                Self::new(value, 0)
            }
        }
    )+};
}

from!(i8, i16, i32, i64, i128, u8, u16, u32, u64, Integer);

/// Converts to the shortest decimal that parses as the same floating-point number. Fails for NaN and the infinities.
impl TryFrom<f64> for Decimal {
    type Error = ValueError;

    fn try_from(value: f64) -> Result<Self, ValueError> {
        if !value.is_finite() {
            return Err(ValueError::new(TYPE, "NaN and infinities are not decimal numbers"));
        }
        Self::parse_lexical(&value.to_string())
    }
}

impl Decimal {
    /// Returns the nearest floating-point number, or an infinity if the number is out of range.
    ///
    /// ```
    /// use wsdlgen_runtime::xsd::Decimal;
    ///
    /// let third: Decimal = "0.33333333333333333333".parse().unwrap();
    /// assert_eq!(third.to_f64_lossy(), 1.0 / 3.0);
    /// ```
    pub fn to_f64_lossy(&self) -> f64 {
        let text = format!("{}e-{}", self.mantissa, self.scale);
        text.parse().expect("digits with an exponent are a valid `f64`")
    }
}

/// Fails if the fraction is not zero.
impl TryFrom<&Decimal> for Integer {
    type Error = ValueError;

    fn try_from(value: &Decimal) -> Result<Self, ValueError> {
        if value.fraction_digits() == 0 {
            Ok(value.trimmed().mantissa)
        } else {
            Err(ValueError::new("xs:integer", "the fraction is not zero"))
        }
    }
}

macro_rules! try_into {
    ($($type:ident),+) => {$(
        /// Fails if the fraction is not zero or the number is out of range.
        impl TryFrom<&Decimal> for $type {
            type Error = ValueError;

            fn try_from(value: &Decimal) -> Result<Self, ValueError> {
                Integer::try_from(value)?.try_into()
            }
        }
    )+};
}

try_into!(i64, u64, i128);

#[cfg(test)]
mod tests {
    use proptest::{prelude::any, prop_assert_eq, proptest};

    use super::{Decimal, Integer};

    fn decimal(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    #[test]
    fn converts_floats_to_their_shortest_decimal() {
        let cases = [
            (0.1, "0.1"),
            (-0.0, "0"),
            (1.0, "1"),
            (-1234.5, "-1234.5"),
            (1e21, "1000000000000000000000"),
            (1.5e-7, "0.00000015"),
        ];
        for (value, text) in cases {
            assert_eq!(Decimal::try_from(value).unwrap().to_string(), text);
        }
        for value in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            assert!(Decimal::try_from(value).is_err(), "{value}");
        }
    }

    #[test]
    fn finds_the_nearest_float() {
        let huge = "1".repeat(400);
        let cases = [
            ("0.1", 0.1),
            ("-12.50", -12.5),
            ("0.1000000000000000055511151231257827021181583404541015625", 0.1),
            (
                "9007199254740993.0000000000000000000000000000000000000000001",
                9_007_199_254_740_994.0,
            ),
            (huge.as_str(), f64::INFINITY),
        ];
        for (text, value) in cases {
            assert_eq!(decimal(text).to_f64_lossy().to_bits(), f64::to_bits(value), "{text}");
        }
        assert_eq!(Decimal::new(1, u32::MAX).to_f64_lossy().to_bits(), 0.0_f64.to_bits());
    }

    #[test]
    fn converts_whole_numbers_to_integers() {
        let many_zeros = format!("-7.{}", "0".repeat(60));
        for (text, value) in [("7", 7), ("0.00", 0), ("-70.0", -70), (many_zeros.as_str(), -7)] {
            let number = decimal(text);
            assert_eq!(i64::try_from(&number), Ok(value), "{text}");
            assert_eq!(i128::try_from(&number), Ok(value.into()), "{text}");
            assert_eq!(Integer::try_from(&number), Ok(value.into()), "{text}");
            assert_eq!(u64::try_from(&number).ok(), u64::try_from(value).ok(), "{text}");
        }
    }

    #[test]
    fn rejects_fractions_and_out_of_range_integers() {
        let reason = |text: &str| i64::try_from(&decimal(text)).unwrap_err().to_string();
        assert_eq!(reason("7.5"), "not a valid xs:integer: the fraction is not zero");
        assert_eq!(
            reason("9223372036854775808.0"),
            "not a valid i64: expected a number between -9223372036854775808 and \
             9223372036854775807"
        );
        assert_eq!(u64::try_from(&decimal("18446744073709551615")), Ok(u64::MAX));
        assert!(i128::try_from(&decimal(&"1".repeat(60))).is_err());
    }

    proptest! {
        #[test]
        fn round_trips_finite_floats(value in any::<f64>()) {
            if value.is_finite() && value != 0.0 {
                let back = Decimal::try_from(value).unwrap().to_f64_lossy();
                prop_assert_eq!(back.to_bits(), value.to_bits());
            }
        }

        #[test]
        fn round_trips_integers(value in any::<i64>()) {
            prop_assert_eq!(i64::try_from(&Decimal::from(value)), Ok(value));
        }
    }
}
