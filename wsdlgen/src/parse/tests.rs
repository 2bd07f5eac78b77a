//! Tests of parsing schemas and WSDLs.

mod chameleon;
mod findings;
mod simple;
mod structures;
mod wsdl_1_1;

use super::parse;
use crate::{
    diagnostic::Report,
    settings::Settings,
    source::testing::{Documents, loaded, schema, wsdl},
    syntax::{
        Syntax,
        wsdl::{Exchange, MimeContent, PartContent, Style, Use},
        xsd::{
            AttributeItem, ComplexType, Compositor, ConstraintKind, Content, Derivation, Facet,
            FacetKind, NamespaceConstraint, Occurs, Origin, Particle, Presence, ProcessContents,
            Schema, SimpleType, SimpleUse, Term, Type, TypeUse, Variety,
        },
    },
};

fn parsed(documents: &Documents<'_>) -> (Syntax, Report) {
    let settings = Settings::default();
    let (sources, mut report) = loaded(documents, &settings);
    let mut syntax = parse(&sources, &settings, &mut report);
    syntax.schemas.retain(|schema| schema.origin == Origin::Contract);
    (syntax, report)
}

/// Parses a schema with this content and the target namespace `urn:t`.
fn parsed_schema(content: &str) -> Schema {
    let (mut syntax, report) = parsed(&[("t.xsd", &schema("urn:t", content))]);
    assert!(report.is_empty(), "{report}");
    syntax.schemas.remove(0)
}

fn complex(content: &str) -> ComplexType {
    let content = format!(r#"<xs:complexType name="T">{content}</xs:complexType>"#);
    match parsed_schema(&content).types.remove(0).definition {
        Type::Complex(complex) => *complex,
        Type::Simple(_) => panic!("not complex: {content}"),
    }
}

fn simple(content: &str) -> SimpleType {
    let content = format!(r#"<xs:simpleType name="T">{content}</xs:simpleType>"#);
    match parsed_schema(&content).types.remove(0).definition {
        Type::Simple(simple) => simple,
        Type::Complex(_) => panic!("not simple: {content}"),
    }
}

/// Formats a particle in one line: `sequence(a{0,1}, &b, *g, any)`.
fn shape(particle: &Particle) -> String {
    let term = match &particle.term {
        Term::Element(element) => element.name.name.to_string(),
        Term::ElementReference(element) => format!("&{}", element.reference.name.local),
        Term::GroupReference(group) => format!("*{}", group.name.local),
        Term::Any(_) => "any".to_owned(),
        Term::Model(model) => {
            let inner: Vec<String> = model.particles.iter().map(shape).collect();
            let name = match model.compositor {
                Compositor::Sequence => "sequence",
                Compositor::Choice => "choice",
                Compositor::All => "all",
            };
            format!("{name}({})", inner.join(", "))
        }
    };
    match particle.occurs {
        Occurs { min: 1, max: Some(1) } => term,
        Occurs { min, max: Some(max) } => format!("{term}{{{min},{max}}}"),
        Occurs { min, max: None } => format!("{term}{{{min},}}"),
    }
}

fn particle_of(content: &Content) -> String {
    match content {
        Content::Particle(particle) | Content::Complex { particle, .. } => {
            particle.as_ref().map(shape).unwrap_or_default()
        }
        Content::SimpleExtension { .. } | Content::SimpleRestriction { .. } => {
            panic!("no particle in {content:?}")
        }
    }
}

fn facets(facets: &[Facet]) -> Vec<(FacetKind, &str)> {
    facets.iter().map(|facet| (facet.kind, &*facet.value.text)).collect()
}
