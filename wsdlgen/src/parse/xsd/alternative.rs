//! Parsing of type alternatives (XML Schema 1.1, part 1, §3.12).

use std::sync::Arc;

use roxmltree::Node;
use wsdlgen_runtime::{alternatives::TypeTest, xsd::Prefixes};

use crate::{
    parse::attributes::OwnAttributes as _,
    parse::{context::Context, namespaces::XSD},
    syntax::{
        QName,
        xsd::{TypeAlternative, TypeUse},
    },
};

/// Returns whether a name is `xs:error`, the type without values (§3.16.7.3).
fn is_error(name: &QName) -> bool {
    *name.local == *"error" && *name.namespace == *XSD
}

/// The namespace declarations in scope at a node.
struct InScope<'a, 'input>(Node<'a, 'input>);

impl Prefixes for InScope<'_, '_> {
    fn namespace_of(&self, prefix: &str) -> Option<Arc<str>> {
        if prefix == "xml" {
            return Some("http://www.w3.org/XML/1998/namespace".into());
        }
        let prefix = (!prefix.is_empty()).then_some(prefix);
        self.0.lookup_namespace_uri(prefix).map(Into::into)
    }
}

/// The most alternatives of an element. Each element of a document is tested against all of them.
const MOST: usize = 64;

/// Parses the alternatives of an element. Returns `None`, with a warning, if there are too many, or if one has a test that
/// is not supported.
pub(super) fn alternatives(
    nodes: &[Node<'_, '_>],
    context: &mut Context<'_>,
) -> Option<Vec<TypeAlternative>> {
    if let Some(extra) = nodes.get(MOST) {
        let message = format!("an element has more than {MOST} alternatives");
        context.warning(&message, context.span(*extra), "the element accepts content of any type");
        return None;
    }
    nodes.iter().map(|node| alternative(*node, context)).collect()
}

fn alternative(node: Node<'_, '_>, context: &mut Context<'_>) -> Option<TypeAlternative> {
    // Generated code reads the test as it is written without prefixes.
    let is_stable =
        |test: &TypeTest| TypeTest::parse(&test.to_string(), &InScope(node)).as_ref() == Some(test);
    let parsed = |text| TypeTest::parse(text, &InScope(node)).filter(is_stable);
    let test = match node.own_attribute("test").map(parsed) {
        Some(None) => {
            let message = "the test of an `xs:alternative` is not supported";
            let label = "expected comparisons of attributes with literals, `and`, `or` and `not()`; the element accepts \
                         content of any type";
            context.warning(message, context.span(node), label);
            return None;
        }
        Some(test) => test,
        None => None,
    };
    let mut anonymous = None;
    for (tag, child) in context.xsd_children(node) {
        match tag {
            "complexType" | "simpleType" if anonymous.is_none() => {
                anonymous = super::any_type(tag, child, context);
            }
            _ => context.skipped_once(tag, &format!("`xs:{tag}` in an alternative"), child),
        }
    }
    let of_type = match (anonymous, context.optional_reference(node, "type")) {
        (Some(definition), _) => Some(TypeUse::Anonymous(Box::new(definition))),
        (None, Some(reference)) if is_error(&reference.name) => None,
        (None, Some(reference)) => Some(TypeUse::Reference(reference)),
        (None, None) => Some(TypeUse::Absent),
    };
    Some(TypeAlternative { test, of_type })
}
