//! Building blocks for printing items: paths, documentation, lines, layout.

pub(crate) mod docs;
pub(crate) mod files;
mod foreign;
pub(crate) mod imports;
pub(crate) mod layout;
pub(crate) mod lines;
pub(crate) mod markdown;
pub(crate) mod paths;
pub(crate) mod printer;
