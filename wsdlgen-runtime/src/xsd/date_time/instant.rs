//! Instants on the time line: comparison (§3.2.7.4) and conversion from and to [`SystemTime`].

use std::{
    cmp::Ordering,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use super::{DateTime, Fraction, TYPE, TimeZone};
use crate::xsd::{
    ValueError,
    calendar::{Moment, days},
};

const SECONDS_PER_DAY: i64 = 86_400;
const NANOSECONDS_PER_SECOND: i128 = 1_000_000_000;

impl DateTime {
    /// Compares positions on the time line (XSD 1.0 part 2, §3.2.7.4), unlike `==`, which compares values as written.
    ///
    /// Offsets are applied, fractions are compared by value, and `24:00:00` is the next day's `00:00:00`. A value
    /// without a time zone may be in any zone within 14 hours of UTC. Comparing it to a value with a zone returns
    /// `None` unless the result is the same for all of these zones.
    ///
    /// ```
    /// use std::cmp::Ordering;
    /// use wsdlgen_runtime::xsd::DateTime;
    ///
    /// let noon: DateTime = "2000-01-16T12:00:00Z".parse().unwrap();
    /// let in_paris: DateTime = "2000-01-16T13:00:00.0+01:00".parse().unwrap();
    /// let day_before: DateTime = "2000-01-15T12:00:00".parse().unwrap();
    /// let somewhere: DateTime = "2000-01-16T12:00:00".parse().unwrap();
    /// assert_eq!(noon.cmp_instant(&in_paris), Some(Ordering::Equal));
    /// assert_eq!(day_before.cmp_instant(&noon), Some(Ordering::Less));
    /// assert_eq!(somewhere.cmp_instant(&noon), None);
    /// ```
    pub fn cmp_instant(&self, other: &Self) -> Option<Ordering> {
        self.moment().compare(other.moment())
    }

    /// Returns a text that is the same for equal instants.
    pub(crate) fn canonical_instant(&self) -> String {
        self.moment().canonical()
    }

    fn moment(&self) -> Moment<'_> {
        let days = days::days_since_1970(self.year, self.month, self.day);
        Moment::start_of(days, self.time_zone)
            .at([self.hour, self.minute, self.second], self.fraction.as_ref())
    }

    /// Returns the current time in UTC with the precision of the system clock.
    ///
    /// ```
    /// use wsdlgen_runtime::xsd::{DateTime, TimeZone};
    ///
    /// assert_eq!(DateTime::now().time_zone(), Some(TimeZone::UTC));
    /// ```
    pub fn now() -> Self {
        SystemTime::now().into()
    }
}

/// Converts to an instant in UTC, written with `Z` and the fewest fraction digits that represent it.
///
/// ```
/// use std::time::{Duration, UNIX_EPOCH};
/// use wsdlgen_runtime::xsd::DateTime;
///
/// let time = UNIX_EPOCH + Duration::from_millis(1_500);
/// assert_eq!(DateTime::from(time).to_string(), "1970-01-01T00:00:01.5Z");
/// ```
impl From<SystemTime> for DateTime {
    fn from(time: SystemTime) -> Self {
        let nanoseconds = match time.duration_since(UNIX_EPOCH) {
            Ok(after) => nanoseconds(after),
            Err(before) => -nanoseconds(before.duration()),
        };
        let seconds = nanoseconds.div_euclid(NANOSECONDS_PER_SECOND);
        let days = seconds.div_euclid(SECONDS_PER_DAY.into());
        let days = i64::try_from(days).expect("the days of 64-bit seconds fit into 64 bits");
        let (year, month, day) = days::date_after_1970(days);
        let second = in_range(seconds.rem_euclid(SECONDS_PER_DAY.into()));
        let fraction = in_range(nanoseconds.rem_euclid(NANOSECONDS_PER_SECOND));
        Self {
            year,
            month,
            day,
            hour: days::field(second / 3600),
            minute: days::field(second / 60 % 60),
            second: days::field(second % 60),
            fraction: Fraction::unless_zero(fraction),
            time_zone: Some(TimeZone::UTC),
        }
    }
}

fn nanoseconds(duration: Duration) -> i128 {
    i128::from(duration.as_secs()) * NANOSECONDS_PER_SECOND + i128::from(duration.subsec_nanos())
}

