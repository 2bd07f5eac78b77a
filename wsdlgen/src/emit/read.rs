//! Reading records: a loop over slots, one arm each.

use syn::{Arm, Expr, Item, Stmt};

use super::{
    RecordItem,
    record::{any_attributes, members},
    syntax::{field_value, ident, namespace, number, number_pattern, text, variable},
    template::{Fill, template},
};
use crate::model::{Builtin, Field, Occurs, ValueType};

template! {
    fn read() -> Item {
        impl rt::ReadElement for __name {
            const NAMESPACES: &'static rt::Namespaces = &NAMESPACES;

            fn read_element(cursor: &mut rt::Cursor<'_>) -> Result<Self, rt::ReadError> {
                static SLOTS: [rt::Slot; __count] = [__slots];
                __variables;
                let mut record = rt::Record::new(&SLOTS);
                __loop;
                Ok(Self { __fields })
            }
        }
    }
}
template! {
    fn several() -> Expr {
        while let Some(slot) = cursor.next_slot(&mut record)? {
            match slot {
                __arms => {}
            }
        }
    }
}
template! {
    fn only() -> Expr {
        while cursor.next_slot(&mut record)?.is_some() {
            __body;
        }
    }
}
template! {
    fn read_empty() -> Item {
        impl rt::ReadElement for __name {
            const NAMESPACES: &'static rt::Namespaces = &NAMESPACES;

            fn read_element(cursor: &mut rt::Cursor<'_>) -> Result<Self, rt::ReadError> {
                __variables;
                cursor.leave()?;
                Ok(Self { __fields })
            }
        }
    }
}
template! { fn single_slot() -> Expr { rt::Slot::single(__namespace, __local) } }
template! { fn repeated_slot() -> Expr { rt::Slot::repeated(__namespace, __local) } }
template! { fn none() -> syn::Block {{ let mut __name = None; }} }
template! { fn vector() -> syn::Block {{ let mut __name = Vec::new(); }} }
template! { fn take_attributes() -> syn::Block {{ let __name = cursor.take_any_attributes(); }} }
template! { fn set() -> Expr { __name = Some(__value) } }
template! { fn push() -> Expr { __name.push(__value) } }
template! { fn arm() -> Arm { __index => __body, } }
template! { fn last_arm() -> Arm { _ => __body, } }
template! { fn required() -> Expr { cursor.required(__name, &SLOTS[__index])? } }

/// `impl ReadElement`.
pub(super) fn implementation(item: &RecordItem<'_>) -> Item {
    let fill = Fill::new()
        .name("__name", ident(&item.names.name))
        .statements("__variables", variables(item))
        .fields("__fields", values(item));
    if item.record.fields.is_empty() {
        return read_empty(fill);
    }
    let slots: Vec<_> = item.record.fields.iter().map(|field| slot(item, field)).collect();
    read(
        fill.expr("__count", number(slots.len()))
            .elements("__slots", slots)
            .statements("__loop", vec![Stmt::Expr(slot_loop(item), None)]),
    )
}

fn slot(item: &RecordItem<'_>, field: &Field) -> Expr {
    let fill = Fill::new()
        .expr("__namespace", namespace(item.emitter, &field.name))
        .expr("__local", text(&field.name.local));
    if field.occurs == Occurs::Repeated { repeated_slot(fill) } else { single_slot(fill) }
}

/// A variable for each field. Attributes are taken before the content is touched.
fn variables(item: &RecordItem<'_>) -> Vec<Stmt> {
    let taken = any_attributes(item).map(|name| take_attributes(filled(name)));
    let started = members(item).map(|(field, name)| {
        if field.occurs == Occurs::Repeated { vector(filled(name)) } else { none(filled(name)) }
    });
    taken.into_iter().chain(started).flat_map(|block| block.stmts).collect()
}

fn filled(name: &crate::name::Identifier) -> Fill {
    Fill::new().name("__name", ident(&name.as_local()))
}

fn slot_loop(item: &RecordItem<'_>) -> Expr {
    let mut bodies: Vec<Expr> = members(item)
        .map(|(field, name)| {
            let fill = filled(name).expr("__value", value(item, field));
            if field.occurs == Occurs::Repeated { push(fill) } else { set(fill) }
        })
        .collect();
    let last = bodies.pop().expect("a record without fields has no loop");
    if bodies.is_empty() {
        let body = vec![Stmt::Expr(last, Some(syn::token::Semi::default()))];
        return only(Fill::new().statements("__body", body));
    }
    let numbered = bodies.into_iter().enumerate().map(|(index, body)| {
        arm(Fill::new().pattern("__index", number_pattern(index)).expr("__body", body))
    });
    // The cursor gives no number beyond the last.
    let last = last_arm(Fill::new().expr("__body", last));
    several(Fill::new().arms("__arms", numbered.chain([last]).collect()))
}

template! { fn read_string() -> Expr { cursor.string()? } }
template! { fn read_value() -> Expr { cursor.value()? } }
template! { fn read_record() -> Expr { rt::ReadElement::read_element(cursor)? } }

/// The expression that reads a field's element; its type is the variable's.
fn value(item: &RecordItem<'_>, field: &Field) -> Expr {
    if field.value == ValueType::Builtin(Builtin::String) {
        read_string(Fill::new())
    } else if item.emitter.record_of(field.value).is_some() {
        read_record(Fill::new())
    } else {
        read_value(Fill::new())
    }
}

/// The fields of the finished struct.
fn values(item: &RecordItem<'_>) -> Vec<syn::FieldValue> {
    let fields = members(item).enumerate().map(|(index, (field, name))| {
        let local = ident(&name.as_local());
        let value = match field.occurs {
            Occurs::Once => {
                required(Fill::new().name("__name", local).expr("__index", number(index)))
            }
            Occurs::Optional | Occurs::Repeated => variable(local),
        };
        field_value(&ident(name), value)
    });
    let wildcard = any_attributes(item).map(|name| {
        let name = ident(name);
        field_value(&name, variable(name.clone()))
    });
    fields.chain(wildcard).collect()
}
