//! Findings of the element parsers: errors, mistakes that `repair` corrects, and what is skipped.

use roxmltree::Node;

use super::{
    context::{Context, element_name},
    impostor::{self, Impostor},
    namespaces::is_standard,
};
use crate::{
    diagnostic::{Code, Diagnostic},
    document::Span,
    settings::SchemaText,
};

impl Context<'_> {
    pub(super) fn error(&mut self, code: Code, message: String, span: Span, label: &str) {
        self.report.add(Diagnostic::error(code, message).label(span, label));
    }

    /// Reports a mistake that the setting `repair` corrects.
    pub(super) fn mistake(
        &mut self,
        code: Code,
        message: impl Into<String>,
        span: Span,
        label: &str,
        guess: &str,
    ) {
        self.report.add(Diagnostic::mistake(code, message, guess).label(span, label));
    }

    /// Reports a violation of the specifications and how it is interpreted.
    pub(super) fn warning(&mut self, message: &str, span: Span, label: &str) {
        self.report.add(Diagnostic::warning(Code::Skipped, message).label(span, label));
    }

    /// Reports something that is skipped.
    pub(super) fn skipped(&mut self, what: &str, node: Node<'_, '_>) {
        let span = self.span(node);
        let message = format!("{what} is skipped");
        self.warning(&message, span, "has no effect on the generated code");
    }

    /// Reports something that is skipped, once for each `kind` in the document.
    pub(super) fn skipped_once(&mut self, kind: &str, what: &str, node: Node<'_, '_>) {
        if !self.reported.contains(kind) {
            self.reported.insert(kind.to_owned());
            self.skipped(what, node);
        }
    }

    /// Reports the child elements of an element that has none but annotations.
    pub(super) fn without_children(&mut self, node: Node<'_, '_>) {
        let parent = node.tag_name().name();
        for (tag, child) in self.xsd_children(node) {
            self.skipped(&format!("`xs:{tag}` in `xs:{parent}`"), child);
        }
    }

    /// Reports a constraint that generated code does not check. The author of a contract cannot change the schemas of a
    /// standard.
    pub(super) fn not_enforced(&mut self, tag: &str, node: Node<'_, '_>) {
        if is_standard(&self.scope.target_namespace) || self.report.is_linting() {
            return;
        }
        self.skipped_once(tag, &format!("`xs:{tag}`, which is not enforced,"), node);
    }

    /// Reports a constraint that generated code checks if it includes the schema.
    pub(super) fn enforced_by_schema(&mut self, tag: &str, node: Node<'_, '_>) {
        let is_known = is_standard(&self.scope.target_namespace) || self.reported.contains(tag);
        if is_known || self.schema_text == SchemaText::Included || self.report.is_linting() {
            return;
        }
        self.reported.insert(tag.to_owned());
        let message = format!("`xs:{tag}`, which is not enforced, is skipped");
        let diagnostic = Diagnostic::warning(Code::Skipped, message);
        let diagnostic = diagnostic.label(self.span(node), "has no effect on the generated code");
        self.report.add(diagnostic.help("the setting `schema_validation` enforces it"));
    }

    pub(super) fn wrong_root(&mut self, node: Node<'_, '_>) {
        let tag = Span::new(self.file, node.range().start..node.range().start + 1);
        let (message, help) = match impostor::of_root(node) {
            Some(Impostor { what, help }) => {
                (format!("expected a WSDL or an XML schema, but the document is {what}"), help)
            }
            None => (
                format!(
                    "expected a WSDL or an XML schema, found the root element `{}`",
                    element_name(node)
                ),
                "check the downloaded file: the contract is often at the same address with `?wsdl` appended",
            ),
        };
        let diagnostic = Diagnostic::error(Code::WrongRoot, message)
            .label(tag, "expected `wsdl:definitions` or `xs:schema`");
        self.report.add(diagnostic.help(help));
    }
}
