//! Conversions from and to `jiff`, which has years from -9999 to 9999 and nanoseconds.

mod duration;
mod zone;

use ::jiff::{Timestamp, civil, tz::Offset};

use super::{
    TimeZone, TypeName,
    foreign::{CalendarDay, Clock, also_by_value},
};
use crate::xsd::{Date, DateTime, Time, ValueError};

const TIMESTAMP: TypeName = TypeName("jiff::Timestamp");
const DATE_TIME: TypeName = TypeName("jiff::civil::DateTime");
const DATE: TypeName = TypeName("jiff::civil::Date");
const TIME: TypeName = TypeName("jiff::civil::Time");

/// Converts to an instant in UTC, written with `Z`.
///
/// ```
/// use jiff::Timestamp;
/// use wsdlgen_runtime::xsd::DateTime;
///
/// let time: DateTime = "2026-01-02T03:04:05.250+01:00".parse().unwrap();
/// let instant = Timestamp::try_from(&time).unwrap();
/// assert_eq!(instant.to_string(), "2026-01-02T02:04:05.25Z");
/// assert_eq!(DateTime::from(instant).to_string(), "2026-01-02T02:04:05.25Z");
/// ```
impl From<Timestamp> for DateTime {
    fn from(time: Timestamp) -> Self {
        Self::from(Offset::UTC.to_datetime(time)).with_time_zone(Some(TimeZone::UTC))
    }
}

/// Converts without a time zone.
impl From<civil::DateTime> for DateTime {
    fn from(time: civil::DateTime) -> Self {
        day(time.date()).at(clock(time.time()))
    }
}

/// Converts without a time zone.
impl From<civil::Date> for Date {
    fn from(date: civil::Date) -> Self {
        day(date).date()
    }
}

/// Converts without a time zone.
impl From<civil::Time> for Time {
    fn from(time: civil::Time) -> Self {
        clock(time).time()
    }
}

/// Converts to an instant.
///
/// Fails if the value has no time zone, is outside `jiff`'s range of years, or is more precise than nanoseconds:
/// nothing is rounded.
impl TryFrom<&DateTime> for Timestamp {
    type Error = ValueError;

    fn try_from(value: &DateTime) -> Result<Self, ValueError> {
        let offset = zone::offset(TIMESTAMP, value.time_zone)?;
        offset.to_timestamp(local(TIMESTAMP, value)?).map_err(|_| {
            let [first, last] = [Self::MIN, Self::MAX].map(DateTime::from);
            TIMESTAMP.error(format!("the instant is not between {first} and {last}"))
        })
    }
}

/// Converts 24:00:00 to midnight of the next day.
///
/// Fails if the value has a time zone, is outside `jiff`'s range of years, or is more precise than nanoseconds:
/// nothing is rounded.
impl TryFrom<&DateTime> for civil::DateTime {
    type Error = ValueError;

    fn try_from(value: &DateTime) -> Result<Self, ValueError> {
        DATE_TIME.without_zone(value.time_zone)?;
        local(DATE_TIME, value)
    }
}

/// Fails if the date has a time zone or is outside `jiff`'s range of years.
///
/// ```
/// use jiff::civil;
/// use wsdlgen_runtime::xsd::Date;
///
/// let day: Date = "2024-02-29+01:00".parse().unwrap();
/// assert!(civil::Date::try_from(day).is_err());
/// assert_eq!(civil::Date::try_from(day.with_time_zone(None)), Ok(civil::date(2024, 2, 29)));
/// ```
impl TryFrom<&Date> for civil::Date {
    type Error = ValueError;

    fn try_from(value: &Date) -> Result<Self, ValueError> {
        date(DATE, DATE.day(*value)?)
    }
}

/// Fails if the time has a time zone, is 24:00:00, or is more precise than nanoseconds: nothing is rounded.
impl TryFrom<&Time> for civil::Time {
    type Error = ValueError;

    fn try_from(value: &Time) -> Result<Self, ValueError> {
        time(TIME, TIME.clock(value)?)
    }
}

also_by_value! {
    DateTime to Timestamp, civil::DateTime;
    Date to civil::Date;
    Time to civil::Time;
}

fn day(date: civil::Date) -> CalendarDay {
    CalendarDay {
        year: date.year().into(),
        month: date.month().unsigned_abs(),
        day: date.day().unsigned_abs(),
    }
}

fn clock(time: civil::Time) -> Clock {
    Clock {
        hour: time.hour().unsigned_abs(),
        minute: time.minute().unsigned_abs(),
        second: time.second().unsigned_abs(),
        nanosecond: time.subsec_nanosecond().unsigned_abs(),
    }
}

fn local(name: TypeName, value: &DateTime) -> Result<civil::DateTime, ValueError> {
    let (day, clock) = name.day_and_clock(value)?;
    Ok(date(name, day)?.to_datetime(time(name, clock)?))
}

fn date(name: TypeName, day: CalendarDay) -> Result<civil::Date, ValueError> {
    let date = || {
        let [month, of_month] = [i8::try_from(day.month).ok()?, i8::try_from(day.day).ok()?];
        civil::Date::new(i16::try_from(day.year).ok()?, month, of_month).ok()
    };
    let [first, last] = [civil::Date::MIN, civil::Date::MAX].map(civil::Date::year);
    date().ok_or_else(|| name.year_outside(day, first, last))
}

fn time(name: TypeName, clock: Clock) -> Result<civil::Time, ValueError> {
    let time = || {
        let [hour, minute, second] = [clock.hour, clock.minute, clock.second].map(i8::try_from);
        let nanosecond = i32::try_from(clock.nanosecond).ok()?;
        civil::Time::new(hour.ok()?, minute.ok()?, second.ok()?, nanosecond).ok()
    };
    time().ok_or_else(|| name.end_of_day())
}

