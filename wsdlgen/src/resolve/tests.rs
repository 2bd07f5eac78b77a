//! Tests of name resolution.

mod findings;
mod known;
mod lenient;
mod linking;
mod redefine;

use super::{
    linked::{DefinitionStatus, InNamespace, Linked, TypeTarget},
    resolve,
};
use crate::{
    diagnostic::{Code, Report},
    model::Builtin,
    parse,
    settings::{Settings, Strictness},
    source::{
        known_schemas,
        testing::{Documents, loaded, schema, wsdl},
    },
    syntax::{
        Reference,
        xsd::{
            AttributeItem, ComplexType, Content, Particle, SimpleType, SimpleUse, Term, Type,
            TypeDefinition, TypeUse, Variety,
        },
    },
};

const XML: &str = "http://www.w3.org/XML/1998/namespace";

fn resolved(documents: &Documents<'_>, strictness: Strictness) -> (Option<Linked>, Report) {
    let settings = Settings { strictness, ..Settings::default() };
    let (sources, mut report) = loaded(documents, &settings);
    let syntax = parse::parse(&sources, &settings, &mut report);
    let linked = resolve(syntax, &sources, strictness, &mut report);
    assert_eq!(linked.is_none(), report.has_errors(), "{report}");
    (linked, report)
}

fn linked(documents: &Documents<'_>) -> Linked {
    let (linked, report) = resolved(documents, Strictness::Strict);
    assert!(report.is_empty(), "{report}");
    linked.unwrap()
}

fn refused(documents: &Documents<'_>) -> Report {
    let (linked, report) = resolved(documents, Strictness::Strict);
    assert!(linked.is_none(), "{report}");
    report
}

fn lenient(documents: &Documents<'_>) -> (Linked, Report) {
    let (linked, report) = resolved(documents, Strictness::SkipUnresolved);
    (linked.unwrap_or_else(|| panic!("{report}")), report)
}

/// Returns the index of the current type with a name.
fn type_index(linked: &Linked, name: &str) -> usize {
    let is_current = |ty: &InNamespace<TypeDefinition>| {
        &*ty.item.name.name == name && ty.standing == DefinitionStatus::Current
    };
    linked.types.iter().position(is_current).unwrap()
}

fn complex<'a>(linked: &'a Linked, name: &str) -> &'a ComplexType {
    match &linked.types[type_index(linked, name)].item.definition {
        Type::Complex(complex) => complex,
        Type::Simple(_) => panic!("{name} is simple"),
    }
}

fn base(definition: &Type) -> &Reference<TypeDefinition> {
    match definition {
        Type::Simple(SimpleType {
            variety: Variety::Restriction { base: SimpleUse::Reference(base), .. },
            ..
        }) => base,
        other => panic!("no base in {other:?}"),
    }
}

fn particles(particle: Option<&Particle>) -> &[Particle] {
    match particle {
        Some(Particle { term: Term::Model(model), .. }) => &model.particles,
        other => panic!("no model group: {other:?}"),
    }
}

fn content(complex: &ComplexType) -> &[Particle] {
    match &complex.content {
        Content::Particle(particle) | Content::Complex { particle, .. } => {
            particles(particle.as_ref())
        }
        other => panic!("no particle in {other:?}"),
    }
}

/// Returns content that refers to a definition of a kind.
fn use_of(kind: &str, name: &str) -> String {
    match kind {
        "element" => format!(r#"<xs:sequence><xs:element ref="{name}"/></xs:sequence>"#),
        "complexType" | "simpleType" => {
            format!(r#"<xs:sequence><xs:element name="a" type="{name}"/></xs:sequence>"#)
        }
        _ => format!(r#"<xs:{kind} ref="{name}"/>"#),
    }
}
