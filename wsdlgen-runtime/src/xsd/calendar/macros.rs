//! Macros that implement what the date and time types have in common.

/// Implements `FromStr`, `Display` and `Debug` in terms of the lexical form.
macro_rules! text_traits {
    ($type:ident) => {
        /// Parses the lexical form, ignoring XML white space around it.
        impl std::str::FromStr for $type {
            type Err = $crate::xsd::ValueError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                let text = $crate::xsd::WhiteSpace::Collapse.apply(text);
                <Self as $crate::xsd::Lexical>::parse_lexical(&text)
            }
        }

        impl std::fmt::Display for $type {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                $crate::xsd::display(self, formatter)
            }
        }

        impl std::fmt::Debug for $type {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(formatter, concat!(stringify!($type), "({})"), self)
            }
        }
    };
}

/// Implements the methods of a type with a time zone and a position on the time line. `$example` is a value without a
/// zone.
macro_rules! calendar_type {
    ($type:ident, $example:literal) => {
        $crate::xsd::calendar::text_traits!($type);

        impl $type {
            /// Returns the time zone, if the value has one.
            ///
            /// ```
            #[doc = concat!("use wsdlgen_runtime::xsd::{TimeZone, ", stringify!($type), "};")]
            ///
            #[doc = concat!("let value: ", stringify!($type), " = \"", $example, "Z\".parse().unwrap();")]
            /// assert_eq!(value.time_zone(), Some(TimeZone::UTC));
            /// ```
            pub fn time_zone(&self) -> Option<$crate::xsd::TimeZone> {
                self.time_zone
            }

            /// Returns the value with its time zone replaced or removed. The other fields do not change.
            ///
            /// ```
            #[doc = concat!("use wsdlgen_runtime::xsd::{TimeZone, ", stringify!($type), "};")]
            ///
            #[doc = concat!("let value: ", stringify!($type), " = \"", $example, "\".parse().unwrap();")]
            /// let value = value.with_time_zone(TimeZone::from_minutes(60));
            #[doc = concat!("assert_eq!(value.to_string(), \"", $example, "+01:00\");")]
            /// ```
            #[must_use]
            pub fn with_time_zone(mut self, time_zone: Option<$crate::xsd::TimeZone>) -> Self {
                self.time_zone = time_zone;
                self
            }

            /// Compares positions on the time line (XSD 1.0 part 2, §3.2.7.4), unlike `==`, which compares values as
            /// written.
            ///
            /// Values are ordered by the [`DateTime`](crate::xsd::DateTime)s at which they start. A value without a
            /// time zone may be in any zone within 14 hours of UTC. Comparing it to a value with a zone returns `None`
            /// unless the result is the same for all of these zones.
            ///
            /// ```
            /// use std::cmp::Ordering;
            #[doc = concat!("use wsdlgen_runtime::xsd::", stringify!($type), ";")]
            ///
            #[doc = concat!("let utc: ", stringify!($type), " = \"", $example, "Z\".parse().unwrap();")]
            #[doc = concat!("let west: ", stringify!($type), " = \"", $example, "-05:00\".parse().unwrap();")]
            #[doc = concat!("let somewhere: ", stringify!($type), " = \"", $example, "\".parse().unwrap();")]
            /// assert_eq!(utc.cmp_instant(&west), Some(Ordering::Less));
            /// assert_eq!(utc.cmp_instant(&somewhere), None);
            /// ```
            pub fn cmp_instant(&self, other: &Self) -> Option<std::cmp::Ordering> {
                self.moment().compare(other.moment())
            }

            /// Returns a text that is the same for equal instants.
            pub(crate) fn canonical_instant(&self) -> String {
                self.moment().canonical()
            }
        }
    };
}

pub(in crate::xsd) use {calendar_type, text_traits};
