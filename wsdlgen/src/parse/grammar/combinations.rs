//! Combinations of attributes and content that exclude each other (part 1, §3: schema representation constraints).

use roxmltree::Node;

use super::Check;
use crate::parse::attributes::OwnAttributes as _;

/// Elements with a type in an attribute or as a child, and the constraints for both and neither.
const ONE_TYPE: &[(&str, &str, &str, Option<&str>)] = &[
    ("restriction", "base", "src-simple-type.2", Some("src-simple-type.2")),
    ("list", "itemType", "src-simple-type.3", Some("src-simple-type.3")),
    ("alternative", "type", "src-type-alternative.1", Some("src-type-alternative.1")),
    ("attribute", "type", "src-attribute.4", None),
    ("element", "type", "src-element.3", None),
];

impl Check<'_, '_, '_> {
    pub(super) fn combinations(&mut self, node: Node<'_, '_>) {
        let tag = node.tag_name().name();
        if node.has_own_attribute("default") && node.has_own_attribute("fixed") {
            let message = format!("`xs:{tag}` has both `default` and `fixed`");
            self.report(&message, &format!("src-{tag}.1"), node);
        }
        let occurs = ["minOccurs", "maxOccurs"]
            .map(|name| node.own_attribute(name).unwrap_or("1").trim().parse::<u64>());
        if let [Ok(least), Ok(most)] = occurs
            && least > most
        {
            let message = format!("`minOccurs` is {least}, but `maxOccurs` is {most}");
            self.report(&message, "p-props-correct.2.1", node);
        }
        self.one_type(node);
        match tag {
            "attribute" => self.attribute_use(node),
            "import" => self.import(node),
            "notation"
                if !node.has_own_attribute("public") && !node.has_own_attribute("system") =>
            {
                self.report("`xs:notation` has no identifier", "src-notation", node);
            }
            "union" => {
                let members = node.own_attribute("memberTypes").unwrap_or_default().trim();
                if members.is_empty() && !has_child(node, &["simpleType"]) {
                    self.report(
                        "`xs:union` has no member types",
                        "src-union-memberTypes-or-simpleTypes",
                        node,
                    );
                }
            }
            _ => {}
        }
    }

    fn one_type(&mut self, node: Node<'_, '_>) {
        let tag = node.tag_name().name();
        let is_of_simple_type =
            node.parent().is_some_and(|parent| parent.tag_name().name() == "simpleType");
        let found = ONE_TYPE.iter().find(|(known, ..)| *known == tag);
        let Some((_, attribute, both, neither)) = found else { return };
        if tag == "restriction" && !is_of_simple_type {
            return;
        }
        let has_child = has_child(node, &["simpleType", "complexType"]);
        match (node.has_own_attribute(attribute), has_child, neither) {
            (true, true, _) => {
                let message = format!("`xs:{tag}` has both `{attribute}` and a type inside");
                self.report(&message, both, node);
            }
            (false, false, Some(neither)) => {
                let message = format!("`xs:{tag}` has neither `{attribute}` nor a type inside");
                self.report(&message, neither, node);
            }
            _ => {}
        }
    }

    fn attribute_use(&mut self, node: Node<'_, '_>) {
        let presence = node.own_attribute("use").unwrap_or("optional").trim();
        if node.has_own_attribute("default") && presence != "optional" {
            let message = format!("the attribute has a default, but is {presence}");
            self.report(&message, "src-attribute.2", node);
        }
        if node.own_attribute("name").is_some_and(|name| name.trim() == "xmlns") {
            self.report("no attribute may be named `xmlns`", "no-xmlns", node);
        }
    }

    fn import(&mut self, node: Node<'_, '_>) {
        let target = self.context.scope.target_namespace.clone();
        match node.own_attribute("namespace").map(str::trim) {
            Some(namespace) if *namespace == *target && !namespace.is_empty() => {
                self.report("`xs:import` names the target namespace", "src-import.1.1", node);
            }
            None if target.is_empty() => {
                let message = "`xs:import` has no namespace, and neither has the schema";
                self.report(message, "src-import.1.2", node);
            }
            _ => {}
        }
    }
}

fn has_child(node: Node<'_, '_>, names: &[&str]) -> bool {
    node.children().any(|child| child.is_element() && names.contains(&child.tag_name().name()))
}
