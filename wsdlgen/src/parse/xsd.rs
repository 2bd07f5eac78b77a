//! Parsing schemas.

use roxmltree::Node;

use super::context::{Context, xsd_children, xsd_documentation};
use crate::diagnostic::Code;
use crate::syntax::xsd::{
    ComplexType, ElementDeclaration, ElementReference, EnumerationValue, LocalElement, Occurs,
    Particle, Qualified, Schema, SimpleType, Type, TypeDefinition, TypeUse,
};

/// The values of `form`, the default of `elementFormDefault` first.
const FORMS: [(&str, Qualified); 2] =
    [("unqualified", Qualified::No), ("qualified", Qualified::Yes)];

/// `xs:schema`.
pub(super) fn schema(node: Node<'_, '_>, context: &mut Context<'_>) -> Schema {
    let default = context.choice(node, "elementFormDefault", &FORMS);
    let mut schema = Schema {
        target_namespace: Context::text(node, "targetNamespace"),
        types: Vec::new(),
        elements: Vec::new(),
    };
    for (tag, child) in xsd_children(node) {
        match tag {
            "element" => schema.elements.extend(global_element(child, default, context)),
            "complexType" | "simpleType" => {
                let definition = definition(tag, child, default, context);
                if let (Some(name), Some(definition)) = (context.name(child, "name"), definition) {
                    schema.types.push(TypeDefinition { name, definition });
                }
            }
            // Followed by `source`; what they bring in is resolved over all documents.
            "import" | "include" => {}
            _ => context.unsupported(&format!("`xs:{tag}`"), child),
        }
    }
    schema
}

fn global_element(
    node: Node<'_, '_>,
    default: Qualified,
    context: &mut Context<'_>,
) -> Option<ElementDeclaration> {
    refuse_any(node, &["substitutionGroup"], context);
    refuse_true(node, &["abstract"], context);
    let of_type = type_use(node, default, context);
    let documentation = xsd_documentation(node);
    Some(ElementDeclaration { name: context.name(node, "name")?, documentation, of_type })
}

/// Reports attributes that change what an element means, when they are true, and are not
/// understood yet.
fn refuse_true(node: Node<'_, '_>, attributes: &[&str], context: &mut Context<'_>) {
    let is_true = |attribute: &&&str| {
        node.attribute(**attribute).is_some_and(|value| !matches!(value.trim(), "false" | "0"))
    };
    for attribute in attributes.iter().filter(is_true) {
        context.unsupported(&format!("the attribute `{attribute}`"), node);
    }
}

/// The same for attributes that mean something whatever their value.
fn refuse_any(node: Node<'_, '_>, attributes: &[&str], context: &mut Context<'_>) {
    for attribute in attributes.iter().filter(|attribute| node.has_attribute(**attribute)) {
        context.unsupported(&format!("the attribute `{attribute}`"), node);
    }
}

/// What an element says of its type: in an attribute, in place, or nothing.
fn type_use(node: Node<'_, '_>, default: Qualified, context: &mut Context<'_>) -> TypeUse {
    refuse_any(node, &["default", "fixed"], context);
    refuse_true(node, &["nillable"], context);
    for (tag, child) in xsd_children(node) {
        match tag {
            "complexType" | "simpleType" if node.has_attribute("type") => {
                let span = context.span(child);
                let message = "an element with two types".to_owned();
                context.error(Code::BadValue, message, span, "the attribute `type` names another");
            }
            "complexType" | "simpleType" => {
                if let Some(definition) = definition(tag, child, default, context) {
                    return TypeUse::Anonymous(Box::new(definition));
                }
            }
            "key" | "keyref" | "unique" => {
                context.skipped(&format!("`xs:{tag}`, which is not enforced,"), child);
            }
            _ => context.unsupported(&format!("`xs:{tag}`"), child),
        }
    }
    match context.optional_reference(node, "type") {
        Some(reference) => TypeUse::Reference(reference),
        None => TypeUse::Any(context.span(node)),
    }
}

