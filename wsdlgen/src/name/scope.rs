//! Scopes, in which names are unique.

use std::collections::{HashMap, HashSet};

use super::Identifier;

/// Names that generated code relies on in a module: those of the prelude and its own.
const MODULE_RESERVED: [&str; 29] = [
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
    "Option",
    "Result",
    "S",
    "Send",
    "String",
    "Sync",
    "Vec",
];

/// Modules that every module of generated code imports.
const MODULES: [&str; 2] = ["rt", "ns"];

/// Modules that are always in the root.
const ROOT_MODULES: [&str; 2] = ["ports", "operations"];

/// Methods that every generated client has.
const METHODS: [&str; 7] =
    ["clone", "connect", "new", "port", "with_header", "with_undeclared_header", "with_settings"];

/// Constants that a module of generated code may define itself.
const CONSTANTS: [&str; 3] = ["DOCUMENTS", "PUBLICATIONS", "SCHEMA"];

/// A scope with the names taken in it.
pub(super) struct Scope {
    taken: HashSet<String>,
    /// The next number to try for each numbered name. All smaller numbers are taken.
    next: HashMap<String, usize>,
    reserved: &'static [&'static str],
}

impl Scope {
    /// Creates the scope of items in the root.
    pub(super) fn root() -> Self {
        let mut scope = Self::module();
        scope.taken.extend(ROOT_MODULES.iter().map(ToString::to_string));
        scope
    }

    /// Creates the scope of items in a module.
    pub(super) fn module() -> Self {
        let taken = MODULES.iter().map(ToString::to_string).collect();
        Self { taken, next: HashMap::new(), reserved: &MODULE_RESERVED }
    }

    /// Creates the scope of fields, variants or constants.
    pub(super) fn members() -> Self {
        Self { taken: HashSet::new(), next: HashMap::new(), reserved: &[] }
    }

    /// Creates the scope of constants in a module, which excludes constants for namespaces.
    pub(super) fn constants() -> Self {
        Self { taken: HashSet::new(), next: HashMap::new(), reserved: &CONSTANTS }
    }

    /// Creates the scope of methods of a client.
    pub(super) fn methods() -> Self {
        Self { taken: HashSet::new(), next: HashMap::new(), reserved: &METHODS }
    }

    /// Prevents a name from being claimed.
    pub(super) fn reserve(&mut self, name: &Identifier) {
        self.taken.insert(name.bare().to_owned());
    }

    /// Returns whether a name has been claimed.
    pub(super) fn is_taken(&self, name: &Identifier) -> bool {
        self.taken.contains(name.bare())
    }

    /// Claims the first wanted name that is free, or else the first wanted name with a number.
    pub(super) fn claim(&mut self, wanted: &[Identifier]) -> Identifier {
        let reserved = |name: &Identifier| self.reserved.contains(&name.bare());
        let wanted: Vec<_> = wanted
            .iter()
            .map(|name| if reserved(name) { name.set_apart() } else { name.clone() })
            .collect();
        let is_free = |name: &Identifier| !self.taken.contains(name.bare());
        let free = wanted.iter().find(|name| is_free(name)).cloned().unwrap_or_else(|| {
            let next = self.next.entry(wanted[0].bare().to_owned()).or_insert(2);
            let mut numbered = (*next..).map(|number| (number, wanted[0].numbered(number)));
            let found = numbered.find(|(_, name)| is_free(name));
            let (number, name) = found.expect("numbers never run out");
            *next = number + 1;
            name
        });
        self.taken.insert(free.bare().to_owned());
        free
    }
}

#[cfg(test)]
mod tests {
    use super::{Identifier, Scope};

    /// This test would take too long if each claim tried all numbers from the start.
    #[test]
    fn numbers_many_equal_names() {
        let mut scope = Scope::members();
        let wanted = [Identifier::of_type("Order")];
        let last = (0..200_000).map(|_| scope.claim(&wanted)).last();
        assert_eq!(last.map(|name| name.bare().to_owned()).as_deref(), Some("Order200000"));
    }

    #[test]
    fn avoids_taken_names() {
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
        assert_eq!(claim(&["Order"]), "Order3");
    }
}
