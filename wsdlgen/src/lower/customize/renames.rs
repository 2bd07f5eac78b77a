//! Settings that rename services, operations, ports and modules.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::selectors::split;
use crate::{
    diagnostic::{Code, Diagnostic},
    lower::Lowering,
    model::{Interface, NamespaceId, Port},
    settings::{Renamed, Renaming, Settings},
};

/// Renames interfaces, operations and ports, and returns the modules of namespaces.
///
/// Reports settings that match nothing.
pub(crate) fn apply(
    lowering: &mut Lowering<'_>,
    interfaces: &mut [Interface],
    settings: &Settings,
) -> BTreeMap<NamespaceId, Arc<str>> {
    let mut modules = BTreeMap::new();
    for renaming in &settings.renamings {
        let fits = match renaming.kind {
            Renamed::Namespace => {
                let index = lowering.namespaces.get_index_of(&*renaming.selector);
                let id = index.and_then(|index| u32::try_from(index).ok()).map(NamespaceId);
                id.map(|id| modules.insert(id, renaming.name.clone())).is_some()
            }
            _ => interfaces
                .iter_mut()
                .map(|interface| apply_to(interface, renaming))
                .fold(false, |fits, one| fits | one),
        };
        if !fits {
            report(lowering, interfaces, renaming);
        }
    }
    modules
}

/// Renames an interface, or its operations or ports that match, and returns whether anything matched.
fn apply_to(interface: &mut Interface, Renaming { kind, selector, name }: &Renaming) -> bool {
    let (namespace, selector) = split(selector);
    if namespace.is_some_and(|namespace| namespace != &*interface.namespace) {
        return false;
    }
    let (service, local) = match selector.split_once('/') {
        Some((service, local)) if *kind != Renamed::Service => (Some(service), local),
        _ => (None, selector),
    };
    let is_own = |of: &str| service.is_none_or(|service| service == of);
    let is_whole = is_own(&interface.name) || is_own(&interface.service);
    let has_port = interface.ports.iter().any(|port| is_own(&port.service));
    let mut fits = false;
    let mut give = |given: &mut Option<Arc<str>>| {
        *given = Some(name.clone());
        fits = true;
    };
    match kind {
        Renamed::Service => {
            let is_merged =
                |port: &Port| port.service != interface.service && *port.service == *local;
            if local == &*interface.name || interface.ports.iter().any(is_merged) {
                give(&mut interface.given);
            }
        }
        Renamed::Operation if is_whole || has_port => {
            let meant = interface.operations.iter_mut().filter(|one| *one.called == *local);
            meant.for_each(|operation| give(&mut operation.given));
        }
        Renamed::Port => {
            // A client may have ports of several services.
            let is_client = is_own(&interface.name);
            let is_meant =
                |port: &&mut Port| *port.name == *local && (is_client || is_own(&port.service));
            let meant = interface.ports.iter_mut().filter(is_meant);
            meant.for_each(|port| give(&mut port.given));
        }
        Renamed::Operation | Renamed::Namespace => {}
    }
    fits
}

fn report(lowering: &mut Lowering<'_>, interfaces: &[Interface], renaming: &Renaming) {
    let message = format!("the setting `{renaming}` matches nothing in the contract");
    let known: Vec<Arc<str>> = match renaming.kind {
        Renamed::Service => interfaces.iter().map(|one| one.name.clone()).collect(),
        Renamed::Operation => {
            let operations = interfaces.iter().flat_map(|one| &one.operations);
            operations.map(|operation| operation.called.clone()).collect()
        }
        Renamed::Port => {
            let ports = interfaces.iter().flat_map(|one| &one.ports);
            ports.map(|port| port.name.clone()).collect()
        }
        Renamed::Namespace => lowering.namespaces.keys().cloned().collect(),
    };
    let diagnostic = Diagnostic::error(Code::UnusedSetting, message);
    let known = known.iter().map(|name| &**name);
    lowering.report.add(diagnostic.near(&renaming.selector, known));
}
