//! Random documents of a schema, and mutations of them.

use std::fmt::Write as _;

use super::schema::{Method, NAMESPACE, Particle, Preset, Schema, Term, TypeRef};
use super::simple::{TEMPLATES, Template};
use crate::random::Random;

/// An element of a document.
#[derive(Clone)]
pub(super) struct Node {
    /// The name with its prefix.
    name: String,
    attributes: Vec<(String, String)>,
    children: Vec<Child>,
}

#[derive(Clone)]
enum Child {
    Element(Node),
    Text(String),
}

/// The derivation of a document in progress.
pub(super) struct Derivation<'a> {
    schema: &'a Schema,
    random: &'a mut Random,
    /// The number of elements so far.
    count: usize,
    keys: Vec<usize>,
    ids: Vec<usize>,
}

/// The number of elements after which optional ones are left out.
const MANY: usize = 60;

impl<'a> Derivation<'a> {
    pub(super) fn new(schema: &'a Schema, random: &'a mut Random) -> Self {
        Self { schema, random, count: 0, keys: Vec::new(), ids: Vec::new() }
    }

    /// Returns a document that is valid by construction.
    pub(super) fn document(mut self) -> Node {
        let mut root = self.complex("t:E0".to_owned(), 0);
        self.refer(&mut root);
        root
    }

    /// Replaces the references in attributes by such to existing keys and IDs, or removes them.
    fn refer(&mut self, node: &mut Node) {
        let mut attributes = Vec::new();
        for (name, value) in std::mem::take(&mut node.attributes) {
            match &*name {
                "kr" if self.keys.is_empty() => {}
                "kr" => attributes.push((name, format!("{}.0", self.random.pick(&self.keys)))),
                "ref" if self.ids.is_empty() => {}
                "ref" => attributes.push((name, format!("i{}", self.random.pick(&self.ids)))),
                _ => attributes.push((name, value)),
            }
        }
        node.attributes = attributes;
        for child in &mut node.children {
            if let Child::Element(child) = child {
                self.refer(child);
            }
        }
    }

    fn complex(&mut self, name: String, declared: usize) -> Node {
        self.count += 1;
        let mut node = Node { name, attributes: Vec::new(), children: Vec::new() };
        let derived = self.schema.derived(declared);
        let mut actual = declared;
        if !derived.is_empty() && self.random.percent(30) {
            actual = *self.random.pick(&derived);
            node.attributes.push(("xsi:type".to_owned(), format!("t:T{actual}")));
        }
        self.fill(&mut node, actual);
        node
    }

    /// Adds the attributes and the content of a type.
    fn fill(&mut self, node: &mut Node, ty: usize) {
        let schema = self.schema;
        let ty = &schema.types[ty];
        if let Some((base, Method::Extension)) = ty.base {
            self.fill(node, base);
        } else {
            for (name, percent) in [("k", 20), ("kr", 10), ("id", 20), ("ref", 10)] {
                // The constraints select elements below the root.
                let is_key_of_root = name == "k" && self.count == 1;
                if self.random.percent(percent) && !is_key_of_root {
                    let value = self.count;
                    match name {
                        "k" => self.keys.push(value),
                        "id" => self.ids.push(value),
                        _ => {}
                    }
                    let value = if name == "id" { format!("i{value}") } else { value.to_string() };
                    node.attributes.push((name.to_owned(), value));
                }
            }
        }
        for attribute in &ty.attributes {
            let is_new = node.attributes.iter().all(|(name, _)| *name != attribute.name);
            if is_new && (attribute.required || self.random.percent(50)) {
                let value = match attribute.preset {
                    Preset::Fixed(value) => value.to_owned(),
                    Preset::Default(_) | Preset::None => self.value(attribute.template),
                };
                node.attributes.push((attribute.name.clone(), value));
            }
        }
        let is_new = node.attributes.iter().all(|(name, _)| name != "o:z");
        if ty.any_attribute && is_new && self.random.percent(30) {
            node.attributes.push(("o:z".to_owned(), "1".to_owned()));
        }
        if let Some(template) = ty.value {
            let text = self.value(template);
            node.children.extend((!text.is_empty()).then_some(Child::Text(text)));
        }
        self.particle(&ty.particle, &mut node.children);
        if ty.mixed && self.random.percent(60) {
            let at = self.random.below(node.children.len() + 1);
            node.children.insert(at, Child::Text("some text".to_owned()));
        }
    }

