//! The `use` declarations of a module of types, which let fields name their types without a path.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::lines::{Lines, path_text};
use crate::name::{Identifier, Named};

/// The items that a module imports.
#[derive(Default)]
pub(crate) struct Imports {
    /// The names of the module's own items.
    own: HashSet<String>,
    /// The paths of imported items, by name.
    paths: HashMap<String, String>,
}

impl Imports {
    /// Creates an empty set of imports for a module.
    pub(crate) fn of(named: &Named, module: usize) -> Self {
        let types = named.types_in(module).iter().map(|id| named.names(*id));
        let own = types.flat_map(|names| names.required.iter().chain([&names.name]));
        Self { own: own.map(|name| name.bare().to_owned()).collect(), paths: HashMap::new() }
    }

    /// Imports an item, and returns whether that is possible. Another item may already have the name.
    pub(crate) fn import(&mut self, name: &Identifier, path: &syn::Path) -> bool {
        let path = path_text(path);
        !self.own.contains(name.bare())
            && *self.paths.entry(name.to_string()).or_insert_with(|| path.clone()) == path
    }

    /// Returns the declarations. `of_parent` names further items to import from the parent module.
    pub(crate) fn declare(&self, of_parent: &[&str]) -> String {
        let mut groups: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for (name, path) in &self.paths {
            let (parent, _) = path.rsplit_once("::").unwrap_or((path, ""));
            groups.entry(parent).or_default().insert(name);
        }
        if !of_parent.is_empty() {
            groups.entry("super").or_default().extend(of_parent);
        }
        let mut lines = Lines::default();
        for (parent, names) in groups {
            let names: Vec<String> = names.into_iter().map(ToOwned::to_owned).collect();
            match &*names {
                [only] => lines.line(format_args!("use {parent}::{only};")),
                _ => lines.filled(&format!("use {parent}::{{"), &names, "};"),
            }
        }
        lines.finish()
    }
}
