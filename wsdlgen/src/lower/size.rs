//! Sizes of values, roughly: an enum is as large as its largest variant, so a large one is boxed.

use crate::model::{
    Branch, Builtin, Choice, Content, Definition, Model, Nillable, Occurs, Simple, SimpleShape,
    Storage, Term, Times, TypeId, ValueType,
};

/// What a variant may take in place, in bytes: enough for the leaves.
const INLINE: usize = 64;

const WORD: usize = 8;
const VECTOR: usize = 3 * WORD;

/// Boxes the variants that hold more than a few leaves.
pub(super) fn box_large_variants(model: &mut Model) {
    for index in 0..model.types.len() {
        let Definition::Choice(choice) = &model.types[index].definition else { continue };
        let large: Vec<bool> =
            choice.branches.iter().map(|branch| branch_size(model, branch, 0) > INLINE).collect();
        if let Definition::Choice(Choice { branches, .. }) = &mut model.types[index].definition {
            for (branch, _) in branches.iter_mut().zip(large).filter(|(_, large)| *large) {
                branch.storage = Storage::Boxed;
            }
        }
    }
}

fn branch_size(model: &Model, branch: &Branch, depth: usize) -> usize {
    match branch.storage {
        Storage::Boxed => WORD,
        Storage::Inline => place_size(model, &branch.term, branch.times, depth),
    }
}

fn place_size(model: &Model, term: &Term, times: Times, depth: usize) -> usize {
    if times.occurs() == Occurs::Repeated {
        return VECTOR;
    }
    match term {
        Term::Any(_) => 6 * VECTOR,
        Term::Part(id) => type_size(model, *id, depth + 1),
        Term::Element(element) => {
            let nil = if element.nillable == Nillable::Yes { WORD } else { 0 };
            let size = nil + value_size(model, element.value, depth);
            // Simple values stay where they are, however large.
            if is_simple(model, element.value) { size.min(INLINE) } else { size }
        }
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

fn value_size(model: &Model, value: ValueType, depth: usize) -> usize {
    match value {
        ValueType::Builtin(builtin) => builtin_size(builtin),
        ValueType::Defined(id) => type_size(model, id, depth + 1),
    }
}

fn builtin_size(builtin: Builtin) -> usize {
    match builtin {
        Builtin::Boolean | Builtin::Byte | Builtin::UnsignedByte => 1,
        Builtin::Short | Builtin::UnsignedShort | Builtin::Int | Builtin::UnsignedInt => 4,
        Builtin::Float | Builtin::Double | Builtin::Long | Builtin::UnsignedLong => WORD,
        Builtin::AnyType | Builtin::AnySimpleType => 10 * VECTOR,
        Builtin::QName | Builtin::Notation | Builtin::Duration => INLINE,
        Builtin::DateTime | Builtin::Date | Builtin::Time => 2 * VECTOR,
        _ => VECTOR + WORD,
    }
}

/// A record's size is that of its parts; what lies deeper than it matters counts as large.
fn type_size(model: &Model, id: TypeId, depth: usize) -> usize {
    const DEEPEST: usize = 8;
    if depth > DEEPEST {
        return INLINE + 1;
    }
    match &model.get(id).definition {
        Definition::Record(record) => {
            let base = record.base.map_or(0, |base| type_size(model, base, depth + 1));
            let attributes = record.attributes.iter();
            let attributes: usize =
                attributes.map(|attribute| value_size(model, attribute.value, depth)).sum();
            let fields = record.fields().iter().map(|field| match field.storage {
                Storage::Boxed => WORD,
                Storage::Inline => place_size(model, &field.term, field.times, depth),
            });
            let content = match &record.content {
                Content::Value(value) => value_size(model, *value, depth),
                Content::Mixed(_) => VECTOR,
                Content::Array(_) => 3 * VECTOR,
                Content::Fields(..) => fields.sum(),
            };
            let wildcard = record.any_attribute.as_ref().map_or(0, |_| VECTOR);
            base + attributes + content + wildcard
        }
        Definition::Choice(choice) => {
            let branches = choice.branches.iter();
            let largest = branches.map(|branch| branch_size(model, branch, depth)).max();
            WORD + largest.unwrap_or(0)
        }
        Definition::Family(_) => 2 * WORD,
        Definition::Enumeration(_) => WORD,
        Definition::Union(union) => {
            let members = union.members.iter();
            let largest = members.map(|member| value_size(model, member.value, depth)).max();
            (WORD + largest.unwrap_or(0)).min(INLINE)
        }
        Definition::Simple(Simple {
            shape: SimpleShape::List(_) | SimpleShape::AsWritten(_),
            ..
        })
        | Definition::External(_) => VECTOR,
        Definition::Simple(Simple { shape: SimpleShape::Of(base), .. }) => {
            value_size(model, *base, depth + 1)
        }
    }
}
