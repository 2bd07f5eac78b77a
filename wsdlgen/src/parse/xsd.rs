//! Parsing of XML schemas.

mod alternative;
mod attribute;
mod block;
mod complex;
mod element;
mod identity;
mod known;
mod open;
mod particle;
mod simple;

use std::sync::Arc;

use roxmltree::Node;

use super::{
    attributes::OwnAttributes as _,
    context::{Context, Form, Scope},
    documentation::xsd_documentation,
    grammar,
    versioning::{is_included, version_of},
};
use crate::syntax::{
    Named,
    xsd::{
        AttributeDeclaration, AttributeGroupDefinition, ElementDeclaration, GroupDefinition,
        Origin, Overrides, Redefinitions, Schema, Type, TypeDefinition,
    },
};
pub(super) use known::attributes as known_attributes;
pub(super) use open::DefaultOpenContent;

/// Returns the namespace of the name of a local element or attribute. `default` is the schema's default for `form`.
fn local_namespace(node: Node<'_, '_>, default: Form, context: &mut Context<'_>) -> Arc<str> {
    if let Some(uri) = node.own_attribute("targetNamespace") {
        return context.uri(uri.trim());
    }
    let form =
        if node.has_own_attribute("form") { context.choice(node, "form", &FORMS) } else { default };
    match form {
        Form::Qualified => context.scope.target_namespace.clone(),
        Form::Unqualified => Arc::default(),
    }
}

/// Returns whether a facet with this name is supported.
pub(super) fn knows_facet(name: &str) -> bool {
    simple::facet_kind(name).is_some()
}

/// Values of `form`. The first is the default of `elementFormDefault` and `attributeFormDefault`.
const FORMS: [(&str, Form); 2] =
    [("unqualified", Form::Unqualified), ("qualified", Form::Qualified)];

/// Parses `xs:schema`. A schema without a target namespace takes the adopted one (§4.2.1).
pub(super) fn schema(
    node: Node<'_, '_>,
    adopted: Option<&Arc<str>>,
    context: &mut Context<'_>,
) -> Schema {
    let own = node.own_attribute("targetNamespace").map(|uri| context.uri(uri.trim()));
    let target_namespace = own.or_else(|| adopted.cloned()).unwrap_or_default();
    context.scope = scope(node, target_namespace.clone(), adopted, context);
    context.scope.open = open::default(node, context);
    let mut schema = Schema {
        target_namespace,
        types: Vec::new(),
        elements: Vec::new(),
        attributes: Vec::new(),
        groups: Vec::new(),
        attribute_groups: Vec::new(),
        redefinitions: Redefinitions::default(),
        overrides: Overrides::default(),
        notations: Vec::new(),
        version: context.scope.version,
        origin: Origin::Contract,
    };
    if !is_included(node) {
        return schema;
    }
    for (tag, child) in context.xsd_children(node) {
        match tag {
            "element" => schema.elements.extend(element(child, context)),
            "attribute" => schema.attributes.extend(attribute_declaration(child, context)),
            "complexType" | "simpleType" => schema.types.extend(definition(tag, child, context)),
            "group" => schema.groups.extend(group(child, context)),
            "attributeGroup" => schema.attribute_groups.extend(attribute_group(child, context)),
            "redefine" => redefine(child, &mut schema.redefinitions, context),
            "override" => overrides(child, &mut schema.overrides, context),
            "notation" => schema.notations.extend(notation(child, context)),
            // `source` follows the first two, and `resolve` looks names up in all documents. The last is in the scope.
            "import" | "include" | "defaultOpenContent" => {}
            _ => context.skipped_once(tag, &format!("`xs:{tag}`"), child),
        }
    }
    if context.report.is_linting() {
        grammar::check(node, context);
    }
    schema
}

