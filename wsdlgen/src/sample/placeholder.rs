//! What people have to put something in the place of.

use crate::model::{Builtin, Definition, Model, SimpleShape, ValueType};

/// What ASP.NET's help pages have for a type that is written in place and says nothing of its values.
pub(super) const UNTOLD: &str = "bytes";

/// A placeholder for a simple value, as ASP.NET's help pages have them: the name of its type in XML
/// Schema, or the values that it may have.
pub(super) fn of(model: &Model, value: ValueType) -> String {
    let id = match value {
        ValueType::Builtin(builtin) => return builtin.name().to_owned(),
        ValueType::Defined(id) => id,
    };
    match &model.get(id).definition {
        Definition::Enumeration(enumeration) => {
            let values: Vec<&str> = enumeration.values.iter().map(|value| &*value.text).collect();
            values.join(" or ")
        }
        Definition::Union(union) => {
            let members: Vec<String> =
                union.members.iter().map(|member| of(model, member.value)).collect();
            members.join(" or ")
        }
        Definition::Simple(simple) => match simple.shape {
            SimpleShape::Of(base) | SimpleShape::AsWritten(base) | SimpleShape::List(base) => {
                of(model, base)
            }
        },
        _ => Builtin::String.name().to_owned(),
    }
}
