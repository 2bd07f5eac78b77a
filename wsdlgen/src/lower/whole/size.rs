//! Approximate sizes of values. Large fields and variants are boxed.
//!
//! An enum is as large as its largest variant, and a value that is read is moved through the stack frames of all
//! enclosing readers.

use super::components::Components;
use crate::model::{
    Branch, Builtin, Choice, Content, Definition, Field, Model, Nillable, Occurs, Record, Simple,
    SimpleShape, Storage, Term, Times, TypeId, ValueType,
};

/// Maximum size of a variant in place, in bytes. This is enough for simple values.
const VARIANT: usize = 64;
/// Maximum size of a field in place next to other fields, in bytes. With it, messages with fifty nested elements fit
/// into a thread's stack without optimization.
const FIELD: usize = 2 << 10;

const WORD: usize = 8;
const VECTOR: usize = 3 * WORD;
const ATTACHMENT: usize = 5 * VECTOR;

/// Boxes large variants and fields, innermost first.
pub(crate) fn box_large(model: &mut Model) {
    let depths = Components::of(model, super::storage::contained).depth;
    let mut order: Vec<usize> = (0..model.types.len()).collect();
    order.sort_by_key(|index| depths[*index]);
    let mut sizes = Sizes { of_type: vec![0; model.types.len()] };
    for index in order {
        sizes.box_parts(model, index);
        sizes.of_type[index] = sizes.definition(model, &model.types[index].definition);
    }
}

/// Sizes of the types visited so far, in bytes.
struct Sizes {
    of_type: Vec<usize>,
}

impl Sizes {
    fn box_parts(&self, model: &mut Model, index: usize) {
        let large: Vec<bool> = match &model.types[index].definition {
            Definition::Choice(choice) => {
                let branches = choice.branches.iter();
                branches.map(|branch| self.branch(model, branch) > VARIANT).collect()
            }
            Definition::Record(record) => {
                let fields = record.fields();
                // The only field is as large as the record itself, which is boxed in its place.
                let is_large = |field| fields.len() > 1 && self.field(model, field) > FIELD;
                fields.iter().map(is_large).collect()
            }
            _ => return,
        };
        let storages: Vec<&mut Storage> = match &mut model.types[index].definition {
            Definition::Choice(Choice { branches, .. }) => {
                branches.iter_mut().map(|branch| &mut branch.storage).collect()
            }
            Definition::Record(record) => {
                record.fields_mut().iter_mut().map(|field| &mut field.storage).collect()
            }
            _ => return,
        };
        for (storage, _) in storages.into_iter().zip(large).filter(|(_, large)| *large) {
            *storage = Storage::Boxed;
        }
    }

    fn branch(&self, model: &Model, branch: &Branch) -> usize {
        self.place(model, branch.storage, &branch.term, branch.times)
    }

    fn field(&self, model: &Model, field: &Field) -> usize {
        self.place(model, field.storage, &field.term, field.times)
    }

    fn place(&self, model: &Model, storage: Storage, term: &Term, times: Times) -> usize {
        if storage == Storage::Boxed {
            return WORD;
        }
        if times.occurs() == Occurs::Repeated {
            return VECTOR;
        }
        match term {
            Term::Any(_) => 6 * VECTOR,
            Term::Part(id) => self.of_type[id.0 as usize],
            Term::Element(element) => {
                let nil = if element.nillable == Nillable::Yes { WORD } else { 0 };
                let size = nil + self.value(model, element.value);
                // Simple values are never boxed, however large they are.
                if is_simple(model, element.value) { size.min(VARIANT) } else { size }
            }
        }
    }

    fn value(&self, model: &Model, value: ValueType) -> usize {
        match value {
            ValueType::Builtin(builtin) => builtin_size(builtin),
            ValueType::Defined(id) if is_simple(model, value) => {
                self.definition(model, &model.get(id).definition)
            }
            ValueType::Defined(TypeId(index)) => self.of_type[index as usize],
        }
    }

    fn definition(&self, model: &Model, definition: &Definition) -> usize {
        match definition {
            Definition::Record(record) => self.record(model, record),
            Definition::Choice(choice) => {
                let branches = choice.branches.iter();
                let largest = branches.map(|branch| self.branch(model, branch)).max();
                WORD + largest.unwrap_or(0)
            }
            Definition::Family(_) => 2 * WORD,
            Definition::Enumeration(_) => WORD,
            Definition::Union(union) => {
                let members = union.members.iter();
                let largest = members.map(|member| self.value(model, member.value)).max();
                (WORD + largest.unwrap_or(0)).min(VARIANT)
            }
            Definition::Simple(Simple { shape: SimpleShape::Of(base), .. }) => {
                self.value(model, *base)
            }
            Definition::Simple(_) | Definition::External(_) => VECTOR,
        }
    }

    /// Returns the size of a record: the sum of the sizes of its members.
    fn record(&self, model: &Model, record: &Record) -> usize {
        let base = record.base.map_or(0, |base| self.of_type[base.0 as usize]);
        let attributes = record.attributes.iter();
        let attributes: usize =
            attributes.map(|attribute| self.value(model, attribute.value)).sum();
        let content = match &record.content {
            Content::Value(value) => self.value(model, *value),
            Content::Mixed(_) => VECTOR,
            Content::Array(_) => 3 * VECTOR,
            Content::Fields(fields, _) => fields.iter().map(|field| self.field(model, field)).sum(),
        };
        let wildcard = record.any_attribute.as_ref().map_or(0, |_| VECTOR);
        let attachments = record.attachments.len() * ATTACHMENT;
        base + attributes + content + wildcard + attachments
    }
}

fn is_simple(model: &Model, value: ValueType) -> bool {
    match value {
        ValueType::Builtin(builtin) => {
            !matches!(builtin, Builtin::AnyType | Builtin::AnySimpleType)
        }
        ValueType::Defined(id) => !matches!(
            model.get(id).definition,
            Definition::Record(_) | Definition::Family(_) | Definition::Choice(_)
        ),
    }
}

fn builtin_size(builtin: Builtin) -> usize {
    match builtin {
        Builtin::Boolean | Builtin::Byte | Builtin::UnsignedByte => 1,
        Builtin::Short | Builtin::UnsignedShort | Builtin::Int | Builtin::UnsignedInt => 4,
        Builtin::Float | Builtin::Double | Builtin::Long | Builtin::UnsignedLong => WORD,
        Builtin::AnyType | Builtin::AnySimpleType => 10 * VECTOR,
        Builtin::QName | Builtin::Notation | Builtin::Duration => VARIANT,
        Builtin::DateTime | Builtin::Date | Builtin::Time => 2 * VECTOR,
        _ => VECTOR + WORD,
    }
}
