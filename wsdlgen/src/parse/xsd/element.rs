//! Parsing of properties shared by global and local elements.

use std::sync::Arc;

use roxmltree::Node;

use super::{alternative, any_type, block};
use crate::{
    diagnostic::Code,
    parse::attributes::OwnAttributes as _,
    parse::namespaces::XMIME,
    parse::{context::Context, documentation::xsd_documentation},
    syntax::xsd::{
        ConstraintKind, ElementContent, IdentityConstraint, TypeAlternative, TypeUse,
        ValueConstraint,
    },
};

/// The namespace of annotations of ADO.NET.
const MSDATA: &str = "urn:schemas-microsoft-com:xml-msdata";

pub(super) fn content(node: Node<'_, '_>, context: &mut Context<'_>) -> ElementContent {
    let mut identity = Vec::new();
    let (of_type, alternatives) = type_use(node, &mut identity, context);
    ElementContent {
        documentation: xsd_documentation(node),
        of_type,
        alternatives,
        nillable: context.flag(node, "nillable"),
        block: block::of(node, context),
        constraint: constraint(node, context),
        identity,
        media_types: media_types(node),
    }
}

/// Returns the media types that an element's binary data has.
fn media_types(node: Node<'_, '_>) -> Option<Arc<str>> {
    let mut namespaces = XMIME.iter();
    let types = namespaces.find_map(|uri| node.attribute((*uri, "expectedContentTypes")))?;
    Some(types.into())
}

/// Returns whether a global element contains the rows of a .NET `DataSet`.
pub(super) fn is_data_set(node: Node<'_, '_>) -> bool {
    let mark = node.attribute((MSDATA, "IsDataSet"));
    matches!(mark.map(str::trim), Some("true" | "1"))
}

/// Parses the type of an element: named by `type`, anonymous, or absent, and its alternatives. Adds the element's
/// identity constraints.
fn type_use(
    node: Node<'_, '_>,
    identity: &mut Vec<IdentityConstraint>,
    context: &mut Context<'_>,
) -> (TypeUse, Vec<TypeAlternative>) {
    let (mut anonymous, mut alternatives) = (None, Vec::new());
    for (tag, child) in context.xsd_children(node) {
        match tag {
            "complexType" | "simpleType" if node.has_own_attribute("type") => {
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
            "alternative" => alternatives.push(child),
            _ => context.skipped_once(tag, &format!("`xs:{tag}` in an element"), child),
        }
    }
    let of_type = match (anonymous, context.optional_reference(node, "type")) {
        (Some(definition), _) => TypeUse::Anonymous(Box::new(definition)),
        (None, Some(reference)) => TypeUse::Reference(reference),
        (None, None) => TypeUse::Absent,
    };
    match alternative::alternatives(&alternatives, context) {
        Some(alternatives) => (of_type, alternatives),
        None => (TypeUse::Absent, Vec::new()),
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
