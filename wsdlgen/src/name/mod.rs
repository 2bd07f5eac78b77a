//! Rust names: the only room that knows what an identifier may be.
//!
//! Types claim the names they have in the contract; what is derived from services gives way. A name
//! depends on its own origin alone, so that unrelated changes of a contract rename nothing.

mod casing;
mod scope;

pub(crate) use casing::Identifier;
use scope::Scope;

use crate::model::{
    Definition, Element, Interface, Model, NamespaceId, Operation, Origin, Type, TypeId,
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
    /// Fields of a record, variants of an enumeration.
    pub(crate) members: Vec<Identifier>,
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
    pub(crate) fn names(&self, id: TypeId) -> &TypeNames {
        &self.types[id.0 as usize]
    }
}

/// Names everything.
pub(crate) fn name(model: Model) -> Named {
    let modules = modules(&model);
    let mut scopes: Vec<Scope> = modules.iter().map(|_| Scope::module()).collect();
    let mut types: Vec<Option<TypeNames>> = model.types.iter().map(|_| None).collect();
    for pass in [Pass::Exact, Pass::Named, Pass::Anonymous] {
        for (id, of_type) in model.types().filter(|(_, of_type)| pass.takes(&of_type.origin)) {
            if types[id.0 as usize].is_some() {
                continue;
            }
            let module = module_of(&model, &modules, id);
            let name = scopes[module].claim(&wanted_names(&model, of_type));
            let members = members(&of_type.definition);
            types[id.0 as usize] = Some(TypeNames { name, module, members });
        }
    }
    let root = scopes.remove(0);
    let mut derived = Derived { root, markers: Scope::module(), constants: Scope::members() };
    let interfaces = model.interfaces.iter().map(|interface| derived.interface(interface));
    let interfaces = interfaces.collect();
    let types = types.into_iter().map(|names| names.expect("each type is taken by one pass"));
    Named { types: types.collect(), modules, interfaces, model }
}

/// Which types are named in which turn.
#[derive(Clone, Copy)]
enum Pass {
    /// Types whose names are Rust names already, which no other's casing may take from them.
    Exact,
    Named,
    /// Anonymous types are called after elements and give way.
    Anonymous,
}

impl Pass {
    fn takes(self, origin: &Origin) -> bool {
        match (self, origin) {
            (Self::Exact, Origin::Named(name)) => {
                Identifier::of_type(&name.local).bare() == &*name.local
            }
            (Self::Named, Origin::Named(_))
            | (Self::Anonymous, Origin::Element(_) | Origin::Inner(..)) => true,
            _ => false,
        }
    }
}

/// The root, then a module for each other namespace that types are in.
fn modules(model: &Model) -> Vec<Module> {
    let mut modules = vec![Module { name: None, namespace: model.target_namespace }];
    let mut scope = Scope::module();
    for (namespace, uri) in model.named_namespaces() {
        let has_types = model.types().any(|(id, _)| namespace_of(model, id) == namespace);
        if has_types && namespace != model.target_namespace {
            let name = scope.claim(&Identifier::modules(&uri.uri));
            modules.push(Module { name: Some(name), namespace });
        }
    }
    modules
}

fn module_of(model: &Model, modules: &[Module], id: TypeId) -> usize {
    let namespace = namespace_of(model, id);
    modules.iter().position(|module| module.namespace == namespace).unwrap_or(0)
}

/// The namespace a type belongs to; an inner type goes with its owner.
fn namespace_of(model: &Model, id: TypeId) -> NamespaceId {
    match &model.get(id).origin {
        Origin::Named(name) | Origin::Element(name) => name.namespace,
        Origin::Inner(owner, _) => namespace_of(model, *owner),
    }
}

/// The names that a type would like, best first.
fn wanted_names(model: &Model, of_type: &Type) -> Vec<Identifier> {
    match &of_type.origin {
        Origin::Named(name) => vec![Identifier::of_type(&name.local)],
        Origin::Element(name) => {
            let element = format!("{} element", name.local);
            vec![Identifier::of_type(&name.local), Identifier::of_type(&element)]
        }
        Origin::Inner(..) => vec![Identifier::of_type(&inner_name(model, &of_type.origin))],
    }
}

/// An inner type is called after its owner and its element.
fn inner_name(model: &Model, origin: &Origin) -> String {
    match origin {
        Origin::Named(name) | Origin::Element(name) => name.local.to_string(),
        Origin::Inner(owner, name) => {
            format!("{} {}", inner_name(model, &model.get(*owner).origin), name.local)
        }
    }
}

fn members(definition: &Definition) -> Vec<Identifier> {
    let mut scope = Scope::members();
    match definition {
        Definition::Record(record) => {
            // The wildcard's field keeps its name only where no element has it.
            let names = record.fields.iter().map(|field| Identifier::of_field(&field.name.local));
            let mut members: Vec<_> = names.map(|name| scope.claim(&[name])).collect();
            if record.has_attributes() {
                members.push(scope.claim(&[Identifier::of_field("any_attributes")]));
            }
            members
        }
        Definition::Enumeration(values) => {
            let names = values.iter().map(|value| Identifier::of_variant(&value.text));
            names.map(|name| scope.claim(&[name])).collect()
        }
        Definition::Alias(_) => Vec::new(),
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
        let name = &operation.name;
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
