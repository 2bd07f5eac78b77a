//! Single values: the expressions that read them, the statements that write them.

use syn::{Expr, Stmt, token};

use super::{
    Emitter,
    kind::Kind,
    syntax::{text, variable, word},
    template::{Fill, template},
};
use crate::model::{Attribute, Element, Nillable, Storage, ValueType, WhiteSpace};

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
        Kind::Enumeration | Kind::Value | Kind::Names => read_value,
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
        Kind::Enumeration | Kind::Value | Kind::Names => value_reader,
    };
    function(Fill::new())
}

/// The expression that reads an element, which has been entered, and those of its name behind it.
pub(super) fn several(emitter: Emitter<'_>, element: &Element) -> Expr {
    let function = value_function(element, emitter.kind(element));
    let function = match element.nillable {
        Nillable::Yes => nillable_reader(Fill::new().expr("__reader", function)),
        Nillable::No => function,
    };
    let wire = super::syntax::name(emitter, &element.name);
    read_several(Fill::new().expr("__wire", wire).expr("__reader", function))
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

template! { fn raw() -> Expr { writer.raw(__text) } }
template! { fn text_of() -> Expr { writer.text(__value) } }
template! { fn enumerated() -> Expr { writer.text(__value.as_str()) } }
template! { fn value_of() -> Expr { writer.value(__value) } }
template! { fn declare_names() -> Expr { writer.declare_names(__value) } }
template! { fn attributes_of() -> Expr { rt::WriteElement::write_attributes(__value, writer) } }
template! { fn content_of() -> Expr { rt::WriteElement::write_content(__value, writer) } }
template! {
    fn unless_nil() -> Expr {
        if let Some(value) = __value.or_nil(__tag, writer) {
            __body;
        }
    }
}

/// Writes an element with its tags.
pub(super) fn write(emitter: Emitter<'_>, element: &Element, values: Values, steps: &mut Steps) {
    if element.nillable == Nillable::No {
        return write_value(emitter, element, &values, steps);
    }
    let mut inner = Steps::default();
    write_value(emitter, element, &Values::of_variable("value"), &mut inner);
    steps.block(unless_nil(
        Fill::new()
            .expr("__value", values.owned)
            .expr("__tag", text(&emitter.tag(&element.name)))
            .statements("__body", inner.finish()),
    ));
}

fn write_value(emitter: Emitter<'_>, element: &Element, values: &Values, steps: &mut Steps) {
    let tag = emitter.tag(&element.name);
    let borrowed = || Fill::new().expr("__value", values.borrowed.clone());
    steps.raw(&format!("<{tag}"));
    match emitter.kind(element) {
        Kind::Complex => {
            if emitter.has_attributes(element.value) {
                steps.call(attributes_of(borrowed()));
            }
            steps.raw(">");
            steps.call(content_of(borrowed()));
        }
        Kind::Names => {
            steps.call(declare_names(borrowed()));
            steps.raw(">");
            steps.call(value_of(borrowed()));
        }
        kind => {
            steps.raw(">");
            steps.call(write_simple(kind, values));
        }
    }
    steps.raw(&format!("</{tag}>"));
}

fn write_simple(kind: Kind, values: &Values) -> Expr {
    let borrowed = || Fill::new().expr("__value", values.borrowed.clone());
    match kind {
        Kind::Text(_) => text_of(borrowed()),
        // A small value, copied where its method wants it so.
        Kind::Enumeration => enumerated(Fill::new().expr("__value", values.owned.clone())),
        _ => value_of(borrowed()),
    }
}

/// Writes simple content.
pub(super) fn write_content(
    emitter: Emitter<'_>,
    value: ValueType,
    values: &Values,
    steps: &mut Steps,
) {
    steps.call(write_simple(emitter.simple_kind(value), values));
}

template! { fn text_attribute() -> Expr { writer.attribute(__name, __value) } }
template! { fn enumerated_attribute() -> Expr { writer.attribute(__name, __value.as_str()) } }
template! { fn value_attribute() -> Expr { writer.attribute_value(__name, __value) } }

/// Writes an attribute.
pub(super) fn write_attribute(
    emitter: Emitter<'_>,
    attribute: &Attribute,
    values: Values,
    steps: &mut Steps,
) {
    let fill = Fill::new().expr("__name", text(&emitter.tag(&attribute.name)));
    let borrowed = || values.borrowed.clone();
    match emitter.simple_kind(attribute.value) {
        Kind::Text(_) => steps.call(text_attribute(fill.expr("__value", borrowed()))),
        Kind::Enumeration => {
            steps.call(enumerated_attribute(fill.expr("__value", values.owned)));
        }
        Kind::Names => {
            steps.call(declare_names(Fill::new().expr("__value", borrowed())));
            steps.call(value_attribute(fill.expr("__value", borrowed())));
        }
        _ => steps.call(value_attribute(fill.expr("__value", borrowed()))),
    }
}

/// Declares the names in simple content on the start tag.
pub(super) fn declare(values: &Values, steps: &mut Steps) {
    steps.call(declare_names(Fill::new().expr("__value", values.borrowed.clone())));
}

/// What writes a global element with its tags: a body, a header block, a fault's detail.
pub(super) fn element_steps(emitter: Emitter<'_>, global: &Element, value: &str) -> Vec<Stmt> {
    let mut steps = Steps::default();
    write(emitter, global, Values::of_variable(value), &mut steps);
    steps.finish()
}

template! { fn boxed() -> Expr { Box::new(__value) } }

/// A value in a box, where it is kept in one and is not read into it.
pub(super) fn in_storage(value: Expr, storage: Storage, kind: Kind) -> Expr {
    if storage == Storage::Boxed && kind != Kind::Complex {
        return boxed(Fill::new().expr("__value", value));
    }
    value
}

/// What is written one after the other; neighbouring static text becomes one piece.
#[derive(Default)]
pub(super) struct Steps {
    statements: Vec<Stmt>,
    pending: String,
}

impl Steps {
    pub(super) fn raw(&mut self, markup: &str) {
        self.pending.push_str(markup);
    }

    pub(super) fn call(&mut self, call: Expr) {
        self.flush();
        self.statements.push(Stmt::Expr(call, Some(token::Semi::default())));
    }

    pub(super) fn block(&mut self, block: Expr) {
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

    pub(super) fn finish(mut self) -> Vec<Stmt> {
        self.flush();
        self.statements
    }
}
