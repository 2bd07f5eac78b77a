//! Conversions from and to `time`, which has nanoseconds and years from -9999 to 9999, or more years with its feature
//! `large-dates`.

mod zone;

use ::time::{Month, PrimitiveDateTime};

use super::{
    TypeName,
    foreign::{self, CalendarDay, Clock, also_by_value},
};
use crate::xsd::{Date, DateTime, Duration, Time, ValueError};

const DATE_TIME: TypeName = TypeName("time::PrimitiveDateTime");
const DATE: TypeName = TypeName("time::Date");
const TIME: TypeName = TypeName("time::Time");
const DURATION: TypeName = TypeName("time::Duration");

/// Converts without a time zone.
impl From<PrimitiveDateTime> for DateTime {
    fn from(time: PrimitiveDateTime) -> Self {
        day(time.date()).at(clock(time.time()))
    }
}

/// Converts without a time zone.
impl From<::time::Date> for Date {
    fn from(date: ::time::Date) -> Self {
        day(date).date()
    }
}

/// Converts without a time zone.
impl From<::time::Time> for Time {
    fn from(time: ::time::Time) -> Self {
        clock(time).time()
    }
}

/// Converts to a duration in seconds.
impl From<::time::Duration> for Duration {
    fn from(duration: ::time::Duration) -> Self {
        foreign::duration(duration.whole_seconds(), duration.subsec_nanoseconds())
    }
}

/// Converts 24:00:00 to midnight of the next day.
///
/// Fails if the value has a time zone, is outside `time`'s range of years, or is more precise than nanoseconds:
/// nothing is rounded.
impl TryFrom<&DateTime> for PrimitiveDateTime {
    type Error = ValueError;

    fn try_from(value: &DateTime) -> Result<Self, ValueError> {
        DATE_TIME.without_zone(value.time_zone)?;
        local(DATE_TIME, value)
    }
}

/// Fails if the date has a time zone or is outside `time`'s range of years.
///
/// ```
/// use wsdlgen_runtime::xsd::Date;
///
/// let day: Date = "2024-02-29+01:00".parse().unwrap();
/// assert!(time::Date::try_from(day).is_err());
/// let date = time::Date::try_from(day.with_time_zone(None)).unwrap();
/// assert_eq!(date.to_string(), "2024-02-29");
/// ```
impl TryFrom<&Date> for ::time::Date {
    type Error = ValueError;

    fn try_from(value: &Date) -> Result<Self, ValueError> {
        date(DATE, DATE.day(*value)?)
    }
}

/// Fails if the time has a time zone, is 24:00:00, or is more precise than nanoseconds: nothing is rounded.
impl TryFrom<&Time> for ::time::Time {
    type Error = ValueError;

    fn try_from(value: &Time) -> Result<Self, ValueError> {
        time(TIME, TIME.clock(value)?)
    }
}

/// Fails if the duration has years or months, is more precise than nanoseconds, or its seconds do not fit into 64
/// bits: nothing is rounded.
impl TryFrom<&Duration> for ::time::Duration {
    type Error = ValueError;

    fn try_from(value: &Duration) -> Result<Self, ValueError> {
        DURATION.seconds(value).map(|(seconds, nanoseconds)| Self::new(seconds, nanoseconds))
    }
}

also_by_value! {
    DateTime to PrimitiveDateTime;
    Date to ::time::Date;
    Time to ::time::Time;
    Duration to ::time::Duration;
}

fn day(date: ::time::Date) -> CalendarDay {
    CalendarDay { year: date.year().into(), month: date.month().into(), day: date.day() }
}

fn clock(time: ::time::Time) -> Clock {
    let (hour, minute, second, nanosecond) = time.as_hms_nano();
    Clock { hour, minute, second, nanosecond }
}

fn local(name: TypeName, value: &DateTime) -> Result<PrimitiveDateTime, ValueError> {
    let (day, clock) = name.day_and_clock(value)?;
    Ok(PrimitiveDateTime::new(date(name, day)?, time(name, clock)?))
}

fn date(name: TypeName, day: CalendarDay) -> Result<::time::Date, ValueError> {
    let date = || {
        let (year, month) = (i32::try_from(day.year).ok()?, Month::try_from(day.month).ok()?);
        ::time::Date::from_calendar_date(year, month, day.day).ok()
    };
    let [first, last] = [::time::Date::MIN, ::time::Date::MAX].map(::time::Date::year);
    date().ok_or_else(|| name.year_outside(day, first, last))
}

fn time(name: TypeName, clock: Clock) -> Result<::time::Time, ValueError> {
    let Clock { hour, minute, second, nanosecond } = clock;
    ::time::Time::from_hms_nano(hour, minute, second, nanosecond).map_err(|_| name.end_of_day())
}

#[cfg(test)]
mod tests {
    use ::time::Month;
    use proptest::{prop_assert_eq, proptest};

