//! Building blocks for printing items: paths, documentation, lines, layout.

pub(crate) mod constants;
pub(crate) mod docs;
pub(crate) mod imports;
pub(crate) mod layout;
pub(crate) mod lines;
pub(crate) mod markdown;
mod native;
pub(crate) mod paths;
pub(crate) mod printer;
