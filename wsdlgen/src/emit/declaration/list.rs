//! Lists and dictionaries: records that consist of one repeated member or of mixed content, which convert from and into
//! vectors and maps.

use crate::{
    emit::{
        RecordItem,
        text::lines::{short, type_text},
    },
    model::{Content, Field, Nillable, Occurs, Role, Storage, Term, Times, ValueType},
    name::Identifier,
};

/// The runtime's type for the parts of mixed content with elements of any name.
const MIXED_ANY: &str = "rt::MixedAny";

/// Declares the conversions of a list, and of a dictionary if the items are pairs of a key and a value. Returns nothing if
/// the record is not a list.
pub(crate) fn declare(item: &RecordItem<'_>) -> Vec<String> {
    list(item).map_or_else(Vec::new, |(list, field)| {
        [Some(list), field.and_then(|field| dictionary(item, field))]
            .into_iter()
            .flatten()
            .collect()
    })
}

/// Returns the declaration of a list, and its repeated field unless it has mixed content.
fn list<'a>(item: &RecordItem<'a>) -> Option<(String, Option<&'a Field>)> {
    let RecordItem { emitter, record, names, .. } = item;
    if record.role != Role::Element || record.is_abstract || record.members() != 1 {
        return None;
    }
    let (field, ty) = match (&record.content, record.fields()) {
        (Content::Mixed(items), _) => (None, emitter.type_at(*items, item.place())),
        (_, [field]) if field.times.occurs() == Occurs::Repeated => {
            let mut one = Field { times: Times::ONCE, ..field.clone() };
            if let Term::Element(element) = &mut one.term {
                element.nillable = Nillable::No;
            }
            (Some(field), emitter.field_type(&one, item.place()))
        }
        _ => return None,
    };
    let name = &names.members.content[0];
    let is_any = type_text(&ty) == MIXED_ANY;
    let (word, member) = match field {
        Some(field) => (nillable(field), format!("{name}: {}", type_text(&ty))),
        None if is_any => ("any ", name.to_string()),
        None => ("", format!("{name}: {}", type_text(&ty))),
    };
    let head = format!("{word}{}", names.name);
    let list =
        short("list", &format!("{head} {{ {member} }}"), |lines| lines.braced(&head, &member));
    Some((list, field))
}

/// Declares the conversions of a dictionary, whose items have two members `key` and `value`, in any case.
fn dictionary(item: &RecordItem<'_>, list: &Field) -> Option<String> {
    let RecordItem { emitter, names, .. } = item;
    let Term::Element(element) = &list.term else { return None };
    let ValueType::Defined(id) = element.value else { return None };
    let entry = emitter.named.model.record(id)?;
    if entry.is_abstract || !emitter.is_content_only(entry) {
        return None;
    }
    let [key, value] = entry.fields() else { return None };
    let has_name = |field: &Field, name: &str| {
        field.term.element().is_some_and(|element| element.name.local.eq_ignore_ascii_case(name))
    };
    if !has_name(key, "key") || !has_name(value, "value") {
        return None;
    }
    let content = &emitter.named.names(id).members.content;
    let members: Option<Vec<String>> =
        [key, value].iter().zip(content).map(|(field, name)| member(item, field, name)).collect();
    let head = format!("{}{}", nillable(list), names.name);
    let entry = type_text(&emitter.type_at(id, item.place()));
    let inside = format!("{entry} {{ {} }}", members?.join(", "));
    Some(short("dictionary", &format!("{head} {{ {inside} }}"), |lines| {
        lines.braced(&head, &inside);
    }))
}

/// Returns the member of an entry: its name, how it holds its value, and the value's type. Lists are not supported.
fn member(item: &RecordItem<'_>, field: &Field, name: &Identifier) -> Option<String> {
    let mut bare = Field { times: Times::ONCE, ..field.clone() };
    let Term::Element(element) = &mut bare.term else { return None };
    let is_nil = element.nillable == Nillable::Yes;
    element.nillable = Nillable::No;
    let word = match (field.times.occurs(), is_nil) {
        (Occurs::Repeated, _) => return None,
        (_, true) => "nillable",
        (Occurs::Optional, false) => "optional",
        (Occurs::Once, false) => "required",
    };
    let is_inline = field.storage == Storage::Inline;
    let ty = type_text(&item.emitter.field_type(&bare, item.place()));
    is_inline.then(|| format!("{name}: {word} {ty}"))
}

/// Returns the word for a list whose items may be nil.
fn nillable(list: &Field) -> &'static str {
    match &list.term {
        Term::Element(element) if element.nillable == Nillable::Yes => "nillable ",
        _ => "",
    }
}
