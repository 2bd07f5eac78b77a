//! Fields with types of `time`.

use ::time::{Duration as Span, OffsetDateTime, PrimitiveDateTime, UtcOffset};

use super::{Foreign, foreign, lexical};
use crate::xsd::{Date, DateTime, Duration, Time};

foreign! {
    PrimitiveDateTime => DateTime,
    ::time::Date => Date,
    ::time::Time => Time,
    Span => Duration,
}

lexical! {
    /// `xs:dateTime` with a time zone (XSD 1.0 part 2, §3.2.7).
    ///
    /// A time whose offset XML Schema does not allow, such as one with seconds, is written in UTC.
    OffsetDateTime,
    /// `xs:dateTime` without a time zone (XSD 1.0 part 2, §3.2.7).
    PrimitiveDateTime,
    /// `xs:date` without a time zone (XSD 1.0 part 2, §3.2.9).
    ::time::Date,
    /// `xs:time` without a time zone (XSD 1.0 part 2, §3.2.8).
    ::time::Time,
    /// `xs:duration` without years and months (XSD 1.0 part 2, §3.2.6).
    Span,
}

impl Foreign for OffsetDateTime {
    type Runtime = DateTime;

    fn to_runtime(&self) -> DateTime {
        let utc = || self.checked_to_offset(UtcOffset::UTC)?.try_into().ok();
        // Only times in the first or last hours of the supported year range cannot be converted to UTC.
        let local = || PrimitiveDateTime::new(self.date(), self.time()).into();
        DateTime::try_from(*self).ok().or_else(utc).unwrap_or_else(local)
    }
}

#[cfg(test)]
mod tests {
    use ::time::{Date, Month};

    use super::{OffsetDateTime, PrimitiveDateTime, Span, UtcOffset};
    use crate::xsd::foreign::{rejection, round_trips, written};

    #[test]
    fn round_trips_fields_of_time() {
        round_trips::<OffsetDateTime>(&[
            ("2026-01-02T03:04:05.250+01:00", "2026-01-02T03:04:05.25+01:00"),
            ("2026-01-02T24:00:00Z", "2026-01-03T00:00:00Z"),
        ]);
        round_trips::<PrimitiveDateTime>(&[("2026-01-02T03:04:05", "2026-01-02T03:04:05")]);
        round_trips::<Date>(&[("2024-02-29", "2024-02-29")]);
        round_trips::<::time::Time>(&[("23:59:59.50", "23:59:59.5")]);
        round_trips::<Span>(&[("PT1M0.5S", "PT60.5S")]);
    }

    #[test]
    fn rejects_values_that_do_not_fit() {
        let cases = [
            (rejection::<OffsetDateTime>("2026-01-02T03:04:05"), "missing time zone"),
            (rejection::<PrimitiveDateTime>("2026-01-02T03:04:05Z"), "unexpected time zone Z"),
            (rejection::<Date>("2026-01-02Z"), "unexpected time zone Z"),
            (rejection::<::time::Time>("24:00:00"), "24:00:00 is the end of a day"),
            (rejection::<Span>("P1M"), "years and months have no fixed length"),
        ];
        for (error, reason) in cases {
            assert!(error.contains(reason), "{error}");
        }
    }

    #[test]
    fn writes_an_offset_with_seconds_in_utc() {
        let odd = UtcOffset::from_hms(0, 0, 30).unwrap();
        let noon = |year| {
            let day = Date::from_calendar_date(year, Month::January, 1).unwrap();
            day.with_hms(0, 0, 0).unwrap().assume_offset(odd)
        };
        assert_eq!(written(&noon(2026)), "2025-12-31T23:59:30Z");
        let first = Date::MIN.with_hms(0, 0, 0).unwrap().assume_offset(odd);
        assert_eq!(written(&first), "-10000-01-01T00:00:00");
    }
}