#[cfg(test)]
mod tests {
    use proptest::{prop_assert_eq, proptest};

    use super::{Date, DateTime, Offset, Time, Timestamp, civil};
    use crate::xsd::calendar::foreign::{Rejection, refusal};

    #[test]
    fn converts_values_in_range() {
        let cases = [
            ("2024-02-29T12:34:56.120", civil::date(2024, 2, 29).at(12, 34, 56, 120_000_000)),
            ("2024-02-28T24:00:00.0", civil::date(2024, 2, 29).at(0, 0, 0, 0)),
            ("-0001-12-31T24:00:00", civil::date(1, 1, 1).at(0, 0, 0, 0)),
            ("-0001-02-29T00:00:00.00000000100", civil::date(0, 2, 29).at(0, 0, 0, 1)),
            ("-10000-01-01T00:00:00", civil::DateTime::MIN),
            ("9999-12-31T23:59:59.999999999", civil::DateTime::MAX),
        ];
        for (text, expected) in cases {
            let value: DateTime = text.parse().unwrap();
            assert_eq!(civil::DateTime::try_from(value), Ok(expected), "{text}");
        }
        let time: Time = "23:59:59.50".parse().unwrap();
        assert_eq!(civil::Time::try_from(time), Ok(civil::time(23, 59, 59, 500_000_000)));
        let date: Date = "-0045-12-31".parse().unwrap();
        assert_eq!(civil::Date::try_from(date), Ok(civil::date(-44, 12, 31)));
    }

    #[test]
    fn converts_instants() {
        let cases = [
            ("1970-01-01T00:00:00Z", 0, 0),
            ("1970-01-01T14:00:00.5+14:00", 0, 500_000_000),
            ("1969-12-31T10:00:00-14:00", 0, 0),
            ("1969-12-31T24:00:00-00:00", 0, 0),
            ("-10000-01-02T01:59:59Z", -377_705_023_201, 0),
            ("9999-12-30T22:00:00.999999999Z", 253_402_207_200, 999_999_999),
        ];
        for (text, seconds, nanoseconds) in cases {
            let value: DateTime = text.parse().unwrap();
            let expected = Timestamp::new(seconds, nanoseconds).unwrap();
            assert_eq!(Timestamp::try_from(value), Ok(expected), "{text}");
        }
        assert_eq!(DateTime::from(Timestamp::MIN).to_string(), "-10000-01-02T01:59:59Z");
        assert_eq!(DateTime::from(Timestamp::UNIX_EPOCH).to_string(), "1970-01-01T00:00:00Z");
    }

    #[test]
    fn rejects_unrepresentable_values() {
        let instant = refusal::<DateTime, Timestamp>;
        let local = refusal::<DateTime, civil::DateTime>;
        let date = refusal::<Date, civil::Date>;
        let time = refusal::<Time, civil::Time>;
        let cases: [Rejection; 12] = [
            (instant, "2026-01-02T03:04:05", "Timestamp: missing time zone"),
            (
                instant,
                "2026-01-02T03:04:05.0000000001Z",
                "Timestamp: more precise than nanoseconds",
            ),
            (
                instant,
                "10000-01-01T00:00:00Z",
                "Timestamp: year 10000 is not between -10000 and 9999",
            ),
            (
                instant,
                "9999-12-31T00:00:00Z",
                "Timestamp: the instant is not between -10000-01-02T01:59:59Z and \
                 9999-12-30T22:00:00.999999999Z",
            ),
            (
                local,
                "2026-01-02T03:04:05Z",
                "civil::DateTime: unexpected time zone Z; remove it with `.with_time_zone(None)`",
            ),
            (
                local,
                "9999-12-31T24:00:00",
                "civil::DateTime: year 10000 is not between -10000 and 9999",
            ),
            (
                local,
                "2026-01-02T03:04:05.1234567891",
                "civil::DateTime: more precise than nanoseconds",
            ),
            (date, "-10001-12-31", "civil::Date: year -10001 is not between -10000 and 9999"),
            (
                date,
                "2026-01-02+01:00",
                "civil::Date: unexpected time zone +01:00; remove it \
                 with `.with_time_zone(None)`",
            ),
            (time, "24:00:00", "civil::Time: 24:00:00 is the end of a day, not a time of day"),
            (time, "12:00:00.0000000001", "civil::Time: more precise than nanoseconds"),
            (
                time,
                "12:00:00-00:00",
                "civil::Time: unexpected time zone -00:00; remove it \
                 with `.with_time_zone(None)`",
            ),
        ];
        for (refusal, text, reason) in cases {
            assert_eq!(refusal(text), format!("not a valid jiff::{reason}"), "{text}");
        }
    }

    proptest! {
        #[test]
        fn round_trips_every_instant(
            seconds in Timestamp::MIN.as_second()..=Timestamp::MAX.as_second(),
            nanoseconds in 0..1_000_000_000,
        ) {
            let instant = Timestamp::new(seconds, nanoseconds).unwrap();
            prop_assert_eq!(Timestamp::try_from(DateTime::from(instant)), Ok(instant));
            let local = Offset::UTC.to_datetime(instant);
            prop_assert_eq!(civil::DateTime::try_from(DateTime::from(local)), Ok(local));
            prop_assert_eq!(civil::Date::try_from(Date::from(local.date())), Ok(local.date()));
            prop_assert_eq!(civil::Time::try_from(Time::from(local.time())), Ok(local.time()));
        }
    }
}
