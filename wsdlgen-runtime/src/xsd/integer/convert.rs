//! Conversions from and to Rust's integer types.

use super::{Integer, Repr};
use crate::xsd::ValueError;

macro_rules! from {
    ($($type:ty),+) => {$(
        impl From<$type> for Integer {
            fn from(value: $type) -> Self {
                Self(Repr::Inline(value.into()))
            }
        }
    )+};
}

from!(i8, i16, i32, i64, i128, u8, u16, u32, u64);

macro_rules! try_into {
    ($($type:ident),+) => {$(
        /// Fails if the number does not fit.
        impl TryFrom<&Integer> for $type {
            type Error = ValueError;

            fn try_from(value: &Integer) -> Result<Self, ValueError> {
                let fitting = match &value.0 {
                    Repr::Inline(value) => Self::try_from(*value).ok(),
                    Repr::Long(text) => text.parse().ok(),
                };
                fitting.ok_or_else(|| {
                    let (low, high) = (Self::MIN, Self::MAX);
                    let reason = format!("expected a number between {low} and {high}");
                    ValueError::new(stringify!($type), reason)
                })
            }
        }

        /// Fails if the number does not fit.
        impl TryFrom<Integer> for $type {
            type Error = ValueError;

            fn try_from(value: Integer) -> Result<Self, ValueError> {
                Self::try_from(&value)
            }
        }
    )+};
}

try_into!(i8, i16, i32, i64, i128, isize, u8, u16, u32, u64, u128, usize);

#[cfg(test)]
mod tests {
    use std::fmt::{Debug, Display};

    use super::{Integer, ValueError};

    #[test]
    fn round_trips_native_integers() {
        fn check<T>(values: [T; 2])
        where
            T: Into<Integer> + for<'a> TryFrom<&'a Integer, Error = ValueError>,
            T: TryFrom<Integer, Error = ValueError> + Copy + Debug + Display + PartialEq,
        {
            for value in values {
                let number: Integer = value.into();
                assert_eq!(number.to_string(), value.to_string());
                assert_eq!(T::try_from(&number), Ok(value));
                assert_eq!(T::try_from(number), Ok(value));
            }
        }
        check([i8::MIN, i8::MAX]);
        check([i16::MIN, i16::MAX]);
        check([i32::MIN, i32::MAX]);
        check([i64::MIN, i64::MAX]);
        check([i128::MIN, i128::MAX]);
        check([u8::MIN, u8::MAX]);
        check([u16::MIN, u16::MAX]);
        check([u32::MIN, u32::MAX]);
        check([u64::MIN, u64::MAX]);
    }

    #[test]
    fn rejects_numbers_out_of_range() {
        let error = i8::try_from(Integer::from(128)).unwrap_err();
        assert_eq!(error.to_string(), "not a valid i8: expected a number between -128 and 127");
        assert!(u64::try_from(Integer::from(-1)).is_err());
        let long: Integer = "1".repeat(60).parse().unwrap();
        assert!(i64::try_from(&long).is_err());
        assert!(i128::try_from(&long).is_err());
        assert!(u128::try_from(&long).is_err());
    }

    #[test]
    fn converts_to_u128_beyond_the_range_of_i128() {
        let number: Integer = u128::MAX.to_string().parse().unwrap();
        assert_eq!(number.as_i128(), None);
        assert_eq!(u128::try_from(&number), Ok(u128::MAX));
    }
}
