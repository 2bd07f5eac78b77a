//! Records and groups: a struct, and how its members are read and written.

use std::sync::Arc;

use super::{first_set, member::item_type};
use crate::{
    emit::{
        RecordItem,
        text::{
            docs::{self, code},
            lines::{Lines, Words, declaration, quoted, type_text},
            paths::{array_of, vector_of},
        },
    },
    model::{
        Attribute, Constraint, Content, Field, NEW_TAKES, Nillable, Occurs, Order, Presence,
        Record, Role, Sensitivity, Term, Times,
    },
};

/// Declares a record or a group.
pub(crate) fn declare(item: &RecordItem<'_>) -> String {
    let macro_name = match item.record.role {
        Role::Element => "record",
        Role::Part => "group",
    };
    declaration(macro_name, |lines| {
        let ty = item.emitter.named.model.get(item.id);
        let mut line = docs::origin(ty);
        if item.record.is_abstract {
            line.push_str(" Abstract: elements must have a derived type.");
        }
        lines.docs(&docs::lines(&ty.documentation, &line));
        lines.attributes(&item.emitter.type_attributes(item.id));
        let flags = flags(item);
        lines.open_words(&format!("pub struct {}", item.names.name), &flags);
        members(item, lines);
        lines.close("}");
    })
}

/// Returns the words between the struct's name and its members.
fn flags(item: &RecordItem<'_>) -> Words {
    let RecordItem { emitter, id, record, names } = item;
    let model = &emitter.named.model;
    let mut flags = Words::default();
    match record.role {
        Role::Part => {
            if matches!(record.content, Content::Fields(_, Order::All)) {
                flags.word("[any_order]");
            }
            flags.call("first", first_set::of_part(*emitter, *id));
        }
        Role::Element => {
            let order = order(item);
            if !order.is_empty() {
                flags.word(&format!("[{}]", order.join(" ")));
            }
        }
    }
    match model.required(record) {
        0 if record.has_presets() => flags.word("default"),
        0 => {}
        1..=NEW_TAKES => flags.word("new"),
        _ => match &names.required {
            Some(required) => flags.call("required", required),
            None => flags.word("all_required"),
        },
    }
    if let Some(value) = only_value(item) {
        flags.call("from", value);
    }
    if has_secrets(record) {
        flags.word("secret");
    }
    if model.checked.contains(id) {
        flags.call("checked", quoted(emitter.wire_name(*id)));
    }
    flags
}

/// Returns the type of the value of a record's only member, if that may be absent or nil.
fn only_value(item: &RecordItem<'_>) -> Option<String> {
    let RecordItem { emitter, record, .. } = item;
    if record.members() != 1 || emitter.named.model.required(record) > 0 {
        return None;
    }
    let ty = match (record.fields(), &*record.attributes) {
        ([field], _) if field.times.occurs() != Occurs::Repeated => {
            let is_nillable =
                field.term.element().is_some_and(|element| element.nillable == Nillable::Yes);
            if field.times.occurs() == Occurs::Once && !is_nillable {
                return None;
            }
            let mut bare = Field { times: Times::ONCE, ..field.clone() };
            if let Term::Element(element) = &mut bare.term {
                element.nillable = Nillable::No;
            }
            emitter.field_type(&bare, item.place())
        }
        (_, [attribute]) if attribute.presence == Presence::Optional => {
            let required = Attribute { presence: Presence::Required, ..attribute.clone() };
            emitter.attribute_type(&required, item.place())
        }
        _ => return None,
    };
    Some(type_text(&ty))
}

