//! Fields with types of `jiff`.

use ::jiff::{SignedDuration, Timestamp, ZonedDateTime, civil};

use super::{Foreign, foreign, lexical};
use crate::xsd::{Date, DateTime, Duration, Time};

foreign! {
    Timestamp => DateTime,
    civil::DateTime => DateTime,
    civil::Date => Date,
    civil::Time => Time,
    SignedDuration => Duration,
}

lexical! {
    /// `xs:dateTime` with a time zone (XSD 1.0 part 2, §3.2.7).
    ///
    /// A time whose offset XML Schema does not allow, such as one with seconds, is written in UTC.
    ZonedDateTime,
    /// `xs:dateTime` with a time zone (XSD 1.0 part 2, §3.2.7), converted to UTC.
    Timestamp,
    /// `xs:dateTime` without a time zone (XSD 1.0 part 2, §3.2.7).
    civil::DateTime,
    /// `xs:date` without a time zone (XSD 1.0 part 2, §3.2.9).
    civil::Date,
    /// `xs:time` without a time zone (XSD 1.0 part 2, §3.2.8).
    civil::Time,
    /// `xs:duration` without years and months (XSD 1.0 part 2, §3.2.6).
    SignedDuration,
}

impl Foreign for ZonedDateTime {
    type Runtime = DateTime;

    fn to_runtime(&self) -> DateTime {
        self.try_into().unwrap_or_else(|_| self.timestamp().into())
    }
}

#[cfg(test)]
mod tests {
    use ::jiff::tz::{Offset, TimeZone};

    use super::{SignedDuration, Timestamp, ZonedDateTime, civil};
    use crate::xsd::foreign::{rejection, round_trips, written};

    #[test]
    fn round_trips_fields_of_jiff() {
        round_trips::<ZonedDateTime>(&[
            ("2026-01-02T03:04:05.250+01:00", "2026-01-02T03:04:05.25+01:00"),
            ("2026-01-02T24:00:00Z", "2026-01-03T00:00:00Z"),
        ]);
        round_trips::<Timestamp>(&[("2026-01-02T03:04:05+01:00", "2026-01-02T02:04:05Z")]);
        round_trips::<civil::DateTime>(&[("2026-01-02T03:04:05", "2026-01-02T03:04:05")]);
        round_trips::<civil::Date>(&[("2024-02-29", "2024-02-29")]);
        round_trips::<civil::Time>(&[("23:59:59.50", "23:59:59.5")]);
        round_trips::<SignedDuration>(&[("PT1M0.5S", "PT60.5S")]);
    }

    #[test]
    fn rejects_values_that_do_not_fit() {
        let cases = [
            (rejection::<ZonedDateTime>("2026-01-02T03:04:05"), "missing time zone"),
            (rejection::<Timestamp>("2026-01-02T03:04:05"), "missing time zone"),
            (rejection::<civil::DateTime>("2026-01-02T03:04:05Z"), "unexpected time zone Z"),
            (rejection::<civil::Date>("12026-01-02"), "year 12026 is not between"),
            (rejection::<civil::Time>("24:00:00"), "24:00:00 is the end of a day"),
            (rejection::<SignedDuration>("P1M"), "years and months have no fixed length"),
        ];
        for (error, reason) in cases {
            assert!(error.contains(reason), "{error}");
        }
    }

    #[test]
    fn writes_an_offset_with_seconds_in_utc() {
        let zone = TimeZone::fixed(Offset::from_seconds(30).unwrap());
        let time = civil::date(2026, 1, 2).at(12, 0, 0, 0).to_zoned_datetime(zone).unwrap();
        assert_eq!(written(&time), "2026-01-02T11:59:30Z");
    }
}
