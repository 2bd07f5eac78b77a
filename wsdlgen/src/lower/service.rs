//! Lowering of WSDL: services, bindings and messages become interfaces with operations.

pub(crate) mod agreement;
pub(crate) mod bodies;
pub(crate) mod bound;
mod form;
mod groups;
pub(crate) mod interfaces;
pub(crate) mod messages;
pub(crate) mod operations;
pub(crate) mod policy;
pub(crate) mod selection;
pub(crate) mod skipped;
