//! Where the cursor is, as errors and reports say it.

use std::{borrow::Cow, fmt, sync::Arc};

use super::{Compared, Cursor, OpenElement};
use crate::xml::{
    Deviation, Name, NamespaceId, QName, ReadError, ReadErrorKind, Reading, bytes::same,
    error::shorten, scope::Resolved,
};

/// How much lenient reading remembers: the first few tell the story, and memory stays bounded.
const DEVIATIONS_KEPT: usize = 64;

/// How much of a name errors show, in characters: a hostile one may be as long as the document.
const NAME_SHOWN: usize = 200;

/// The name of an element that was peeked at.
#[derive(Clone, Copy)]
pub(in crate::xml) struct PeekedTag<'x> {
    namespace: NamespaceId,
    local: &'x str,
}

impl<'x> PeekedTag<'x> {
    /// The name without prefix.
    pub(in crate::xml) fn local(self) -> &'x str {
        self.local
    }

    #[inline]
    pub(in crate::xml) fn is(self, name: &Name) -> bool {
        self.local.len() == name.local.len()
            && self.namespace == name.namespace
            && same(self.local.as_bytes(), name.local.as_bytes())
    }

    /// Whether it has this name but for its form: a namespace of the contract in place of none, or none in
    /// place of one.
    pub(in crate::xml) fn is_in_other_form(self, name: &Name) -> bool {
        let forms = [self.namespace, name.namespace];
        self.local == name.local
            && forms.contains(&NamespaceId::NONE)
            && forms.iter().any(|one| one.is_generated())
    }
}

impl<'x> Cursor<'x> {
    /// Whether the next element, already peeked at, has this name.
    #[inline]
    pub(crate) fn peeked_is(&self, name: &Name) -> bool {
        self.peeked_tag().is_some_and(|tag| tag.is(name))
    }

