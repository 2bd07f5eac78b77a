//! Constants for default and fixed values, and accessors that return the default of an absent attribute.

use std::collections::BTreeSet;

use super::kind::Kind;
use crate::{
    emit::{
        RecordItem,
        text::lines::{declaration, quoted, short, type_text},
    },
    model::{Attribute, Constraint, Name, Presence},
    name::Identifier,
};

/// Declares a constant for each default and fixed value, if there are any.
pub(crate) fn declare(item: &RecordItem<'_>) -> Option<String> {
    let constants = item.record.constraints().zip(&item.names.members.constants);
    let mut taken = BTreeSet::new();
    let lines: Vec<String> = constants
        .map(|((kind, wire, constraint), name)| {
            let word = if constraint.is_fixed() { "fixed" } else { "default" };
            let (wire_name, text) = (quoted(&wire.local), quoted(&constraint.text));
            let accessor = accessor(item, kind, wire, constraint, &mut taken);
            let accessor = accessor.map_or(String::new(), |accessor| format!(", {accessor}"));
            format!("{name}: {kind} {wire_name} {word} {text}{accessor};")
        })
        .collect();
    let name = &item.names.name;
    match &*lines {
        [] => None,
        [only] => Some(short("constants", &format!("{name} {{ {only} }}"), |lines| {
            lines.braced(&name.to_string(), only);
        })),
        _ => Some(declaration("constants", |block| {
            block.open(format_args!("{name} {{"));
            for line in &lines {
                block.line(line);
            }
            block.close("}");
        })),
    }
}

/// Returns the accessor of an attribute that may be absent and has a default: its name, field and type.
fn accessor(
    item: &RecordItem<'_>,
    kind: &str,
    wire: &Name,
    constraint: &Constraint,
    taken: &mut BTreeSet<String>,
) -> Option<String> {
    let attributes = item.record.attributes.iter().zip(&item.names.members.attributes);
    let (attribute, field) = attributes
        .into_iter()
        .find(|(attribute, _)| kind == "attribute" && attribute.name == *wire)?;
    if attribute.presence != Presence::Optional || constraint.is_fixed() {
        return None;
    }
    let name = or_default(field);
    // Fields that differ by their casing alone may want the same accessor.
    if !taken.insert(name.to_string()) {
        return None;
    }
    let required = Attribute { presence: Presence::Required, ..attribute.clone() };
    let ty = match item.emitter.simple_kind(attribute.value) {
        Kind::Text(_) => "&str".to_owned(),
        Kind::Value => {
            let model = &item.emitter.named.model;
            if !model.always_parses(attribute.value, &constraint.text) {
                return None;
            }
            type_text(&item.emitter.attribute_type(&required, item.place()))
        }
        Kind::Complex | Kind::Names | Kind::Reference => return None,
    };
    Some(format!("{name}({field}): {ty}"))
}

/// Returns the name of the accessor that returns an attribute's value or its default.
pub(crate) fn or_default(field: &Identifier) -> Identifier {
    Identifier::of_field(&format!("{} or default", field.bare()))
}
