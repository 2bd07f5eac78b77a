//! Selection of operations by name and by cargo feature.

use crate::{
    lower::customize::selectors::split,
    model::{Interface, Operation},
    settings::Settings,
};

/// The names by which settings select an operation.
#[derive(Clone, Copy)]
pub(super) struct OperationPath<'a> {
    /// The namespace of the service.
    pub(super) namespace: &'a str,
    pub(super) service: &'a str,
    pub(super) operation: &'a str,
}

impl OperationPath<'_> {
    /// Returns whether a selector, `Operation`, `Service/Operation` or `{namespace}Service/Operation`, selects the operation.
    pub(super) fn is_selected_by(self, selector: &str) -> bool {
        let (namespace, path) = split(selector);
        let (service, operation) = match path.split_once('/') {
            Some((service, operation)) => (Some(service), operation),
            None => (None, path),
        };
        operation == self.operation
            && service.is_none_or(|service| service == self.service)
            && namespace.is_none_or(|namespace| namespace == self.namespace)
    }
}

/// Returns whether an operation is generated, perhaps only with a feature.
pub(super) fn is_selected(settings: &Settings, path: OperationPath<'_>) -> bool {
    settings.operations.is_empty() || selectors(settings).any(|one| path.is_selected_by(one))
}

/// Returns the selectors of operations in settings.
pub(super) fn selectors(settings: &Settings) -> impl Iterator<Item = &String> {
    let with_feature = settings.features.iter().flat_map(|feature| &feature.operations);
    settings.operations.iter().chain(with_feature)
}

/// Takes out the operations whose features are disabled, and returns them.
pub(crate) fn take_disabled(
    interfaces: &mut Vec<Interface>,
    settings: &Settings,
) -> Vec<Operation> {
    let mut disabled = Vec::new();
    for interface in &mut *interfaces {
        let operations = interface.operations.iter();
        let enabled: Vec<bool> =
            operations.map(|operation| is_enabled(settings, interface, operation)).collect();
        disabled.extend(take_unmarked(&mut interface.operations, &enabled));
        for port in &mut interface.ports {
            take_unmarked(&mut port.actions, &enabled);
        }
    }
    interfaces.retain(|interface| !interface.operations.is_empty());
    disabled
}

/// Returns whether an operation needs no feature, or one that is enabled.
fn is_enabled(settings: &Settings, interface: &Interface, operation: &Operation) -> bool {
    let is_one_of = |selectors: &[String]| {
        let mut paths = interface.ports.iter().map(|port| OperationPath {
            namespace: &interface.namespace,
            service: &port.service,
            operation: &operation.name,
        });
        paths.any(|path| selectors.iter().any(|selector| path.is_selected_by(selector)))
    };
    let mut features = settings.features.iter().filter(|one| is_one_of(&one.operations)).peekable();
    is_one_of(&settings.operations)
        || features.peek().is_none()
        || features.any(|feature| feature.is_enabled)
}

/// Takes out the items whose mark is `false`, and returns them.
fn take_unmarked<T>(items: &mut Vec<T>, marks: &[bool]) -> Vec<T> {
    let mut marks = marks.iter();
    items.extract_if(.., |_| marks.next().is_some_and(|mark| !mark)).collect()
}