    /// The name of the next element, already peeked at, for those who compare it with many.
    #[inline]
    pub(in crate::xml) fn peeked_tag(&self) -> Option<PeekedTag<'x>> {
        let tag = self.peeked.as_ref()?;
        Some(PeekedTag { namespace: tag.resolved.namespace, local: tag.local(self.input) })
    }

    /// Whether the element that was peeked at is what was compared: of its namespace, and with
    /// nothing but a name in its start tag.
    pub(in crate::xml) fn peeked_was(&self, compared: Compared) -> bool {
        self.peeked.as_ref().is_some_and(|tag| {
            tag.resolved.namespace == compared.namespace
                && tag.name_start as usize == compared.position + 1
                && tag.end == tag.name_start + tag.name_length + 1
        })
    }

    /// Where the next start tag begins and where the name in it ends, already peeked at; where the
    /// cursor stands otherwise.
    #[cfg(feature = "ws-security")]
    pub(crate) fn peeked_place(&self) -> std::ops::Range<usize> {
        self.peeked.as_ref().map_or(self.position..self.position, |tag| {
            let start = tag.name_start as usize;
            start - 1..start + tag.name_length as usize
        })
    }

    /// The name of the next element as an error shows it.
    pub(crate) fn peeked_name(&self) -> String {
        self.peeked_short_name().map_or_else(String::new, |name| name.to_string())
    }

    /// The same, where an element was peeked at.
    pub(crate) fn peeked_short_name(&self) -> Option<QName> {
        let tag = self.peeked.as_ref()?;
        Some(self.short_name(tag.resolved, tag.local(self.input)))
    }

    /// A name as an error shows it.
    pub(in crate::xml) fn shown_name(&self, namespace: Resolved, local: &str) -> String {
        self.short_name(namespace, local).to_string()
    }

    fn short_name(&self, namespace: Resolved, local: &str) -> QName {
        let uri = self.scope.uri(namespace, self.namespaces);
        QName::new(shorten(uri, NAME_SHOWN), shorten(local, NAME_SHOWN))
    }

    /// The namespace URI and the local name of the next element, if one was peeked at.
    pub fn peeked_expanded_name(&self) -> Option<(&str, &'x str)> {
        let tag = self.peeked.as_ref()?;
        Some((self.scope.uri(tag.resolved, self.namespaces), tag.local(self.input)))
    }

    /// The declarations in force but for the first ones.
    pub(in crate::xml) fn declarations_since(&mut self, first: usize) -> Vec<(String, Arc<str>)> {
        self.scope.declarations_since(first)
    }

    /// The name of the innermost open element.
    pub(in crate::xml) fn current_name(&mut self) -> QName {
        let element = self.open.last().copied().unwrap_or_default();
        let name = self.element_name(element);
        let (prefix, local) = name.split_once(':').unwrap_or(("", name));
        let resolved = self.scope.resolve(prefix).unwrap_or(Resolved::NONE);
        let namespace = self.scope.shared_uri(resolved, self.namespaces);
        QName::new(namespace, local).with_prefix(prefix)
    }

    /// How many declarations are in force around the innermost open element.
    pub(in crate::xml) fn outer_bindings(&self) -> usize {
        self.open.last().map_or(0, |element| element.outer_bindings as usize)
    }

    /// `element`'s name as written.
    pub(super) fn element_name(&self, element: OpenElement) -> &'x str {
        let start = element.name_start as usize;
        &self.input[start..start + element.name_length as usize]
    }

    /// Records a deviation from the contract. `kind` is not called once enough are recorded.
    ///
    /// # Errors
    ///
    /// The deviation, when reading strictly.
    #[cold]
    pub(crate) fn record_deviation(
        &mut self,
        kind: impl FnOnce(&Self) -> ReadErrorKind,
    ) -> Result<(), ReadError> {
        if self.options.reading == Reading::Strict {
            return Err(self.error(kind(self)));
        }
        if self.deviations.len() < DEVIATIONS_KEPT {
            let (path, kind) = (self.path(), kind(self));
            let kind = if self.in_secret() { kind.without_content() } else { kind };
            self.deviations.push(Deviation { kind, path });
        }
        Ok(())
    }

    /// Records that the next element is not allowed here.
    pub(in crate::xml) fn record_unknown_element(&mut self) -> Result<(), ReadError> {
        self.record_deviation(|cursor| ReadErrorKind::UnexpectedElement(cursor.peeked_name()))
    }

    /// The error that a required member is missing, once the element's end tag has been read.
    #[cold]
    pub fn missing_element(&self, name: &'static str) -> ReadError {
        let closed = local(self.element_name(self.closed));
        let path = format!("{}/{}", self.path(), shorten(closed, NAME_SHOWN));
        let kind = ReadErrorKind::MissingElement(name);
        ReadError::new(kind, path, self.input, self.position).moved(self.base)
    }

    pub(crate) fn error(&self, kind: ReadErrorKind) -> ReadError {
        let mut position = self.position;
        if let (ReadErrorKind::UnexpectedElement(_), Some(tag)) = (&kind, &self.peeked) {
            position = tag.name_start as usize - 1;
        }
        let kind = if self.in_secret() { kind.without_content() } else { kind };
        ReadError::new(kind, self.path(), self.input, position).moved(self.base)
    }

    pub(in crate::xml) fn malformed(&self, what: impl Into<Cow<'static, str>>) -> ReadError {
        let what = match what.into() {
            Cow::Owned(what) => Cow::Owned(shorten(&what, 2 * NAME_SHOWN).into_owned()),
            fixed @ Cow::Borrowed(_) => fixed,
        };
        self.error(ReadErrorKind::Malformed(what))
    }

    /// The open elements from the root, by their names without prefix.
    pub fn path(&self) -> String {
        let mut path = self.outer_path.to_owned();
        for element in &self.open {
            path.push('/');
            path.push_str(&shorten(local(self.element_name(*element)), NAME_SHOWN));
        }
        path
    }

    /// Whether the cursor is inside an element whose text must not be shown.
    fn in_secret(&self) -> bool {
        let secrets = self.options.secrets;
        self.open.iter().any(|element| {
            let name = local(self.element_name(*element));
            // Nobody names what WS-Security has: a user's password.
            name == "UsernameToken" || secrets.iter().any(|secret| secret.local == name)
        })
    }
}

/// Without the document, which may hold secrets.
impl fmt::Debug for Cursor<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Cursor")
            .field("path", &self.path())
            .field("position", &(self.base + self.position))
            .finish_non_exhaustive()
    }
}

/// A name without its prefix.
fn local(name: &str) -> &str {
    name.split_once(':').map_or(name, |(_, local)| local)
}
