//! `xs:gYear` and `xs:gYearMonth` (XSD 1.0 part 2, §3.2.11 and §3.2.10) without loss.

use super::{
    Lexical, TimeZone, ValueError,
    calendar::{
        Moment, TypeName, append_month, append_time_zone, append_year, calendar_type, days,
    },
};

const YEAR: TypeName = TypeName("xs:gYear");
const YEAR_MONTH: TypeName = TypeName("xs:gYearMonth");

/// `xs:gYear` (XSD 1.0 part 2, §3.2.11): a year of the Gregorian calendar, as written.
///
/// ```
/// use wsdlgen_runtime::xsd::GYear;
///
/// assert_eq!("-0044".parse::<GYear>().unwrap().year(), -44);
/// assert!(GYear::new(0).is_err());
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct GYear {
    year: i64,
    time_zone: Option<TimeZone>,
}

calendar_type!(GYear, "2024");

impl GYear {
    /// Creates a year without a time zone.
    ///
    /// # Errors
    ///
    /// If `year` is 0: year -1 directly precedes year 1.
    pub fn new(year: i64) -> Result<Self, ValueError> {
        YEAR.check_year(year)?;
        Ok(Self { year, time_zone: None })
    }

    /// Returns the year, which is never 0.
    pub fn year(&self) -> i64 {
        self.year
    }

    fn moment(&self) -> Moment<'static> {
        Moment::start_of(days::days_since_1970(self.year, 1, 1), self.time_zone)
    }
}

/// `'-'? yyyy zone?` (§3.2.11.1).
impl Lexical for GYear {
    fn parse_lexical(text: &str) -> Result<Self, ValueError> {
        let (year, rest) = YEAR.year(text)?;
        YEAR.check_year(year)?;
        Ok(Self { year, time_zone: YEAR.time_zone(rest)? })
    }

    fn append_lexical(&self, out: &mut Vec<u8>) {
        append_year(self.year, out);
        append_time_zone(self.time_zone, out);
    }
}

/// `xs:gYearMonth` (XSD 1.0 part 2, §3.2.10): a month of one year, as written.
///
/// ```
/// use wsdlgen_runtime::xsd::GYearMonth;
///
/// let month: GYearMonth = "1999-05".parse().unwrap();
/// assert_eq!((month.year(), month.month()), (1999, 5));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct GYearMonth {
    year: i64,
    month: u8,
    time_zone: Option<TimeZone>,
}

calendar_type!(GYearMonth, "2024-02");

impl GYearMonth {
    /// Creates a month without a time zone.
    ///
    /// # Errors
    ///
    /// If `year` is 0 or `month` is not between 1 and 12.
    pub fn new(year: i64, month: u8) -> Result<Self, ValueError> {
        YEAR_MONTH.check_year(year)?;
        YEAR_MONTH.check_month(month)?;
        Ok(Self { year, month, time_zone: None })
    }

    /// Returns the year. It is never 0: year -1 directly precedes year 1.
    pub fn year(&self) -> i64 {
        self.year
    }

    /// Returns the month, from 1 to 12.
    pub fn month(&self) -> u8 {
        self.month
    }

    fn moment(&self) -> Moment<'static> {
        Moment::start_of(days::days_since_1970(self.year, self.month, 1), self.time_zone)
    }
}

/// `'-'? yyyy '-' mm zone?` (§3.2.10.1).
impl Lexical for GYearMonth {
    fn parse_lexical(text: &str) -> Result<Self, ValueError> {
        let malformed = || YEAR_MONTH.error("expected `-MM` after the year");
        let (year, rest) = YEAR_MONTH.year(text)?;
        let (field, rest) = rest.split_at_checked(3).ok_or_else(malformed)?;
        let &[b'-', o1, o2] = field.as_bytes() else { return Err(malformed()) };
        let month = Self::new(year, YEAR_MONTH.two_digits("month", [o1, o2])?)?;
        Ok(month.with_time_zone(YEAR_MONTH.time_zone(rest)?))
    }

    fn append_lexical(&self, out: &mut Vec<u8>) {
        append_month(self.year, self.month, out);
        append_time_zone(self.time_zone, out);
    }
}

#[cfg(test)]
mod tests {
    use super::{GYear, GYearMonth, Lexical};

    #[test]
    fn preserves_the_lexical_form() {
        for text in ["2026", "-0001", "12026Z", "0999+14:00"] {
            assert_eq!(GYear::parse_lexical(text).unwrap().to_string(), text);
        }
        for text in ["2026-01", "-0001-12Z", "12026-06-05:30"] {
            assert_eq!(GYearMonth::parse_lexical(text).unwrap().to_string(), text);
        }
    }

    #[test]
    fn rejects_other_text() {
        for text in ["", "26", "0000", "02026", "2026-01", "2026z", "+2026", "2026 "] {
            assert!(GYear::parse_lexical(text).is_err(), "{text:?}");
        }
        for text in ["", "2026", "2026-1", "2026-13", "2026-00", "2026-01-02", "0000-01"] {
            assert!(GYearMonth::parse_lexical(text).is_err(), "{text:?}");
        }
    }
}
