//! The lexical form (§3.2.7.1): `'-'? yyyy '-' mm '-' dd 'T' hh ':' mm ':' ss ('.' s+)? zone?`.

use super::{DateTime, TYPE};
use crate::xsd::{
    Lexical, ValueError,
    calendar::{append_date, append_time, append_time_zone},
};

/// The length of `-MM-DDThh:mm:ss`.
const AFTER_YEAR: usize = 15;

impl Lexical for DateTime {
    fn parse_lexical(text: &str) -> Result<Self, ValueError> {
        let (year, rest) = TYPE.year(text)?;
        let (fields, rest) = rest.split_at_checked(AFTER_YEAR).ok_or_else(malformed)?;
        let &[b'-', o1, o2, b'-', d1, d2, b'T', h1, h2, b':', m1, m2, b':', s1, s2] =
            fields.as_bytes()
        else {
            return Err(malformed());
        };
        let (fraction, rest) = TYPE.fraction(rest)?;
        let value = Self {
            year,
            month: TYPE.two_digits("month", [o1, o2])?,
            day: TYPE.two_digits("day", [d1, d2])?,
            hour: TYPE.two_digits("hour", [h1, h2])?,
            minute: TYPE.two_digits("minute", [m1, m2])?,
            second: TYPE.two_digits("second", [s1, s2])?,
            fraction,
            time_zone: TYPE.time_zone(rest)?,
        };
        value.check()?;
        Ok(value)
    }

    fn append_lexical(&self, out: &mut Vec<u8>) {
        append_date(self.year, self.month, self.day, out);
        out.push(b'T');
        append_time([self.hour, self.minute, self.second], self.fraction.as_ref(), out);
        append_time_zone(self.time_zone, out);
    }
}

#[cold]
fn malformed() -> ValueError {
    TYPE.error("expected `-MM-DDThh:mm:ss` after the year")
}

#[cfg(test)]
mod tests {
    use super::{DateTime, Lexical, ValueError};

    fn date_time(text: &str) -> Result<DateTime, ValueError> {
        DateTime::parse_lexical(text)
    }

    #[test]
    fn preserves_the_lexical_form() {
        let long_fraction = format!("2026-01-02T03:04:05.{}Z", "90".repeat(300));
        let cases = [
            "2026-01-02T03:04:05",
            "2026-01-02T03:04:05Z",
            "2026-12-31T23:59:59+00:00",
            "2026-12-31T23:59:59-00:00",
            "2026-12-31T23:59:59.0-14:00",
            "2026-12-31T23:59:59.120+14:00",
            "2026-12-31T23:59:59.000000000000000000",
            "2026-12-31T23:59:59.0000000000000000000Z",
            long_fraction.as_str(),
            "2026-01-31T24:00:00",
            "2026-01-31T24:00:00.000Z",
            "2024-02-29T00:00:00",
            "2000-02-29T00:00:00",
            "-0001-02-29T00:00:00",
            "-0005-02-29T00:00:00",
            "-0401-02-29T00:00:00",
            "0001-01-01T00:00:00",
            "0999-01-01T00:00:00",
            "12026-01-01T00:00:00",
            "-12026-01-01T00:00:00Z",
            "9223372036854775807-12-31T24:00:00Z",
            "-9223372036854775808-01-01T00:00:00Z",
        ];
        for text in cases {
            assert_eq!(date_time(text).unwrap().to_string(), text);
        }
    }

