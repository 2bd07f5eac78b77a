//! Services: ports, bindings and portTypes become interfaces with operations.

use std::sync::Arc;

use super::{Lowering, messages};
use crate::{
    config::Settings,
    diagnostic::{Code, Diagnostic},
    model::{Interface, Operation, Port, SoapVersion},
    resolve::Place,
    source::Span,
    syntax::{Named, wsdl},
};

/// The interfaces of every service.
pub(super) fn interfaces(lowering: &mut Lowering<'_>, settings: &Settings) -> Vec<Interface> {
    let linked = lowering.linked;
    let mut services: Vec<&wsdl::Service> = Vec::new();
    for service in linked.definitions.iter().flat_map(|definitions| &definitions.services) {
        // Two documents that import each other's copies say the same twice.
        if !services.contains(&service) {
            services.push(service);
        }
    }
    refuse_doubles(lowering, "service", services.iter().map(|service| &service.name));
    let interfaces: Vec<_> = services
        .into_iter()
        .flat_map(|service| service_interfaces(lowering, service, settings))
        .collect();
    if interfaces.is_empty() && !linked.definitions.is_empty() {
        let message =
            "no service of the contract can be called over SOAP: only types are generated";
        lowering.report.add(Diagnostic::warning(Code::Skipped, message));
    }
    report_unused_faults(lowering, &interfaces, settings);
    report_unknown_selections(lowering, settings);
    interfaces
}

/// Whether an operation is among those to generate.
fn is_selected(settings: &Settings, service: &str, operation: &str) -> bool {
    settings.operations.is_empty()
        || settings.operations.iter().any(|selected| match selected.split_once('/') {
            Some((of_service, name)) => of_service == service && name == operation,
            None => selected == operation,
        })
}

fn report_unknown_selections(lowering: &mut Lowering<'_>, settings: &Settings) {
    let linked = lowering.linked;
    let services = linked.definitions.iter().flat_map(|definitions| &definitions.services);
    let known: Vec<(&str, &str)> = services
        .flat_map(|service| {
            let bindings = service.ports.iter().map(|port| linked.binding(&port.binding));
            let operations = bindings.flat_map(|binding| &binding.operations);
            operations.map(|operation| (&*service.name.name, &*operation.name.name))
        })
        .collect();
    for selected in &settings.operations {
        let one = Settings { operations: vec![selected.clone()], ..Settings::default() };
        if !known.iter().any(|(service, operation)| is_selected(&one, service, operation)) {
            let message = format!("no service has the operation `{selected}`");
            let help = "an operation is given as `Operation` or `Service/Operation`";
            lowering.report.add(Diagnostic::error(Code::UnusedSetting, message).help(help));
        }
    }
}

/// Two of one name could not be told apart.
fn refuse_doubles<'a>(
    lowering: &mut Lowering<'_>,
    kind: &str,
    names: impl Iterator<Item = &'a Named>,
) {
    let mut seen: Vec<&Named> = Vec::new();
    for name in names {
        if let Some(first) = seen.iter().find(|other| other.name == name.name) {
            let message = format!("the {kind} `{}` is defined twice", name.name);
            let diagnostic = Diagnostic::error(Code::Duplicate, message)
                .label(name.span, "defined again here")
                .label(first.span, "first defined here");
            lowering.report.add(diagnostic);
        }
        seen.push(name);
    }
}

/// A port with its binding, as written.
struct SoapPort<'a> {
    port: &'a wsdl::Port,
    binding: &'a wsdl::Binding,
    version: SoapVersion,
    port_type: Place,
}

impl SoapPort<'_> {
    /// What the port's binding says of an operation.
    fn bound(&self, operation: &wsdl::Operation) -> Option<&wsdl::BindingOperation> {
        self.bound_by_name(&operation.name.name)
    }

    fn bound_by_name(&self, name: &str) -> Option<&wsdl::BindingOperation> {
        self.binding.operations.iter().find(|bound| *bound.name.name == *name)
    }
}

/// One interface where the service's SOAP ports share a portType; otherwise one for each.
fn service_interfaces<'a>(
    lowering: &mut Lowering<'a>,
    service: &'a wsdl::Service,
    settings: &Settings,
) -> Vec<Interface> {
    refuse_doubles(lowering, "port", service.ports.iter().map(|port| &port.name));
    let ports = soap_ports(lowering, service);
    let mut port_types: Vec<Place> = Vec::new();
    for port in &ports {
        if !port_types.contains(&port.port_type) {
            port_types.push(port.port_type);
        }
    }
    let shared = port_types.len() == 1;
    let interfaces = port_types.iter().filter_map(|place| {
        let own: Vec<_> = ports.iter().filter(|port| port.port_type == *place).collect();
        let (_, port_type) = lowering.linked.port_type(&own[0].binding.port_type);
        let mut kept = bound_operations(lowering, port_type, &own);
        let had_some = !kept.is_empty();
        kept.retain(|one| is_selected(settings, &service.name.name, &one.name.name));
        if kept.is_empty() && had_some {
            return None;
        }
        if kept.is_empty() {
            let what = format!("the portType `{}`, which has no operations,", port_type.name.name);
            skip(lowering, &what, port_type.name.span);
            return None;
        }
        let name = if shared { &service.name.name } else { &port_type.name.name };
        let operations = operations(lowering, &kept, &own, settings);
        (!operations.is_empty()).then(|| Interface {
            name: name.clone(),
            service: service.name.name.clone(),
            documentation: service.documentation.clone(),
            ports: own.iter().map(|port| model_port(port, &operations)).collect(),
            operations,
        })
    });
    interfaces.collect()
}

