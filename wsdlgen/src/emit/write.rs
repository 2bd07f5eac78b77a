//! Writing records: static tags, merged with their neighbours, around values.

use syn::{Expr, Item, ItemImpl};

use super::{
    Emitter, RecordItem,
    record::{attributes, fields},
    syntax::ident,
    template::{Fill, template},
    value::{Steps, Values, declare, write as write_element, write_attribute, write_content},
};
use crate::{
    model::{Content, Definition, Field, Nillable, Occurs, Presence, Record, Role, Term},
    name::Identifier,
};

template! {
    fn write() -> ItemImpl {
        impl rt::WriteElement for __name {
            fn write_content(&self, writer: &mut rt::Writer) {
                __body;
            }
        }
    }
}
template! {
    fn write_empty() -> ItemImpl {
        impl rt::WriteElement for __name {
            fn write_content(&self, _writer: &mut rt::Writer) {}
        }
    }
}
template! {
    fn write_part() -> ItemImpl {
        impl rt::WriteContent for __name {
            fn write_content(&self, writer: &mut rt::Writer) {
                __body;
            }
        }
    }
}
template! {
    fn write_attributes() -> syn::ImplItem {
        fn write_attributes(&self, writer: &mut rt::Writer) {
            __body;
        }
    }
}
template! { fn own() -> Expr { self.__name } }
template! { fn borrowed() -> Expr { &self.__name } }
template! { fn if_some() -> Expr { if let Some(value) = &self.__name { __body; } } }
template! {
    fn unless_nil() -> Expr { if let Some(value) = self.__name.or_nil(__tag, writer) { __body; } }
}
template! { fn for_each() -> Expr { for value in &self.__name { __body; } } }
template! { fn all_attributes() -> Expr { rt::AnyAttribute::write_all(&self.__name, writer) } }
template! {
    fn base_attributes() -> Expr { rt::WriteElement::write_attributes(&self.__name, writer) }
}
template! { fn base_content() -> Expr { rt::WriteElement::write_content(&self.__name, writer) } }
template! { fn part_content() -> Expr { rt::WriteContent::write_content(__value, writer) } }
template! { fn any_content() -> Expr { __value.write(writer) } }

/// `impl WriteElement`, or `WriteContent` for a group.
pub(super) fn implementation(item: &RecordItem<'_>) -> Item {
    let fill = Fill::new().name("__name", ident(&item.names.name));
    let body = content_steps(item).finish();
    let mut implementation = match (item.record.role, body.is_empty()) {
        (Role::Part, _) => write_part(fill.statements("__body", body)),
        (Role::Element, true) => write_empty(fill),
        (Role::Element, false) => write(fill.statements("__body", body)),
    };
    let attributes = attribute_steps(item).finish();
    if !attributes.is_empty() {
        let function = write_attributes(Fill::new().statements("__body", attributes));
        implementation.items.insert(0, function);
    }
    Item::Impl(implementation)
}

/// A field of the struct, as a place and as a reference to it.
fn field_values(name: &Identifier) -> Values {
    let fill = || Fill::new().name("__name", ident(name));
    Values { owned: own(fill()), borrowed: borrowed(fill()) }
}

fn attribute_steps(item: &RecordItem<'_>) -> Steps {
    let RecordItem { emitter, record, names, .. } = item;
    let mut steps = Steps::default();
    if let (Some(base), Some(name)) = (base_record(item), &names.members.base)
        && emitter.record_has_attributes(base)
    {
        steps.call(base_attributes(Fill::new().name("__name", ident(name))));
    }
    for (attribute, name) in attributes(item) {
        match attribute.presence {
            Presence::Required => {
                write_attribute(*emitter, attribute, field_values(name), &mut steps);
            }
            Presence::Optional => {
                let mut inner = Steps::default();
                let value = Values::of_variable("value");
                write_attribute(*emitter, attribute, value, &mut inner);
                let fill = Fill::new().name("__name", ident(name));
                steps.block(if_some(fill.statements("__body", inner.finish())));
            }
        }
    }
    if let Some(name) = &names.members.any_attributes {
        steps.call(all_attributes(Fill::new().name("__name", ident(name))));
    }
    if emitter.has_name_content(record) {
        declare(&field_values(&names.members.content[0]), &mut steps);
    }
    steps
}

fn base_record<'a>(item: &RecordItem<'a>) -> Option<&'a Record> {
    match &item.emitter.named.model.get(item.record.base?).definition {
        Definition::Record(base) => Some(base),
        _ => None,
    }
}

fn content_steps(item: &RecordItem<'_>) -> Steps {
    let RecordItem { emitter, record, names, .. } = item;
    let mut steps = Steps::default();
    if let (Some(base), Some(name)) = (base_record(item), &names.members.base)
        && emitter.has_content(base)
    {
        steps.call(base_content(Fill::new().name("__name", ident(name))));
    }
    match &record.content {
        Content::Value(value) => {
            let values = field_values(&names.members.content[0]);
            write_content(*emitter, *value, &values, &mut steps);
        }
        Content::Mixed(_) => {
            let value = Values::of_variable("value").borrowed;
            let mut inner = Steps::default();
            inner.call(part_content(Fill::new().expr("__value", value)));
            let fill = Fill::new().name("__name", ident(&names.members.content[0]));
            steps.block(for_each(fill.statements("__body", inner.finish())));
        }
        Content::Fields(..) => {
            for (field, name) in fields(item) {
                write_field(*emitter, field, name, &mut steps);
            }
        }
    }
    steps
}

fn write_field(emitter: Emitter<'_>, field: &Field, name: &Identifier, steps: &mut Steps) {
    let fill = || Fill::new().name("__name", ident(name));
    let (around, nil) = match field.times.occurs() {
        Occurs::Once => return write_term(emitter, &field.term, field_values(name), steps),
        Occurs::Repeated => (for_each as fn(Fill) -> Expr, None),
        Occurs::Optional => match &field.term {
            Term::Element(element) if element.nillable == Nillable::Yes => {
                (unless_nil as fn(Fill) -> Expr, Some(element))
            }
            _ => (if_some as fn(Fill) -> Expr, None),
        },
    };
    let mut inner = Steps::default();
    let value = Values::of_variable("value");
    if let Some(element) = nil {
        // What is left is neither absent nor nil.
        let there = crate::model::Element { nillable: Nillable::No, ..element.clone() };
        write_element(emitter, &there, value, &mut inner);
        let fill = fill().expr("__tag", super::syntax::text(&emitter.tag(&element.name)));
        return steps.block(around(fill.statements("__body", inner.finish())));
    }
    write_term(emitter, &field.term, value, &mut inner);
    steps.block(around(fill().statements("__body", inner.finish())));
}

/// Writes what stands in one place, once.
pub(super) fn write_term(emitter: Emitter<'_>, term: &Term, values: Values, steps: &mut Steps) {
    match term {
        Term::Element(element) => write_element(emitter, element, values, steps),
        Term::Part(_) => steps.call(part_content(Fill::new().expr("__value", values.borrowed))),
        Term::Any(_) => steps.call(any_content(Fill::new().expr("__value", values.owned))),
    }
}
