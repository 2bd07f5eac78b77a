//! Namespace declarations in scope (Namespaces in XML 1.0).

use std::{
    borrow::Cow,
    cell::OnceCell,
    collections::{BTreeSet, HashMap},
    hash::Hash,
    sync::Arc,
};

use super::{NamespaceId, Namespaces, table::FEW};

/// A declaration in scope.
#[derive(Clone, Debug)]
struct Binding<'x> {
    prefix: &'x str,
    namespace: NamespaceId,
    uri: Cow<'x, str>,
    /// The URI for names that outlive the document. It is copied once and shared by all of them.
    shared: OnceCell<Arc<str>>,
    /// The first declaration in scope of the same namespace.
    first: u32,
    /// The declarations of the same prefix and of the same namespace that this one replaced in the tables.
    hidden: (Option<u32>, Option<u32>),
}

/// The namespace that a prefix is bound to: its id and the position of its URI.
///
/// Two prefixes bound to the same namespace resolve to equal values, so that URIs need not be compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Resolved {
    pub(super) namespace: NamespaceId,
    first: Option<u32>,
}

impl Resolved {
    pub(super) const NONE: Self = Self { namespace: NamespaceId::NONE, first: None };
    const XML: Self = Self { namespace: NamespaceId::XML, first: None };
}

/// The stack of declarations, and the prefix resolved last, which the next tag is expected to have.
#[derive(Clone, Debug)]
pub(super) struct Scope<'x> {
    bindings: Vec<Binding<'x>>,
    /// The last declaration of each prefix and of each namespace. The first [`FEW`] declarations are not in these
    /// tables; they are searched one by one.
    by_prefix: HashMap<&'x str, u32>,
    by_namespace: HashMap<NamespaceId, u32>,
    recent: Option<Recent>,
}

/// The beginning of a start tag whose prefix is bound to a namespace.
#[derive(Clone, Copy, Debug)]
pub(super) struct Recent {
    pub(super) namespace: NamespaceId,
    /// `<`, followed by the prefix and its colon unless the prefix is empty.
    start: [u8; Self::LONGEST],
    /// The number of bytes used in `start`.
    pub(super) length: usize,
}

impl Recent {
    /// The maximum length that can be compared in one step.
    const LONGEST: usize = 8;

    fn new(prefix: &str, namespace: NamespaceId) -> Option<Self> {
        let mut start = [0; Self::LONGEST];
        start[0] = b'<';
        if prefix.is_empty() {
            return Some(Self { namespace, start, length: 1 });
        }
        let length = prefix.len() + 2;
        start.get_mut(1..length - 1)?.copy_from_slice(prefix.as_bytes());
        *start.get_mut(length - 1)? = b':';
        Some(Self { namespace, start, length })
    }

    /// Returns whether a tag begins like this.
    #[inline]
    pub(super) fn begins(&self, tag: &[u8]) -> bool {
        let bits = 64 - 8 * self.length;
        let word = |bytes: &[u8; Self::LONGEST]| u64::from_le_bytes(*bytes) << bits;
        // A shorter rest of the document contains only end tags.
        tag.first_chunk().is_some_and(|tag| word(tag) == word(&self.start))
    }
}

impl<'x> Scope<'x> {
    pub(super) fn new() -> Self {
        Self {
            bindings: Vec::with_capacity(8),
            by_prefix: HashMap::new(),
            by_namespace: HashMap::new(),
            recent: None,
        }
    }

    pub(super) fn len(&self) -> usize {
        self.bindings.len()
    }

    /// Adds a declaration to the scope.
    pub(super) fn declare(&mut self, prefix: &'x str, uri: Cow<'x, str>, known: &Namespaces) {
        let namespace = known.id(&uri);
        self.push(prefix, uri, namespace);
        self.recent = None;
    }

    /// Adds `xmlns=""` to the scope.
    #[inline]
    pub(super) fn undeclare_default(&mut self) {
        self.push("", Cow::Borrowed(""), NamespaceId::NONE);
        self.recent = Recent::new("", NamespaceId::NONE);
    }

