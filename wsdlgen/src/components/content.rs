//! Content of complex types, including that of their bases and of groups.

use std::sync::Arc;

use super::{
    Source, Writer, attributes::base_of, builtin_reference, declarations::block,
    simple::facets_text, text::Tag,
};
use crate::{
    resolve::TypeTarget,
    syntax::{
        Builtin, Reference,
        xsd::{
            self, Compositor, Derivation, Facet, LocalElement, ModelGroup, Occurs, OpenContent,
            OpenMode, Particle, SimpleType, Term, TypeDefinition,
        },
    },
};

/// The content of a complex type.
#[derive(Clone)]
pub(super) enum Content {
    Empty,
    /// The text that refers to the type of simple content.
    Simple(String),
    Elements {
        mixed: bool,
        open: Option<OpenContent>,
        /// The text of the particle, which may be empty.
        particle: String,
    },
}

const ONCE: Occurs = Occurs { min: 1, max: Some(1) };

impl<'a> Writer<'a> {
    pub(super) fn complex_type(&mut self, source: Source<'a>) -> String {
        let complex = source.complex;
        let mut tag = Tag::new("complex");
        if let Some(name) = source.name {
            tag.attribute("name", &self.name(source.namespace, name));
        }
        if let Some((base, derivation)) = base_of(complex) {
            tag.attribute("base", &self.reference(base));
            if derivation == Derivation::Extension {
                tag.attribute("by", "extension");
            }
        }
        tag.flag("abstract", complex.is_abstract);
        tag.optional("block", block(complex.block).as_deref());
        let mut content = match self.content_of(source) {
            Content::Empty => String::new(),
            Content::Simple(ty) => Tag::new("value").attribute("type", &ty).with_content(""),
            Content::Elements { mixed, open, particle } => {
                let open = open.map(|open| self.open_text(&open)).unwrap_or_default();
                let content = open + &particle;
                let content = Tag::new("content").flag("mixed", mixed).with_content(&content);
                if content == "<content/>" { String::new() } else { content }
            }
        };
        content += &self.attributes_text(source);
        tag.line(&content)
    }

    fn content_of(&mut self, source: Source<'a>) -> Content {
        if let Some(known) = source.index.and_then(|index| self.contents.get(&index)) {
            return known.clone();
        }
        let mixed = source.complex.mixed;
        let own_open = source.complex.open.as_ref();
        let content = match &source.complex.content {
            xsd::Content::Particle(particle)
            | xsd::Content::Complex { derivation: Derivation::Restriction, particle, .. } => {
                let particle = self.optional_particle(particle.as_ref(), source.namespace);
                elements(mixed, own_open.cloned(), particle)
            }
            xsd::Content::Complex { base, particle, .. } => {
                let own = self.optional_particle(particle.as_ref(), source.namespace);
                extended(self.base_content(base), mixed, own_open, own)
            }
            xsd::Content::SimpleExtension { base } => self.base_content(base),
            xsd::Content::SimpleRestriction { base, restriction } => {
                let base = self.base_content(base);
                Content::Simple(self.restricted(&base, restriction))
            }
        };
        if let Some(index) = source.index {
            self.contents.insert(index, content.clone());
        }
        content
    }

    fn base_content(&mut self, base: &'a Reference<TypeDefinition>) -> Content {
        match self.linked.type_target(base) {
            TypeTarget::Builtin(Builtin::AnyType) => Content::Elements {
                mixed: true,
                open: None,
                particle: r#"<any process="lax" min="0" max="unbounded"/>"#.to_owned(),
            },
            TypeTarget::Builtin(builtin) => Content::Simple(builtin_reference(builtin)),
            TypeTarget::Definition(index) => match self.source(index) {
                Some(source) => self.content_of(source),
                None => Content::Simple(self.named(index)),
            },
        }
    }

    /// Returns the text that refers to a named simple type, or to the type of a complex type's simple content.
    pub(super) fn value_of(&mut self, index: usize) -> String {
        match self.source(index).map(|source| self.content_of(source)) {
            None => self.named(index),
            Some(Content::Simple(ty)) => ty,
            Some(Content::Empty | Content::Elements { .. }) => {
                builtin_reference(Builtin::AnySimpleType)
            }
        }
    }

    /// Writes the type of restricted simple content (§3.4.2). Returns the text that refers to it.
    fn restricted(&mut self, base: &Content, restriction: &'a xsd::Restriction) -> String {
        let base = match (&restriction.value, base) {
            (Some(simple), _) => format!("#{}", self.anonymous_simple(simple)),
            (None, Content::Simple(ty)) => ty.clone(),
            (None, _) => builtin_reference(Builtin::AnySimpleType),
        };
        let facets: &[Facet] = &restriction.facets;
        if facets.is_empty() {
            return base;
        }
        let text = Tag::new("simple").attribute("base", &base).line(&facets_text(facets, false));
        format!("#{}", self.add(text))
    }

