//! Alternatives: an enum over the types that an element's attributes select.

use super::family::checked;
use crate::{
    emit::{
        Emitter, ItemLocation,
        text::{
            docs::origin,
            lines::{declaration, quoted, type_text},
        },
    },
    model::{Alternative, Family, Origin, Selected, TypeId},
};

/// Declares the type of an element with alternatives.
pub(super) fn declare(
    emitter: Emitter<'_>,
    id: TypeId,
    family: &Family,
    tests: &[Alternative],
) -> String {
    let names = emitter.named.names(id);
    let place = ItemLocation::Module(names.module);
    let variants = &names.members.content;
    declaration("alternatives", |lines| {
        lines.docs(&[origin(emitter.named.model.get(id))]);
        lines.attributes(&emitter.type_attributes(id));
        lines.open(format_args!("pub enum {} {{", names.name));
        let mut earlier = vec!["other".to_owned()];
        let mut paths = Vec::new();
        for (member, name) in family.members.iter().zip(variants) {
            let ty = type_text(&emitter.type_at(*member, place));
            // Two members may map to the same external type.
            let same = if paths.contains(&ty) { " same" } else { "" };
            let words = emitter.checked_word(*member);
            if let Origin::Named(wire) = &*emitter.named.model.get(*member).origin {
                let earlier = earlier.iter().map(String::as_str);
                lines.attributes(&emitter.serde_name(&wire.local, name, earlier));
            }
            earlier.push(name.to_string());
            lines.line(format_args!("{name}({ty}){same}{words},"));
            paths.push(ty);
        }
        let other = names.members.other.as_ref().expect("a family has a variant for other types");
        lines.line(format_args!("..{other}{}", checked(emitter, id)));
        lines.close("}");
        for alternative in tests {
            let variant = match alternative.selected {
                Selected::Member(id) => {
                    let index = family.members.iter().position(|member| *member == id);
                    index.map_or_else(String::new, |index| variants[index].to_string())
                }
                Selected::Tree => "other".to_owned(),
                Selected::Nothing => "error".to_owned(),
            };
            match &alternative.test {
                Some(test) => {
                    lines.line(format_args!("{variant} if {};", quoted(&test.to_string())));
                }
                None => lines.line(format_args!("{variant};")),
            }
        }
    })
}
