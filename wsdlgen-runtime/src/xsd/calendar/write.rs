//! Writers of the parts of lexical forms.

use super::{Fraction, TimeZone};

/// Appends a year with at least four digits.
pub(in crate::xsd) fn append_year(year: i64, out: &mut Vec<u8>) {
    if year < 0 {
        out.push(b'-');
    }
    append_padded(year.unsigned_abs(), 4, out);
}

/// Appends `yyyy-mm`.
pub(in crate::xsd) fn append_month(year: i64, month: u8, out: &mut Vec<u8>) {
    append_year(year, out);
    append_two_digits(b"-", month, out);
}

/// Appends `yyyy-mm-dd`.
pub(in crate::xsd) fn append_date(year: i64, month: u8, day: u8, out: &mut Vec<u8>) {
    append_year(year, out);
    let [[o1, o2], [d1, d2]] = [month, day].map(ascii_pair);
    out.extend_from_slice(&[b'-', o1, o2, b'-', d1, d2]);
}

/// Appends `hh:mm:ss` and the fraction, if there is one.
pub(in crate::xsd) fn append_time(
    [hour, minute, second]: [u8; 3],
    fraction: Option<&Fraction>,
    out: &mut Vec<u8>,
) {
    let [[h1, h2], [m1, m2], [s1, s2]] = [hour, minute, second].map(ascii_pair);
    out.extend_from_slice(&[h1, h2, b':', m1, m2, b':', s1, s2]);
    if let Some(fraction) = fraction {
        out.push(b'.');
        fraction.append(out);
    }
}

/// Appends `before`, then a month or day.
pub(in crate::xsd) fn append_two_digits(before: &[u8], value: u8, out: &mut Vec<u8>) {
    out.extend_from_slice(before);
    out.extend_from_slice(&ascii_pair(value));
}

/// Appends the time zone, if there is one.
pub(in crate::xsd) fn append_time_zone(time_zone: Option<TimeZone>, out: &mut Vec<u8>) {
    if let Some(time_zone) = time_zone {
        time_zone.append(out);
    }
}

pub(super) fn ascii_pair(value: u8) -> [u8; 2] {
    [b'0' + value / 10, b'0' + value % 10]
}

/// Appends `value`, padded with leading zeros to `width` digits.
pub(super) fn append_padded(value: u64, width: usize, out: &mut Vec<u8>) {
    let mut buffer = itoa::Buffer::new();
    let digits = buffer.format(value).as_bytes();
    out.resize(out.len() + width.saturating_sub(digits.len()), b'0');
    out.extend_from_slice(digits);
}
