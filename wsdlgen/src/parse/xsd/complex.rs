//! Parsing of complex types.

use roxmltree::Node;

use super::{attribute, block, open, particle, simple};
use crate::{
    diagnostic::Code,
    parse::attributes::OwnAttributes as _,
    parse::{context::Context, documentation::xsd_documentation},
    syntax::xsd::{
        AttributeItem, ComplexType, Compositor, Content, Derivation, ModelGroup, Occurs,
        OpenContent, Particle, Restriction, Term, Wildcard,
    },
};

/// The particle and attributes of a complex type, or of its extension or restriction.
#[derive(Default)]
pub(super) struct Body {
    particle: Option<Particle>,
    open: open::Written,
    pub(super) attributes: Vec<AttributeItem>,
    pub(super) any_attribute: Option<Wildcard>,
}

pub(super) fn complex_type(node: Node<'_, '_>, context: &mut Context<'_>) -> Option<ComplexType> {
    context.nested(node, |context| {
        let mut derived = None;
        let mut mixed = context.flag(node, "mixed");
        let mut body = Body::default();
        let children = context.xsd_children(node);
        let is_derivation = |tag: &str| matches!(tag, "simpleContent" | "complexContent");
        let derivation = children.iter().map(|(tag, _)| *tag).find(|tag| is_derivation(tag));
        for (tag, child) in children {
            match (tag, derivation) {
                ("sequence" | "choice" | "all" | "group", Some(derivation)) => {
                    context.skipped(&format!("`xs:{tag}` beside `xs:{derivation}`"), child);
                }
                (_, Some(first)) if is_derivation(tag) && (derived.is_some() || tag != first) => {
                    context.skipped(&format!("`xs:{tag}` beside `xs:{first}`"), child);
                }
                ("simpleContent", _) => derived = simple_content(child, &mut body, context),
                ("complexContent", _) => {
                    if child.has_own_attribute("mixed") {
                        mixed = context.flag(child, "mixed");
                    }
                    derived = complex_content(child, &mut body, context);
                }
                _ => body.add(tag, child, context),
            }
        }
        body.add_default_attributes(node, context);
        let model = derived.unwrap_or_else(|| Content::Particle(body.particle.take()));
        Some(ComplexType {
            documentation: xsd_documentation(node),
            is_abstract: context.flag(node, "abstract"),
            block: block::of(node, context),
            finals: block::final_of(node, context),
            mixed,
            open: body.open_content(&model, mixed, context),
            content: model,
            attributes: body.attributes,
            any_attribute: body.any_attribute,
        })
    })
}

/// Returns the `xs:extension` or `xs:restriction` in `xs:complexContent` or `xs:simpleContent`.
fn derivation<'a, 'input>(
    node: Node<'a, 'input>,
    context: &mut Context<'_>,
) -> Option<(Derivation, Node<'a, 'input>)> {
    let mut found = None;
    for (tag, child) in context.xsd_children(node) {
        match tag {
            "extension" if found.is_none() => found = Some((Derivation::Extension, child)),
            "restriction" if found.is_none() => found = Some((Derivation::Restriction, child)),
            _ => context.skipped_once(tag, &format!("`xs:{tag}`"), child),
        }
    }
    if found.is_none() {
        let span = context.span(node);
        let message = format!("missing derivation in `xs:{}`", node.tag_name().name());
        let label = "expected `xs:extension` or `xs:restriction` inside";
        context.error(Code::BadValue, message, span, label);
    }
    found
}

fn complex_content(
    node: Node<'_, '_>,
    body: &mut Body,
    context: &mut Context<'_>,
) -> Option<Content> {
    let (derivation, node) = derivation(node, context)?;
    for (tag, child) in context.xsd_children(node) {
        body.add(tag, child, context);
    }
    let base = context.reference(node, "base")?;
    Some(Content::Complex { derivation, base, particle: body.particle.take() })
}

fn simple_content(
    node: Node<'_, '_>,
    body: &mut Body,
    context: &mut Context<'_>,
) -> Option<Content> {
    let (derivation, node) = derivation(node, context)?;
    let mut restriction = Restriction { value: None, facets: Vec::new() };
    for (tag, child) in context.xsd_children(node) {
        match (derivation, tag) {
            (Derivation::Restriction, "simpleType") => {
                restriction.value = simple::simple_type(child, context).map(Box::new);
            }
            (Derivation::Restriction, "assertion") => context.not_enforced(tag, child),
            (Derivation::Restriction, _) if simple::facet_kind(tag).is_some() => {
                restriction.facets.extend(simple::facet(tag, child, context));
            }
            _ => body.add_attribute(tag, child, context),
        }
    }
    let base = context.reference(node, "base")?;
    Some(match derivation {
        Derivation::Extension => Content::SimpleExtension { base },
        Derivation::Restriction => Content::SimpleRestriction { base, restriction },
    })
}

impl Body {
    fn add(&mut self, tag: &str, node: Node<'_, '_>, context: &mut Context<'_>) {
        if !matches!(tag, "sequence" | "choice" | "all" | "group") {
            self.add_attribute(tag, node, context);
            return;
        }
        let Some(next) = particle::particle(tag, node, context) else { return };
        self.particle = Some(match self.particle.take() {
            None => next,
            Some(first) => {
                let span = next.span;
                let message = "complex type has more than one model group";
                context.warning(message, span, "treated as if all were in one `xs:sequence`");
                let particles = vec![first, next];
                let compositor = Compositor::Sequence;
                let model = ModelGroup { compositor, documentation: None, particles };
                let occurs = Occurs { min: 1, max: Some(1) };
                Particle { occurs, term: Term::Model(model), span }
            }
        });
    }

    /// Returns the open content of a type: its own or that of the schema. Simple content is never open.
    fn open_content(
        &mut self,
        model: &Content,
        mixed: bool,
        context: &Context<'_>,
    ) -> Option<OpenContent> {
        let is_empty = match model {
            Content::SimpleExtension { .. } | Content::SimpleRestriction { .. } => return None,
            Content::Particle(particle)
            | Content::Complex { derivation: Derivation::Restriction, particle, .. } => {
                particle.is_none() && !mixed
            }
            // The base may have content.
            Content::Complex { .. } => false,
        };
        std::mem::take(&mut self.open).or_default(context.scope.open.as_ref(), is_empty)
    }

    /// Adds the attributes of all types of the schema, unless the type excludes them (XML Schema 1.1, §3.4.2.4).
    fn add_default_attributes(&mut self, node: Node<'_, '_>, context: &mut Context<'_>) {
        let Some(group) = context.scope.default_attributes.clone() else { return };
        let applies = [("true", true), ("false", false), ("1", true), ("0", false)];
        if context.choice(node, "defaultAttributesApply", &applies) {
            let group = context.reference_to(node, &group.name, group.span);
            self.attributes.extend(group.map(AttributeItem::Group));
        }
    }

    pub(super) fn add_attribute(
        &mut self,
        tag: &str,
        node: Node<'_, '_>,
        context: &mut Context<'_>,
    ) {
        match tag {
            "attribute" => self.attributes.extend(attribute::item(node, context)),
            "attributeGroup" => {
                let group = context.reference(node, "ref").map(AttributeItem::Group);
                self.attributes.extend(group);
            }
            "openContent" => self.open = open::written(node, context),
            "assert" => context.not_enforced(tag, node),
            "anyAttribute" => self.any_attribute = Some(particle::wildcard(node, context)),
            _ => context.skipped_once(tag, &format!("`xs:{tag}` in a complex type"), node),
        }
    }
}
