//! Modules: one for each namespace except the contract's own, and one for each type with nested types.
//!
//! ```text
//! element order, with an anonymous type that has
//!   an element item of an anonymous type     order::Item
//!   a choice of card and cash                order::CardOrCash
//! ```

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use super::{Identifier, Scope, Wanted};
use crate::model::{Model, NamespaceId, Origin, Type};

/// The index of the root, which contains the types of the contract's own namespace.
const ROOT: usize = 0;

/// A module of generated types.
#[derive(Debug)]
pub(crate) struct Module {
    /// `None` for the root.
    pub(crate) name: Option<Identifier>,
    /// The parent module. The root is its own parent.
    pub(crate) parent: usize,
    /// The child modules.
    pub(crate) children: Vec<usize>,
    pub(crate) contents: Contents,
}

/// The types that a module contains.
#[derive(Debug)]
pub(crate) enum Contents {
    /// The types of a namespace.
    Namespace,
    /// The unnamed types in this type or group.
    Inside(Arc<Origin>),
}

/// The modules and the scopes of their items, while types are being named.
pub(super) struct Modules {
    pub(super) list: Vec<Module>,
    pub(super) scopes: Vec<Scope>,
    of_namespace: HashMap<NamespaceId, usize>,
    inside: HashMap<Arc<Origin>, usize>,
}

impl Modules {
    /// Creates the modules of namespaces that have types.
    pub(super) fn of_namespaces(model: &Model) -> Self {
        let mut modules = Self {
            list: Vec::new(),
            scopes: Vec::new(),
            of_namespace: HashMap::new(),
            inside: HashMap::new(),
        };
        let own = model.target_namespace;
        modules.add(None, ROOT, Contents::Namespace);
        modules.of_namespace.insert(own, ROOT);
        modules.add_given(model);
        let items = model.types().filter(|(_, ty)| ty.takes_name());
        let with_types: HashSet<NamespaceId> = items.map(|(_, ty)| ty.origin.namespace()).collect();
        for (namespace, uri) in model.named_namespaces() {
            if !modules.of_namespace.contains_key(&namespace) && with_types.contains(&namespace) {
                let name = modules.scopes[ROOT].claim(&Identifier::modules(&uri.uri));
                let module = modules.add(Some(name), ROOT, Contents::Namespace);
                modules.of_namespace.insert(namespace, module);
            }
        }
        modules
    }

    /// Adds the modules that settings name. Several namespaces may share one.
    fn add_given(&mut self, model: &Model) {
        let mut known: HashMap<&str, usize> = HashMap::from([("", ROOT)]);
        for (namespace, given) in &model.modules {
            let module = known.get(&**given).copied().unwrap_or_else(|| {
                let name = self.scopes[ROOT].claim(&[Identifier::of_field(given)]);
                self.add(Some(name), ROOT, Contents::Namespace)
            });
            known.insert(given, module);
            self.of_namespace.insert(*namespace, module);
        }
    }

    fn add(&mut self, name: Option<Identifier>, parent: usize, contents: Contents) -> usize {
        let mut scope = if name.is_some() { Scope::module() } else { Scope::root() };
        // A module with the name of its parent triggers the lint `clippy::module_inception`.
        if let Some(name) = &name {
            scope.reserve(name);
        }
        self.scopes.push(scope);
        let module = self.list.len();
        self.list.push(Module { name, parent, children: Vec::new(), contents });
        if module != ROOT {
            self.list[parent].children.push(module);
        }
        module
    }

    /// Returns the module of a type. `names` contains the names of types that have been named.
    pub(super) fn of_type(&mut self, ty: &Type, names: &HashMap<Arc<Origin>, Identifier>) -> usize {
        match &*ty.origin {
            // The facets of a type without an item are in the module of the enclosing type.
            Origin::Inner(outer, _) | Origin::Part(outer, _) if !ty.takes_name() => {
                self.of_origin(outer, names)
            }
            _ => self.of_origin(&ty.origin, names),
        }
    }

    fn of_origin(&mut self, origin: &Origin, names: &HashMap<Arc<Origin>, Identifier>) -> usize {
        let (Origin::Inner(outer, _) | Origin::Part(outer, _)) = origin else {
            return self.of_namespace.get(&origin.namespace()).copied().unwrap_or(ROOT);
        };
        if let Some(known) = self.inside.get(outer) {
            return *known;
        }
        let parent = self.of_origin(outer, names);
        let name = match names.get(outer) {
            Some(name) => Identifier::of_field(name.bare()),
            None => Identifier::of_field(&Wanted::of(outer).own),
        };
        let name = self.scopes[parent].claim(&[name]);
        let module = self.add(Some(name), parent, Contents::Inside(outer.clone()));
        self.inside.insert(outer.clone(), module);
        module
    }
}

/// Returns the nesting depth of a type.
pub(super) fn depth(origin: &Origin) -> usize {
    match origin {
        Origin::Inner(outer, _) | Origin::Part(outer, _) => 1 + depth(outer),
        _ => 0,
    }
}
