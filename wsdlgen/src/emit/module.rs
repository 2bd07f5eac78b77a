//! Modules for types of other namespaces and for types nested in another type.

use std::{
    cell::{Cell, RefCell},
    collections::{BTreeSet, HashMap, HashSet},
};

use super::{
    Emitter, Imports, ItemLocation,
    service::contract::needs_runtime,
    text::{docs::code, printer::Printer},
};
use crate::{
    model::{NamespaceId, Origin},
    name::{Contents, Named},
};

/// Adds the types of the emitter's module, each followed by the module of its nested types.
///
/// Returns whether the added items mention the runtime.
pub(super) fn add_items(emitter: Emitter<'_>, page: &mut Printer) -> bool {
    let named = emitter.named;
    let mut uses_runtime = false;
    let children = &named.modules[emitter.module].children;
    let mut inside: HashMap<&Origin, usize> = children
        .iter()
        .filter_map(|module| match &named.modules[*module].contents {
            Contents::Inside(origin) => Some((&**origin, *module)),
            Contents::Namespace => None,
        })
        .collect();
    let mut added = HashSet::new();
    for id in named.types_in(emitter.module) {
        emitter.add_type(*id, page);
        uses_runtime |= needs_runtime(emitter, *id);
        let origin = &*named.model.get(*id).origin;
        if let Some(module) = inside.remove(origin) {
            added.insert(module);
            uses_runtime |= add(emitter, module, page);
        }
    }
    for module in children.iter().filter(|module| !added.contains(module)) {
        uses_runtime |= add(emitter, *module, page);
    }
    uses_runtime
}

/// Adds a module, and returns whether it mentions the runtime.
fn add(emitter: Emitter<'_>, module: usize, page: &mut Printer) -> bool {
    let own = &emitter.named.modules[module];
    let Some(name) = &own.name else { return false };
    let uses_namespaces = Cell::default();
    let imports = RefCell::new(Imports::of(emitter.named, module));
    let inner = Emitter {
        module,
        place: ItemLocation::Module(module),
        uses_namespaces: &uses_namespaces,
        imports: Some(&imports),
        ..emitter
    };
    let mut inside = Printer::default();
    let uses_runtime = add_items(inner, &mut inside);
    if inside.is_empty() {
        return false;
    }
    if uses_namespaces.get() {
        emitter.uses_namespaces();
    }
    let of_parent = [("ns", uses_namespaces.get()), ("rt", uses_runtime)];
    let of_parent: Vec<&str> =
        of_parent.into_iter().filter(|(_, is_used)| *is_used).map(|(name, _)| name).collect();
    let imports = imports.borrow().declare(&of_parent);
    let name = name.to_string();
    match &own.contents {
        Contents::Namespace => {
            page.add_file(&of_namespaces(emitter.named, module), &name, &imports, inside);
        }
        Contents::Inside(origin) => {
            let outer = origin.local().map_or_else(String::new, |local| code(local));
            page.add_module(&format!("Types nested in {outer}."), &name, &imports, inside);
        }
    }
    uses_runtime
}

/// Returns the documentation of a module for other namespaces.
fn of_namespaces(named: &Named, module: usize) -> String {
    let types = named.types_in(module).iter();
    let namespaces: BTreeSet<NamespaceId> =
        types.map(|id| named.model.get(*id).origin.namespace()).collect();
    let uris: Vec<String> =
        namespaces.iter().map(|id| code(&named.model.namespace(*id).uri)).collect();
    match &*uris {
        [] => "Nested types of another namespace.".to_owned(),
        [uri] => format!("Types of namespace {uri}."),
        uris => format!("Types of namespaces {}.", uris.join(", ")),
    }
}
