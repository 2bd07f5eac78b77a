//! Overviews of contracts.

use crate::{
    html,
    model::SkippedOperation,
    model::{
        Definition, Element, Exchange, Message, Model, NamespaceOrigin, Operation, Origin, Port,
        Protocol, SoapVersion, Type, TypeId, Use,
    },
    name::{Identifier, Named},
};

/// An overview of a contract.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Overview {
    /// The target namespace of the contract.
    pub target_namespace: String,
    /// The namespaces of the contract's names, with the prefixes that generated code writes.
    pub namespaces: Vec<NamespaceOverview>,
    /// The services, one for each generated client. A service whose ports have several portTypes appears
    /// once for each.
    pub services: Vec<ServiceOverview>,
    /// The numbers of generated types.
    pub counts: TypeCounts,
    /// The generated types, in the contract's order.
    pub types: Vec<TypeOverview>,
    /// The operations that have no method, with reasons.
    pub skipped: Vec<SkippedOperation>,
}

/// The overview of a namespace.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct NamespaceOverview {
    /// The prefix that generated code writes.
    pub prefix: String,
    /// The URI of the namespace.
    pub uri: String,
}

/// The overview of a service, which has one client and one server trait.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ServiceOverview {
    /// The name of the service, or of the portType if the service has several.
    pub name: String,
    /// The first line of its documentation.
    pub documentation: Option<String>,
    /// The name of the client in Rust.
    pub client: String,
    /// The name of the server trait in Rust.
    pub server: String,
    /// The ports of the service.
    pub ports: Vec<PortOverview>,
    /// The operations of the service.
    pub operations: Vec<OperationOverview>,
}

/// The overview of a port.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PortOverview {
    /// The name of the port in the contract.
    pub name: String,
    /// The name of its binding, which defines the format of messages.
    pub binding: String,
    /// The name of its constant in the module `ports`.
    pub constant: String,
    /// The SOAP version: `1.1` or `1.2`. Empty for HTTP without SOAP.
    pub soap: &'static str,
    /// The protocol: `SOAP 1.1`, `SOAP 1.2`, `HTTP GET` or `HTTP POST`.
    pub protocol: String,
    /// The address in the contract.
    pub address: String,
    /// The security that the port requires, in words.
    pub security: Option<String>,
}

/// The overview of an operation.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct OperationOverview {
    /// The name of the operation in the contract.
    pub name: String,
    /// The first line of its documentation.
    pub documentation: Option<String>,
    /// The signature in Rust: `update_customer_pin(UpdateCustomerPin) -> UpdateCustomerPinResult`.
    pub signature: String,
    /// `true` if values use the SOAP encoding.
    pub encoded: bool,
    /// `true` if the operation has no reply.
    pub one_way: bool,
    /// The request message.
    pub request: MessageOverview,
    /// The reply message.
    pub reply: MessageOverview,
    /// The elements allowed in a fault's detail, as `{namespace}name`.
    pub faults: Vec<String>,
}

/// The overview of a message.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct MessageOverview {
    /// The elements of the body, as `{namespace}name`. Most messages have one.
    pub body: Vec<String>,
    /// The header blocks, as `{namespace}name`.
    pub headers: Vec<String>,
    /// The message parts that are sent as attachments.
    pub attachments: Vec<String>,
}

/// The overview of a generated type.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct TypeOverview {
    /// The name of the type in the contract, as `{namespace}name`, or `None` for an anonymous type.
    pub name: Option<String>,
    /// The local name in the contract from which its Rust name is derived: that of the type, or of the
    /// element, attribute, group, message or type that contains it.
    pub named_after: Option<String>,
    /// The path in Rust, relative to the module of the contract.
    pub path: String,
    /// The kind of Rust item: `struct`, `enum` or `type`.
    pub kind: &'static str,
}

/// The numbers of generated types, by kind of Rust item.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct TypeCounts {
    /// Structs: complex types and groups.
    pub records: usize,
    /// Enums over enumerated values.
    pub enumerations: usize,
    /// Enums over elements: choices and mixed content.
    pub choices: usize,
    /// Enums over the concrete types of a polymorphic type.
    pub families: usize,
    /// Enums over the member types of unions.
    pub unions: usize,
    /// Aliases of simple types.
    pub aliases: usize,
    /// Named types of the contract that no operation reaches. They are not generated unless
    /// [`Config::all_types`](crate::Config::all_types) is set.
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
        soap: match port.protocol {
            Protocol::Soap(SoapVersion::Soap12) => "1.2",
            Protocol::Soap(SoapVersion::Soap11) => "1.1",
            Protocol::Http(_) => "",
        },
        protocol: port.protocol.to_string(),
        address: port.address.to_string(),
        security: port.policy.as_ref().map(ToString::to_string),
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

/// Returns the first non-empty line of documentation.
fn first_line(text: &str) -> String {
    let text = html::plain(text);
    text.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default().to_owned()
}

fn types(named: &Named) -> Vec<TypeOverview> {
    let model = &named.model;
    let used = model.types().filter(|(_, one)| one.has_item());
    let overview = |(id, ty): (TypeId, &Type)| {
        let name = match &*ty.origin {
            Origin::Named(name) => Some(model.expanded(name)),
            _ => None,
        };
        let in_rust = named.names(id);
        let modules = named.chain(in_rust.module).into_iter();
        let modules = modules.filter_map(|module| named.modules[module].name.as_ref());
        let path: Vec<&str> = modules.chain([&in_rust.name]).map(Identifier::bare).collect();
        let kind = match ty.definition {
            Definition::Record(_) => "struct",
            Definition::Simple(_) => "type",
            _ => "enum",
        };
        let path = path.join("::");
        let named_after = ty.origin.local().map(ToString::to_string);
        TypeOverview { name, named_after, path, kind }
    };
    used.map(overview).collect()
}

fn counts(model: &Model) -> TypeCounts {
    // The types of the SOAP encoding belong to the runtime.
    let is_of_contract =
        |namespace| matches!(model.namespace(namespace).standing, NamespaceOrigin::Generated(_));
    let is_left_out = |one: &Type| {
        !one.is_used()
            && matches!(*one.origin, Origin::Named(_))
            && is_of_contract(one.origin.namespace())
    };
    let left_out = model.types().filter(|(_, one)| is_left_out(one)).count();
    let mut counts = TypeCounts { left_out, ..TypeCounts::default() };
    for (_, ty) in model.types().filter(|(_, one)| one.has_item()) {
        let count = match &ty.definition {
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
