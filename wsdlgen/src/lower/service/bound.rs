//! The operations of a binding, looked up by name.

use std::collections::HashMap;

use crate::syntax::wsdl;

/// The operations of a binding by name. Operations with the same name are in document order.
pub(crate) struct Bound<'a>(HashMap<&'a str, Vec<&'a wsdl::BindingOperation>>);

impl<'a> Bound<'a> {
    pub(crate) fn of(binding: &'a wsdl::Binding) -> Self {
        let mut operations: HashMap<_, Vec<_>> = HashMap::new();
        for operation in &binding.operations {
            operations.entry(&*operation.name.name).or_default().push(operation);
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
