//! `xs:dateTime` (XSD 1.0 part 2, §3.2.7) without loss.

mod instant;
mod lexical;

use super::{
    Fraction, TimeZone, ValueError,
    calendar::{TypeName, text_traits},
};

pub(super) const TYPE: TypeName = TypeName("xs:dateTime");

/// `xs:dateTime` (XSD 1.0 part 2, §3.2.7): a date, a time of day and an optional time zone, exactly as written.
///
/// Nothing is lost or normalised: any 64-bit year, fractions of any length, the time zone as `Z` or an offset, and
/// `24:00:00`. Therefore `==` compares values as written; [`cmp_instant`](Self::cmp_instant) compares instants.
///
/// As in XSD 1.0, there is no year 0. Year -1 directly precedes year 1 and is a leap year.
///
/// # Examples
///
/// ```
/// use wsdlgen_runtime::xsd::{DateTime, TimeZone};
///
/// let time: DateTime = "2026-01-02T03:04:05.250+01:00".parse().unwrap();
/// assert_eq!((time.year(), time.month(), time.day()), (2026, 1, 2));
/// assert_eq!(time.fraction().unwrap().digits(), "250");
/// assert_eq!(time.time_zone(), TimeZone::from_minutes(60));
/// assert_eq!(time.to_string(), "2026-01-02T03:04:05.250+01:00");
///
/// let error = "2026-13-02T03:04:05".parse::<DateTime>().unwrap_err();
/// assert_eq!(error.to_string(), "not a valid xs:dateTime: month 13 is not between 1 and 12");
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct DateTime {
    pub(super) year: i64,
    pub(super) month: u8,
    pub(super) day: u8,
    pub(super) hour: u8,
    pub(super) minute: u8,
    pub(super) second: u8,
    pub(super) fraction: Option<Fraction>,
    pub(super) time_zone: Option<TimeZone>,
}

impl DateTime {
    /// Creates a date and time of day without a fraction or time zone.
    ///
    /// # Errors
    ///
    /// If the year is 0, or the day or time of day does not exist. Hour 24 is only allowed in `24:00:00`, the end of
    /// the day. Leap seconds are not supported.
    ///
    /// ```
    /// use wsdlgen_runtime::xsd::DateTime;
    ///
    /// let time = DateTime::new(2024, 2, 29, 12, 30, 0).unwrap();
    /// assert_eq!(time.to_string(), "2024-02-29T12:30:00");
    /// assert!(DateTime::new(2025, 2, 29, 12, 30, 0).is_err());
    /// ```
    pub fn new(
        year: i64,
        month: u8,
        day: u8,
        hour: u8,
        minute: u8,
        second: u8,
    ) -> Result<Self, ValueError> {
        let value =
            Self { year, month, day, hour, minute, second, fraction: None, time_zone: None };
        value.check()?;
        Ok(value)
    }

    /// Checks the ranges of all fields.
    fn check(&self) -> Result<(), ValueError> {
        TYPE.check_date(self.year, self.month, self.day)?;
        TYPE.check_time([self.hour, self.minute, self.second], self.fraction.as_ref())
    }

    /// Sets the fraction of a second.
    ///
    /// # Errors
    ///
    /// If the time is `24:00:00` and the fraction is not zero.
    ///
    /// ```
    /// use wsdlgen_runtime::xsd::DateTime;
    ///
    /// let time = DateTime::new(2026, 1, 2, 3, 4, 5).unwrap();
    /// let time = time.with_fraction("50".parse().unwrap()).unwrap();
    /// assert_eq!(time.to_string(), "2026-01-02T03:04:05.50");
    /// ```
    pub fn with_fraction(mut self, fraction: Fraction) -> Result<Self, ValueError> {
        self.fraction = Some(fraction);
        self.check()?;
        Ok(self)
    }

    /// Sets or removes the time zone. The date and time of day do not change.
    ///
    /// ```
    /// use wsdlgen_runtime::xsd::{DateTime, TimeZone};
    ///
    /// let time = DateTime::new(2026, 1, 2, 3, 4, 5).unwrap();
    /// let time = time.with_time_zone(Some(TimeZone::UTC));
    /// assert_eq!(time.to_string(), "2026-01-02T03:04:05Z");
    /// ```
    #[must_use]
    pub fn with_time_zone(mut self, time_zone: Option<TimeZone>) -> Self {
        self.time_zone = time_zone;
        self
    }

    /// Returns the year. It is never 0: year -1 directly precedes year 1.
    ///
    /// ```
    /// use wsdlgen_runtime::xsd::DateTime;
    ///
    /// let time: DateTime = "-0044-03-15T12:00:00".parse().unwrap();
    /// assert_eq!(time.year(), -44);
    /// ```
    pub fn year(&self) -> i64 {
        self.year
    }

    /// Returns the month, from 1 to 12.
    ///
    /// ```
    /// # use wsdlgen_runtime::xsd::DateTime;
    /// assert_eq!(DateTime::new(2026, 1, 2, 3, 4, 5).unwrap().month(), 1);
    /// ```
    pub fn month(&self) -> u8 {
        self.month
    }

