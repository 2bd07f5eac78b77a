//! Parsing of policies and their attachments (WS-Policy 1.5).

use std::{ops::Range, sync::Arc};

use roxmltree::{Attribute, Node};
use wsdlgen_runtime::AnyElement;

use super::{attributes::OwnAttributes as _, context::Context, namespaces::is_policy};
use crate::{
    document::{Import, Relation, Span},
    syntax::{
        Named, QName,
        policy::{Assertion, Expression, Parameter, Policy},
    },
};

/// Parses the policies of a document that can be referred to.
pub(super) fn policies(root: Node<'_, '_>, context: &mut Context<'_>) -> Vec<Policy> {
    let mut policies = Vec::new();
    for policy in outermost(root) {
        let ids = policy.attributes().filter(|one| one.name().eq_ignore_ascii_case("id"));
        let names = ids.chain(policy.own_attribute_node("Name"));
        let names: Vec<Arc<str>> = names.map(|name| name.value().trim().into()).collect();
        if !names.is_empty() {
            let expression = Expression::All(expressions(policy, context));
            policies.push(Policy { file: context.span(policy).file, names, expression });
        }
    }
    policies
}

/// Parses the policies attached to an element: inline, by reference, or with `wsp:PolicyURIs` (Attachment §3.1).
pub(super) fn attached(node: Node<'_, '_>, context: &mut Context<'_>) -> Vec<Expression> {
    let mut attached = Vec::new();
    for uris in node
        .attributes()
        .filter(|one| one.name() == "PolicyURIs" && one.namespace().is_some_and(is_policy))
    {
        let span = context.value_span(uris);
        let references = uris.value().split_whitespace();
        attached
            .extend(references.map(|uri| Expression::Reference(Named { name: uri.into(), span })));
    }
    for child in node.children().filter(|child| is_named(*child, "Policy") || is_reference(child)) {
        attached.extend(expression(child, context));
    }
    attached
}

/// Returns the outermost policies of a document, in document order.
fn outermost<'a, 'input>(root: Node<'a, 'input>) -> impl Iterator<Item = Node<'a, 'input>> {
    let mut open = vec![root];
    std::iter::from_fn(move || {
        while let Some(next) = open.pop() {
            if is_named(next, "Policy") {
                return Some(next);
            }
            open.extend(next.children().rev().filter(Node::is_element));
        }
        None
    })
}

fn is_named(node: Node<'_, '_>, name: &str) -> bool {
    node.tag_name().name() == name && node.tag_name().namespace().is_some_and(is_policy)
}

fn is_reference(node: &Node<'_, '_>) -> bool {
    is_named(*node, "PolicyReference")
}

/// Returns the document that a reference to a policy of another document names.
pub(super) fn external(node: Node<'_, '_>) -> Option<Import> {
    let uri = node.own_attribute_node("URI").filter(|_| is_reference(&node))?;
    let (location, _) = uri.value().split_once('#').filter(|(location, _)| !location.is_empty())?;
    Some(Import {
        relation: Relation::Policy,
        location: location.trim().to_owned(),
        range: document_part(uri),
        namespace: Arc::default(),
    })
}

/// Returns the range of a URI without its fragment, or of the fragment if there is nothing else.
fn document_part(uri: Attribute<'_, '_>) -> Range<usize> {
    let range = uri.range_value();
    let length = uri.value().find('#').filter(|length| *length > 0);
    let end = length.map_or(range.end, |length| range.start + length);
    range.start..end.min(range.end)
}

fn expressions(node: Node<'_, '_>, context: &mut Context<'_>) -> Vec<Expression> {
    let children = node.children().filter(Node::is_element);
    children.filter_map(|child| expression(child, context)).collect()
}

