//! Elements of messages: the expressions that read them, the statements that write them.

use syn::{Expr, Stmt, token};

use super::{
    Emitter,
    kind::Kind,
    syntax::{text, variable, word},
    template::{Fill, template},
};
use crate::model::{Content, Definition, Element, Nillable, Origin, Record, ValueType, WhiteSpace};

template! { fn complex_reader() -> Expr { rt::ReadElement::read_element } }
template! { fn string_reader() -> Expr { rt::Cursor::string } }
template! { fn normalized_reader() -> Expr { rt::Cursor::normalized_string } }
template! { fn token_reader() -> Expr { rt::Cursor::token } }
template! { fn value_reader() -> Expr { rt::Cursor::value } }
template! { fn string_or_reader() -> Expr { |cursor| cursor.string_or(__default) } }
template! { fn value_or_reader() -> Expr { |cursor| cursor.value_or(__default) } }
template! { fn read_complex() -> Expr { rt::ReadElement::read_element(cursor)? } }
template! { fn read_string() -> Expr { cursor.string()? } }
template! { fn read_normalized() -> Expr { cursor.normalized_string()? } }
template! { fn read_token() -> Expr { cursor.token()? } }
template! { fn read_value() -> Expr { cursor.value()? } }
template! { fn read_string_or() -> Expr { cursor.string_or(__default)? } }
template! { fn read_value_or() -> Expr { cursor.value_or(__default)? } }
template! { fn read_or_nil() -> Expr { rt::Nillable::read(cursor, __reader)? } }

/// The default of a value that has a lexical form.
fn default_of(element: &Element, kind: Kind) -> Option<Fill> {
    let constraint =
        element.constraint.as_ref().filter(|_| !matches!(kind, Kind::Complex | Kind::Names))?;
    Some(Fill::new().expr("__default", text(&constraint.text)))
}

/// The expression that reads an element's value; the cursor is after its start tag.
pub(super) fn read(emitter: Emitter<'_>, element: &Element) -> Expr {
    let kind = emitter.kind(element);
    if element.nillable == Nillable::Yes {
        return read_or_nil(Fill::new().expr("__reader", value_function(element, kind)));
    }
    if let Some(default) = default_of(element, kind) {
        let read = if matches!(kind, Kind::Text(_)) { read_string_or } else { read_value_or };
        return read(default);
    }
    let read = match kind {
        Kind::Complex => read_complex,
        Kind::Text(WhiteSpace::Preserve) => read_string,
        Kind::Text(WhiteSpace::Replace) => read_normalized,
        Kind::Text(WhiteSpace::Collapse) => read_token,
        Kind::Value | Kind::Names => read_value,
    };
    read(Fill::new())
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

template! { fn ok() -> Expr { Ok(__value) } }

/// The expression that reads an element's value, as the result that a function ends with.
pub(super) fn read_last(emitter: Emitter<'_>, element: &Element) -> Expr {
    match read(emitter, element) {
        Expr::Try(tried) => *tried.expr,
        value => ok(Fill::new().expr("__value", value)),
    }
}

template! { fn value_element() -> Expr { writer.value_element(__tag, __value) } }
template! { fn complex_element() -> Expr { writer.element(__tag, __value) } }
template! { fn nillable_value_element() -> Expr { writer.nillable_value_element(__tag, __value) } }
template! { fn nillable_complex_element() -> Expr { writer.nillable_element(__tag, __value) } }

/// What writes a global element with its tags: a body, a header block, a fault's detail.
pub(super) fn element_statement(emitter: Emitter<'_>, global: &Element, value: &str) -> Vec<Stmt> {
    let tag = text(&format!("<{}>", emitter.tag(&global.name)));
    let is_complex = emitter.kind(global) == Kind::Complex;
    let write = match (global.nillable == Nillable::Yes, is_complex) {
        (false, true) => complex_element,
        (false, false) => value_element,
        (true, true) => nillable_complex_element,
        (true, false) => nillable_value_element,
    };
    let fill = Fill::new().expr("__tag", tag).expr("__value", variable(word(value)));
    vec![call(write(fill))]
}

/// An expression as a statement.
pub(super) fn call(expression: Expr) -> Stmt {
    Stmt::Expr(expression, Some(token::Semi::default()))
}

/// The name that `arrayType` gives the type of items (SOAP 1.1, §5.4.2).
pub(super) fn item_type(emitter: Emitter<'_>, value: ValueType) -> String {
    let model = &emitter.named.model;
    let id = match value {
        ValueType::Builtin(builtin) => return format!("xsd:{}", builtin.name()),
        ValueType::Defined(id) => id,
    };
    let ty = model.get(id);
    match (&ty.definition, &*ty.origin) {
        (Definition::Family(family), _) => item_type(emitter, ValueType::Defined(family.declared)),
        (_, Origin::Named(name)) => emitter.tag(name),
        (Definition::Record(Record { content: Content::Array(item), .. }), _) => {
            format!("{}[]", item_type(emitter, item.value))
        }
        (Definition::Simple(simple), _) => item_type(emitter, simple.shape.inner()),
        _ => "xsd:anyType".to_owned(),
    }
}
