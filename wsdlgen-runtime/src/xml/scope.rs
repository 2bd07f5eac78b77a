//! Namespace declarations in force (Namespaces in XML 1.0).

use std::borrow::Cow;

use super::{NamespaceId, Namespaces};

/// One declaration in force.
#[derive(Clone, Debug)]
struct Binding<'x> {
    prefix: &'x str,
    namespace: NamespaceId,
    uri: Cow<'x, str>,
}

/// What a prefix stands for: the namespace's id and, for foreign ones, where its URI is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Resolved {
    pub(super) namespace: NamespaceId,
    binding: Option<u32>,
}

impl Resolved {
    pub(super) const NONE: Self = Self { namespace: NamespaceId::NONE, binding: None };
    const XML: Self = Self { namespace: NamespaceId::XML, binding: None };
}

/// The stack of declarations, and the prefix resolved last: the guess for the next tag.
#[derive(Clone, Debug)]
pub(super) struct Scope<'x> {
    bindings: Vec<Binding<'x>>,
    recent: Option<(&'x str, NamespaceId)>,
}

impl<'x> Scope<'x> {
    pub(super) fn new() -> Self {
        Self { bindings: Vec::with_capacity(8), recent: None }
    }

    pub(super) fn len(&self) -> usize {
        self.bindings.len()
    }

    /// Puts a declaration in force.
    pub(super) fn declare(&mut self, prefix: &'x str, uri: Cow<'x, str>, known: &Namespaces) {
        let namespace = known.id(&uri);
        self.bindings.push(Binding { prefix, namespace, uri });
        self.recent = None;
    }

    /// Whether one of the declarations from `first` on is for `prefix`.
    pub(super) fn declares_since(&self, first: usize, prefix: &str) -> bool {
        self.bindings[first..].iter().any(|binding| binding.prefix == prefix)
    }

    /// Ends the declarations of an element that is closed.
    #[inline]
    pub(super) fn truncate(&mut self, length: usize) {
        if self.bindings.len() > length {
            self.bindings.truncate(length);
            self.recent = None;
        }
    }

    /// The prefix whose namespace was asked for last, if that namespace was `namespace`.
    #[inline]
    pub(super) fn recent_prefix(&self, namespace: NamespaceId) -> Option<&'x str> {
        match self.recent {
            Some((prefix, recent)) if recent == namespace => Some(prefix),
            _ => None,
        }
    }

    /// What an element's prefix stands for; `None` where it is not declared.
    pub(super) fn resolve_element(&mut self, prefix: &'x str) -> Option<Resolved> {
        let resolved = self.resolve(prefix)?;
        self.recent = Some((prefix, resolved.namespace));
        Some(resolved)
    }

    /// What a prefix stands for, the empty one included.
    pub(super) fn resolve(&self, prefix: &str) -> Option<Resolved> {
        let found = self.bindings.iter().rposition(|binding| binding.prefix == prefix);
        match found {
            Some(index) => Some(Resolved {
                namespace: self.bindings[index].namespace,
                binding: u32::try_from(index).ok(),
            }),
            None if prefix.is_empty() => Some(Resolved::NONE),
            None if prefix == "xml" => Some(Resolved::XML),
            None => None,
        }
    }

    /// The URI of a resolved prefix.
    pub(super) fn uri<'s>(&'s self, resolved: Resolved, known: &Namespaces) -> &'s str {
        let binding = resolved.binding.and_then(|index| self.bindings.get(index as usize));
        binding.map_or_else(|| known.uri(resolved.namespace), |binding| &binding.uri)
    }

    /// Every declaration in force from `first` on, innermost last, shadowed ones left out.
    pub(super) fn declarations_since(&self, first: usize) -> Vec<(String, String)> {
        let mut visible: Vec<(String, String)> = Vec::new();
        for binding in &self.bindings[first..] {
            visible.retain(|(prefix, _)| prefix != binding.prefix);
            visible.push((binding.prefix.to_owned(), binding.uri.clone().into_owned()));
        }
        visible
    }
}
