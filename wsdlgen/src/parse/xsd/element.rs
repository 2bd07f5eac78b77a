//! Parsing of properties shared by global and local elements.

use roxmltree::Node;

use super::{any_type, block};
use crate::{
    diagnostic::Code,
    parse::{context::Context, documentation::xsd_documentation},
    syntax::xsd::{ConstraintKind, ElementContent, IdentityConstraint, TypeUse, ValueConstraint},
};

pub(super) fn content(node: Node<'_, '_>, context: &mut Context<'_>) -> ElementContent {
    context.exclusive(node, "default", &["fixed"], "src-element.1");
    let mut identity = Vec::new();
    ElementContent {
        documentation: xsd_documentation(node),
        of_type: type_use(node, &mut identity, context),
        nillable: context.flag(node, "nillable"),
        block: block::of(node, context),
        constraint: constraint(node, context),
        identity,
    }
}

/// Parses the type of an element: named by `type`, anonymous, or absent. Adds the element's identity constraints.
fn type_use(
    node: Node<'_, '_>,
    identity: &mut Vec<IdentityConstraint>,
    context: &mut Context<'_>,
) -> TypeUse {
    let (mut anonymous, mut alternative) = (None, None);
    for (tag, child) in context.xsd_children(node) {
        match tag {
            "complexType" | "simpleType" if node.has_attribute("type") => {
                let span = context.span(child);
                let message = "`xs:element` has two types".to_owned();
                let label = "conflicts with the attribute `type`";
                context.mistake(Code::BadValue, message, span, label, "it is ignored");
            }
            "complexType" | "simpleType" if anonymous.is_none() => {
                anonymous = any_type(tag, child, context);
            }
            "key" | "keyref" | "unique" => {
                context.enforced_by_schema(tag, child);
                identity.extend(super::identity::constraint(tag, child, context));
            }
            "alternative" => alternative = alternative.or(Some(child)),
            _ => context.skipped_once(tag, &format!("`xs:{tag}` in an element"), child),
        }
    }
    if let Some(alternative) = alternative {
        let message = "the types that `xs:alternative` selects are not supported";
        let label = "the element accepts content of any type";
        context.warning(message, context.span(alternative), label);
        return TypeUse::Absent;
    }
    match (anonymous, context.optional_reference(node, "type")) {
        (Some(definition), _) => TypeUse::Anonymous(Box::new(definition)),
        (None, Some(reference)) => TypeUse::Reference(reference),
        (None, None) => TypeUse::Absent,
    }
}

/// Parses `fixed` or `default` of an element or attribute. `fixed` takes precedence.
pub(super) fn constraint(node: Node<'_, '_>, context: &mut Context<'_>) -> Option<ValueConstraint> {
    let kinds = [("fixed", ConstraintKind::Fixed), ("default", ConstraintKind::Default)];
    kinds.into_iter().find_map(|(attribute, kind)| {
        let value = context.value(node, attribute)?;
        Some(ValueConstraint { kind, value })
    })
}