fn soap_ports<'a>(lowering: &mut Lowering<'a>, service: &'a wsdl::Service) -> Vec<SoapPort<'a>> {
    let linked = lowering.linked;
    let mut ports = Vec::new();
    for port in &service.ports {
        let binding = linked.binding(&port.binding);
        let version = match binding.soap {
            wsdl::SoapBinding::Soap11 => SoapVersion::Soap11,
            wsdl::SoapBinding::Soap12 => SoapVersion::Soap12,
            wsdl::SoapBinding::Other => {
                let what = format!("the port `{}`, which is not SOAP over HTTP,", port.name.name);
                skip(lowering, &what, port.span);
                continue;
            }
        };
        let (port_type, _) = linked.port_type(&binding.port_type);
        ports.push(SoapPort { port, binding, version, port_type });
    }
    ports
}

fn skip(lowering: &mut Lowering<'_>, what: &str, span: Span) {
    let diagnostic = Diagnostic::warning(Code::Skipped, format!("{what} is skipped"));
    lowering.report.add(diagnostic.label(span, "has no effect on the generated code"));
}

fn model_port(port: &SoapPort<'_>, operations: &[Operation]) -> Port {
    let action = |operation: &Operation| {
        let bound = port.bound_by_name(&operation.name);
        bound.map_or_else(Arc::default, |bound| bound.action.clone())
    };
    Port {
        name: port.port.name.name.clone(),
        version: port.version,
        address: port.port.address.clone(),
        actions: operations.iter().map(action).collect(),
    }
}

/// The operations of a portType that a port binds. Whatever only one side knows is reported.
fn bound_operations<'a>(
    lowering: &mut Lowering<'_>,
    port_type: &'a wsdl::PortType,
    ports: &[&SoapPort<'_>],
) -> Vec<&'a wsdl::Operation> {
    refuse_unknown_operations(lowering, port_type, ports);
    let mut kept: Vec<&wsdl::Operation> = Vec::new();
    for operation in &port_type.operations {
        let name = &operation.name;
        if let Some(first) = kept.iter().find(|other| other.name.name == name.name) {
            let message = format!("the overloaded operation `{}` is skipped", name.name);
            let diagnostic = Diagnostic::warning(Code::Unsupported, message)
                .label(name.span, "has the name of another")
                .label(first.name.span, "the other");
            lowering.report.add(diagnostic);
            continue;
        }
        let binding = ports.iter().filter(|port| port.bound(operation).is_some()).count();
        if binding == 0 {
            skip(
                lowering,
                &format!("the operation `{}`, which no port binds,", name.name),
                name.span,
            );
            continue;
        }
        if binding < ports.len() {
            let message = format!("not every port binds the operation `{}`", name.name);
            let label = "calls over the other ports have no action";
            let diagnostic = Diagnostic::warning(Code::Skipped, message);
            lowering.report.add(diagnostic.label(name.span, label));
        }
        kept.push(operation);
    }
    kept
}

fn refuse_unknown_operations(
    lowering: &mut Lowering<'_>,
    port_type: &wsdl::PortType,
    ports: &[&SoapPort<'_>],
) {
    for bound in ports.iter().flat_map(|port| &port.binding.operations) {
        let known =
            port_type.operations.iter().any(|operation| operation.name.name == bound.name.name);
        if !known {
            let message = format!(
                "the portType `{}` has no operation `{}`",
                port_type.name.name, bound.name.name
            );
            let diagnostic = Diagnostic::error(Code::UnknownOperation, message)
                .label(bound.name.span, "bound here")
                .label(port_type.name.span, "the portType");
            lowering.report.add(diagnostic);
        }
    }
}

fn operations(
    lowering: &mut Lowering<'_>,
    kept: &[&wsdl::Operation],
    ports: &[&SoapPort<'_>],
    settings: &Settings,
) -> Vec<Operation> {
    let mut operations: Vec<Operation> = Vec::new();
    for operation in kept {
        let bound: Vec<_> = ports.iter().filter_map(|port| port.bound(operation)).collect();
        match messages::operation(lowering, operation, &bound, settings) {
            Ok(lowered) => operations.push(lowered),
            Err(refusal) => {
                let message = format!("the operation `{}` is skipped", operation.name.name);
                let diagnostic = Diagnostic::warning(Code::Unsupported, message)
                    .label(refusal.span, format!("{} is not supported yet", refusal.what));
                lowering.report.add(diagnostic);
            }
        }
    }
    warn_of_equal_inputs(lowering, kept, &operations);
    operations
}

/// A server tells operations by the element in the body.
fn warn_of_equal_inputs(
    lowering: &mut Lowering<'_>,
    kept: &[&wsdl::Operation],
    operations: &[Operation],
) {
    for (index, operation) in operations.iter().enumerate() {
        let body = &operation.input.body.name;
        let same = operations[..index].iter().find(|other| other.input.body.name == *body);
        let written = kept.iter().find(|written| written.name.name == operation.name);
        if let (Some(same), Some(written)) = (same, written) {
            let message = format!(
                "a server answers `{}` as `{}`: both are called by the element `{}`",
                operation.name, same.name, body.local
            );
            let diagnostic = Diagnostic::warning(Code::Skipped, message);
            lowering.report.add(diagnostic.label(written.name.span, "cannot be told apart"));
        }
    }
}

fn report_unused_faults(
    lowering: &mut Lowering<'_>,
    interfaces: &[Interface],
    settings: &Settings,
) {
    for (name, _) in &settings.faults {
        let mut operations = interfaces.iter().flat_map(|interface| &interface.operations);
        if !operations.any(|operation| &*operation.name == name.as_str()) {
            let message = format!("a fault is given to `{name}`, which is no operation");
            lowering.report.add(Diagnostic::error(Code::UnusedSetting, message));
        }
    }
}
