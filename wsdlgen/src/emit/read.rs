//! Reading records: attributes first, then a loop over slots, one arm each.

use syn::{Arm, Expr, Item, Stmt};

use super::{
    Emitter, RecordItem, descent,
    first::first,
    in_place,
    kind::Kind,
    syntax::{field_value, ident, namespace, number, number_pattern, text, variable, word},
    template::{Fill, template},
    value,
};
use crate::{
    model::{
        Content, Field, NamespaceConstraint, Nillable, Occurs, Order, Origin, Presence, Record,
        Term, Wildcard,
    },
    name::{Identifier, MemberNames, TypeNames, locals},
};

template! {
    fn read() -> Item {
        impl rt::ReadElement for __name {
            const NAMESPACES: &'static rt::Namespaces = &NAMESPACES;

            fn read_element(cursor: &mut rt::Cursor<'_>) -> Result<Self, rt::ReadError> {
                __body;
                Ok(__value)
            }
        }
    }
}
template! { fn slots() -> syn::Block {{ static SLOTS: [rt::Slot; __count] = [__slots]; }} }
template! { pub(super) fn new_record() -> syn::Block {{ let mut record = rt::Record::new(&SLOTS); }} }
template! {
    pub(super) fn new_set() -> syn::Block {{ let mut record = rt::Record::in_any_order(&SLOTS); }}
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
template! { fn leave() -> Expr { cursor.leave()? } }
template! { fn single_slot() -> Expr { rt::Slot::single(__namespace, __local) } }
template! { fn repeated_slot() -> Expr { rt::Slot::repeated(__namespace, __local) } }
template! { fn part_slot() -> Expr { rt::Slot::part(__called, __first) } }
template! { fn several_slot() -> Expr { __slot.several() } }
template! { fn nillable_slot() -> Expr { __slot.nillable() } }
template! { fn accessor_slot() -> Expr { __slot.accessor() } }
template! { fn parameter_slot() -> Expr { __slot.parameter() } }
template! { fn none() -> syn::Block {{ let mut __name = None; }} }
template! { fn vector() -> syn::Block {{ let mut __name = Vec::new(); }} }
template! { fn let_be() -> syn::Block {{ let __name = __value; }} }
template! { fn take_all() -> Expr { cursor.take_any_attributes() } }
template! { fn take_some() -> Expr { cursor.take_attributes_of(__wildcard) } }
template! { fn mixed() -> Expr { cursor.mixed()? } }
template! { fn set() -> Expr { __place = Some(__value) } }
template! { fn set_part() -> Expr { __place = rt::ReadContent::read_content(cursor)? } }
template! { fn push() -> Expr { __place.push(__value) } }
template! { fn extend() -> Expr { __place.extend(rt::ReadContent::read_content(cursor)?) } }
template! { pub(super) fn assign() -> Expr { __place = __value } }
template! { fn capture() -> Expr { cursor.capture()? } }
template! { fn arm() -> Arm { __index => __body, } }
template! { fn last_arm() -> Arm { _ => __body, } }
template! { fn required() -> Expr { cursor.required(__name, &SLOTS[__index])? } }
template! { fn required_attribute() -> Expr { cursor.required_attribute(__name, __local)? } }
template! { fn into() -> Expr { __name.into() } }

/// A record among those that another extends, with the variables its members are read into.
pub(super) struct Level<'a> {
    pub(super) record: &'a Record,
    pub(super) names: &'a TypeNames,
    pub(super) locals: MemberNames,
}

/// The records that are read together, the outermost base first.
pub(super) fn levels<'a>(item: &RecordItem<'a>) -> Vec<Level<'a>> {
    let model = &item.emitter.named.model;
    let mut ids = vec![item.id];
    while let Some(base) = ids.last().and_then(|id| model.record(*id)).and_then(|one| one.base) {
        ids.push(base);
    }
    ids.reverse();
    let names: Vec<&TypeNames> = ids.iter().map(|id| item.emitter.named.names(*id)).collect();
    let locals = locals(&names);
    let records = ids.iter().filter_map(|id| model.record(*id));
    let levels = records.zip(names).zip(locals);
    levels.map(|((record, names), locals)| Level { record, names, locals }).collect()
}