/// Returns the words that describe how the content of a record is read.
fn order(item: &RecordItem<'_>) -> Vec<&'static str> {
    let order = match item.record.content {
        Content::Fields(_, order) => order,
        _ => Order::Sequence,
    };
    let mut words = Vec::new();
    if item.emitter.bases.all.contains(&item.id) {
        words.push("base");
    }
    match order {
        Order::Grammar => words.push("in_sequence"),
        Order::All => words.push("any_order"),
        Order::Sequence => {}
    }
    if order != Order::Grammar && item.emitter.bases.in_sequence.contains(&item.id) {
        words.push("also_in_sequence");
    }
    words
}

fn has_secrets(record: &Record) -> bool {
    let mut fields = record.fields().iter().map(|field| field.shown);
    let mut attributes = record.attributes.iter().map(|attribute| attribute.shown);
    fields.any(|shown| shown == Sensitivity::Secret)
        || attributes.any(|shown| shown == Sensitivity::Secret)
}

/// Adds the members in the order that schemas use: base, content, attributes.
fn members(item: &RecordItem<'_>, lines: &mut Lines) {
    let RecordItem { emitter, record, names, .. } = item;
    base_member(item, lines);
    content_members(item, lines);
    for (attribute, name) in record.attributes.iter().zip(&names.members.attributes) {
        let occurs = match attribute.presence {
            Presence::Required if attribute.is_preset => "preset",
            Presence::Required => "required",
            Presence::Optional => "optional",
        };
        let note = constraint_note(attribute.constraint.as_ref());
        lines.docs(&docs::lines(&attribute.documentation, &note));
        let elements = record.fields().iter().map(|field| &*field.called);
        lines.attributes(&emitter.serde_name(&attribute.name.local, name, elements));
        lines.attributes(&emitter.serde_attribute(attribute.presence));
        let selector = format!("@{}", attribute.name.local);
        lines.attributes(&emitter.member_attributes(item.id, &selector));
        let ty = type_text(&emitter.attribute_type(attribute, item.place()));
        let member = emitter.attribute_member(attribute);
        lines.assign(&format!("{occurs} {name}: {ty}"), &format!("@{member},"));
    }
    for (attachment, name) in record.attachments.iter().zip(&names.members.attachments) {
        lines.docs(&docs::lines(&None, &media_types(&attachment.media_types)));
        let elements = record.fields().iter().map(|field| &*field.called);
        lines.attributes(&emitter.serde_name(&attachment.part, name, elements));
        lines.attributes(&emitter.serde_attribute(Presence::Optional));
        lines.attributes(&emitter.member_attributes(item.id, &attachment.part));
        let media_type = match &*attachment.media_types {
            [only] => format!(", {}", quoted(only)),
            _ => String::new(),
        };
        let member = format!("part({}{media_type}),", quoted(&attachment.part));
        lines.assign(&format!("attachment {name}: Option<rt::Attachment>"), &member);
    }
    if let (Some(name), Some(wildcard)) = (&names.members.any_attributes, &record.any_attribute) {
        lines.docs(&docs::lines(&wildcard.documentation, ""));
        lines.attributes(&emitter.serde_list());
        let constraint = emitter.constraint_words(wildcard);
        lines.assign(
            &format!("attributes {name}: Vec<rt::AnyAttribute>"),
            &format!("any{constraint},"),
        );
    }
}

fn base_member(item: &RecordItem<'_>, lines: &mut Lines) {
    let RecordItem { emitter, record, names, .. } = item;
    let (Some(base), Some(name)) = (record.base, &names.members.base) else { return };
    let model = &emitter.named.model;
    let is_default = model.record(base).is_some_and(|base| model.has_default(base));
    let extends = if is_default { "extends_default" } else { "extends" };
    lines.attributes(&emitter.serde_flat());
    let ty = type_text(&emitter.type_at(base, item.place()));
    let checked = emitter.checked_word(base);
    lines.assign(&format!("{extends} {name}: {ty}"), &format!("record{checked},"));
}

fn content_members(item: &RecordItem<'_>, lines: &mut Lines) {
    let RecordItem { emitter, record, names, .. } = item;
    let content = &names.members.content;
    match &record.content {
        Content::Value(value) => {
            let ty = type_text(&emitter.value_type(*value, item.place()));
            let member = emitter.text_member(*value);
            lines.assign(&format!("text {}: {ty}", content[0]), &format!("{member},"));
        }
        Content::Mixed(items) => {
            let ty = type_text(&vector_of(emitter.type_at(*items, item.place())));
            let checked = emitter.checked_word(*items);
            lines.assign(&format!("mixed {}: {ty}", content[0]), &format!("part{checked},"));
        }
        Content::Array(one) => {
            let ty = type_text(&array_of(emitter.element_type(one, item.place())));
            let name = emitter.wire(&one.name);
            let of = quoted(&item_type(*emitter, one.value));
            let encoded = one.type_name.as_ref().map(|name| quoted(&emitter.tag(name)));
            let encoded = encoded.unwrap_or_default();
            let words = emitter.element_words(one, Times::ONCE);
            let member = format!("of({of}) item({name}) encoded({encoded}) {words},");
            lines.assign(&format!("array {}: {ty}", content[0]), &member);
        }
        Content::Fields(fields, _) => {
            let all = emitter.named.model.all_fields(record).count();
            let accessor = emitter.accessor(item.id, all);
            for (index, (field, name)) in fields.iter().zip(content).enumerate() {
                let note = field.term.element().map_or_else(String::new, |element| {
                    constraint_note(element.constraint.as_ref())
                });
                lines.docs(&docs::lines(&field.documentation, &note));
                if let Some(element) = field.term.element() {
                    let earlier = fields[..index].iter().map(|field| &*field.called);
                    lines.attributes(&emitter.serde_name(&element.name.local, name, earlier));
                }
                lines.attributes(&emitter.serde_field(field));
                lines.attributes(&emitter.member_attributes(item.id, &field.called));
                let ty = type_text(&emitter.field_type(field, item.place()));
                let occurs =
                    if field.is_preset { "preset" } else { occurs_word(field.times.occurs()) };
                let member =
                    emitter.member(&field.term, field.times, field.shown, &field.called, accessor);
                lines.assign(&format!("{occurs} {name}: {ty}"), &format!("{member},"));
            }
        }
    }
}

/// Returns the note on the media types of an attachment.
fn media_types(types: &[Arc<str>]) -> String {
    let types: Vec<String> = types.iter().map(|ty| code(ty)).collect();
    if types.is_empty() { String::new() } else { format!("Media type: {}.", types.join(" or ")) }
}

fn occurs_word(occurs: Occurs) -> &'static str {
    match occurs {
        Occurs::Once => "required",
        Occurs::Optional => "optional",
        Occurs::Repeated => "repeated",
    }
}

/// Returns the note on a default or fixed value.
pub(crate) fn constraint_note(constraint: Option<&Constraint>) -> String {
    let Some(constraint) = constraint else { return String::new() };
    let word = if constraint.is_fixed() { "Always" } else { "Default:" };
    format!("{word} {}.", code(&constraint.text))
}
