//! The tokens of tests.

use crate::chars::{is_ncname, is_space};

/// A token, borrowed from the test.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token<'t> {
    /// A name with an optional prefix, `*`, or a combination of them. A namespace in braces precedes the local name.
    Name {
        prefix: Option<&'t str>,
        namespace: Option<&'t str>,
        local: &'t str,
    },
    Number(&'t str),
    /// The text between the quotes, and the quote.
    Text(&'t str, char),
    /// A sign: `=`, `(`, `@` and others.
    Sign(&'t str),
}

const SIGNS: [&str; 13] = ["!=", "<=", ">=", "::", "=", "<", ">", "(", ")", ",", "@", "?", "-"];

/// Splits a test into tokens. Returns `None` at a character that begins none.
pub(super) fn tokens(text: &str) -> Option<Vec<Token<'_>>> {
    let mut tokens = Vec::new();
    let mut rest = trim(text);
    while !rest.is_empty() {
        let (token, after) = next(rest)?;
        tokens.push(token);
        rest = trim(after);
    }
    Some(tokens)
}

fn trim(text: &str) -> &str {
    text.trim_start_matches(|c: char| c.is_ascii() && is_space(c as u8))
}

fn next(text: &str) -> Option<(Token<'_>, &str)> {
    let first = text.chars().next()?;
    if first == '"' || first == '\'' {
        return quoted(text, first);
    }
    if first.is_ascii_digit() || first == '.' {
        let (number, rest) = number(text)?;
        return Some((Token::Number(number), rest));
    }
    if let Some(sign) = SIGNS.iter().find(|sign| text.starts_with(**sign)) {
        return Some((Token::Sign(&text[..sign.len()]), &text[sign.len()..]));
    }
    name(text)
}

/// Reads a string literal. A quote inside is doubled.
fn quoted(text: &str, quote: char) -> Option<(Token<'_>, &str)> {
    let mut end = 1;
    loop {
        end += text[end..].find(quote)?;
        let rest = &text[end + 1..];
        if !rest.starts_with(quote) {
            return Some((Token::Text(&text[1..end], quote), rest));
        }
        end += 2;
    }
}

fn number(text: &str) -> Option<(&str, &str)> {
    let digits = |text: &str| text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let mut end = digits(text);
    let whole = end;
    if text[end..].starts_with('.') {
        end += 1 + digits(&text[end + 1..]);
    }
    let has_digits = whole > 0 || end > 1;
    if let Some(exponent) = text[end..].strip_prefix(['e', 'E']) {
        let sign = usize::from(exponent.starts_with(['+', '-']));
        let length = digits(&exponent[sign..]);
        end += if length > 0 { 1 + sign + length } else { return None };
    }
    has_digits.then(|| text.split_at(end))
}

/// Reads `local`, `prefix:local`, `prefix:*`, `*:local`, `*` or `Q{namespace}local`.
fn name(text: &str) -> Option<(Token<'_>, &str)> {
    if let Some(braced) = text.strip_prefix("Q{") {
        let (namespace, rest) = braced.split_once('}')?;
        let (local, rest) = name_part(rest)?;
        return Some((Token::Name { prefix: None, namespace: Some(namespace), local }, rest));
    }
    let (part, rest) = name_part(text)?;
    match rest.strip_prefix(':').filter(|after| !after.starts_with(':')) {
        None => Some((Token::Name { prefix: None, namespace: None, local: part }, rest)),
        Some(after) => {
            let (local, rest) = name_part(after)?;
            Some((Token::Name { prefix: Some(part), namespace: None, local }, rest))
        }
    }
}

fn name_part(text: &str) -> Option<(&str, &str)> {
    if text.starts_with('*') {
        return Some(text.split_at(1));
    }
    let is_end = |c: char| c.is_ascii() && !is_ncname(&format!("a{c}"));
    let end = text.find(is_end).unwrap_or(text.len());
    is_ncname(&text[..end]).then(|| text.split_at(end))
}
