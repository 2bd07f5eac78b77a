//! Types in SOAP encoding (SOAP 1.1 §5): elements have an `xsi:type`, and a nil element is equivalent to an absent one.
//!
//! ```text
//! <element name="a" type="xs:int"/>   becomes   Field { a, 0 to 1, nil as absent, type xs:int }
//! ```

use std::collections::BTreeSet;

use crate::{
    lower::Lowering,
    model::{
        Body, Builtin, Content, Definition, Element, Interface, Name, NamespaceId, Nillable,
        Occurs, Record, Term, Times, TypeId, Use, ValueType,
    },
};

/// Marks the types that messages and header blocks in SOAP encoding refer to.
pub(crate) fn mark(lowering: &mut Lowering<'_>, interfaces: &[Interface]) {
    let headers = std::mem::take(&mut lowering.header_values);
    let of_headers = |r#use| headers.iter().filter(move |(of, _)| *of == r#use);
    let mut literal = EncodedTypes::new(BTreeSet::new());
    literal.operations(interfaces, Use::Literal);
    of_headers(Use::Literal).for_each(|(_, value)| literal.value(*value));
    literal.look(lowering);
    let mut encoded = EncodedTypes::new(literal.seen);
    encoded.operations(interfaces, Use::Encoded);
    of_headers(Use::Encoded).for_each(|(_, value)| encoded.value(*value));
    while let Some(id) = encoded.waiting.pop() {
        encoded.encode_type(lowering, id);
    }
}

struct EncodedTypes {
    seen: BTreeSet<TypeId>,
    waiting: Vec<TypeId>,
    /// The types that literal messages refer to. Their elements keep their names.
    literal: BTreeSet<TypeId>,
}

impl EncodedTypes {
    fn new(literal: BTreeSet<TypeId>) -> Self {
        Self { seen: BTreeSet::new(), waiting: Vec::new(), literal }
    }

    /// Visits the messages and faults of the operations with this use.
    fn operations(&mut self, interfaces: &[Interface], r#use: Use) {
        let operations = interfaces.iter().flat_map(|interface| &interface.operations);
        for operation in operations.filter(|operation| operation.r#use == r#use) {
            for body in [&operation.input.body, &operation.output.body] {
                match body {
                    Body::Empty => {}
                    Body::Element(element) => self.value(element.value),
                    Body::Parts(id) => self.go_to(*id),
                }
            }
            for fault in &operation.faults {
                self.value(fault.value);
            }
        }
    }

    /// Visits all types that the waiting types refer to.
    fn look(&mut self, lowering: &Lowering<'_>) {
        while let Some(id) = self.waiting.pop() {
            if let Some(definition) = lowering.lowered(id) {
                self.definition(definition);
            }
        }
    }

    fn definition(&mut self, definition: &Definition) {
        match definition {
            Definition::Record(record) => {
                record.base.iter().for_each(|base| self.go_to(*base));
                match &record.content {
                    Content::Fields(fields, _) => {
                        for field in fields {
                            self.term(&field.term);
                        }
                    }
                    Content::Array(item) => self.value(item.value),
                    Content::Mixed(items) => self.go_to(*items),
                    Content::Value(_) => {}
                }
            }
            Definition::Choice(choice) => {
                choice.branches.iter().for_each(|branch| self.term(&branch.term));
            }
            Definition::Family(family) => {
                family.members.iter().for_each(|member| self.go_to(*member));
            }
            Definition::Enumeration(_)
            | Definition::Union(_)
            | Definition::Simple(_)
            | Definition::External(_) => {}
        }
    }

    fn go_to(&mut self, id: TypeId) {
        if self.seen.insert(id) {
            self.waiting.push(id);
        }
    }

    fn value(&mut self, value: ValueType) {
        if let ValueType::Defined(id) = value {
            self.go_to(id);
        }
    }

    fn term(&mut self, term: &Term) {
        match term {
            Term::Element(element) => self.value(element.value),
            Term::Part(id) => self.go_to(*id),
            Term::Any(_) => {}
        }
    }

    fn encode_type(&mut self, lowering: &mut Lowering<'_>, id: TypeId) {
        let Some(mut ty) = lowering.types[id.0 as usize].take() else { return };
        self.definition(&ty.definition);
        let is_shared = self.literal.contains(&id);
        match &mut ty.definition {
            Definition::Record(Record { content: Content::Fields(fields, _), .. }) => {
                for field in fields {
                    let Term::Element(element) = &mut field.term else { continue };
                    encode(lowering, element, &mut field.times);
                    if !is_shared && is_local(lowering, &element.name) {
                        element.name.namespace = NamespaceId::NONE;
                    }
                }
            }
            Definition::Record(Record { content: Content::Array(item), .. }) => {
                item.type_name = type_name(lowering, item.value);
            }
            _ => {}
        }
        lowering.types[id.0 as usize] = Some(ty);
    }
}

/// Returns whether a name belongs to local elements only.
///
/// In SOAP encoding, local elements have no namespace, whatever the schema says (SOAP 1.1 §5.1).
fn is_local(lowering: &Lowering<'_>, name: &Name) -> bool {
    let Some((uri, _)) = lowering.namespaces.get_index(name.namespace.0 as usize) else {
        return false;
    };
    !lowering
        .linked
        .elements
        .iter()
        .any(|element| element.namespace == *uri && element.item.name.name == name.local)
}

/// Makes an element optional, with nil equivalent to absent, and sets its `xsi:type`. A repeated element is unchanged.
fn encode(lowering: &mut Lowering<'_>, element: &mut Element, times: &mut Times) {
    if times.occurs() == Occurs::Repeated {
        return;
    }
    *times = Times { min: 0, max: Some(1) };
    element.nillable = Nillable::AsAbsent;
    element.type_name = type_name(lowering, element.value);
}

/// Returns the `xsi:type` of elements of a type, or `None` if their values write it or the type has no name.
fn type_name(lowering: &mut Lowering<'_>, value: ValueType) -> Option<Name> {
    match value {
        ValueType::Builtin(Builtin::AnyType | Builtin::AnySimpleType) => None,
        ValueType::Builtin(builtin) => {
            Some(lowering.name(&super::builtins::XSD.into(), &builtin.name().into()))
        }
        ValueType::Defined(_) => defined_type_name(lowering, value),
    }
}

/// Returns the name of a type of the contract. Values of a family write their own `xsi:type`.
pub(crate) fn defined_type_name(lowering: &mut Lowering<'_>, value: ValueType) -> Option<Name> {
    let ValueType::Defined(id) = value else { return None };
    // Named types come first.
    let named = lowering.linked.types.get(id.0 as usize)?;
    Some(lowering.name(&named.namespace, &named.item.name.name))
}