fn definition(
    tag: &str,
    node: Node<'_, '_>,
    default: Qualified,
    context: &mut Context<'_>,
) -> Option<Type> {
    if tag != "complexType" {
        return simple_type(node, context).map(Type::Simple);
    }
    if context.depth >= DEEPEST {
        let span = context.span(node);
        let message = format!("types inside each other more than {DEEPEST} deep");
        context.error(Code::Unsupported, message, span, "give this type a name of its own");
        return None;
    }
    context.depth += 1;
    let complex = complex_type(node, default, context);
    context.depth -= 1;
    Some(Type::Complex(complex))
}

/// How deep anonymous types may nest: no contract comes near, and the stack has an end.
const DEEPEST: usize = 100;

fn complex_type(node: Node<'_, '_>, default: Qualified, context: &mut Context<'_>) -> ComplexType {
    refuse_true(node, &["mixed", "abstract"], context);
    let mut complex = ComplexType {
        documentation: xsd_documentation(node),
        sequence: None,
        any_attribute: None,
        span: context.span(node),
    };
    for (tag, child) in xsd_children(node) {
        match tag {
            "sequence" if complex.sequence.is_none() => {
                complex.sequence = Some(sequence(child, default, context));
            }
            "anyAttribute" => complex.any_attribute = Some(context.span(child)),
            _ => context.unsupported(&format!("`xs:{tag}` in a complex type"), child),
        }
    }
    complex
}

fn sequence(node: Node<'_, '_>, default: Qualified, context: &mut Context<'_>) -> Vec<Particle> {
    if occurs(node, context) != (Occurs { min: 1, max: Some(1) }) {
        context.unsupported("an optional or repeated `xs:sequence`", node);
    }
    let mut particles = Vec::new();
    for (tag, child) in xsd_children(node) {
        match tag {
            "element" if child.has_attribute("ref") => {
                particles.extend(element_reference(child, context).map(Particle::Reference));
            }
            "element" => {
                particles.extend(local_element(child, default, context).map(Particle::Local));
            }
            _ => context.unsupported(&format!("`xs:{tag}` in a sequence"), child),
        }
    }
    particles
}

fn element_reference(node: Node<'_, '_>, context: &mut Context<'_>) -> Option<ElementReference> {
    let occurs = occurs(node, context);
    let documentation = xsd_documentation(node);
    Some(ElementReference { reference: context.reference(node, "ref")?, documentation, occurs })
}

fn local_element(
    node: Node<'_, '_>,
    default: Qualified,
    context: &mut Context<'_>,
) -> Option<LocalElement> {
    let qualified =
        if node.has_attribute("form") { context.choice(node, "form", &FORMS) } else { default };
    let occurs = occurs(node, context);
    let of_type = type_use(node, default, context);
    let documentation = xsd_documentation(node);
    let name = context.name(node, "name")?;
    Some(LocalElement { name, documentation, of_type, occurs, qualified })
}

fn occurs(node: Node<'_, '_>, context: &mut Context<'_>) -> Occurs {
    let min = context.count(node, "minOccurs", 1);
    let max = match node.attribute("maxOccurs").map(str::trim) {
        Some("unbounded") => None,
        _ => Some(context.count(node, "maxOccurs", 1)),
    };
    if max.is_some_and(|max| min > max) {
        let span = context.span(node);
        let message = format!("`minOccurs` is {min}, more than `maxOccurs`");
        context.error(Code::BadValue, message, span, "can never stand as often as it must");
    }
    Occurs { min, max }
}

fn simple_type(node: Node<'_, '_>, context: &mut Context<'_>) -> Option<SimpleType> {
    let documentation = xsd_documentation(node);
    for (tag, child) in xsd_children(node) {
        if tag == "restriction" {
            let enumeration = facets(child, context);
            let base = context.reference(child, "base")?;
            return Some(SimpleType { documentation, base, enumeration });
        }
        context.unsupported(&format!("`xs:{tag}` in a simple type"), child);
    }
    None
}

fn facets(node: Node<'_, '_>, context: &mut Context<'_>) -> Vec<EnumerationValue> {
    let mut enumeration = Vec::new();
    for (tag, child) in xsd_children(node) {
        if tag == "enumeration" {
            let documentation = xsd_documentation(child);
            let value = context.literal(child, "value");
            enumeration.extend(value.map(|value| EnumerationValue { value, documentation }));
        } else {
            context.unsupported(&format!("the facet `xs:{tag}`"), child);
        }
    }
    enumeration
}
