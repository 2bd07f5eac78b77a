//! Parsing of simple types and facets.

use roxmltree::Node;

use super::block;
use crate::{
    diagnostic::Code,
    parse::attributes::OwnAttributes as _,
    parse::{context::Context, documentation::xsd_documentation},
    syntax::xsd::{Facet, FacetKind, SimpleType, SimpleUse, Variety},
};

const FACETS: [(&str, FacetKind); 13] = [
    ("enumeration", FacetKind::Enumeration),
    ("length", FacetKind::Length),
    ("minLength", FacetKind::MinLength),
    ("maxLength", FacetKind::MaxLength),
    ("pattern", FacetKind::Pattern),
    ("whiteSpace", FacetKind::WhiteSpace),
    ("maxInclusive", FacetKind::MaxInclusive),
    ("maxExclusive", FacetKind::MaxExclusive),
    ("minInclusive", FacetKind::MinInclusive),
    ("minExclusive", FacetKind::MinExclusive),
    ("totalDigits", FacetKind::TotalDigits),
    ("fractionDigits", FacetKind::FractionDigits),
    ("explicitTimezone", FacetKind::ExplicitTimezone),
];

/// Returns the facet with a name, which may be its name in XML Schema drafts.
pub(super) fn facet_kind(tag: &str) -> Option<FacetKind> {
    let tag = match tag {
        "precision" => "totalDigits",
        "scale" => "fractionDigits",
        tag => tag,
    };
    FACETS.iter().find(|(name, _)| *name == tag).map(|(_, kind)| *kind)
}

pub(super) fn simple_type(node: Node<'_, '_>, context: &mut Context<'_>) -> Option<SimpleType> {
    context.nested(node, |context| {
        let mut variety = None;
        for (tag, child) in context.xsd_children(node) {
            match tag {
                "restriction" if variety.is_none() => variety = Some(restriction(child, context)),
                "list" if variety.is_none() => variety = Some(list(child, context)),
                "union" if variety.is_none() => variety = Some(union(child, context)),
                _ => context.skipped_once(tag, &format!("`xs:{tag}` in a simple type"), child),
            }
        }
        if variety.is_none() {
            let span = context.span(node);
            let message = "missing content in `xs:simpleType`".to_owned();
            let label = "expected `xs:restriction`, `xs:list` or `xs:union` inside";
            let guess = "a restriction of `xs:string` is assumed";
            context.mistake(Code::BadValue, message, span, label, guess);
            let base = SimpleUse::Reference(context.reference_to_builtin("string", span));
            variety = Some(Some(Variety::Restriction { base, facets: Vec::new() }));
        }
        Some(SimpleType {
            documentation: xsd_documentation(node),
            finals: block::final_of(node, context),
            variety: variety.flatten()?,
        })
    })
}

fn restriction(node: Node<'_, '_>, context: &mut Context<'_>) -> Option<Variety> {
    let mut inner = None;
    let mut facets = Vec::new();
    let mut hexadecimal = false;
    for (tag, child) in context.xsd_children(node) {
        match tag {
            "simpleType" if node.has_own_attribute("base") => {
                context.skipped("`xs:simpleType` beside the attribute `base`", child);
            }
            "simpleType" => inner = simple_type(child, context),
            // A facet of `binary`, which XML Schema 1.0 split into `hexBinary` and `base64Binary`.
            "encoding" => hexadecimal = child.own_attribute("value") == Some("hex"),
            _ if facet_kind(tag).is_some() => facets.extend(facet(tag, child, context)),
            "assertion" => context.not_enforced(tag, child),
            _ => context.skipped_once(tag, &format!("the facet `xs:{tag}`"), child),
        }
    }
    if let Some(inner) = inner {
        let base = SimpleUse::Anonymous(Box::new(inner));
        return Some(Variety::Restriction { base, facets });
    }
    let mut base = context.reference(node, "base")?;
    if hexadecimal {
        base.name.local = "hexBinary".into();
    }
    Some(Variety::Restriction { base: SimpleUse::Reference(base), facets })
}

pub(super) fn facet(tag: &str, node: Node<'_, '_>, context: &mut Context<'_>) -> Option<Facet> {
    context.without_children(node);
    let kind = facet_kind(tag)?;
    let Some(value) = context.value(node, "value") else {
        let message = format!("missing attribute `value` on `xs:{tag}`");
        let label = "the attribute is required here";
        let span = context.span(node);
        context.mistake(Code::MissingAttribute, message, span, label, "the facet is ignored");
        return None;
    };
    let is_fixed = context.flag(node, "fixed");
    Some(Facet { kind, value, is_fixed, documentation: xsd_documentation(node) })
}

fn list(node: Node<'_, '_>, context: &mut Context<'_>) -> Option<Variety> {
    if node.has_own_attribute("itemType") {
        context.without_children(node);
        return context.reference(node, "itemType").map(SimpleUse::Reference).map(Variety::List);
    }
    let inner = inner_types(node, context).into_iter().next();
    if inner.is_none() {
        context.literal(node, "itemType");
    }
    inner.map(Variety::List)
}

fn union(node: Node<'_, '_>, context: &mut Context<'_>) -> Option<Variety> {
    let mut members = Vec::new();
    if let Some(written) = node.own_attribute_node("memberTypes") {
        let span = context.value_span(written);
        for name in written.value().split_whitespace() {
            members.extend(context.reference_to(node, name, span).map(SimpleUse::Reference));
        }
    }
    members.extend(inner_types(node, context));
    if members.is_empty() {
        context.literal(node, "memberTypes")?;
    }
    Some(Variety::Union(members))
}

fn inner_types(node: Node<'_, '_>, context: &mut Context<'_>) -> Vec<SimpleUse> {
    let mut types = Vec::new();
    for (tag, child) in context.xsd_children(node) {
        if tag == "simpleType" {
            let inner = simple_type(child, context);
            types.extend(inner.map(|inner| SimpleUse::Anonymous(Box::new(inner))));
        } else {
            context.skipped_once(tag, &format!("`xs:{tag}` in a simple type"), child);
        }
    }
    types
}
