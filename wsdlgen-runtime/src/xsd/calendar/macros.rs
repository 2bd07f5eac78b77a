//! What the types of dates and times have in common.

/// The lexical form as the traits of Rust have it.
macro_rules! text_traits {
    ($type:ident) => {
        /// Reads the lexical form, with XML white space around it or not.
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

/// A type with a time zone and a place on the time line, and a value of it without a zone.
macro_rules! calendar_type {
    ($type:ident, $example:literal) => {
        $crate::xsd::calendar::text_traits!($type);

        impl $type {
            /// The time zone, if one is written.
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

            /// The same in this time zone, or without one.
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

            /// The order on the time line (XSD 1.0 part 2, §3.2.7.4), where `==` compares what is
            /// written: that of the [`DateTime`](crate::xsd::DateTime)s at which the values start.
            ///
            /// A value without a time zone may stand for any zone within 14 hours of UTC: against a
            /// value that has one, the order is `None` unless it is the same in all of them.
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
        }
    };
}

pub(in crate::xsd) use {calendar_type, text_traits};
