//! Choices: an enum over alternative particles.

use super::{first_set, member::Accessor};
use crate::{
    emit::{
        Emitter, ItemLocation,
        text::{
            docs::{self, origin},
            lines::{Words, declaration, quoted, type_text},
        },
    },
    model::{Branch, Choice, Occurs, Sensitivity, TypeId},
};

/// Declares a choice.
pub(crate) fn declare(emitter: Emitter<'_>, id: TypeId, choice: &Choice) -> String {
    let names = emitter.named.names(id);
    declaration("choice", |lines| {
        let ty = emitter.named.model.get(id);
        lines.docs(&docs::lines(&ty.documentation, &origin(ty)));
        lines.attributes(&emitter.type_attributes(id));
        let first = first_set::beside_elements(emitter, choice);
        let mut flags = Words::default();
        if let Some(first) = first {
            flags.call("first", first);
        }
        if emitter.named.model.checked.contains(&id) {
            flags.call("checked", quoted(emitter.wire_name(id)));
        }
        lines.open_words(&format!("pub enum {}", names.name), &flags);
        if let Some(name) = &names.members.other {
            lines.attributes(&emitter.serde_name("text", name, std::iter::empty()));
            lines.line(format_args!("{name}(String) = \"text\" text,"));
        }
        let variants = choice.branches.iter().zip(&names.members.content).enumerate();
        for (index, (branch, name)) in variants {
            lines.docs(&docs::lines(&branch.documentation, ""));
            let earlier = choice.branches[..index].iter().map(|one| &*one.called);
            lines.attributes(&emitter.serde_name(&branch.called, name, earlier));
            lines.attributes(&emitter.member_attributes(id, &branch.called));
            let ty = emitter.branch_type(branch, ItemLocation::Module(names.module));
            let ty = type_text(&ty);
            lines.assign(&format!("{name}({ty})"), &format!("{},", member(emitter, branch)));
        }
        lines.close("}");
    })
}

/// Describes a branch. The word `repeated` comes first, if it applies.
fn member(emitter: Emitter<'_>, branch: &Branch) -> String {
    let Branch { term, times, called, .. } = branch;
    let member = emitter.member(term, *times, Sensitivity::Public, called, Accessor::ByName);
    match times.occurs() {
        Occurs::Repeated => format!("{} repeated{}", member.head, member.words),
        Occurs::Once | Occurs::Optional => member.to_string(),
    }
}
