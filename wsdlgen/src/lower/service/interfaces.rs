//! Lowering of services: ports, bindings and portTypes become interfaces with operations.

use std::{collections::HashMap, sync::Arc};

use super::{agreement, bound::Bound, messages, operations};
use crate::{
    diagnostic::{Code, Diagnostic},
    document::Span,
    lower::{Lowering, schema::encoded},
    model::{Interface, Port, SoapVersion},
    resolve::{DefinitionId, Linked},
    settings::Settings,
    syntax::{Named, wsdl},
};

/// Returns the interfaces of all services.
pub(crate) fn interfaces(lowering: &mut Lowering<'_>, settings: &Settings) -> Vec<Interface> {
    let linked = lowering.linked;
    let mut services: Vec<&wsdl::Service> = Vec::new();
    for service in linked.definitions.iter().flat_map(|definitions| &definitions.services) {
        // Documents that import copies of each other define the same service twice.
        if !services.contains(&service) {
            services.push(service);
        }
    }
    refuse_doubles(lowering, "service", services.iter().map(|service| &service.name));
    let mut interfaces: Vec<_> = if services.is_empty() {
        unserved_interfaces(lowering, settings)
    } else {
        let each = services.into_iter();
        each.flat_map(|service| service_interfaces(lowering, service, settings)).collect()
    };
    encoded::mark(lowering, &interfaces);
    for operation in interfaces.iter_mut().flat_map(|interface| &mut interface.operations) {
        messages::find_namespaces(lowering, operation);
    }
    report_unused_faults(lowering, &interfaces, settings);
    let all_known = report_unknown_selections(lowering, settings);
    if all_known && interfaces.is_empty() && !linked.definitions.is_empty() {
        let message =
            "no service of the contract can be called over SOAP: only types are generated";
        lowering.report.add(Diagnostic::warning(Code::Skipped, message));
    }
    interfaces
}

/// Returns whether an operation is selected for generation.
fn is_selected(settings: &Settings, service: &str, operation: &str) -> bool {
    settings.operations.is_empty()
        || settings.operations.iter().any(|selected| match selected.split_once('/') {
            Some((of_service, name)) => of_service == service && name == operation,
            None => selected == operation,
        })
}

/// Reports selected operations that do not exist. Returns whether all exist.
fn report_unknown_selections(lowering: &mut Lowering<'_>, settings: &Settings) -> bool {
    let linked = lowering.linked;
    let mut all_known = true;
    let known = known_operations(linked);
    for selected in &settings.operations {
        let one = Settings { operations: vec![selected.clone()], ..Settings::default() };
        if !known.iter().any(|(service, operation)| is_selected(&one, service, operation)) {
            let message = format!("no service has the operation `{selected}`");
            let help = "name an operation as `Operation` or `Service/Operation`";
            let as_selected = |(service, operation): &(&str, &str)| {
                let of_service = selected.contains('/').then_some(service);
                of_service.map_or_else(|| (*operation).into(), |one| format!("{one}/{operation}"))
            };
            let written: Vec<String> = known.iter().map(as_selected).collect();
            let diagnostic = Diagnostic::error(Code::UnusedSetting, message).help(help);
            let known = written.iter().map(String::as_str);
            lowering.report.add(diagnostic.near(selected, known));
            all_known = false;
        }
    }
    all_known
}

/// Returns all operations with their services, or with their portTypes if there are no services.
fn known_operations(linked: &Linked) -> Vec<(&str, &str)> {
    fn each<'a>(
        of: &'a str,
        binding: &'a wsdl::Binding,
    ) -> impl Iterator<Item = (&'a str, &'a str)> {
        binding.operations.iter().map(move |operation| (of, &*operation.name.name))
    }
    let mut known = Vec::new();
    for service in linked.definitions.iter().flat_map(|definitions| &definitions.services) {
        let bindings = service.ports.iter().map(|port| linked.binding(&port.binding));
        known.extend(bindings.flat_map(|binding| each(&service.name.name, binding)));
    }
    if linked.definitions.iter().any(|definitions| !definitions.services.is_empty()) {
        return known;
    }
    for (_, binding) in linked.bindings() {
        let (_, port_type) = linked.port_type(&binding.port_type);
        known.extend(each(&port_type.name.name, binding));
    }
    known
}

