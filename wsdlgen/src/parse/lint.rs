//! Rules of XML Schema about single elements of a schema document, for the authors of schemas.

use roxmltree::Node;

use super::context::Context;
use crate::diagnostic::{Code, Diagnostic};

impl Context<'_> {
    /// Reports the violation of a rule that makes no difference to generated code, if the run is for the schema's authors.
    pub(super) fn violation(&mut self, message: &str, rule: &str, node: Node<'_, '_>) {
        if self.report.is_linting() {
            let diagnostic = Diagnostic::warning(Code::Rule, format!("{message} ({rule})"));
            let label = "makes no difference to generated code";
            self.report.add(diagnostic.label(self.span(node), label));
        }
    }

    /// Reports attributes that exclude each other.
    pub(super) fn exclusive(&mut self, node: Node<'_, '_>, one: &str, others: &[&str], rule: &str) {
        if !node.has_attribute(one) || !self.report.is_linting() {
            return;
        }
        for other in others.iter().filter(|other| node.has_attribute(**other)) {
            let tag = node.tag_name().name();
            self.violation(&format!("`xs:{tag}` has both `{one}` and `{other}`"), rule, node);
        }
    }

    /// Reports annotations that are not the first child, if the run is for the schema's authors.
    pub(super) fn annotations(&mut self, node: Node<'_, '_>) {
        let tag = node.tag_name().name();
        if !self.report.is_linting() || matches!(tag, "schema" | "redefine" | "override") {
            return;
        }
        let misplaced = node.children().filter(Node::is_element).skip(1);
        for child in misplaced.filter(|child| child.tag_name().name() == "annotation") {
            let message = format!("`xs:annotation` is not the first child of `xs:{tag}`");
            self.violation(&message, "s4s-elt-must-match.1", child);
        }
    }
}
