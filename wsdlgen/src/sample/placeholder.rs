//! Placeholders that users replace with values.

use crate::model::{Builtin, Definition, Model, ValueType};

/// The placeholder of ASP.NET's help pages for an anonymous type without information about its values.
pub(super) const UNTOLD: &str = "bytes";

/// Returns a placeholder for a simple value in the style of ASP.NET's help pages: the name of its
/// built-in type, or its enumerated values.
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
        Definition::Simple(simple) => of(model, simple.shape.inner()),
        _ => Builtin::String.name().to_owned(),
    }
}
