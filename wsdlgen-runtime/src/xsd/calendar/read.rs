//! Readers of the parts of lexical forms.

use super::{Fraction, TimeZone, TypeName};
use crate::xsd::ValueError;

impl TypeName {
    /// Parses a year at the start of `text` and returns it with the remaining text.
    pub(in crate::xsd) fn year(self, text: &str) -> Result<(i64, &str), ValueError> {
        let unsigned = text.strip_prefix('-').unwrap_or(text);
        let count = leading_digits(unsigned);
        if count < 4 {
            return Err(self.error("the year has fewer than four digits"));
        }
        if count > 4 && unsigned.starts_with('0') {
            return Err(self.error("a year of more than four digits must not start with 0"));
        }
        let (written, rest) = text.split_at(text.len() - unsigned.len() + count);
        let year = written
            .parse()
            .map_err(|_| self.error(format!("a {count}-digit year does not fit into 64 bits")))?;
        Ok((year, rest))
    }

    /// Parses a fraction at the start of `text`, if there is a point, and returns it with the remaining text.
    pub(in crate::xsd) fn fraction(
        self,
        text: &str,
    ) -> Result<(Option<Fraction>, &str), ValueError> {
        let Some(after_point) = text.strip_prefix('.') else {
            return Ok((None, text));
        };
        let (digits, rest) = after_point.split_at(leading_digits(after_point));
        let fraction = Fraction::read(digits).map_err(|reason| self.error(reason))?;
        Ok((Some(fraction), rest))
    }

    /// Parses `text` as a time zone, or returns `None` if it is empty.
    pub(in crate::xsd) fn time_zone(self, text: &str) -> Result<Option<TimeZone>, ValueError> {
        if text.is_empty() { Ok(None) } else { TimeZone::read(text, self).map(Some) }
    }

    #[inline]
    pub(in crate::xsd) fn two_digits(
        self,
        field: &str,
        [tens, ones]: [u8; 2],
    ) -> Result<u8, ValueError> {
        if tens.is_ascii_digit() && ones.is_ascii_digit() {
            Ok((tens - b'0') * 10 + (ones - b'0'))
        } else {
            Err(self.not_two_digits(field))
        }
    }

    #[cold]
    fn not_two_digits(self, field: &str) -> ValueError {
        self.error(format!("expected two digits for the {field}"))
    }
}

/// Returns the number of digits at the start of `text`.
pub(in crate::xsd) fn leading_digits(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_digit).count()
}
