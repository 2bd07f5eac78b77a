//! What settings say of types.

use std::{collections::BTreeMap, sync::Arc};

/// What is to be different about a type.
#[derive(Clone, Debug, Default)]
pub(crate) struct Custom {
    /// Lists of traits to derive too.
    pub(crate) derives: Vec<Arc<str>>,
    pub(crate) attributes: Vec<Arc<str>>,
    /// What it is called in Rust.
    pub(crate) name: Option<Arc<str>>,
    /// By what selectors call fields and variants.
    pub(crate) members: BTreeMap<String, MemberCustom>,
}

/// What is to be different about a field or a variant.
#[derive(Clone, Debug, Default)]
pub(crate) struct MemberCustom {
    pub(crate) attributes: Vec<Arc<str>>,
    /// What it is called in Rust.
    pub(crate) name: Option<Arc<str>>,
}

/// A type that is not generated.
#[derive(Clone, Debug)]
pub(crate) struct External {
    /// Its path in Rust.
    pub(crate) path: Arc<str>,
    pub(crate) shape: ExternalShape,
}

/// What an external type takes the place of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ExternalShape {
    /// A complex type.
    Element,
    /// A simple type.
    Value,
}
