//! What there is in a contract, for a person to look at.

use crate::{
    html,
    model::SkippedOperation,
    model::{
        Definition, Element, Exchange, Message, Model, NamespaceOrigin, Operation, Origin, Port,
        SoapVersion, Type, TypeId, Use,
    },
    name::{Identifier, Named},
};

/// What there is in a contract.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Overview {
    /// The namespace that the contract defines things in.
    pub target_namespace: String,
    /// The namespaces that names are in, with the prefixes that generated code writes for them.
    pub namespaces: Vec<NamespaceOverview>,
    /// Its services, as clients see them: a service has several where its ports speak several
    /// portTypes.
    pub services: Vec<ServiceOverview>,
    /// How many types are generated.
    pub counts: TypeCounts,
    /// The types that are generated, in the contract's order.
    pub types: Vec<TypeOverview>,
    /// The operations that have no method, and why.
    pub skipped: Vec<SkippedOperation>,
}

/// A namespace.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct NamespaceOverview {
    /// The prefix that generated code writes for it.
    pub prefix: String,
    /// Its URI.
    pub uri: String,
}

/// What one client and one server trait are made from.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ServiceOverview {
    /// The service's name, or that of the portType where a service has several.
    pub name: String,
    /// What the contract says of it.
    pub documentation: Option<String>,
    /// The client in Rust.
    pub client: String,
    /// The server's trait in Rust.
    pub server: String,
    /// Where it can be called.
    pub ports: Vec<PortOverview>,
    /// What can be called.
    pub operations: Vec<OperationOverview>,
}

/// A place where a service can be called.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PortOverview {
    /// Its name in the contract.
    pub name: String,
    /// The binding that says how messages are written there.
    pub binding: String,
    /// The constant in Rust, in the module `ports`.
    pub constant: String,
    /// `1.1` or `1.2`.
    pub soap: &'static str,
    /// The address that the contract gives.
    pub address: String,
}

/// An operation.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct OperationOverview {
    /// Its name in the contract.
    pub name: String,
    /// What the contract says of it.
    pub documentation: Option<String>,
    /// How it is called in Rust: `update_customer_pin(UpdateCustomerPin) -> UpdateCustomerPinResult`.
    pub signature: String,
    /// Whether values are in SOAP's encoding.
    pub encoded: bool,
    /// Whether there is no reply.
    pub one_way: bool,
    /// The request.
    pub request: MessageOverview,
    /// The reply.
    pub reply: MessageOverview,
    /// The elements that a fault's detail may hold, as `{namespace}name`.
    pub faults: Vec<String>,
}

/// A message.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct MessageOverview {
    /// The elements in the body, as `{namespace}name`: mostly one.
    pub body: Vec<String>,
    /// The header blocks, as `{namespace}name`.
    pub headers: Vec<String>,
    /// The parts that go beside the envelope.
    pub attachments: Vec<String>,
}

/// A type that is generated.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct TypeOverview {
    /// Its name in the contract, as `{namespace}name`. `None` for an anonymous type.
    pub name: Option<String>,
    /// The local name in the contract that its name in Rust is derived from: that of the type, or of
    /// the element, attribute, group, message or type that has it.
    pub named_after: Option<String>,
    /// Its path in Rust, from the module of the contract on.
    pub path: String,
    /// What it becomes: `struct`, `enum` or `type`.
    pub kind: &'static str,
}

/// How many types are generated, by what they become in Rust.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct TypeCounts {
    /// Structs: complex types, groups.
    pub records: usize,
    /// Enums over values.
    pub enumerations: usize,
    /// Enums over elements: choices, mixed content.
    pub choices: usize,
    /// Enums over the types that may stand in a place.
    pub families: usize,
    /// Enums over the member types of unions.
    pub unions: usize,
    /// Other names of simple types.
    pub aliases: usize,
    /// Named types of the contract that no operation reaches, which are not generated:
    /// see [`Config::all_types`](crate::Config::all_types).
    pub left_out: usize,
}

