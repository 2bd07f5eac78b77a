//! Scopes: no two names alike in one.

use std::collections::HashSet;

use super::Identifier;

/// Names that generated code relies on in a module: the prelude's, and its own.
const MODULE_RESERVED: [&str; 33] = [
    "AsMut",
    "AsRef",
    "Box",
    "Clone",
    "Copy",
    "Debug",
    "Default",
    "DoubleEndedIterator",
    "Drop",
    "Eq",
    "Err",
    "ExactSizeIterator",
    "Extend",
    "Fn",
    "FnMut",
    "FnOnce",
    "From",
    "FromIterator",
    "Future",
    "Into",
    "IntoFuture",
    "IntoIterator",
    "Iterator",
    "None",
    "Ok",
    "Option",
    "Result",
    "S",
    "Send",
    "Some",
    "String",
    "Sync",
    "Vec",
];

/// Modules that generated code has of its own.
const MODULES: [&str; 4] = ["rt", "ns", "ports", "operations"];

/// Methods that a generated client has of its own.
const METHODS: [&str; 6] = ["clone", "connect", "new", "port", "with_header", "with_settings"];

/// Constants that a module of generated code has of its own.
const CONSTANTS: [&str; 2] = ["DOCUMENTS", "PUBLICATIONS"];

/// The names that are taken in a scope.
pub(super) struct Scope {
    taken: HashSet<String>,
    reserved: &'static [&'static str],
}

impl Scope {
    /// Items of a module.
    pub(super) fn module() -> Self {
        let taken = MODULES.iter().map(ToString::to_string).collect();
        Self { taken, reserved: &MODULE_RESERVED }
    }

    /// Fields, variants or constants.
    pub(super) fn members() -> Self {
        Self { taken: HashSet::new(), reserved: &[] }
    }

    /// Constants of a module, beside those for namespaces.
    pub(super) fn constants() -> Self {
        Self { taken: HashSet::new(), reserved: &CONSTANTS }
    }

    /// Methods of a client.
    pub(super) fn methods() -> Self {
        Self { taken: HashSet::new(), reserved: &METHODS }
    }

    /// Takes the first of the wanted names that is free, or the first with a number.
    pub(super) fn claim(&mut self, wanted: &[Identifier]) -> Identifier {
        let reserved = |name: &Identifier| self.reserved.contains(&name.bare());
        let wanted: Vec<_> = wanted
            .iter()
            .map(|name| if reserved(name) { name.set_apart() } else { name.clone() })
            .collect();
        let numbered = (2..).map(|number| wanted[0].numbered(number));
        let free = wanted
            .iter()
            .cloned()
            .chain(numbered)
            .find(|name| !self.taken.contains(name.bare()))
            .expect("numbers do not run out");
        self.taken.insert(free.bare().to_owned());
        free
    }
}

#[cfg(test)]
mod tests {
    use super::{Identifier, Scope};

    #[test]
    fn what_is_taken_is_avoided() {
        let mut scope = Scope::module();
        let mut claim = |names: &[&str]| {
            let names: Vec<_> = names.iter().map(|name| Identifier::of_type(name)).collect();
            scope.claim(&names).bare().to_owned()
        };
        assert_eq!(claim(&["Order"]), "Order");
        assert_eq!(claim(&["Order", "OrderElement"]), "OrderElement");
        assert_eq!(claim(&["Order"]), "Order2");
        assert_eq!(claim(&["Option"]), "Option_");
        assert_eq!(claim(&["option"]), "Option2");
    }
}
