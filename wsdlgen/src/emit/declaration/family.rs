//! Families: an enum over the types that `xsi:type` may select for an element's declared type.

use crate::{
    emit::{
        Emitter, ItemLocation,
        text::{
            docs::code,
            lines::{Words, declaration, quoted, type_text},
        },
    },
    model::{Definition, Family, Name, Origin, TypeId},
};

/// Declares a family.
pub(crate) fn declare(emitter: Emitter<'_>, id: TypeId, family: &Family) -> String {
    match family.tests() {
        Some(tests) => super::alternatives::declare(emitter, id, family, tests),
        None => by_instance_type(emitter, id, family),
    }
}

fn by_instance_type(emitter: Emitter<'_>, id: TypeId, family: &Family) -> String {
    let names = emitter.named.names(id);
    let place = ItemLocation::Module(names.module);
    let variants = || family.members.iter().zip(&names.members.content);
    declaration("family", |lines| {
        let declared = type_name(emitter, family.declared);
        lines.docs(&[format!("Type {} or a type derived from it.", code(&declared.local))]);
        lines.attributes(&emitter.type_attributes(id));
        let mut base = Words::default();
        if has_base(emitter, family) {
            base.word(&type_text(&emitter.type_at(family.declared, place)));
        }
        let colon = if base.is_empty() { "" } else { ":" };
        lines.open_words(&format!("pub enum {}{colon}", names.name), &base);
        let mut earlier = vec!["other".to_owned()];
        let mut paths = Vec::new();
        for (member, name) in variants() {
            let wire = type_name(emitter, *member);
            lines.attributes(&emitter.serde_name(
                &wire.local,
                name,
                earlier.iter().map(|name| &**name),
            ));
            earlier.push(wire.local.to_string());
            let ty = type_text(&emitter.type_at(*member, place));
            let mut words = String::new();
            if *member == family.declared {
                words.push_str(" declared");
            }
            // Two members may map to the same external type.
            if paths.contains(&ty) {
                words.push_str(" same");
            }
            words.push_str(emitter.checked_word(*member));
            lines.assign(&format!("{name}({ty})"), &format!("{}{words},", emitter.wire(wire)));
            paths.push(ty);
        }
        let other = names.members.other.as_ref().expect("a family has a variant for other types");
        lines.line(format_args!("..{other}{}", checked(emitter, id)));
        lines.close("}");
    })
}

/// Returns the words after the last variant of a family with something to check.
pub(super) fn checked(emitter: Emitter<'_>, id: TypeId) -> String {
    if emitter.named.model.checked.contains(&id) {
        format!(" checked({})", quoted(emitter.wire_name(id)))
    } else {
        String::new()
    }
}

fn type_name(emitter: Emitter<'_>, id: TypeId) -> &Name {
    match &*emitter.named.model.get(id).origin {
        Origin::Named(name) => Some(name),
        _ => None,
    }
    .expect("only named types can be derived from")
}

/// Returns whether each member is the declared type or a record that extends it.
fn has_base(emitter: Emitter<'_>, family: &Family) -> bool {
    family.members.iter().all(|member| extends(emitter, *member, family.declared))
}

fn extends(emitter: Emitter<'_>, from: TypeId, to: TypeId) -> bool {
    let mut at = from;
    while at != to {
        let Definition::Record(record) = &emitter.named.model.get(at).definition else {
            return false;
        };
        let Some(base) = record.base else { return false };
        at = base;
    }
    true
}
