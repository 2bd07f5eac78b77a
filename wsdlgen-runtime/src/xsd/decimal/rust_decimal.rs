//! Conversions from and to `rust_decimal`, which has 96 bits and a scale of at most 28.

use ::rust_decimal::Decimal as Fixed;

use super::Decimal;
use crate::xsd::ValueError;

/// Converts exactly and keeps the scale.
impl From<Fixed> for Decimal {
    fn from(value: Fixed) -> Self {
        Self::new(value.mantissa(), value.scale())
    }
}

/// Fails if the number does not fit: nothing is rounded. The scale is kept if it fits; otherwise trailing zeros are
/// dropped.
impl TryFrom<&Decimal> for Fixed {
    type Error = ValueError;

    fn try_from(value: &Decimal) -> Result<Self, ValueError> {
        exact(value).or_else(|| exact(&value.trimmed())).ok_or_else(|| {
            ValueError::new(
                "rust_decimal::Decimal",
                "the number needs more than 96 bits or 28 fraction digits",
            )
        })
    }
}

/// Fails if the number does not fit: nothing is rounded.
impl TryFrom<Decimal> for Fixed {
    type Error = ValueError;

    fn try_from(value: Decimal) -> Result<Self, ValueError> {
        Self::try_from(&value)
    }
}

fn exact(value: &Decimal) -> Option<Fixed> {
    Fixed::try_from_i128_with_scale(value.mantissa.as_i128()?, value.scale).ok()
}

#[cfg(test)]
mod tests {
    use proptest::{prelude::any, prop_assert_eq, proptest};

    use super::{Decimal, Fixed};

    #[test]
    fn keeps_the_scale_if_it_fits() {
        let cases = [
            ("1.50", "1.50"),
            ("-0.00", "0.00"),
            ("79228162514264337593543950335", "79228162514264337593543950335"),
            ("-0.0000000000000000000000000001", "-0.0000000000000000000000000001"),
            ("1.50000000000000000000000000000", "1.5"),
            ("79228162514264337593543950335.0", "79228162514264337593543950335"),
        ];
        for (text, fixed) in cases {
            let value: Decimal = text.parse().unwrap();
            assert_eq!(Fixed::try_from(&value).unwrap().to_string(), fixed, "{text}");
        }
    }

    #[test]
    fn rejects_numbers_that_would_be_rounded() {
        let cases = [
            "79228162514264337593543950336",
            "0.00000000000000000000000000001",
            "1.00000000000000000000000000005",
            "123456789012345678901234567890123456789012345678901234567890",
        ];
        for text in cases {
            let value: Decimal = text.parse().unwrap();
            assert!(Fixed::try_from(value).is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn round_trips_every_fixed_number(
            (low, middle, high) in any::<(u32, u32, u32)>(),
            negative in any::<bool>(),
            scale in 0_u32..=28,
        ) {
            let fixed = Fixed::from_parts(low, middle, high, negative, scale);
            let back = Fixed::try_from(Decimal::from(fixed)).unwrap();
            prop_assert_eq!((back.mantissa(), back.scale()), (fixed.mantissa(), fixed.scale()));
        }
    }
}