    fn push(&mut self, prefix: &'x str, uri: Cow<'x, str>, namespace: NamespaceId) {
        let same = |binding: &Binding<'_>| {
            binding.namespace == namespace
                && (namespace != NamespaceId::FOREIGN || binding.uri == uri)
        };
        let next = self.bindings.len();
        let first = self.bindings.iter().position(same).unwrap_or(next);
        #[expect(clippy::cast_possible_truncation, reason = "documents are below 4 GiB")]
        let (first, next) = (first as u32, next as u32);
        let hidden = if self.bindings.len() < FEW {
            (None, None)
        } else {
            (self.by_prefix.insert(prefix, next), self.by_namespace.insert(namespace, next))
        };
        let shared = OnceCell::new();
        self.bindings.push(Binding { prefix, namespace, uri, shared, first, hidden });
    }

    /// Returns whether one of the declarations from `first` on is for `prefix`.
    pub(super) fn declares_since(&self, first: usize, prefix: &str) -> bool {
        self.bindings[first..].iter().any(|binding| same_prefix(binding.prefix, prefix))
    }

    /// Removes the declarations of an element that is closed, which leaves `length` declarations.
    #[inline]
    pub(super) fn truncate(&mut self, length: usize) {
        if self.bindings.len() > length {
            self.end_declarations(length);
        }
    }

    fn end_declarations(&mut self, length: usize) {
        while self.bindings.len() > length.max(FEW)
            && let Some(Binding { prefix, namespace, hidden, .. }) = self.bindings.pop()
        {
            restore(&mut self.by_prefix, prefix, hidden.0);
            restore(&mut self.by_namespace, namespace, hidden.1);
        }
        self.bindings.truncate(length);
        self.recent = None;
    }

    /// Returns the expected beginning of start tags, based on the prefix resolved or recalled last.
    #[inline]
    pub(super) fn recent(&self) -> Option<&Recent> {
        self.recent.as_ref()
    }

    /// Makes a prefix that is bound to this namespace the recent one, if there is such a prefix.
    #[inline]
    pub(super) fn recall(&mut self, namespace: NamespaceId) {
        if self.recent.as_ref().is_none_or(|recent| recent.namespace != namespace) {
            self.look_for(namespace);
        }
    }

    fn look_for(&mut self, namespace: NamespaceId) {
        let prefix = self.last_of(namespace).map_or("", |index| self.bindings[index].prefix);
        // An inner element may have redeclared the prefix.
        let resolved = self.resolve(prefix).filter(|resolved| resolved.namespace == namespace);
        if resolved.is_some() && namespace != NamespaceId::FOREIGN {
            self.recent = Recent::new(prefix, namespace);
        }
    }

    /// Resolves an element's prefix and makes it the recent one. Returns `None` if the prefix is not declared.
    pub(super) fn resolve_element(&mut self, prefix: &'x str) -> Option<Resolved> {
        let resolved = self.resolve(prefix)?;
        self.recent = Recent::new(prefix, resolved.namespace);
        Some(resolved)
    }

    /// Resolves a prefix, which may be empty. Returns `None` if it is not declared.
    pub(super) fn resolve(&self, prefix: &str) -> Option<Resolved> {
        match self.position(prefix) {
            Some(index) => {
                let Binding { namespace, first, .. } = self.bindings[index];
                Some(Resolved { namespace, first: Some(first) })
            }
            None if prefix.is_empty() => Some(Resolved::NONE),
            None if prefix == "xml" => Some(Resolved::XML),
            None => None,
        }
    }

    /// Returns the index of the declaration in scope for a prefix.
    fn position(&self, prefix: &str) -> Option<usize> {
        let few = &self.bindings[..self.bindings.len().min(FEW)];
        let other = || few.iter().rposition(|binding| same_prefix(binding.prefix, prefix));
        if self.bindings.len() <= FEW {
            return other();
        }
        self.by_prefix.get(prefix).map(|index| *index as usize).or_else(other)
    }

    /// Returns the index of the last declaration of a namespace.
    fn last_of(&self, namespace: NamespaceId) -> Option<usize> {
        let few = &self.bindings[..self.bindings.len().min(FEW)];
        let other = || few.iter().rposition(|binding| binding.namespace == namespace);
        if self.bindings.len() <= FEW {
            return other();
        }
        self.by_namespace.get(&namespace).map(|index| *index as usize).or_else(other)
    }

    /// Returns the URI of a resolved prefix.
    pub(super) fn uri<'s>(&'s self, resolved: Resolved, known: &Namespaces) -> &'s str {
        let binding = resolved.first.and_then(|index| self.bindings.get(index as usize));
        binding.map_or_else(|| known.uri(resolved.namespace), |binding| &binding.uri)
    }

    /// Returns the URI of a resolved prefix as a shared copy that outlives the document.
    pub(super) fn shared_uri(&self, resolved: Resolved, known: &Namespaces) -> Arc<str> {
        let binding = resolved.first.and_then(|index| self.bindings.get(index as usize));
        binding.map_or_else(|| known.uri(resolved.namespace).into(), Binding::share)
    }

    /// Returns the declarations from `first` on.
    pub(super) fn declarations_since(&self, first: usize) -> Vec<(String, Arc<str>)> {
        (first..self.bindings.len()).map(|index| self.declaration(index)).collect()
    }

    /// Returns a declaration that outlives the document. A repeated declaration of a namespace shares the URI of the
    /// first one, as names do, so that comparing them is cheap.
    fn declaration(&self, index: usize) -> (String, Arc<str>) {
        let first = self.bindings[index].first as usize;
        // Several URIs may have the same id.
        let is_same = || first == index || self.bindings[first].uri == self.bindings[index].uri;
        let shared = if is_same() { first } else { index };
        (self.bindings[index].prefix.to_owned(), self.bindings[shared].share())
    }

    /// Returns the declarations in scope for the prefixes that `mention` marks, and for the default namespace, which
    /// may be used without a prefix.
    pub(super) fn declarations_for(
        &self,
        mention: impl FnOnce(&mut dyn FnMut(&str)),
    ) -> Vec<(String, Arc<str>)> {
        let mut mentioned = BTreeSet::new();
        let mut mark = |prefix: &str| mentioned.extend(self.position(prefix));
        mark("");
        mention(&mut mark);
        let mentioned = mentioned.into_iter().filter(|index| !self.bindings[*index].uri.is_empty());
        mentioned.map(|index| self.declaration(index)).collect()
    }
}

impl Binding<'_> {
    fn share(&self) -> Arc<str> {
        Arc::clone(self.shared.get_or_init(|| Arc::from(&*self.uri)))
    }
}

/// Restores the declaration that was hidden.
fn restore<K: Eq + Hash>(last: &mut HashMap<K, u32>, key: K, hidden: Option<u32>) {
    match hidden {
        Some(index) => last.insert(key, index),
        None => last.remove(&key),
    };
}

/// Returns whether two prefixes are equal.
///
/// Most prefixes are empty, and empty ones are not compared byte by byte. `memcmp` of zero bytes at the dangling
/// address of `""` takes some processors as long as a hundred comparisons.
#[inline]
fn same_prefix(left: &str, right: &str) -> bool {
    left.len() == right.len() && (left.is_empty() || left == right)
}
