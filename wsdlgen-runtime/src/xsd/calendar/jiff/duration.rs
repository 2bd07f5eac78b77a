//! Conversions of lengths in seconds, and of spans, which keep their units separate as `xs:duration` does.

use ::jiff::{Error, SignedDuration, Span};

use crate::xsd::{
    Duration, Fraction, ValueError,
    calendar::{
        TypeName,
        foreign::{also_by_value, duration},
    },
};

const SIGNED: TypeName = TypeName("jiff::SignedDuration");
const SPAN: TypeName = TypeName("jiff::Span");

/// Converts to a duration in seconds.
impl From<SignedDuration> for Duration {
    fn from(length: SignedDuration) -> Self {
        duration(length.as_secs(), length.subsec_nanos())
    }
}

/// Fails if the duration has years or months, is more precise than nanoseconds, or its seconds do not fit into 64
/// bits: nothing is rounded.
impl TryFrom<&Duration> for SignedDuration {
    type Error = ValueError;

    fn try_from(value: &Duration) -> Result<Self, ValueError> {
        SIGNED.seconds(value).map(|(seconds, nanoseconds)| Self::new(seconds, nanoseconds))
    }
}

/// Keeps each unit that is not zero. Weeks become days, and units below seconds become the fraction.
///
/// ```
/// use jiff::{Span, ToSpan};
/// use wsdlgen_runtime::xsd::Duration;
///
/// let duration = Duration::from(1.year().weeks(2).milliseconds(1_500));
/// assert_eq!(duration.to_string(), "P1Y14DT1.5S");
/// let span = Span::try_from(&duration).unwrap();
/// assert_eq!(span.fieldwise(), 1.year().days(14).seconds(1).milliseconds(500));
/// ```
impl From<Span> for Duration {
    fn from(span: Span) -> Self {
        let count = |count: i64| Some(count.unsigned_abs()).filter(|count| *count != 0);
        let length = seconds(&span);
        let (whole, nanoseconds) =
            (length.as_secs().unsigned_abs(), length.subsec_nanos().unsigned_abs());
        let written = !length.is_zero() || span.is_zero();
        Self {
            negative: span.is_negative(),
            years: count(span.get_years().into()),
            months: count(span.get_months().into()),
            days: count(i64::from(span.get_weeks()) * 7 + i64::from(span.get_days())),
            hours: count(span.get_hours().into()),
            minutes: count(span.get_minutes()),
            seconds: written.then_some(whole),
            fraction: Fraction::unless_zero(nanoseconds),
        }
    }
}

/// Returns the seconds and smaller units. The limits of a span's units rule out saturation.
fn seconds(span: &Span) -> SignedDuration {
    [
        SignedDuration::from_millis(span.get_milliseconds()),
        SignedDuration::from_micros(span.get_microseconds()),
        SignedDuration::from_nanos(span.get_nanoseconds()),
    ]
    .into_iter()
    .fold(SignedDuration::from_secs(span.get_seconds()), SignedDuration::saturating_add)
}

/// Keeps the units. A fraction becomes milliseconds, microseconds and nanoseconds.
///
/// Fails if a unit is outside the range of a span or the fraction is more precise than nanoseconds: nothing is
/// rounded.
impl TryFrom<&Duration> for Span {
    type Error = ValueError;

    fn try_from(value: &Duration) -> Result<Self, ValueError> {
        let nanoseconds = u64::from(SPAN.nanoseconds(value.fraction.as_ref())?);
        let units: [(&str, Option<u64>, Setter); 9] = [
            ("years", value.years, Self::try_years),
            ("months", value.months, Self::try_months),
            ("days", value.days, Self::try_days),
            ("hours", value.hours, Self::try_hours),
            ("minutes", value.minutes, Self::try_minutes),
            ("seconds", value.seconds, Self::try_seconds),
            ("milliseconds", Some(nanoseconds / 1_000_000), Self::try_milliseconds),
            ("microseconds", Some(nanoseconds / 1_000 % 1_000), Self::try_microseconds),
            ("nanoseconds", Some(nanoseconds % 1_000), Self::try_nanoseconds),
        ];
        let mut span = Self::new();
        for (unit, count, set) in units {
            let count = count.unwrap_or(0);
            let set = i64::try_from(count).ok().and_then(|count| set(span, count).ok());
            span = set.ok_or_else(|| SPAN.error(format!("{count} {unit} are out of range")))?;
        }
        Ok(if value.negative { span.negate() } else { span })
    }
}

