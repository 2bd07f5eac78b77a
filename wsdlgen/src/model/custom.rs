//! Customizations of types, requested by settings.

use std::{collections::BTreeMap, sync::Arc};

/// Customizations of a type.
#[derive(Clone, Debug, Default)]
pub(crate) struct Custom {
    /// Lists of additional traits to derive.
    pub(crate) derives: Vec<Arc<str>>,
    pub(crate) attributes: Vec<Arc<str>>,
    /// Name in Rust.
    pub(crate) name: Option<Arc<str>>,
    /// Customizations of fields and variants, by their names in selectors.
    pub(crate) members: BTreeMap<String, MemberCustom>,
}

/// Customizations of a field or a variant.
#[derive(Clone, Debug, Default)]
pub(crate) struct MemberCustom {
    pub(crate) attributes: Vec<Arc<str>>,
    /// Name in Rust.
    pub(crate) name: Option<Arc<str>>,
}

/// A type that the user provides in place of a generated one.
#[derive(Clone, Debug)]
pub(crate) struct External {
    /// Path of the Rust type.
    pub(crate) path: Arc<str>,
    pub(crate) shape: ExternalShape,
}

/// The kind of type that an external type replaces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ExternalShape {
    /// A complex type.
    Element,
    /// A simple type.
    Value,
}
