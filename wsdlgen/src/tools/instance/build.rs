//! Conversion of messages from the data model of JSON to XML.
//!
//! Only the structure is checked here. The resulting XML is validated against the contract when it is
//! read.

use super::{InstanceError, data::Data};
use crate::{
    model::{
        Attribute, Builtin, Choice, Content, Definition, Element, Family, Field, Model, Nillable,
        Occurs, Origin, Record, Selected, Term, Times, TypeId, ValueType,
    },
    sample::{Node, Tree, TypeName},
};

/// Maximum nesting depth of objects.
const MOST_DEPTH: usize = 128;

/// A converter from data to elements that collects errors.
pub(super) struct Composer<'m> {
    model: &'m Model,
    pub(super) errors: Vec<InstanceError>,
    path: Vec<String>,
}

/// The entries of an object, with the ones that have been used.
pub(super) struct Entries<'d> {
    entries: &'d [(String, Data)],
    used: Vec<bool>,
}

impl<'d> Entries<'d> {
    pub(super) fn take(&mut self, name: &str) -> Option<&'d Data> {
        let index = self.entries.iter().position(|(known, _)| known == name)?;
        self.used[index] = true;
        Some(&self.entries[index].1)
    }

    fn has(&self, name: &str) -> bool {
        self.entries.iter().any(|(known, _)| known == name)
    }
}

impl<'m> Composer<'m> {
    pub(super) fn new(model: &'m Model) -> Self {
        Self { model, errors: Vec::new(), path: Vec::new() }
    }

    fn error(&mut self, what: impl Into<String>) {
        let path = format!("/{}", self.path.join("/"));
        self.errors.push(InstanceError { path, place: None, what: what.into() });
    }

    /// Builds an element from data.
    pub(super) fn element(&mut self, element: &Element, data: &Data) -> Tree {
        let mut tree = Tree::new(element.name.clone());
        tree.type_name = element.type_name.clone().map(TypeName::Defined);
        self.path.push(element.name.local.to_string());
        if self.path.len() > MOST_DEPTH {
            self.error("objects are nested too deeply");
        } else if *data == Data::Null && element.nillable != Nillable::No {
            tree.is_nil = true;
        } else {
            self.value(&mut tree, element.value, data);
        }
        self.path.pop();
        tree
    }

    /// Builds the only element of a body. `data` is its content, or an object whose only entry is the element, as in replies.
    pub(super) fn body(&mut self, element: &Element, data: &Data) -> Tree {
        let tree = self.element(element, data);
        if !self.errors.is_empty()
            && let Data::Object(entries) = data
            && let [(name, content)] = &**entries
            && **name == *element.name.local
        {
            // As content, the data is invalid, so the entry must be the element itself.
            self.errors.clear();
            return self.element(element, content);
        }
        tree
    }

    fn value(&mut self, tree: &mut Tree, value: ValueType, data: &Data) {
        let id = match value {
            ValueType::Builtin(Builtin::AnyType | Builtin::AnySimpleType) => {
                return self.anything(tree, data);
            }
            ValueType::Builtin(_) => return self.simple_of(tree, value, data),
            ValueType::Defined(id) => id,
        };
        match &self.model.get(id).definition {
            Definition::Record(record) => self.record(tree, record, data),
            Definition::Family(family) => self.family(tree, family, data),
            Definition::Choice(choice) => {
                self.object(data, |composer, entries| composer.choice(tree, choice, entries));
            }
            _ => self.simple_of(tree, value, data),
        }
    }

    fn simple_of(&mut self, tree: &mut Tree, value: ValueType, data: &Data) {
        if matches!(data, Data::List(_)) && !self.is_list(value) {
            return self.error("expected a single value, found a list");
        }
        self.simple(tree, data);
    }

    /// Adds data of any type. Text that looks like XML becomes content, anything else a string.
    fn anything(&mut self, tree: &mut Tree, data: &Data) {
        match data {
            Data::Text(xml) if xml.trim_start().starts_with('<') => {
                tree.content.push(Node::Xml(xml.clone()));
            }
            _ => {
                tree.type_name = Some(TypeName::Builtin("string"));
                self.simple(tree, data);
            }
        }
    }

