//! Boxing: a type that contains itself is boxed where it does, and deep or large types are boxed too.
//!
//! ```text
//! Node { next: Option<Node> }   becomes   Node { next: Option<Box<Node>> }
//! ```

use super::{components::Components, size};
use crate::{
    diagnostic::{Code, Diagnostic, Report},
    model::{Content, Definition, Model, Occurs, Storage, Term, Times, TypeId, ValueType},
};

/// Boxes fields and variants through which a type contains itself, and those that are large. Vectors need no box.
pub(crate) fn box_recursion(model: &mut Model, report: &mut Report) {
    let components = Components::of(model, contained);
    for index in 0..model.types.len() {
        let is_recursive = |term: &Term, times: Times| {
            let target = target(term);
            target.is_some_and(|target| components.number[target] == components.number[index])
                && times.occurs() != Occurs::Repeated
        };
        match &mut model.types[index].definition {
            Definition::Record(record) => {
                for field in record.fields_mut() {
                    if is_recursive(&field.term, field.times) {
                        field.storage = Storage::Boxed;
                    }
                }
            }
            Definition::Choice(choice) => {
                for branch in &mut choice.branches {
                    if is_recursive(&branch.term, branch.times) {
                        branch.storage = Storage::Boxed;
                    }
                }
            }
            _ => {}
        }
    }
    size::box_large(model);
    model.deep = box_depths(model, report);
}

/// Nesting depth of types that the compiler handles without any help.
const AT_EASE: usize = 24;
/// Nesting depth of types that the compiler handles with its default recursion limit.
const UNAIDED: usize = 60;
/// Distance in depth between the types that the compiler checks one after the other.
const STRIDE: usize = 12;
/// Distance in depth between boxes. Without boxes, outer types would become ever larger, and the compiler would recurse
/// ever deeper.
const IN_PLACE: usize = 48;

/// Boxes deeply nested types so that the compiler can handle them. Returns the types that it checks step by step,
/// innermost first.
fn box_depths(model: &mut Model, report: &mut Report) -> Vec<TypeId> {
    let depths = Components::of(model, reached).depth;
    let deepest = depths.iter().copied().max().unwrap_or_default();
    if deepest <= AT_EASE {
        return Vec::new();
    }
    if deepest > UNAIDED {
        let message = format!("types are nested {deepest} levels deep");
        let limit = deepest.next_power_of_two() * 8;
        let help = format!("add `#![recursion_limit = \"{limit}\"]` to the crate");
        report.add(Diagnostic::warning(Code::Deep, message).help(help));
    }
    let is_deep =
        |term: &Term| target(term).is_some_and(|inner| depths[inner].is_multiple_of(IN_PLACE));
    for ty in &mut model.types {
        let Definition::Record(record) = &mut ty.definition else { continue };
        for field in record.fields_mut() {
            if is_deep(&field.term) && field.times.occurs() != Occurs::Repeated {
                field.storage = Storage::Boxed;
            }
        }
    }
    let ids = model.types().map(|(id, _)| id);
    let mut deep: Vec<TypeId> =
        ids.filter(|id| depths[id.0 as usize].is_multiple_of(STRIDE)).collect();
    deep.sort_by_key(|id| depths[id.0 as usize]);
    deep
}

/// Returns the types that a value of this type contains, in place or not.
fn reached(model: &Model, index: usize) -> Vec<usize> {
    match &model.types[index].definition {
        Definition::Record(record) => {
            let items = match &record.content {
                Content::Mixed(items) => Some(items.0 as usize),
                Content::Array(item) => defined(item.value),
                Content::Fields(..) | Content::Value(_) => None,
            };
            let base = record.base.map(|base| base.0 as usize);
            let fields = record.fields().iter().filter_map(|field| target(&field.term));
            fields.chain(base).chain(items).collect()
        }
        Definition::Choice(choice) => {
            choice.branches.iter().filter_map(|branch| target(&branch.term)).collect()
        }
        Definition::Family(family) => {
            family.members.iter().map(|member| member.0 as usize).collect()
        }
        _ => Vec::new(),
    }
}

/// Returns the type of a term's values.
fn target(term: &Term) -> Option<usize> {
    let value = match term {
        Term::Element(element) => element.value,
        Term::Part(id) => ValueType::Defined(*id),
        Term::Any(_) => return None,
    };
    defined(value)
}

fn defined(value: ValueType) -> Option<usize> {
    match value {
        ValueType::Defined(TypeId(target)) => Some(target as usize),
        ValueType::Builtin(_) => None,
    }
}

/// Returns the types that a value of this type contains in place.
pub(crate) fn contained(model: &Model, index: usize) -> Vec<usize> {
    let single = |times: Times| times.occurs() != Occurs::Repeated;
    match &model.types[index].definition {
        Definition::Record(record) => {
            let fields = record.fields().iter().filter(|field| single(field.times));
            let base = record.base.map(|base| base.0 as usize);
            fields.filter_map(|field| target(&field.term)).chain(base).collect()
        }
        Definition::Choice(choice) => {
            let branches = choice.branches.iter().filter(|branch| single(branch.times));
            branches.filter_map(|branch| target(&branch.term)).collect()
        }
        // A family boxes its members. Simple types do not contain themselves.
        Definition::Family(_)
        | Definition::Simple(_)
        | Definition::Enumeration(_)
        | Definition::Union(_)
        | Definition::External(_) => Vec::new(),
    }
}
