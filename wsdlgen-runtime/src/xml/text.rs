//! Text, with references and CDATA sections resolved. It is borrowed from the document where possible.

use super::{
    Cursor, ReadError, ReadErrorKind,
    bytes::{Stop, plain_length},
};
use crate::{
    chars::{ATTRIBUTE_STOP, is_char},
    xsd::WhiteSpace,
};
use std::borrow::Cow;

const CDATA: &str = "<![CDATA[";

impl<'x> Cursor<'x> {
    /// Reads the text up to the next tag, skipping comments and processing instructions.
    pub(super) fn take_text(&mut self) -> Result<Cow<'x, str>, ReadError> {
        let start = self.position;
        let bytes = self.input.as_bytes();
        let at = start + plain_length(&bytes[start..], Stop::Special);
        if bytes.get(at) == Some(&b'<') && !matches!(bytes.get(at + 1), Some(b'!' | b'?')) {
            self.position = at;
            return Ok(Cow::Borrowed(&self.input[start..at]));
        }
        self.take_text_with_care(at)
    }

    /// Reads the text up to the next tag on the slow path, where the plain run from the cursor to `at` is followed by a
    /// special byte.
    #[cold]
    fn take_text_with_care(&mut self, mut at: usize) -> Result<Cow<'x, str>, ReadError> {
        let most = memchr::memchr(b'<', &self.input.as_bytes()[self.position..]);
        let mut text = String::with_capacity(most.unwrap_or_default());
        loop {
            let run = &self.input[self.position..at];
            text.push_str(run);
            self.position = at;
            let rest = &self.input[at..];
            match rest.as_bytes().first() {
                None => return Err(self.error(ReadErrorKind::Truncated)),
                Some(b'<') if rest.starts_with(CDATA) => text.push_str(&self.take_cdata()?),
                Some(b'<') if rest.starts_with("<!") || rest.starts_with("<?") => {
                    self.pass_comment_or_instruction()?;
                }
                Some(b'<') => return Ok(Cow::Owned(text)),
                Some(_) => {
                    let (character, length) = special(rest).map_err(|what| self.malformed(what))?;
                    text.push(character);
                    self.position += length;
                }
            }
            let rest = &self.input.as_bytes()[self.position..];
            at = self.position + plain_length(rest, Stop::Special);
        }
    }

    // CDSect ::= CDStart CData CDEnd
    // CData ::= (Char* - (Char* ']]>' Char*))
    fn take_cdata(&mut self) -> Result<Cow<'x, str>, ReadError> {
        let body = &self.input[self.position + CDATA.len()..];
        let Some(length) = memchr::memmem::find(body.as_bytes(), b"]]>") else {
            return Err(self.error(ReadErrorKind::Truncated));
        };
        let content = &body[..length];
        if let Some(bad) = content.chars().find(|character| !is_char(*character)) {
            return Err(self.malformed(forbidden(bad)));
        }
        self.position += CDATA.len() + length + "]]>".len();
        Ok(normalise_line_ends(content))
    }

    /// Skips text inside an element that is being skipped.
    pub(super) fn skip_text(&mut self) -> Result<(), ReadError> {
        self.take_text().map(drop)
    }

    /// Skips text where only elements are allowed, and records it as a deviation unless it is white space.
    #[cold]
    pub(super) fn pass_stray_text(&mut self) -> Result<(), ReadError> {
        let text = self.take_text()?;
        if WhiteSpace::Collapse.apply(&text).is_empty() {
            return Ok(());
        }
        self.record_deviation(|_| ReadErrorKind::UnexpectedText)
    }

    /// Reads the text before the next tag in mixed content, including white space. Returns `None` if there is no text.
    ///
    /// # Errors
    ///
    /// Returns an error if the text is not well-formed.
    pub fn mixed_text(&mut self) -> Result<Option<Cow<'x, str>>, ReadError> {
        if self.empty || self.peeked.is_some() {
            return Ok(None);
        }
        self.check_attributes()?;
        let text = self.take_text()?;
        Ok((!text.is_empty()).then_some(text))
    }
}

