//! A printer for items.
//!
//! Items are built, printed and dropped in batches, so that the trees of a large contract are never
//! all in memory.

use syn::{File, Item};

use super::files::ModuleFiles;

/// Number of items printed at a time.
const AT_A_TIME: usize = 64;

/// Printed code, and items that still have to be printed.
#[derive(Default)]
pub(crate) struct Printer {
    printed: String,
    waiting: Vec<Item>,
    /// The files of modules, if they get their own.
    files: Option<ModuleFiles>,
}

impl Printer {
    /// Creates a printer that puts modules into files, if there is a folder for them.
    pub(crate) fn with_files(folder: Option<String>) -> Self {
        let files = folder.map(|folder| ModuleFiles { folder, modules: Vec::new() });
        Self { files, ..Self::default() }
    }

    pub(crate) fn add(&mut self, items: impl IntoIterator<Item = Item>) {
        self.waiting.extend(items);
        if self.waiting.len() >= AT_A_TIME {
            self.print();
        }
    }

    /// Adds a declaration, which is already text.
    pub(crate) fn declare(&mut self, declaration: &str) {
        self.print();
        self.printed.push_str(declaration);
    }

    /// Adds declarations.
    pub(crate) fn declare_all(&mut self, declarations: impl IntoIterator<Item = String>) {
        declarations.into_iter().for_each(|declaration| self.declare(&declaration));
    }

    /// Adds a module with documentation, imports and the contents of another printer.
    pub(crate) fn add_module(&mut self, docs: &str, name: &str, imports: &str, inside: Self) {
        self.print();
        self.printed.extend(["/// ", docs, "\npub mod ", name, " {\n"]);
        let inside = inside.finish();
        for line in imports.lines().chain(inside.lines()) {
            if !line.is_empty() {
                self.printed.extend(["    ", line, "\n"]);
            }
        }
        self.printed.push_str("}\n");
    }

    /// Adds a module as [`add_module`](Self::add_module) does, in a file if modules have files.
    pub(crate) fn add_file(&mut self, docs: &str, name: &str, imports: &str, inside: Self) {
        self.print();
        let Some(ModuleFiles { folder, modules }) = &mut self.files else {
            return self.add_module(docs, name, imports, inside);
        };
        let file = name.trim_start_matches("r#");
        let path = format!("#[path = \"{folder}/{file}.rs\"]");
        self.printed.extend(["/// ", docs, "\n", &path, "\npub mod ", name, ";\n"]);
        modules.push((file.to_owned(), imports.to_owned() + &inside.finish()));
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.printed.is_empty() && self.waiting.is_empty()
    }

    /// Returns the files of modules.
    pub(crate) fn take_files(&mut self) -> Option<ModuleFiles> {
        self.files.take()
    }

    /// Returns the printed code.
    pub(crate) fn finish(mut self) -> String {
        self.print();
        self.printed
    }

    fn print(&mut self) {
        let items = std::mem::take(&mut self.waiting);
        if items.is_empty() {
            return;
        }
        let file = File { shebang: None, frontmatter: None, attrs: Vec::new(), items };
        self.printed.push_str(&prettyplease::unparse(&file));
    }
}
