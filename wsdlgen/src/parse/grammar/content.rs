//! The content of elements in schema documents: which elements may occur, in what order, and how often.

use std::collections::HashSet;

use roxmltree::Node;

use super::{Check, rules::Rule};
use crate::parse::attributes::OwnAttributes as _;
use crate::syntax::xsd::Version;

/// The constraint that content violates.
const CONTENT: &str = "s4s-elt-must-match.1";

impl Check<'_, '_, '_> {
    /// Checks the children of an element.
    pub(super) fn children(&mut self, node: Node<'_, '_>, children: &[Node<'_, '_>], rule: &Rule) {
        let tag = node.tag_name().name();
        let mut phases = rule.content.iter().map(|phase| (phase, 0)).collect::<Vec<_>>();
        let mut current = 0;
        for child in children {
            let name = child.tag_name().name();
            let next = (current..phases.len()).find(|at| phases[*at].0.allows(name));
            let Some(next) = next else {
                self.report(
                    &format!("`xs:{name}` is not allowed here in `xs:{tag}`"),
                    CONTENT,
                    *child,
                );
                continue;
            };
            current = next;
            let (phase, count) = &mut phases[current];
            *count += 1;
            if *count > 1 && !phase.repeats {
                let message = format!("more than one `xs:{name}` in `xs:{tag}`");
                self.report(&message, CONTENT, *child);
            }
        }
        if let Some((missing, _)) =
            phases.iter().find(|(phase, count)| phase.is_required && *count == 0)
        {
            let message = format!("`xs:{tag}` has no `xs:{}`", missing.first());
            self.report(&message, CONTENT, node);
        }
        match tag {
            "complexType" => self.derived_alone(children),
            "all" if self.context.scope.version == Version::V1_0 => self.all(children),
            "schema" => self.symbols(children),
            _ => {}
        }
    }

    /// Reports what occurs beside the derivation in a complex type.
    fn derived_alone(&mut self, children: &[Node<'_, '_>]) {
        let is_derivation = |child: &Node<'_, '_>| {
            matches!(child.tag_name().name(), "simpleContent" | "complexContent")
        };
        let Some(derivation) = children.iter().find(|child| is_derivation(child)) else { return };
        let others = children
            .iter()
            .filter(|child| **child != *derivation && child.tag_name().name() != "annotation");
        for other in others {
            let [name, derivation] = [other, derivation].map(|one| one.tag_name().name());
            let message = format!("`xs:{name}` is not allowed beside `xs:{derivation}`");
            self.report(&message, CONTENT, *other);
        }
    }

    /// Checks the particles of `xs:all` by the rules of XML Schema 1.0.
    fn all(&mut self, children: &[Node<'_, '_>]) {
        for child in children {
            let name = child.tag_name().name();
            if matches!(name, "any" | "group") {
                self.report(&format!("`xs:all` contains `xs:{name}`"), CONTENT, *child);
            }
            let most = child.own_attribute("maxOccurs").unwrap_or("1").trim();
            if name == "element" && !matches!(most, "0" | "1") {
                let message = "an element in `xs:all` occurs more than once";
                self.report(message, "cos-all-limited.2", *child);
            }
        }
    }

    /// Reports global definitions of one kind with one name.
    fn symbols(&mut self, children: &[Node<'_, '_>]) {
        let mut known = HashSet::new();
        for child in children {
            let kind = match child.tag_name().name() {
                "simpleType" | "complexType" => "type",
                kind => kind,
            };
            let Some(name) = child.own_attribute("name") else { continue };
            if !known.insert((kind, name.trim())) {
                let message = format!("the {kind} `{name}` is defined twice");
                self.report(&message, "sch-props-correct.2", *child);
            }
        }
    }
}
