//! Parsing of particles: model groups, local elements and wildcards.

use std::sync::Arc;

use roxmltree::Node;

use super::{element, local_namespace};
use crate::{
    diagnostic::Code,
    parse::attributes::OwnAttributes as _,
    parse::{context::Context, documentation::xsd_documentation},
    syntax::xsd::{
        Compositor, ElementReference, ExcludedNames, LocalElement, ModelGroup, NamespaceConstraint,
        Occurs, Particle, Precedence, ProcessContents, Term, Version, Wildcard,
    },
};

/// Parses a particle, or returns `None` if its `maxOccurs` is 0 (§3.9.2).
pub(super) fn particle(
    tag: &str,
    node: Node<'_, '_>,
    context: &mut Context<'_>,
) -> Option<Particle> {
    let occurs = occurs(node, context);
    if occurs.max == Some(0) {
        return None;
    }
    let term = match tag {
        "element" if node.has_own_attribute("ref") => element_reference(node, context)?,
        "element" => Term::Element(local_element(node, context)?),
        "group" => {
            context.without_children(node);
            Term::GroupReference(context.reference(node, "ref")?)
        }
        "any" => Term::Any(wildcard(node, context)),
        _ => Term::Model(context.nested(node, |context| Some(model(tag, node, context)))?),
    };
    Some(Particle { occurs, term, span: context.span(node) })
}

fn compositor(tag: &str) -> Option<Compositor> {
    match tag {
        "sequence" => Some(Compositor::Sequence),
        "choice" => Some(Compositor::Choice),
        "all" => Some(Compositor::All),
        _ => None,
    }
}

fn model(tag: &str, node: Node<'_, '_>, context: &mut Context<'_>) -> ModelGroup {
    let mut particles = Vec::new();
    for (tag, child) in context.xsd_children(node) {
        match tag {
            "element" | "group" | "sequence" | "choice" | "all" | "any" => {
                particles.extend(particle(tag, child, context));
            }
            _ => context.skipped_once(tag, &format!("`xs:{tag}` in a model group"), child),
        }
    }
    ModelGroup {
        compositor: compositor(tag).unwrap_or(Compositor::Sequence),
        documentation: xsd_documentation(node),
        particles,
    }
}

/// Parses the model group inside a named `xs:group`.
pub(super) fn group_model(node: Node<'_, '_>, context: &mut Context<'_>) -> Option<ModelGroup> {
    let mut found = None;
    for (tag, child) in context.xsd_children(node) {
        if found.is_none() && compositor(tag).is_some() {
            found = Some(model(tag, child, context));
        } else {
            context.skipped_once(tag, &format!("`xs:{tag}` in a group"), child);
        }
    }
    if found.is_none() {
        let span = context.span(node);
        let message = "missing model group in `xs:group`".to_owned();
        let label = "expected `xs:sequence`, `xs:choice` or `xs:all` inside";
        context.error(Code::BadValue, message, span, label);
    }
    found
}

fn element_reference(node: Node<'_, '_>, context: &mut Context<'_>) -> Option<Term> {
    for (tag, child) in context.xsd_children(node) {
        match tag {
            "key" | "keyref" | "unique" => context.not_enforced(tag, child),
            _ => context.skipped_once(tag, &format!("`xs:{tag}` in a reference"), child),
        }
    }
    let documentation = xsd_documentation(node);
    let reference = context.reference(node, "ref")?;
    Some(Term::ElementReference(ElementReference { reference, documentation }))
}

fn local_element(node: Node<'_, '_>, context: &mut Context<'_>) -> Option<LocalElement> {
    let namespace = local_namespace(node, context.scope.elements, context);
    let common = element::content(node, context);
    Some(LocalElement { name: context.name(node)?, namespace, content: common })
}

fn occurs(node: Node<'_, '_>, context: &mut Context<'_>) -> Occurs {
    // XML Schema drafts used `*` for `unbounded`.
    let max = match node.own_attribute("maxOccurs").map(str::trim) {
        Some("unbounded" | "*") => None,
        _ => context.count(node, "maxOccurs", 1),
    };
    let min = context.count(node, "minOccurs", 1).unwrap_or(u64::MAX);
    if max.is_some_and(|max| min > max) && max != Some(0) {
        let span = context.span(node);
        let message = format!("`minOccurs` ({min}) is greater than `maxOccurs`");
        let label = "can never occur often enough";
        let guess = format!("a `maxOccurs` of {min} is assumed");
        context.mistake(Code::BadValue, message, span, label, &guess);
        return Occurs { min, max: Some(min) };
    }
    Occurs { min, max }
}

/// Parses `xs:any` or `xs:anyAttribute`.
pub(super) fn wildcard(node: Node<'_, '_>, context: &mut Context<'_>) -> Wildcard {
    const PROCESS: [(&str, ProcessContents); 3] = [
        ("strict", ProcessContents::Strict),
        ("lax", ProcessContents::Lax),
        ("skip", ProcessContents::Skip),
    ];
    context.without_children(node);
    Wildcard {
        namespaces: namespaces(node, context),
        except: excluded_names(node, context),
        process: context.choice(node, "processContents", &PROCESS),
        precedence: match context.scope.version {
            Version::V1_0 => Precedence::Equal,
            Version::V1_1 => Precedence::Lower,
        },
        documentation: xsd_documentation(node),
    }
}

fn namespaces(node: Node<'_, '_>, context: &mut Context<'_>) -> NamespaceConstraint {
    let target = context.scope.target_namespace.clone();
    let mut uris = |list: &str| {
        let uris = list.split_whitespace().map(|uri| match uri {
            "##targetNamespace" => target.clone(),
            "##local" => Arc::default(),
            uri => context.uri(uri),
        });
        uris.collect::<Vec<Arc<str>>>()
    };
    if let Some(excluded) = node.own_attribute("notNamespace") {
        return NamespaceConstraint::Not(uris(excluded));
    }
    match node.own_attribute("namespace").map(str::trim) {
        None | Some("##any") => NamespaceConstraint::Any,
        Some("##other") if target.is_empty() => NamespaceConstraint::Not(vec![target]),
        Some("##other") => NamespaceConstraint::Not(vec![target, Arc::default()]),
        Some(list) => NamespaceConstraint::OneOf(uris(list)),
    }
}

/// Parses `notQName` (XML Schema 1.1, §3.10.2).
fn excluded_names(node: Node<'_, '_>, context: &mut Context<'_>) -> ExcludedNames {
    let mut excluded = ExcludedNames::default();
    let Some(written) = node.own_attribute_node("notQName") else { return excluded };
    for word in written.value().split_whitespace() {
        match word {
            "##defined" => excluded.defined = true,
            "##definedSibling" => excluded.siblings = true,
            name => excluded.names.extend(context.qname(node, name)),
        }
    }
    excluded
}
