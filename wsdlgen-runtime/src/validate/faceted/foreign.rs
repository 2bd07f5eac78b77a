//! Facets of types of other crates.

use std::{borrow::Cow, cmp::Ordering};

use super::{Digits, Faceted, written};
use crate::xsd::Foreign as _;

/// Implements [`Faceted`] for types of other crates by converting values to this crate's types.
macro_rules! faceted {
    ($($(#[$meta:meta])* $Type:ty),+ $(,)?) => {$(
        $(#[$meta])*
        impl Faceted for $Type {
            fn lexical(&self) -> Cow<'_, str> {
                written(self)
            }

            fn compare(&self, bound: &str) -> Option<Ordering> {
                self.to_runtime().compare(bound)
            }

            fn equals(&self, text: &str) -> bool {
                self.to_runtime().equals(text)
            }

            fn digits(&self) -> Option<Digits> {
                self.to_runtime().digits()
            }
        }
    )+};
}

faceted! {
    #[cfg(feature = "chrono")]
    ::chrono::DateTime<::chrono::FixedOffset>,
    #[cfg(feature = "chrono")]
    ::chrono::DateTime<::chrono::Utc>,
    #[cfg(feature = "chrono")]
    ::chrono::NaiveDateTime,
    #[cfg(feature = "chrono")]
    ::chrono::NaiveDate,
    #[cfg(feature = "chrono")]
    ::chrono::NaiveTime,
    #[cfg(feature = "chrono")]
    ::chrono::TimeDelta,
    #[cfg(feature = "jiff")]
    ::jiff::ZonedDateTime,
    #[cfg(feature = "jiff")]
    ::jiff::Timestamp,
    #[cfg(feature = "jiff")]
    ::jiff::civil::DateTime,
    #[cfg(feature = "jiff")]
    ::jiff::civil::Date,
    #[cfg(feature = "jiff")]
    ::jiff::civil::Time,
    #[cfg(feature = "jiff")]
    ::jiff::SignedDuration,
    #[cfg(feature = "rust_decimal")]
    ::rust_decimal::Decimal,
    #[cfg(feature = "time")]
    ::time::OffsetDateTime,
    #[cfg(feature = "time")]
    ::time::PrimitiveDateTime,
    #[cfg(feature = "time")]
    ::time::Date,
    #[cfg(feature = "time")]
    ::time::Time,
    #[cfg(feature = "time")]
    ::time::Duration,
}

#[cfg(all(test, feature = "chrono", feature = "jiff", feature = "rust_decimal", feature = "time"))]
mod tests {
    use std::cmp::Ordering::{self, Equal, Greater, Less};

    use super::Faceted;
    use crate::xsd::Lexical;

    #[test]
    fn compares_like_the_runtime_types() {
        fn compared<T: Lexical + Faceted>(text: &str, bound: &str) -> Option<Ordering> {
            let value = T::parse_lexical(text).unwrap();
            assert_eq!(value.equals(bound), value.compare(bound) == Some(Equal), "{text}");
            value.compare(bound)
        }
        let (noon, one) = ("2026-01-02T12:00:00Z", "2026-01-02T13:00:00+01:00");
        let chrono = compared::<::chrono::DateTime<::chrono::FixedOffset>>;
        assert_eq!(chrono(noon, one), Some(Equal));
        assert_eq!(chrono(noon, "2026-01-02T12:00:00"), None);
        assert_eq!(compared::<::jiff::ZonedDateTime>(one, noon), Some(Equal));
        assert_eq!(compared::<::time::OffsetDateTime>(noon, "2025-01-01T00:00:00Z"), Some(Greater));
        assert_eq!(compared::<::chrono::NaiveDate>("2026-01-02", "2026-01-03"), Some(Less));
        assert_eq!(compared::<::rust_decimal::Decimal>("1.50", "1.5"), Some(Equal));
        assert_eq!(compared::<::rust_decimal::Decimal>("1.50", &"9".repeat(60)), Some(Less));
        let digits = ::rust_decimal::Decimal::new(-150, 2).digits().unwrap();
        assert_eq!((digits.total, digits.fraction), (2, 1));
    }
}
