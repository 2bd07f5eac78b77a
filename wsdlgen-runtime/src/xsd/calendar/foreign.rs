//! Code shared by the conversions to other crates, whose types have a year 0, no hour 24, nanoseconds, and either
//! always or never a time zone.

use super::{Fraction, TimeZone, TypeName, days};
use crate::xsd::{Date, DateTime, Duration, Time, ValueError};

/// A day in astronomical year numbering, where year 0 directly precedes year 1.
#[derive(Clone, Copy)]
pub(super) struct CalendarDay {
    pub(super) year: i64,
    pub(super) month: u8,
    pub(super) day: u8,
}

/// A time of day. Hour 24 is possible: the conversion to the other crate's type rejects it.
#[derive(Clone, Copy)]
pub(super) struct Clock {
    pub(super) hour: u8,
    pub(super) minute: u8,
    pub(super) second: u8,
    pub(super) nanosecond: u32,
}

impl CalendarDay {
    /// Returns the date without a time zone.
    pub(super) fn date(self) -> Date {
        let year = days::without_year_zero(self.year);
        Date { year, month: self.month, day: self.day, time_zone: None }
    }

    /// Returns the date and time of day without a time zone.
    pub(super) fn at(self, clock: Clock) -> DateTime {
        let Date { year, month, day, time_zone } = self.date();
        let Time { hour, minute, second, fraction, .. } = clock.time();
        DateTime { year, month, day, hour, minute, second, fraction, time_zone }
    }

    fn next(self) -> Self {
        let Self { year, month, day } = self;
        if day < days::days_in_month(days::without_year_zero(year), month) {
            Self { day: day + 1, ..self }
        } else if month < 12 {
            Self { year, month: month + 1, day: 1 }
        } else {
            // Saturation is fine: the last 64-bit year is as far outside every crate's range as the year after it.
            Self { year: year.saturating_add(1), month: 1, day: 1 }
        }
    }
}

impl Clock {
    /// Returns the time without a time zone.
    pub(super) fn time(self) -> Time {
        let Self { hour, minute, second, nanosecond } = self;
        let fraction = Fraction::unless_zero(nanosecond);
        Time { hour, minute, second, fraction, time_zone: None }
    }
}

/// Conversions from this crate's types. `self` names the target type.
impl TypeName {
    pub(super) fn day(self, date: Date) -> Result<CalendarDay, ValueError> {
        self.without_zone(date.time_zone)?;
        Ok(CalendarDay { year: days::astronomical(date.year), month: date.month, day: date.day })
    }

    pub(super) fn clock(self, time: &Time) -> Result<Clock, ValueError> {
        self.without_zone(time.time_zone)?;
        let nanosecond = self.nanoseconds(time.fraction.as_ref())?;
        Ok(Clock { hour: time.hour, minute: time.minute, second: time.second, nanosecond })
    }

    /// Returns the local date and time of day, with 24:00:00 as midnight of the next day.
    pub(super) fn day_and_clock(
        self,
        value: &DateTime,
    ) -> Result<(CalendarDay, Clock), ValueError> {
        let DateTime { month, day, hour, minute, second, .. } = *value;
        let day = CalendarDay { year: days::astronomical(value.year), month, day };
        let nanosecond = self.nanoseconds(value.fraction.as_ref())?;
        let clock = Clock { hour, minute, second, nanosecond };
        Ok(if hour == 24 { (day.next(), Clock { hour: 0, ..clock }) } else { (day, clock) })
    }

    /// Returns seconds and nanoseconds, both negative if the duration is.
    pub(super) fn seconds(self, duration: &Duration) -> Result<(i64, i32), ValueError> {
        if duration.has_months() {
            return Err(self.error("years and months have no fixed length"));
        }
        let nanoseconds = self.nanoseconds(duration.fraction.as_ref())?;
        let seconds = duration.whole_seconds();
        // Nanoseconds are less than a second and fit into 32 bits with a sign, so nothing saturates.
        let (seconds, nanoseconds) = if duration.negative {
            (-seconds, 0_i32.saturating_sub_unsigned(nanoseconds))
        } else {
            (seconds, 0_i32.saturating_add_unsigned(nanoseconds))
        };
        let seconds =
            i64::try_from(seconds).map_err(|_| self.error("seconds do not fit into 64 bits"))?;
        Ok((seconds, nanoseconds))
    }

