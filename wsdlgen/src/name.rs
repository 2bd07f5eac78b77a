//! Rust names. No other module knows the rules for identifiers.
//!
//! Types claim the names they have in the contract, and items derived from services yield to them. An unnamed type is
//! in a module of the enclosing type. A name depends only on its own origin, so unrelated changes of a contract rename
//! nothing.

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

use crate::model::{Definition, Model, NEW_TAKES, Origin, Type, TypeId, Usage, Use, retain_marked};

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

/// The names of a type and its members.
#[derive(Debug)]
pub(crate) struct TypeNames {
    pub(crate) name: Identifier,
    /// An index of [`Named::modules`].
    pub(crate) module: usize,
    pub(crate) members: MemberNames,
    /// The struct of a record's required members, if they are too many for the arguments of `new`.
    pub(crate) required: Option<Identifier>,
    /// The static that holds a simple type's facets.
    pub(crate) facets: Option<Identifier>,
}

impl Named {
    pub(crate) fn names(&self, id: TypeId) -> &TypeNames {
        &self.types[id.0 as usize]
    }

    /// Returns the generated types of a module, in the order of the contract.
    pub(crate) fn types_in(&self, module: usize) -> &[TypeId] {
        &self.types_in[module]
    }

    /// Removes what only the operations of disabled features need. Its names remain reserved, so that enabling the features
    /// renames nothing.
    fn remove_disabled(&mut self) {
        let is_used: Vec<bool> = self.model.types.iter().map(Type::is_used).collect();
        for (ty, names) in self.model.types.iter().zip(&mut self.types) {
            if let Definition::Family(family) = &ty.definition {
                let members = family.members.iter().map(|member| is_used[member.0 as usize]);
                retain_marked(&mut names.members.content, &members.collect::<Vec<_>>());
            }
        }
        self.model.retain_members(|member| is_used[member.0 as usize]);
        for (interface, names) in self.model.interfaces.iter_mut().zip(&mut self.interfaces) {
            let enabled: Vec<bool> =
                interface.operations.iter().map(|one| one.is_enabled).collect();
            retain_marked(&mut names.operations, &enabled);
            interface.remove_disabled();
        }
        self.model.interfaces.retain(|interface| !interface.operations.is_empty());
        self.interfaces.retain(|names| !names.operations.is_empty());
    }

    /// Returns the modules from the outermost to this one. The root is not included.
    pub(crate) fn chain(&self, module: usize) -> Vec<usize> {
        let parent =
            |module: &usize| Some(self.modules[*module].parent).filter(|one| one != module);
        let mut chain: Vec<usize> = std::iter::successors(Some(module), parent).collect();
        chain.retain(|module| self.modules[*module].name.is_some());
        chain.reverse();
        chain
    }
}

/// Names all items of a model.
pub(crate) fn name(model: Model) -> Named {
    let mut modules = Modules::of_namespaces(&model);
    let mut types = name_types(&model, &mut modules);
    name_required(&model, &mut modules.scopes, &mut types);
    name_facets(&model, &mut types, modules.list.len());
    members::name_variants_of_families(&model, &mut types);
    let root = modules.scopes.swap_remove(0);
    let mut derived = Derived::new(root);
    let interfaces = model.interfaces.iter().map(|interface| derived.interface(&model, interface));
    let mut interfaces: Vec<InterfaceNames> = interfaces.collect();
    derived.records(&model, &mut interfaces);
    let types: Vec<TypeNames> =
        types.into_iter().map(|names| names.expect("every type has been named")).collect();
    let mut types_in = vec![Vec::new(); modules.list.len()];
    for (id, _) in model.types().filter(|(_, ty)| ty.is_used() && !ty.is_shared) {
        types_in[types[id.0 as usize].module].push(id);
    }
    let mut named = Named { types, types_in, modules: modules.list, interfaces, model };
    named.remove_disabled();
    named
}

/// Names types and their members, enclosing types before nested ones.
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

/// The state of naming types.
struct Naming<'a> {
    model: &'a Model,
    modules: &'a mut Modules,
    types: Vec<Option<TypeNames>>,
    /// The names of types by origin. Modules of nested types are named after them.
    named: HashMap<Arc<Origin>, Identifier>,
}

impl Naming<'_> {
    /// Names a type if the pass includes it.
    fn name(&mut self, id: TypeId, pass: Pass) {
        let ty = self.model.get(id);
        let custom = self.model.custom.get(&id);
        let given = custom.and_then(|custom| custom.name.as_deref());
        let is_redefined = self.model.redefined.contains(&id);
        let is_named = self.types[id.0 as usize].is_some();
        if is_named || !ty.takes_name() || !pass.takes(ty, given, is_redefined) {
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

    /// Names a type without an item. Code uses its name only for an external type, in the names of variants.
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

/// Names the statics that hold facets.
fn name_facets(model: &Model, types: &mut [Option<TypeNames>], modules: usize) {
    let mut constants: Vec<Scope> = (0..modules).map(|_| Scope::constants()).collect();
    for (id, ty) in model.types().filter(|(_, ty)| ty.usage != Usage::Unused) {
        let Definition::Simple(simple) = &ty.definition else { continue };
        if simple.facets.is_empty() || model.is_external(simple.shape.inner()) {
            continue;
        }
        if let Some(names) = &mut types[id.0 as usize] {
            let own = Wanted::of(&ty.origin).own;
            let wanted = match &*ty.origin {
                Origin::Inner(outer, _) | Origin::Part(outer, _) if !ty.takes_name() => {
                    format!("{} {own}", Wanted::of(outer).own)
                }
                _ => own,
            };
            names.facets = Some(constants[names.module].claim(&[Identifier::of_constant(&wanted)]));
        }
    }
}

/// Names the structs of required members, which yield to all types.
fn name_required(model: &Model, scopes: &mut [Scope], types: &mut [Option<TypeNames>]) {
    for (id, ty) in model.types().filter(|(_, ty)| ty.takes_name()) {
        let Definition::Record(record) = &ty.definition else { continue };
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

/// The passes in which types are named.
#[derive(Clone, Copy)]
enum Pass {
    /// Types that settings name.
    Given,
    /// Types whose names are already valid in Rust. No other type's casing may take them.
    Exact,
    Named,
    /// Types that are named after something else, which yield to the others.
    Nameless,
}

impl Pass {
    fn takes(self, ty: &Type, given: Option<&str>, is_redefined: bool) -> bool {
        match (self, &*ty.origin) {
            (Self::Given, _) => given.is_some(),
            // The redefining type has its name.
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

/// The names that a type prefers.
struct Wanted {
    /// The name in words of the contract.
    own: String,
    /// A word for the kind of type, if types of different kinds may share the name.
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

    /// Names a type without its context. Nested types are in a module of the enclosing type.
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

/// Returns the name of a contract's generated file, without the extension.
pub(crate) fn file_stem(location: &str) -> String {
    let file = location.rsplit(['/', '\\']).next().unwrap_or(location);
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    Identifier::of_field(stem).bare().to_owned()
}
