//! Single values: the expressions that read them, the statements that write them.

use syn::{Expr, Stmt, token};

use super::{
    Emitter,
    kind::Kind,
    syntax::{text, variable, word},
    template::{Fill, template},
};
use crate::model::{
    Attribute, Content, Definition, Element, Nillable, Origin, Presence, Record, Storage,
    ValueType, WhiteSpace,
};

template! { fn complex_reader() -> Expr { rt::ReadElement::read_element } }
template! { fn string_reader() -> Expr { rt::Cursor::string } }
template! { fn normalized_reader() -> Expr { rt::Cursor::normalized_string } }
template! { fn token_reader() -> Expr { rt::Cursor::token } }
template! { fn value_reader() -> Expr { rt::Cursor::value } }
template! { fn string_or_reader() -> Expr { |cursor| cursor.string_or(__default) } }
template! { fn value_or_reader() -> Expr { |cursor| cursor.value_or(__default) } }
template! { fn nillable_reader() -> Expr { |cursor| rt::Nillable::read(cursor, __reader) } }
template! { fn read_complex() -> Expr { rt::ReadElement::read_element(cursor)? } }
template! { fn read_string() -> Expr { cursor.string()? } }
template! { fn read_normalized() -> Expr { cursor.normalized_string()? } }
template! { fn read_token() -> Expr { cursor.token()? } }
template! { fn read_value() -> Expr { cursor.value()? } }
template! { fn read_string_or() -> Expr { cursor.string_or(__default)? } }
template! { fn read_value_or() -> Expr { cursor.value_or(__default)? } }
template! { fn read_or_nil() -> Expr { rt::Nillable::read(cursor, __reader)? } }
template! { fn read_optional_or_nil() -> Expr { rt::Optional::read(cursor, __reader)? } }
template! { fn read_several() -> Expr { cursor.several(&__wire, __reader)? } }

/// The default of a value that has a lexical form.
fn default_of(element: &Element, kind: Kind) -> Option<Fill> {
    let constraint =
        element.constraint.as_ref().filter(|_| !matches!(kind, Kind::Complex | Kind::Names))?;
    Some(Fill::new().expr("__default", text(&constraint.text)))
}

/// The expression that reads an element's value; the cursor stands behind its start tag.
pub(super) fn read(emitter: Emitter<'_>, element: &Element) -> Expr {
    let kind = emitter.kind(element);
    if element.nillable == Nillable::Yes {
        return read_or_nil(Fill::new().expr("__reader", value_function(element, kind)));
    }
    if let Some(default) = default_of(element, kind) {
        let read = if matches!(kind, Kind::Text(_)) { read_string_or } else { read_value_or };
        return read(default);
    }
    read_kind(kind)
}

fn read_kind(kind: Kind) -> Expr {
    let read = match kind {
        Kind::Complex => read_complex,
        Kind::Text(WhiteSpace::Preserve) => read_string,
        Kind::Text(WhiteSpace::Replace) => read_normalized,
        Kind::Text(WhiteSpace::Collapse) => read_token,
        Kind::Value | Kind::Names => read_value,
    };
    read(Fill::new())
}

template! { fn element_into() -> Expr { cursor.element_into(&mut __place)? } }
template! { fn string_into() -> Expr { cursor.string_into(&mut __place)? } }
template! { fn token_into() -> Expr { cursor.token_into(&mut __place)? } }
template! { fn value_into() -> Expr { cursor.value_into(&mut __place)? } }

/// The expression that reads an element's value into a place, where that is all there is to do.
pub(super) fn reader_into(
    emitter: Emitter<'_>,
    element: &Element,
    storage: Storage,
) -> Option<fn(Fill) -> Expr> {
    let kind = emitter.kind(element);
    let has_more = element.nillable == Nillable::Yes
        || default_of(element, kind).is_some()
        || storage == Storage::Boxed && kind != Kind::Complex;
    match kind {
        _ if has_more => None,
        Kind::Complex => Some(element_into),
        Kind::Text(WhiteSpace::Preserve) => Some(string_into),
        Kind::Text(WhiteSpace::Collapse) => Some(token_into),
        Kind::Text(WhiteSpace::Replace) => None,
        Kind::Value | Kind::Names => Some(value_into),
    }
}

/// The expression that reads an element that may be nil, where it may also be absent.
pub(super) fn read_optional(emitter: Emitter<'_>, element: &Element) -> Expr {
    let reader = value_function(element, emitter.kind(element));
    read_optional_or_nil(Fill::new().expr("__reader", reader))
}

/// The function that reads an element's value, nil aside.
fn value_function(element: &Element, kind: Kind) -> Expr {
    if let Some(default) = default_of(element, kind) {
        let text = matches!(kind, Kind::Text(_));
        return if text { string_or_reader(default) } else { value_or_reader(default) };
    }
    let function = match kind {
        Kind::Complex => complex_reader,
        Kind::Text(WhiteSpace::Preserve) => string_reader,
        Kind::Text(WhiteSpace::Replace) => normalized_reader,
        Kind::Text(WhiteSpace::Collapse) => token_reader,
        Kind::Value | Kind::Names => value_reader,
    };
    function(Fill::new())
}

