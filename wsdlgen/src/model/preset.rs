//! Required members that constructors set: nillable ones to nil, fixed ones to their value.

use super::{
    Attribute, Builtin, Constraint, Definition, Field, Model, Nillable, Occurs, Presence,
    SimpleShape, Term, ValueType,
};

/// Maximum length of a decimal constraint, in characters. Longer ones may not fit into the decimal types of other crates.
const DECIMAL: usize = 20;

impl Model {
    /// Marks the required members that constructors set.
    pub(crate) fn mark_presets(&mut self) {
        let mut marks = Vec::new();
        for (id, ty) in self.types() {
            let Definition::Record(record) = &ty.definition else { continue };
            let fields: Vec<bool> =
                record.fields().iter().map(|field| self.sets_field(field)).collect();
            let attributes = record.attributes.iter();
            let attributes: Vec<bool> =
                attributes.map(|attribute| self.sets_attribute(attribute)).collect();
            marks.push((id, fields, attributes));
        }
        for (id, fields, attributes) in marks {
            let Definition::Record(record) = &mut self.types[id.0 as usize].definition else {
                continue;
            };
            for (field, mark) in record.fields_mut().iter_mut().zip(fields) {
                field.is_preset = mark;
            }
            for (attribute, mark) in record.attributes.iter_mut().zip(attributes) {
                attribute.is_preset = mark;
            }
        }
    }

    /// Returns whether constructors set a required field.
    fn sets_field(&self, field: &Field) -> bool {
        let Term::Element(element) = &field.term else { return false };
        field.times.occurs() == Occurs::Once
            && (element.nillable == Nillable::Yes
                || self.has_fixed(element.constraint.as_ref(), element.value))
    }

    /// Returns whether constructors set a required attribute.
    fn sets_attribute(&self, attribute: &Attribute) -> bool {
        attribute.presence == Presence::Required
            && self.has_fixed(attribute.constraint.as_ref(), attribute.value)
    }

    fn has_fixed(&self, constraint: Option<&Constraint>, value: ValueType) -> bool {
        constraint.is_some_and(|one| one.is_fixed() && self.always_parses(value, &one.text))
    }

    /// Returns whether `text` can be parsed as the type, whichever Rust type settings select.
    pub(crate) fn always_parses(&self, value: ValueType, text: &str) -> bool {
        match value {
            ValueType::Builtin(Builtin::Decimal) => text.trim().len() <= DECIMAL,
            ValueType::Builtin(builtin) => {
                builtin.is_text() && builtin != Builtin::AnySimpleType
                    || matches!(
                        builtin,
                        Builtin::Boolean
                            | Builtin::Integer
                            | Builtin::NonPositiveInteger
                            | Builtin::NegativeInteger
                            | Builtin::NonNegativeInteger
                            | Builtin::PositiveInteger
                            | Builtin::Long
                            | Builtin::Int
                            | Builtin::Short
                            | Builtin::Byte
                            | Builtin::UnsignedLong
                            | Builtin::UnsignedInt
                            | Builtin::UnsignedShort
                            | Builtin::UnsignedByte
                            | Builtin::Float
                            | Builtin::Double
                    )
            }
            ValueType::Defined(id) => match &self.get(id).definition {
                // White space may be normalised before the values are compared.
                Definition::Enumeration(enumeration) => {
                    text.split_whitespace().eq(text.split(' '))
                        && enumeration.values.iter().any(|value| *value.text == *text)
                }
                Definition::Simple(simple) => match simple.shape {
                    SimpleShape::Of(base) | SimpleShape::AsWritten(base) => {
                        self.always_parses(base, text)
                    }
                    SimpleShape::Uuid(_) | SimpleShape::List(_) => false,
                },
                _ => false,
            },
        }
    }
}
