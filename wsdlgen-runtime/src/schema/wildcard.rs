//! Wildcards and open content (XML Schema part 1, §3.10; XML Schema 1.1 part 1, §3.4.1).

use std::{collections::HashSet, sync::Arc};

use crate::xml::QName;

/// A wildcard (§3.10.1).
#[derive(Clone, Debug)]
pub(super) struct Wildcard {
    pub(super) namespaces: Namespaces,
    /// Names that are excluded, in sets that wildcards share.
    pub(super) except: Vec<Arc<HashSet<QName>>>,
    /// Exclusions that are known once all declarations are: they are then in `except`, too.
    pub(super) exclusions: Exclusions,
    pub(super) process: Process,
}

/// The namespace constraint of a wildcard (§3.10.1). No namespace is the empty string.
#[derive(Clone, Debug)]
pub(super) enum Namespaces {
    Any,
    /// Any namespace except these.
    Not(Vec<String>),
    OneOf(Vec<String>),
}

/// Names that a wildcard excludes without listing them (XML Schema 1.1 part 1, §3.10.1, disallowed names).
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Exclusions {
    /// `##defined`: the names of global declarations.
    pub(super) defined: bool,
    /// `##definedSibling`: the names of the elements of the content model.
    pub(super) siblings: bool,
}

/// `processContents` of a wildcard (§3.10.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Process {
    Strict,
    Lax,
    Skip,
}

/// Elements that may occur in addition to those of a content model (XML Schema 1.1 part 1, §3.4.1, open content).
#[derive(Clone, Debug)]
pub(super) struct OpenContent {
    pub(super) mode: OpenMode,
    pub(super) wildcard: Wildcard,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum OpenMode {
    /// Between the elements of the model.
    Interleave,
    /// After the elements of the model.
    Suffix,
}

/// The names that exclusions refer to.
pub(super) struct DeclaredNames {
    pub(super) global: Arc<HashSet<QName>>,
    pub(super) siblings: Arc<HashSet<QName>>,
}

impl Wildcard {
    /// A wildcard without constraints.
    pub(super) const fn any(process: Process) -> Self {
        Self {
            namespaces: Namespaces::Any,
            except: Vec::new(),
            exclusions: Exclusions { defined: false, siblings: false },
            process,
        }
    }

    /// Returns whether a name is allowed.
    pub(super) fn allows(&self, name: &QName) -> bool {
        let is_listed = |all: &[String]| all.iter().any(|one| one == name.namespace());
        let in_namespaces = match &self.namespaces {
            Namespaces::Any => true,
            Namespaces::Not(excluded) => !is_listed(excluded),
            Namespaces::OneOf(all) => is_listed(all),
        };
        in_namespaces && !self.except.iter().any(|names| names.contains(name))
    }

    /// Adds the names that the exclusions refer to.
    pub(super) fn exclude(&mut self, declared: &DeclaredNames) {
        if self.exclusions.defined {
            self.except.push(declared.global.clone());
        }
        if self.exclusions.siblings {
            self.except.push(declared.siblings.clone());
        }
    }
}
