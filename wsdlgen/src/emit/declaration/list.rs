//! Lists: records that consist of one repeated member, which convert from and into their `Vec`.

use crate::{
    emit::{
        RecordItem,
        text::lines::{short, type_text},
    },
    model::{Field, Nillable, Occurs, Role, Term, Times},
};

/// Declares the conversions of a list, or returns `None` if the record is not a list.
///
/// The wrapper of a message converts from its member already.
pub(crate) fn declare(item: &RecordItem<'_>) -> Option<String> {
    let RecordItem { emitter, id, record, names } = item;
    let is_list = record.role == Role::Element
        && record.base.is_none()
        && !record.is_abstract
        && !emitter.record_has_attributes(record);
    let [field] = record.fields() else { return None };
    let is_any = matches!(field.term, Term::Any(_));
    if !is_list
        || is_any
        || field.times.occurs() != Occurs::Repeated
        || emitter.wrappers.contains(id)
    {
        return None;
    }
    let nil = matches!(&field.term, Term::Element(element) if element.nillable == Nillable::Yes);
    let mut one = Field { times: Times::ONCE, ..field.clone() };
    if let Term::Element(element) = &mut one.term {
        element.nillable = Nillable::No;
    }
    let ty = type_text(&emitter.field_type(&one, item.place()));
    let nillable = if nil { "nillable " } else { "" };
    let head = format!("{nillable}{}", names.name);
    let member = format!("{}: {ty}", names.members.content[0]);
    Some(short("list", &format!("{head} {{ {member} }}"), |lines| lines.braced(&head, &member)))
}
