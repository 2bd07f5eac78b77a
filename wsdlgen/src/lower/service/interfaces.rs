//! Lowering of services: ports, bindings and portTypes become interfaces with operations.

use super::{
    groups::{self, Group},
    messages::{self, EVERY_OPERATION, Seen},
    operations, policy,
    selection::{self, OperationPath},
    skipped::skip,
};
use crate::{
    diagnostic::{Code, Diagnostic},
    lower::{Lowering, schema::encoded},
    model::{Interface, Operation, Port},
    resolve::Linked,
    settings::Settings,
};

/// Returns the interfaces of all services and of all bindings without a port.
pub(crate) fn interfaces(lowering: &mut Lowering<'_>, settings: &Settings) -> Vec<Interface> {
    let groups = groups::find(lowering, settings);
    let each = groups.iter();
    let mut findings = policy::Findings::default();
    let mut interfaces: Vec<Interface> =
        each.filter_map(|group| interface(lowering, group, settings, &mut findings)).collect();
    findings.report(lowering.report);
    encoded::mark(lowering, &interfaces);
    for operation in interfaces.iter_mut().flat_map(|interface| &mut interface.operations) {
        messages::find_namespaces(lowering, operation);
    }
    let known = known_operations(&groups);
    report_unused_messages(lowering, &interfaces, &known, settings);
    let all_known = report_unknown_selections(lowering, &known, settings);
    if all_known && interfaces.is_empty() && !lowering.linked.definitions.is_empty() {
        let message =
            "no service of the contract can be called over SOAP: only types are generated";
        lowering.report.add(Diagnostic::warning(Code::Skipped, message));
    }
    interfaces
}

/// Reports selected operations that do not exist. Returns whether all exist.
fn report_unknown_selections(
    lowering: &mut Lowering<'_>,
    known: &[OperationPath<'_>],
    settings: &Settings,
) -> bool {
    let mut all_known = true;
    for selected in selection::selectors(settings) {
        if !known.iter().any(|path| path.is_selected_by(selected)) {
            let message = format!("no service has the operation `{selected}`");
            let help = "name an operation as `Operation`, `Service/Operation` or `{namespace}Service/Operation`";
            let as_selected = |OperationPath { service, operation, .. }: &OperationPath<'_>| {
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

/// Returns all operations with their services, or with their portTypes if no service has a port for them.
fn known_operations<'a>(groups: &'a [Group<'_>]) -> Vec<OperationPath<'a>> {
    let ports =
        groups.iter().flat_map(|group| group.ports.iter().map(move |port| (group.namespace, port)));
    let known = ports.flat_map(|(namespace, port)| {
        let names = port.binding.operations.iter().map(|operation| &*operation.name.name);
        names.map(move |operation| OperationPath { namespace, service: port.service, operation })
    });
    known.collect()
}

/// Lowers the interface that ports share, or returns `None` if it has no operations.
fn interface<'a>(
    lowering: &mut Lowering<'a>,
    group: &Group<'a>,
    settings: &Settings,
    findings: &mut policy::Findings,
) -> Option<Interface> {
    let first = group.first();
    let reference = &first.binding.port_type;
    let (_, port_type) = lowering.linked.port_type(reference);
    let namespace = lowering.linked.port_type_namespace(reference);
    let mut seen = operations::bound(lowering, (namespace, port_type), &group.ports);
    let had_some = !seen.is_empty();
    seen.retain(|one| {
        let operation = &*one.operation.name.name;
        let path = |service| OperationPath { namespace: group.namespace, service, operation };
        group.ports.iter().any(|port| selection::is_selected(settings, path(port.service)))
    });
    if seen.is_empty() && had_some {
        return None;
    }
    if seen.is_empty() {
        let binding = &first.binding.name;
        let (name, what) = if port_type.operations.is_empty() {
            (
                &port_type.name,
                format!("the portType `{}`, which has no operations,", port_type.name.name),
            )
        } else {
            (
                binding,
                format!(
                    "the binding `{}`, which includes no operation of its portType,",
                    binding.name
                ),
            )
        };
        skip(lowering, &what, name.span);
        return None;
    }
    let lowered = operations::lower(lowering, seen, first.protocol, settings);
    let ports = ports(lowering.linked, group, &lowered, findings);
    (!lowered.is_empty()).then(|| Interface {
        name: group.name.clone(),
        namespace: group.namespace.clone(),
        service: first.service.clone(),
        given: None,
        documentation: group.documentation(),
        actions: operations::default_actions(namespace, port_type),
        ports,
        operations: lowered.into_iter().map(|(operation, _)| operation).collect(),
    })
}

/// Returns the ports of a group.
fn ports(
    linked: &Linked,
    group: &Group<'_>,
    operations: &[(Operation, Seen<'_>)],
    findings: &mut policy::Findings,
) -> Vec<Port> {
    let ports = group.ports.iter().enumerate().map(|(index, port)| Port {
        name: port.name.clone(),
        service: port.service.clone(),
        given: None,
        binding: port.binding.name.name.clone(),
        protocol: port.protocol,
        address: port.address.clone(),
        addressing: port.policy.addressing,
        uses_mtom: port.policy.uses_mtom,
        policy: policy::of_port(linked, port, operations, index, findings),
        actions: operations.iter().map(|(_, seen)| seen.action(index)).collect(),
    });
    ports.collect()
}

fn report_unused_messages(
    lowering: &mut Lowering<'_>,
    interfaces: &[Interface],
    known: &[OperationPath<'_>],
    settings: &Settings,
) {
    let faults = settings.faults.iter().map(|setting| (setting, "fault"));
    let headers = settings.headers.iter().map(|setting| (setting, "header"));
    for ((operation, element), kind) in faults.chain(headers) {
        let mut operations = interfaces.iter().flat_map(|interface| &interface.operations);
        let is_every = operation == EVERY_OPERATION;
        if !is_every && !operations.any(|known| *known.name == **operation) {
            let message = format!("cannot find operation `{operation}` to add a {kind} to");
            let diagnostic = Diagnostic::error(Code::UnusedSetting, message);
            let known = known.iter().map(|path| path.operation);
            lowering
                .report
                .add(diagnostic.near(operation, known.filter(|known| known != operation)));
            continue;
        }
        let elements = lowering.linked.elements.iter().map(|element| &*element.item.name.name);
        if !elements.clone().any(|known| known == element) {
            let message = format!("cannot find {kind} element `{element}` in the contract");
            let help = "name a global element, and add the schema that declares it with `schema`";
            let diagnostic = Diagnostic::error(Code::UnusedSetting, message).help(help);
            lowering.report.add(diagnostic.near(element, elements));
        }
    }
}
