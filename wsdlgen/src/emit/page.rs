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

    /// Adds a module that holds what has been printed, behind the items that it has.
    pub(super) fn add_module(&mut self, module: ItemMod, inside: Self) {
        self.print();
        let around = unparse(vec![Item::Mod(module)]);
        let open = around.trim_end().strip_suffix('}').unwrap_or(&around);
        self.printed.push_str(open.trim_end());
        self.printed.push('\n');
        self.printed.push_str(&inside.finish());
        self.printed.push_str("}\n");
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

/// What the module begins with that items are put into to be printed.
const AROUND: &str = "mod around {\n";

fn module_of(items: Vec<Item>) -> ItemMod {
    ItemMod {
        attrs: Vec::new(),
        vis: syn::Visibility::Inherited,
        unsafety: None,
        mod_token: token::Mod::default(),
        ident: super::syntax::word("around"),
        content: Some((token::Brace::default(), items)),
        semi: None,
    }
}

fn unparse(items: Vec<Item>) -> String {
    prettyplease::unparse(&File { shebang: None, frontmatter: None, attrs: Vec::new(), items })
}
