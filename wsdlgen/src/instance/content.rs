//! Content: elements, attributes, choices, wildcards.

use super::value;
use crate::model::{
    Attribute, Branch, Builtin, Choice, Content, Definition, Element, Family, Field, Model,
    NamespaceConstraint, Occurs, Origin, Record, Term, Times, TypeId, ValueType,
};

/// How deep what may be left out is put in.
const OPTIONAL_DEPTH: usize = 4;
/// How deep elements may be inside of each other: what is required goes on for ever beyond it.
const MOST_DEPTH: usize = 48;
/// How long a sample may get before what may be left out is.
const LONG: usize = 20_000;

/// A sample in the making.
pub(super) struct Writer<'m> {
    model: &'m Model,
    /// The declarations that every root has.
    declared: String,
    out: String,
    depth: usize,
}

impl<'m> Writer<'m> {
    pub(super) fn new(model: &'m Model, declared: String) -> Self {
        Self { model, declared, out: String::new(), depth: 0 }
    }

    pub(super) fn finish(self) -> String {
        self.out
    }

    /// An element that stands in a body.
    pub(super) fn root(&mut self, element: &Element) -> Option<()> {
        let declared = self.declared.clone();
        self.element_with(element, &declared)
    }

    fn element(&mut self, element: &Element) -> Option<()> {
        self.element_with(element, "")
    }

    fn element_with(&mut self, element: &Element, attributes: &str) -> Option<()> {
        if self.depth > MOST_DEPTH {
            return None;
        }
        self.depth += 1;
        let tag = self.model.tag(&element.name);
        self.push(&["<", &tag, attributes]);
        match (&element.constraint, element.value) {
            (Some(constraint), _) if constraint.is_fixed() => {
                self.out.push('>');
                self.text(&constraint.text);
            }
            (_, ValueType::Builtin(Builtin::AnyType | Builtin::AnySimpleType)) => {
                let xsd = "http://www.w3.org/2001/XMLSchema";
                self.push(&[" xsi:type=\"xsd:string\" xmlns:xsd=\"", xsd, "\">any"]);
            }
            (_, value) => self.value(value, &element.name.local)?,
        }
        self.push(&["</", &tag, ">"]);
        self.depth -= 1;
        Some(())
    }

    /// The attributes and the content of a type, from behind the tag's name on.
    fn value(&mut self, value: ValueType, name: &str) -> Option<()> {
        let ValueType::Defined(id) = value else {
            self.out.push('>');
            return self.simple(value, name);
        };
        match &self.model.get(id).definition {
            Definition::Record(record) => self.record(record, name),
            Definition::Family(family) => self.family(family, name),
            Definition::Choice(choice) => {
                self.out.push('>');
                self.choice(choice)
            }
            _ => {
                self.out.push('>');
                self.simple(value, name)
            }
        }
    }

    fn simple(&mut self, value: ValueType, name: &str) -> Option<()> {
        let text = value::sample(self.model, value, name)?;
        self.text(&text);
        Some(())
    }

    fn push(&mut self, parts: &[&str]) {
        for part in parts {
            self.out.push_str(part);
        }
    }

    fn text(&mut self, text: &str) {
        self.out.push_str(&escaped(text));
    }

    /// The declared type, or the first that is not abstract and says so.
    fn family(&mut self, family: &Family, name: &str) -> Option<()> {
        let member = *family.members.first()?;
        if member != family.declared {
            let Origin::Named(type_name) = &*self.model.get(member).origin else { return None };
            let tag = self.model.tag(type_name);
            self.push(&[" xsi:type=\"", &tag, "\""]);
        }
        self.value(ValueType::Defined(member), name)
    }

