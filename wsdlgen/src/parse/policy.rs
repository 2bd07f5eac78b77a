//! WS-Policy: reporting of assertions that have no effect.

use std::collections::{BTreeSet, HashSet};

use roxmltree::Node;

use super::{
    attributes::OwnAttributes as _,
    context::Context,
    namespaces::{ADDRESSING_METADATA, is_policy},
};
use crate::diagnostic::{Code, Diagnostic};

/// Reports the policies of a WSDL that are attached to something, with the assertions that have no effect.
pub(super) fn report(root: Node<'_, '_>, context: &mut Context<'_>) {
    let uses = root.descendants().filter(|node| is_named(*node, "PolicyReference"));
    let uris = uses.filter_map(|reference| reference.own_attribute("URI"));
    let referenced: HashSet<&str> = uris.filter_map(|uri| uri.strip_prefix('#')).collect();
    let is_attached = |policy: &Node<'_, '_>| {
        let is_inline = policy.parent_element() != Some(root);
        is_inline || id(*policy).is_some_and(|id| referenced.contains(id))
    };
    let attached = search(root, |node| is_named(node, "Policy")).filter(is_attached);
    let policies: Vec<_> = attached.filter(|policy| assertions(*policy).next().is_some()).collect();
    let Some(first) = policies.first() else { return };
    let names: BTreeSet<&str> = policies.iter().flat_map(|policy| assertions(*policy)).collect();
    let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    let names = names.join(", ");
    let message = match (policies.len(), id(*first)) {
        (1, Some(id)) => format!("the policy `{id}` is skipped: it asserts {names}"),
        (1, None) => format!("a policy is skipped: it asserts {names}"),
        (number, _) => format!("{number} policies are skipped: they assert {names}"),
    };
    let diagnostic = Diagnostic::warning(Code::Skipped, message);
    let label = "has no effect on the generated code";
    let help = "configure clients and servers to do what it requires";
    context.report.add(diagnostic.label(context.span(*first), label).help(help));
}

fn is_named(node: Node<'_, '_>, name: &str) -> bool {
    node.tag_name().name() == name && node.tag_name().namespace().is_some_and(is_policy)
}

/// Returns the `wsu:Id` or `xml:id` of a policy.
fn id<'a>(policy: Node<'a, '_>) -> Option<&'a str> {
    let mut ids = policy.attributes().filter(|one| one.name().eq_ignore_ascii_case("id"));
    ids.next().map(|id| id.value())
}

/// Returns the names of a policy's assertions, except those of WS-Addressing 1.0, which bindings honour.
fn assertions<'a>(policy: Node<'a, '_>) -> impl Iterator<Item = &'a str> {
    let is_operator = |node: Node<'_, '_>| node.tag_name().namespace().is_some_and(is_policy);
    let names = search(policy, move |node| !is_operator(node)).map(|node| node.tag_name());
    names
        .filter(|name| name.namespace().is_none_or(|uri| !ADDRESSING_METADATA.contains(&uri)))
        .map(|name| name.name())
}

/// Returns the elements inside a node that match, in document order, except those inside others that match.
fn search<'a, 'input>(
    node: Node<'a, 'input>,
    matches: impl Fn(Node<'a, 'input>) -> bool,
) -> impl Iterator<Item = Node<'a, 'input>> {
    let children = |node: Node<'a, 'input>| node.children().rev().filter(Node::is_element);
    let mut open: Vec<_> = children(node).collect();
    std::iter::from_fn(move || {
        while let Some(next) = open.pop() {
            if matches(next) {
                return Some(next);
            }
            open.extend(children(next));
        }
        None
    })
}