    fn anonymous_simple(&mut self, simple: &'a SimpleType) -> usize {
        let address = std::ptr::from_ref(simple).addr();
        if let Some(id) = self.anonymous.get(&address) {
            return *id;
        }
        let id = self.simple_type(simple, None);
        self.anonymous.insert(address, id);
        id
    }

    fn open_text(&mut self, open: &OpenContent) -> String {
        let mut tag = self.wildcard_tag("open", &open.wildcard);
        let mode = match open.mode {
            OpenMode::Interleave => "interleave",
            OpenMode::Suffix => "suffix",
        };
        tag.attribute("mode", mode).with_content("")
    }

    /// Returns the text of a particle, or nothing if it has no content (§3.4.2, explicit content).
    fn optional_particle(
        &mut self,
        particle: Option<&'a Particle>,
        namespace: &'a Arc<str>,
    ) -> String {
        let Some(particle) = particle else { return String::new() };
        if let Term::Model(model) = &particle.term
            && model.particles.is_empty()
            && (model.compositor != Compositor::Choice || particle.occurs.min == 0)
        {
            return String::new();
        }
        self.particle(particle, namespace)
    }

    fn particle(&mut self, particle: &'a Particle, namespace: &'a Arc<str>) -> String {
        if self.is_full() {
            return String::new();
        }
        let occurs = particle.occurs;
        let text = match &particle.term {
            Term::Element(element) => self.local_element(element, occurs, namespace),
            Term::ElementReference(reference) => {
                let index = self.linked.element_index(&reference.reference);
                let element = &self.linked.elements[index];
                let name = self.name(&element.namespace, &element.item.name.name);
                let mut tag = Tag::new("element");
                add_occurs(tag.attribute("ref", &name), occurs);
                tag.with_content("")
            }
            Term::GroupReference(reference) => {
                let group = &self.linked.groups[self.linked.group_index(reference)];
                self.model(&group.item.model, occurs, &group.namespace)
            }
            Term::Model(model) => self.model(model, occurs, namespace),
            Term::Any(wildcard) => {
                let mut tag = self.wildcard_tag("any", wildcard);
                add_occurs(&mut tag, occurs);
                tag.with_content("")
            }
        };
        self.length += text.len();
        text
    }

    fn model(&mut self, model: &'a ModelGroup, occurs: Occurs, namespace: &'a Arc<str>) -> String {
        let mut tag = Tag::new(match model.compositor {
            Compositor::Sequence => "sequence",
            Compositor::Choice => "choice",
            Compositor::All => "all",
        });
        add_occurs(&mut tag, occurs);
        let particles = model.particles.iter().map(|particle| self.particle(particle, namespace));
        let content: String = particles.collect();
        tag.with_content(&content)
    }

    fn local_element(
        &mut self,
        element: &'a LocalElement,
        occurs: Occurs,
        namespace: &'a Arc<str>,
    ) -> String {
        let mut tag = Tag::new("element");
        let name = self.name(&element.namespace, &element.name.name);
        tag.attribute("name", &name);
        add_occurs(&mut tag, occurs);
        let ty = self.local_type(&element.content, namespace);
        let content = self.declaration(&mut tag, &element.content, &ty, namespace);
        tag.with_content(&content)
    }
}

fn elements(mixed: bool, open: Option<OpenContent>, particle: String) -> Content {
    if particle.is_empty() && !mixed && open.is_none() {
        Content::Empty
    } else {
        Content::Elements { mixed, open, particle }
    }
}

/// Returns the content of an extension: that of the base, then its own (§3.4.2).
fn extended(base: Content, mixed: bool, own_open: Option<&OpenContent>, own: String) -> Content {
    let (base_mixed, base_open, base_particle) = match base {
        Content::Elements { mixed, open, particle } => (mixed, open, particle),
        Content::Simple(_) if own.is_empty() => return base,
        Content::Empty | Content::Simple(_) => (mixed, None, String::new()),
    };
    let open = match (own_open.cloned(), base_open) {
        (Some(own), Some(base)) => {
            Some(OpenContent { wildcard: own.wildcard.or(&base.wildcard), ..own })
        }
        (own, base) => own.or(base),
    };
    if own.is_empty() {
        return elements(base_mixed, open, base_particle);
    }
    if base_particle.is_empty() {
        return elements(mixed, open, own);
    }
    let particle = Tag::new("sequence").with_content(&(base_particle + &own));
    Content::Elements { mixed, open, particle }
}

fn add_occurs(tag: &mut Tag, occurs: Occurs) {
    if occurs.min != ONCE.min {
        tag.attribute("min", &occurs.min.to_string());
    }
    match occurs.max {
        None => {
            tag.attribute("max", "unbounded");
        }
        max if max != ONCE.max => {
            tag.optional("max", max.map(|max| max.to_string()).as_deref());
        }
        Some(_) => {}
    }
}
