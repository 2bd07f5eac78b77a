//! Conversions of UTC offsets and of times that have one.

use ::chrono::{FixedOffset, NaiveDate, Offset, TimeZone as Zone, Utc};

use super::local;
use crate::xsd::{
    Date, DateTime, TimeZone, ValueError,
    calendar::{TypeName, foreign::also_by_value, time_zone},
    date_time,
};

const DATE_TIME: TypeName = TypeName("chrono::DateTime");
const FIXED_OFFSET: TypeName = TypeName("chrono::FixedOffset");

/// Converts the date, time of day and UTC offset. An offset of zero becomes `Z`; the name of the zone is dropped.
///
/// Fails for a leap second, and if the offset has seconds or is more than 14 hours.
///
/// ```
/// use chrono::{FixedOffset, Utc};
/// use wsdlgen_runtime::xsd::DateTime;
///
/// let time: DateTime = "2026-01-02T03:04:05.250+01:00".parse().unwrap();
/// let instant = chrono::DateTime::<FixedOffset>::try_from(&time).unwrap();
/// assert_eq!(instant.to_string(), "2026-01-02 03:04:05.250 +01:00");
/// let instant = chrono::DateTime::<Utc>::try_from(&time).unwrap();
/// assert_eq!(DateTime::try_from(instant).unwrap().to_string(), "2026-01-02T02:04:05.25Z");
/// ```
impl<Tz: Zone> TryFrom<::chrono::DateTime<Tz>> for DateTime {
    type Error = ValueError;

    fn try_from(time: ::chrono::DateTime<Tz>) -> Result<Self, ValueError> {
        let offset = time.offset().fix();
        let zone = date_time::TYPE.zone(offset.local_minus_utc())?;
        // `naive_local` panics if the offset moves the time outside the range of years.
        let local = time.naive_utc().checked_add_offset(offset);
        let local = local.ok_or_else(|| outside(date_time::TYPE, "local"))?;
        Ok(Self::try_from(local)?.with_time_zone(Some(zone)))
    }
}

/// Converts an offset of zero to `Z`. Fails if the offset has seconds or is more than 14 hours.
impl TryFrom<FixedOffset> for TimeZone {
    type Error = ValueError;

    fn try_from(offset: FixedOffset) -> Result<Self, ValueError> {
        time_zone::TYPE.zone(offset.local_minus_utc())
    }
}

/// Converts to an instant with a UTC offset. 24:00:00 becomes midnight of the next day.
///
/// Fails if the value has no time zone, is outside `chrono`'s range of years, or is more precise than nanoseconds:
/// nothing is rounded.
impl TryFrom<&DateTime> for ::chrono::DateTime<FixedOffset> {
    type Error = ValueError;

    fn try_from(value: &DateTime) -> Result<Self, ValueError> {
        let offset = offset(DATE_TIME, value.time_zone)?;
        let local = local(DATE_TIME, value)?;
        let time = offset.from_local_datetime(&local).single();
        time.ok_or_else(|| outside(DATE_TIME, "UTC"))
    }
}

/// Converts to an instant in UTC. 24:00:00 becomes midnight of the next day.
///
/// Fails if the value has no time zone, is outside `chrono`'s range of years, or is more precise than nanoseconds:
/// nothing is rounded.
impl TryFrom<&DateTime> for ::chrono::DateTime<Utc> {
    type Error = ValueError;

    fn try_from(value: &DateTime) -> Result<Self, ValueError> {
        ::chrono::DateTime::<FixedOffset>::try_from(value).map(|time| time.to_utc())
    }
}

/// Converts the offset. It always fits, because every [`TimeZone`] is in the range of `FixedOffset`.
impl TryFrom<TimeZone> for FixedOffset {
    type Error = ValueError;

    fn try_from(zone: TimeZone) -> Result<Self, ValueError> {
        offset(FIXED_OFFSET, Some(zone))
    }
}

also_by_value! {
    DateTime to ::chrono::DateTime<FixedOffset>, ::chrono::DateTime<Utc>;
}

fn offset(name: TypeName, zone: Option<TimeZone>) -> Result<FixedOffset, ValueError> {
    let seconds = name.offset(zone)?;
    FixedOffset::east_opt(seconds)
        .ok_or_else(|| name.error(format!("an offset of {seconds} seconds is out of range")))
}

/// Creates the error for instants in the first or last hours of `chrono`'s range, which the offset moves outside.
fn outside(name: TypeName, place: &str) -> ValueError {
    let [first, last] = [NaiveDate::MIN, NaiveDate::MAX].map(Date::from);
    name.error(format!("the {place} date is not between {first} and {last}"))
}

#[cfg(test)]
mod tests {
    use ::chrono::DateTime as Instant;
    use proptest::{prop_assert_eq, proptest};

    use super::{DateTime, FixedOffset, TimeZone, Utc};
    use crate::xsd::calendar::foreign::{Rejection, refusal};

