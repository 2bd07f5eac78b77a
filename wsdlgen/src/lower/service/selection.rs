//! Selection of operations by name and by Cargo feature.

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

/// Marks the operations whose features are disabled.
pub(crate) fn mark_disabled(interfaces: &mut [Interface], settings: &Settings) {
    for interface in interfaces {
        let operations = interface.operations.iter();
        let enabled: Vec<bool> =
            operations.map(|operation| is_enabled(settings, interface, operation)).collect();
        for (operation, is_enabled) in interface.operations.iter_mut().zip(enabled) {
            operation.is_enabled = is_enabled;
        }
    }
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

#[cfg(test)]
mod tests;
