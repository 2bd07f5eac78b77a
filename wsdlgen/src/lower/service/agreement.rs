//! Decides which ports can share one client: those with the same wire format for every operation.

use std::sync::Arc;

use super::{bodies, groups::BoundPort};
use crate::{
    model::Protocol,
    resolve::Linked,
    syntax::wsdl::{self, OperationMessage, Style, Use},
};

/// Returns whether two ports have the same portType, and the same wire format for all operations that both bind.
pub(crate) fn agree<'a>(linked: &'a Linked, one: &BoundPort<'a>, other: &BoundPort<'a>) -> bool {
    let is_soap = |port: &BoundPort<'_>| matches!(port.protocol, Protocol::Soap(_));
    if one.port_type != other.port_type || is_soap(one) != is_soap(other) {
        return false;
    }
    if std::ptr::eq(one.binding, other.binding) {
        return true;
    }
    let (_, port_type) = linked.port_type(&one.binding.port_type);
    port_type.operations.iter().all(|operation| {
        let shapes = shape_at(linked, operation, one).zip(shape_at(linked, operation, other));
        shapes.is_none_or(|(one, other)| one == other)
    })
}

/// Returns whether a bound operation with the same name may be this operation.
fn is_of(bound: &wsdl::BindingOperation, operation: &wsdl::Operation) -> bool {
    let input = operation.exchange.input().and_then(|input| input.name.as_ref());
    bound.input.name.is_none() || input.is_none() || bound.input.name.as_ref() == input
}

/// The wire format of an operation's messages.
#[derive(PartialEq)]
struct Shape<'a> {
    style: Style,
    /// The uses of input and output.
    uses: [Use; 2],
    /// The namespaces of the wrappers; `None` if there are no wrappers.
    namespaces: Option<[&'a Arc<str>; 2]>,
    parts: [Vec<&'a str>; 2],
    is_supported: bool,
}

/// Returns the wire format of an operation at a port, if the port binds it.
fn shape_at<'a>(
    linked: &'a Linked,
    operation: &'a wsdl::Operation,
    port: &BoundPort<'a>,
) -> Option<Shape<'a>> {
    let bound =
        port.operations.named(&operation.name.name).iter().find(|bound| is_of(bound, operation))?;
    let wrapper = |message: &'a wsdl::BoundMessage| {
        let stated = &message.encoding.namespace;
        if stated.is_empty() { port.namespace } else { stated }
    };
    let parts = |message: Option<&'a OperationMessage>, bound| {
        let message = message.map(|message| linked.message(&message.message));
        message.map(|message| bodies::body_part_names(linked, message, bound)).unwrap_or_default()
    };
    let wrappers = [wrapper(&bound.input), wrapper(&bound.output)];
    let exchange = &operation.exchange;
    Some(Shape {
        style: bound.style,
        uses: [bound.input.encoding.r#use, bound.output.encoding.r#use],
        namespaces: (bound.style == Style::Rpc).then_some(wrappers),
        parts: [parts(exchange.input(), &bound.input), parts(exchange.output(), &bound.output)],
        is_supported: bound.obstacles.is_empty(),
    })
}