pub(crate) fn overview(named: &Named, signatures: &[Vec<String>]) -> Overview {
    let model = &named.model;
    let interfaces = model.interfaces.iter().zip(&named.interfaces).zip(signatures);
    let services = interfaces.map(|((interface, names), signatures)| {
        let ports = interface.ports.iter().zip(&names.ports);
        let operations = interface.operations.iter().zip(signatures);
        ServiceOverview {
            name: interface.name.to_string(),
            documentation: interface.documentation.as_deref().map(first_line),
            client: names.client.bare().to_owned(),
            server: names.service.bare().to_owned(),
            ports: ports.map(|(port, constant)| port_overview(port, constant.bare())).collect(),
            operations: operations
                .map(|(operation, signature)| operation_overview(model, operation, signature))
                .collect(),
        }
    });
    let namespaces = model.named_namespaces().map(|(_, namespace)| NamespaceOverview {
        prefix: namespace.prefix.clone(),
        uri: namespace.uri.to_string(),
    });
    Overview {
        namespaces: namespaces.collect(),
        target_namespace: model.namespace(model.target_namespace).uri.to_string(),
        services: services.collect(),
        counts: counts(model),
        types: types(named),
        skipped: model.skipped.clone(),
    }
}

fn port_overview(port: &Port, constant: &str) -> PortOverview {
    PortOverview {
        name: port.name.to_string(),
        binding: port.binding.to_string(),
        constant: constant.to_owned(),
        soap: match port.version {
            SoapVersion::Soap11 => "1.1",
            SoapVersion::Soap12 => "1.2",
        },
        address: port.address.to_string(),
    }
}

fn operation_overview(model: &Model, operation: &Operation, signature: &str) -> OperationOverview {
    OperationOverview {
        name: operation.called.to_string(),
        documentation: operation.documentation.as_deref().map(first_line),
        signature: signature.to_owned(),
        encoded: operation.r#use == Use::Encoded,
        one_way: operation.exchange == Exchange::OneWay,
        request: message_overview(model, &operation.input),
        reply: message_overview(model, &operation.output),
        faults: operation.faults.iter().map(|fault| model.expanded(&fault.name)).collect(),
    }
}

fn message_overview(model: &Model, message: &Message) -> MessageOverview {
    let block = |header: &Element| model.expanded(&header.name);
    MessageOverview {
        body: message.body.elements(model).into_iter().map(block).collect(),
        headers: message.headers.iter().map(block).collect(),
        attachments: message.attachments.iter().map(|one| one.part.to_string()).collect(),
    }
}

/// As much documentation as fits into an overview.
fn first_line(text: &str) -> String {
    let text = html::plain(text);
    text.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default().to_owned()
}

fn types(named: &Named) -> Vec<TypeOverview> {
    let model = &named.model;
    let used = model.types().filter(|(_, one)| one.has_item());
    let overview = |(id, of_type): (TypeId, &Type)| {
        let name = match &*of_type.origin {
            Origin::Named(name) => Some(model.expanded(name)),
            _ => None,
        };
        let in_rust = named.names(id);
        let modules = named.chain(in_rust.module).into_iter();
        let modules = modules.filter_map(|module| named.modules[module].name.as_ref());
        let path: Vec<&str> = modules.chain([&in_rust.name]).map(Identifier::bare).collect();
        let kind = match of_type.definition {
            Definition::Record(_) => "struct",
            Definition::Simple(_) => "type",
            _ => "enum",
        };
        let path = path.join("::");
        let named_after = of_type.origin.local().map(ToString::to_string);
        TypeOverview { name, named_after, path, kind }
    };
    used.map(overview).collect()
}

fn counts(model: &Model) -> TypeCounts {
    // The types of SOAP's encoding are the runtime's own.
    let is_of_contract =
        |namespace| matches!(model.namespace(namespace).standing, NamespaceOrigin::Generated(_));
    let is_left_out = |one: &Type| {
        !one.is_used
            && matches!(*one.origin, Origin::Named(_))
            && is_of_contract(one.origin.namespace())
    };
    let left_out = model.types().filter(|(_, one)| is_left_out(one)).count();
    let mut counts = TypeCounts { left_out, ..TypeCounts::default() };
    for (_, of_type) in model.types().filter(|(_, one)| one.has_item()) {
        let count = match &of_type.definition {
            Definition::Record(_) => &mut counts.records,
            Definition::Choice(_) => &mut counts.choices,
            Definition::Family(_) => &mut counts.families,
            Definition::Enumeration(_) => &mut counts.enumerations,
            Definition::Union(_) => &mut counts.unions,
            Definition::Simple(_) => &mut counts.aliases,
            Definition::External(_) => continue,
        };
        *count += 1;
    }
    counts
}