    use super::{Date, DateTime, Duration, PrimitiveDateTime, Time};
    use crate::xsd::calendar::foreign::{Rejection, refusal};

    #[test]
    fn converts_values_in_range() {
        let cases = [
            ("2024-02-29T12:34:56.120", "2024-02-29 12:34:56.12"),
            ("2024-02-28T24:00:00.0", "2024-02-29 0:00:00.0"),
            ("-0001-12-31T24:00:00", "0001-01-01 0:00:00.0"),
            ("-0001-02-29T00:00:00.00000000100", "0000-02-29 0:00:00.000000001"),
            ("-10000-01-01T00:00:00", "-9999-01-01 0:00:00.0"),
            ("9999-12-31T23:59:59.999999999", "9999-12-31 23:59:59.999999999"),
        ];
        for (text, expected) in cases {
            let value: DateTime = text.parse().unwrap();
            assert_eq!(PrimitiveDateTime::try_from(value).unwrap().to_string(), expected, "{text}");
        }
        let time: Time = "23:59:59.50".parse().unwrap();
        assert_eq!(::time::Time::try_from(time).unwrap().as_hms_milli(), (23, 59, 59, 500));
        let date: Date = "-0045-12-31".parse().unwrap();
        let date = ::time::Date::try_from(date).unwrap();
        assert_eq!(date.to_calendar_date(), (-44, Month::December, 31));
    }

    #[test]
    fn rejects_unrepresentable_values() {
        let local = refusal::<DateTime, PrimitiveDateTime>;
        let date = refusal::<Date, ::time::Date>;
        let time = refusal::<Time, ::time::Time>;
        let length = refusal::<Duration, ::time::Duration>;
        let cases: [Rejection; 11] = [
            (
                local,
                "2026-01-02T03:04:05Z",
                "PrimitiveDateTime: unexpected time zone Z; remove it \
                 with `.with_time_zone(None)`",
            ),
            (
                local,
                "9999-12-31T24:00:00",
                "PrimitiveDateTime: year 10000 is not between -10000 and 9999",
            ),
            (
                local,
                "2026-01-02T03:04:05.1234567891",
                "PrimitiveDateTime: more precise than nanoseconds",
            ),
            (date, "-10001-12-31", "Date: year -10001 is not between -10000 and 9999"),
            (
                date,
                "2026-01-02+01:00",
                "Date: unexpected time zone +01:00; remove it with `.with_time_zone(None)`",
            ),
            (time, "24:00:00", "Time: 24:00:00 is the end of a day, not a time of day"),
            (time, "12:00:00.0000000001", "Time: more precise than nanoseconds"),
            (
                time,
                "12:00:00-00:00",
                "Time: unexpected time zone -00:00; remove it with `.with_time_zone(None)`",
            ),
            (length, "P1M", "Duration: years and months have no fixed length"),
            (length, "PT9223372036854775808S", "Duration: seconds do not fit into 64 bits"),
            (length, "PT0.0000000001S", "Duration: more precise than nanoseconds"),
        ];
        for (refusal, text, reason) in cases {
            assert_eq!(refusal(text), format!("not a valid time::{reason}"), "{text}");
        }
    }

    #[test]
    fn converts_durations() {
        use ::time::Duration as Theirs;
        let cases = [
            ("PT0S", "PT0S", Theirs::ZERO),
            ("-P0Y1DT1H1M1.50S", "-PT90061.5S", Theirs::new(-90_061, -500_000_000)),
            ("-PT0.5S", "-PT0.5S", Theirs::milliseconds(-500)),
            ("PT9223372036854775807.999999999S", "PT9223372036854775807.999999999S", Theirs::MAX),
            ("-PT9223372036854775808.999999999S", "-PT9223372036854775808.999999999S", Theirs::MIN),
        ];
        for (text, seconds, length) in cases {
            let duration: Duration = text.parse().unwrap();
            assert_eq!(Theirs::try_from(duration), Ok(length), "{text}");
            assert_eq!(Duration::from(length).to_string(), seconds);
        }
    }

    proptest! {
        #[test]
        fn round_trips_every_date_and_time(
            day in ::time::Date::MIN.to_julian_day()..=::time::Date::MAX.to_julian_day(),
            (hour, minute, second) in (0..24_u8, 0..60_u8, 0..60_u8),
            nanosecond in 0..1_000_000_000_u32,
        ) {
            let date = ::time::Date::from_julian_day(day).unwrap();
            prop_assert_eq!(::time::Date::try_from(Date::from(date)), Ok(date));
            let time = ::time::Time::from_hms_nano(hour, minute, second, nanosecond).unwrap();
            prop_assert_eq!(::time::Time::try_from(Time::from(time)), Ok(time));
            let local = PrimitiveDateTime::new(date, time);
            prop_assert_eq!(PrimitiveDateTime::try_from(DateTime::from(local)), Ok(local));
        }
    }
}
