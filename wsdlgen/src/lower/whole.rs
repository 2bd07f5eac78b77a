//! Analyses of the whole model: field order, recursion, size, reachability and validation.

pub(crate) mod ambiguity;
pub(crate) mod checks;
pub(crate) mod components;
pub(crate) mod data_sets;
pub(crate) mod mixed;
pub(crate) mod order;
pub(crate) mod reach;
pub(crate) mod selection;
pub(crate) mod size;
pub(crate) mod storage;