    #[test]
    fn converts_instants() {
        let cases = [
            ("1970-01-01T00:00:00Z", 0, 0),
            ("1970-01-01T14:00:00.5+14:00", 500_000_000, 50_400),
            ("1969-12-31T10:00:00-14:00", 0, -50_400),
            ("1969-12-31T24:00:00.0-00:00", 0, 0),
        ];
        for (text, nanoseconds, offset) in cases {
            let value: DateTime = text.parse().unwrap();
            let utc = Instant::from_timestamp_nanos(nanoseconds);
            assert_eq!(Instant::<Utc>::try_from(&value), Ok(utc), "{text}");
            let instant = Instant::<FixedOffset>::try_from(value).unwrap();
            assert_eq!((instant.to_utc(), instant.offset().local_minus_utc()), (utc, offset));
        }
        for (instant, text) in [
            (Instant::<Utc>::MIN_UTC, "-262144-01-01T00:00:00Z"),
            (Instant::<Utc>::MAX_UTC, "262142-12-31T23:59:59.999999999Z"),
        ] {
            let value: DateTime = text.parse().unwrap();
            assert_eq!(DateTime::try_from(instant).unwrap(), value);
            assert_eq!(Instant::<Utc>::try_from(value), Ok(instant));
        }
    }

    #[test]
    fn rejects_unrepresentable_values() {
        let fixed = refusal::<DateTime, Instant<FixedOffset>>;
        let utc = refusal::<DateTime, Instant<Utc>>;
        let outside = "the UTC date is not between -262144-01-01 and 262142-12-31";
        let cases: [Rejection; 5] = [
            (fixed, "2026-01-02T03:04:05", "missing time zone"),
            (fixed, "2026-01-02T03:04:05.0000000001Z", "more precise than nanoseconds"),
            (fixed, "262143-01-01T00:00:00Z", "year 262143 is not between -262144 and 262142"),
            (fixed, "262142-12-31T23:00:00-14:00", outside),
            (utc, "-262144-01-01T00:00:00+00:01", outside),
        ];
        for (refusal, text, reason) in cases {
            assert_eq!(refusal(text), format!("not a valid chrono::DateTime: {reason}"), "{text}");
        }
    }

    #[test]
    fn rejects_values_unsupported_by_xml_schema() {
        let east = FixedOffset::east_opt(3_600).unwrap();
        let leap_second = Instant::from_timestamp(1_483_228_799, 1_000_000_000).unwrap();
        let cases = [
            (leap_second.with_timezone(&east), "leap seconds are not supported"),
            (
                Instant::<Utc>::MAX_UTC.with_timezone(&east),
                "the local date is not between -262144-01-01 and 262142-12-31",
            ),
        ];
        for (instant, reason) in cases {
            let error = DateTime::try_from(instant).unwrap_err().to_string();
            assert_eq!(error, format!("not a valid xs:dateTime: {reason}"));
        }
    }

    #[test]
    fn accepts_only_whole_minute_offsets_up_to_14_hours() {
        let cases = [(0, "Z"), (3_600, "+01:00"), (-12_600, "-03:30"), (-50_400, "-14:00")];
        for (seconds, text) in cases {
            let offset = FixedOffset::east_opt(seconds).unwrap();
            let zone: TimeZone = text.parse().unwrap();
            assert_eq!(TimeZone::try_from(offset), Ok(zone));
            assert_eq!(FixedOffset::try_from(zone), Ok(offset));
        }
        let cases = [
            (-17_762, "an offset of -17762 seconds from UTC is not a whole number of minutes"),
            (50_460, "the time zone is more than 14:00 from UTC"),
        ];
        for (seconds, reason) in cases {
            let offset = FixedOffset::east_opt(seconds).unwrap();
            let error = TimeZone::try_from(offset).unwrap_err().to_string();
            assert_eq!(error, format!("not a valid time zone: {reason}"));
            let instant = Instant::<Utc>::UNIX_EPOCH.with_timezone(&offset);
            let error = DateTime::try_from(instant).unwrap_err().to_string();
            assert_eq!(error, format!("not a valid xs:dateTime: {reason}"));
        }
    }

    proptest! {
        #[test]
        fn round_trips_every_instant(
            seconds in -8_000_000_000_000..8_000_000_000_000_i64,
            nanoseconds in 0..1_000_000_000_u32,
            minutes in -840..=840,
        ) {
            let utc = Instant::from_timestamp(seconds, nanoseconds).unwrap();
            prop_assert_eq!(Instant::<Utc>::try_from(DateTime::try_from(utc).unwrap()), Ok(utc));
            let instant = utc.with_timezone(&FixedOffset::east_opt(minutes * 60).unwrap());
            let back = Instant::<FixedOffset>::try_from(DateTime::try_from(instant).unwrap());
            let parts = |time: Instant<FixedOffset>| (time.naive_local(), *time.offset());
            prop_assert_eq!(back.map(parts), Ok(parts(instant)));
        }
    }
}
