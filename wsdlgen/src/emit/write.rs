//! Writing records: a statement for each field.

use syn::{Expr, Item, ItemImpl, Stmt};

use super::{
    Emitter, RecordItem,
    record::{attributes, fields},
    syntax::ident,
    template::{Fill, template},
    value::{
        Many, Values, call, declare, write as write_element, write_array, write_array_type,
        write_attribute, write_content,
    },
};
use crate::{
    model::{Content, Definition, Field, Nillable, Occurs, Record, Role, Term},
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
template! { fn all_attributes() -> Expr { rt::AnyAttribute::write_all(&self.__name, writer) } }
template! {
    fn base_attributes() -> Expr { rt::WriteElement::write_attributes(&self.__name, writer) }
}
template! { fn base_content() -> Expr { rt::WriteElement::write_content(&self.__name, writer) } }
template! { fn content() -> Expr { writer.content(__value) } }
template! { fn contents() -> Expr { writer.contents(__value) } }

/// `impl WriteElement`, or `WriteContent` for a group.
pub(super) fn implementation(item: &RecordItem<'_>) -> Item {
    let fill = Fill::new().name("__name", ident(&item.names.name));
    let body = content_statements(item);
    let mut implementation = match (item.record.role, body.is_empty()) {
        (Role::Part, _) => write_part(fill.statements("__body", body)),
        (Role::Element, true) => write_empty(fill),
        (Role::Element, false) => write(fill.statements("__body", body)),
    };
    let attributes = attribute_statements(item);
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

fn attribute_statements(item: &RecordItem<'_>) -> Vec<Stmt> {
    let RecordItem { emitter, record, names, .. } = item;
    let mut body = Vec::new();
    if let (Some(base), Some(name)) = (base_record(item), &names.members.base)
        && emitter.record_has_attributes(base)
    {
        body.push(call(base_attributes(Fill::new().name("__name", ident(name)))));
    }
    for (attribute, name) in attributes(item) {
        body.push(write_attribute(*emitter, attribute, field_values(name).borrowed));
    }
    if let Some(name) = &names.members.any_attributes {
        body.push(call(all_attributes(Fill::new().name("__name", ident(name)))));
    }
    if let Content::Array(item) = &record.content {
        let array = field_values(&names.members.content[0]).owned;
        body.push(write_array_type(*emitter, item, array));
    }
    if emitter.has_name_content(record) {
        body.push(declare(&field_values(&names.members.content[0])));
    }
    body
}

fn base_record<'a>(item: &RecordItem<'a>) -> Option<&'a Record> {
    match &item.emitter.named.model.get(item.record.base?).definition {
        Definition::Record(base) => Some(base),
        _ => None,
    }
}

fn content_statements(item: &RecordItem<'_>) -> Vec<Stmt> {
    let RecordItem { emitter, record, names, .. } = item;
    let mut body = Vec::new();
    if let (Some(base), Some(name)) = (base_record(item), &names.members.base)
        && emitter.has_content(base)
    {
        body.push(call(base_content(Fill::new().name("__name", ident(name)))));
    }
    match &record.content {
        Content::Value(_) => body.push(write_content(&field_values(&names.members.content[0]))),
        Content::Mixed(_) => {
            let items = field_values(&names.members.content[0]).borrowed;
            body.push(call(contents(Fill::new().expr("__value", items))));
        }
        Content::Array(item) => {
            let array = field_values(&names.members.content[0]).owned;
            body.push(write_array(*emitter, item, array));
        }
        Content::Fields(..) => {
            let written = fields(item).map(|(field, name)| write_field(*emitter, field, name));
            body.extend(written);
        }
    }
    body
}

fn write_field(emitter: Emitter<'_>, field: &Field, name: &Identifier) -> Stmt {
    let nillable = matches!(&field.term, Term::Element(one) if one.nillable == Nillable::Yes);
    let many = match field.times.occurs() {
        // What is left of one that may be nil is neither absent nor nil.
        Occurs::Optional if nillable => Many::One,
        Occurs::Once => Many::One,
        Occurs::Optional | Occurs::Repeated => Many::Several,
    };
    write_term(emitter, &field.term, &field_values(name), many)
}

/// Writes what stands in one place.
pub(super) fn write_term(emitter: Emitter<'_>, term: &Term, values: &Values, many: Many) -> Stmt {
    let write = match (term, many) {
        (Term::Element(element), _) => return write_element(emitter, element, values, many),
        (Term::Part(_) | Term::Any(_), Many::One) => content,
        (Term::Part(_) | Term::Any(_), Many::Several) => contents,
    };
    call(write(Fill::new().expr("__value", values.borrowed.clone())))
}
