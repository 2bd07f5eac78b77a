//! Properties that only the whole model has: order, recursion, size, what is reached and what is checked.

pub(crate) mod checks;
pub(crate) mod components;
pub(crate) mod order;
pub(crate) mod reach;
pub(crate) mod selection;
pub(crate) mod size;
pub(crate) mod storage;