/// Reports names that are defined more than once.
fn refuse_doubles<'a>(
    lowering: &mut Lowering<'_>,
    kind: &str,
    names: impl Iterator<Item = &'a Named>,
) {
    let mut seen: HashMap<&str, &Named> = HashMap::new();
    for name in names {
        if let Some(first) = seen.get(&*name.name) {
            let message = format!("the {kind} `{}` is defined twice", name.name);
            let diagnostic = Diagnostic::error(Code::Duplicate, message)
                .label(name.span, "defined again here")
                .label(first.span, "first defined here")
                .help("remove or rename one of the two");
            lowering.report.add(diagnostic);
        }
        seen.entry(&name.name).or_insert(name);
    }
}

/// A SOAP port with its binding.
pub(crate) struct SoapPort<'a> {
    name: &'a Arc<str>,
    address: Arc<str>,
    pub(crate) binding: &'a wsdl::Binding,
    pub(crate) operations: Bound<'a>,
    /// The target namespace of the document that defines the binding.
    pub(crate) namespace: &'a Arc<str>,
    version: SoapVersion,
    pub(crate) port_type: DefinitionId,
}

/// Returns the interfaces of a service: one if its SOAP ports share a portType, otherwise one for each portType.
fn service_interfaces<'a>(
    lowering: &mut Lowering<'a>,
    service: &'a wsdl::Service,
    settings: &Settings,
) -> Vec<Interface> {
    refuse_doubles(lowering, "port", service.ports.iter().map(|port| &port.name));
    let ports = soap_ports(lowering, service);
    interfaces_at(lowering, &ports, Some(service), settings)
}

/// Returns the interfaces of a contract without services. Each binding becomes a port without an address, so callers
/// have to provide one.
fn unserved_interfaces(lowering: &mut Lowering<'_>, settings: &Settings) -> Vec<Interface> {
    let linked = lowering.linked;
    let mut ports = Vec::new();
    for (namespace, binding) in linked.bindings() {
        let Some(version) = soap_version(binding) else { continue };
        let (port_type, _) = linked.port_type(&binding.port_type);
        let (name, address) = (&binding.name.name, Arc::default());
        let operations = Bound::of(binding);
        ports.push(SoapPort { name, address, binding, operations, namespace, version, port_type });
    }
    interfaces_at(lowering, &ports, None, settings)
}

fn soap_version(binding: &wsdl::Binding) -> Option<SoapVersion> {
    match binding.soap {
        wsdl::SoapBinding::Soap11 => Some(SoapVersion::Soap11),
        wsdl::SoapBinding::Soap12 => Some(SoapVersion::Soap12),
        wsdl::SoapBinding::Other => None,
    }
}

/// Returns the interfaces of a service's ports: one for each portType and wire format. For example, ports in RPC style
/// and in document style do not share an interface.
fn interfaces_at(
    lowering: &mut Lowering<'_>,
    ports: &[SoapPort<'_>],
    service: Option<&wsdl::Service>,
    settings: &Settings,
) -> Vec<Interface> {
    let mut groups: Vec<Vec<&SoapPort<'_>>> = Vec::new();
    for port in ports {
        let linked = lowering.linked;
        let fits = |group: &&mut Vec<&SoapPort<'_>>| agreement::agree(linked, group[0], port);
        match groups.iter_mut().find(fits) {
            Some(group) => group.push(port),
            None => groups.push(vec![port]),
        }
    }
    let is_shared = ports.iter().all(|port| port.port_type == ports[0].port_type);
    let shared = service.filter(|_| is_shared);
    let interfaces = groups.iter().enumerate().filter_map(|(index, own)| {
        let (place, binding) = (own[0].port_type, own[0].binding);
        let (_, port_type) = lowering.linked.port_type(&binding.port_type);
        let service_name = service.map_or(&port_type.name.name, |service| &service.name.name);
        let name = if groups[..index].iter().any(|group| group[0].port_type == place) {
            &binding.name.name
        } else {
            shared.map_or(&port_type.name.name, |service| &service.name.name)
        };
        let called = Called { name, service: service_name };
        let documentation = service.and_then(|service| service.documentation.clone());
        interface(lowering, own, &called, settings)
            .map(|interface| Interface { documentation, ..interface })
    });
    interfaces.collect()
}

/// The names of an interface and of its service.
struct Called<'a> {
    name: &'a Arc<str>,
    service: &'a Arc<str>,
}

