//! Namespaces that occur in a message, found through the types that it refers to.

use std::collections::BTreeSet;

use crate::{
    lower::{
        Lowering, XSI,
        schema::{arrays::SOAP_ENCODING, builtins::XSD},
    },
    model::{
        Body, Builtin, Content, Definition, Element, NamespaceId, Nillable, Origin, Record, Term,
        TypeId, ValueType,
    },
};

/// Returns the namespaces of the tags and attributes in these bodies and elements.
pub(crate) fn namespaces<'a>(
    lowering: &mut Lowering<'_>,
    bodies: &[&Body],
    elements: impl Iterator<Item = &'a Element>,
) -> Vec<NamespaceId> {
    let mut reach = Reach::default();
    for body in bodies {
        match body {
            Body::Empty => {}
            Body::Element(element) => reach.element(element),
            Body::Parts(id) => reach.go_to(*id),
        }
    }
    elements.for_each(|element| reach.element(element));
    while let Some(id) = reach.waiting.pop() {
        reach.of_type(lowering, id);
    }
    if reach.instance {
        reach.namespaces.insert(lowering.namespace(&XSI.into()));
    }
    if reach.array {
        reach.namespaces.insert(lowering.namespace(&SOAP_ENCODING.into()));
        reach.namespaces.insert(lowering.namespace(&XSD.into()));
    }
    let declared = |id: &NamespaceId| {
        *id != NamespaceId::NONE && lowering.namespaces[id.0 as usize].prefix != "xml"
    };
    reach.namespaces.into_iter().filter(declared).collect()
}

#[derive(Default)]
struct Reach {
    namespaces: BTreeSet<NamespaceId>,
    /// `true` if `xsi:nil` or `xsi:type` may be written.
    instance: bool,
    /// `true` if there are arrays in SOAP encoding.
    array: bool,
    seen: BTreeSet<TypeId>,
    waiting: Vec<TypeId>,
}

impl Reach {
    fn element(&mut self, element: &Element) {
        self.namespaces.insert(element.name.namespace);
        self.instance |= element.nillable != Nillable::No || element.type_name.is_some();
        self.namespaces.extend(element.type_name.iter().map(|name| name.namespace));
        self.value(element.value);
    }

    fn value(&mut self, value: ValueType) {
        match value {
            ValueType::Defined(id) => self.go_to(id),
            // The value may be of any type and names it with `xsi:type`.
            ValueType::Builtin(Builtin::AnyType | Builtin::AnySimpleType) => self.instance = true,
            ValueType::Builtin(_) => {}
        }
    }

    fn go_to(&mut self, id: TypeId) {
        if self.seen.insert(id) {
            self.waiting.push(id);
        }
    }

    fn term(&mut self, term: &Term) {
        match term {
            Term::Element(element) => self.element(element),
            Term::Part(id) => self.go_to(*id),
            Term::Any(_) => {}
        }
    }

    fn of_type(&mut self, lowering: &Lowering<'_>, id: TypeId) {
        let Some(lowered) = lowering.types[id.0 as usize].as_ref() else { return };
        match &lowered.definition {
            Definition::Record(record) => self.record(lowering, record),
            Definition::Choice(choice) => {
                choice.branches.iter().for_each(|branch| self.term(&branch.term));
            }
            Definition::Family(family) => {
                family.members.iter().for_each(|member| self.go_to(*member));
                if family.tests().is_none() {
                    self.instance = true;
                    family.members.iter().for_each(|member| self.named(lowering, *member));
                }
            }
            Definition::Enumeration(_)
            | Definition::Union(_)
            | Definition::Simple(_)
            | Definition::External(_) => {}
        }
    }

    fn record(&mut self, lowering: &Lowering<'_>, record: &Record) {
        for attribute in &record.attributes {
            self.namespaces.insert(attribute.name.namespace);
        }
        record.base.iter().for_each(|base| self.go_to(*base));
        record.fields().iter().for_each(|field| self.term(&field.term));
        match &record.content {
            Content::Mixed(items) => self.go_to(*items),
            Content::Array(item) => {
                self.array = true;
                self.element(item);
                self.item_type(lowering, item.value);
            }
            Content::Fields(..) | Content::Value(_) => {}
        }
    }

    /// Adds the namespace of the type of an array's items, which the array names.
    fn item_type(&mut self, lowering: &Lowering<'_>, value: ValueType) {
        let ValueType::Defined(id) = value else { return };
        match lowering.lowered(id) {
            Some(Definition::Family(family)) => self.named(lowering, family.declared),
            Some(Definition::Simple(simple)) => self.item_type(lowering, simple.shape.inner()),
            _ => {}
        }
        self.named(lowering, id);
    }

    /// Adds the namespace of a type that `xsi:type` names.
    fn named(&mut self, lowering: &Lowering<'_>, id: TypeId) {
        let lowered = lowering.types[id.0 as usize].as_ref();
        if let Some(Origin::Named(name)) = lowered.map(|lowered| &*lowered.origin) {
            self.namespaces.insert(name.namespace);
        }
    }
}
