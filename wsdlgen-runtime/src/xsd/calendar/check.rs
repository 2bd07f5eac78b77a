//! Range checks for dates and times of day.

use std::borrow::Cow;

use super::{Fraction, days};
use crate::xsd::ValueError;

/// The name of the type being read or checked, for error messages.
#[derive(Clone, Copy)]
pub(in crate::xsd) struct TypeName(pub(in crate::xsd) &'static str);

impl TypeName {
    pub(in crate::xsd) fn error(self, reason: impl Into<Cow<'static, str>>) -> ValueError {
        ValueError::new(self.0, reason)
    }

    #[inline]
    pub(in crate::xsd) fn within(
        self,
        field: &str,
        value: u8,
        low: u8,
        high: u8,
    ) -> Result<(), ValueError> {
        if (low..=high).contains(&value) {
            Ok(())
        } else {
            Err(self.outside(field, value, low, high))
        }
    }

    #[cold]
    fn outside(self, field: &str, value: u8, low: u8, high: u8) -> ValueError {
        self.error(format!("{field} {value} is not between {low} and {high}"))
    }

    pub(in crate::xsd) fn check_year(self, year: i64) -> Result<(), ValueError> {
        if year == 0 { Err(self.error("year 0000 does not exist")) } else { Ok(()) }
    }

    pub(in crate::xsd) fn check_month(self, month: u8) -> Result<(), ValueError> {
        self.within("month", month, 1, 12)
    }

    pub(in crate::xsd) fn check_date(
        self,
        year: i64,
        month: u8,
        day: u8,
    ) -> Result<(), ValueError> {
        self.check_year(year)?;
        self.check_month(month)?;
        self.within("day", day, 1, days::days_in_month(year, month))
    }

    pub(in crate::xsd) fn check_time(
        self,
        [hour, minute, second]: [u8; 3],
        fraction: Option<&Fraction>,
    ) -> Result<(), ValueError> {
        self.within("hour", hour, 0, 24)?;
        self.within("minute", minute, 0, 59)?;
        self.within("second", second, 0, 59)?;
        let is_on_the_hour =
            || (minute, second) == (0, 0) && fraction.is_none_or(Fraction::is_zero);
        if hour == 24 && !is_on_the_hour() {
            return Err(self.error("hour 24 is only allowed as 24:00:00"));
        }
        Ok(())
    }

    /// Converts a fraction to nanoseconds, or fails if it is more precise than that.
    pub(in crate::xsd) fn nanoseconds(
        self,
        fraction: Option<&Fraction>,
    ) -> Result<u32, ValueError> {
        fraction
            .map_or(Some(0), Fraction::exact_nanoseconds)
            .ok_or_else(|| self.error("more precise than nanoseconds"))
    }
}
