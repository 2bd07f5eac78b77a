//! Text: of leaves without copying where that is possible, references and CDATA resolved.

use std::borrow::Cow;

use super::{
    Cursor, Event, QName, ReadError, ReadErrorKind,
    chars::{ATTRIBUTE_STOP, TEXT_STOP, is_char},
    error::shorten,
    scope::Resolved,
};
use crate::xsd::{Lexical, ValueError, WhiteSpace};

const CDATA: &str = "<![CDATA[";

impl<'x> Cursor<'x> {
    /// The text of the current element, which must be a leaf, and goes behind its end tag. Line
    /// ends are normalised, references and CDATA sections resolved; all else is as written.
    ///
    /// # Errors
    ///
    /// When there is an element inside, or the text is not well-formed.
    #[inline]
    pub fn text(&mut self) -> Result<Cow<'x, str>, ReadError> {
        self.check_attributes()?;
        if self.empty {
            self.close()?;
            return Ok(Cow::Borrowed(""));
        }
        let text = self.take_text()?;
        let rest = &self.input.as_bytes()[self.position..];
        if rest.get(1) != Some(&b'/') {
            return Err(self.element_in_leaf());
        }
        self.close()?;
        Ok(text)
    }

    /// The text of the current element as an owned string: see [`text`](Self::text).
    ///
    /// # Errors
    ///
    /// As [`text`](Self::text).
    pub fn string(&mut self) -> Result<String, ReadError> {
        self.text().map(Cow::into_owned)
    }

    /// The text of the current element with its white space collapsed: the types from `xs:token`
    /// on.
    ///
    /// # Errors
    ///
    /// As [`text`](Self::text).
    pub fn token(&mut self) -> Result<String, ReadError> {
        self.text().map(|text| WhiteSpace::Collapse.apply(&text).into_owned())
    }

    /// The text of the current element with its white space replaced by spaces:
    /// `xs:normalizedString`.
    ///
    /// # Errors
    ///
    /// As [`text`](Self::text).
    pub fn normalized_string(&mut self) -> Result<String, ReadError> {
        self.text().map(|text| WhiteSpace::Replace.apply(&text).into_owned())
    }

    /// The text of the current element, or this one where it is empty: the default of its
    /// declaration.
    ///
    /// # Errors
    ///
    /// As [`text`](Self::text).
    pub fn string_or(&mut self, default: &str) -> Result<String, ReadError> {
        self.text().map(|text| if text.is_empty() { default.to_owned() } else { text.into_owned() })
    }

    /// The value of the current element, or that of this text where it is empty: the default of
    /// its declaration.
    ///
    /// # Errors
    ///
    /// As [`value`](Self::value).
    pub fn value_or<T: Lexical>(&mut self, default: &str) -> Result<T, ReadError> {
        self.check_attributes()?;
        let text = if self.empty { Cow::Borrowed("") } else { self.take_text()? };
        let text = if text.is_empty() { Cow::Borrowed(default) } else { text };
        self.parse_and_close(&text)
    }

    /// The value of the current element, which must be a leaf, and goes behind its end tag.
    ///
    /// # Errors
    ///
    /// As [`text`](Self::text), and when the text is not in the type's lexical space.
    #[inline]
    pub fn value<T: Lexical>(&mut self) -> Result<T, ReadError> {
        // The element must still be open when its text is judged, for the error's path.
        self.check_attributes()?;
        if T::IS_BINARY
            && let Some(value) = self.included_value()?
        {
            return Ok(value);
        }
        let text = if self.empty { Cow::Borrowed("") } else { self.take_text()? };
        self.parse_and_close(&text)
    }

    #[inline]
    fn parse_and_close<T: Lexical>(&mut self, text: &str) -> Result<T, ReadError> {
        let normalised = T::WHITE_SPACE.apply(text);
        let value =
            T::parse_in(&normalised, self).map_err(|error| self.value_error(error, &normalised))?;
        self.close_leaf()?;
        Ok(value)
    }

    /// The name that the text of the current element is, and goes behind its end tag. A prefix that
    /// nobody declared stands for no namespace.
    pub(crate) fn loose_name(&mut self) -> Result<QName, ReadError> {
        self.check_attributes()?;
        let text = if self.empty { Cow::Borrowed("") } else { self.take_text()? };
        let text = WhiteSpace::Collapse.apply(&text);
        let (prefix, local) = text.split_once(':').unwrap_or(("", &text));
        let resolved = self.scope.resolve(prefix).unwrap_or(Resolved::NONE);
        let namespace = self.scope.shared_uri(resolved, self.namespaces);
        self.close_leaf()?;
        Ok(QName::new(namespace, local).with_prefix(prefix))
    }

    /// Closes the current element, whose text has been taken.
    #[inline]
    fn close_leaf(&mut self) -> Result<(), ReadError> {
        if !self.empty && self.input.as_bytes().get(self.position + 1) != Some(&b'/') {
            return Err(self.element_in_leaf());
        }
        self.close()
    }

    /// The text up to the next tag; comments and processing instructions are passed over.
    pub(super) fn take_text(&mut self) -> Result<Cow<'x, str>, ReadError> {
        let start = self.position;
        let bytes = self.input.as_bytes();
        let mut at = start;
        while bytes.get(at).is_some_and(|byte| !TEXT_STOP[usize::from(*byte)]) {
            at += 1;
        }
        if bytes.get(at) == Some(&b'<') && !matches!(bytes.get(at + 1), Some(b'!' | b'?')) {
            self.position = at;
            return Ok(Cow::Borrowed(&self.input[start..at]));
        }
        self.take_text_with_care(at)
    }

    /// The cold path: the plain run from the cursor to `at` is followed by something special.
    #[cold]
    fn take_text_with_care(&mut self, mut at: usize) -> Result<Cow<'x, str>, ReadError> {
        let mut text = String::new();
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
            let bytes = &self.input.as_bytes()[self.position..];
            let plain = bytes.iter().take_while(|byte| !TEXT_STOP[usize::from(**byte)]);
            at = self.position + plain.count();
        }
    }

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

    /// Passes over text inside an element that is being skipped.
    pub(super) fn skip_text(&mut self) -> Result<(), ReadError> {
        self.take_text().map(drop)
    }

    /// Passes over text where only elements may stand, and reports it.
    #[cold]
    pub(super) fn pass_stray_text(&mut self) -> Result<(), ReadError> {
        let text = self.take_text()?;
        if WhiteSpace::Collapse.apply(&text).is_empty() {
            return Ok(());
        }
        self.tolerate(ReadErrorKind::UnexpectedText)
    }

    /// The text before the next tag in mixed content, white space included; `None` where a tag
    /// comes at once.
    ///
    /// # Errors
    ///
    /// When the text is not well-formed.
    pub fn mixed_text(&mut self) -> Result<Option<Cow<'x, str>>, ReadError> {
        if self.empty || self.peeked.is_some() {
            return Ok(None);
        }
        self.check_attributes()?;
        let text = self.take_text()?;
        Ok((!text.is_empty()).then_some(text))
    }

    #[cold]
    fn element_in_leaf(&mut self) -> ReadError {
        match self.peek() {
            Ok(Event::Start) => {
                let name = self.peeked_name();
                self.error(ReadErrorKind::UnexpectedElement(name))
            }
            Ok(_) => self.malformed("markup in the middle of text"),
            Err(error) => error,
        }
    }

    #[cold]
    pub(super) fn value_error(&self, error: ValueError, text: &str) -> ReadError {
        const SHOWN: usize = 60;
        let text = Some(shorten(text, SHOWN).into_owned());
        self.error(ReadErrorKind::Value { error, text })
    }
}