    /// Returns whether the values of a type may be lists.
    fn is_list(&self, value: ValueType) -> bool {
        match value {
            ValueType::Builtin(builtin) => {
                matches!(builtin, Builtin::NmTokens | Builtin::IdRefs | Builtin::Entities)
            }
            ValueType::Defined(id) => match &self.model.get(id).definition {
                Definition::Simple(simple) => {
                    simple.shape.atom().is_none_or(|base| self.is_list(base))
                }
                Definition::Union(_) => true,
                _ => false,
            },
        }
    }

    fn simple(&mut self, tree: &mut Tree, data: &Data) {
        if let Some(text) = self.text(data) {
            tree.content.push(Node::Text(text));
        }
    }

    /// Returns the lexical form of a simple value. List items are separated by spaces.
    fn text(&mut self, data: &Data) -> Option<String> {
        match data {
            Data::Boolean(value) => Some(value.to_string()),
            Data::Number(text) | Data::Text(text) => Some(text.clone()),
            Data::List(items) => {
                let items: Option<Vec<String>> = items.iter().map(|one| self.text(one)).collect();
                items.map(|items| items.join(" "))
            }
            Data::Null | Data::Object(_) => {
                self.error(format!("expected a simple value, found {}", data.kind()));
                None
            }
        }
    }

