//! `xs:duration` (XSD 1.0 part 2, §3.2.6) without loss.

use std::cmp::Ordering;

use super::{
    Fraction, Lexical, ValueError,
    calendar::{TypeName, days, leading_digits, text_traits},
};

const TYPE: TypeName = TypeName("xs:duration");

/// `xs:duration` (XSD 1.0 part 2, §3.2.6): a length of time in years, months, days, hours, minutes and seconds.
///
/// `==` compares durations as written: `P12M` does not equal `P1Y`. A component that is not written is `None`. Each
/// component may be any 64-bit number.
///
/// ```
/// use std::cmp::Ordering;
/// use wsdlgen_runtime::xsd::Duration;
///
/// let year: Duration = "P1Y".parse().unwrap();
/// let months: Duration = "P12M".parse().unwrap();
/// assert_eq!(year.cmp_span(&months), Some(Ordering::Equal));
/// assert_ne!(year, months);
/// assert_eq!("P30D".parse::<Duration>().unwrap().cmp_span(&"P1M".parse().unwrap()), None);
/// ```
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct Duration {
    /// `true` for a duration that goes back in time.
    pub negative: bool,
    /// Years.
    pub years: Option<u64>,
    /// Months.
    pub months: Option<u64>,
    /// Days.
    pub days: Option<u64>,
    /// Hours.
    pub hours: Option<u64>,
    /// Minutes.
    pub minutes: Option<u64>,
    /// Whole seconds.
    pub seconds: Option<u64>,
    /// The fraction of the seconds.
    pub fraction: Option<Fraction>,
}

text_traits!(Duration);

/// The dates, as year and month, to which durations are added in order to compare them (§3.2.6.2).
const REFERENCES: [(i128, i128); 4] = [(1696, 9), (1697, 2), (1903, 3), (1903, 7)];

impl Duration {
    /// Compares lengths of time (XSD 1.0 part 2, §3.2.6.2), unlike `==`, which compares durations as written.
    ///
    /// Returns `None` if the order depends on the months in which the durations fall.
    pub fn cmp_span(&self, other: &Self) -> Option<Ordering> {
        let orders = REFERENCES.map(|start| {
            let seconds = self.seconds_after(start).cmp(&other.seconds_after(start));
            seconds.then_with(|| self.cmp_fraction(other))
        });
        let [first, rest @ ..] = orders;
        rest.iter().all(|order| *order == first).then_some(first)
    }

    /// Returns a text that is the same for equal lengths of time.
    pub(crate) fn canonical_span(&self) -> String {
        let seconds = REFERENCES.map(|start| self.seconds_after(start).to_string());
        let fraction = self.fraction.as_ref().map_or((0, ""), Fraction::by_value);
        let sign = if self.negative && fraction != (0, "") { "-" } else { "" };
        format!("{} {sign}{:019}{}", seconds.join(" "), fraction.0, fraction.1)
    }

    /// Returns the whole seconds from 1970 to the end of the duration that begins with the given month.
    fn seconds_after(&self, (year, month): (i128, i128)) -> i128 {
        let sign = if self.negative { -1 } else { 1 };
        let part = |value: Option<u64>| i128::from(value.unwrap_or(0)) * sign;
        let months = year * 12 + month - 1 + part(self.years) * 12 + part(self.months);
        let (year, month) = (months.div_euclid(12), days::field(months.rem_euclid(12) + 1));
        let first = days::days_since_1970_astronomically(year, month, 1);
        let hours = (first + part(self.days)) * 24 + part(self.hours);
        (hours * 60 + part(self.minutes)) * 60 + part(self.seconds)
    }

    /// Compares the fractions of durations whose whole seconds are equal.
    fn cmp_fraction(&self, other: &Self) -> Ordering {
        let zero = (0, "");
        let [own, others] =
            [self, other].map(|value| value.fraction.as_ref().map_or(zero, Fraction::by_value));
        match (self.negative, other.negative) {
            (false, false) => own.cmp(&others),
            (true, true) => others.cmp(&own),
            (true, false) if (own, others) != (zero, zero) => Ordering::Less,
            (false, true) if (own, others) != (zero, zero) => Ordering::Greater,
            _ => Ordering::Equal,
        }
    }
}

