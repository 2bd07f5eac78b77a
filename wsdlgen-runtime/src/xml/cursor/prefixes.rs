//! Names whose prefixes are not declared.

use crate::xml::{Cursor, ReadError, ReadErrorKind, scope::Resolved};

/// The treatment of names whose prefixes are not declared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::xml) enum UndeclaredPrefixes {
    Refused,
    /// The names have no namespace.
    Tolerated,
}

impl Cursor<'_> {
    /// Accepts an attribute `id` on every element, as in SOAP encoding.
    pub(crate) fn ignore_ids(&mut self) {
        self.ignores_ids = true;
    }

    /// Tolerates names with undeclared prefixes in the elements that follow, as if they had no namespace.
    pub(crate) fn tolerate_undeclared_prefixes(&mut self) {
        self.undeclared_prefixes = UndeclaredPrefixes::Tolerated;
    }

    #[cold]
    pub(in crate::xml) fn without_declaration(
        &mut self,
        prefix: &str,
    ) -> Result<Resolved, ReadError> {
        let what = format!("prefix `{prefix}` is not declared");
        if self.undeclared_prefixes == UndeclaredPrefixes::Refused {
            return Err(self.malformed(what));
        }
        self.note_deviation(|_| ReadErrorKind::Malformed(what.into()));
        Ok(Resolved::NONE)
    }
}
