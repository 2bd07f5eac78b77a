//! What types of other crates have in common: a year 0, no hour 24, nanoseconds, and a time zone
//! always or never.

use super::{Fraction, TimeZone, TypeName, days};
use crate::xsd::{Date, DateTime, Duration, Time, ValueError};

/// A day whose year is counted as others do: 0 is directly before 1.
#[derive(Clone, Copy)]
pub(super) struct CalendarDay {
    pub(super) year: i64,
    pub(super) month: u8,
    pub(super) day: u8,
}

/// A time of day, in which hour 24 is left for the other crate to refuse.
#[derive(Clone, Copy)]
pub(super) struct Clock {
    pub(super) hour: u8,
    pub(super) minute: u8,
    pub(super) second: u8,
    pub(super) nanosecond: u32,
}

impl CalendarDay {
    /// The date without a time zone.
    pub(super) fn date(self) -> Date {
        let year = days::without_year_zero(self.year);
        Date { year, month: self.month, day: self.day, time_zone: None }
    }

    /// The date and time of day without a time zone.
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
            // The last year of 64 bits is as far out of every crate's range as the one after it.
            Self { year: year.saturating_add(1), month: 1, day: 1 }
        }
    }
}

impl Clock {
    /// The time without a time zone.
    pub(super) fn time(self) -> Time {
        let Self { hour, minute, second, nanosecond } = self;
        let fraction = Fraction::unless_zero(nanosecond);
        Time { hour, minute, second, fraction, time_zone: None }
    }
}

/// From ours, for the type of the name.
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

    /// The date and time of day in the value's zone; 24:00:00 is midnight of the next day.
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

    /// Seconds and nanoseconds, both of them negative where the duration is.
    pub(super) fn seconds(self, duration: &Duration) -> Result<(i64, i32), ValueError> {
        if duration.has_months() {
            return Err(self.error("years and months have no fixed length"));
        }
        let nanoseconds = self.nanoseconds(duration.fraction.as_ref())?;
        let seconds = duration.whole_seconds();
        // Nanoseconds are less than a second, which 32 bits hold with a sign: nothing saturates.
        let (seconds, nanoseconds) = if duration.negative {
            (-seconds, 0_i32.saturating_sub_unsigned(nanoseconds))
        } else {
            (seconds, 0_i32.saturating_add_unsigned(nanoseconds))
        };
        let seconds =
            i64::try_from(seconds).map_err(|_| self.error("beyond 64 bits of seconds"))?;
        Ok((seconds, nanoseconds))
    }

    pub(super) fn without_zone(self, time_zone: Option<TimeZone>) -> Result<(), ValueError> {
        time_zone.map_or(Ok(()), |zone| {
            Err(self.error(format!(
                "it has the time zone {zone}, which `.with_time_zone(None)` leaves out"
            )))
        })
    }

    /// The seconds that the zone is ahead of UTC.
    pub(super) fn offset(self, time_zone: Option<TimeZone>) -> Result<i32, ValueError> {
        let zone = time_zone.ok_or_else(|| self.error("without a time zone it is no instant"))?;
        Ok(i32::from(zone.offset_minutes()) * 60)
    }

    /// The only reason for which another crate does not have a clock.
    pub(super) fn end_of_day(self) -> ValueError {
        self.error("24:00:00 is the end of a day and no time of it")
    }

    /// The only reason for which another crate does not have a day; `first` and `last` are its
    /// years.
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

/// To ours, for the type of the name.
impl TypeName {
    /// The zone so many seconds ahead of UTC.
    pub(super) fn zone(self, seconds: i32) -> Result<TimeZone, ValueError> {
        if seconds % 60 != 0 {
            let reason = format!("an offset of {seconds} seconds from UTC is not whole minutes");
            return Err(self.error(reason));
        }
        i16::try_from(seconds / 60)
            .ok()
            .and_then(TimeZone::from_minutes)
            .ok_or_else(|| self.error("the time zone is more than 14:00 from UTC"))
    }
}

/// Seconds and nanoseconds that have the same sign, or none.
pub(super) fn duration(seconds: i64, nanoseconds: i32) -> Duration {
    let negative = seconds < 0 || nanoseconds < 0;
    Duration::of_seconds(negative, seconds.unsigned_abs(), nanoseconds.unsigned_abs())
}

/// Makes conversions from references take values too.
macro_rules! also_by_value {
    ($($from:ident to $($to:ty),+;)+) => {$($(
        /// As that of a reference.
        impl TryFrom<$from> for $to {
            type Error = ValueError;

            fn try_from(value: $from) -> Result<Self, ValueError> {
                Self::try_from(&value)
            }
        }
    )+)+};
}

pub(super) use also_by_value;

/// A conversion, a text that it refuses, and why.
#[cfg(test)]
pub(super) type Rejection = (fn(&str) -> String, &'static str, &'static str);

/// Why a text of one of our types is not converted.
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
    fn days_follow_each_other() {
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
    fn fractions_are_as_short_as_they_can_be() {
        let cases = [(0, "12:34:56"), (1, "12:34:56.000000001"), (120_000_000, "12:34:56.12")];
        for (nanosecond, text) in cases {
            let clock = Clock { hour: 12, minute: 34, second: 56, nanosecond };
            assert_eq!(clock.time().to_string(), text);
            let day = CalendarDay { year: 0, month: 2, day: 29 };
            assert_eq!(day.at(clock).to_string(), format!("-0001-02-29T{text}"));
        }
    }
}