/// The expression that reads an element, which has been entered, and those of its name behind it.
pub(super) fn several(emitter: Emitter<'_>, element: &Element) -> Expr {
    let function = value_function(element, emitter.kind(element));
    let function = match element.nillable {
        Nillable::Yes => nillable_reader(Fill::new().expr("__reader", function)),
        Nillable::No | Nillable::AsAbsent => function,
    };
    let wire = super::syntax::name(emitter, &element.name);
    read_several(Fill::new().expr("__wire", wire).expr("__reader", function))
}

template! { fn read_unless() -> Expr { cursor.unless_nil(__reader)? } }
template! { fn in_box() -> Expr { __value.map(Box::new) } }
template! { fn read_items() -> Expr { cursor.array(__reader)? } }

/// The expression that reads an element whose nil means that it is absent.
pub(super) fn read_unless_nil(emitter: Emitter<'_>, element: &Element) -> Expr {
    let reader = value_function(element, emitter.kind(element));
    read_unless(Fill::new().expr("__reader", reader))
}

/// A value that may be absent, in a box where it is kept in one and is not read into it.
pub(super) fn in_optional_storage(value: Expr, storage: Storage, kind: Kind) -> Expr {
    if storage == Storage::Boxed && kind != Kind::Complex {
        return in_box(Fill::new().expr("__value", value));
    }
    value
}

/// The expression that reads an array in SOAP's encoding.
pub(super) fn read_array(emitter: Emitter<'_>, item: &Element) -> Expr {
    read_items(Fill::new().expr("__reader", value_function(item, emitter.kind(item))))
}

template! { fn ok() -> Expr { Ok(__value) } }

/// The same as what a function ends with: a result.
pub(super) fn read_last(emitter: Emitter<'_>, element: &Element) -> Expr {
    match read(emitter, element) {
        Expr::Try(tried) => *tried.expr,
        value => ok(Fill::new().expr("__value", value)),
    }
}

/// The expression that reads simple content, up to the end tag.
pub(super) fn read_content(emitter: Emitter<'_>, value: ValueType) -> Expr {
    read_kind(emitter.simple_kind(value))
}

template! { fn take_string() -> Expr { cursor.attribute_string(&__wire) } }
template! { fn take_token() -> Expr { cursor.attribute_token(&__wire) } }
template! { fn take_value() -> Expr { cursor.attribute(&__wire)? } }

/// The expression that takes an attribute, if it is there.
pub(super) fn take(emitter: Emitter<'_>, attribute: &Attribute) -> Expr {
    let fill = Fill::new().expr("__wire", super::syntax::name(emitter, &attribute.name));
    match emitter.simple_kind(attribute.value) {
        Kind::Text(WhiteSpace::Preserve | WhiteSpace::Replace) => take_string(fill),
        Kind::Text(WhiteSpace::Collapse) => take_token(fill),
        _ => take_value(fill),
    }
}

/// A value as a place and as a reference to it.
#[derive(Clone)]
pub(super) struct Values {
    pub(super) owned: Expr,
    pub(super) borrowed: Expr,
}

impl Values {
    /// A variable that is a reference already.
    pub(super) fn of_variable(name: &str) -> Self {
        let value = variable(word(name));
        Self { owned: value.clone(), borrowed: value }
    }
}

template! { fn value_of() -> Expr { writer.value(__value) } }
template! { fn declare_names() -> Expr { writer.declare_names(__value) } }
template! { fn value_element() -> Expr { writer.value_element(__tag, __value) } }
template! { fn value_elements() -> Expr { writer.value_elements(__tag, __value) } }
template! { fn element() -> Expr { writer.element(__tag, __value) } }
template! { fn elements() -> Expr { writer.elements(__tag, __value) } }
template! {
    fn unless_nil() -> Expr {
        if let Some(value) = __value.or_nil(__tag, writer) {
            __body;
        }
    }
}
template! { fn for_each() -> Expr { for value in __value { __body; } } }

/// How many values stand in a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Many {
    One,
    /// Any number, or one that may be absent: what can be iterated over.
    Several,
}

/// Writes an element with its tags.
pub(super) fn write(emitter: Emitter<'_>, written: &Element, values: &Values, many: Many) -> Stmt {
    let tag = || text(&format!("<{}>", emitter.tag(&written.name)));
    let inner = Values::of_variable("value");
    match (written.nillable, many) {
        (Nillable::AsAbsent, Many::Several) => encoded(emitter, written, tag(), values),
        (Nillable::No | Nillable::AsAbsent, _) => {
            let write = match (emitter.kind(written), many) {
                (Kind::Complex, Many::One) => element,
                (Kind::Complex, Many::Several) => elements,
                (_, Many::One) => value_element,
                (_, Many::Several) => value_elements,
            };
            let fill = Fill::new().expr("__tag", tag()).expr("__value", values.borrowed.clone());
            call(write(fill))
        }
        (Nillable::Yes, Many::One) => {
            let there = Element { nillable: Nillable::No, ..written.clone() };
            let body = vec![write(emitter, &there, &inner, Many::One)];
            let fill = Fill::new().expr("__value", values.owned.clone()).expr("__tag", tag());
            Stmt::Expr(unless_nil(fill.statements("__body", body)), None)
        }
        (Nillable::Yes, Many::Several) => {
            let body = vec![write(emitter, written, &inner, Many::One)];
            let fill = Fill::new().expr("__value", values.borrowed.clone());
            Stmt::Expr(for_each(fill.statements("__body", body)), None)
        }
    }
}