    #[test]
    fn reports_the_reason() {
        let cases = [
            ("", "fewer than four digits"),
            ("x", "fewer than four digits"),
            ("--2026-01-02T03:04:05", "fewer than four digits"),
            ("+2026-01-02T03:04:05", "fewer than four digits"),
            ("26-01-02T03:04:05", "fewer than four digits"),
            ("02026-01-02T03:04:05", "must not start with 0"),
            ("0000-01-02T03:04:05", "year 0000 does not exist"),
            ("-0000-01-02T03:04:05", "year 0000 does not exist"),
            ("9223372036854775808-01-02T03:04:05", "19-digit year does not fit into 64 bits"),
            ("-9223372036854775809-01-02T03:04:05", "19-digit year does not fit into 64 bits"),
            ("2026", "expected `-MM-DDThh:mm:ss`"),
            ("2026-01-02", "expected `-MM-DDThh:mm:ss`"),
            ("2026-01-02T03:04", "expected `-MM-DDThh:mm:ss`"),
            ("2026-01-02 03:04:05", "expected `-MM-DDThh:mm:ss`"),
            ("2026-01-02t03:04:05", "expected `-MM-DDThh:mm:ss`"),
            ("20260102T030405", "expected `-MM-DDThh:mm:ss`"),
            ("2026-01-02T03:04:0é", "expected `-MM-DDThh:mm:ss`"),
            ("2026-1x-02T03:04:05", "expected two digits for the month"),
            ("2026-01-+2T03:04:05", "expected two digits for the day"),
            ("2026-01-02T 3:04:05", "expected two digits for the hour"),
            ("2026-01-02T03:x4:05", "expected two digits for the minute"),
            ("2026-01-02T03:04:é", "expected two digits for the second"),
            ("2026-13-02T03:04:05", "month 13 is not between 1 and 12"),
            ("2026-00-02T03:04:05", "month 0 is not between 1 and 12"),
            ("2026-01-00T03:04:05", "day 0 is not between 1 and 31"),
            ("2026-04-31T03:04:05", "day 31 is not between 1 and 30"),
            ("2026-02-29T03:04:05", "day 29 is not between 1 and 28"),
            ("1900-02-29T03:04:05", "day 29 is not between 1 and 28"),
            ("-0004-02-29T03:04:05", "day 29 is not between 1 and 28"),
            ("-0101-02-29T03:04:05", "day 29 is not between 1 and 28"),
            ("2026-01-02T25:00:00", "hour 25 is not between 0 and 24"),
            ("2026-01-02T03:60:05", "minute 60 is not between 0 and 59"),
            ("2026-01-02T03:04:60", "second 60 is not between 0 and 59"),
            ("2026-01-02T24:01:00", "hour 24 is only allowed as 24:00:00"),
            ("2026-01-02T24:00:01", "hour 24 is only allowed as 24:00:00"),
            ("2026-01-02T24:00:00.1", "hour 24 is only allowed as 24:00:00"),
            ("2026-01-02T24:00:00.0000000000000000000001", "hour 24 is only allowed"),
            ("2026-01-02T03:04:05.", "one or more fractional digits"),
            ("2026-01-02T03:04:05.Z", "one or more fractional digits"),
            ("2026-01-02T03:04:05,5", "expected time zone"),
            ("2026-01-02T03:04:05z", "expected time zone"),
            ("2026-01-02T03:04:05.5Zx", "expected time zone"),
            ("2026-01-02T03:04:05 ", "expected time zone"),
            ("2026-01-02T03:04:05+15:00", "time zone hour 15"),
        ];
        for (text, expected) in cases {
            let reason = date_time(text).unwrap_err().to_string();
            assert!(reason.contains(expected), "{text:?}: {reason}");
        }
    }

    #[test]
    fn rejects_a_year_of_hundreds_of_digits() {
        let text = format!("{}-01-02T03:04:05", "9".repeat(500));
        let reason = date_time(&text).unwrap_err().to_string();
        assert!(reason.contains("500-digit year does not fit into 64 bits"), "{reason}");
    }

    #[test]
    fn trims_white_space_only_in_from_str() {
        let text = "\n\t 2026-01-02T03:04:05Z\r ";
        assert_eq!(text.parse::<DateTime>().unwrap().to_string(), "2026-01-02T03:04:05Z");
        assert!(DateTime::parse_lexical(text).is_err());
        assert!("2026-01-02T03: 04:05Z".parse::<DateTime>().is_err());
    }

    #[test]
    fn appends_to_the_output() {
        let mut out = b"at ".to_vec();
        DateTime::new(-7, 1, 2, 3, 4, 5).unwrap().append_lexical(&mut out);
        assert_eq!(out, b"at -0007-01-02T03:04:05");
    }
}
