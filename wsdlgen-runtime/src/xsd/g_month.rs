//! `xs:gMonth`, `xs:gDay` and `xs:gMonthDay` (XSD 1.0 part 2, §3.2.12 to §3.2.14) without loss.

use super::{
    Lexical, TimeZone, ValueError,
    calendar::{Moment, TypeName, append_time_zone, append_two_digits, calendar_type, days},
};

const MONTH: TypeName = TypeName("xs:gMonth");
const DAY: TypeName = TypeName("xs:gDay");
const MONTH_DAY: TypeName = TypeName("xs:gMonthDay");

/// A leap year, which contains every recurring day.
const LEAP_YEAR: i64 = 1972;

/// `xs:gMonth` (XSD 1.0 part 2, §3.2.14): a month of every year, as written.
///
/// The form with two trailing hyphens, an error in the first edition of XML Schema, is accepted as well.
///
/// ```
/// use wsdlgen_runtime::xsd::GMonth;
///
/// assert_eq!("--05".parse::<GMonth>().unwrap(), GMonth::new(5).unwrap());
/// assert_eq!("--05--Z".parse::<GMonth>().unwrap().to_string(), "--05Z");
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct GMonth {
    month: u8,
    time_zone: Option<TimeZone>,
}

calendar_type!(GMonth, "--05");

impl GMonth {
    /// Creates a month without a time zone.
    ///
    /// # Errors
    ///
    /// If `month` is not between 1 and 12.
    pub fn new(month: u8) -> Result<Self, ValueError> {
        MONTH.check_month(month)?;
        Ok(Self { month, time_zone: None })
    }

    /// Returns the month, from 1 to 12.
    pub fn month(&self) -> u8 {
        self.month
    }

    fn moment(self) -> Moment<'static> {
        Moment::start_of(days::days_since_1970(LEAP_YEAR, self.month, 1), self.time_zone)
    }
}

/// `'--' mm zone?` (§3.2.14.1).
impl Lexical for GMonth {
    fn parse_lexical(text: &str) -> Result<Self, ValueError> {
        let (month, rest) = two_digits(MONTH, text, "--", "month")?;
        let month = Self::new(month)?;
        let zone = |rest: &str| MONTH.time_zone(rest);
        let time_zone = match rest.strip_prefix("--") {
            Some(rest) => zone(rest)?,
            None => zone(rest)?,
        };
        Ok(month.with_time_zone(time_zone))
    }

    fn append_lexical(&self, out: &mut Vec<u8>) {
        append_two_digits(b"--", self.month, out);
        append_time_zone(self.time_zone, out);
    }
}

/// `xs:gDay` (XSD 1.0 part 2, §3.2.13): a day of every month, as written.
///
/// ```
/// use wsdlgen_runtime::xsd::GDay;
///
/// assert_eq!("---31".parse::<GDay>().unwrap().day(), 31);
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct GDay {
    day: u8,
    time_zone: Option<TimeZone>,
}

calendar_type!(GDay, "---05");

impl GDay {
    /// Creates a day without a time zone.
    ///
    /// # Errors
    ///
    /// If `day` is not between 1 and 31.
    pub fn new(day: u8) -> Result<Self, ValueError> {
        DAY.within("day", day, 1, 31)?;
        Ok(Self { day, time_zone: None })
    }

    /// Returns the day of the month, from 1 to 31.
    pub fn day(&self) -> u8 {
        self.day
    }

    fn moment(self) -> Moment<'static> {
        Moment::start_of(days::days_since_1970(LEAP_YEAR, 1, self.day), self.time_zone)
    }
}

/// `'---' dd zone?` (§3.2.13.1).
impl Lexical for GDay {
    fn parse_lexical(text: &str) -> Result<Self, ValueError> {
        let (day, rest) = two_digits(DAY, text, "---", "day")?;
        Ok(Self::new(day)?.with_time_zone(DAY.time_zone(rest)?))
    }

    fn append_lexical(&self, out: &mut Vec<u8>) {
        append_two_digits(b"---", self.day, out);
        append_time_zone(self.time_zone, out);
    }
}

