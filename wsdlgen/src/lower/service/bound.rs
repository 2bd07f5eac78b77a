//! The operations of a binding, looked up by name.

use std::collections::{HashMap, HashSet};

use crate::{diagnostic::nearest, syntax::wsdl};

/// Maximum number of operations among which similar names are searched.
const COMPARED: usize = 50;

/// Returns the operation of a portType that a binding misspells: one that the binding does not name correctly.
pub(crate) fn assumed<'a>(
    misspelt: &str,
    binding: &wsdl::Binding,
    port_type: &'a wsdl::PortType,
) -> Option<&'a str> {
    if port_type.operations.len() > COMPARED || binding.operations.len() > COMPARED {
        return None;
    }
    let is_bound = |name: &str| binding.operations.iter().any(|bound| *bound.name.name == *name);
    nearest(misspelt, names(port_type).filter(|name| !is_bound(name)))
}

fn names(port_type: &wsdl::PortType) -> impl Iterator<Item = &str> {
    port_type.operations.iter().map(|operation| &*operation.name.name)
}

/// The operations of a binding by name. Operations with the same name are in document order.
pub(crate) struct Bound<'a>(HashMap<&'a str, Vec<&'a wsdl::BindingOperation>>);

impl<'a> Bound<'a> {
    /// Returns the operations of a binding, by their names in the portType.
    pub(crate) fn of(binding: &'a wsdl::Binding, port_type: &'a wsdl::PortType) -> Self {
        let mut operations: HashMap<_, Vec<_>> = HashMap::new();
        let names: HashSet<&str> = names(port_type).collect();
        for operation in &binding.operations {
            let own = &*operation.name.name;
            let name = if names.contains(own) {
                own
            } else {
                assumed(own, binding, port_type).unwrap_or(own)
            };
            operations.entry(name).or_default().push(operation);
        }
        Self(operations)
    }

    /// Returns the operations with this name.
    pub(crate) fn named(&self, name: &str) -> &[&'a wsdl::BindingOperation] {
        self.0.get(name).map_or(&[], Vec::as_slice)
    }

    /// Returns the binding of an operation.
    ///
    /// Operations that share a name are distinguished by the names of their inputs, or else by their order (§2.5).
    pub(crate) fn get(
        &self,
        operation: &wsdl::Operation,
        place: usize,
        is_overloaded: bool,
    ) -> Option<&'a wsdl::BindingOperation> {
        let alike = self.named(&operation.name.name);
        if !is_overloaded {
            return alike.first().copied();
        }
        let input = operation.exchange.input().and_then(|input| input.name.as_ref());
        let by_name = input
            .and_then(|input| alike.iter().find(|bound| bound.input.name.as_ref() == Some(input)));
        by_name.or_else(|| alike.get(place)).copied()
    }
}
