//! The order on the time line (§3.2.7.4).

use std::cmp::Ordering;

use super::{Fraction, TimeZone};

const SECONDS_PER_DAY: i128 = 86_400;
/// The largest distance from UTC of a value without a time zone, in seconds (§3.2.7.4).
const MOST_OFFSET_SECONDS: i128 = 14 * 3600;

/// A position on the time line, or a local time if there is no time zone.
#[derive(Clone, Copy)]
pub(in crate::xsd) struct Moment<'a> {
    /// Whole seconds since the start of 1970, in UTC if there is a time zone. 128 bits suffice for every 64-bit
    /// year.
    seconds: i128,
    /// The key that orders fractions by value.
    fraction: (u64, &'a str),
    has_zone: bool,
}

impl<'a> Moment<'a> {
    /// Creates the start of the day that is `days` after 1 January 1970.
    pub(in crate::xsd) fn start_of(days: i128, time_zone: Option<TimeZone>) -> Self {
        let offset_minutes = time_zone.map_or(0, TimeZone::offset_minutes);
        Self {
            seconds: days * SECONDS_PER_DAY - i128::from(offset_minutes) * 60,
            fraction: (0, ""),
            has_zone: time_zone.is_some(),
        }
    }

    /// Returns the moment at a time of the day that starts at `self`.
    pub(in crate::xsd) fn at(
        self,
        [hour, minute, second]: [u8; 3],
        fraction: Option<&'a Fraction>,
    ) -> Self {
        let seconds = u32::from(hour) * 3600 + u32::from(minute) * 60 + u32::from(second);
        Self {
            seconds: self.seconds + i128::from(seconds),
            fraction: fraction.map_or((0, ""), Fraction::by_value),
            ..self
        }
    }

    /// Returns the whole seconds since the start of 1970.
    pub(in crate::xsd) fn unix_seconds(self) -> i128 {
        self.seconds
    }

    /// Returns a text that is the same for equal moments.
    pub(in crate::xsd) fn canonical(self) -> String {
        let Self { seconds, fraction: (leading, rest), has_zone } = self;
        format!("{seconds}.{leading:019}{rest}{}", if has_zone { "Z" } else { "" })
    }

    /// Compares two moments, or returns `None` if the order depends on a missing time zone.
    pub(in crate::xsd) fn compare(self, other: Self) -> Option<Ordering> {
        match (self.has_zone, other.has_zone) {
            (true, false) => self.compare_with_local(other),
            (false, true) => other.compare_with_local(self).map(Ordering::reverse),
            _ => Some(self.key(0).cmp(&other.key(0))),
        }
    }

    fn compare_with_local(self, local: Self) -> Option<Ordering> {
        if self.key(0) < local.key(-MOST_OFFSET_SECONDS) {
            Some(Ordering::Less)
        } else if self.key(0) > local.key(MOST_OFFSET_SECONDS) {
            Some(Ordering::Greater)
        } else {
            None
        }
    }

    /// Returns the sort key of the moment moved by `shift` seconds.
    fn key(self, shift: i128) -> (i128, (u64, &'a str)) {
        (self.seconds + shift, self.fraction)
    }
}
