//! Names in settings that are already taken.

use std::sync::Arc;

use super::{Identifier, Named};

impl Named {
    /// Returns the renames whose new names are already taken: the name in the contract, and the new name.
    pub(crate) fn rejected_renames(&self) -> Vec<(String, String)> {
        let mut rejected = Vec::new();
        self.add_rejected_of_types(&mut rejected);
        self.add_rejected_of_services(&mut rejected);
        rejected
    }

    fn add_rejected_of_types(&self, rejected: &mut Vec<(String, String)>) {
        for (id, custom) in &self.model.custom {
            let names = self.names(*id);
            let local = self.model.get(*id).origin.local().map_or("", |local| local);
            let given = custom.name.iter().filter(|given| !names.name.is_called(given));
            rejected.extend(given.map(|given| (local.to_owned(), given.to_string())));
            let definition = &self.model.get(*id).definition;
            for (member, custom) in &custom.members {
                let name = names.members.of_member(definition, member);
                let missed = |given: &&Arc<str>| name.is_some_and(|name| !name.is_called(given));
                let given = custom.name.iter().filter(missed);
                let selector = format!("{local}/{member}");
                rejected.extend(given.map(|given| (selector.clone(), given.to_string())));
            }
        }
    }

    fn add_rejected_of_services(&self, rejected: &mut Vec<(String, String)>) {
        type Make = fn(&str) -> Identifier;
        let mut check = |name: &str, given: Option<&str>, make: Make, found: &Identifier| {
            if let Some(given) = given.filter(|given| make(given) != *found) {
                rejected.push((name.to_owned(), given.to_owned()));
            }
        };
        for (interface, names) in self.model.interfaces.iter().zip(&self.interfaces) {
            let given = interface.given.as_deref();
            check(&interface.name, given, Identifier::of_type, &names.service);
            for (operation, names) in interface.operations.iter().zip(&names.operations) {
                let given = operation.given.as_deref();
                check(&operation.called, given, Identifier::of_field, &names.method);
            }
            for (port, name) in interface.ports.iter().zip(&names.ports) {
                check(&port.name, port.given.as_deref(), Identifier::of_constant, name);
            }
        }
    }
}
