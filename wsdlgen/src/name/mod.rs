//! Rust names: the only room that knows what an identifier may be.
//!
//! Types claim the names they have in the contract; what is derived from services gives way. A name
//! depends on its own origin alone, so that unrelated changes of a contract rename nothing.

mod casing;
mod members;
mod scope;
mod values;

pub(crate) use casing::Identifier;
pub(crate) use members::MemberNames;
use std::sync::Arc;

use scope::Scope;

use crate::model::{
    Definition, Element, Interface, Model, NEW_TAKES, NamespaceId, Operation, Origin, Type, TypeId,
    Use,
};

/// A model in which every item has a name.
#[derive(Debug)]
pub(crate) struct Named {
    pub(crate) model: Model,
    pub(crate) modules: Vec<Module>,
    types: Vec<TypeNames>,
    pub(crate) interfaces: Vec<InterfaceNames>,
}

/// The module of a namespace.
#[derive(Debug)]
pub(crate) struct Module {
    /// `None` for the root: the contract's own namespace.
    pub(crate) name: Option<Identifier>,
    namespace: NamespaceId,
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

/// The names of what an interface becomes.
#[derive(Debug)]
pub(crate) struct InterfaceNames {
    pub(crate) contract: Identifier,
    pub(crate) client: Identifier,
    pub(crate) service: Identifier,
    pub(crate) server: Identifier,
    pub(crate) operations: Vec<OperationNames>,
    pub(crate) ports: Vec<Identifier>,
}

/// The names of what an operation becomes.
#[derive(Debug)]
pub(crate) struct OperationNames {
    pub(crate) method: Identifier,
    pub(crate) marker: Identifier,
    pub(crate) input_headers: HeaderNames,
    pub(crate) output_headers: HeaderNames,
    pub(crate) fault: Identifier,
    pub(crate) fault_variants: Vec<Identifier>,
}

/// The names of a struct of headers.
#[derive(Debug)]
pub(crate) struct HeaderNames {
    pub(crate) name: Identifier,
    pub(crate) fields: Vec<Identifier>,
}

impl Named {
    /// What settings call a type or a member otherwise than it is called, since the name was taken: by
    /// the contract's name for it, with the name that was asked for.
    pub(crate) fn unheeded(&self) -> Vec<(String, String)> {
        let mut unheeded = Vec::new();
        for (id, custom) in &self.model.custom {
            let names = self.names(*id);
            let called = self.model.get(*id).origin.local().map_or("", |local| local);
            let given = custom.name.iter().filter(|given| !names.name.is_called(given));
            unheeded.extend(given.map(|given| (called.to_owned(), given.to_string())));
            let definition = &self.model.get(*id).definition;
            for (member, custom) in &custom.members {
                let name = names.members.of_member(definition, member);
                let missed = |given: &&Arc<str>| name.is_some_and(|name| !name.is_called(given));
                let given = custom.name.iter().filter(missed);
                let selector = format!("{called}/{member}");
                unheeded.extend(given.map(|given| (selector.clone(), given.to_string())));
            }
        }
        unheeded
    }

