//! Conversions of UTC offsets, and from times in named time zones.

use ::jiff::{Timestamp, ZonedDateTime, tz, tz::Offset};

use crate::xsd::{
    DateTime, TimeZone, ValueError,
    calendar::{TypeName, foreign::also_by_value, time_zone},
    date_time,
};

const ZONED: TypeName = TypeName("jiff::ZonedDateTime");
const OFFSET: TypeName = TypeName("jiff::tz::Offset");

/// Converts the date, time of day and UTC offset. The name of the zone is dropped.
///
/// Fails if the offset has seconds or is more than 14 hours. Converting the
/// [`timestamp`](ZonedDateTime::timestamp) never fails.
impl TryFrom<&ZonedDateTime> for DateTime {
    type Error = ValueError;

    fn try_from(time: &ZonedDateTime) -> Result<Self, ValueError> {
        let zone = date_time::TYPE.zone(time.offset().seconds())?;
        Ok(Self::from(time.datetime()).with_time_zone(Some(zone)))
    }
}

/// Converts to a time in a zone with a fixed offset. 24:00:00 becomes midnight of the next day.
///
/// Fails if the value has no time zone, is outside `jiff`'s range, or is more precise than nanoseconds: nothing is
/// rounded.
impl TryFrom<&DateTime> for ZonedDateTime {
    type Error = ValueError;

    fn try_from(value: &DateTime) -> Result<Self, ValueError> {
        let offset = offset(ZONED, value.time_zone)?;
        Ok(Timestamp::try_from(value)?.to_zoned_datetime(tz::TimeZone::fixed(offset)))
    }
}

/// Converts an offset of zero to `Z`. Fails if the offset has seconds or is more than 14 hours.
impl TryFrom<Offset> for TimeZone {
    type Error = ValueError;

    fn try_from(offset: Offset) -> Result<Self, ValueError> {
        time_zone::TYPE.zone(offset.seconds())
    }
}

/// Converts the offset. It always fits, because every [`TimeZone`] is in the range of `Offset`.
impl TryFrom<TimeZone> for Offset {
    type Error = ValueError;

    fn try_from(zone: TimeZone) -> Result<Self, ValueError> {
        offset(OFFSET, Some(zone))
    }
}

also_by_value! {
    DateTime to ZonedDateTime;
    ZonedDateTime to DateTime;
}

pub(super) fn offset(name: TypeName, zone: Option<TimeZone>) -> Result<Offset, ValueError> {
    Offset::from_seconds(name.offset(zone)?).map_err(|error| name.error(error.to_string()))
}

#[cfg(test)]
mod tests {
    use ::jiff::{Timestamp, tz};

    use super::{DateTime, Offset, TimeZone};

    #[test]
    fn accepts_only_whole_minute_offsets_up_to_14_hours() {
        let cases = [(0, "Z"), (3_600, "+01:00"), (-12_600, "-03:30"), (-50_400, "-14:00")];
        for (seconds, text) in cases {
            let offset = Offset::from_seconds(seconds).unwrap();
            let zone: TimeZone = text.parse().unwrap();
            assert_eq!(TimeZone::try_from(offset), Ok(zone));
            assert_eq!(Offset::try_from(zone), Ok(offset));
            let zoned = Timestamp::UNIX_EPOCH.to_zoned_datetime(tz::TimeZone::fixed(offset));
            let ours = DateTime::try_from(&zoned).unwrap();
            assert_eq!(ours.time_zone(), Some(zone));
            assert_eq!(Timestamp::try_from(ours), Ok(Timestamp::UNIX_EPOCH));
        }
        let cases = [
            (-17_762, "an offset of -17762 seconds from UTC is not a whole number of minutes"),
            (50_460, "the time zone is more than 14:00 from UTC"),
        ];
        for (seconds, reason) in cases {
            let offset = Offset::from_seconds(seconds).unwrap();
            let error = TimeZone::try_from(offset).unwrap_err().to_string();
            assert_eq!(error, format!("not a valid time zone: {reason}"));
            let zoned = Timestamp::UNIX_EPOCH.to_zoned_datetime(tz::TimeZone::fixed(offset));
            let error = DateTime::try_from(zoned).unwrap_err().to_string();
            assert_eq!(error, format!("not a valid xs:dateTime: {reason}"));
        }
    }
}
