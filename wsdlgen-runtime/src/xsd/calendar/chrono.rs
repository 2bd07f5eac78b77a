//! Conversions from and to `chrono`, which has 18-bit years, nanoseconds, and leap seconds.

mod zone;

use ::chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Timelike};

use super::{
    TypeName, days,
    foreign::{self, CalendarDay, Clock, also_by_value},
};
use crate::xsd::{Date, DateTime, Duration, Time, ValueError, date_time, time};

const NAIVE_DATE_TIME: TypeName = TypeName("chrono::NaiveDateTime");
const NAIVE_DATE: TypeName = TypeName("chrono::NaiveDate");
const NAIVE_TIME: TypeName = TypeName("chrono::NaiveTime");
const TIME_DELTA: TypeName = TypeName("chrono::TimeDelta");

/// Converts without a time zone. Fails for a leap second.
impl TryFrom<NaiveDateTime> for DateTime {
    type Error = ValueError;

    fn try_from(time: NaiveDateTime) -> Result<Self, ValueError> {
        Ok(day(time.date()).at(clock(date_time::TYPE, time.time())?))
    }
}

/// Converts without a time zone.
impl From<NaiveDate> for Date {
    fn from(date: NaiveDate) -> Self {
        day(date).date()
    }
}

/// Converts without a time zone. Fails for a leap second.
impl TryFrom<NaiveTime> for Time {
    type Error = ValueError;

    fn try_from(time: NaiveTime) -> Result<Self, ValueError> {
        Ok(clock(time::TYPE, time)?.time())
    }
}

/// Converts to a duration in seconds.
impl From<TimeDelta> for Duration {
    fn from(delta: TimeDelta) -> Self {
        foreign::duration(delta.num_seconds(), delta.subsec_nanos())
    }
}

/// Converts 24:00:00 to midnight of the next day.
///
/// Fails if the value has a time zone, is outside `chrono`'s range of years, or is more precise than nanoseconds:
/// nothing is rounded.
impl TryFrom<&DateTime> for NaiveDateTime {
    type Error = ValueError;

    fn try_from(value: &DateTime) -> Result<Self, ValueError> {
        NAIVE_DATE_TIME.without_zone(value.time_zone)?;
        local(NAIVE_DATE_TIME, value)
    }
}

/// Fails if the date has a time zone or is outside `chrono`'s range of years.
///
/// ```
/// use chrono::NaiveDate;
/// use wsdlgen_runtime::xsd::Date;
///
/// let day: Date = "2024-02-29+01:00".parse().unwrap();
/// assert!(NaiveDate::try_from(day).is_err());
/// let naive = NaiveDate::try_from(day.with_time_zone(None)).unwrap();
/// assert_eq!(naive.to_string(), "2024-02-29");
/// ```
impl TryFrom<&Date> for NaiveDate {
    type Error = ValueError;

    fn try_from(value: &Date) -> Result<Self, ValueError> {
        naive_date(NAIVE_DATE, NAIVE_DATE.day(*value)?)
    }
}

/// Fails if the time has a time zone, is 24:00:00, or is more precise than nanoseconds: nothing is rounded.
impl TryFrom<&Time> for NaiveTime {
    type Error = ValueError;

    fn try_from(value: &Time) -> Result<Self, ValueError> {
        naive_time(NAIVE_TIME, NAIVE_TIME.clock(value)?)
    }
}

/// Fails if the duration has years or months, is more precise than nanoseconds, or its milliseconds do not fit into
/// 64 bits: nothing is rounded.
impl TryFrom<&Duration> for TimeDelta {
    type Error = ValueError;

    fn try_from(value: &Duration) -> Result<Self, ValueError> {
        let (seconds, nanoseconds) = TIME_DELTA.seconds(value)?;
        Self::try_seconds(seconds)
            .and_then(|whole| whole.checked_add(&Self::nanoseconds(nanoseconds.into())))
            .ok_or_else(|| TIME_DELTA.error("milliseconds do not fit into 64 bits"))
    }
}

also_by_value! {
    DateTime to NaiveDateTime;
    Date to NaiveDate;
    Time to NaiveTime;
    Duration to TimeDelta;
}

fn day(date: NaiveDate) -> CalendarDay {
    CalendarDay {
        year: date.year().into(),
        month: days::field(date.month()),
        day: days::field(date.day()),
    }
}

fn clock(name: TypeName, time: NaiveTime) -> Result<Clock, ValueError> {
    let nanosecond = time.nanosecond();
    if nanosecond >= 1_000_000_000 {
        return Err(name.error("leap seconds are not supported"));
    }
    let [hour, minute, second] = [time.hour(), time.minute(), time.second()].map(days::field);
    Ok(Clock { hour, minute, second, nanosecond })
}

fn local(name: TypeName, value: &DateTime) -> Result<NaiveDateTime, ValueError> {
    let (day, clock) = name.day_and_clock(value)?;
    Ok(naive_date(name, day)?.and_time(naive_time(name, clock)?))
}

fn naive_date(name: TypeName, day: CalendarDay) -> Result<NaiveDate, ValueError> {
    let [first, last] = [NaiveDate::MIN, NaiveDate::MAX].map(|date| date.year());
    i32::try_from(day.year)
        .ok()
        .and_then(|year| NaiveDate::from_ymd_opt(year, day.month.into(), day.day.into()))
        .ok_or_else(|| name.year_outside(day, first, last))
}

fn naive_time(name: TypeName, clock: Clock) -> Result<NaiveTime, ValueError> {
    let [hour, minute, second] = [clock.hour, clock.minute, clock.second].map(u32::from);
    NaiveTime::from_hms_nano_opt(hour, minute, second, clock.nanosecond)
        .ok_or_else(|| name.end_of_day())
}

