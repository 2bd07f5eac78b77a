//! Parsing of `block` and `blockDefault`.

use roxmltree::Node;

use crate::{
    parse::context::Context,
    syntax::xsd::{Block, Final},
};

/// Returns what an element or a complex type blocks: see its `block`, or else the schema's `blockDefault` (§3.3.2).
pub(super) fn of(node: Node<'_, '_>, context: &mut Context<'_>) -> Block {
    check(node, "block", context);
    node.attribute("block").map_or(context.scope.block, parse)
}

/// Returns what a definition excludes from derivation: see its `final`, or else the schema's `finalDefault` (§3.4.2).
pub(super) fn final_of(node: Node<'_, '_>, context: &mut Context<'_>) -> Final {
    check(node, "final", context);
    node.attribute("final").map_or(context.scope.finals, parse_final)
}

/// Parses a list of kinds of derivation. Unknown words say nothing.
pub(super) fn parse_final(text: &str) -> Final {
    let has = |method| text.split_whitespace().any(|word| word == method || word == "#all");
    Final {
        extension: has("extension"),
        restriction: has("restriction"),
        list_or_union: [has("list"), has("union")],
    }
}

/// Reports words that an attribute does not allow.
fn check(node: Node<'_, '_>, attribute: &str, context: &mut Context<'_>) {
    let Some(text) = node.attribute(attribute) else { return };
    let words: Vec<&str> = text.split_whitespace().collect();
    let allowed: &[&str] = match (node.tag_name().name(), attribute) {
        ("simpleType", _) => &["restriction", "list", "union"],
        ("element", "block") => &["extension", "restriction", "substitution"],
        _ => &["extension", "restriction"],
    };
    let is_allowed = words == ["#all"] || words.iter().all(|word| allowed.contains(word));
    if !is_allowed {
        let message = format!("`{text}` is not a valid value for `{attribute}`");
        context.violation(&message, "s4s-att-invalid-value", node);
    }
}

/// Parses a list of methods. Unknown words say nothing.
pub(super) fn parse(text: &str) -> Block {
    let has = |method| text.split_whitespace().any(|word| word == method || word == "#all");
    Block {
        extension: has("extension"),
        restriction: has("restriction"),
        substitution: has("substitution"),
    }
}
