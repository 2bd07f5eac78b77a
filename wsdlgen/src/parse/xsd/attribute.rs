//! Parsing of attribute declarations, references and uses.

use roxmltree::Node;

use super::{element, local_namespace, simple};
use crate::{
    diagnostic::Code,
    parse::attributes::OwnAttributes as _,
    parse::{context::Context, documentation::xsd_documentation, namespaces::WSDL},
    syntax::xsd::{
        ArrayType, AttributeDeclaration, AttributeItem, AttributeReference, LocalAttribute,
        Presence, TypeUse,
    },
};

const PRESENCE: [(&str, Presence); 3] = [
    ("optional", Presence::Optional),
    ("required", Presence::Required),
    ("prohibited", Presence::Prohibited),
];

/// Parses `xs:attribute` inside a type or a group.
pub(super) fn item(node: Node<'_, '_>, context: &mut Context<'_>) -> Option<AttributeItem> {
    let presence = context.choice(node, "use", &PRESENCE);
    if node.has_own_attribute("ref") {
        context.without_children(node);
        return Some(AttributeItem::Reference(AttributeReference {
            documentation: xsd_documentation(node),
            presence,
            constraint: element::constraint(node, context),
            array_type: array_type(node, context),
            reference: context.reference(node, "ref")?,
        }));
    }
    let namespace = local_namespace(node, context.scope.attributes, context);
    let declaration = declaration(node, context)?;
    Some(AttributeItem::Local(LocalAttribute { namespace, presence, declaration }))
}

/// Parses `xs:attribute` with a `name`.
pub(super) fn declaration(
    node: Node<'_, '_>,
    context: &mut Context<'_>,
) -> Option<AttributeDeclaration> {
    let of_type = type_use(node, context);
    Some(AttributeDeclaration {
        documentation: xsd_documentation(node),
        of_type,
        constraint: element::constraint(node, context),
        name: context.name(node)?,
    })
}

fn type_use(node: Node<'_, '_>, context: &mut Context<'_>) -> TypeUse {
    let mut anonymous = None;
    for (tag, child) in context.xsd_children(node) {
        match tag {
            "simpleType" if node.has_own_attribute("type") => {
                let span = context.span(child);
                let message = "`xs:attribute` has two types".to_owned();
                let label = "conflicts with the attribute `type`";
                context.mistake(Code::BadValue, message, span, label, "it is ignored");
            }
            "simpleType" if anonymous.is_none() => {
                anonymous = simple::simple_type(child, context);
            }
            _ => context.skipped_once(tag, &format!("`xs:{tag}` in an attribute"), child),
        }
    }
    match (anonymous, context.optional_reference(node, "type")) {
        (Some(definition), _) => TypeUse::simple(definition),
        (None, Some(reference)) => TypeUse::Reference(reference),
        (None, None) => TypeUse::Absent,
    }
}

/// Parses `wsdl:arrayType="xs:string[,][4]"`. The text before the first bracket names the item type.
fn array_type(node: Node<'_, '_>, context: &mut Context<'_>) -> Option<ArrayType> {
    let written = node.attribute_node((WSDL, "arrayType"))?;
    let value = written.value().trim();
    let (item, brackets) = value.split_at(value.find('[').unwrap_or(value.len()));
    let span = context.value_span(written);
    let brackets = brackets.into();
    Some(ArrayType { item: context.reference_to(node, item.trim(), span)?, brackets })
}
