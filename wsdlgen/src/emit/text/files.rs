//! The files of modules.

use super::layout::set_items_apart;

/// The generated file of a module.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ModuleFile {
    /// The path relative to the folder of the main file: `customer_care_service/operations.rs`.
    pub path: String,
    /// The content of the file.
    pub code: String,
}

/// The files of modules, in a folder next to the main file.
pub(crate) struct ModuleFiles {
    /// The name of the folder.
    pub(crate) folder: String,
    /// The name of each file without its extension, and its code.
    pub(crate) modules: Vec<(String, String)>,
}

impl ModuleFiles {
    /// Returns the files, each of which begins with `head`.
    pub(crate) fn finish(self, head: &str) -> Vec<ModuleFile> {
        let Self { folder, modules } = self;
        let file = |(name, code): (String, String)| ModuleFile {
            path: format!("{folder}/{name}.rs"),
            code: set_items_apart(&[head, &code]),
        };
        modules.into_iter().map(file).collect()
    }
}
