//! Conversions of UTC offsets and of times that have one.

use ::time::{OffsetDateTime, PrimitiveDateTime, UtcOffset};

use super::local;
use crate::xsd::{
    DateTime, TimeZone, ValueError,
    calendar::{TypeName, foreign::also_by_value, time_zone},
    date_time,
};

const OFFSET_DATE_TIME: TypeName = TypeName("time::OffsetDateTime");
const UTC_OFFSET: TypeName = TypeName("time::UtcOffset");

/// Converts the date, time of day and UTC offset. An offset of zero becomes `Z`.
///
/// Fails if the offset has seconds or is more than 14 hours.
///
/// ```
/// use time::OffsetDateTime;
/// use wsdlgen_runtime::xsd::DateTime;
///
/// let time: DateTime = "2026-01-02T03:04:05.250+01:00".parse().unwrap();
/// let instant = OffsetDateTime::try_from(&time).unwrap();
/// assert_eq!(instant.unix_timestamp(), 1_767_319_445);
/// assert_eq!(DateTime::try_from(instant).unwrap().to_string(), "2026-01-02T03:04:05.25+01:00");
/// ```
impl TryFrom<OffsetDateTime> for DateTime {
    type Error = ValueError;

    fn try_from(time: OffsetDateTime) -> Result<Self, ValueError> {
        let zone = date_time::TYPE.zone(time.offset().whole_seconds())?;
        let local = PrimitiveDateTime::new(time.date(), time.time());
        Ok(Self::from(local).with_time_zone(Some(zone)))
    }
}

/// Converts an offset of zero to `Z`. Fails if the offset has seconds or is more than 14 hours.
impl TryFrom<UtcOffset> for TimeZone {
    type Error = ValueError;

    fn try_from(offset: UtcOffset) -> Result<Self, ValueError> {
        time_zone::TYPE.zone(offset.whole_seconds())
    }
}

/// Converts to an instant with a UTC offset. 24:00:00 becomes midnight of the next day.
///
/// Fails if the value has no time zone, is outside `time`'s range of years, or is more precise than nanoseconds:
/// nothing is rounded.
///
/// The range is checked for the local date. The date in UTC may be out of range: then
/// [`to_offset`](OffsetDateTime::to_offset) panics, and
/// [`checked_to_offset`](OffsetDateTime::checked_to_offset) returns `None`.
impl TryFrom<&DateTime> for OffsetDateTime {
    type Error = ValueError;

    fn try_from(value: &DateTime) -> Result<Self, ValueError> {
        let offset = offset(OFFSET_DATE_TIME, value.time_zone)?;
        Ok(local(OFFSET_DATE_TIME, value)?.assume_offset(offset))
    }
}

/// Converts the offset. It always fits, because every [`TimeZone`] is in the range of `UtcOffset`.
impl TryFrom<TimeZone> for UtcOffset {
    type Error = ValueError;

    fn try_from(zone: TimeZone) -> Result<Self, ValueError> {
        offset(UTC_OFFSET, Some(zone))
    }
}

also_by_value! {
    DateTime to OffsetDateTime;
}

fn offset(name: TypeName, zone: Option<TimeZone>) -> Result<UtcOffset, ValueError> {
    UtcOffset::from_whole_seconds(name.offset(zone)?).map_err(|error| name.error(error.to_string()))
}

#[cfg(test)]
mod tests {
    use proptest::{prop_assert_eq, proptest};

    use super::{DateTime, OffsetDateTime, PrimitiveDateTime, TimeZone, UtcOffset};
    use crate::xsd::calendar::foreign::refusal;

    #[test]
    fn converts_instants() {
        let cases = [
            ("1970-01-01T00:00:00Z", 0, 0),
            ("1970-01-01T14:00:00.5+14:00", 500_000_000, 50_400),
            ("1969-12-31T10:00:00-14:00", 0, -50_400),
            ("1969-12-31T24:00:00.0-00:00", 0, 0),
            ("-10000-01-01T00:00:00Z", -377_705_116_800_000_000_000, 0),
            ("9999-12-31T23:59:59.999999999Z", 253_402_300_799_999_999_999, 0),
            // The year 10000 in UTC.
            ("9999-12-31T23:59:59-05:00", 253_402_318_799_000_000_000, -18_000),
        ];
        for (text, nanoseconds, offset) in cases {
            let value: DateTime = text.parse().unwrap();
            let instant = OffsetDateTime::try_from(value).unwrap();
            let parts = (instant.unix_timestamp_nanos(), instant.offset().whole_seconds());
            assert_eq!(parts, (nanoseconds, offset), "{text}");
        }
    }

    #[test]
    fn rejects_unrepresentable_values() {
        let cases = [
            ("2026-01-02T03:04:05", "missing time zone"),
            ("2026-01-02T03:04:05.0000000001Z", "more precise than nanoseconds"),
            ("-10001-01-01T00:00:00Z", "year -10001 is not between -10000 and 9999"),
            ("9999-12-31T24:00:00-14:00", "year 10000 is not between -10000 and 9999"),
        ];
        for (text, reason) in cases {
            let error = refusal::<DateTime, OffsetDateTime>(text);
            assert_eq!(error, format!("not a valid time::OffsetDateTime: {reason}"), "{text}");
        }
    }

    #[test]
    fn accepts_only_whole_minute_offsets_up_to_14_hours() {
        let cases = [(0, "Z"), (3_600, "+01:00"), (-12_600, "-03:30"), (-50_400, "-14:00")];
        for (seconds, text) in cases {
            let offset = UtcOffset::from_whole_seconds(seconds).unwrap();
            let zone: TimeZone = text.parse().unwrap();
            assert_eq!(TimeZone::try_from(offset), Ok(zone));
            assert_eq!(UtcOffset::try_from(zone), Ok(offset));
        }
        let cases = [
            (-17_762, "an offset of -17762 seconds from UTC is not a whole number of minutes"),
            (50_460, "the time zone is more than 14:00 from UTC"),
        ];
        for (seconds, reason) in cases {
            let offset = UtcOffset::from_whole_seconds(seconds).unwrap();
            let error = TimeZone::try_from(offset).unwrap_err().to_string();
            assert_eq!(error, format!("not a valid time zone: {reason}"));
            let instant = OffsetDateTime::UNIX_EPOCH.to_offset(offset);
            let error = DateTime::try_from(instant).unwrap_err().to_string();
            assert_eq!(error, format!("not a valid xs:dateTime: {reason}"));
        }
    }

    proptest! {
        #[test]
        fn round_trips_every_instant(
            nanoseconds in -377_705_023_200_000_000_000..253_402_200_000_000_000_000_i128,
            minutes in -840..=840,
        ) {
            let offset = UtcOffset::from_whole_seconds(minutes * 60).unwrap();
            let instant = OffsetDateTime::from_unix_timestamp_nanos(nanoseconds).unwrap();
            let instant = instant.to_offset(offset);
            let back = OffsetDateTime::try_from(DateTime::try_from(instant).unwrap()).unwrap();
            let parts = |time: OffsetDateTime| {
                (PrimitiveDateTime::new(time.date(), time.time()), time.offset())
            };
            prop_assert_eq!(parts(back), parts(instant));
        }
    }
}