/// `impl ReadElement`.
pub(super) fn implementation(item: &RecordItem<'_>) -> Item {
    let levels = levels(item);
    let fields: Vec<(&Field, &Identifier)> = levels
        .iter()
        .flat_map(|level| level.record.fields().iter().zip(&level.locals.content))
        .collect();
    let order = match &item.record.content {
        Content::Fields(_, order) => *order,
        _ => Order::Sequence,
    };
    let own = levels.iter().find_map(|level| match &level.record.content {
        Content::Value(value) => {
            Some((&level.locals.content[0], value::read_content(item.emitter, *value)))
        }
        Content::Mixed(_) => Some((&level.locals.content[0], mixed(Fill::new()))),
        Content::Array(one) => {
            Some((&level.locals.content[0], value::read_array(item.emitter, one)))
        }
        Content::Fields(..) => None,
    });
    let by_slots = own.is_none() && !fields.is_empty() && order != Order::Grammar;
    let fill = || Fill::new().name("__name", ident(&item.names.name));
    if by_slots && item.emitter.named.model.has_default(item.record) {
        let body = in_place::statements(item, &levels, order);
        return read(fill().statements("__body", body).expr("__value", variable(word("value"))));
    }
    let mut body = Vec::new();
    if by_slots {
        body.extend(slot_statics(item, &fields));
    }
    body.extend(attribute_statements(item.emitter, &levels));
    if let Some((name, value)) = own {
        body.extend(let_be(local(name).expr("__value", value)).stmts);
    } else if by_slots {
        body.extend(slot_statements(item.emitter, order, &fields));
    } else {
        body.extend(descent::statements(item.emitter, &fields));
        body.push(Stmt::Expr(leave(Fill::new()), Some(syn::token::Semi::default())));
    }
    let value = construct(item, &levels, order);
    read(fill().statements("__body", body).expr("__value", value))
}

/// Attributes are taken before the content is touched, those with names before any others.
fn attribute_statements(emitter: Emitter<'_>, levels: &[Level<'_>]) -> Vec<Stmt> {
    let named = levels.iter().flat_map(|level| {
        let attributes = level.record.attributes.iter().zip(&level.locals.attributes);
        attributes.map(|(attribute, name)| {
            let_be(local(name).expr("__value", value::take(emitter, attribute)))
        })
    });
    let open = levels.iter().filter_map(|level| {
        let (wildcard, name) =
            level.record.any_attribute.as_ref().zip(level.locals.any_attributes.as_ref())?;
        Some(let_be(local(name).expr("__value", take_any(emitter, wildcard))))
    });
    named.chain(open).flat_map(|block| block.stmts).collect()
}

pub(super) fn take_any(emitter: Emitter<'_>, wildcard: &Wildcard) -> Expr {
    if wildcard.namespaces == NamespaceConstraint::Any {
        return take_all(Fill::new());
    }
    take_some(Fill::new().expr("__wildcard", super::first::wildcard(emitter, wildcard)))
}

fn slot_statements(
    emitter: Emitter<'_>,
    order: Order,
    fields: &[(&Field, &Identifier)],
) -> Vec<Stmt> {
    let mut body = Vec::new();
    for (field, name) in fields {
        let repeated = field.times.occurs() == Occurs::Repeated;
        let variable = if repeated { vector(local(name)) } else { none(local(name)) };
        body.extend(variable.stmts);
    }
    let record = if order == Order::All { new_set } else { new_record };
    body.extend(record(Fill::new()).stmts);
    let bodies = fields.iter().map(|(field, name)| {
        let place = Fill::new().expr("__place", variable(ident(name)));
        fill_slot(emitter, field, place)
    });
    body.push(Stmt::Expr(slot_loop(bodies.collect()), None));
    body
}

/// The slots, before anything is done: items come first in a function.
pub(super) fn slot_statics(item: &RecordItem<'_>, fields: &[(&Field, &Identifier)]) -> Vec<Stmt> {
    let emitter = item.emitter;
    let of_message = matches!(*emitter.named.model.get(item.id).origin, Origin::Message(..));
    let is_only = of_message && fields.len() == 1;
    let slots: Vec<_> = fields.iter().map(|(field, _)| slot(emitter, field, is_only)).collect();
    let count = number(slots.len());
    self::slots(Fill::new().expr("__count", count).elements("__slots", slots)).stmts
}

/// The slot of a field, maybe the only part of a message.
fn slot(emitter: Emitter<'_>, field: &Field, is_only: bool) -> Expr {
    let repeated = field.times.occurs() == Occurs::Repeated;
    let Term::Element(element) = &field.term else {
        let slot = part_slot(
            Fill::new()
                .expr("__called", text(&field.called))
                .expr("__first", first(emitter, &field.term)),
        );
        return if repeated { several_slot(Fill::new().expr("__slot", slot)) } else { slot };
    };
    let fill = Fill::new()
        .expr("__namespace", namespace(emitter, &element.name))
        .expr("__local", text(&element.name.local));
    let slot = if repeated { repeated_slot(fill) } else { single_slot(fill) };
    match element.nillable {
        Nillable::Yes => nillable_slot(Fill::new().expr("__slot", slot)),
        Nillable::AsAbsent if is_only => parameter_slot(Fill::new().expr("__slot", slot)),
        Nillable::AsAbsent => accessor_slot(Fill::new().expr("__slot", slot)),
        Nillable::No => slot,
    }
}

