//! Identity constraints (XML Schema part 1, §3.11.1).

use super::path::Paths;
use crate::xml::QName;

/// An identity-constraint definition.
#[derive(Debug)]
pub(super) struct Constraint {
    pub(super) name: QName,
    pub(super) category: Category,
    pub(super) selector: Paths,
    pub(super) fields: Vec<Paths>,
}

#[derive(Debug, PartialEq, Eq)]
pub(super) enum Category {
    Key,
    Unique,
    /// A reference to the key or unique constraint with this name.
    Keyref(QName),
}