fn expression(node: Node<'_, '_>, context: &mut Context<'_>) -> Option<Expression> {
    context.nested(node, |context| {
        if !node.tag_name().namespace().is_some_and(is_policy) {
            return Some(Expression::Assertion(Box::new(assertion(node, context))));
        }
        match node.tag_name().name() {
            "Policy" | "All" => Some(Expression::All(expressions(node, context))),
            "ExactlyOne" => Some(Expression::ExactlyOne(expressions(node, context))),
            "PolicyReference" => {
                let name = context.literal(node, "URI")?.name.trim().into();
                let range = document_part(node.own_attribute_node("URI")?);
                let span = Span::new(context.span(node).file, range);
                Some(Expression::Reference(Named { name, span }))
            }
            // Assertions of WS-PolicyAssertions, which predates WS-Policy 1.2.
            _ => Some(Expression::Assertion(Box::new(assertion(node, context)))),
        }
    })
}

fn assertion(node: Node<'_, '_>, context: &mut Context<'_>) -> Assertion {
    let is_set = |name: &str| {
        let mut attributes = node.attributes();
        attributes.any(|one| {
            let is_of_policy = one.namespace().is_some_and(is_policy);
            one.name() == name && is_of_policy && matches!(one.value().trim(), "true" | "1")
        })
    };
    let (is_optional, is_ignorable) = (is_set("Optional"), is_set("Ignorable"));
    let nested = node.children().find(|child| is_named(*child, "Policy"));
    let others = node.children().filter(|child| child.is_element() && !is_named(*child, "Policy"));
    let parameters = others.map(|child| parameter(child, context)).collect();
    Assertion {
        name: name(node, context),
        is_optional,
        is_ignorable,
        attributes: attributes(node, context),
        nested: nested.and_then(|nested| expression(nested, context)),
        parameters,
        span: start_tag(node, context),
    }
}

fn parameter(node: Node<'_, '_>, context: &mut Context<'_>) -> Parameter {
    let text = node.text().unwrap_or_default().trim().into();
    // Only an XPath expression refers to prefixes.
    let in_scope =
        (!str::is_empty(node.text().unwrap_or_default().trim())).then(|| node.namespaces());
    let namespaces = in_scope.into_iter().flatten().map(|namespace| {
        (namespace.name().unwrap_or_default().into(), context.uri(namespace.uri()))
    });
    Parameter {
        namespaces: namespaces.collect(),
        name: name(node, context),
        attributes: attributes(node, context),
        text,
        children: node.children().filter(Node::is_element).filter_map(standalone).collect(),
    }
}

/// Returns an element as a document of its own.
fn standalone(node: Node<'_, '_>) -> Option<Arc<str>> {
    let mut start = "<around".to_owned();
    for namespace in node.namespaces() {
        let colon = if namespace.name().is_some() { ":" } else { "" };
        let uri = namespace.uri().replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;");
        let name = namespace.name().unwrap_or_default();
        start.extend([" xmlns", colon, name, "=\"", &uri, "\""]);
    }
    let source = node.document().input_text().get(node.range())?;
    let around: AnyElement = [&start, ">", source, "</around>"].concat().parse().ok()?;
    around.elements().next()?.to_xml().ok().map(Into::into)
}

fn name(node: Node<'_, '_>, context: &mut Context<'_>) -> QName {
    let namespace = context.uri(node.tag_name().namespace().unwrap_or_default());
    QName { namespace, local: node.tag_name().name().into() }
}

fn attributes(node: Node<'_, '_>, context: &mut Context<'_>) -> Vec<(QName, Arc<str>)> {
    let attributes = node.attributes().map(|one| {
        let namespace = context.uri(one.namespace().unwrap_or_default());
        (QName { namespace, local: one.name().into() }, one.value().trim().into())
    });
    attributes.collect()
}

/// Returns the span of the name in an element's start tag.
fn start_tag(node: Node<'_, '_>, context: &Context<'_>) -> Span {
    let start = node.range().start;
    let end = (start + 1 + node.tag_name().name().len()).min(node.range().end);
    Span { end: u32::try_from(end).unwrap_or(u32::MAX), ..context.span(node) }
}
