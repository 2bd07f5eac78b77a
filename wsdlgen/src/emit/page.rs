//! Printing. Items are made, printed and dropped a few at a time, so that the trees of a large
//! contract are never in memory together.

use syn::{File, Item, ItemMod, token};

/// So many items are printed at a time.
const AT_A_TIME: usize = 64;

/// Where items stand, which says how far they are indented.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Level {
    Root,
    Module,
}

/// Code that is being printed.
pub(super) struct Page {
    level: Level,
    printed: String,
    waiting: Vec<Item>,
}

impl Page {
    /// A page of items at the root.
    pub(super) fn of_root() -> Self {
        Self { level: Level::Root, printed: String::new(), waiting: Vec::new() }
    }

    /// A page of what stands in a module at the root.
    pub(super) fn of_module() -> Self {
        Self { level: Level::Module, ..Self::of_root() }
    }

    pub(super) fn add(&mut self, items: impl IntoIterator<Item = Item>) {
        self.waiting.extend(items);
        if self.waiting.len() >= AT_A_TIME {
            self.print();
        }
    }

    /// Adds a declaration, which is text already.
    pub(super) fn declare(&mut self, declaration: &str) {
        self.print();
        for line in declaration.lines() {
            if self.level == Level::Module && !line.is_empty() {
                self.printed.push_str("    ");
            }
            self.printed.push_str(line);
            self.printed.push('\n');
        }
    }

    /// Adds declarations.
    pub(super) fn declare_all(&mut self, declarations: impl IntoIterator<Item = String>) {
        declarations.into_iter().for_each(|declaration| self.declare(&declaration));
    }

    /// Adds a module with documentation and imports, which holds what has been printed.
    pub(super) fn add_module(&mut self, docs: &str, name: &str, imports: &str, inside: Self) {
        self.print();
        let imports = if imports.is_empty() { String::new() } else { format!("    {imports}\n") };
        let inside = inside.finish();
        let head = format!("/// {docs}\npub mod {name} {{\n{imports}");
        self.printed.extend([&*head, &*inside, "}\n"]);
    }

    /// The code.
    pub(super) fn finish(mut self) -> String {
        self.print();
        self.printed
    }

    fn print(&mut self) {
        let items = std::mem::take(&mut self.waiting);
        if items.is_empty() {
            return;
        }
        match self.level {
            Level::Root => self.printed.push_str(&unparse(items)),
            Level::Module => {
                let around = unparse(vec![Item::Mod(module_of(items))]);
                let inside = around.strip_prefix(AROUND).and_then(|rest| rest.strip_suffix("}\n"));
                self.printed.push_str(inside.unwrap_or(&around));
            }
        }
    }
}

/// The first line of the module around items that are printed.
const AROUND: &str = "mod around {\n";

fn module_of(items: Vec<Item>) -> ItemMod {
    ItemMod {
        attrs: Vec::new(),
        vis: syn::Visibility::Inherited,
        unsafety: None,
        mod_token: token::Mod::default(),
        ident: super::types::word("around"),
        content: Some((token::Brace::default(), items)),
        semi: None,
    }
}

fn unparse(items: Vec<Item>) -> String {
    prettyplease::unparse(&File { shebang: None, frontmatter: None, attrs: Vec::new(), items })
}
