//! Rust names: the only room that knows what an identifier may be.
//!
//! Types claim the names they have in the contract; items derived from services give way. A type without a name is in
//! a module of the type around it. A name depends on its own origin alone, so that unrelated changes of a contract
//! rename nothing.

mod casing;
mod members;
mod modules;
mod rejected;
mod scope;
mod services;
mod values;

use std::{collections::HashMap, sync::Arc};

pub(crate) use casing::Identifier;
pub(crate) use members::MemberNames;
pub(crate) use modules::{Contents, Module};
use modules::{Modules, depth};
use scope::Scope;
use services::Derived;
pub(crate) use services::{HeaderNames, InterfaceNames, OperationNames};

use crate::model::{Definition, Model, NEW_TAKES, Origin, Type, TypeId, Use};

/// A model in which every item has a name.
#[derive(Debug)]
pub(crate) struct Named {
    pub(crate) model: Model,
    pub(crate) modules: Vec<Module>,
    types: Vec<TypeNames>,
    /// The types of each module, in the order of the contract.
    types_in: Vec<Vec<TypeId>>,
    pub(crate) interfaces: Vec<InterfaceNames>,
}

/// The names of a type and of what is inside.
#[derive(Debug)]
pub(crate) struct TypeNames {
    pub(crate) name: Identifier,
    /// An index of [`Named::modules`].
    pub(crate) module: usize,
    pub(crate) members: MemberNames,
    /// The struct of what a record cannot be without, where that is more than a call takes.
    pub(crate) required: Option<Identifier>,
    /// The static of a simple type's facets.
    pub(crate) facets: Option<Identifier>,
}

impl Named {
    pub(crate) fn names(&self, id: TypeId) -> &TypeNames {
        &self.types[id.0 as usize]
    }

    /// Returns the types of a module that are generated, in the order of the contract.
    pub(crate) fn types_in(&self, module: usize) -> &[TypeId] {
        &self.types_in[module]
    }

    /// Returns the modules from the outermost to this one; none for the root.
    pub(crate) fn chain(&self, module: usize) -> Vec<usize> {
        let parent =
            |module: &usize| Some(self.modules[*module].parent).filter(|one| one != module);
        let mut chain: Vec<usize> = std::iter::successors(Some(module), parent).collect();
        chain.retain(|module| self.modules[*module].name.is_some());
        chain.reverse();
        chain
    }
}

/// Names everything.
pub(crate) fn name(model: Model) -> Named {
    let mut modules = Modules::of_namespaces(&model);
    let mut types = name_types(&model, &mut modules);
    name_required(&model, &mut modules.scopes, &mut types);
    name_facets(&model, &mut types, modules.list.len());
    members::name_variants_of_families(&model, &mut types);
    let root = modules.scopes.swap_remove(0);
    let mut derived = Derived::new(root);
    let interfaces = model.interfaces.iter().map(|interface| derived.interface(interface));
    let interfaces = interfaces.collect();
    let types: Vec<TypeNames> =
        types.into_iter().map(|names| names.expect("each type is taken by one pass")).collect();
    let mut types_in = vec![Vec::new(); modules.list.len()];
    for (id, _) in model.types().filter(|(_, ty)| ty.is_used) {
        types_in[types[id.0 as usize].module].push(id);
    }
    Named { types, types_in, modules: modules.list, interfaces, model }
}

/// Names types with their members, outer ones before those inside.
fn name_types(model: &Model, modules: &mut Modules) -> Vec<Option<TypeNames>> {
    let mut by_depth: Vec<Vec<TypeId>> = Vec::new();
    for (id, ty) in model.types() {
        let depth = depth(&ty.origin);
        by_depth.resize(by_depth.len().max(depth + 1), Vec::new());
        by_depth[depth].push(id);
    }
    let types = model.types.iter().map(|_| None).collect();
    let mut naming = Naming { model, modules, types, named: HashMap::new() };
    for ids in by_depth {
        for pass in [Pass::Given, Pass::Exact, Pass::Named, Pass::Nameless] {
            for id in &ids {
                naming.name(*id, pass);
            }
        }
        for id in ids {
            naming.name_unseen(id);
        }
    }
    naming.types
}

/// Types while they are being named.
struct Naming<'a> {
    model: &'a Model,
    modules: &'a mut Modules,
    types: Vec<Option<TypeNames>>,
    /// The names of those that others may be inside of.
    named: HashMap<Arc<Origin>, Identifier>,
}

impl Naming<'_> {
    /// Names a type whose turn it is.
    fn name(&mut self, id: TypeId, pass: Pass) {
        let ty = self.model.get(id);
        let custom = self.model.custom.get(&id);
        let given = custom.and_then(|custom| custom.name.as_deref());
        let is_redefined = self.model.redefined.contains(&id);
        let is_named = self.types[id.0 as usize].is_some();
        if is_named || !ty.has_item() || !pass.takes(ty, given, is_redefined) {
            return;
        }
        let module = self.modules.of_type(ty, &self.named);
        let mut wanted = Wanted::of_type(ty, is_redefined).identifiers();
        wanted.splice(0..0, given.map(Identifier::given));
        let name = self.modules.scopes[module].claim(&wanted);
        let members = MemberNames::of(&ty.definition, custom);
        self.named.entry(ty.origin.clone()).or_insert_with(|| name.clone());
        self.types[id.0 as usize] =
            Some(TypeNames { name, module, members, required: None, facets: None });
    }

    /// Names a type without an item. No code has its name, but for an external type, which gives it to variants.
    fn name_unseen(&mut self, id: TypeId) {
        if self.types[id.0 as usize].is_some() {
            return;
        }
        let ty = self.model.get(id);
        let name = Wanted::of(&ty.origin).identifiers().remove(0);
        let module = self.modules.of_type(ty, &self.named);
        let members = MemberNames::default();
        self.types[id.0 as usize] =
            Some(TypeNames { name, module, members, required: None, facets: None });
    }
}

