//! Rules about components, which the runtime checks (part 1, §3.3.6, §3.4.6; part 2, §4.3).

use wsdlgen_runtime::schema::{InvalidDocument, Schema};

use super::Rules;
use crate::{
    diagnostic::{Code, Diagnostic},
    document::Span,
    resolve::InNamespace,
};

impl Rules<'_, '_> {
    /// Checks the components of a schema, given as the text that generated code has.
    pub(super) fn components(&mut self, text: &str) {
        let invalid = Schema::of_text(text.to_owned()).check_rules().err();
        let omitted = invalid.as_ref().map_or(0, InvalidDocument::omitted);
        if omitted > 0 {
            let message = format!("{omitted} more violations by components are not shown");
            self.report.add(Diagnostic::warning(Code::Rule, message));
        }
        for violation in invalid.iter().flat_map(InvalidDocument::violations) {
            let (kind, name) = violation.path().rsplit_once(' ').unwrap_or_default();
            let (reason, rule) = (violation.reason(), violation.constraint());
            let local = name.rsplit('}').next().unwrap_or(name);
            let subject = match (kind, name) {
                ("anonymous", _) => "an anonymous type".to_owned(),
                _ => format!("the {kind} `{local}`"),
            };
            let message = format!("{subject}: {reason} ({rule})");
            let diagnostic = Diagnostic::warning(Code::Rule, message);
            self.report.add(match self.span_of(kind, name) {
                Some(span) => diagnostic.label(span, "declared here"),
                None => diagnostic,
            });
        }
    }

    /// Returns the place of a global component.
    fn span_of(&self, kind: &str, name: &str) -> Option<Span> {
        fn is_named<T>(one: &InNamespace<T>, local: &str, name: &str) -> bool {
            match one.namespace.as_ref() {
                "" => name == local,
                namespace => name
                    .strip_prefix('{')
                    .and_then(|rest| rest.strip_prefix(namespace))
                    .and_then(|rest| rest.strip_prefix('}'))
                    .is_some_and(|rest| rest == local),
            }
        }
        match kind {
            "type" => {
                let mut types = self.linked.types.iter();
                let found = types.find(|one| is_named(one, &one.item.name.name, name));
                found.map(|one| one.item.name.span)
            }
            "element" => {
                let mut elements = self.linked.elements.iter();
                let found = elements.find(|one| is_named(one, &one.item.name.name, name));
                found.map(|one| one.item.name.span)
            }
            "attribute" => {
                let mut attributes = self.linked.attributes.iter();
                let found = attributes.find(|one| is_named(one, &one.item.name.name, name));
                found.map(|one| one.item.name.span)
            }
            _ => None,
        }
    }
}