/// `xs:gMonthDay` (XSD 1.0 part 2, §3.2.12): a day of every year, as written.
///
/// ```
/// use wsdlgen_runtime::xsd::GMonthDay;
///
/// let day: GMonthDay = "--02-29".parse().unwrap();
/// assert_eq!((day.month(), day.day()), (2, 29));
/// assert!(GMonthDay::new(2, 30).is_err());
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct GMonthDay {
    month: u8,
    day: u8,
    time_zone: Option<TimeZone>,
}

calendar_type!(GMonthDay, "--02-29");

impl GMonthDay {
    /// Creates a day without a time zone.
    ///
    /// # Errors
    ///
    /// If no year has such a day.
    pub fn new(month: u8, day: u8) -> Result<Self, ValueError> {
        MONTH_DAY.check_date(LEAP_YEAR, month, day)?;
        Ok(Self { month, day, time_zone: None })
    }

    /// Returns the month, from 1 to 12.
    pub fn month(&self) -> u8 {
        self.month
    }

    /// Returns the day of the month, from 1.
    pub fn day(&self) -> u8 {
        self.day
    }

    fn moment(self) -> Moment<'static> {
        Moment::start_of(days::days_since_1970(LEAP_YEAR, self.month, self.day), self.time_zone)
    }
}

/// `'--' mm '-' dd zone?` (§3.2.12.1).
impl Lexical for GMonthDay {
    fn parse_lexical(text: &str) -> Result<Self, ValueError> {
        let (month, rest) = two_digits(MONTH_DAY, text, "--", "month")?;
        let (day, rest) = two_digits(MONTH_DAY, rest, "-", "day")?;
        Ok(Self::new(month, day)?.with_time_zone(MONTH_DAY.time_zone(rest)?))
    }

    fn append_lexical(&self, out: &mut Vec<u8>) {
        append_two_digits(b"--", self.month, out);
        append_two_digits(b"-", self.day, out);
        append_time_zone(self.time_zone, out);
    }
}

/// Parses `before` and two digits, and returns the number with the remaining text.
fn two_digits<'a>(
    name: TypeName,
    text: &'a str,
    before: &str,
    field: &str,
) -> Result<(u8, &'a str), ValueError> {
    let malformed = || name.error(format!("expected `{before}` and a two-digit {field}"));
    let rest = text.strip_prefix(before).ok_or_else(malformed)?;
    let (digits, rest) = rest.split_at_checked(2).ok_or_else(malformed)?;
    let &[tens, ones] = digits.as_bytes() else { return Err(malformed()) };
    Ok((name.two_digits(field, [tens, ones])?, rest))
}

#[cfg(test)]
mod tests {
    use super::{GDay, GMonth, GMonthDay, Lexical};

    #[test]
    fn preserves_the_lexical_form() {
        for text in ["--01", "--12Z", "--06-05:30"] {
            assert_eq!(GMonth::parse_lexical(text).unwrap().to_string(), text);
        }
        for text in ["---01", "---31Z", "---15+14:00"] {
            assert_eq!(GDay::parse_lexical(text).unwrap().to_string(), text);
        }
        for text in ["--01-01", "--02-29Z", "--12-31-00:00"] {
            assert_eq!(GMonthDay::parse_lexical(text).unwrap().to_string(), text);
        }
    }

    #[test]
    fn rejects_other_text() {
        for text in ["", "--13", "--00", "-01", "--1", "--01-", "---01", "--01-02", "--01---Z"] {
            assert!(GMonth::parse_lexical(text).is_err(), "{text:?}");
        }
        for text in ["", "---32", "---00", "--01", "---1", "---01-", "31"] {
            assert!(GDay::parse_lexical(text).is_err(), "{text:?}");
        }
        for text in ["", "--02-30", "--04-31", "--13-01", "--01", "01-01", "--1-1", "--01--01"] {
            assert!(GMonthDay::parse_lexical(text).is_err(), "{text:?}");
        }
    }
}
