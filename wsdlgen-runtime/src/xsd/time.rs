//! `xs:time` (XSD 1.0 part 2, §3.2.8) without loss.

use super::{
    Fraction, Lexical, TimeZone, ValueError,
    calendar::{Moment, TypeName, append_time, append_time_zone, calendar_type},
};

pub(super) const TYPE: TypeName = TypeName("xs:time");

/// The length of `hh:mm:ss`.
const LENGTH: usize = 8;

/// `xs:time` (XSD 1.0 part 2, §3.2.8): a time of day with an optional time zone, as written.
///
/// ```
/// use wsdlgen_runtime::xsd::{Fraction, Time};
///
/// let time: Time = "13:20:00.50Z".parse().unwrap();
/// assert_eq!((time.hour(), time.minute(), time.second()), (13, 20, 0));
/// assert_eq!(time.fraction().map(Fraction::nanoseconds), Some(500_000_000));
/// assert_eq!(time.to_string(), "13:20:00.50Z");
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
#[expect(clippy::struct_field_names, reason = "`time_zone` is the established name")]
pub struct Time {
    pub(super) hour: u8,
    pub(super) minute: u8,
    pub(super) second: u8,
    pub(super) fraction: Option<Fraction>,
    pub(super) time_zone: Option<TimeZone>,
}

calendar_type!(Time, "13:20:00");

impl Time {
    /// Creates a time of day without a fraction or time zone.
    ///
    /// # Errors
    ///
    /// If the time of day does not exist. Hour 24 is only allowed in `24:00:00`, the end of the day.
    pub fn new(hour: u8, minute: u8, second: u8) -> Result<Self, ValueError> {
        TYPE.check_time([hour, minute, second], None)?;
        Ok(Self { hour, minute, second, fraction: None, time_zone: None })
    }

    /// Sets the fraction of a second.
    ///
    /// # Errors
    ///
    /// If the time is `24:00:00` and the fraction is not zero.
    pub fn with_fraction(self, fraction: Fraction) -> Result<Self, ValueError> {
        TYPE.check_time(self.fields(), Some(&fraction))?;
        Ok(Self { fraction: Some(fraction), ..self })
    }

    /// Returns the hour, from 0 to 23, or 24 at the end of the day.
    pub fn hour(&self) -> u8 {
        self.hour
    }

    /// Returns the minute, from 0 to 59.
    pub fn minute(&self) -> u8 {
        self.minute
    }

    /// Returns the whole second, from 0 to 59.
    pub fn second(&self) -> u8 {
        self.second
    }

    /// Returns the fraction of a second, if the value has one.
    pub fn fraction(&self) -> Option<&Fraction> {
        self.fraction.as_ref()
    }

    fn fields(&self) -> [u8; 3] {
        [self.hour, self.minute, self.second]
    }

    /// Returns the time on an arbitrary fixed day.
    fn moment(&self) -> Moment<'_> {
        Moment::start_of(0, self.time_zone).at(self.fields(), self.fraction.as_ref())
    }
}

/// `hh ':' mm ':' ss ('.' s+)? zone?` (§3.2.8.1).
impl Lexical for Time {
    fn parse_lexical(text: &str) -> Result<Self, ValueError> {
        let malformed = || TYPE.error("expected `hh:mm:ss`");
        let (fields, rest) = text.split_at_checked(LENGTH).ok_or_else(malformed)?;
        let &[h1, h2, b':', m1, m2, b':', s1, s2] = fields.as_bytes() else {
            return Err(malformed());
        };
        let (fraction, rest) = TYPE.fraction(rest)?;
        let time = Self {
            hour: TYPE.two_digits("hour", [h1, h2])?,
            minute: TYPE.two_digits("minute", [m1, m2])?,
            second: TYPE.two_digits("second", [s1, s2])?,
            fraction,
            time_zone: TYPE.time_zone(rest)?,
        };
        TYPE.check_time(time.fields(), time.fraction.as_ref())?;
        Ok(time)
    }

    fn append_lexical(&self, out: &mut Vec<u8>) {
        append_time(self.fields(), self.fraction.as_ref(), out);
        append_time_zone(self.time_zone, out);
    }
}

#[cfg(test)]
mod tests {
    use super::{Lexical, Time};

    #[test]
    fn preserves_the_lexical_form() {
        for text in ["00:00:00", "24:00:00", "24:00:00.0Z", "23:59:59.999999999999+14:00"] {
            assert_eq!(Time::parse_lexical(text).unwrap().to_string(), text);
        }
    }

    #[test]
    fn rejects_other_text() {
        let texts = [
            "",
            "1:00:00",
            "24:00:01",
            "24:00:00.1",
            "25:00:00",
            "00:60:00",
            "00:00:60",
            "00:00:00.",
            "00:00",
            "00:00:00,5",
            "T00:00:00",
            "00:00:00 ",
            "00:00:0é",
        ];
        for text in texts {
            assert!(Time::parse_lexical(text).is_err(), "{text:?}");
        }
    }
}