/// `'-'? 'P' (n 'Y')? (n 'M')? (n 'D')? ('T' (n 'H')? (n 'M')? (n ('.' n)? 'S')?)?` (§3.2.6.1).
impl Lexical for Duration {
    fn parse_lexical(text: &str) -> Result<Self, ValueError> {
        let unsigned = text.strip_prefix('-').unwrap_or(text);
        let mut rest = unsigned.strip_prefix('P').ok_or_else(|| TYPE.error("expected `P`"))?;
        let mut duration = Self { negative: unsigned.len() < text.len(), ..Self::default() };
        duration.years = component(&mut rest, b'Y')?;
        duration.months = component(&mut rest, b'M')?;
        duration.days = component(&mut rest, b'D')?;
        if let Some(time) = rest.strip_prefix('T') {
            rest = time;
            duration.hours = component(&mut rest, b'H')?;
            duration.minutes = component(&mut rest, b'M')?;
            (duration.seconds, duration.fraction) = seconds(&mut rest)?;
            if !duration.has_time() {
                return Err(TYPE.error("expected a component after `T`"));
            }
        }
        if !rest.is_empty() {
            return Err(TYPE.error("expected components in order from years to seconds"));
        }
        if !duration.has_time() && !duration.has_date() {
            return Err(TYPE.error("expected a component after `P`"));
        }
        Ok(duration)
    }

    fn append_lexical(&self, out: &mut Vec<u8>) {
        if self.negative {
            out.push(b'-');
        }
        out.push(b'P');
        append(self.years, b'Y', out);
        append(self.months, b'M', out);
        append(self.days, b'D', out);
        let nothing = !self.has_date() && !self.has_time();
        if nothing || self.has_time() {
            out.push(b'T');
        }
        append(self.hours, b'H', out);
        append(self.minutes, b'M', out);
        if nothing || self.seconds.is_some() || self.fraction.is_some() {
            out.extend_from_slice(itoa::Buffer::new().format(self.seconds.unwrap_or(0)).as_bytes());
            if let Some(fraction) = &self.fraction {
                out.push(b'.');
                fraction.append(out);
            }
            out.push(b'S');
        }
    }
}

impl Duration {
    /// Creates a duration from seconds and nanoseconds. Zero nanoseconds are not written.
    pub(super) fn of_seconds(negative: bool, seconds: u64, nanoseconds: u32) -> Self {
        let fraction = Fraction::unless_zero(nanoseconds);
        Self { negative, seconds: Some(seconds), fraction, ..Self::default() }
    }

    /// Returns whether there are years or months, whose length depends on when they begin.
    pub(super) fn has_months(&self) -> bool {
        [self.years, self.months].into_iter().flatten().any(|count| count != 0)
    }

    /// Returns the days, hours, minutes and seconds in seconds, ignoring the sign and the fraction.
    pub(super) fn whole_seconds(&self) -> i128 {
        let part = |value: Option<u64>| i128::from(value.unwrap_or(0));
        let hours = part(self.days) * 24 + part(self.hours);
        (hours * 60 + part(self.minutes)) * 60 + part(self.seconds)
    }

    fn has_date(&self) -> bool {
        self.years.is_some() || self.months.is_some() || self.days.is_some()
    }

    fn has_time(&self) -> bool {
        let [hours, minutes, seconds] = [self.hours, self.minutes, self.seconds];
        hours.is_some() || minutes.is_some() || seconds.is_some() || self.fraction.is_some()
    }
}

/// Parses a number followed by `letter`, or returns `None` if something else comes next.
fn component(rest: &mut &str, letter: u8) -> Result<Option<u64>, ValueError> {
    let (digits, after) = rest.split_at(leading_digits(rest));
    if digits.is_empty() || after.as_bytes().first() != Some(&letter) {
        return Ok(None);
    }
    *rest = &after[1..];
    number(digits).map(Some)
}

/// Parses seconds and their fraction, or returns `None` if something else comes next.
fn seconds(rest: &mut &str) -> Result<(Option<u64>, Option<Fraction>), ValueError> {
    let (digits, after) = rest.split_at(leading_digits(rest));
    if digits.is_empty() {
        return Ok((None, None));
    }
    let (fraction, after) = TYPE.fraction(after)?;
    let Some(after) = after.strip_prefix('S') else { return Ok((None, None)) };
    *rest = after;
    Ok((Some(number(digits)?), fraction))
}