    /// Returns the day of the month, from 1.
    ///
    /// ```
    /// # use wsdlgen_runtime::xsd::DateTime;
    /// assert_eq!(DateTime::new(2026, 1, 2, 3, 4, 5).unwrap().day(), 2);
    /// ```
    pub fn day(&self) -> u8 {
        self.day
    }

    /// Returns the hour, from 0 to 23, or 24 at the end of the day.
    ///
    /// ```
    /// # use wsdlgen_runtime::xsd::DateTime;
    /// assert_eq!(DateTime::new(2026, 1, 2, 24, 0, 0).unwrap().hour(), 24);
    /// ```
    pub fn hour(&self) -> u8 {
        self.hour
    }

    /// Returns the minute, from 0 to 59.
    ///
    /// ```
    /// # use wsdlgen_runtime::xsd::DateTime;
    /// assert_eq!(DateTime::new(2026, 1, 2, 3, 4, 5).unwrap().minute(), 4);
    /// ```
    pub fn minute(&self) -> u8 {
        self.minute
    }

    /// Returns the whole second, from 0 to 59.
    ///
    /// ```
    /// # use wsdlgen_runtime::xsd::DateTime;
    /// assert_eq!(DateTime::new(2026, 1, 2, 3, 4, 5).unwrap().second(), 5);
    /// ```
    pub fn second(&self) -> u8 {
        self.second
    }

    /// Returns the fraction of a second, if the value has one.
    ///
    /// ```
    /// use wsdlgen_runtime::xsd::{DateTime, Fraction};
    ///
    /// let time: DateTime = "2026-01-02T03:04:05.5".parse().unwrap();
    /// assert_eq!(time.fraction().map(Fraction::nanoseconds), Some(500_000_000));
    /// ```
    pub fn fraction(&self) -> Option<&Fraction> {
        self.fraction.as_ref()
    }

    /// Returns the time zone, if the value has one.
    ///
    /// ```
    /// use wsdlgen_runtime::xsd::{DateTime, TimeZone};
    ///
    /// let time: DateTime = "2026-01-02T03:04:05Z".parse().unwrap();
    /// assert_eq!(time.time_zone(), Some(TimeZone::UTC));
    /// ```
    pub fn time_zone(&self) -> Option<TimeZone> {
        self.time_zone
    }
}

text_traits!(DateTime);

#[cfg(test)]
mod tests {
    use super::{DateTime, Fraction, TimeZone};
    use crate::xsd::Lexical;

    #[test]
    fn returns_the_given_parts() {
        let fraction: Fraction = "060".parse().unwrap();
        let time = DateTime::new(-44, 3, 15, 12, 34, 56).unwrap();
        let time = time.with_fraction(fraction.clone()).unwrap();
        let time = time.with_time_zone(Some(TimeZone::UTC));
        assert_eq!((time.year(), time.month(), time.day()), (-44, 3, 15));
        assert_eq!((time.hour(), time.minute(), time.second()), (12, 34, 56));
        assert_eq!((time.fraction(), time.time_zone()), (Some(&fraction), Some(TimeZone::UTC)));
        assert_eq!(time.to_string(), "-0044-03-15T12:34:56.060Z");
        assert_eq!(format!("{time:?}"), "DateTime(-0044-03-15T12:34:56.060Z)");
        assert_eq!(time.with_time_zone(None).time_zone(), None);
    }

    #[test]
    fn rejects_parts_out_of_range() {
        let cases = [
            (0, 1, 1, 0, 0, 0),
            (1, 0, 1, 0, 0, 0),
            (1, 13, 1, 0, 0, 0),
            (1, 1, 32, 0, 0, 0),
            (1, 1, 1, 25, 0, 0),
            (1, 1, 1, 24, 0, 1),
            (1, 1, 1, 24, 1, 0),
            (1, 1, 1, 0, 60, 0),
            (1, 1, 1, 0, 0, 60),
            (1, u8::MAX, u8::MAX, u8::MAX, u8::MAX, u8::MAX),
        ];
        for (year, month, day, hour, minute, second) in cases {
            let result = DateTime::new(year, month, day, hour, minute, second);
            assert!(result.is_err(), "{result:?}");
        }
        let end_of_day = DateTime::new(1, 1, 1, 24, 0, 0).unwrap();
        assert!(end_of_day.clone().with_fraction("00".parse().unwrap()).is_ok());
        assert!(end_of_day.with_fraction("01".parse().unwrap()).is_err());
    }

    #[test]
    fn compares_values_as_written() {
        let forms = [
            "2026-01-02T00:00:00Z",
            "2026-01-02T00:00:00+00:00",
            "2026-01-02T00:00:00-00:00",
            "2026-01-02T00:00:00.0Z",
            "2026-01-02T00:00:00.00Z",
            "2026-01-01T24:00:00Z",
            "2026-01-02T01:00:00+01:00",
            "2026-01-02T00:00:00",
        ];
        for (index, left) in forms.iter().enumerate() {
            for (other, right) in forms.iter().enumerate() {
                let same = DateTime::parse_lexical(left) == DateTime::parse_lexical(right);
                assert_eq!(same, index == other, "{left} {right}");
            }
        }
    }
}
