//! End tags, and how deep elements may stand inside each other.

use super::{Cursor, OpenElement};
use crate::xml::{ReadError, ReadErrorKind, chars::is_space};

impl Cursor<'_> {
    #[inline]
    pub(in crate::xml) fn check_depth(&self) -> Result<(), ReadError> {
        let limit = self.options.limits.depth;
        if self.open.len() <= limit {
            return Ok(());
        }
        Err(self.error(ReadErrorKind::Limit { what: "elements inside each other", limit }))
    }

    /// Takes the end tag, which must come next, of the innermost open element.
    #[inline]
    pub(in crate::xml) fn close(&mut self) -> Result<(), ReadError> {
        let Some(element) = self.open.last().copied() else {
            return Err(self.malformed("an end tag without a start tag"));
        };
        if self.empty {
            self.empty = false;
        } else {
            self.end_tag(element)?;
        }
        self.open.pop();
        self.closed = element;
        self.scope.truncate(element.outer_bindings as usize);
        Ok(())
    }

    #[inline]
    fn end_tag(&mut self, element: OpenElement) -> Result<(), ReadError> {
        let bytes = self.input.as_bytes();
        let name_start = element.name_start as usize;
        let length = element.name_length as usize;
        let name = &bytes[name_start..name_start + length];
        let rest = &bytes[self.position..];
        let matches = rest.len() > length + 2
            && rest[0] == b'<'
            && rest[1] == b'/'
            && &rest[2..2 + length] == name;
        if !matches {
            return Err(self.wrong_end_tag(element));
        }
        let mut end = 2 + length;
        while rest.get(end).copied().is_some_and(is_space) {
            end += 1;
        }
        if rest.get(end) != Some(&b'>') {
            return Err(self.wrong_end_tag(element));
        }
        self.position += end + 1;
        Ok(())
    }

    #[cold]
    fn wrong_end_tag(&self, element: OpenElement) -> ReadError {
        if !self.input[self.position..].contains('>') {
            return self.error(ReadErrorKind::Truncated);
        }
        let name = self.element_name(element);
        self.malformed(format!("the end tag of {name} was expected"))
    }
}
