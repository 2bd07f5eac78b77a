//! Settings that change what types and services become.

pub(crate) mod custom;
pub(crate) mod renames;
pub(crate) mod secrets;
pub(crate) mod selectors;
