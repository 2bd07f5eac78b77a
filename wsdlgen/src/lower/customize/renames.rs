//! Settings that rename services, operations, ports and modules.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::selectors::split;
use crate::{
    diagnostic::{Code, Diagnostic},
    lower::Lowering,
    model::{Interface, NamespaceId},
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
    let local = match selector.split_once('/') {
        Some((service, local)) if *kind != Renamed::Service => {
            if service != &*interface.name && service != &*interface.service {
                return false;
            }
            local
        }
        _ => selector,
    };
    let mut fits = false;
    let mut give = |given: &mut Option<Arc<str>>| {
        *given = Some(name.clone());
        fits = true;
    };
    match kind {
        Renamed::Service if local == &*interface.name => give(&mut interface.given),
        Renamed::Operation => {
            let meant = interface.operations.iter_mut().filter(|one| *one.called == *local);
            meant.for_each(|operation| give(&mut operation.given));
        }
        Renamed::Port => {
            let meant = interface.ports.iter_mut().filter(|one| *one.name == *local);
            meant.for_each(|port| give(&mut port.given));
        }
        Renamed::Service | Renamed::Namespace => {}
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
