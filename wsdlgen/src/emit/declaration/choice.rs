//! Choices: an enum over alternative particles.

use std::collections::HashMap;

use super::{
    first_set,
    kind::Kind,
    member::{Accessor, Member},
};
use crate::{
    emit::{
        Emitter, ItemLocation,
        text::{
            docs::{self, origin},
            lines::{Words, declaration, quoted, type_text},
        },
    },
    model::{Branch, Choice, Nillable, Occurs, Sensitivity, Storage, Term, TypeId, ValueType},
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
        if choice.is_ambiguous {
            flags.word("[longest]");
        }
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
        let from = from_words(emitter, choice, names.module);
        let variants = choice.branches.iter().zip(&names.members.content).zip(from).enumerate();
        for (index, ((branch, name), from)) in variants {
            lines.docs(&docs::lines(&branch.documentation, ""));
            let earlier = choice.branches[..index].iter().map(|one| &*one.called);
            lines.attributes(&emitter.serde_name(&branch.called, name, earlier));
            lines.attributes(&emitter.member_attributes(id, &branch.called));
            let ty = emitter.branch_type(branch, ItemLocation::Module(names.module));
            let ty = type_text(&ty);
            lines.assign(&format!("{name}({ty})"), &format!("{},", member(emitter, branch, from)));
        }
        lines.close("}");
    })
}

/// Describes a branch. The word `repeated` comes first, if it applies. `from` comes after the kind.
fn member(emitter: Emitter<'_>, branch: &Branch, from: &str) -> String {
    let Branch { term, times, called, .. } = branch;
    let Member { head, words } =
        emitter.member(term, *times, Sensitivity::Public, called, Accessor::ByName);
    match times.occurs() {
        Occurs::Repeated => format!("{head} repeated{words}"),
        Occurs::Once | Occurs::Optional if from.is_empty() => format!("{head}{words}"),
        Occurs::Once | Occurs::Optional => {
            let (kind, rest) = words[1..].split_once(' ').unwrap_or((&words[1..], ""));
            let rest = if rest.is_empty() { String::new() } else { format!(" {rest}") };
            format!("{head} {kind} {from}{rest}")
        }
    }
}

/// Returns `from` or `boxed` for each branch whose value converts into the choice, and an empty string for the others. The
/// value must be a generated complex type or part that no other branch has.
fn from_words(emitter: Emitter<'_>, choice: &Choice, module: usize) -> Vec<&'static str> {
    let values: Vec<Option<String>> = choice
        .branches
        .iter()
        .map(|branch| {
            let is_own = match &branch.term {
                Term::Element(element) => {
                    element.nillable == Nillable::No
                        && matches!(element.value, ValueType::Defined(id) if emitter.is_item(id))
                        && emitter.kind(element) == Kind::Complex
                }
                Term::Part(id) => emitter.is_item(*id),
                Term::Any(_) => false,
            };
            let inline = Branch { storage: Storage::Inline, ..branch.clone() };
            let converts = is_own && branch.times.occurs() != Occurs::Repeated;
            converts.then(|| type_text(&emitter.branch_type(&inline, ItemLocation::Module(module))))
        })
        .collect();
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for value in values.iter().flatten() {
        *counts.entry(value).or_default() += 1;
    }
    let words = choice.branches.iter().zip(&values).map(|(branch, value)| {
        let is_alone = value.as_ref().is_some_and(|value| counts[&**value] == 1);
        match (is_alone, branch.storage) {
            (false, _) => "",
            (true, Storage::Inline) => "from",
            (true, Storage::Boxed) => "boxed",
        }
    });
    words.collect()
}
