//! From and to `time`, which has years from -9999 to 9999 and nanoseconds, or more years with its
//! feature `large-dates`.

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

/// Without a time zone.
impl From<PrimitiveDateTime> for DateTime {
    fn from(time: PrimitiveDateTime) -> Self {
        day(time.date()).at(clock(time.time()))
    }
}

/// Without a time zone.
impl From<::time::Date> for Date {
    fn from(date: ::time::Date) -> Self {
        day(date).date()
    }
}

/// Without a time zone.
impl From<::time::Time> for Time {
    fn from(time: ::time::Time) -> Self {
        clock(time).time()
    }
}

/// In seconds.
impl From<::time::Duration> for Duration {
    fn from(duration: ::time::Duration) -> Self {
        foreign::duration(duration.whole_seconds(), duration.subsec_nanoseconds())
    }
}

/// 24:00:00 is midnight of the next day. An error with a time zone, beyond `time`'s years, and when
/// a fraction is finer than nanoseconds: nothing is rounded.
impl TryFrom<&DateTime> for PrimitiveDateTime {
    type Error = ValueError;

    fn try_from(value: &DateTime) -> Result<Self, ValueError> {
        DATE_TIME.without_zone(value.time_zone)?;
        local(DATE_TIME, value)
    }
}

/// An error with a time zone, and beyond `time`'s years.
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

/// An error with a time zone, for 24:00:00, and when a fraction is finer than nanoseconds: nothing
/// is rounded.
impl TryFrom<&Time> for ::time::Time {
    type Error = ValueError;

    fn try_from(value: &Time) -> Result<Self, ValueError> {
        time(TIME, TIME.clock(value)?)
    }
}

/// An error when there are years or months, and when the duration is finer than nanoseconds or more
/// than 64 bits of seconds: nothing is rounded.
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
    fn what_fits_is_converted() {
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
    fn what_does_not_fit_is_an_error() {
        let local = refusal::<DateTime, PrimitiveDateTime>;
        let date = refusal::<Date, ::time::Date>;
        let time = refusal::<Time, ::time::Time>;
        let length = refusal::<Duration, ::time::Duration>;
        let cases: [Rejection; 11] = [
            (
                local,
                "2026-01-02T03:04:05Z",
                "PrimitiveDateTime: it has the time zone Z, which \
                 `.with_time_zone(None)` leaves out",
            ),
            (
                local,
                "9999-12-31T24:00:00",
                "PrimitiveDateTime: year 10000 is not between -10000 and 9999",
            ),
            (local, "2026-01-02T03:04:05.1234567891", "PrimitiveDateTime: finer than nanoseconds"),
            (date, "-10001-12-31", "Date: year -10001 is not between -10000 and 9999"),
            (
                date,
                "2026-01-02+01:00",
                "Date: it has the time zone +01:00, which `.with_time_zone(None)` leaves out",
            ),
            (time, "24:00:00", "Time: 24:00:00 is the end of a day and no time of it"),
            (time, "12:00:00.0000000001", "Time: finer than nanoseconds"),
            (
                time,
                "12:00:00-00:00",
                "Time: it has the time zone -00:00, which `.with_time_zone(None)` leaves out",
            ),
            (length, "P1M", "Duration: years and months have no fixed length"),
            (length, "PT9223372036854775808S", "Duration: beyond 64 bits of seconds"),
            (length, "PT0.0000000001S", "Duration: finer than nanoseconds"),
        ];
        for (refusal, text, reason) in cases {
            assert_eq!(refusal(text), format!("not a valid time::{reason}"), "{text}");
        }
    }

    #[test]
    fn lengths_are_converted() {
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
        fn every_time_goes_there_and_back(
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
