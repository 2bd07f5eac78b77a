//! Parsing of identity constraints.

use roxmltree::Node;

use crate::{
    diagnostic::Code,
    parse::attributes::OwnAttributes as _,
    parse::context::Context,
    syntax::xsd::{ConstraintCategory, IdentityConstraint, PathPiece},
};

/// Parses `xs:key`, `xs:unique` or `xs:keyref`. One with an invalid path is left out with a warning.
pub(super) fn constraint(
    tag: &str,
    node: Node<'_, '_>,
    context: &mut Context<'_>,
) -> Option<IdentityConstraint> {
    let (mut selector, mut fields) = (None, Vec::new());
    for (tag, child) in context.xsd_children(node) {
        match tag {
            "selector" if selector.is_none() => {
                let is_of_elements =
                    !child.own_attribute("xpath").unwrap_or_default().contains('@');
                selector = Some(path(child, is_of_elements, context)?);
            }
            "field" => fields.push(path(child, true, context)?),
            _ => context.skipped_once(tag, &format!("`xs:{tag}` in an identity constraint"), child),
        }
    }
    let category = match tag {
        "key" => ConstraintCategory::Key,
        "unique" => ConstraintCategory::Unique,
        _ => ConstraintCategory::Keyref(context.name_in(node, "refer")?),
    };
    let name = context.name(node)?;
    Some(IdentityConstraint { name, category, selector: selector?, fields })
}

/// Parses the path of a selector or a field (§3.11.6). `is_allowed` is `false` if it selects attributes in vain.
fn path(node: Node<'_, '_>, is_allowed: bool, context: &mut Context<'_>) -> Option<Vec<PathPiece>> {
    let written = node.own_attribute("xpath").unwrap_or_default();
    let pieces = pieces(written, node, context)
        .filter(|_| is_allowed && wsdlgen_runtime::schema::is_path(written));
    if pieces.is_none() {
        let message = format!("`{written}` is not a path that an identity constraint may have");
        let label = "expected names, `*`, `.`, `/`, `|`, `.//` at the start and `@` at the end";
        context.report.add(
            crate::diagnostic::Diagnostic::warning(Code::NotEnforced, message)
                .label(context.span(node), label),
        );
    }
    pieces
}

/// Splits a path at the prefixes of names. Returns `None` if one is not declared.
fn pieces(written: &str, node: Node<'_, '_>, context: &mut Context<'_>) -> Option<Vec<PathPiece>> {
    let is_end = |c: char| matches!(c, '/' | '|' | '@' | ':') || c.is_whitespace();
    let mut pieces = Vec::new();
    let mut rest = written;
    while let Some(colon) = rest.find(':') {
        let (before, after) = (&rest[..colon], &rest[colon + 1..]);
        if let Some(name) = after.strip_prefix(':') {
            // An axis: `child::`.
            pieces.push(PathPiece::Text(format!("{before}::")));
            rest = name;
            continue;
        }
        let start = before.rfind(is_end).map_or(0, |at| at + 1);
        let namespace = node.lookup_namespace_uri(Some(&before[start..]))?;
        pieces.push(PathPiece::Text(before[..start].to_owned()));
        pieces.push(PathPiece::Namespace(context.uri(namespace)));
        rest = after;
    }
    pieces.push(PathPiece::Text(rest.to_owned()));
    Some(pieces)
}