/// Names the statics of facets.
fn name_facets(model: &Model, types: &mut [Option<TypeNames>], modules: usize) {
    let mut constants: Vec<Scope> = (0..modules).map(|_| Scope::constants()).collect();
    for (id, ty) in model.types().filter(|(_, one)| one.is_used) {
        let Definition::Simple(simple) = &ty.definition else { continue };
        if simple.facets.is_empty() || model.is_external(simple.shape.inner()) {
            continue;
        }
        if let Some(names) = &mut types[id.0 as usize] {
            let own = Wanted::of(&ty.origin).own;
            let wanted = match &*ty.origin {
                Origin::Inner(outer, _) | Origin::Part(outer, _) if !ty.has_item() => {
                    format!("{} {own}", Wanted::of(outer).own)
                }
                _ => own,
            };
            names.facets = Some(constants[names.module].claim(&[Identifier::of_constant(&wanted)]));
        }
    }
}

/// Names the structs of what records cannot be without: they give way to every type.
fn name_required(model: &Model, scopes: &mut [Scope], types: &mut [Option<TypeNames>]) {
    for (id, of_type) in model.types().filter(|(_, of_type)| of_type.has_item()) {
        let Definition::Record(record) = &of_type.definition else { continue };
        let required = model.required(record);
        let is_whole = required == record.members();
        if let (Some(names), false, true) =
            (&mut types[id.0 as usize], is_whole, required > NEW_TAKES)
        {
            let wanted = Identifier::of_type(&format!("{} required", names.name.bare()));
            names.required = Some(scopes[names.module].claim(&[wanted]));
        }
    }
}

/// The turns in which types are named.
#[derive(Clone, Copy)]
enum Pass {
    /// What settings name.
    Given,
    /// Types whose names are Rust names already, which no other's casing may take from them.
    Exact,
    Named,
    /// What is called after something else gives way.
    Nameless,
}

impl Pass {
    fn takes(self, of_type: &Type, given: Option<&str>, is_redefined: bool) -> bool {
        match (self, &*of_type.origin) {
            (Self::Given, _) => given.is_some(),
            // Another has its name.
            (_, Origin::Named(_)) if is_redefined => matches!(self, Self::Nameless),
            (Self::Exact, Origin::Named(name)) => {
                Identifier::of_type(&name.local).bare() == &*name.local
            }
            (Self::Named, Origin::Named(_)) => true,
            (Self::Nameless, origin) => !matches!(origin, Origin::Named(_)),
            _ => false,
        }
    }
}

/// The name that a type would like.
struct Wanted {
    /// In the contract's words.
    own: String,
    /// The word for its kind, if another of its name may be of another kind.
    kind: Option<&'static str>,
}

impl Wanted {
    fn of_type(ty: &Type, is_redefined: bool) -> Self {
        let mut wanted = Self::of(&ty.origin);
        if is_redefined {
            wanted.own.insert_str(0, "redefined ");
        }
        let kind = match (&*ty.origin, &ty.definition) {
            (Origin::Named(_), Definition::Record(_)) => Some("complex type"),
            (Origin::Named(_), _) => Some("simple type"),
            _ => wanted.kind,
        };
        Self { kind, ..wanted }
    }

    /// Names a type after itself alone: those inside of another are in a module of that.
    fn of(origin: &Origin) -> Self {
        let own = match origin {
            Origin::Named(name)
            | Origin::Element(name)
            | Origin::Attribute(name)
            | Origin::Group(name)
            | Origin::Message(name, None)
            | Origin::Substitutes(name)
            | Origin::Inner(_, name) => name.local.to_string(),
            Origin::Message(name, Some(Use::Literal)) => format!("literal {}", name.local),
            Origin::Message(name, Some(Use::Encoded)) => format!("encoded {}", name.local),
            Origin::Part(_, part) => part.called(),
            Origin::Family(name) => format!("any {}", name.local),
            Origin::Documents(_) => "document".to_owned(),
        };
        let kind = match origin {
            Origin::Element(_) | Origin::Substitutes(_) => Some("element"),
            Origin::Attribute(_) => Some("attribute"),
            Origin::Group(_) => Some("group"),
            Origin::Message(..) => Some("message"),
            _ => None,
        };
        Self { own, kind }
    }

    /// Returns the names, best first.
    fn identifiers(&self) -> Vec<Identifier> {
        let with_kind = self.kind.map(|kind| Identifier::of_type(&format!("{} {kind}", self.own)));
        [Identifier::of_type(&self.own)].into_iter().chain(with_kind).collect()
    }
}

/// What a contract's generated file is called, without its ending.
pub(crate) fn file_stem(location: &str) -> String {
    let file = location.rsplit(['/', '\\']).next().unwrap_or(location);
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    Identifier::of_field(stem).bare().to_owned()
}