#[cfg(test)]
mod tests {
    use proptest::{prop_assert_eq, proptest};

    use super::{Date, DateTime, Duration, NaiveDate, NaiveDateTime, NaiveTime, Time, TimeDelta};
    use crate::xsd::calendar::foreign::{Rejection, refusal};

    #[test]
    fn converts_values_in_range() {
        let cases = [
            ("2024-02-29T12:34:56.120", "2024-02-29T12:34:56.120"),
            ("2024-02-28T24:00:00.0", "2024-02-29T00:00:00"),
            ("-0001-12-31T24:00:00", "0001-01-01T00:00:00"),
            ("-0001-02-29T00:00:00.00000000100", "0000-02-29T00:00:00.000000001"),
            ("-262144-01-01T00:00:00", "-262143-01-01T00:00:00"),
            ("262142-12-31T23:59:59.999999999", "+262142-12-31T23:59:59.999999999"),
        ];
        for (text, expected) in cases {
            let value: DateTime = text.parse().unwrap();
            let naive = NaiveDateTime::try_from(&value).unwrap();
            assert_eq!(format!("{naive:?}"), expected, "{text}");
        }
        let time: Time = "23:59:59.50".parse().unwrap();
        assert_eq!(
            Some(NaiveTime::try_from(time).unwrap()),
            NaiveTime::from_hms_milli_opt(23, 59, 59, 500)
        );
        let date: Date = "-0045-12-31".parse().unwrap();
        assert_eq!(Some(NaiveDate::try_from(date).unwrap()), NaiveDate::from_ymd_opt(-44, 12, 31));
    }

    #[test]
    fn rejects_unrepresentable_values() {
        let local = refusal::<DateTime, NaiveDateTime>;
        let date = refusal::<Date, NaiveDate>;
        let time = refusal::<Time, NaiveTime>;
        let delta = refusal::<Duration, TimeDelta>;
        let cases: [Rejection; 11] = [
            (
                local,
                "2026-01-02T03:04:05Z",
                "NaiveDateTime: unexpected time zone Z; remove it with `.with_time_zone(None)`",
            ),
            (
                local,
                "262142-12-31T24:00:00",
                "NaiveDateTime: year 262143 is not between -262144 and 262142",
            ),
            (
                local,
                "2026-01-02T03:04:05.1234567891",
                "NaiveDateTime: more precise than nanoseconds",
            ),
            (date, "-262145-12-31", "NaiveDate: year -262145 is not between -262144 and 262142"),
            (
                date,
                "2026-01-02+01:00",
                "NaiveDate: unexpected time zone +01:00; remove it with `.with_time_zone(None)`",
            ),
            (time, "24:00:00", "NaiveTime: 24:00:00 is the end of a day, not a time of day"),
            (time, "12:00:00.0000000001", "NaiveTime: more precise than nanoseconds"),
            (
                time,
                "12:00:00-00:00",
                "NaiveTime: unexpected time zone -00:00; remove it with `.with_time_zone(None)`",
            ),
            (delta, "P1Y", "TimeDelta: years and months have no fixed length"),
            (delta, "PT9223372036854775.808S", "TimeDelta: milliseconds do not fit into 64 bits"),
            (delta, "-PT9223372036854775808S", "TimeDelta: milliseconds do not fit into 64 bits"),
        ];
        for (refusal, text, reason) in cases {
            assert_eq!(refusal(text), format!("not a valid chrono::{reason}"), "{text}");
        }
    }
    #[test]
    fn rejects_leap_seconds() {
        let time = NaiveTime::from_hms_nano_opt(23, 59, 59, 1_000_000_000).unwrap();
        let error = Time::try_from(time).unwrap_err().to_string();
        assert_eq!(error, "not a valid xs:time: leap seconds are not supported");
        let error = DateTime::try_from(NaiveDate::MIN.and_time(time)).unwrap_err().to_string();
        assert_eq!(error, "not a valid xs:dateTime: leap seconds are not supported");
    }

    #[test]
    fn converts_durations() {
        let cases = [
            ("PT0S", "PT0S", TimeDelta::zero()),
            ("-P0Y1DT1H1M1.50S", "-PT90061.5S", TimeDelta::milliseconds(-90_061_500)),
            ("-PT0.5S", "-PT0.5S", TimeDelta::milliseconds(-500)),
            ("PT9223372036854775.807S", "PT9223372036854775.807S", TimeDelta::MAX),
            ("-PT9223372036854775.807S", "-PT9223372036854775.807S", TimeDelta::MIN),
        ];
        for (text, seconds, delta) in cases {
            let duration: Duration = text.parse().unwrap();
            assert_eq!(TimeDelta::try_from(duration), Ok(delta), "{text}");
            assert_eq!(Duration::from(delta).to_string(), seconds);
        }
    }

    proptest! {
        #[test]
        fn round_trips_every_date_and_time(
            days in 0..191_484_000_i64,
            seconds in 0..86_400_u32,
            nanoseconds in 0..1_000_000_000_u32,
        ) {
            let date = NaiveDate::MIN + TimeDelta::days(days);
            prop_assert_eq!(NaiveDate::try_from(Date::from(date)), Ok(date));
            let time = NaiveTime::from_num_seconds_from_midnight_opt(seconds, nanoseconds).unwrap();
            prop_assert_eq!(NaiveTime::try_from(Time::try_from(time).unwrap()), Ok(time));
            let local = date.and_time(time);
            prop_assert_eq!(NaiveDateTime::try_from(DateTime::try_from(local).unwrap()), Ok(local));
        }
    }
}