fn number(digits: &str) -> Result<u64, ValueError> {
    digits.parse().map_err(|_| TYPE.error(format!("{digits} does not fit into 64 bits")))
}

fn append(value: Option<u64>, letter: u8, out: &mut Vec<u8>) {
    if let Some(value) = value {
        out.extend_from_slice(itoa::Buffer::new().format(value).as_bytes());
        out.push(letter);
    }
}

/// Converts to a duration in seconds.
impl From<std::time::Duration> for Duration {
    fn from(duration: std::time::Duration) -> Self {
        Self::of_seconds(false, duration.as_secs(), duration.subsec_nanos())
    }
}

/// Fails if the duration is negative, has years or months, or is more precise than nanoseconds: nothing is rounded.
impl TryFrom<&Duration> for std::time::Duration {
    type Error = ValueError;

    fn try_from(duration: &Duration) -> Result<Self, ValueError> {
        if duration.negative || duration.has_months() {
            return Err(TYPE.error("negative durations, years and months are not supported"));
        }
        let seconds = u64::try_from(duration.whole_seconds())
            .map_err(|_| TYPE.error("seconds do not fit into 64 bits"))?;
        Ok(Self::new(seconds, TYPE.nanoseconds(duration.fraction.as_ref())?))
    }
}

#[cfg(test)]
mod tests {
    use std::cmp::Ordering::{Equal, Greater, Less};

    use super::{Duration, Lexical};

    fn duration(text: &str) -> Duration {
        Duration::parse_lexical(text).unwrap_or_else(|error| panic!("{text}: {error}"))
    }

    #[test]
    fn preserves_the_lexical_form() {
        let texts = [
            "P1Y2M3DT4H5M6.700S",
            "-P120D",
            "PT0S",
            "P0D",
            "P1M",
            "PT1M",
            "PT36H",
            "P12M",
            "PT1.000000000000000000001S",
            "P18446744073709551615Y",
            "-PT0.5S",
        ];
        for text in texts {
            assert_eq!(duration(text).to_string(), text);
        }
        assert_eq!(Duration::default().to_string(), "PT0S");
    }

    #[test]
    fn rejects_other_text() {
        let texts = [
            "",
            "P",
            "PT",
            "P1",
            "1Y",
            "P1YT",
            "P1S",
            "P1D2M",
            "PT1H2H",
            "P-1Y",
            "--P1Y",
            "+P1Y",
            "P1.5Y",
            "PT1.S",
            "PT.5S",
            "P1Y ",
            "p1y",
            "P1W",
            "P18446744073709551616Y",
            "PT1.5M",
        ];
        for text in texts {
            assert!(Duration::parse_lexical(text).is_err(), "{text:?}");
        }
    }

    #[test]
    fn orders_durations_only_if_every_month_agrees() {
        let cases = [
            ("P1Y", "P364D", Some(Greater)),
            ("P1Y", "P365D", None),
            ("P1Y", "P367D", Some(Less)),
            ("P1M", "P28D", None),
            ("P1M", "P27D", Some(Greater)),
            ("P5M", "P153D", None),
            ("P1D", "PT24H", Some(Equal)),
            ("PT60S", "PT1M", Some(Equal)),
            ("PT1.5S", "PT1.50S", Some(Equal)),
            ("-PT1.5S", "-PT1S", Some(Less)),
            ("-PT0.5S", "PT0S", Some(Less)),
            ("-P1D", "P1D", Some(Less)),
        ];
        for (left, right, expected) in cases {
            assert_eq!(duration(left).cmp_span(&duration(right)), expected, "{left} {right}");
            let reversed = expected.map(std::cmp::Ordering::reverse);
            assert_eq!(duration(right).cmp_span(&duration(left)), reversed, "{right} {left}");
        }
    }

    #[test]
    fn converts_fixed_lengths() {
        use std::time::Duration as Std;
        let cases = [
            ("P1DT1H1M1.5S", Some(Std::new(90_061, 500_000_000))),
            ("P0Y0MT5S", Some(Std::from_secs(5))),
            ("P1M", None),
            ("-PT1S", None),
            ("PT0.0000000001S", None),
        ];
        for (text, expected) in cases {
            assert_eq!(Std::try_from(&duration(text)).ok(), expected, "{text}");
        }
        assert_eq!(Duration::from(Std::new(3, 50)).to_string(), "PT3.00000005S");
    }
}
