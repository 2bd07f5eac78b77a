//! Random schemas.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::simple::{TEMPLATES, Template};
use crate::random::Random;

/// The target namespace of all schemas.
pub(super) const NAMESPACE: &str = "urn:example:random";

/// A random schema. A complex type refers to types with higher indices.
pub(super) struct Schema {
    pub(super) types: Vec<ComplexType>,
    /// The first is the root of documents.
    pub(super) elements: Vec<Element>,
}

pub(super) struct ComplexType {
    /// The type that this one extends.
    pub(super) base: Option<usize>,
    pub(super) mixed: bool,
    pub(super) particle: Particle,
    pub(super) attributes: Vec<Attribute>,
}

pub(super) struct Attribute {
    pub(super) name: String,
    pub(super) template: &'static Template,
    pub(super) required: bool,
}

pub(super) struct Particle {
    pub(super) least: usize,
    /// `None` means unbounded.
    pub(super) most: Option<usize>,
    pub(super) term: Term,
}

pub(super) enum Term {
    Element {
        name: String,
        ty: TypeRef,
        nillable: bool,
    },
    /// A reference to a global element.
    Global(usize),
    Sequence(Vec<Particle>),
    Choice(Vec<Particle>),
    /// An element of another namespace.
    Any,
}

#[derive(Clone, Copy)]
pub(super) enum TypeRef {
    Simple(&'static Template),
    Complex(usize),
}

/// A global element.
pub(super) struct Element {
    pub(super) ty: usize,
    /// The head of its substitution group.
    pub(super) head: Option<usize>,
}

const TYPES: usize = 5;

/// The ways in which particles may repeat.
#[derive(Clone, Copy, PartialEq)]
enum Repeating {
    Never,
    /// At one level: a group, or an element outside of groups that repeat.
    Once,
    Often,
}

/// Numbers of occurrences. The first three do not repeat, and the first five have no other bounds.
const ALL_OCCURS: [(usize, Option<usize>); 8] = [
    (1, Some(1)),
    (1, Some(1)),
    (0, Some(1)),
    (0, None),
    (1, None),
    (1, Some(2)),
    (2, Some(3)),
    (0, Some(2)),
];

impl Schema {
    /// Creates a schema. In a plain one, no group repeats inside of one that repeats, nor do elements.
    pub(super) fn random(is_plain: bool, random: &mut Random) -> Self {
        let repeating = if is_plain { Repeating::Once } else { Repeating::Often };
        let mut elements = vec![Element { ty: 0, head: None }];
        let mut types = Vec::new();
        for index in 0..TYPES {
            types.push(ComplexType::random(index, repeating, random));
        }
        // Extensions come last, so that references to their bases stay acyclic.
        for base in 1..TYPES {
            if random.percent(40) {
                let mut extension = ComplexType::random(types.len(), repeating, random);
                extension.base = Some(base);
                extension.mixed = types[base].mixed;
                types.push(extension);
            }
        }
        let head = 1 + random.below(TYPES - 1);
        elements.push(Element { ty: head, head: None });
        for (ty, extension) in types.iter().enumerate() {
            if ty == head || extension.base == Some(head) {
                elements.push(Element { ty, head: Some(1) });
            }
        }
        Self { types, elements }
    }

    /// Returns the types that extend this one.
    pub(super) fn extensions(&self, base: usize) -> Vec<usize> {
        let types = self.types.iter().enumerate();
        types.filter(|(_, ty)| ty.base == Some(base)).map(|(index, _)| index).collect()
    }

