//! Identity constraints (XML Schema 1.0, part 1, §3.11).

use std::sync::Arc;

use crate::syntax::{Named, QName};

/// `xs:key`, `xs:unique` or `xs:keyref` (§3.11.2).
#[derive(Debug)]
pub(crate) struct IdentityConstraint {
    pub(crate) name: Named,
    pub(crate) category: ConstraintCategory,
    pub(crate) selector: Vec<PathPiece>,
    pub(crate) fields: Vec<Vec<PathPiece>>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ConstraintCategory {
    Key,
    Unique,
    /// A reference to the constraint with this name.
    Keyref(QName),
}

/// A piece of a path (§3.11.6): text, or the prefix of the name that follows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum PathPiece {
    Text(String),
    Namespace(Arc<str>),
}
