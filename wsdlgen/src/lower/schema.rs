//! Lowering of schemas: types, elements, attributes and groups become types of the model.

pub(crate) mod alternatives;
pub(crate) mod arrays;
pub(crate) mod attributes;
pub(crate) mod builtins;
pub(crate) mod choices;
pub(crate) mod complex;
pub(crate) mod data_set;
pub(crate) mod emptiness;
pub(crate) mod encoded;
pub(crate) mod facets;
pub(crate) mod families;
pub(crate) mod literals;
pub(crate) mod particles;
pub(crate) mod simple;
pub(crate) mod types;
