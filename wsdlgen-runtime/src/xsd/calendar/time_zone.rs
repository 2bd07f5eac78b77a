//! Time zones as offsets from UTC.

use std::{fmt, str::FromStr};

use super::{TypeName, write::ascii_pair};
use crate::xsd::ValueError;

/// The time zone of an [`xs:dateTime`](crate::xsd::DateTime) or of a type derived from its parts: `Z`, or an offset
/// from UTC of up to 14 hours (XSD 1.0 part 2, §3.2.7.3).
///
/// `==` compares zones as written: `Z`, `+00:00` and `-00:00` differ, although their
/// [`offset_minutes`](Self::offset_minutes) are equal.
///
/// # Examples
///
/// ```
/// use wsdlgen_runtime::xsd::TimeZone;
///
/// let zone: TimeZone = "-05:30".parse().unwrap();
/// assert_eq!(zone.offset_minutes(), -330);
/// assert_eq!(TimeZone::from_minutes(-330), Some(zone));
/// assert_ne!(TimeZone::UTC, "+00:00".parse().unwrap());
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct TimeZone(Written);

/// The type named in errors if the zone is not part of another type's text.
pub(super) const TYPE: TypeName = TypeName("time zone");

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Written {
    Z,
    Offset { negative: bool, hours: u8, minutes: u8 },
}

impl TimeZone {
    /// Coordinated universal time, written `Z`.
    pub const UTC: Self = Self(Written::Z);

    /// Returns the zone `minutes` ahead of UTC, which is `Z` for zero, or `None` beyond 14 hours in either direction.
    ///
    /// ```
    /// use wsdlgen_runtime::xsd::TimeZone;
    ///
    /// assert_eq!(TimeZone::from_minutes(60).unwrap().to_string(), "+01:00");
    /// assert_eq!(TimeZone::from_minutes(0), Some(TimeZone::UTC));
    /// assert_eq!(TimeZone::from_minutes(841), None);
    /// ```
    pub fn from_minutes(minutes: i16) -> Option<Self> {
        if minutes == 0 {
            return Some(Self::UTC);
        }
        let hours = u8::try_from(minutes.unsigned_abs() / 60).ok()?;
        let rest = u8::try_from(minutes.unsigned_abs() % 60).ok()?;
        Self::offset(minutes < 0, [hours, rest], TYPE).ok()
    }

    /// Returns how far the zone is ahead of UTC, in minutes from -840 to 840.
    ///
    /// ```
    /// use wsdlgen_runtime::xsd::TimeZone;
    ///
    /// let zone: TimeZone = "+14:00".parse().unwrap();
    /// assert_eq!(zone.offset_minutes(), 840);
    /// ```
    pub fn offset_minutes(self) -> i16 {
        match self.0 {
            Written::Z => 0,
            Written::Offset { negative, hours, minutes } => {
                let distance = i16::from(hours) * 60 + i16::from(minutes);
                if negative { -distance } else { distance }
            }
        }
    }

    fn offset(
        negative: bool,
        [hours, minutes]: [u8; 2],
        owner: TypeName,
    ) -> Result<Self, ValueError> {
        owner.within("time zone hour", hours, 0, 14)?;
        owner.within("time zone minute", minutes, 0, 59)?;
        if hours == 14 && minutes > 0 {
            return Err(owner.error("the time zone is more than 14:00 from UTC"));
        }
        Ok(Self(Written::Offset { negative, hours, minutes }))
    }

    /// Parses the time zone at the end of a text of type `owner`.
    pub(super) fn read(text: &str, owner: TypeName) -> Result<Self, ValueError> {
        let (negative, hours, minutes) = match *text.as_bytes() {
            [b'Z'] => return Ok(Self::UTC),
            [b'+', h1, h2, b':', m1, m2] => (false, [h1, h2], [m1, m2]),
            [b'-', h1, h2, b':', m1, m2] => (true, [h1, h2], [m1, m2]),
            _ => return Err(owner.error("expected time zone `Z`, `+hh:mm` or `-hh:mm`")),
        };
        let hours = owner.two_digits("time zone hour", hours)?;
        let minutes = owner.two_digits("time zone minute", minutes)?;
        Self::offset(negative, [hours, minutes], owner)
    }

    pub(super) fn append(self, out: &mut Vec<u8>) {
        match self.0 {
            Written::Z => out.push(b'Z'),
            Written::Offset { negative, hours, minutes } => {
                let sign = if negative { b'-' } else { b'+' };
                let [[h1, h2], [m1, m2]] = [hours, minutes].map(ascii_pair);
                out.extend_from_slice(&[sign, h1, h2, b':', m1, m2]);
            }
        }
    }
}

/// Parses `Z`, `+hh:mm` or `-hh:mm`.
impl FromStr for TimeZone {
    type Err = ValueError;

    fn from_str(text: &str) -> Result<Self, ValueError> {
        Self::read(text, TYPE)
    }
}

impl fmt::Display for TimeZone {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = Vec::with_capacity(6);
        self.append(&mut out);
        formatter.pad(&String::from_utf8_lossy(&out))
    }
}

impl fmt::Debug for TimeZone {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "TimeZone({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::TimeZone;

    #[test]
    fn keeps_zones_as_written() {
        let cases = [
            ("Z", 0),
            ("+00:00", 0),
            ("-00:00", 0),
            ("+05:45", 345),
            ("-03:30", -210),
            ("+13:59", 839),
            ("+14:00", 840),
            ("-14:00", -840),
        ];
        for (index, (text, minutes)) in cases.into_iter().enumerate() {
            let zone: TimeZone = text.parse().unwrap();
            assert_eq!((zone.to_string().as_str(), zone.offset_minutes()), (text, minutes));
            for (other, _) in &cases[..index] {
                assert_ne!(zone, other.parse().unwrap());
            }
        }
        assert_eq!(format!("{:?}", TimeZone::UTC), "TimeZone(Z)");
    }

    #[test]
    fn rejects_other_text() {
        let cases = [
            ("", "expected time zone `Z`"),
            ("z", "expected time zone `Z`"),
            ("ZZ", "expected time zone `Z`"),
            ("+1:00", "expected time zone `Z`"),
            ("+01:000", "expected time zone `Z`"),
            ("+0100", "expected time zone `Z`"),
            ("05:00", "expected time zone `Z`"),
            ("+0a:00", "expected two digits for the time zone hour"),
            ("+01:-1", "expected two digits for the time zone minute"),
            ("+15:00", "time zone hour 15 is not between 0 and 14"),
            ("+01:60", "time zone minute 60 is not between 0 and 59"),
            ("-14:01", "more than 14:00"),
        ];
        for (text, expected) in cases {
            let reason = text.parse::<TimeZone>().unwrap_err().to_string();
            assert!(reason.contains(expected), "{text:?}: {reason}");
        }
    }

    #[test]
    fn creates_zones_up_to_14_hours_from_minutes() {
        let cases = [(0, "Z"), (1, "+00:01"), (-1, "-00:01"), (840, "+14:00"), (-840, "-14:00")];
        for (minutes, text) in cases {
            assert_eq!(TimeZone::from_minutes(minutes).unwrap().to_string(), text);
        }
        for minutes in [841, -841, i16::MAX, i16::MIN] {
            assert_eq!(TimeZone::from_minutes(minutes), None);
        }
    }
}