/// The character that a special place in text stands for, and how many bytes it takes.
fn special(rest: &str) -> Result<(char, usize), String> {
    if let Some(reference) = rest.strip_prefix('&') {
        return resolve_reference(reference).map(|(character, length)| (character, length + 1));
    }
    if rest.starts_with("]]>") {
        return Err("]]> in text".to_owned());
    }
    if rest.starts_with("\r\n") {
        return Ok(('\n', 2));
    }
    match rest.chars().next() {
        Some('\r') => Ok(('\n', 1)),
        Some(character) if is_char(character) => Ok((character, character.len_utf8())),
        Some(character) => Err(forbidden(character)),
        None => Err("the end of the document".to_owned()),
    }
}

fn forbidden(character: char) -> String {
    format!("the forbidden character {character:?}")
}

/// A reference behind its `&`: the character and the bytes up to and with the `;` (§4.1, §4.6).
fn resolve_reference(text: &str) -> Result<(char, usize), String> {
    // `&#x10FFFF;` with some zeros: nothing longer is a reference worth reading.
    const LONGEST: usize = 16;
    let end = text.bytes().take(LONGEST).position(|byte| byte == b';');
    let Some(name) = end.map(|end| &text[..end]) else {
        return Err("& that begins no reference".to_owned());
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
        _ => Err(format!("the reference &{name};")),
    }
}

fn numeric_reference(name: &str) -> Option<char> {
    let digits = name.strip_prefix('#')?;
    let (digits, radix) = match digits.strip_prefix('x') {
        Some(digits) => (digits, 16),
        None => (digits, 10),
    };
    // `from_str_radix` would take a sign.
    if !digits.starts_with(|first: char| first.is_digit(radix)) {
        return None;
    }
    u32::from_str_radix(digits, radix).ok().and_then(char::from_u32)
}

/// `\r\n` and `\r` become `\n` (§2.11).
fn normalise_line_ends(text: &str) -> Cow<'_, str> {
    if text.contains('\r') {
        Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n"))
    } else {
        Cow::Borrowed(text)
    }
}

/// An attribute's value from how it is written: references resolved, white space normalised
/// (§3.3.3).
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
