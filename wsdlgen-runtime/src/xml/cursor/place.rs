//! The cursor's position and names, as shown in errors and deviations.

use std::{borrow::Cow, fmt, sync::Arc};

use super::{Compared, Cursor, OpenElement};
use crate::xml::{
    Deviation, Name, NamespaceId, QName, ReadError, ReadErrorKind, Reading, bytes::same,
    error::shorten, scope::Resolved,
};

/// The number of deviations that are kept. The first few are enough for a diagnosis, and memory stays bounded.
const DEVIATIONS_KEPT: usize = 64;

/// The number of characters of a name that are shown in errors. A malicious name may be as long as the document.
const NAME_SHOWN: usize = 200;

/// The name of a peeked element.
#[derive(Clone, Copy)]
pub(in crate::xml) struct PeekedTag<'x> {
    namespace: NamespaceId,
    local: &'x str,
}

impl<'x> PeekedTag<'x> {
    /// Returns the name without its prefix.
    pub(in crate::xml) fn local(self) -> &'x str {
        self.local
    }

    #[inline]
    pub(in crate::xml) fn is(self, name: &Name) -> bool {
        self.local.len() == name.local.len()
            && self.namespace == name.namespace
            && same(self.local.as_bytes(), name.local.as_bytes())
    }

    /// Returns whether the tag has this name in the other form: qualified by a namespace of the contract instead of
    /// unqualified, or the other way round.
    pub(in crate::xml) fn is_in_other_form(self, name: &Name) -> bool {
        let forms = [self.namespace, name.namespace];
        self.local == name.local
            && forms.contains(&NamespaceId::NONE)
            && forms.iter().any(|form| form.is_generated())
    }
}

impl<'x> Cursor<'x> {
    /// Returns whether the peeked element has this name.
    #[inline]
    pub(crate) fn peeked_is(&self, name: &Name) -> bool {
        self.peeked_tag().is_some_and(|tag| tag.is(name))
    }

