//! Wildcards (part 1, §3.10).

use crate::syntax::{Documentation, NamespaceConstraint, QName, namespaces::joined};

/// `xs:any` or `xs:anyAttribute` (§3.10.2).
#[derive(Clone, Debug)]
pub(crate) struct Wildcard {
    pub(crate) namespaces: NamespaceConstraint,
    pub(crate) except: ExcludedNames,
    pub(crate) process: ProcessContents,
    pub(crate) precedence: Precedence,
    pub(crate) documentation: Documentation,
}

/// `notQName` of a wildcard (XML Schema 1.1, §3.10.1).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct ExcludedNames {
    pub(crate) names: Vec<QName>,
    /// `##defined`: the names of all global declarations.
    pub(crate) defined: bool,
    /// `##definedSibling`: the names of the other elements of the content model.
    pub(crate) siblings: bool,
}

/// `processContents` of a wildcard (§3.10.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ProcessContents {
    Strict,
    Lax,
    Skip,
}

/// The precedence of a wildcard over an element that may occur in the same place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Precedence {
    /// Such content is not allowed (XML Schema 1.0, §3.8.6).
    Equal,
    /// The element takes precedence (XML Schema 1.1, §3.8.6.4).
    Lower,
}

impl Wildcard {
    /// Returns the intersection of two wildcards (§3.10.6). The processing is that of the first.
    pub(crate) fn and(self, other: &Self) -> Self {
        let except = ExcludedNames {
            names: joined(&self.except.names, &other.except.names),
            defined: self.except.defined || other.except.defined,
            siblings: self.except.siblings || other.except.siblings,
        };
        Self { namespaces: self.namespaces.and(&other.namespaces), except, ..self }
    }

    /// Returns the union of two wildcards (§3.10.6). The processing is that of the first.
    pub(crate) fn or(mut self, other: &Self) -> Self {
        self.except.names.retain(|name| other.except.names.contains(name));
        self.except.defined &= other.except.defined;
        self.except.siblings &= other.except.siblings;
        Self { namespaces: self.namespaces.or(&other.namespaces), ..self }
    }
}