/// Narrows a remainder whose divisor fits into 32 bits.
fn in_range(remainder: i128) -> u32 {
    u32::try_from(remainder).expect("a remainder is smaller than its divisor")
}

/// Converts to an instant, truncated to nanoseconds.
///
/// # Errors
///
/// If there is no time zone, or the instant is out of range of the system clock.
///
/// ```
/// use std::time::{Duration, SystemTime, UNIX_EPOCH};
/// use wsdlgen_runtime::xsd::DateTime;
///
/// let time: DateTime = "1970-01-01T01:00:00.25+01:00".parse().unwrap();
/// assert_eq!(SystemTime::try_from(&time), Ok(UNIX_EPOCH + Duration::from_millis(250)));
/// let local: DateTime = "1970-01-01T01:00:00".parse().unwrap();
/// assert!(SystemTime::try_from(&local).is_err());
/// ```
impl TryFrom<&DateTime> for SystemTime {
    type Error = ValueError;

    fn try_from(time: &DateTime) -> Result<Self, ValueError> {
        if time.time_zone.is_none() {
            return Err(TYPE.error("missing time zone"));
        }
        let seconds = time.moment().unix_seconds();
        let nanoseconds = time.fraction.as_ref().map_or(0, Fraction::nanoseconds);
        whole_second(seconds)
            .and_then(|second| second.checked_add(Duration::new(0, nanoseconds)))
            .ok_or_else(|| TYPE.error("out of range of the system clock"))
    }
}

fn whole_second(unix_seconds: i128) -> Option<SystemTime> {
    let distance = Duration::from_secs(u64::try_from(unix_seconds.unsigned_abs()).ok()?);
    if unix_seconds < 0 {
        UNIX_EPOCH.checked_sub(distance)
    } else {
        UNIX_EPOCH.checked_add(distance)
    }
}

#[cfg(test)]
mod tests {
    use std::{
        cmp::Ordering::{Equal, Greater, Less},
        time::{Duration, SystemTime, UNIX_EPOCH},
    };

    use super::DateTime;

    fn date_time(text: &str) -> DateTime {
        text.parse().unwrap()
    }

    #[test]
    fn orders_instants_as_specified() {
        let cases = [
            // The table in §3.2.7.4.
            ("2000-01-15T00:00:00", "2000-02-15T00:00:00", Some(Less)),
            ("2000-01-15T12:00:00", "2000-01-16T12:00:00Z", Some(Less)),
            ("2000-01-01T12:00:00", "1999-12-31T23:00:00Z", None),
            ("2000-01-16T12:00:00", "2000-01-16T12:00:00Z", None),
            ("2000-01-16T00:00:00", "2000-01-16T12:00:00Z", None),
            // The limits of the 14 hours, to the smallest fraction.
            ("2000-01-01T00:00:00", "2000-01-01T14:00:00Z", None),
            ("2000-01-01T00:00:00", "2000-01-01T14:00:00.00000000000000000000001Z", Some(Less)),
            ("2000-01-02T00:00:00", "2000-01-01T10:00:00Z", None),
            ("2000-01-02T00:00:00", "2000-01-01T09:59:59.9Z", Some(Greater)),
            // Offsets.
            ("2000-03-04T23:00:00+03:00", "2000-03-04T20:00:00Z", Some(Equal)),
            ("2000-01-01T00:00:00+14:00", "1999-12-31T10:00:00Z", Some(Equal)),
            ("2000-01-01T00:00:00-14:00", "2000-01-01T14:00:00+00:00", Some(Equal)),
            ("2000-01-01T00:00:00-00:00", "2000-01-01T00:00:00Z", Some(Equal)),
            ("2000-01-01T00:00:00+01:00", "2000-01-01T00:00:00Z", Some(Less)),
            // Midnight.
            ("1999-12-31T24:00:00", "2000-01-01T00:00:00", Some(Equal)),
            ("2000-02-28T24:00:00.00Z", "2000-02-29T00:00:00Z", Some(Equal)),
            ("-0001-12-31T24:00:00Z", "0001-01-01T00:00:00Z", Some(Equal)),
            // Fractions.
            ("2000-01-01T00:00:00", "2000-01-01T00:00:00.000", Some(Equal)),
            ("2000-01-01T00:00:00.5", "2000-01-01T00:00:00.5000000000000000000000", Some(Equal)),
            ("2000-01-01T00:00:00.5", "2000-01-01T00:00:00.5000000000000000000001", Some(Less)),
            ("2000-01-01T00:00:00.10", "2000-01-01T00:00:00.9", Some(Less)),
            // Before the common era.
            ("-0002-01-01T00:00:00", "-0001-01-01T00:00:00", Some(Less)),
            ("-10000-01-01T00:00:00", "10000-01-01T00:00:00", Some(Less)),
            // The first and last years.
            (
                "-9223372036854775808-01-01T00:00:00+14:00",
                "9223372036854775807-12-31T24:00:00-14:00",
                Some(Less),
            ),
            (
                "9223372036854775807-12-31T24:00:00",
                "-9223372036854775808-01-01T00:00:00Z",
                Some(Greater),
            ),
            ("9223372036854775807-12-31T24:00:00", "9223372036854775807-12-31T24:00:00Z", None),
        ];
        for (left, right, order) in cases {
            let (left, right) = (date_time(left), date_time(right));
            assert_eq!(left.cmp_instant(&right), order, "{left} {right}");
            let reversed = order.map(std::cmp::Ordering::reverse);
            assert_eq!(right.cmp_instant(&left), reversed, "{right} {left}");
        }
    }