template! { fn encoded_value() -> Expr { writer.encoded_value(__tag, __type_name, __value) } }
template! { fn encoded_element() -> Expr { writer.encoded_element(__tag, __type_name, __value) } }
template! { fn named() -> Expr { Some(__name) } }
template! { fn nameless() -> Expr { None } }

/// Writes an element in SOAP's encoding, which is nil where there is no value.
fn encoded(emitter: Emitter<'_>, written: &Element, tag: Expr, values: &Values) -> Stmt {
    let write =
        if emitter.kind(written) == Kind::Complex { encoded_element } else { encoded_value };
    let fill = Fill::new().expr("__tag", tag).expr("__type_name", type_name(emitter, written));
    call(write(fill.expr("__value", values.borrowed.clone())))
}

/// The name of the type that an element always names, if it does.
fn type_name(emitter: Emitter<'_>, written: &Element) -> Expr {
    match &written.type_name {
        Some(name) => named(Fill::new().expr("__name", text(&emitter.tag(name)))),
        None => nameless(Fill::new()),
    }
}

template! { fn array_type() -> Expr { __array.write_type(__type_name, writer) } }
template! { fn array_values() -> Expr { __array.write_values(__tag, __type_name, writer) } }
template! { fn array_elements() -> Expr { __array.write_elements(__tag, __type_name, writer) } }

/// Writes what an array says of its items.
pub(super) fn write_array_type(emitter: Emitter<'_>, item: &Element, array: Expr) -> Stmt {
    let name = text(&item_type(emitter, item.value));
    call(array_type(Fill::new().expr("__array", array).expr("__type_name", name)))
}

/// Writes the items of an array.
pub(super) fn write_array(emitter: Emitter<'_>, item: &Element, array: Expr) -> Stmt {
    let write = if emitter.kind(item) == Kind::Complex { array_elements } else { array_values };
    let tag = text(&format!("<{}>", emitter.tag(&item.name)));
    let fill = Fill::new().expr("__array", array).expr("__tag", tag);
    call(write(fill.expr("__type_name", type_name(emitter, item))))
}

/// What `arrayType` calls the type of items.
fn item_type(emitter: Emitter<'_>, value: ValueType) -> String {
    let model = &emitter.named.model;
    let id = match value {
        ValueType::Builtin(builtin) => return format!("xsd:{}", builtin.name()),
        ValueType::Defined(id) => id,
    };
    let of_type = model.get(id);
    match (&of_type.definition, &*of_type.origin) {
        (Definition::Family(family), _) => item_type(emitter, ValueType::Defined(family.declared)),
        (_, Origin::Named(name)) => emitter.tag(name),
        (Definition::Record(Record { content: Content::Array(item), .. }), _) => {
            format!("{}[]", item_type(emitter, item.value))
        }
        (Definition::Simple(simple), _) => item_type(emitter, simple.shape.inner()),
        _ => "xsd:anyType".to_owned(),
    }
}

/// An expression as a statement.
pub(super) fn call(expression: Expr) -> Stmt {
    Stmt::Expr(expression, Some(token::Semi::default()))
}

/// Writes simple content.
pub(super) fn write_content(values: &Values) -> Stmt {
    call(value_of(Fill::new().expr("__value", values.borrowed.clone())))
}

template! { fn attribute_value() -> Expr { writer.attribute_value(__name, __value) } }
template! { fn optional_attribute() -> Expr { writer.optional_attribute(__name, __value) } }

/// Writes an attribute.
pub(super) fn write_attribute(emitter: Emitter<'_>, attribute: &Attribute, value: Expr) -> Stmt {
    let write = match attribute.presence {
        Presence::Required => attribute_value,
        Presence::Optional => optional_attribute,
    };
    let name = text(&emitter.tag(&attribute.name));
    call(write(Fill::new().expr("__name", name).expr("__value", value)))
}

/// Declares the names in simple content on the start tag.
pub(super) fn declare(values: &Values) -> Stmt {
    call(declare_names(Fill::new().expr("__value", values.borrowed.clone())))
}

/// What writes a global element with its tags: a body, a header block, a fault's detail.
pub(super) fn element_statement(emitter: Emitter<'_>, global: &Element, value: &str) -> Vec<Stmt> {
    vec![write(emitter, global, &Values::of_variable(value), Many::One)]
}

template! { fn boxed() -> Expr { Box::new(__value) } }

/// A value in a box, where it is kept in one and is not read into it.
pub(super) fn in_storage(value: Expr, storage: Storage, kind: Kind) -> Expr {
    if storage == Storage::Boxed && kind != Kind::Complex {
        return boxed(Fill::new().expr("__value", value));
    }
    value
}