    /// Returns the text of the schema.
    pub(super) fn text(&self) -> String {
        let mut text = format!(
            r#"<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:t="{NAMESPACE}" targetNamespace="{NAMESPACE}" elementFormDefault="qualified">"#
        );
        text.push('\n');
        for template in TEMPLATES {
            text.push_str(template.definition);
        }
        for (index, ty) in self.types.iter().enumerate() {
            let _ = writeln!(text, r#"<xs:complexType name="T{index}" mixed="{}">"#, ty.mixed);
            let content = ty.text();
            let _ = match ty.base {
                None => writeln!(text, "{content}"),
                Some(base) => writeln!(
                    text,
                    r#"<xs:complexContent mixed="{}"><xs:extension base="t:T{base}">{content}</xs:extension></xs:complexContent>"#,
                    ty.mixed
                ),
            };
            text.push_str("</xs:complexType>\n");
        }
        for (index, element) in self.elements.iter().enumerate() {
            let head = element.head.map(|head| format!(r#" substitutionGroup="t:E{head}""#));
            let _ = writeln!(
                text,
                r#"<xs:element name="E{index}" type="t:T{}"{}>{}</xs:element>"#,
                element.ty,
                head.unwrap_or_default(),
                if index == 0 { CONSTRAINTS } else { "" }
            );
        }
        text + "</xs:schema>\n"
    }
}

/// Identity constraints of the root: the attribute `k` is unique, and `kr` refers to it.
const CONSTRAINTS: &str = r#"
<xs:unique name="unique"><xs:selector xpath=".//*"/><xs:field xpath="@k"/></xs:unique>
<xs:keyref name="reference" refer="t:unique"><xs:selector xpath=".//*"/><xs:field xpath="@kr"/></xs:keyref>
"#;

impl ComplexType {
    fn random(index: usize, repeating: Repeating, random: &mut Random) -> Self {
        let mut names = Names { next: 0, types: BTreeMap::new(), prefix: index };
        let mut attributes = Vec::new();
        // Those of an extension differ from those of its base.
        let prefix = if index >= TYPES { "b" } else { "a" };
        for _ in 0..2 {
            let number = random.below(TEMPLATES.len());
            // An attribute of one name has one type, so that values can be compared without a schema.
            let name = format!("{prefix}{number}");
            let is_new = attributes.iter().all(|attribute: &Attribute| attribute.name != name);
            if is_new && random.percent(30) {
                let template = &TEMPLATES[number];
                attributes.push(Attribute { name, template, required: random.percent(40) });
            }
        }
        let particles = (0..random.below(4))
            .map(|_| Particle::random(index, (2, repeating), &mut names, random));
        let particle =
            Particle { least: 1, most: Some(1), term: Term::Sequence(particles.collect()) };
        Self { base: None, mixed: random.percent(15), particle, attributes }
    }

    fn text(&self) -> String {
        let mut text = self.particle.text();
        for Attribute { name, template, required } in &self.attributes {
            let required = if *required { "required" } else { "optional" };
            let _ = write!(
                text,
                r#"<xs:attribute name="{name}" type="{}" use="{required}"/>"#,
                template.name
            );
        }
        if self.base.is_none() {
            // Attributes for the constraints of the root, and IDs.
            text.push_str(
                r#"<xs:attribute name="k" type="xs:decimal"/><xs:attribute name="kr" type="xs:decimal"/><xs:attribute name="id" type="xs:ID"/><xs:attribute name="ref" type="xs:IDREF"/>"#,
            );
        }
        text
    }
}

/// The names of local elements in a type. Elements of one name have one type.
struct Names {
    next: usize,
    types: BTreeMap<String, (TypeRef, bool)>,
    prefix: usize,
}

impl Particle {
    fn random(
        index: usize,
        (depth, repeating): (usize, Repeating),
        names: &mut Names,
        random: &mut Random,
    ) -> Self {
        let (least, most) = *random.pick(match repeating {
            Repeating::Never => &ALL_OCCURS[..3],
            Repeating::Once => &ALL_OCCURS[..5],
            Repeating::Often => &ALL_OCCURS,
        });
        let inside = match repeating {
            Repeating::Once if most.is_none() => Repeating::Never,
            _ => repeating,
        };
        let kind = random.below(if depth == 0 { 5 } else { 9 });
        let term = match kind {
            0..=3 => Term::random_element(index, names, random),
            4 if random.percent(50) && index < TYPES => Term::Global(1),
            4 => Term::Any,
            kind => {
                let count = 1 + random.below(3);
                let inner =
                    (0..count).map(|_| Self::random(index, (depth - 1, inside), names, random));
                if kind < 7 {
                    Term::Sequence(inner.collect())
                } else {
                    Term::Choice(inner.collect())
                }
            }
        };
        // The type of the substitution group's head must not contain itself.
        let term = if matches!(term, Term::Global(_)) && index > 0 { Term::Any } else { term };
        // libxml2 miscounts wildcards that must occur, or several times at most.
        let (least, most) = if matches!(term, Term::Any) { (0, None) } else { (least, most) };
        Self { least, most, term }
    }

    fn text(&self) -> String {
        let most = self.most.map_or_else(|| "unbounded".to_owned(), |most| most.to_string());
        let occurs = format!(r#"minOccurs="{}" maxOccurs="{most}""#, self.least);
        let group = |kind: &str, inner: &[Self]| {
            let inner: String = inner.iter().map(Self::text).collect();
            format!("<xs:{kind} {occurs}>{inner}</xs:{kind}>")
        };
        match &self.term {
            Term::Element { name, ty, nillable } => {
                let ty = match ty {
                    TypeRef::Simple(template) => template.name.to_owned(),
                    TypeRef::Complex(index) => format!("t:T{index}"),
                };
                format!(r#"<xs:element name="{name}" type="{ty}" nillable="{nillable}" {occurs}/>"#)
            }
            Term::Global(index) => format!(r#"<xs:element ref="t:E{index}" {occurs}/>"#),
            Term::Sequence(inner) => group("sequence", inner),
            Term::Choice(inner) => group("choice", inner),
            Term::Any => {
                format!(r###"<xs:any namespace="##other" processContents="lax" {occurs}/>"###)
            }
        }
    }
}

impl Term {
    fn random_element(index: usize, names: &mut Names, random: &mut Random) -> Self {
        let is_known = !names.types.is_empty() && random.percent(15);
        let name = if is_known {
            let known: Vec<&String> = names.types.keys().collect();
            (*random.pick(&known)).clone()
        } else {
            names.next += 1;
            format!("e{}_{}", names.prefix, names.next)
        };
        let (ty, nillable) = *names.types.entry(name.clone()).or_insert_with(|| {
            let ty = if index + 1 < TYPES && random.percent(50) {
                TypeRef::Complex(index + 1 + random.below(TYPES - index - 1))
            } else {
                TypeRef::Simple(random.pick(TEMPLATES))
            };
            (ty, random.percent(15))
        });
        Self::Element { name, ty, nillable }
    }
}
