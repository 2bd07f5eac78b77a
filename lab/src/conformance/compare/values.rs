//! Comparison of texts as values of XML Schema types (XSD part 2, §3.2).

/// The precision for comparing numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Precision {
    /// All digits are significant.
    Exact,
    /// The precision of `xs:double`.
    Double,
    /// The precision of `xs:float`.
    Float,
}

/// Returns whether two texts represent the same value of some primitive type, or equal lists of such values.
pub(super) fn are_same(left: &str, right: &str, precision: Precision) -> bool {
    let (left, right): (Vec<&str>, Vec<&str>) = (tokens(left), tokens(right));
    let is_list = left.len() == right.len()
        && left.iter().zip(&right).all(|(left, right)| are_one(left, right, precision));
    is_list || is_same_base64(&left.concat(), &right.concat())
}

/// Returns whether a character is XML white space.
pub(super) fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\r' | '\n')
}

fn tokens(text: &str) -> Vec<&str> {
    text.split(is_space).filter(|token| !token.is_empty()).collect()
}

fn are_one(left: &str, right: &str, precision: Precision) -> bool {
    left == right
        || is_same(number(left), number(right))
        || is_rounded(left, right, precision)
        || is_same(boolean(left), boolean(right))
        || is_same(time(left), time(right))
        || is_same_hex(left, right)
}

fn is_same<T: PartialEq>(left: Option<T>, right: Option<T>) -> bool {
    left.zip(right).is_some_and(|(left, right)| left == right)
}

/// A number: sign, digits without leading or trailing zeros, and the power of ten of the last digit.
#[derive(Debug, PartialEq, Eq)]
struct Number {
    is_negative: bool,
    digits: String,
    exponent: i64,
}

fn number(text: &str) -> Option<Number> {
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent.parse::<i64>().ok()?),
        None => (text, 0),
    };
    let is_negative = mantissa.starts_with('-');
    let unsigned = mantissa.strip_prefix(['+', '-']).unwrap_or(mantissa);
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    let all = [whole, fraction].concat();
    if all.is_empty() || !all.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let digits = all.trim_start_matches('0').trim_end_matches('0').to_owned();
    if digits.is_empty() {
        // Zero has neither sign nor exponent.
        return Some(Number { is_negative: false, digits, exponent: 0 });
    }
    let zeros = all.len() - all.trim_end_matches('0').len();
    let shift = i64::try_from(zeros).ok()? - i64::try_from(fraction.len()).ok()?;
    Some(Number { is_negative, digits, exponent: exponent.checked_add(shift)? })
}

fn is_rounded(left: &str, right: &str, precision: Precision) -> bool {
    // Rust parses further texts, such as `inf`, that are not numbers in a document.
    if number(left).is_none() || number(right).is_none() {
        return false;
    }
    match precision {
        Precision::Exact => false,
        Precision::Double => is_same(left.parse::<f64>().ok(), right.parse::<f64>().ok()),
        Precision::Float => is_same(left.parse::<f32>().ok(), right.parse::<f32>().ok()),
    }
}

fn boolean(text: &str) -> Option<bool> {
    match text {
        "1" | "true" => Some(true),
        "0" | "false" => Some(false),
        _ => None,
    }
}

/// Normalizes a time or date: removes trailing zeros of the fraction, and replaces a zero time zone with `Z`.
fn time(text: &str) -> Option<String> {
    let is_time = |byte: u8| byte.is_ascii_digit() || b"-+:.TZ".contains(&byte);
    if !text.bytes().all(is_time) || !text.contains(['-', ':']) {
        return None;
    }
    let zero = ["Z", "+00:00", "-00:00"].iter().find_map(|zone| text.strip_suffix(zone));
    let (local, zone) = match zero {
        Some(local) => (local, "Z"),
        None => text.split_at(zone_start(text)),
    };
    let local = match local.split_once('.') {
        Some(_) => local.trim_end_matches('0').trim_end_matches('.'),
        None => local,
    };
    Some(format!("{local}{zone}"))
}

/// Returns the start of a time zone such as `+01:00`, or the end of the text.
fn zone_start(text: &str) -> usize {
    let zone = text.len().checked_sub("+01:00".len()).and_then(|start| text.get(start..));
    match zone.map(str::as_bytes) {
        // The sign distinguishes a time zone from a time.
        Some([b'+' | b'-', _, _, b':', _, _]) => text.len() - "+01:00".len(),
        _ => text.len(),
    }
}

fn is_same_hex(left: &str, right: &str) -> bool {
    let is_hex = |text: &str| {
        text.len().is_multiple_of(2) && text.bytes().all(|byte| byte.is_ascii_hexdigit())
    };
    is_hex(left) && is_hex(right) && left.eq_ignore_ascii_case(right)
}

/// Returns whether two base64 texts are equal. White space, which may occur anywhere, is already removed.
fn is_same_base64(left: &str, right: &str) -> bool {
    let is_base64 = |byte: u8| byte.is_ascii_alphanumeric() || b"+/=".contains(&byte);
    left == right && left.len().is_multiple_of(4) && left.bytes().all(is_base64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn compares_notations() {
        let groups: [&[&str]; 13] = [
            &["1.5", "1.50", "+1.5", "1.5E0", "15e-1", "001.5", "0.15E1", "  1.5\n"],
            &["100", "1E2", "100.", "+100.0"],
            &["0", "-0", "0.00", "0E7"],
            &["-1", "-1.0"],
            &["1.0000000000000000000000000000000000000000001"],
            &["true"],
            &["2004-04-12T13:20:00Z", "2004-04-12T13:20:00.000Z", "2004-04-12T13:20:00+00:00"],
            &["2004-04-12T13:20:00.10-05:00", "2004-04-12T13:20:00.1-05:00"],
            &["13:20:00", "13:20:00.0"],
            &["0fb7", "0FB7", "0Fb7"],
            &["GpM7", "Gp M7", "GpM\n7"],
            &["a b", "a  b", " a\tb "],
            &["1 2 3", "1.0 +2 3"],
        ];
        for (index, group) in groups.iter().enumerate() {
            for (other_index, other) in groups.iter().enumerate() {
                for (left, right) in
                    group.iter().flat_map(|left| other.iter().map(move |right| (left, right)))
                {
                    let is_same = are_same(left, right, Precision::Exact);
                    assert_eq!(is_same, index == other_index, "{left} {right}");
                }
            }
        }
    }

    #[test]
    fn compares_booleans() {
        assert!(are_same("1", "true", Precision::Exact));
        assert!(are_same("false", "0", Precision::Exact));
        assert!(!are_same("1", "false", Precision::Exact));
    }

    #[test]
    fn compares_numbers_with_precision_of_type() {
        let cases = [
            ("0.1", "0.10000000000000000555", Precision::Exact, false),
            ("0.1", "0.10000000000000000555", Precision::Double, true),
            ("3.4028234", "3.4028235", Precision::Double, false),
            ("3.40282341", "3.40282345", Precision::Float, true),
            ("3.4028234", "3.4", Precision::Float, false),
            ("inf", "INF", Precision::Double, false),
            ("INF", "INF", Precision::Double, true),
        ];
        for (left, right, precision, expected) in cases {
            assert_eq!(are_same(left, right, precision), expected, "{left} {right} {precision:?}");
        }
    }
}