/// Reads the settings of a schema that apply to all of its contents.
fn scope(
    node: Node<'_, '_>,
    target_namespace: Arc<str>,
    adopted: Option<&Arc<str>>,
    context: &mut Context<'_>,
) -> Scope {
    Scope {
        target_namespace,
        unprefixed: adopted.cloned().unwrap_or_default(),
        elements: context.choice(node, "elementFormDefault", &FORMS),
        attributes: context.choice(node, "attributeFormDefault", &FORMS),
        block: block::parse(node.own_attribute("blockDefault").unwrap_or_default()),
        finals: block::parse_final(node.own_attribute("finalDefault").unwrap_or_default()),
        default_attributes: node.own_attribute_node("defaultAttributes").map(|written| Named {
            name: written.value().trim().into(),
            span: context.value_span(written),
        }),
        version: version_of(node),
        open: None,
    }
}

fn notation(node: Node<'_, '_>, context: &mut Context<'_>) -> Option<Arc<str>> {
    context.without_children(node);
    context.not_enforced("notation", node);
    node.own_attribute("name").map(|name| name.trim().into())
}

fn redefine(node: Node<'_, '_>, into: &mut Redefinitions, context: &mut Context<'_>) {
    for (tag, child) in context.xsd_children(node) {
        match tag {
            "complexType" | "simpleType" => into.types.extend(definition(tag, child, context)),
            "group" => into.groups.extend(group(child, context)),
            "attributeGroup" => into.attribute_groups.extend(attribute_group(child, context)),
            _ => context.skipped_once(tag, &format!("`xs:{tag}` in `xs:redefine`"), child),
        }
    }
}

fn overrides(node: Node<'_, '_>, into: &mut Overrides, context: &mut Context<'_>) {
    for (tag, child) in context.xsd_children(node) {
        match tag {
            "element" => into.elements.extend(element(child, context)),
            "attribute" => into.attributes.extend(attribute_declaration(child, context)),
            "complexType" | "simpleType" => into.types.extend(definition(tag, child, context)),
            "group" => into.groups.extend(group(child, context)),
            "attributeGroup" => into.attribute_groups.extend(attribute_group(child, context)),
            "notation" => {}
            _ => context.skipped_once(tag, &format!("`xs:{tag}` in `xs:override`"), child),
        }
    }
}

fn definition(tag: &str, node: Node<'_, '_>, context: &mut Context<'_>) -> Option<TypeDefinition> {
    let definition = any_type(tag, node, context);
    Some(TypeDefinition { name: context.name(node)?, definition: definition? })
}

/// Parses `xs:complexType` or `xs:simpleType`, named or anonymous.
fn any_type(tag: &str, node: Node<'_, '_>, context: &mut Context<'_>) -> Option<Type> {
    if tag == "complexType" {
        complex::complex_type(node, context).map(Box::new).map(Type::Complex)
    } else {
        simple::simple_type(node, context).map(Type::Simple)
    }
}

fn element(node: Node<'_, '_>, context: &mut Context<'_>) -> Option<ElementDeclaration> {
    let common = element::content(node, context);
    Some(ElementDeclaration {
        is_abstract: context.flag(node, "abstract"),
        substitution_group: context.optional_reference(node, "substitutionGroup"),
        finals: block::final_of(node, context),
        is_data_set: element::is_data_set(node),
        name: context.name(node)?,
        content: common,
    })
}

fn attribute_declaration(
    node: Node<'_, '_>,
    context: &mut Context<'_>,
) -> Option<AttributeDeclaration> {
    attribute::declaration(node, context)
}

fn group(node: Node<'_, '_>, context: &mut Context<'_>) -> Option<GroupDefinition> {
    let mut model = particle::group_model(node, context)?;
    model.documentation = model.documentation.or_else(|| xsd_documentation(node));
    Some(GroupDefinition { name: context.name(node)?, model })
}

fn attribute_group(
    node: Node<'_, '_>,
    context: &mut Context<'_>,
) -> Option<AttributeGroupDefinition> {
    let mut body = complex::Body::default();
    for (tag, child) in context.xsd_children(node) {
        body.add_attribute(tag, child, context);
    }
    let complex::Body { attributes, any_attribute, .. } = body;
    Some(AttributeGroupDefinition { name: context.name(node)?, attributes, any_attribute })
}