    /// Returns the name of the peeked element, for comparison with several names.
    #[inline]
    pub(in crate::xml) fn peeked_tag(&self) -> Option<PeekedTag<'x>> {
        let tag = self.peeked.as_ref()?;
        Some(PeekedTag { namespace: tag.resolved.namespace, local: tag.local(self.input) })
    }

    /// Returns whether the peeked element is the one that was compared: in the same namespace, with a start tag that
    /// contains only a name.
    pub(in crate::xml) fn peeked_was(&self, compared: Compared) -> bool {
        self.peeked.as_ref().is_some_and(|tag| {
            tag.resolved.namespace == compared.namespace
                && tag.name_start as usize == compared.position + 1
                && tag.end == tag.name_start + tag.name_length + 1
        })
    }

    /// Returns the range from the beginning of the peeked start tag to the end of its name, or an empty range at the
    /// cursor if there is no peeked tag.
    #[cfg(feature = "ws-security")]
    pub(crate) fn peeked_place(&self) -> std::ops::Range<usize> {
        self.peeked.as_ref().map_or(self.position..self.position, |tag| {
            let start = tag.name_start as usize;
            start - 1..start + tag.name_length as usize
        })
    }

    /// Returns the offset after the markup that was read last.
    #[cfg(feature = "ws-security")]
    pub(crate) fn offset(&self) -> usize {
        self.position
    }

    /// Returns the name of the peeked element as shown in errors, or `""` if there is none.
    pub(crate) fn peeked_name(&self) -> String {
        self.peeked_short_name().map_or_else(String::new, |name| name.to_string())
    }

    /// Returns the name of the peeked element, shortened for errors, or `None` if there is none.
    pub(crate) fn peeked_short_name(&self) -> Option<QName> {
        let tag = self.peeked.as_ref()?;
        Some(self.short_name(tag.resolved, tag.local(self.input)))
    }

    /// Returns a name as shown in errors.
    pub(in crate::xml) fn shown_name(&self, namespace: Resolved, local: &str) -> String {
        self.short_name(namespace, local).to_string()
    }

    fn short_name(&self, namespace: Resolved, local: &str) -> QName {
        let uri = self.scope.uri(namespace, self.namespaces);
        QName::new(shorten(uri, NAME_SHOWN), shorten(local, NAME_SHOWN))
    }

    /// Returns the namespace URI and the local name of the peeked element, or `None` if there is none.
    pub fn peeked_expanded_name(&self) -> Option<(&str, &'x str)> {
        let tag = self.peeked.as_ref()?;
        Some((self.scope.uri(tag.resolved, self.namespaces), tag.local(self.input)))
    }

    /// Returns the declarations in scope, without the first `first` ones.
    pub(in crate::xml) fn declarations_since(&mut self, first: usize) -> Vec<(String, Arc<str>)> {
        self.scope.declarations_since(first)
    }

    /// Returns the name of the innermost open element.
    pub(in crate::xml) fn current_name(&mut self) -> QName {
        let element = self.open.last().copied().unwrap_or_default();
        let name = self.element_name(element);
        let (prefix, local) = name.split_once(':').unwrap_or(("", name));
        let resolved = self.scope.resolve(prefix).unwrap_or(Resolved::NONE);
        let namespace = self.scope.shared_uri(resolved, self.namespaces);
        QName::new(namespace, local).with_prefix(prefix)
    }

    /// Returns the number of declarations in scope around the innermost open element.
    pub(in crate::xml) fn outer_bindings(&self) -> usize {
        self.open.last().map_or(0, |element| element.outer_bindings as usize)
    }

    /// Returns `element`'s name as written.
    pub(super) fn element_name(&self, element: OpenElement) -> &'x str {
        let start = element.name_start as usize;
        &self.input[start..start + element.name_length as usize]
    }

    /// Records a deviation from the contract. `kind` is not called once enough deviations are recorded.
    ///
    /// # Errors
    ///
    /// Returns the deviation as an error when reading strictly.
    #[cold]
    pub(crate) fn record_deviation(
        &mut self,
        kind: impl FnOnce(&Self) -> ReadErrorKind,
    ) -> Result<(), ReadError> {
        if self.options.reading == Reading::Strict {
            return Err(self.error(kind(self)));
        }
        self.note_deviation(kind);
        Ok(())
    }

    /// Records a deviation that even strict reading accepts.
    #[cold]
    pub(crate) fn note_deviation(&mut self, kind: impl FnOnce(&Self) -> ReadErrorKind) {
        if self.deviations.len() < DEVIATIONS_KEPT {
            let (path, kind) = (self.path(), kind(self));
            let kind = if self.in_secret() { kind.without_content() } else { kind };
            self.deviations.push(Deviation { kind, path });
        }
    }

    /// Records that the next element is not allowed here.
    pub(in crate::xml) fn record_unknown_element(&mut self) -> Result<(), ReadError> {
        self.record_deviation(|cursor| ReadErrorKind::UnexpectedElement(cursor.peeked_name()))
    }

    /// Returns the error for a missing required member. Called after the element's end tag has been read.
    #[cold]
    pub fn missing_element(&self, name: &'static str) -> ReadError {
        let closed = local(self.element_name(self.closed));
        let path = format!("{}/{}", self.path(), shorten(closed, NAME_SHOWN));
        let kind = ReadErrorKind::MissingElement(name);
        self.error_at(kind, path, self.position)
    }

    fn error_at(&self, kind: ReadErrorKind, path: String, position: usize) -> ReadError {
        let location = self.located.get().moved(self.input, position);
        self.located.set(location);
        ReadError::at(kind, path, self.base + position, location)
    }

    pub(crate) fn error(&self, kind: ReadErrorKind) -> ReadError {
        let mut position = self.position;
        if let (ReadErrorKind::UnexpectedElement(_), Some(tag)) = (&kind, &self.peeked) {
            position = tag.name_start as usize - 1;
        }
        let kind = if self.in_secret() { kind.without_content() } else { kind };
        self.error_at(kind, self.path(), position)
    }

    pub(in crate::xml) fn malformed(&self, what: impl Into<Cow<'static, str>>) -> ReadError {
        let what = match what.into() {
            Cow::Owned(what) => Cow::Owned(shorten(&what, 2 * NAME_SHOWN).into_owned()),
            fixed @ Cow::Borrowed(_) => fixed,
        };
        self.error(ReadErrorKind::Malformed(what))
    }

    /// Returns the path of open elements from the root, as names without prefixes: `/Envelope/Body/…`.
    pub fn path(&self) -> String {
        let mut path = self.outer_path.to_owned();
        for element in &self.open {
            path.push('/');
            path.push_str(&shorten(local(self.element_name(*element)), NAME_SHOWN));
        }
        path
    }

    /// Returns whether the cursor is inside an element whose text must not be shown.
    fn in_secret(&self) -> bool {
        let secrets = self.options.secrets;
        self.open.iter().any(|element| {
            let name = local(self.element_name(*element));
            // WS-Security's user name token is always secret, without being listed.
            name == "UsernameToken" || secrets.iter().any(|secret| secret.local == name)
        })
    }
}

/// Omits the document, which may contain secrets.
impl fmt::Debug for Cursor<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Cursor")
            .field("path", &self.path())
            .field("position", &(self.base + self.position))
            .finish_non_exhaustive()
    }
}

/// Returns a name without its prefix.
fn local(name: &str) -> &str {
    name.split_once(':').map_or(name, |(_, local)| local)
}