/// A function that sets one unit of a span.
type Setter = fn(Span, i64) -> Result<Span, Error>;

also_by_value! {
    Duration to SignedDuration, Span;
}

#[cfg(test)]
mod tests {
    use ::jiff::{SignedDuration, Span, ToSpan};

    use super::Duration;
    use crate::xsd::calendar::foreign::{Rejection, refusal};

    #[test]
    fn converts_lengths() {
        let cases = [
            ("PT0S", "PT0S", SignedDuration::ZERO),
            ("-P0Y1DT1H1M1.50S", "-PT90061.5S", SignedDuration::new(-90_061, -500_000_000)),
            ("-PT0.5S", "-PT0.5S", SignedDuration::new(0, -500_000_000)),
            (
                "PT9223372036854775807.999999999S",
                "PT9223372036854775807.999999999S",
                SignedDuration::MAX,
            ),
            (
                "-PT9223372036854775808.999999999S",
                "-PT9223372036854775808.999999999S",
                SignedDuration::MIN,
            ),
        ];
        for (text, seconds, length) in cases {
            let duration: Duration = text.parse().unwrap();
            assert_eq!(SignedDuration::try_from(duration), Ok(length), "{text}");
            assert_eq!(Duration::from(length).to_string(), seconds);
        }
    }

    #[test]
    fn preserves_units() {
        let cases = [
            ("PT0S", 0.seconds()),
            ("P1Y", 1.year()),
            ("-P1Y2M3DT4H5M6S", -1.year().months(2).days(3).hours(4).minutes(5).seconds(6)),
            ("P13M", 13.months()),
            ("PT36H", 36.hours()),
            ("PT0.001002003S", 1.millisecond().microseconds(2).nanoseconds(3)),
            ("-PT1.5S", -1.second().milliseconds(500)),
            ("PT631107417600S", 631_107_417_600_i64.seconds()),
        ];
        for (text, span) in cases {
            assert_eq!(Duration::from(span).to_string(), text);
            let duration: Duration = text.parse().unwrap();
            assert_eq!(Span::try_from(&duration).unwrap().fieldwise(), span, "{text}");
            assert_eq!(Duration::from(span), duration);
        }
    }

    #[test]
    fn converts_units_without_a_counterpart() {
        let cases = [
            (1.week().days(1), "P8D"),
            (-(2.weeks()), "-P14D"),
            (1_500.milliseconds(), "PT1.5S"),
            (59.seconds().milliseconds(1_999).microseconds(999).nanoseconds(1_000), "PT61S"),
            (1.day().nanoseconds(1), "P1DT0.000000001S"),
            (
                631_107_417_600_i64.seconds().milliseconds(631_107_417_600_000_i64),
                "PT1262214835200S",
            ),
        ];
        for (span, text) in cases {
            assert_eq!(Duration::from(span).to_string(), text);
        }
    }

    #[test]
    fn rejects_unrepresentable_values() {
        let signed = refusal::<Duration, SignedDuration>;
        let span = refusal::<Duration, Span>;
        let cases: [Rejection; 10] = [
            (signed, "P1M", "SignedDuration: years and months have no fixed length"),
            (signed, "PT9223372036854775808S", "SignedDuration: seconds do not fit into 64 bits"),
            (signed, "PT0.0000000001S", "SignedDuration: more precise than nanoseconds"),
            (span, "P19999Y", "Span: 19999 years are out of range"),
            (span, "-P239977M", "Span: 239977 months are out of range"),
            (span, "P18446744073709551615D", "Span: 18446744073709551615 days are out of range"),
            (span, "PT175307617H", "Span: 175307617 hours are out of range"),
            (span, "PT10518456961M", "Span: 10518456961 minutes are out of range"),
            (span, "PT631107417601S", "Span: 631107417601 seconds are out of range"),
            (span, "PT0.0000000001S", "Span: more precise than nanoseconds"),
        ];
        for (refusal, text, reason) in cases {
            assert_eq!(refusal(text), format!("not a valid jiff::{reason}"), "{text}");
        }
    }
}
