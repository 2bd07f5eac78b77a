//! Groups of ports that share a client: those with the same portType and wire format.

use std::{collections::HashMap, sync::Arc};

use indexmap::IndexMap;

use super::{agreement, bound::Bound, policy::EndpointPolicy};
use crate::{
    diagnostic::{Code, Diagnostic},
    lower::Lowering,
    model::Protocol,
    resolve::{DefinitionId, Linked},
    settings::{HttpBindings, Settings},
    syntax::{Documentation, Named, wsdl},
};

/// A port with its binding.
pub(crate) struct BoundPort<'a> {
    pub(crate) name: &'a Arc<str>,
    /// The name of the service, or of the portType if no service has a port for the binding.
    pub(crate) service: &'a Arc<str>,
    pub(crate) address: Arc<str>,
    pub(crate) binding: &'a wsdl::Binding,
    pub(crate) operations: Bound<'a>,
    /// The target namespace of the document that defines the binding.
    pub(crate) namespace: &'a Arc<str>,
    pub(crate) protocol: Protocol,
    pub(crate) port_type: DefinitionId,
    pub(crate) policy: EndpointPolicy,
}

/// Ports that share a client and a server trait.
pub(crate) struct Group<'a> {
    /// Source of the client's name.
    pub(crate) name: &'a Arc<str>,
    /// The target namespace of the service or the binding.
    pub(crate) namespace: &'a Arc<str>,
    /// The service of the first port.
    service: Option<&'a wsdl::Service>,
    pub(crate) ports: Vec<BoundPort<'a>>,
}

impl<'a> Group<'a> {
    pub(crate) fn documentation(&self) -> Documentation {
        self.service.and_then(|service| service.documentation.clone())
    }

    /// Returns whether the ports bind every operation of a binding.
    fn binds_all_of(&self, binding: &wsdl::Binding) -> bool {
        binding.operations.iter().all(|operation| {
            let name = &operation.name.name;
            self.ports.iter().any(|port| !port.operations.named(name).is_empty())
        })
    }

    /// Returns the port that names and describes the group.
    pub(crate) fn first(&self) -> &BoundPort<'a> {
        &self.ports[0]
    }
}

/// Returns the groups of all services, then those of bindings that no service has a port for.
pub(crate) fn find<'a>(lowering: &mut Lowering<'a>, settings: &Settings) -> Vec<Group<'a>> {
    let services = services(lowering.linked);
    let mut names: IndexMap<&str, Vec<&Named>> = IndexMap::new();
    for (namespace, service) in &services {
        names.entry(namespace).or_default().push(&service.name);
    }
    // Names are unique within a target namespace (§2.1.1).
    for (_, service) in &services {
        refuse_doubles(lowering, "port", service.ports.iter().map(|port| &port.name));
    }
    for names in names.into_values() {
        refuse_doubles(lowering, "service", names.into_iter());
    }
    let mut groups = Vec::new();
    for (namespace, service) in services {
        add_service(lowering, namespace, service, settings, &mut groups);
    }
    add_unserved(lowering.linked, &mut groups);
    groups
}

/// Returns all services with their target namespaces. Documents that import copies of each other define a service twice.
fn services(linked: &Linked) -> Vec<(&Arc<str>, &wsdl::Service)> {
    let mut services: Vec<(&Arc<str>, &wsdl::Service)> = Vec::new();
    for definitions in &linked.definitions {
        for service in &definitions.services {
            if services.iter().all(|(_, known)| *known != service) {
                services.push((&definitions.target_namespace, service));
            }
        }
    }
    services
}

/// Adds the ports of a service. A port whose binding another service has a port for joins the group of that service.
fn add_service<'a>(
    lowering: &mut Lowering<'a>,
    namespace: &'a Arc<str>,
    service: &'a wsdl::Service,
    settings: &Settings,
    groups: &mut Vec<Group<'a>>,
) {
    let linked = lowering.linked;
    let ports = callable_ports(lowering, service, settings);
    // The ports for HTTP GET and POST do not change the name of the client for SOAP.
    let first = ports.first().map(|port| (port.port_type, is_soap(port)));
    let is_shared = ports.iter().all(|port| {
        first.is_none_or(|(port_type, soap)| port.port_type == port_type || is_soap(port) != soap)
    });
    let start = groups.len();
    for port in ports {
        let has_binding = |group: &Group<'_>| {
            group.ports.iter().any(|one| std::ptr::eq(one.binding, port.binding))
        };
        let other = groups[..start].iter().position(has_binding);
        let own = groups[start..]
            .iter()
            .position(|group| agreement::agree(linked, group.first(), &port))
            .map(|index| start + index);
        if let Some(index) = other.or(own) {
            groups[index].ports.push(port);
            continue;
        }
        let has_port_type = |group: &Group<'_>| group.first().port_type == port.port_type;
        let name = if groups[start..].iter().any(has_port_type) {
            &port.binding.name.name
        } else if is_shared && first.is_some_and(|(_, soap)| is_soap(&port) == soap) {
            &service.name.name
        } else {
            port_type_name(linked, port.binding)
        };
        groups.push(Group { name, namespace, service: Some(service), ports: vec![port] });
    }
}

