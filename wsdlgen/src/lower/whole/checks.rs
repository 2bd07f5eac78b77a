//! Types that need validation beyond what Rust types enforce: facets, occurrence bounds, fixed values, or members with
//! any of these.

use std::collections::{BTreeSet, HashMap};

use crate::model::{
    Constraint, Content, Definition, Element, Model, Occurs, Record, Simple, Term, Times, TypeId,
    ValueType,
};

/// Returns the types that need validation.
pub(crate) fn find(model: &Model) -> BTreeSet<TypeId> {
    let mut users: HashMap<TypeId, Vec<TypeId>> = HashMap::new();
    let mut waiting = Vec::new();
    for (id, ty) in model.types().filter(|(_, ty)| !ty.is_shared) {
        let mut search = Contents { model, inner: Vec::new(), own: false };
        search.definition(&ty.definition);
        if search.own {
            waiting.push(id);
        }
        for inner in search.inner {
            users.entry(inner).or_default().push(id);
        }
    }
    let mut checked = BTreeSet::new();
    while let Some(id) = waiting.pop() {
        if checked.insert(id) {
            waiting.extend(users.get(&id).into_iter().flatten());
        }
    }
    checked
}

/// Returns the enumerations and unions whose values are checked against facets.
///
/// They are restricted further, are items of a list with facets, or have members with facets.
pub(crate) fn find_faceted(model: &Model) -> BTreeSet<TypeId> {
    let asked = model.types().filter_map(|(id, ty)| match &ty.definition {
        Definition::Simple(simple) if !simple.facets.is_empty() => innermost(model, simple),
        Definition::Union(_) => has_facets(model, ValueType::Defined(id)).then_some(id),
        _ => None,
    });
    asked.collect()
}

/// Returns the enumeration or union that an alias or a list is based on.
fn innermost(model: &Model, simple: &Simple) -> Option<TypeId> {
    let ValueType::Defined(id) = simple.shape.inner() else { return None };
    match &model.get(id).definition {
        Definition::Simple(simple) => innermost(model, simple),
        _ => Some(id),
    }
}

/// The contents of a type: whether it needs validation itself, and the types inside.
struct Contents<'a> {
    model: &'a Model,
    inner: Vec<TypeId>,
    own: bool,
}

impl Contents<'_> {
    fn definition(&mut self, definition: &Definition) {
        match definition {
            Definition::Record(record) => self.record(record),
            Definition::Choice(choice) => {
                for branch in &choice.branches {
                    self.place(&branch.term, branch.times);
                }
            }
            Definition::Family(family) => self.inner.extend(&family.members),
            // These are checked where they are used, or while they are read.
            Definition::Enumeration(_)
            | Definition::Union(_)
            | Definition::Simple(_)
            | Definition::External(_) => {}
        }
    }

    fn record(&mut self, record: &Record) {
        self.inner.extend(record.base);
        for attribute in &record.attributes {
            self.own |= attribute.constraint.as_ref().is_some_and(Constraint::is_fixed);
            self.value(attribute.value);
        }
        match &record.content {
            Content::Value(value) => self.value(*value),
            Content::Mixed(items) => self.inner.push(*items),
            Content::Array(item) => self.value(item.value),
            Content::Fields(fields, _) => {
                for field in fields {
                    self.place(&field.term, field.times);
                }
            }
        }
    }

    fn place(&mut self, term: &Term, times: Times) {
        self.own |= is_counted(times);
        match term {
            Term::Element(element) => self.element(element),
            Term::Part(id) => self.inner.push(*id),
            Term::Any(_) => {}
        }
    }

    fn element(&mut self, element: &Element) {
        self.own |= element.constraint.as_ref().is_some_and(Constraint::is_fixed);
        self.value(element.value);
    }

    fn value(&mut self, value: ValueType) {
        let complex = match value {
            ValueType::Builtin(_) => None,
            ValueType::Defined(id) => match self.model.get(id).definition {
                Definition::Record(_) | Definition::Family(_) | Definition::Choice(_) => Some(id),
                _ => None,
            },
        };
        match complex {
            Some(id) => self.inner.push(id),
            None => self.own |= has_facets(self.model, value),
        }
    }
}

/// Returns whether the length of a vector is bounded.
fn is_counted(times: Times) -> bool {
    times.occurs() == Occurs::Repeated && (times.min > 0 || times.max.is_some())
}

/// Returns whether the values of a simple type, or its list items, have facets.
fn has_facets(model: &Model, value: ValueType) -> bool {
    if model.is_external(value) {
        return false;
    }
    match value {
        ValueType::Builtin(builtin) => builtin.has_facets(),
        ValueType::Defined(id) => match &model.get(id).definition {
            Definition::Simple(Simple { shape, facets, .. }) => {
                !facets.is_empty() || has_facets(model, shape.inner())
            }
            Definition::Union(union) => {
                union.members.iter().any(|member| has_facets(model, member.value))
            }
            _ => false,
        },
    }
}