/// Lowers the interface that ports share, or returns `None` if it has no operations.
fn interface(
    lowering: &mut Lowering<'_>,
    ports: &[&SoapPort<'_>],
    called: &Called<'_>,
    settings: &Settings,
) -> Option<Interface> {
    let reference = &ports[0].binding.port_type;
    let (_, port_type) = lowering.linked.port_type(reference);
    let namespace = lowering.linked.port_type_namespace(reference);
    let mut seen = operations::bound(lowering, (namespace, port_type), ports);
    let had_some = !seen.is_empty();
    seen.retain(|one| is_selected(settings, called.service, &one.operation.name.name));
    if seen.is_empty() && had_some {
        return None;
    }
    if seen.is_empty() {
        let what = format!("the portType `{}`, which has no operations,", port_type.name.name);
        skip(lowering, &what, port_type.name.span);
        return None;
    }
    let lowered = operations::lower(lowering, seen, settings);
    let ports = ports.iter().enumerate().map(|(index, port)| Port {
        name: port.name.clone(),
        given: None,
        binding: port.binding.name.name.clone(),
        version: port.version,
        address: port.address.clone(),
        addressing: port.binding.addressing,
        actions: lowered.iter().map(|(_, seen)| seen.action(index)).collect(),
    });
    let ports = ports.collect();
    (!lowered.is_empty()).then(|| Interface {
        name: called.name.clone(),
        service: called.service.clone(),
        given: None,
        documentation: None,
        ports,
        operations: lowered.into_iter().map(|(operation, _)| operation).collect(),
    })
}

fn soap_ports<'a>(lowering: &mut Lowering<'a>, service: &'a wsdl::Service) -> Vec<SoapPort<'a>> {
    let linked = lowering.linked;
    let mut ports = Vec::new();
    for port in &service.ports {
        let binding = linked.binding(&port.binding);
        let Some(version) = soap_version(binding) else {
            let what = format!("the port `{}`, which is not SOAP over HTTP,", port.name.name);
            skip(lowering, &what, port.span);
            continue;
        };
        let (port_type, _) = linked.port_type(&binding.port_type);
        let namespace = linked.binding_namespace(&port.binding);
        let (name, address) = (&port.name.name, port.address.clone());
        let operations = Bound::of(binding);
        ports.push(SoapPort { name, address, binding, operations, namespace, version, port_type });
    }
    ports
}

pub(crate) fn skip(lowering: &mut Lowering<'_>, what: &str, span: Span) {
    let diagnostic = Diagnostic::warning(Code::Skipped, format!("{what} is skipped"));
    lowering.report.add(diagnostic.label(span, "has no effect on the generated code"));
}

fn report_unused_faults(
    lowering: &mut Lowering<'_>,
    interfaces: &[Interface],
    settings: &Settings,
) {
    for (name, _) in &settings.faults {
        let mut operations = interfaces.iter().flat_map(|interface| &interface.operations);
        if !operations.any(|operation| &*operation.name == name.as_str()) {
            let message = format!("cannot find operation `{name}` to add a fault to");
            let diagnostic = Diagnostic::error(Code::UnusedSetting, message);
            let known = known_operations(lowering.linked).into_iter().map(|(_, known)| known);
            lowering.report.add(diagnostic.near(name, known.filter(|known| known != name)));
        }
    }
}
