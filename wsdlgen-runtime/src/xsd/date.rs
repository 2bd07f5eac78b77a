//! `xs:date` (XSD 1.0 part 2, §3.2.9) without loss.

use super::{
    Lexical, TimeZone, ValueError,
    calendar::{Moment, TypeName, append_date, append_time_zone, calendar_type, days},
};

const TYPE: TypeName = TypeName("xs:date");

/// The length of `-MM-DD`.
const AFTER_YEAR: usize = 6;

/// `xs:date` (XSD 1.0 part 2, §3.2.9): a day with an optional time zone, as written.
///
/// ```
/// use wsdlgen_runtime::xsd::Date;
///
/// let day: Date = "2024-02-29+01:00".parse().unwrap();
/// assert_eq!((day.year(), day.month(), day.day()), (2024, 2, 29));
/// assert_eq!(day.to_string(), "2024-02-29+01:00");
/// assert!(Date::new(2025, 2, 29).is_err());
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Date {
    pub(super) year: i64,
    pub(super) month: u8,
    pub(super) day: u8,
    pub(super) time_zone: Option<TimeZone>,
}

calendar_type!(Date, "2024-02-29");

impl Date {
    /// Creates a date without a time zone.
    ///
    /// # Errors
    ///
    /// If the year is 0 or the calendar has no such day.
    pub fn new(year: i64, month: u8, day: u8) -> Result<Self, ValueError> {
        TYPE.check_date(year, month, day)?;
        Ok(Self { year, month, day, time_zone: None })
    }

    /// Returns the year. It is never 0: year -1 directly precedes year 1.
    pub fn year(&self) -> i64 {
        self.year
    }

    /// Returns the month, from 1 to 12.
    pub fn month(&self) -> u8 {
        self.month
    }

    /// Returns the day of the month, from 1.
    pub fn day(&self) -> u8 {
        self.day
    }

    fn moment(&self) -> Moment<'static> {
        Moment::start_of(days::days_since_1970(self.year, self.month, self.day), self.time_zone)
    }
}

/// `'-'? yyyy '-' mm '-' dd zone?` (§3.2.9.1).
impl Lexical for Date {
    fn parse_lexical(text: &str) -> Result<Self, ValueError> {
        let malformed = || TYPE.error("expected `-MM-DD` after the year");
        let (year, rest) = TYPE.year(text)?;
        let (fields, rest) = rest.split_at_checked(AFTER_YEAR).ok_or_else(malformed)?;
        let &[b'-', o1, o2, b'-', d1, d2] = fields.as_bytes() else { return Err(malformed()) };
        let month = TYPE.two_digits("month", [o1, o2])?;
        let day = TYPE.two_digits("day", [d1, d2])?;
        TYPE.check_date(year, month, day)?;
        Ok(Self { year, month, day, time_zone: TYPE.time_zone(rest)? })
    }

    fn append_lexical(&self, out: &mut Vec<u8>) {
        append_date(self.year, self.month, self.day, out);
        append_time_zone(self.time_zone, out);
    }
}

#[cfg(test)]
mod tests {
    use std::cmp::Ordering;

    use super::{Date, Lexical};

    #[test]
    fn preserves_the_lexical_form() {
        let texts = [
            "2026-01-02",
            "2024-02-29Z",
            "2026-12-31-14:00",
            "-0001-02-29",
            "12026-01-31+00:00",
            "9223372036854775807-12-31",
        ];
        for text in texts {
            assert_eq!(Date::parse_lexical(text).unwrap().to_string(), text);
        }
    }

    #[test]
    fn rejects_other_text() {
        let texts = [
            "",
            "2026-01",
            "2026-1-02",
            "2026-02-29",
            "2026-13-01",
            "2026-00-01",
            "0000-01-01",
            "26-01-02",
            "2026-01-02T00:00:00",
            "2026-01-02z",
            "2026-01-02 ",
            "+2026-01-02",
            "2026-01-02+14:01",
            "02026-01-02",
            "2026/01/02",
        ];
        for text in texts {
            assert!(Date::parse_lexical(text).is_err(), "{text:?}");
        }
    }

    #[test]
    fn orders_eastern_days_first() {
        let day = |text| Date::parse_lexical(text).unwrap();
        let cases = [
            ("2026-01-02Z", "2026-01-02+01:00", Some(Ordering::Greater)),
            ("2026-01-02+12:00", "2026-01-01-12:00", Some(Ordering::Equal)),
            ("2026-01-02", "2026-01-03", Some(Ordering::Less)),
            ("2026-01-02", "2026-01-02Z", None),
            ("2026-01-02", "2026-01-04Z", Some(Ordering::Less)),
        ];
        for (left, right, expected) in cases {
            assert_eq!(day(left).cmp_instant(&day(right)), expected, "{left} {right}");
        }
    }
}
