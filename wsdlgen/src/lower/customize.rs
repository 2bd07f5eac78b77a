//! Settings that customize types and services.

pub(crate) mod custom;
pub(crate) mod renames;
pub(crate) mod secrets;
pub(crate) mod selectors;