    pub(crate) fn names(&self, id: TypeId) -> &TypeNames {
        &self.types[id.0 as usize]
    }
}

/// Names everything.
pub(crate) fn name(model: Model) -> Named {
    let modules = modules(&model);
    let mut scopes: Vec<Scope> = modules.iter().map(|_| Scope::module()).collect();
    let mut types: Vec<Option<TypeNames>> = model.types.iter().map(|_| None).collect();
    for pass in [Pass::Given, Pass::Exact, Pass::Named, Pass::Nameless] {
        for (id, of_type) in model.types().filter(|(_, of_type)| of_type.has_item()) {
            let custom = model.custom.get(&id);
            let given = custom.and_then(|custom| custom.name.as_deref());
            if types[id.0 as usize].is_some() || !pass.takes(of_type, given) {
                continue;
            }
            let module = module_of(&modules, of_type);
            let mut wanted = wanted_names(&of_type.origin);
            wanted.splice(0..0, given.map(Identifier::given));
            let name = scopes[module].claim(&wanted);
            let members = MemberNames::of(&of_type.definition, custom);
            let names = TypeNames { name, module, members, required: None, facets: None };
            types[id.0 as usize] = Some(names);
        }
    }
    for (id, of_type) in model.types() {
        // Nobody sees what these are called.
        types[id.0 as usize].get_or_insert_with(|| TypeNames {
            // An external one gives its name to a variant.
            name: wanted_names(&of_type.origin).remove(0),
            module: module_of(&modules, of_type),
            members: MemberNames::default(),
            required: None,
            facets: None,
        });
    }
    name_required(&model, &mut scopes, &mut types);
    let mut constants: Vec<Scope> = modules.iter().map(|_| Scope::constants()).collect();
    for (id, of_type) in model.types().filter(|(_, one)| one.is_used) {
        let Definition::Simple(simple) = &of_type.definition else { continue };
        if simple.facets.is_empty() || model.is_external(simple.shape.inner()) {
            continue;
        }
        if let Some(names) = &mut types[id.0 as usize] {
            names.facets = Some(facets_name(of_type, &mut constants[names.module]));
        }
    }
    members::name_variants_of_families(&model, &mut types);
    let root = scopes.remove(0);
    let mut derived = Derived { root, markers: Scope::module(), constants: Scope::members() };
    let interfaces = model.interfaces.iter().map(|interface| derived.interface(interface));
    let interfaces = interfaces.collect();
    let types = types.into_iter().map(|names| names.expect("each type is taken by one pass"));
    Named { types: types.collect(), modules, interfaces, model }
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

/// Which types are named in which turn.
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
    fn takes(self, of_type: &Type, given: Option<&str>) -> bool {
        match (self, &*of_type.origin) {
            (Self::Given, _) => given.is_some(),
            (Self::Exact, Origin::Named(name)) => {
                Identifier::of_type(&name.local).bare() == &*name.local
            }
            (Self::Named, Origin::Named(_)) => true,
            (Self::Nameless, origin) => !matches!(origin, Origin::Named(_)),
            _ => false,
        }
    }
}

/// The root, then a module for each other namespace that types are in.
fn modules(model: &Model) -> Vec<Module> {
    let mut modules = vec![Module { name: None, namespace: model.target_namespace }];
    let mut scope = Scope::module();
    for (namespace, uri) in model.named_namespaces() {
        let within = |one: &Type| one.has_item() && one.origin.namespace() == namespace;
        let has_types = model.types().any(|(_, one)| within(one));
        if has_types && namespace != model.target_namespace {
            let name = scope.claim(&Identifier::modules(&uri.uri));
            modules.push(Module { name: Some(name), namespace });
        }
    }
    modules
}

fn module_of(modules: &[Module], of_type: &Type) -> usize {
    let namespace = of_type.origin.namespace();
    modules.iter().position(|module| module.namespace == namespace).unwrap_or(0)
}

/// The names that a type would like, best first.
fn wanted_names(origin: &Origin) -> Vec<Identifier> {
    let name = full_name(origin);
    let kind = match origin {
        Origin::Element(_) | Origin::Substitutes(_) => "element",
        Origin::Attribute(_) => "attribute",
        Origin::Group(_) => "group",
        Origin::Message(..) => "message",
        _ => return vec![Identifier::of_type(&name)],
    };
    vec![Identifier::of_type(&name), Identifier::of_type(&format!("{name} {kind}"))]
}

fn facets_name(of_type: &Type, scope: &mut Scope) -> Identifier {
    scope.claim(&[Identifier::of_constant(&full_name(&of_type.origin))])
}

/// What is inside is called after what is around and itself.
fn full_name(origin: &Origin) -> String {
    match origin {
        Origin::Named(name)
        | Origin::Element(name)
        | Origin::Attribute(name)
        | Origin::Group(name)
        | Origin::Message(name, None)
        | Origin::Substitutes(name) => name.local.to_string(),
        Origin::Message(name, Some(Use::Literal)) => format!("literal {}", name.local),
        Origin::Message(name, Some(Use::Encoded)) => format!("encoded {}", name.local),
        Origin::Inner(outer, name) => format!("{} {}", full_name(outer), name.local),
        Origin::Part(outer, part) => format!("{} {}", full_name(outer), part.called()),
        Origin::Family(name) => format!("any {}", name.local),
        Origin::Documents(_) => "document".to_owned(),
    }
}

/// The scopes of what is derived from services, which all of a contract's interfaces share.
struct Derived {
    root: Scope,
    /// The module `operations`.
    markers: Scope,
    /// The module `ports`.
    constants: Scope,
}

impl Derived {
    fn interface(&mut self, interface: &Interface) -> InterfaceNames {
        let name = &interface.name;
        let mut derived =
            |suffix: &str| self.root.claim(&[Identifier::of_type(&format!("{name} {suffix}"))]);
        let (contract, client, server) =
            (derived("contract"), derived("client"), derived("server"));
        let with_kind = Identifier::of_type(&format!("{name} service"));
        let service = self.root.claim(&[Identifier::of_type(name), with_kind]);
        let mut methods = Scope::methods();
        let operations = interface.operations.iter();
        let operations =
            operations.map(|operation| self.operation(interface, operation, &mut methods));
        let operations = operations.collect();
        let ports = interface.ports.iter().map(|port| {
            let exact = format!("{} {}", interface.service, port.name);
            self.constants.claim(&[&*port.name, &*exact].map(Identifier::of_constant))
        });
        InterfaceNames { contract, client, service, server, operations, ports: ports.collect() }
    }

    /// What an operation becomes is called after it, and after its interface too where another
    /// interface has an operation of the same name.
    fn operation(
        &mut self,
        interface: &Interface,
        operation: &Operation,
        methods: &mut Scope,
    ) -> OperationNames {
        let name = &operation.called;
        let exact = format!("{} {name}", interface.name);
        let mut derived = |suffix: &str| {
            let wanted = [format!("{name} {suffix}"), format!("{exact} {suffix}")];
            self.root.claim(&wanted.map(|wanted| Identifier::of_type(&wanted)))
        };
        let input_headers = header_names(derived("input headers"), &operation.input.headers);
        let output_headers = header_names(derived("output headers"), &operation.output.headers);
        let fault = derived("fault");
        let mut variants = Scope::members();
        let faults = operation.faults.iter();
        let fault_variants =
            faults.map(|fault| variants.claim(&[Identifier::of_type(&fault.name.local)]));
        OperationNames {
            method: methods.claim(&[Identifier::of_field(name)]),
            marker: self.markers.claim(&[Identifier::of_type(name), Identifier::of_type(&exact)]),
            input_headers,
            output_headers,
            fault,
            fault_variants: fault_variants.collect(),
        }
    }
}

fn header_names(name: Identifier, headers: &[Element]) -> HeaderNames {
    let mut scope = Scope::members();
    let fields =
        headers.iter().map(|header| scope.claim(&[Identifier::of_field(&header.name.local)]));
    HeaderNames { name, fields: fields.collect() }
}

/// What a contract's generated file is called, without its ending.
pub(crate) fn file_stem(location: &str) -> String {
    let file = location.rsplit(['/', '\\']).next().unwrap_or(location);
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    Identifier::of_field(stem).bare().to_owned()
}
