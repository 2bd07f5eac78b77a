//! Leaves: elements that contain only text.

use std::borrow::Cow;

use super::{
    Cursor, Event, QName, ReadError, ReadErrorKind,
    bytes::{Stop, plain_length, same},
    error::shorten,
    scope::Resolved,
};
use crate::xsd::{Enumeration, Lexical, Listed, ReadLeaf, Text, ValueError, WhiteSpace, position};

impl<'x> Cursor<'x> {
    /// Reads the text of the current element, which must be a leaf, and moves past its end tag.
    ///
    /// Line ends are normalised, and references and CDATA sections are resolved. White space is otherwise preserved.
    ///
    /// # Errors
    ///
    /// Returns an error if there is a child element, or if the text is not well-formed.
    pub fn text(&mut self) -> Result<Cow<'x, str>, ReadError> {
        let text = self.leaf(Stop::Special)?;
        self.pop_open();
        Ok(text)
    }

    /// Reads the text of the current element as an owned string: see [`text`](Self::text).
    ///
    /// # Errors
    ///
    /// See [`text`](Self::text).
    pub fn string<T: Text>(&mut self) -> Result<T, ReadError> {
        match self.plain_leaf(Stop::Special) {
            Some(text) => {
                self.pop_open();
                Ok(text.into())
            }
            None => self.text().map(Into::into),
        }
    }

    /// Reads the text of the current element and collapses its white space. For `xs:token` and types derived from it.
    ///
    /// # Errors
    ///
    /// See [`text`](Self::text).
    pub fn token<T: Text>(&mut self) -> Result<T, ReadError> {
        self.text().map(|text| WhiteSpace::Collapse.apply(&text).into())
    }

    /// Reads the text of the current element and replaces each white space character by a space. For
    /// `xs:normalizedString`.
    ///
    /// # Errors
    ///
    /// See [`text`](Self::text).
    pub fn normalized_string<T: Text>(&mut self) -> Result<T, ReadError> {
        self.text().map(|text| WhiteSpace::Replace.apply(&text).into())
    }

    /// Reads the text of the current element. An empty element has the text `default`, from its declaration.
    ///
    /// # Errors
    ///
    /// See [`text`](Self::text).
    pub fn string_or<T: Text>(&mut self, default: &str) -> Result<T, ReadError> {
        let text = self.text()?;
        if !text.is_empty() {
            return Ok(text.into());
        }
        // The text of the document has been charged, but the default is not part of it.
        self.charge(default.len())?;
        Ok(default.into())
    }

    /// Reads the value of the current element, which must be a leaf, and moves past its end tag.
    ///
    /// # Errors
    ///
    /// Returns the errors of [`text`](Self::text), and an error if the text is not in the type's lexical space.
    #[inline]
    pub fn value<T: Lexical>(&mut self) -> Result<T, ReadError> {
        T::read_leaf(self)
    }

    /// Reads the value of the current element. An empty element has the value of the text `default`, from its
    /// declaration.
    ///
    /// # Errors
    ///
    /// See [`value`](Self::value).
    pub fn value_or<T: Lexical>(&mut self, default: &str) -> Result<T, ReadError> {
        if T::KEEPS_TYPE
            && let Some(name) = self.take_type_name()?
        {
            self.charge(size_of::<QName>())?;
            let mut value: T = self.untyped_value_or(default)?;
            value.set_actual_type(name);
            return Ok(value);
        }
        self.untyped_value_or(default)
    }

    fn untyped_value_or<T: Lexical>(&mut self, default: &str) -> Result<T, ReadError> {
        let text = self.leaf(Stop::Special)?;
        if text.is_empty() {
            self.charge(default.len())?;
        }
        let text = if text.is_empty() { default } else { &text };
        let normalised = T::WHITE_SPACE.apply(text);
        self.charge_items::<T>(&normalised)?;
        self.judged(T::parse_in(&normalised, self), &normalised)
    }

    /// Reads the value of the current element. Returns `None` if the element is blank and its type has no blank value.
    ///
    /// Many services write `<due/>` for a date that they do not have. It is a deviation from the contract.
    ///
    /// # Errors
    ///
    /// See [`value`](Self::value).
    #[inline]
    pub fn value_unless_blank<T: Lexical>(&mut self) -> Result<Option<T>, ReadError> {
        match self.value() {
            Ok(value) => Ok(Some(value)),
            Err(error) => self.leave_blank(error).map(|()| None),
        }
    }

    /// Leaves a leaf whose text is not a value if it is blank, and returns the error otherwise.
    #[cold]
    fn leave_blank(&mut self, error: ReadError) -> Result<(), ReadError> {
        let kind = match error.kind() {
            kind @ ReadErrorKind::Value { text: Some(text), .. } if text.is_empty() => kind.clone(),
            _ => return Err(error),
        };
        self.record_deviation(|_| kind)?;
        if !self.empty {
            self.pass_end_tag()?;
        }
        self.pop_open();
        Ok(())
    }

    /// Closes a leaf if its text was parsed successfully, and returns an error otherwise. Until then, the element stays
    /// open for the error's path.
    #[inline]
    fn judged<T>(&mut self, value: Result<T, ValueError>, text: &str) -> Result<T, ReadError> {
        match value {
            Ok(value) => {
                self.pop_open();
                Ok(value)
            }
            Err(error) => Err(self.leaf_error(error, text)),
        }
    }

    /// Reads the text of the current element as a name and moves past its end tag. An undeclared prefix is treated as
    /// no namespace.
    pub(crate) fn loose_name(&mut self) -> Result<QName, ReadError> {
        let text = self.leaf(Stop::Special)?;
        let text = WhiteSpace::Collapse.apply(&text);
        let (prefix, local) = text.split_once(':').unwrap_or(("", &text));
        let resolved = self.scope.resolve(prefix).unwrap_or(Resolved::NONE);
        let namespace = self.scope.shared_uri(resolved, self.namespaces);
        self.pop_open();
        Ok(QName::new(namespace, local).with_prefix(prefix))
    }

    /// Reads the text of the current element and its end tag, but leaves the element open. The caller calls
    /// [`pop_open`](Self::pop_open) once it has used the text.
    #[inline]
    fn leaf(&mut self, stop: Stop) -> Result<Cow<'x, str>, ReadError> {
        match self.plain_leaf(stop) {
            Some(text) => Ok(Cow::Borrowed(text)),
            None => self.leaf_with_care(),
        }
    }

    /// Returns the text of the current element and consumes its end tag, on the fast path.
    ///
    /// Returns `None` if attributes remain, if the text contains a byte in `stop`, or if the end tag is not in its
    /// usual form.
    pub(super) fn plain_leaf(&mut self, stop: Stop) -> Option<&'x str> {
        let element = self.open.last()?;
        if !self.attributes.is_empty() || self.empty {
            return None;
        }
        let bytes = self.input.as_bytes();
        let name_start = element.name_start as usize;
        let length = element.name_length as usize;
        let name = bytes.get(name_start..name_start + length)?;
        let content = bytes.get(self.position..)?;
        let end = plain_length(content, stop);
        let tag = content.get(end..end + length + END_TAG)?;
        if tag[0] != b'<'
            || tag[1] != b'/'
            || tag[length + 2] != b'>'
            || !same(&tag[2..length + 2], name)
        {
            return None;
        }
        let text = &self.input[self.position..self.position + end];
        self.position += end + length + END_TAG;
        Some(text)
    }

    #[cold]
    fn leaf_with_care(&mut self) -> Result<Cow<'x, str>, ReadError> {
        self.check_attributes()?;
        if self.empty {
            return Ok(Cow::Borrowed(""));
        }
        let text = self.take_text()?;
        if self.input.as_bytes().get(self.position + 1) != Some(&b'/') {
            return Err(self.element_in_leaf());
        }
        self.pass_end_tag()?;
        Ok(text)
    }

    #[cold]
    fn element_in_leaf(&mut self) -> ReadError {
        match self.peek() {
            Ok(Event::Start) => {
                let name = self.peeked_name();
                self.error(ReadErrorKind::UnexpectedElement(name))
            }
            Ok(_) => self.malformed("unexpected markup in text"),
            Err(error) => error,
        }
    }

    /// Returns the error for the text of a leaf whose end tag has just been consumed.
    #[cold]
    fn leaf_error(&mut self, error: ValueError, text: &str) -> ReadError {
        let before = &self.input[..self.position];
        if !self.empty {
            self.position = before.rfind("</").unwrap_or(self.position);
        }
        self.value_error(error, text)
    }

    #[cold]
    pub(super) fn value_error(&self, error: ValueError, text: &str) -> ReadError {
        const SHOWN: usize = 60;
        let text = Some(shorten(text, SHOWN).into_owned());
        self.error(ReadErrorKind::Value { error, text })
    }
}