    fn record(&mut self, record: &Record, name: &str) -> Option<()> {
        let lineage = self.model.lineage(record);
        for attribute in lineage.iter().flat_map(|level| &level.attributes) {
            self.attribute(attribute)?;
        }
        let array = lineage.iter().find_map(|level| match &level.content {
            Content::Array(item) => Some(item),
            _ => None,
        });
        self.out.push('>');
        if let Some(item) = array {
            return (0..2).try_for_each(|_| self.element(item));
        }
        for level in lineage {
            match &level.content {
                Content::Value(value) => self.simple(*value, name)?,
                Content::Mixed(_) => self.text("mixed"),
                Content::Fields(fields, _) => {
                    fields.iter().try_for_each(|field| self.field(field))?;
                }
                Content::Array(_) => {}
            }
        }
        Some(())
    }

    fn attribute(&mut self, attribute: &Attribute) -> Option<()> {
        let text = match &attribute.constraint {
            Some(constraint) => constraint.text.to_string(),
            None => value::sample(self.model, attribute.value, &attribute.name.local)?,
        };
        let tag = self.model.tag(&attribute.name);
        self.push(&[" ", &tag, "=\"", &escaped(&text), "\""]);
        Some(())
    }

    fn field(&mut self, field: &Field) -> Option<()> {
        let count = self.count(field.times);
        let before = (self.out.len(), self.depth);
        let written = (0..count).try_for_each(|_| self.term(&field.term));
        if written.is_none() && field.times.min == 0 {
            self.out.truncate(before.0);
            self.depth = before.1;
            return Some(());
        }
        written
    }

    /// How often something stands: twice where it may, and not at all far down.
    fn count(&self, times: Times) -> u64 {
        let wanted = match times.occurs() {
            _ if self.depth > OPTIONAL_DEPTH || self.out.len() > LONG => 0,
            Occurs::Once | Occurs::Optional => 1,
            Occurs::Repeated => 2,
        };
        wanted.max(times.min).min(times.max.unwrap_or(u64::MAX))
    }

    fn term(&mut self, term: &Term) -> Option<()> {
        match term {
            Term::Element(element) => self.element(element),
            Term::Part(id) => self.part(*id),
            Term::Any(any) => self.any(&any.namespaces),
        }
    }

    fn part(&mut self, id: TypeId) -> Option<()> {
        if self.depth > MOST_DEPTH {
            return None;
        }
        self.depth += 1;
        let written = match &self.model.get(id).definition {
            Definition::Record(record) => {
                record.fields().iter().try_for_each(|field| self.field(field))
            }
            Definition::Choice(choice) => self.choice(choice),
            _ => None,
        };
        self.depth -= 1;
        written
    }

    /// The first branch that ends: simple ones before those that go further down.
    fn choice(&mut self, choice: &Choice) -> Option<()> {
        let mut branches: Vec<&Branch> = choice.branches.iter().collect();
        branches.sort_by_key(|branch| !is_simple(self.model, &branch.term));
        let before = (self.out.len(), self.depth);
        branches.into_iter().find_map(|branch| {
            self.out.truncate(before.0);
            self.depth = before.1;
            let count = branch.times.min.max(1);
            (0..count).try_for_each(|_| self.term(&branch.term))
        })
    }

    /// An element that a wildcard takes, if it takes any.
    fn any(&mut self, namespaces: &NamespaceConstraint) -> Option<()> {
        let uri = match namespaces {
            NamespaceConstraint::Any | NamespaceConstraint::Other(_) => "urn:any",
            NamespaceConstraint::OneOf(ids) => &*self.model.namespace(*ids.first()?).uri,
        };
        if uri.is_empty() {
            self.out.push_str("<thing/>");
        } else {
            self.push(&["<any:thing xmlns:any=\"", &escaped(uri), "\"/>"]);
        }
        Some(())
    }
}

fn is_simple(model: &Model, term: &Term) -> bool {
    let Term::Element(element) = term else { return false };
    match element.value {
        ValueType::Builtin(_) => true,
        ValueType::Defined(id) => !matches!(
            model.get(id).definition,
            Definition::Record(_) | Definition::Family(_) | Definition::Choice(_)
        ),
    }
}

/// Text as it stands between tags or quotes.
pub(super) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
