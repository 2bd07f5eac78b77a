//! Writing records: static tags, merged with their neighbours, around values.

use syn::{Expr, Item, ItemImpl, Stmt, token};

use super::{
    Emitter, RecordItem,
    record::{any_attributes, members},
    syntax::{ident, text, variable, word},
    template::{Fill, template},
};
use crate::model::{Builtin, Definition, Element, Field, Occurs, ValueType};

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
    fn write_attributes() -> syn::ImplItem {
        fn write_attributes(&self, writer: &mut rt::Writer) {
            rt::AnyAttribute::write_all(&self.__name, writer);
        }
    }
}
template! { fn own() -> Expr { self.__name } }
template! { fn borrowed() -> Expr { &self.__name } }
template! { fn if_some() -> Expr { if let Some(value) = &self.__name { __body; } } }
template! { fn for_each() -> Expr { for value in &self.__name { __body; } } }
template! { fn raw() -> Expr { writer.raw(__text) } }
template! { fn text_of() -> Expr { writer.text(__value) } }
template! { fn enumerated() -> Expr { writer.text(__value.as_str()) } }
template! { fn value_of() -> Expr { writer.value(__value) } }
template! { fn attributes_of() -> Expr { rt::WriteElement::write_attributes(__value, writer) } }
template! { fn content_of() -> Expr { rt::WriteElement::write_content(__value, writer) } }

/// `impl WriteElement`.
pub(super) fn implementation(item: &RecordItem<'_>) -> Item {
    let fill = Fill::new().name("__name", ident(&item.names.name));
    let mut implementation = if item.record.fields.is_empty() {
        write_empty(fill)
    } else {
        let mut steps = Steps::default();
        for (field, name) in members(item) {
            write_field(item, field, name, &mut steps);
        }
        write(fill.statements("__body", steps.finish()))
    };
    if let Some(name) = any_attributes(item) {
        let attributes = write_attributes(Fill::new().name("__name", ident(name)));
        implementation.items.insert(0, attributes);
    }
    Item::Impl(implementation)
}

fn write_field(
    item: &RecordItem<'_>,
    field: &Field,
    name: &crate::name::Identifier,
    steps: &mut Steps,
) {
    let name = || Fill::new().name("__name", ident(name));
    let around = match field.occurs {
        Occurs::Once => {
            // A number or an enumeration is small and copied where its method wants it so.
            let values = Values { owned: own(name()), borrowed: borrowed(name()) };
            element(item.emitter, &item.emitter.tag(&field.name), field.value, values, steps);
            return;
        }
        Occurs::Optional => if_some,
        Occurs::Repeated => for_each,
    };
    let mut inner = Steps::default();
    let value = variable(word("value"));
    let values = Values { owned: value.clone(), borrowed: value };
    element(item.emitter, &item.emitter.tag(&field.name), field.value, values, &mut inner);
    steps.block(around(name().statements("__body", inner.finish())));
}

/// A value as a place and as a reference to it.
struct Values {
    owned: Expr,
    borrowed: Expr,
}

/// An element with its tags.
fn element(emitter: Emitter<'_>, tag: &str, value: ValueType, values: Values, steps: &mut Steps) {
    if let Some(record) = emitter.record_of(value) {
        steps.raw(&format!("<{tag}"));
        if record.has_attributes() {
            let fill = Fill::new().expr("__value", values.borrowed.clone());
            steps.call(attributes_of(fill));
        }
        steps.raw(">");
        steps.call(content_of(Fill::new().expr("__value", values.borrowed)));
    } else {
        steps.raw(&format!("<{tag}>"));
        steps.call(simple_value(emitter, value, values));
    }
    steps.raw(&format!("</{tag}>"));
}

/// What writes a global element with its tags: a body, a header block, a fault's detail.
pub(super) fn element_steps(emitter: Emitter<'_>, global: &Element, value: &str) -> Vec<Stmt> {
    let mut steps = Steps::default();
    let value = variable(word(value));
    let values = Values { owned: value.clone(), borrowed: value };
    let of_type = ValueType::Defined(global.of_type);
    element(emitter, &emitter.tag(&global.name), of_type, values, &mut steps);
    steps.finish()
}

fn simple_value(emitter: Emitter<'_>, value: ValueType, values: Values) -> Expr {
    match value {
        ValueType::Builtin(Builtin::String) => {
            text_of(Fill::new().expr("__value", values.borrowed))
        }
        ValueType::Builtin(_) => value_of(Fill::new().expr("__value", values.borrowed)),
        ValueType::Defined(id) => match &emitter.named.model.get(id).definition {
            Definition::Alias(target) => simple_value(emitter, *target, values),
            _ => enumerated(Fill::new().expr("__value", values.owned)),
        },
    }
}

/// What is written one after the other; neighbouring static text becomes one piece.
#[derive(Default)]
struct Steps {
    statements: Vec<Stmt>,
    pending: String,
}

impl Steps {
    fn raw(&mut self, markup: &str) {
        self.pending.push_str(markup);
    }

    fn call(&mut self, call: Expr) {
        self.flush();
        self.statements.push(Stmt::Expr(call, Some(token::Semi::default())));
    }

    fn block(&mut self, block: Expr) {
        self.flush();
        self.statements.push(Stmt::Expr(block, None));
    }

    fn flush(&mut self) {
        if !self.pending.is_empty() {
            let markup = std::mem::take(&mut self.pending);
            let raw = raw(Fill::new().expr("__text", text(&markup)));
            self.statements.push(Stmt::Expr(raw, Some(token::Semi::default())));
        }
    }

    fn finish(mut self) -> Vec<Stmt> {
        self.flush();
        self.statements
    }
}