/// Adds the bindings that no service has a port for. Each becomes a port without an address, so callers have to provide
/// one. A service with the same portType and wire format has a client for them already.
fn add_unserved<'a>(linked: &'a Linked, groups: &mut Vec<Group<'a>>) {
    for (namespace, binding) in linked.bindings() {
        let Some(protocol @ Protocol::Soap(_)) = binding.protocol else { continue };
        let name = &binding.name.name;
        // Documents that import copies of each other define a binding twice.
        let is_known =
            |port: &BoundPort<'_>| port.namespace == namespace && port.binding.name.name == *name;
        if groups.iter().flat_map(|group| &group.ports).any(is_known) {
            continue;
        }
        let (port_type, bound) = linked.port_type(&binding.port_type);
        let service = port_type_name(linked, binding);
        let (address, operations) = (Arc::default(), Bound::of(binding, bound));
        let policy = EndpointPolicy::of(linked, binding, []);
        let port = BoundPort {
            name,
            service,
            address,
            binding,
            operations,
            namespace,
            protocol,
            port_type,
            policy,
        };
        let agrees = |group: &&mut Group<'_>| agreement::agree(linked, group.first(), &port);
        match groups.iter_mut().find(agrees) {
            Some(group) if group.service.is_some() && group.binds_all_of(binding) => {}
            Some(group) => group.ports.push(port),
            None => {
                let has_port_type = |group: &Group<'_>| group.first().port_type == port_type;
                let name = if groups.iter().any(has_port_type) { name } else { service };
                groups.push(Group { name, namespace, service: None, ports: vec![port] });
            }
        }
    }
}

fn port_type_name<'a>(linked: &'a Linked, binding: &wsdl::Binding) -> &'a Arc<str> {
    &linked.port_type(&binding.port_type).1.name.name
}

/// Returns the SOAP ports of a service. Ports for HTTP GET and POST follow if the settings ask for them or the service has no
/// SOAP port.
fn callable_ports<'a>(
    lowering: &mut Lowering<'a>,
    service: &'a wsdl::Service,
    settings: &Settings,
) -> Vec<BoundPort<'a>> {
    let linked = lowering.linked;
    let protocol = |port: &wsdl::Port| linked.binding(&port.binding).protocol;
    let is_soap = |port: &&wsdl::Port| matches!(protocol(port), Some(Protocol::Soap(_)));
    let uses_http = settings.http_bindings == HttpBindings::All
        || !service.ports.iter().any(|port| is_soap(&port));
    let is_http =
        |port: &&wsdl::Port| uses_http && matches!(protocol(port), Some(Protocol::Http(_)));
    let callable = service.ports.iter().filter(is_soap).chain(service.ports.iter().filter(is_http));
    let mut ports = Vec::new();
    for port in callable {
        let binding = linked.binding(&port.binding);
        let Some(protocol) = binding.protocol else { continue };
        let (port_type, bound) = linked.port_type(&binding.port_type);
        ports.push(BoundPort {
            name: &port.name.name,
            service: &service.name.name,
            address: port.address.clone(),
            binding,
            operations: Bound::of(binding, bound),
            namespace: linked.binding_namespace(&port.binding),
            protocol,
            port_type,
            policy: EndpointPolicy::of(
                linked,
                binding,
                port.policies.iter().chain(&service.policies),
            ),
        });
    }
    let others = service.ports.iter().filter(|port| !is_soap(port) && !is_http(port));
    report_other_ports(lowering, &others.collect::<Vec<_>>());
    ports
}

fn is_soap(port: &BoundPort<'_>) -> bool {
    matches!(port.protocol, Protocol::Soap(_))
}

/// Reports the ports of a service that are left out, such as those for HTTP GET and POST.
fn report_other_ports(lowering: &mut Lowering<'_>, ports: &[&wsdl::Port]) {
    let Some(first) = ports.first() else { return };
    let names: Vec<String> = ports.iter().map(|port| format!("`{}`", port.name.name)).collect();
    let message = match &*names {
        [name] => format!("the port {name}, which is not SOAP over HTTP, is skipped"),
        names => {
            format!("the ports {}, which are not SOAP over HTTP, are skipped", names.join(", "))
        }
    };
    let mut diagnostic = Diagnostic::warning(Code::Skipped, message);
    let protocol = |port: &&wsdl::Port| lowering.linked.binding(&port.binding).protocol;
    if ports.iter().any(|port| matches!(protocol(port), Some(Protocol::Http(_)))) {
        diagnostic =
            diagnostic.help("the setting `http_bindings` generates clients for HTTP GET and POST");
    }
    lowering.report.add(diagnostic.label(first.span, "has no effect on the generated code"));
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
