//! Names of items derived from services: clients, traits, operations, ports.

use super::{Identifier, Scope};
use crate::model::{Element, Interface, Model, Operation, Streamed, ValueType};

/// The names of the items that an interface becomes.
#[derive(Debug)]
pub(crate) struct InterfaceNames {
    pub(crate) contract: Identifier,
    pub(crate) client: Identifier,
    pub(crate) service: Identifier,
    pub(crate) server: Identifier,
    pub(crate) operations: Vec<OperationNames>,
    pub(crate) ports: Vec<Identifier>,
}

/// The names of the items that an operation becomes.
#[derive(Debug)]
pub(crate) struct OperationNames {
    pub(crate) method: Identifier,
    pub(crate) marker: Identifier,
    pub(crate) input_headers: HeaderNames,
    pub(crate) output_headers: HeaderNames,
    pub(crate) fault: Identifier,
    pub(crate) fault_variants: Vec<Identifier>,
    /// Markers for the repeated elements of the reply, in the order of [`Streamed::of_reply`].
    pub(crate) records: Vec<Identifier>,
}

/// The names of a struct of header blocks and its fields.
#[derive(Debug)]
pub(crate) struct HeaderNames {
    pub(crate) name: Identifier,
    pub(crate) fields: Vec<Identifier>,
}

/// The scopes of items derived from services, shared by all interfaces of a contract.
pub(super) struct Derived {
    root: Scope,
    /// The module `operations`.
    markers: Scope,
    /// The module `ports`.
    constants: Scope,
}

impl Derived {
    /// Creates the scopes. `root` contains the names of types.
    pub(super) fn new(root: Scope) -> Self {
        Self { root, markers: Scope::module(), constants: Scope::members() }
    }

    /// Names an interface and its operations and ports. If a name is taken, it is prefixed with the
    /// namespace.
    pub(super) fn interface(&mut self, model: &Model, interface: &Interface) -> InterfaceNames {
        let given = interface.given.as_ref().unwrap_or(&interface.name);
        let is_taken =
            |suffix: &str| self.root.is_taken(&Identifier::of_type(&format!("{given} {suffix}")));
        let name = if ["contract", "client", "server"].into_iter().any(is_taken) {
            qualified(interface)
        } else {
            given.to_string()
        };
        let mut derived =
            |suffix: &str| self.root.claim(&[Identifier::of_type(&format!("{name} {suffix}"))]);
        let (contract, client, server) =
            (derived("contract"), derived("client"), derived("server"));
        let with_kind = Identifier::of_type(&format!("{name} service"));
        let service = self.root.claim(&[Identifier::of_type(&name), with_kind]);
        let mut methods = Scope::methods();
        let operations = interface.operations.iter();
        let operations =
            operations.map(|operation| self.operation(model, &name, operation, &mut methods));
        let operations = operations.collect();
        let ports = interface.ports.iter().map(|port| {
            let of_service = format!("{} {}", port.service, port.name);
            let of_client = format!("{name} {}", port.name);
            let names =
                port.given.as_deref().into_iter().chain([&*port.name, &of_service, &of_client]);
            self.constants.claim(&names.map(Identifier::of_constant).collect::<Vec<_>>())
        });
        InterfaceNames { contract, client, service, server, operations, ports: ports.collect() }
    }

    /// Names the items of an operation. The names include that of the interface if another interface has an operation of
    /// the same name.
    fn operation(
        &mut self,
        model: &Model,
        interface: &str,
        operation: &Operation,
        methods: &mut Scope,
    ) -> OperationNames {
        let name = operation.given.as_ref().unwrap_or(&operation.called);
        let exact = format!("{interface} {name}");
        let mut derived = |suffix: &str| {
            let wanted = [format!("{name} {suffix}"), format!("{exact} {suffix}")];
            self.root.claim(&wanted.map(|wanted| Identifier::of_type(&wanted)))
        };
        let input_headers = header_names(derived("input headers"), &operation.input.headers);
        let output_headers = header_names(derived("output headers"), &operation.output.headers);
        let fault = derived("fault");
        let mut variants = Scope::members();
        let faults = operation.faults.iter();
        let fault_variants = faults.map(|fault| {
            variants.claim(&[Identifier::of_type(fault_name(model, fault, &operation.faults))])
        });
        OperationNames {
            method: methods.claim(&[Identifier::of_field(name)]),
            marker: self.markers.claim(&[Identifier::of_type(name), Identifier::of_type(&exact)]),
            input_headers,
            output_headers,
            fault,
            fault_variants: fault_variants.collect(),
            records: Vec::new(),
        }
    }

    /// Names the markers for the repeated elements of replies, which yield to the operations.
    pub(super) fn records(&mut self, model: &Model, interfaces: &mut [InterfaceNames]) {
        for (interface, names) in model.interfaces.iter().zip(interfaces) {
            for (operation, names) in interface.operations.iter().zip(&mut names.operations) {
                let streamed = Streamed::of_reply(model, operation);
                let wanted = streamed.iter().map(|streamed| {
                    let local = &streamed.repeated().name.local;
                    Identifier::of_type(&format!("{} {local} records", names.marker.bare()))
                });
                names.records = wanted.map(|wanted| self.markers.claim(&[wanted])).collect();
            }
        }
    }
}

/// Returns the name of an interface with its namespace, for services with the same name in different namespaces.
fn qualified(interface: &Interface) -> String {
    let name = interface.given.as_ref().unwrap_or(&interface.name);
    let module = Identifier::modules(&interface.namespace).into_iter().next();
    module.map_or_else(|| name.to_string(), |module| format!("{} {name}", module.bare()))
}

/// Returns the name of a fault's detail, or that of its type if another detail has the same name. Java frameworks name
/// details `fault`, which says nothing even where there is only one.
fn fault_name<'m>(model: &'m Model, fault: &'m Element, among: &[Element]) -> &'m str {
    let is_alone = among.iter().filter(|other| other.name == fault.name).count() == 1;
    match fault.value {
        ValueType::Defined(id) if !is_alone || &*fault.name.local == "fault" => {
            model.get(id).origin.local().unwrap_or(&fault.name.local)
        }
        _ => &fault.name.local,
    }
}

fn header_names(name: Identifier, headers: &[Element]) -> HeaderNames {
    let mut scope = Scope::members();
    let fields =
        headers.iter().map(|header| scope.claim(&[Identifier::of_field(&header.name.local)]));
    HeaderNames { name, fields: fields.collect() }
}