pub(super) fn local(name: &Identifier) -> Fill {
    Fill::new().name("__name", ident(name))
}

/// The loop that reads a record; what is done for each slot.
pub(super) fn slot_loop(mut bodies: Vec<Expr>) -> Expr {
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

/// What is done when a field's slot is found; `fill` has the place to put the value in.
pub(super) fn fill_slot(emitter: Emitter<'_>, field: &Field, fill: Fill) -> Expr {
    let repeated = field.times.occurs() == Occurs::Repeated;
    let value = match &field.term {
        Term::Part(_) => {
            return if repeated { extend(fill) } else { set_part(fill) };
        }
        Term::Any(_) => value::in_storage(capture(Fill::new()), field.storage, Kind::Value),
        Term::Element(element) if element.nillable == Nillable::AsAbsent && !repeated => {
            let value = value::read_unless_nil(emitter, element);
            return assign(fill.expr(
                "__value",
                value::in_optional_storage(value, field.storage, emitter.kind(element)),
            ));
        }
        Term::Element(element) => {
            if let Some(read) = value::reader_into(emitter, element, field.storage) {
                return read(fill);
            }
            let value = value::read(emitter, element);
            value::in_storage(value, field.storage, emitter.kind(element))
        }
    };
    let fill = fill.expr("__value", value);
    if repeated { push(fill) } else { set(fill) }
}

/// The finished struct, with those that it extends inside.
fn construct(item: &RecordItem<'_>, levels: &[Level<'_>], order: Order) -> Expr {
    let mut index = 0;
    let mut inner: Option<Expr> = None;
    for (depth, level) in levels.iter().enumerate() {
        let mut values = Vec::new();
        if let (Some(base), Some(value)) = (&level.names.members.base, inner.take()) {
            values.push(field_value(&ident(base), value));
        }
        values.extend(content_values(level, order, &mut index));
        values.extend(attribute_values(level));
        if let (Some(field), Some(local)) =
            (&level.names.members.any_attributes, &level.locals.any_attributes)
        {
            values.push(field_value(&ident(field), variable(ident(local))));
        }
        let own = depth + 1 == levels.len();
        let path = if own { None } else { Some(item.emitter.path_of(level.names, item.place())) };
        inner = Some(struct_of(path, values));
    }
    inner.expect("a record is its own last level")
}

template! { fn this() -> Expr { Self { __fields } } }
template! { fn other() -> syn::ExprStruct { __Name { __fields } } }

pub(super) fn struct_of(path: Option<syn::Path>, values: Vec<syn::FieldValue>) -> Expr {
    let fill = Fill::new().fields("__fields", values);
    match path {
        None => this(fill),
        Some(path) => {
            let mut literal = other(fill);
            literal.path = path;
            Expr::Struct(literal)
        }
    }
}

fn attribute_values<'a>(level: &'a Level<'_>) -> impl Iterator<Item = syn::FieldValue> + 'a {
    let names = level.names.members.attributes.iter().zip(&level.locals.attributes);
    level.record.attributes.iter().zip(names).map(|(attribute, (field, local))| {
        let local = ident(local);
        let value = match attribute.presence {
            Presence::Optional => variable(local),
            Presence::Required => required_attribute(
                Fill::new().name("__name", local).expr("__local", text(&attribute.name.local)),
            ),
        };
        field_value(&ident(field), value)
    })
}

fn content_values(level: &Level<'_>, order: Order, index: &mut usize) -> Vec<syn::FieldValue> {
    let names = level.names.members.content.iter().zip(&level.locals.content);
    let fields = level.record.fields();
    let values = names.enumerate().map(|(place, (name, local))| {
        let value = match fields.get(place) {
            None => variable(ident(local)),
            Some(field) => {
                *index += 1;
                finished(field, local, order, *index - 1)
            }
        };
        field_value(&ident(name), value)
    });
    values.collect()
}

/// A field's value from its variable.
fn finished(field: &Field, local: &Identifier, order: Order, index: usize) -> Expr {
    let local = ident(local);
    let nillable = matches!(&field.term, Term::Element(one) if one.nillable == Nillable::Yes);
    match field.times.occurs() {
        // Step by step, what is required has been asked for already.
        Occurs::Once if order == Order::Grammar => variable(local),
        Occurs::Once => required(Fill::new().name("__name", local).expr("__index", number(index))),
        Occurs::Optional if nillable => into(Fill::new().name("__name", local)),
        Occurs::Optional | Occurs::Repeated => variable(local),
    }
}

/// The values of the fields of a part that has been read.
pub(super) fn part_value(level: &Level<'_>) -> Expr {
    struct_of(None, content_values(level, Order::Grammar, &mut 0))
}
