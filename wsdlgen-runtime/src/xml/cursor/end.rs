//! End tags, and the limit on nested elements.

use super::{Cursor, OpenElement};
use crate::{
    chars::is_space,
    xml::{ReadError, ReadErrorKind, bytes::same},
};

impl Cursor<'_> {
    #[inline]
    pub(in crate::xml) fn check_depth(&self) -> Result<(), ReadError> {
        let limit = self.options.limits.depth;
        if self.open.len() <= limit {
            return self.check_stack();
        }
        let (what, setting) = ("nested elements", "depth");
        Err(self.error(ReadErrorKind::Limit { what, setting, limit }))
    }

    /// Consumes the end tag of the innermost open element, which must come next, and closes the element.
    #[inline]
    pub(in crate::xml) fn close(&mut self) -> Result<(), ReadError> {
        if !self.empty {
            self.pass_end_tag()?;
        }
        self.pop_open();
        Ok(())
    }

    /// Closes the innermost open element, whose end tag has been consumed.
    #[inline]
    pub(in crate::xml) fn pop_open(&mut self) {
        self.empty = false;
        if let Some(element) = self.open.pop() {
            self.closed = element;
            self.scope.truncate(element.outer_bindings as usize);
        }
    }

    /// Consumes the end tag of the innermost open element, but leaves the element open.
    // ETag ::= '</' Name S? '>'
    pub(in crate::xml) fn pass_end_tag(&mut self) -> Result<(), ReadError> {
        let Some(element) = self.open.last().copied() else {
            return Err(self.malformed("end tag without a start tag"));
        };
        let bytes = self.input.as_bytes();
        let name_start = element.name_start as usize;
        let name = &bytes[name_start..name_start + element.name_length as usize];
        let after = bytes[self.position..].strip_prefix(b"</");
        let after = after.and_then(|after| after.split_at_checked(name.len()));
        let Some((_, after)) = after.filter(|(found, _)| same(found, name)) else {
            return Err(self.wrong_end_tag(element));
        };
        let spaces = after.iter().take_while(|byte| is_space(**byte)).count();
        if after.get(spaces) != Some(&b'>') {
            return Err(self.wrong_end_tag(element));
        }
        self.position = bytes.len() - after.len() + spaces + 1;
        Ok(())
    }

    #[cold]
    fn wrong_end_tag(&self, element: OpenElement) -> ReadError {
        if !self.input[self.position..].contains('>') {
            return self.error(ReadErrorKind::Truncated);
        }
        let name = self.element_name(element);
        self.malformed(format!("expected end tag `</{name}>`"))
    }
}
