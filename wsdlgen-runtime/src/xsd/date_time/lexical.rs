//! The lexical form as the traits of Rust and of this crate have it.

use std::{fmt, str::FromStr};

use super::{DateTime, parse};
use crate::xsd::{Lexical, ValueError, WhiteSpace};

impl Lexical for DateTime {
    fn parse_lexical(text: &str) -> Result<Self, ValueError> {
        parse::date_time(text)
    }

    fn append_lexical(&self, out: &mut Vec<u8>) {
        if self.year < 0 {
            out.push(b'-');
        }
        append_padded(self.year.unsigned_abs(), 4, out);
        let [[o1, o2], [d1, d2]] = [self.month, self.day].map(ascii_pair);
        out.extend_from_slice(&[b'-', o1, o2, b'-', d1, d2, b'T']);
        let [[h1, h2], [m1, m2], [s1, s2]] = [self.hour, self.minute, self.second].map(ascii_pair);
        out.extend_from_slice(&[h1, h2, b':', m1, m2, b':', s1, s2]);
        if let Some(fraction) = &self.fraction {
            out.push(b'.');
            fraction.append(out);
        }
        if let Some(time_zone) = self.time_zone {
            time_zone.append(out);
        }
    }
}

pub(super) fn ascii_pair(value: u8) -> [u8; 2] {
    [b'0' + value / 10, b'0' + value % 10]
}

/// Appends `value` with zeros before it up to `width` digits.
pub(super) fn append_padded(value: u64, width: usize, out: &mut Vec<u8>) {
    let mut buffer = itoa::Buffer::new();
    let digits = buffer.format(value).as_bytes();
    out.resize(out.len() + width.saturating_sub(digits.len()), b'0');
    out.extend_from_slice(digits);
}

/// Reads the lexical form, with XML white space around it or not.
impl FromStr for DateTime {
    type Err = ValueError;

    fn from_str(text: &str) -> Result<Self, ValueError> {
        Self::parse_lexical(&WhiteSpace::Collapse.apply(text))
    }
}

impl fmt::Display for DateTime {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = Vec::with_capacity("2026-01-02T03:04:05.123456789+00:00".len());
        self.append_lexical(&mut out);
        formatter.pad(&String::from_utf8_lossy(&out))
    }
}

impl fmt::Debug for DateTime {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "DateTime({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::{DateTime, Lexical};

    #[test]
    fn white_space_around_is_for_from_str_only() {
        let text = "\n\t 2026-01-02T03:04:05Z\r ";
        assert_eq!(text.parse::<DateTime>().unwrap().to_string(), "2026-01-02T03:04:05Z");
        assert!(DateTime::parse_lexical(text).is_err());
        assert!("2026-01-02T03: 04:05Z".parse::<DateTime>().is_err());
    }

    #[test]
    fn what_is_appended_follows_what_was_there() {
        let mut out = b"at ".to_vec();
        DateTime::new(-7, 1, 2, 3, 4, 5).unwrap().append_lexical(&mut out);
        assert_eq!(out, b"at -0007-01-02T03:04:05");
    }
}