/// The length of an end tag without its name: `</` and `>`.
const END_TAG: usize = 3;

impl ReadLeaf for Cursor<'_> {
    type Error = ReadError;

    fn lexical_leaf<T: Lexical>(&mut self) -> Result<T, ReadError> {
        if T::IS_BINARY {
            self.check_attributes()?;
            if let Some(value) = self.included_value()? {
                return Ok(value);
            }
        }
        let kept = matches!(T::WHITE_SPACE, WhiteSpace::Preserve);
        match self.plain_leaf(if kept { Stop::Special } else { Stop::SpecialOrSpace }) {
            Some(text) => {
                self.charge_items::<T>(text)?;
                self.judged(T::parse_in(text, self), text)
            }
            None => self.value_or(""),
        }
    }

    fn enumerated_leaf<T: Enumeration>(&mut self) -> Result<T, ReadError> {
        Ok(T::VALUES[self.enumerated(&Listed::of::<T>())?])
    }
}

impl Cursor<'_> {
    /// Reads an enumerated value and returns its index. A single function for all enumerations keeps generated code
    /// small.
    fn enumerated(&mut self, listed: &Listed) -> Result<usize, ReadError> {
        let text = self.leaf(Stop::Special)?;
        let normalised = listed.white_space.apply(&text);
        self.judged(position(listed, &normalised), &normalised)
    }
}
