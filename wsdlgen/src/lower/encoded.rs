//! What SOAP's encoding asks of types (SOAP 1.1, §5): elements say their types, and one that is nil
//! means the same as one that is not there.
//!
//! ```text
//! <element name="a" type="xs:int"/>   becomes   Field { a, 0 to 1, nil as absent, says xs:int }
//! ```

use std::collections::BTreeSet;

use super::Lowering;
use crate::model::{
    Body, Builtin, Content, Definition, Element, Name, Nillable, Occurs, Term, Times, TypeId,
    ValueType,
};

/// Marks the types that messages in SOAP's encoding lead to.
pub(super) fn mark(lowering: &mut Lowering<'_>, bodies: &[&Body], elements: &[Element]) {
    let mut search = Search { seen: BTreeSet::new(), waiting: Vec::new() };
    for body in bodies {
        match body {
            Body::Empty => {}
            Body::Element(element) => search.value(element.value),
            Body::Parts(id) => search.go_to(*id),
        }
    }
    for element in elements {
        search.value(element.value);
    }
    while let Some(id) = search.waiting.pop() {
        search.of_type(lowering, id);
    }
}

struct Search {
    seen: BTreeSet<TypeId>,
    waiting: Vec<TypeId>,
}

impl Search {
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

    fn of_type(&mut self, lowering: &mut Lowering<'_>, id: TypeId) {
        let Some(mut of_type) = lowering.types[id.0 as usize].take() else { return };
        match &mut of_type.definition {
            Definition::Record(record) => {
                record.base.iter().for_each(|base| self.go_to(*base));
                match &mut record.content {
                    Content::Fields(fields, _) => {
                        for field in fields {
                            self.term(&field.term);
                            if let Term::Element(element) = &mut field.term {
                                encode(lowering, element, &mut field.times);
                            }
                        }
                    }
                    Content::Array(item) => {
                        self.value(item.value);
                        item.type_name = type_name(lowering, item.value);
                    }
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
        lowering.types[id.0 as usize] = Some(of_type);
    }
}

/// What stands once may be nil or absent, which is the same; what repeats stays as it is.
fn encode(lowering: &mut Lowering<'_>, element: &mut Element, times: &mut Times) {
    if times.occurs() == Occurs::Repeated {
        return;
    }
    *times = Times { min: 0, max: Some(1) };
    element.nillable = Nillable::AsAbsent;
    element.type_name = type_name(lowering, element.value);
}

/// The name of a type, where elements do not name theirs themselves.
fn type_name(lowering: &mut Lowering<'_>, value: ValueType) -> Option<Name> {
    match value {
        ValueType::Builtin(Builtin::AnyType | Builtin::AnySimpleType) => None,
        ValueType::Builtin(builtin) => {
            Some(lowering.name(&super::builtins::XSD.into(), &builtin.name().into()))
        }
        // Those with a name come first; a family's members name themselves.
        ValueType::Defined(id) => {
            let named = lowering.linked.types.get(id.0 as usize)?;
            Some(lowering.name(&named.namespace, &named.item.name.name))
        }
    }
}
