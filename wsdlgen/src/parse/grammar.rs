//! The grammar of schema documents (XML Schema part 1, appendix A and §3: schema representation constraints), for the
//! authors of schemas.
//!
//! Reading is lenient. This check reports what a document must not contain, although it makes no difference to generated
//! code: attributes, values, and elements that are missing, misplaced or too many.

mod combinations;
mod content;
mod rules;
mod values;

use std::collections::{BTreeSet, HashSet};

use roxmltree::{Attribute, Node};

use super::{
    attributes::OwnAttributes as _, context::Context, namespaces::is_xsd, versioning::is_included,
};
use crate::diagnostic::{Code, Diagnostic};
use rules::{Rule, rule};

/// Maximum depth of elements that are checked. The parser refuses deeper content.
const DEEPEST: usize = 128;

/// Checks a schema and everything in it. Reports nothing twice.
pub(super) fn check(schema: Node<'_, '_>, context: &mut Context<'_>) {
    let mentioned = context.report.mentioned(context.file);
    let mut check = Check { context, ids: HashSet::new(), depth: 0, mentioned };
    check.element(schema);
}

/// The check of a schema document in progress.
struct Check<'c, 'r, 'i> {
    context: &'c mut Context<'r>,
    /// The values of `id` so far.
    ids: HashSet<&'i str>,
    /// The number of elements around the current one.
    depth: usize,
    /// The positions that diagnostics refer to.
    mentioned: BTreeSet<usize>,
}

impl<'i> Check<'_, '_, 'i> {
    fn element(&mut self, node: Node<'i, '_>) {
        let Some(rule) = rule(node).filter(|_| self.depth < DEEPEST) else { return };
        for attribute in node.attributes() {
            self.attribute(node, attribute, rule);
        }
        for name in rule.required().filter(|name| !node.has_own_attribute(name)) {
            let message = format!("`xs:{}` has no attribute `{name}`", node.tag_name().name());
            self.report(&message, "s4s-att-must-appear", node);
        }
        self.combinations(node);
        let is_text = |child: &Node<'_, '_>| {
            child.is_text() && child.text().is_some_and(|text| !text.trim().is_empty())
        };
        if node.children().any(|child| is_text(&child)) {
            self.report("text is not allowed here", "s4s-elt-character", node);
        }
        let children: Vec<Node<'i, '_>> =
            node.children().filter(|child| is_xsd_element(*child) && is_included(*child)).collect();
        self.children(node, &children, rule);
        for child in children {
            self.depth += 1;
            self.element(child);
            self.depth -= 1;
        }
    }

    fn attribute(&mut self, node: Node<'_, '_>, attribute: Attribute<'i, '_>, rule: &Rule) {
        let (tag, name) = (node.tag_name().name(), attribute.name());
        if let Some(namespace) = attribute.namespace() {
            if is_xsd(namespace) {
                let message = format!("the attribute `{name}` of `xs:{tag}` has a namespace");
                self.report(&message, "s4s-att-not-allowed", node);
            }
            return;
        }
        let value = attribute.value().trim();
        if name == "id" {
            let is_new = self.ids.insert(value);
            if !is_new || !wsdlgen_runtime::xml::is_ncname(value) {
                let message = if is_new {
                    format!("`{value}` is not a valid `id`")
                } else {
                    format!("two elements have the id `{value}`")
                };
                self.report(&message, "s4s-att-invalid-value", node);
            }
            return;
        }
        match rule.kind_of(name) {
            Some(kind) if !values::is_valid(kind, value, self.context.scope.version) => {
                let message = format!("`{value}` is not a valid value for `{name}`");
                self.report(&message, "s4s-att-invalid-value", node);
            }
            Some(_) => {}
            None => {
                let message = format!("the attribute `{name}` is not allowed here on `xs:{tag}`");
                self.report(&message, rule.attribute_constraint(), node);
            }
        }
    }

    /// Reports a violation, unless something about the same tag has been reported.
    fn report(&mut self, message: &str, constraint: &str, node: Node<'_, '_>) {
        let range = node.range();
        let end = node.first_child().map_or(range.end, |child| child.range().start);
        if self.mentioned.range(range.start..end).next().is_some() {
            return;
        }
        self.mentioned.insert(range.start);
        let message = format!("{message} ({constraint})");
        let label = "not allowed by XML Schema";
        let diagnostic = Diagnostic::warning(Code::Rule, message);
        self.context.report.add(diagnostic.label(self.context.span(node), label));
    }
}

fn is_xsd_element(node: Node<'_, '_>) -> bool {
    node.is_element() && node.tag_name().namespace().is_some_and(is_xsd)
}
