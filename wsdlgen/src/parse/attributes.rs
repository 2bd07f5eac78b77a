//! Attributes without a namespace, which are those that WSDL and XML Schema define.
//!
//! `roxmltree` finds an attribute by its local name in any namespace, so that `sql:type` would be taken for `type`.

use roxmltree::{Attribute, Node};

/// Access to the attributes without a namespace.
pub(super) trait OwnAttributes<'a, 'input: 'a> {
    fn own_attribute_node(&self, name: &str) -> Option<Attribute<'a, 'input>>;

    /// Returns the value of an attribute.
    fn own_attribute(&self, name: &str) -> Option<&'a str> {
        self.own_attribute_node(name).map(|found| found.value())
    }

    fn has_own_attribute(&self, name: &str) -> bool {
        self.own_attribute_node(name).is_some()
    }
}

impl<'a, 'input> OwnAttributes<'a, 'input> for Node<'a, 'input> {
    fn own_attribute_node(&self, name: &str) -> Option<Attribute<'a, 'input>> {
        let is_it = |one: &Attribute<'a, 'input>| one.namespace().is_none() && one.name() == name;
        self.attributes().find(is_it)
    }
}
