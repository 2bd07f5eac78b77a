//! A printer for items.
//!
//! Items are built, printed and dropped in batches, so that the trees of a large contract are never
//! all in memory.

use syn::{File, Item};

/// Number of items printed at a time.
const AT_A_TIME: usize = 64;

/// Printed code, and items that still have to be printed.
#[derive(Default)]
pub(crate) struct Printer {
    printed: String,
    waiting: Vec<Item>,
}

impl Printer {
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
