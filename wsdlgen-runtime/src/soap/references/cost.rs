//! The cost of inlining references: the length of the result and its memory.

use super::{Declarations, Graph, beyond, is_encodings_own, malformed};
use crate::xml::{AnyAttribute, AnyElement, QName, ReadError, id_value};

/// The maximum length of `</` or ` `, `:` and `>` or `=""` around a name.
const TAG: usize = 5;
/// The length of ` xmlns:` and `=""` around a prefix and a URI.
const XMLNS: usize = 10;

/// Returns the length of a text in an attribute, where the most characters are escaped.
fn escaped_length(text: &str) -> usize {
    let escaped = |byte: u8| matches!(byte, b'<' | b'>' | b'&' | b'"' | b'\t' | b'\n' | b'\r');
    let many = text.bytes().filter(|byte| escaped(*byte)).count();
    text.len() + many * "&quot".len()
}

impl Graph<'_> {
    /// Counts copied text of the result.
    pub(super) fn count_text(&mut self, text: &str) -> Result<(), ReadError> {
        self.count(escaped_length(text))?;
        self.cursor.charge(text.len())
    }

    /// Counts a name that occurs in `times` tags of the result.
    pub(super) fn count_name(&mut self, name: &QName, times: usize) -> Result<(), ReadError> {
        let length = name.prefix().len() + name.local().len();
        self.count(times * (length + TAG))?;
        self.cursor.charge(length)
    }

    pub(super) fn copied_attributes(
        &mut self,
        element: &AnyElement,
    ) -> Result<Vec<AnyAttribute>, ReadError> {
        let is_kept = |attribute: &&AnyAttribute| {
            let is_target = || self.referenced.contains(id_value(&attribute.value));
            !is_encodings_own(attribute) || attribute.name.local() == "id" && !is_target()
        };
        let own: Vec<&AnyAttribute> = element.attributes.iter().filter(is_kept).collect();
        self.cursor.charge(own.len() * size_of::<AnyAttribute>())?;
        let mut copies = Vec::with_capacity(own.len());
        for attribute in own {
            self.count_name(&attribute.name, 1)?;
            self.count_text(&attribute.value)?;
            copies.push(attribute.clone());
        }
        Ok(copies)
    }

    pub(super) fn count_declarations(
        &mut self,
        declarations: &Declarations,
    ) -> Result<(), ReadError> {
        self.cursor.charge(size_of_val(&declarations[..]))?;
        for (prefix, uri) in declarations {
            self.cursor.charge(prefix.len())?;
            self.count_declaration(prefix, uri)?;
        }
        Ok(())
    }

    /// Counts a declaration of the result.
    pub(super) fn count_declaration(&mut self, prefix: &str, uri: &str) -> Result<(), ReadError> {
        self.count(XMLNS + prefix.len() + escaped_length(uri))
    }

    /// Counts bytes of the result.
    fn count(&mut self, bytes: usize) -> Result<(), ReadError> {
        self.written += bytes;
        if self.written > self.longest {
            let limit = self.cursor.limits().message_bytes;
            return Err(if self.longest == limit {
                beyond("bytes in a message with inlined references", "message_bytes", limit)
            } else {
                malformed("inlined references exceed 16 times the length of the message")
            });
        }
        Ok(())
    }
}
