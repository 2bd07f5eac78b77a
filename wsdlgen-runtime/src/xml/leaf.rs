//! Leaves: elements with text alone.

use std::borrow::Cow;

use super::{
    Cursor, Event, QName, ReadError, ReadErrorKind,
    bytes::{Stop, plain_length, same},
    error::shorten,
    scope::Resolved,
};
use crate::xsd::{Enumeration, Lexical, Listed, ReadLeaf, ValueError, WhiteSpace, position};

impl<'x> Cursor<'x> {
    /// The text of the current element, which must be a leaf, and goes behind its end tag. Line
    /// ends are normalised, references and CDATA sections resolved; all else is as written.
    ///
    /// # Errors
    ///
    /// When there is an element inside, or the text is not well-formed.
    pub fn text(&mut self) -> Result<Cow<'x, str>, ReadError> {
        let text = self.leaf(Stop::Special)?;
        self.pop_open();
        Ok(text)
    }

    /// The text of the current element as an owned string: see [`text`](Self::text).
    ///
    /// # Errors
    ///
    /// As [`text`](Self::text).
    pub fn string(&mut self) -> Result<String, ReadError> {
        match self.plain_leaf(Stop::Special) {
            Some(text) => {
                self.pop_open();
                Ok(text.to_owned())
            }
            None => self.text().map(Cow::into_owned),
        }
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
        let text = self.text()?;
        if !text.is_empty() {
            return Ok(text.into_owned());
        }
        // It is not part of the document, whose text has been charged.
        self.charge(default.len())?;
        Ok(default.to_owned())
    }

    /// The value of the current element, which must be a leaf, and goes behind its end tag.
    ///
    /// # Errors
    ///
    /// As [`text`](Self::text), and when the text is not in the type's lexical space.
    #[inline]
    pub fn value<T: Lexical>(&mut self) -> Result<T, ReadError> {
        T::read_leaf(self)
    }

    /// The value of the current element, or that of this text where it is empty: the default of
    /// its declaration.
    ///
    /// # Errors
    ///
    /// As [`value`](Self::value).
    pub fn value_or<T: Lexical>(&mut self, default: &str) -> Result<T, ReadError> {
        let text = self.leaf(Stop::Special)?;
        if text.is_empty() {
            self.charge(default.len())?;
        }
        let text = if text.is_empty() { default } else { &text };
        let normalised = T::WHITE_SPACE.apply(text);
        self.charge_items::<T>(&normalised)?;
        self.judged(T::parse_in(&normalised, self), &normalised)
    }

    /// What became of a leaf's text. The element is still open, for the error's path.
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

    /// The name that the text of the current element is, and goes behind its end tag. A prefix that
    /// nobody declared stands for no namespace.
    pub(crate) fn loose_name(&mut self) -> Result<QName, ReadError> {
        let text = self.leaf(Stop::Special)?;
        let text = WhiteSpace::Collapse.apply(&text);
        let (prefix, local) = text.split_once(':').unwrap_or(("", &text));
        let resolved = self.scope.resolve(prefix).unwrap_or(Resolved::NONE);
        let namespace = self.scope.shared_uri(resolved, self.namespaces);
        self.pop_open();
        Ok(QName::new(namespace, local).with_prefix(prefix))
    }

    /// The text of the current element. The cursor is behind its end tag then, and the element
    /// still open: whoever has used the text calls [`pop_open`](Self::pop_open).
    #[inline]
    fn leaf(&mut self, stop: Stop) -> Result<Cow<'x, str>, ReadError> {
        match self.plain_leaf(stop) {
            Some(text) => Ok(Cow::Borrowed(text)),
            None => self.leaf_with_care(),
        }
    }

    /// The same where nothing is special: no attributes that nobody asked for, no byte that
    /// stops before the end tag, which is as expected.
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
            Ok(_) => self.malformed("markup in the middle of text"),
            Err(error) => error,
        }
    }

    /// What is wrong with the text of the leaf whose end tag has just been passed.
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

/// How much longer than its name an end tag is: `</` and `>`.
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
    /// Reads an enumerated value, and returns its index. One function for all enumerations keeps generated code small.
    fn enumerated(&mut self, listed: &Listed) -> Result<usize, ReadError> {
        let text = self.leaf(Stop::Special)?;
        let normalised = listed.white_space.apply(&text);
        self.judged(position(listed, &normalised), &normalised)
    }
}