    /// Processes an object, and reports the entries that are left over.
    pub(super) fn object(&mut self, data: &Data, each: impl FnOnce(&mut Self, &mut Entries<'_>)) {
        let Data::Object(entries) = data else {
            return self.error(format!("expected an object, found {}", data.kind()));
        };
        let mut entries = Entries { entries, used: vec![false; entries.len()] };
        each(self, &mut entries);
        let unused = entries.entries.iter().zip(&entries.used).filter(|(_, used)| !**used);
        for ((name, _), _) in unused {
            self.error(format!("unexpected entry `{name}`"));
        }
    }

    /// Adds a value of a family. Unless it has the declared type, or its attributes select the type, it is wrapped in an
    /// object with the type's name.
    fn family(&mut self, tree: &mut Tree, family: &Family, data: &Data) {
        if let Data::Object(entries) = data
            && let [(name, inside)] = entries.as_slice()
        {
            let is_called = |id: &&TypeId| {
                self.model.get(**id).origin.local().is_some_and(|local| **local == **name)
            };
            if let Some(member) = family.members.iter().find(is_called) {
                if *member != family.declared
                    && family.tests().is_none()
                    && let Origin::Named(type_name) = &*self.model.get(*member).origin
                {
                    tree.type_name = Some(TypeName::Defined(type_name.clone()));
                }
                return self.value(tree, ValueType::Defined(*member), inside);
            }
        }
        match family.select(&self.probe(tree, family, data).tested_attributes(self.model)) {
            Selected::Member(id) => self.value(tree, ValueType::Defined(id), data),
            Selected::Tree => self.anything(tree, data),
            Selected::Nothing => self.error("no content is valid with these attributes"),
        }
    }

    /// Returns an element with the attributes that a value of a family has.
    fn probe(&self, tree: &Tree, family: &Family, data: &Data) -> Tree {
        let mut probe = Tree::new(tree.name.clone());
        let record = |member: &TypeId| match &self.model.get(*member).definition {
            Definition::Record(record) => Some(record),
            _ => None,
        };
        let levels = family.members.iter().filter_map(record);
        let levels = levels.flat_map(|record| self.model.lineage(record));
        for Attribute { name, .. } in levels.flat_map(|level| &level.attributes) {
            let text = match data.get(&name.local) {
                Some(Data::Text(text) | Data::Number(text)) => text.clone(),
                Some(Data::Boolean(value)) => value.to_string(),
                _ => continue,
            };
            if !probe.attributes.iter().any(|(known, _)| known == name) {
                probe.attributes.push((name.clone(), text));
            }
        }
        probe
    }

    fn record(&mut self, tree: &mut Tree, record: &Record, data: &Data) {
        let lineage = self.model.lineage(record);
        let text_alone = |level: &&Record| matches!(level.content, Content::Value(_));
        if !matches!(data, Data::Object(_)) && lineage.iter().any(text_alone) {
            return self.simple(tree, data);
        }
        let mut contents = lineage.iter().map(|level| &level.content);
        if let (Data::List(_), Some(Content::Array(item))) =
            (data, contents.find(|content| matches!(content, Content::Array(_))))
        {
            return self.array(tree, item, Some(data));
        }
        self.object(data, |composer, entries| {
            for attribute in lineage.iter().flat_map(|level| &level.attributes) {
                composer.attribute(tree, attribute, entries);
            }
            for level in &lineage {
                match &level.content {
                    Content::Value(_) => {
                        if let Some(value) = entries.take("value") {
                            composer.simple(tree, value);
                        }
                    }
                    Content::Fields(fields, _) => composer.fields(tree, fields, entries),
                    Content::Mixed(_) => {
                        let text = entries.take("mixed").and_then(|data| composer.text(data));
                        tree.content.extend(text.map(Node::Xml));
                    }
                    Content::Array(item) => composer.array(tree, item, entries.take("item")),
                }
            }
        });
    }

    fn array(&mut self, tree: &mut Tree, item: &Element, items: Option<&Data>) {
        tree.array_of.clone_from(&item.type_name);
        self.items(tree, item, items);
    }

    fn attribute(&mut self, tree: &mut Tree, attribute: &Attribute, entries: &mut Entries<'_>) {
        let Some(data) = entries.take(&attribute.name.local) else { return };
        if let Some(text) = self.text(data) {
            tree.attributes.push((attribute.name.clone(), text));
        }
    }

    fn items(&mut self, tree: &mut Tree, item: &Element, data: Option<&Data>) {
        for one in data.map(several).unwrap_or_default() {
            let child = self.element(item, one);
            tree.content.push(Node::Element(child));
        }
    }

    fn fields(&mut self, tree: &mut Tree, fields: &[Field], entries: &mut Entries<'_>) {
        for field in fields {
            let repeated = field.times.occurs() == Occurs::Repeated;
            match (&field.term, repeated) {
                (Term::Part(id), true) => {
                    for one in entries.take(&field.called).map(several).unwrap_or_default() {
                        self.object(one, |composer, entries| composer.part(tree, *id, entries));
                    }
                }
                (term, _) => self.term(tree, term, field.times, entries),
            }
        }
    }

    fn term(&mut self, tree: &mut Tree, term: &Term, times: Times, entries: &mut Entries<'_>) {
        match term {
            Term::Element(element) => {
                let Some(data) = entries.take(&element.name.local) else { return };
                match times.occurs() {
                    Occurs::Repeated => self.items(tree, element, Some(data)),
                    // In this case, a list is the value of a single element.
                    Occurs::Once | Occurs::Optional => {
                        let child = self.element(element, data);
                        tree.content.push(Node::Element(child));
                    }
                }
            }
            Term::Part(id) => self.part(tree, *id, entries),
            Term::Any(_) => {
                for one in entries.take("any").map(several).unwrap_or_default() {
                    if let Some(xml) = self.text(one) {
                        tree.content.push(Node::Xml(xml));
                    }
                }
            }
        }
    }

    fn part(&mut self, tree: &mut Tree, id: TypeId, entries: &mut Entries<'_>) {
        match &self.model.get(id).definition {
            Definition::Record(record) => self.fields(tree, record.fields(), entries),
            Definition::Choice(choice) => self.choice(tree, choice, entries),
            _ => {}
        }
    }

    /// Adds the first branch for which the object has an entry.
    fn choice(&mut self, tree: &mut Tree, choice: &Choice, entries: &mut Entries<'_>) {
        let found = choice.branches.iter().find(|branch| self.is_there(&branch.term, entries));
        if let Some(branch) = found {
            self.term(tree, &branch.term, branch.times, entries);
        }
    }

    fn is_there(&self, term: &Term, entries: &Entries<'_>) -> bool {
        match term {
            Term::Element(element) => entries.has(&element.name.local),
            Term::Any(_) => entries.has("any"),
            Term::Part(id) => match &self.model.get(*id).definition {
                Definition::Record(record) => {
                    record.fields().iter().any(|field| self.is_there(&field.term, entries))
                }
                Definition::Choice(choice) => {
                    choice.branches.iter().any(|branch| self.is_there(&branch.term, entries))
                }
                _ => false,
            },
        }
    }
}

/// Returns the items of a list, or a single value.
fn several(data: &Data) -> Vec<&Data> {
    match data {
        Data::List(items) => items.iter().collect(),
        one => vec![one],
    }
}
