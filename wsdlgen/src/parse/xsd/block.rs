//! Parsing of `block` and `blockDefault`.

use roxmltree::Node;

use crate::{
    parse::attributes::OwnAttributes as _,
    parse::context::Context,
    syntax::xsd::{Block, Final},
};

/// Returns what an element or a complex type blocks: see its `block`, or else the schema's `blockDefault` (§3.3.2).
pub(super) fn of(node: Node<'_, '_>, context: &Context<'_>) -> Block {
    node.own_attribute("block").map_or(context.scope.block, parse)
}

/// Returns what a definition excludes from derivation: see its `final`, or else the schema's `finalDefault` (§3.4.2).
pub(super) fn final_of(node: Node<'_, '_>, context: &Context<'_>) -> Final {
    node.own_attribute("final").map_or(context.scope.finals, parse_final)
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

/// Parses a list of methods. Unknown words say nothing.
pub(super) fn parse(text: &str) -> Block {
    let has = |method| text.split_whitespace().any(|word| word == method || word == "#all");
    Block {
        extension: has("extension"),
        restriction: has("restriction"),
        substitution: has("substitution"),
    }
}
