//! Random schemas.

mod restriction;
mod text;

use std::collections::BTreeMap;

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
    /// The type from which this one is derived.
    pub(super) base: Option<(usize, Method)>,
    pub(super) mixed: bool,
    /// The type of simple content.
    pub(super) value: Option<&'static Template>,
    pub(super) particle: Particle,
    pub(super) attributes: Vec<Attribute>,
    /// Attributes of other namespaces are allowed.
    pub(super) any_attribute: bool,
}

#[derive(Clone, Copy, PartialEq)]
pub(super) enum Method {
    Extension,
    Restriction,
}

#[derive(Clone)]
pub(super) struct Attribute {
    pub(super) name: String,
    pub(super) template: &'static Template,
    pub(super) required: bool,
    pub(super) preset: Preset,
}

/// A value in a schema.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Preset {
    None,
    Default(&'static str),
    Fixed(&'static str),
}

#[derive(Clone)]
pub(super) struct Particle {
    pub(super) least: usize,
    /// `None` means unbounded.
    pub(super) most: Option<usize>,
    pub(super) term: Term,
}

#[derive(Clone)]
pub(super) enum Term {
    Element {
        name: String,
        ty: TypeRef,
        nillable: bool,
        preset: Preset,
    },
    /// A reference to a global element.
    Global(usize),
    Sequence(Vec<Particle>),
    Choice(Vec<Particle>),
    All(Vec<Particle>),
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
        // Derived types come last, so that references to their bases stay acyclic.
        for base in 1..TYPES {
            if types[base].value.is_some() {
                continue;
            }
            let is_all = matches!(types[base].particle.term, Term::All(_));
            if random.percent(40) && !is_all {
                let mut extension = ComplexType::random(types.len(), repeating, random);
                extension.base = Some((base, Method::Extension));
                extension.mixed = types[base].mixed;
                types.push(extension);
            }
            if random.percent(30) {
                let restriction = types[base].restricted(base, random);
                types.push(restriction);
            }
        }
        let head = 1 + random.below(TYPES - 1);
        elements.push(Element { ty: head, head: None });
        for (ty, derived) in types.iter().enumerate() {
            if ty == head || derived.base.is_some_and(|(base, _)| base == head) {
                elements.push(Element { ty, head: Some(1) });
            }
        }
        Self { types, elements }
    }

    /// Returns the types that are derived from this one.
    pub(super) fn derived(&self, base: usize) -> Vec<usize> {
        let is_derived = |ty: &ComplexType| ty.base.is_some_and(|(of, _)| of == base);
        let types = self.types.iter().enumerate();
        types.filter(|(_, ty)| is_derived(ty)).map(|(index, _)| index).collect()
    }
}

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
                let preset = Preset::random(template, random);
                let required = !preset.is_default() && random.percent(40);
                attributes.push(Attribute { name, template, required, preset });
            }
        }
        let particles = (0..random.below(4))
            .map(|_| Particle::random(index, (2, repeating), &mut names, random));
        let mut particles: Vec<_> = particles.collect();
        // The root has elements.
        let value = (1..TYPES).contains(&index) && random.percent(15);
        let value = value.then(|| random.pick(TEMPLATES));
        if value.is_some() {
            particles.clear();
        }
        let is_all = value.is_none() && index < TYPES && random.percent(15);
        let term = if is_all {
            let members = (0..=random.below(3)).map(|_| Particle {
                least: random.below(2),
                most: Some(1),
                term: Term::new_element(index, &mut names, random),
            });
            Term::All(members.collect())
        } else {
            Term::Sequence(particles)
        };
        let particle = Particle { least: 1, most: Some(1), term };
        let any_attribute = random.percent(20);
        let mixed = value.is_none() && random.percent(15);
        Self { base: None, mixed, value, particle, attributes, any_attribute }
    }
}

impl Preset {
    fn random(template: &'static Template, random: &mut Random) -> Self {
        // The prefix of a name may not be declared where the value applies.
        if template.name == "xs:QName" {
            return Self::None;
        }
        let value = *random.pick(template.values);
        match random.below(8) {
            0 => Self::Default(value),
            1 => Self::Fixed(value),
            _ => Self::None,
        }
    }

    fn is_default(self) -> bool {
        matches!(self, Self::Default(_))
    }
}

/// The names of local elements in a type. Elements of one name have one type.
struct Names {
    next: usize,
    types: BTreeMap<String, (TypeRef, bool, Preset)>,
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
}

impl Term {
    fn random_element(index: usize, names: &mut Names, random: &mut Random) -> Self {
        let is_known = !names.types.is_empty() && random.percent(15);
        if is_known {
            let known: Vec<&String> = names.types.keys().collect();
            let name = (*random.pick(&known)).clone();
            let (ty, nillable, preset) = names.types[&name];
            return Self::Element { name, ty, nillable, preset };
        }
        Self::new_element(index, names, random)
    }

    fn new_element(index: usize, names: &mut Names, random: &mut Random) -> Self {
        names.next += 1;
        let name = format!("e{}_{}", names.prefix, names.next);
        let (ty, nillable, preset) = {
            let ty = if index + 1 < TYPES && random.percent(50) {
                TypeRef::Complex(index + 1 + random.below(TYPES - index - 1))
            } else {
                TypeRef::Simple(random.pick(TEMPLATES))
            };
            let preset = match ty {
                TypeRef::Simple(template) => Preset::random(template, random),
                TypeRef::Complex(_) => Preset::None,
            };
            // A fixed value cannot be nil.
            (ty, random.percent(15) && !matches!(preset, Preset::Fixed(_)), preset)
        };
        names.types.insert(name.clone(), (ty, nillable, preset));
        Self::Element { name, ty, nillable, preset }
    }
}