    fn particle(&mut self, particle: &Particle, into: &mut Vec<Child>) {
        let spare = if self.count > MANY { 0 } else { self.random.below(3) };
        let most = particle.most.unwrap_or(usize::MAX);
        for _ in 0..(particle.least + spare).min(most) {
            match &particle.term {
                Term::Element { name, ty, nillable, preset } => {
                    into.push(Child::Element(self.local(name, *ty, *nillable, *preset)));
                }
                Term::Global(head) => {
                    let elements = self.schema.elements.iter().enumerate();
                    let members = elements.filter(|(at, it)| at == head || it.head == Some(*head));
                    let members: Vec<(usize, usize)> =
                        members.map(|(at, it)| (at, it.ty)).collect();
                    let (index, ty) = *self.random.pick(&members);
                    into.push(Child::Element(self.complex(format!("t:E{index}"), ty)));
                }
                Term::Sequence(inner) => {
                    for particle in inner {
                        self.particle(particle, into);
                    }
                }
                Term::Choice(inner) => {
                    let branch = self.random.below(inner.len());
                    self.particle(&inner[branch], into);
                }
                Term::All(inner) => {
                    let mut order: Vec<&Particle> = inner.iter().collect();
                    for at in (1..order.len()).rev() {
                        order.swap(at, self.random.below(at + 1));
                    }
                    for particle in order {
                        self.particle(particle, into);
                    }
                }
                Term::Any => into.push(Child::Element(Node {
                    name: "o:other".to_owned(),
                    attributes: vec![("a".to_owned(), "1".to_owned())],
                    children: vec![Child::Text("x".to_owned())],
                })),
            }
        }
    }

    fn local(&mut self, name: &str, ty: TypeRef, nillable: bool, preset: Preset) -> Node {
        let name = format!("t:{name}");
        if nillable && self.random.percent(25) && matches!(ty, TypeRef::Simple(_)) {
            self.count += 1;
            let attributes = vec![("xsi:nil".to_owned(), "true".to_owned())];
            return Node { name, attributes, children: Vec::new() };
        }
        match ty {
            TypeRef::Complex(index) => self.complex(name, index),
            TypeRef::Simple(template) => {
                self.count += 1;
                let text = match preset {
                    Preset::Default(_) | Preset::Fixed(_) if self.random.percent(25) => {
                        String::new()
                    }
                    Preset::Fixed(value) => value.to_owned(),
                    Preset::Default(_) | Preset::None => self.value(template),
                };
                let children = if text.is_empty() { Vec::new() } else { vec![Child::Text(text)] };
                Node { name, attributes: Vec::new(), children }
            }
        }
    }

    fn value(&mut self, template: &Template) -> String {
        (*self.random.pick(template.values)).to_owned()
    }
}

impl Node {
    /// Returns the text of a document with this root.
    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        let declarations = format!(
            r#" xmlns:t="{NAMESPACE}" xmlns:o="urn:example:other" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance""#
        );
        self.write(&mut text, &declarations);
        text
    }

    fn write(&self, text: &mut String, declarations: &str) {
        let Self { name, attributes, children } = self;
        let _ = write!(text, "<{name}{declarations}");
        for (name, value) in attributes {
            let _ = write!(text, r#" {name}="{value}""#);
        }
        text.push('>');
        for child in children {
            match child {
                Child::Element(child) => child.write(text, ""),
                Child::Text(child) => text.push_str(child),
            }
        }
        let _ = write!(text, "</{name}>");
    }

    /// Changes one thing somewhere in the document.
    pub(super) fn mutate(&mut self, random: &mut Random) {
        let elements: Vec<usize> = (0..self.children.len())
            .filter(|at| matches!(self.children[*at], Child::Element(_)))
            .collect();
        if !elements.is_empty() && random.percent(60) {
            let at = *random.pick(&elements);
            if let Child::Element(child) = &mut self.children[at] {
                return child.mutate(random);
            }
        }
        let other = |random: &mut Random| {
            let template = random.pick(TEMPLATES);
            (*random.pick(template.others)).to_owned()
        };
        match random.below(9) {
            0 if !elements.is_empty() => drop(self.children.remove(*random.pick(&elements))),
            1 if !elements.is_empty() => {
                let at = *random.pick(&elements);
                self.children.insert(at, self.children[at].clone());
            }
            2 if self.children.len() > 1 => {
                let at = random.below(self.children.len() - 1);
                self.children.swap(at, at + 1);
            }
            3 if !self.attributes.is_empty() => {
                let at = random.below(self.attributes.len());
                self.attributes.remove(at);
            }
            4 if !self.attributes.is_empty() => {
                let at = random.below(self.attributes.len());
                self.attributes[at].1 = other(random);
            }
            5 => {
                let name = *random
                    .pick(&["a1", "b2", "k", "id", "ref", "kr", "o:x", "xsi:nil", "xsi:type"]);
                let value = *random.pick(&["1", "true", "i1", "t:T1", "t:T5", "t:Word", "xs"]);
                // libxml2 refuses an unknown type even where an element needs none (part 1, §3.3.4, lax assessment).
                let is_open = self.name.starts_with("o:") && name == "xsi:type";
                if !is_open && self.attributes.iter().all(|(known, _)| known != name) {
                    self.attributes.push((name.to_owned(), value.to_owned()));
                }
            }
            6 => self.children.push(Child::Text(other(random))),
            7 => {
                self.name =
                    (*random.pick(&["t:E1", "t:e1_1", "t:e2_1", "o:other", "t:x"])).to_owned();
            }
            _ => self.children = vec![Child::Text(other(random))],
        }
    }
}
