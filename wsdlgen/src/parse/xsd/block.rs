//! Parsing of `block` and `blockDefault`.

use roxmltree::Node;

use crate::{parse::context::Context, syntax::xsd::Block};

/// Returns what an element or a complex type blocks: see its `block`, or else the schema's `blockDefault` (§3.3.2).
pub(super) fn of(node: Node<'_, '_>, context: &Context<'_>) -> Block {
    node.attribute("block").map_or(context.scope.block, parse)
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
