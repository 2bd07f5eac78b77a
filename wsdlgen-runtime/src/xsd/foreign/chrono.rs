//! Fields with types of `chrono`.

use ::chrono::{
    DateTime as Instant, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Timelike, Utc,
};

use super::{Foreign, foreign, lexical};
use crate::xsd::{Date, DateTime, Duration, Fraction, Time, TimeZone, calendar::days};

/// The length of a second in nanoseconds.
const SECOND: u32 = 1_000_000_000;

foreign! {
    NaiveDate => Date,
    TimeDelta => Duration,
}

lexical! {
    /// `xs:dateTime` with a time zone (XSD 1.0 part 2, §3.2.7).
    ///
    /// A time whose offset XML Schema does not allow, such as one with seconds, is written in UTC. A leap second is written
    /// as second 60, which receivers may reject.
    Instant<FixedOffset>,
    /// `xs:dateTime` with a time zone (XSD 1.0 part 2, §3.2.7), converted to UTC.
    ///
    /// A leap second is written as second 60, which receivers may reject.
    Instant<Utc>,
    /// `xs:dateTime` without a time zone (XSD 1.0 part 2, §3.2.7).
    ///
    /// A leap second is written as second 60, which receivers may reject.
    NaiveDateTime,
    /// `xs:date` without a time zone (XSD 1.0 part 2, §3.2.9).
    NaiveDate,
    /// `xs:time` without a time zone (XSD 1.0 part 2, §3.2.8).
    ///
    /// A leap second is written as second 60, which receivers may reject.
    NaiveTime,
    /// `xs:duration` without years and months (XSD 1.0 part 2, §3.2.6).
    TimeDelta,
}

impl Foreign for NaiveTime {
    type Runtime = Time;

    fn to_runtime(&self) -> Time {
        // `chrono` represents a leap second by a billion nanoseconds or more.
        let leap = self.nanosecond() / SECOND;
        let [hour, minute, second] =
            [self.hour(), self.minute(), self.second() + leap].map(days::field);
        let fraction = Fraction::unless_zero(self.nanosecond() % SECOND);
        Time { hour, minute, second, fraction, time_zone: None }
    }
}

impl Foreign for NaiveDateTime {
    type Runtime = DateTime;

    fn to_runtime(&self) -> DateTime {
        let Date { year, month, day, .. } = self.date().into();
        let Time { hour, minute, second, fraction, .. } = self.time().to_runtime();
        DateTime { year, month, day, hour, minute, second, fraction, time_zone: None }
    }
}

impl Foreign for Instant<FixedOffset> {
    type Runtime = DateTime;

    fn to_runtime(&self) -> DateTime {
        let offset = *self.offset();
        let zone = TimeZone::try_from(offset).ok();
        let local = zone.and_then(|_| self.naive_utc().checked_add_offset(offset));
        match local {
            Some(local) => local.to_runtime().with_time_zone(zone),
            None => self.to_utc().to_runtime(),
        }
    }
}

impl Foreign for Instant<Utc> {
    type Runtime = DateTime;

    fn to_runtime(&self) -> DateTime {
        self.naive_utc().to_runtime().with_time_zone(Some(TimeZone::UTC))
    }
}

#[cfg(test)]
mod tests {
    use super::{FixedOffset, Instant, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};
    use crate::xsd::foreign::{rejection, round_trips, written};

    #[test]
    fn round_trips_fields_of_chrono() {
        round_trips::<Instant<FixedOffset>>(&[
            ("2026-01-02T03:04:05.250+01:00", "2026-01-02T03:04:05.25+01:00"),
            ("2026-01-02T24:00:00Z", "2026-01-03T00:00:00Z"),
        ]);
        round_trips::<Instant<Utc>>(&[("2026-01-02T03:04:05+01:00", "2026-01-02T02:04:05Z")]);
        round_trips::<NaiveDateTime>(&[("-0001-02-28T24:00:00", "-0001-02-29T00:00:00")]);
        round_trips::<NaiveDate>(&[("2024-02-29", "2024-02-29")]);
        round_trips::<NaiveTime>(&[("23:59:59.50", "23:59:59.5")]);
        round_trips::<TimeDelta>(&[("PT1M0.5S", "PT60.5S")]);
    }

    #[test]
    fn rejects_values_that_do_not_fit() {
        let cases = [
            (rejection::<Instant<FixedOffset>>("2026-01-02T03:04:05"), "missing time zone"),
            (rejection::<Instant<Utc>>("2026-01-02T25:04:05Z"), "hour"),
            (rejection::<NaiveDateTime>("2026-01-02T03:04:05Z"), "unexpected time zone Z"),
            (rejection::<NaiveDate>("2026-01-02Z"), "unexpected time zone Z"),
            (rejection::<NaiveTime>("24:00:00"), "24:00:00 is the end of a day"),
            (rejection::<TimeDelta>("P1M"), "years and months have no fixed length"),
        ];
        for (error, reason) in cases {
            assert!(error.contains(reason), "{error}");
        }
    }

    #[test]
    fn writes_leap_seconds_and_disallowed_offsets() {
        let day = NaiveDate::from_ymd_opt(2016, 12, 31).unwrap();
        let leap = NaiveTime::from_hms_nano_opt(23, 59, 59, 1_500_000_000).unwrap();
        let noon = NaiveTime::from_hms_opt(12, 0, 0).unwrap();
        let odd = |offset| {
            let offset = FixedOffset::east_opt(offset).unwrap();
            written(&day.and_time(noon).and_utc().with_timezone(&offset))
        };
        let last =
            NaiveDateTime::MAX.and_utc().with_timezone(&FixedOffset::east_opt(3600).unwrap());
        let cases = [
            (written(&leap), "23:59:60.5"),
            (written(&day.and_time(leap).and_utc()), "2016-12-31T23:59:60.5Z"),
            (odd(5400), "2016-12-31T13:30:00+01:30"),
            (odd(30), "2016-12-31T12:00:00Z"),
            (odd(15 * 3600), "2016-12-31T12:00:00Z"),
            (written(&last), "262142-12-31T23:59:59.999999999Z"),
        ];
        for (text, expected) in cases {
            assert_eq!(text, expected);
        }
    }
}