/// Decodes a special sequence in text. Returns the character and the number of bytes that it takes in the document.
fn special(rest: &str) -> Result<(char, usize), String> {
    if let Some(reference) = rest.strip_prefix('&') {
        return resolve_reference(reference).map(|(character, length)| (character, length + 1));
    }
    // CharData ::= [^<&]* - ([^<&]* ']]>' [^<&]*)
    if rest.starts_with("]]>") {
        return Err("`]]>` in text".to_owned());
    }
    if rest.starts_with("\r\n") {
        return Ok(('\n', 2));
    }
    match rest.chars().next() {
        Some('\r') => Ok(('\n', 1)),
        Some(character) if is_char(character) => Ok((character, character.len_utf8())),
        Some(character) => Err(forbidden(character)),
        None => Err("unexpected end of document".to_owned()),
    }
}

fn forbidden(character: char) -> String {
    format!("forbidden character {character:?}")
}

/// Resolves a reference after its `&`. Returns the character and the number of bytes up to and including the `;`
/// (§4.1, §4.6).
// Reference ::= EntityRef | CharRef
// EntityRef ::= '&' Name ';'
fn resolve_reference(text: &str) -> Result<(char, usize), String> {
    // `&#x10FFFF;` with some leading zeros. Longer references are not accepted.
    const LONGEST: usize = 16;
    let end = text.bytes().take(LONGEST).position(|byte| byte == b';');
    let Some(name) = end.map(|end| &text[..end]) else {
        return Err("`&` does not begin a reference".to_owned());
    };
    let character = match name {
        "lt" => Some('<'),
        "gt" => Some('>'),
        "amp" => Some('&'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => numeric_reference(name),
    };
    match character {
        Some(character) if is_char(character) => Ok((character, name.len() + 1)),
        _ => Err(format!("invalid reference `&{name};`")),
    }
}

// CharRef ::= '&#' [0-9]+ ';' | '&#x' [0-9a-fA-F]+ ';'
fn numeric_reference(name: &str) -> Option<char> {
    let digits = name.strip_prefix('#')?;
    let (digits, radix) = match digits.strip_prefix('x') {
        Some(digits) => (digits, 16),
        None => (digits, 10),
    };
    // `from_str_radix` would accept a sign.
    if !digits.starts_with(|first: char| first.is_digit(radix)) {
        return None;
    }
    u32::from_str_radix(digits, radix).ok().and_then(char::from_u32)
}

/// Replaces `\r\n` and `\r` with `\n` (§2.11).
fn normalise_line_ends(text: &str) -> Cow<'_, str> {
    if text.contains('\r') {
        Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n"))
    } else {
        Cow::Borrowed(text)
    }
}

/// Returns an attribute's value with references resolved and white space normalised (§3.3.3).
pub(super) fn unescape_attribute(raw: &str) -> Result<Cow<'_, str>, String> {
    let stop = |text: &str| text.bytes().position(|byte| ATTRIBUTE_STOP[usize::from(byte)]);
    let Some(mut at) = stop(raw) else { return Ok(Cow::Borrowed(raw)) };
    let mut value = String::with_capacity(raw.len());
    let mut rest = raw;
    loop {
        value.push_str(&rest[..at]);
        rest = &rest[at..];
        let length = match rest.as_bytes().first() {
            None => return Ok(Cow::Owned(value)),
            Some(quote @ (b'"' | b'\'')) => {
                value.push(char::from(*quote));
                1
            }
            Some(b'\t' | b'\n') => {
                value.push(' ');
                1
            }
            Some(b'\r') => {
                value.push(' ');
                if rest.starts_with("\r\n") { 2 } else { 1 }
            }
            Some(_) => {
                let (character, length) = special(rest)?;
                value.push(character);
                length
            }
        };
        rest = &rest[length..];
        at = stop(rest).unwrap_or(rest.len());
    }
}