    pub(super) fn without_zone(self, time_zone: Option<TimeZone>) -> Result<(), ValueError> {
        time_zone.map_or(Ok(()), |zone| {
            Err(self.error(format!(
                "unexpected time zone {zone}; remove it with `.with_time_zone(None)`"
            )))
        })
    }

    /// Returns the number of seconds by which the zone is ahead of UTC.
    pub(super) fn offset(self, time_zone: Option<TimeZone>) -> Result<i32, ValueError> {
        let zone = time_zone.ok_or_else(|| self.error("missing time zone"))?;
        Ok(i32::from(zone.offset_minutes()) * 60)
    }

    /// Creates the error for the only time of day that other crates cannot represent.
    pub(super) fn end_of_day(self) -> ValueError {
        self.error("24:00:00 is the end of a day, not a time of day")
    }

    /// Creates the error for a day outside another crate's range of years, from `first` to `last`.
    pub(super) fn year_outside(
        self,
        day: CalendarDay,
        first: impl Into<i64>,
        last: impl Into<i64>,
    ) -> ValueError {
        let [year, first, last] =
            [day.year, first.into(), last.into()].map(days::without_year_zero);
        self.error(format!("year {year} is not between {first} and {last}"))
    }
}

/// Conversions to this crate's types. `self` names the target type.
impl TypeName {
    /// Returns the time zone `seconds` ahead of UTC.
    pub(super) fn zone(self, seconds: i32) -> Result<TimeZone, ValueError> {
        if seconds % 60 != 0 {
            return Err(self.error(format!(
                "an offset of {seconds} seconds from UTC is not a whole number of minutes"
            )));
        }
        i16::try_from(seconds / 60)
            .ok()
            .and_then(TimeZone::from_minutes)
            .ok_or_else(|| self.error("the time zone is more than 14:00 from UTC"))
    }
}

/// Creates a duration from seconds and nanoseconds, whose signs must agree unless one of them is zero.
pub(super) fn duration(seconds: i64, nanoseconds: i32) -> Duration {
    let negative = seconds < 0 || nanoseconds < 0;
    Duration::of_seconds(negative, seconds.unsigned_abs(), nanoseconds.unsigned_abs())
}

/// Implements conversions by value for types that have them by reference.
macro_rules! also_by_value {
    ($($from:ident to $($to:ty),+;)+) => {$($(
        /// Converts by value, in the way the conversion by reference does.
        impl TryFrom<$from> for $to {
            type Error = ValueError;

            fn try_from(value: $from) -> Result<Self, ValueError> {
                Self::try_from(&value)
            }
        }
    )+)+};
}

pub(super) use also_by_value;

/// A conversion, a text that it rejects, and the expected reason.
#[cfg(test)]
pub(super) type Rejection = (fn(&str) -> String, &'static str, &'static str);

/// Parses `text` and returns the error of converting it to the foreign type.
#[cfg(test)]
pub(super) fn refusal<Own, Foreign>(text: &str) -> String
where
    Own: std::str::FromStr<Err = ValueError>,
    Foreign: TryFrom<Own, Error = ValueError> + std::fmt::Debug,
{
    let value: Own = text.parse().unwrap();
    Foreign::try_from(value).unwrap_err().to_string()
}

#[cfg(test)]
mod tests {
    use super::{CalendarDay, Clock};

    #[test]
    fn steps_to_the_next_day() {
        let cases = [
            ((2026, 1, 2), (2026, 1, 3)),
            ((2026, 1, 31), (2026, 2, 1)),
            ((2024, 2, 28), (2024, 2, 29)),
            ((2026, 2, 28), (2026, 3, 1)),
            ((0, 2, 28), (0, 2, 29)),
            ((-1, 12, 31), (0, 1, 1)),
            ((0, 12, 31), (1, 1, 1)),
            ((i64::MAX, 12, 31), (i64::MAX, 1, 1)),
        ];
        for ((year, month, day), expected) in cases {
            let CalendarDay { year, month, day } = CalendarDay { year, month, day }.next();
            assert_eq!((year, month, day), expected);
        }
    }

    #[test]
    fn writes_fractions_without_trailing_zeros() {
        let cases = [(0, "12:34:56"), (1, "12:34:56.000000001"), (120_000_000, "12:34:56.12")];
        for (nanosecond, text) in cases {
            let clock = Clock { hour: 12, minute: 34, second: 56, nanosecond };
            assert_eq!(clock.time().to_string(), text);
            let day = CalendarDay { year: 0, month: 2, day: 29 };
            assert_eq!(day.at(clock).to_string(), format!("-0001-02-29T{text}"));
        }
    }
}