    #[test]
    fn round_trips_system_time() {
        let cases = [
            (0, 0, "1970-01-01T00:00:00Z"),
            (0, 1, "1970-01-01T00:00:00.000000001Z"),
            (-1, 0, "1969-12-31T23:59:59Z"),
            (-1, 750_000_000, "1969-12-31T23:59:59.75Z"),
            (951_827_696, 120_000_000, "2000-02-29T12:34:56.12Z"),
            (1_767_323_045, 0, "2026-01-02T03:04:05Z"),
            (253_402_300_800, 0, "10000-01-01T00:00:00Z"),
            (-62_135_596_800, 0, "0001-01-01T00:00:00Z"),
            (-62_135_596_801, 999_999_999, "-0001-12-31T23:59:59.999999999Z"),
            (-62_162_208_000, 0, "-0001-02-28T00:00:00Z"),
        ];
        for (seconds, nanoseconds, text) in cases {
            let distance = Duration::from_secs(i64::unsigned_abs(seconds));
            let second = if seconds < 0 { UNIX_EPOCH - distance } else { UNIX_EPOCH + distance };
            let time = second + Duration::from_nanos(nanoseconds);
            assert_eq!(DateTime::from(time).to_string(), text);
            assert_eq!(SystemTime::try_from(&date_time(text)), Ok(time), "{text}");
        }
    }

    #[test]
    fn converts_equivalent_forms_to_the_same_system_time() {
        let cases = [
            ("1970-01-01T00:00:00.0000000019999Z", 1),
            ("1970-01-01T14:00:00+14:00", 0),
            ("1969-12-31T24:00:00.0-00:00", 0),
            ("1969-12-31T10:00:00.000000007-14:00", 7),
        ];
        for (text, nanoseconds) in cases {
            let time = UNIX_EPOCH + Duration::from_nanos(nanoseconds);
            assert_eq!(SystemTime::try_from(&date_time(text)), Ok(time), "{text}");
        }
    }

    #[test]
    fn rejects_values_without_a_system_time() {
        let cases = [
            ("2000-01-01T00:00:00", "missing time zone"),
            ("9223372036854775807-12-31T24:00:00-14:00", "out of range"),
            ("-9223372036854775808-01-01T00:00:00+14:00", "out of range"),
        ];
        for (text, expected) in cases {
            let reason = SystemTime::try_from(&date_time(text)).unwrap_err().to_string();
            assert!(reason.contains(expected), "{text}: {reason}");
        }
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn converts_the_extremes_of_the_system_clock() {
        let distance = Duration::from_secs(1 << 63);
        let first = UNIX_EPOCH - distance;
        let last = UNIX_EPOCH + Duration::new((1 << 63) - 1, 999_999_999);
        for (time, text) in [
            (first, "-292277022658-01-27T08:29:52Z"),
            (last, "292277026596-12-04T15:30:07.999999999Z"),
        ] {
            assert_eq!(DateTime::from(time).to_string(), text);
            assert_eq!(SystemTime::try_from(&date_time(text)), Ok(time));
        }
    }
}
