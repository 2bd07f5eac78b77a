//! Accessors for the elements that occur at most once in mixed content.

use std::collections::BTreeSet;

use crate::{
    emit::{
        RecordItem,
        text::lines::{declaration, quoted, type_text},
    },
    model::{Branch, Content, Definition, Nillable, Storage},
    name::Identifier,
};

use super::constants::or_default;

/// Methods that other declarations give a record with mixed content, and methods of traits and vectors that an accessor
/// must not hide.
const TAKEN: [&str; 18] = [
    "as_ref",
    "clone",
    "default",
    "deref",
    "elements",
    "eq",
    "fmt",
    "from",
    "get",
    "into",
    "into_iter",
    "is_empty",
    "iter",
    "len",
    "new",
    "push",
    "validate",
    "values",
];

/// Declares the accessors of a record with mixed content, if it has any.
pub(crate) fn declare(item: &RecordItem<'_>) -> Option<String> {
    let RecordItem { emitter, record, names, .. } = item;
    let Content::Mixed(items) = record.content else { return None };
    let Definition::Choice(choice) = &emitter.named.model.get(items).definition else {
        return None;
    };
    let variants = choice.branches.iter().zip(&emitter.named.names(items).members.content);
    let mut taken: BTreeSet<String> = TAKEN.map(str::to_owned).into();
    taken.extend(names.members.attributes.iter().map(|name| or_default(name).to_string()));
    let mut accessors = Vec::new();
    for (branch, variant) in variants.filter(|(branch, _)| branch.is_single) {
        let Some(element) = branch.term.element() else { continue };
        let name = Identifier::of_field(&element.name.local);
        if taken.insert(name.to_string()) {
            // A reference to a box is one to its content, but a box inside of another type stays.
            let is_nillable = element.nillable == Nillable::Yes;
            let storage = if is_nillable { branch.storage } else { Storage::Inline };
            let bare = Branch { storage, ..branch.clone() };
            let ty = type_text(&emitter.branch_type(&bare, item.place()));
            accessors.push(format!("{name}: {variant}({ty}) = {},", quoted(&element.name.local)));
        }
    }
    if accessors.is_empty() {
        return None;
    }
    let content = &names.members.content[0];
    let ty = type_text(&emitter.type_at(items, item.place()));
    Some(declaration("mixed", |lines| {
        lines.open(format_args!("{} {{ {content}: {ty} }} {{", names.name));
        for accessor in &accessors {
            lines.line(accessor);
        }
        lines.close("}");
    }))
}
