//! Reading of declarations: elements, attributes and identity constraints.

use super::{Loaded, Loader, flag, required, unknown};
use crate::{
    alternatives::TypeTable,
    schema::{
        components::{Alternatives, Attribute, Element, ElementId, Methods, Preset},
        constraint::{Category, Constraint},
        error::SchemaError,
        path::Paths,
    },
    xml::AnyElement,
    xsd::Prefixes,
};

impl Loader<'_> {
    /// Adds the global elements and attributes, to which types refer.
    pub(super) fn declare(&mut self) -> Loaded<()> {
        for item in self.root.elements() {
            match item.name.local() {
                "element" => {
                    let id = self.element(item)?;
                    let element = &self.components.elements[id];
                    if let Some(head) = element.head.clone() {
                        self.members.entry(head).or_default().push(id);
                    }
                    self.components.global_elements.insert(element.name.clone(), id);
                }
                "attribute" => {
                    let attribute = self.attribute(item)?;
                    self.components.global_attributes.insert(attribute.name.clone(), attribute);
                }
                "simple" | "complex" => {}
                _ => return Err(unknown(item)),
            }
        }
        Ok(())
    }

    /// Adds an element declaration.
    pub(super) fn element(&mut self, item: &AnyElement) -> Loaded<ElementId> {
        let is_alternative = |item: &&AnyElement| item.name.local() == "alternative";
        let constraints = item.elements().filter(|item| !is_alternative(item));
        let constraints = constraints.map(|item| self.constraint(item));
        let element = Element {
            constraints: constraints.collect::<Loaded<_>>()?,
            alternatives: self.alternatives(item.elements().filter(is_alternative))?,
            name: self.name(item, "name")?,
            ty: self.type_of(item, "type")?,
            nillable: flag(item, "nillable"),
            is_abstract: flag(item, "abstract"),
            block: methods(item),
            preset: preset(item),
            head: self.optional_name(item, "head")?,
        };
        self.components.has_constraints |= !element.constraints.is_empty();
        self.components.elements.push(element);
        Ok(self.components.elements.len() - 1)
    }

    fn alternatives<'a>(
        &self,
        items: impl Iterator<Item = &'a AnyElement>,
    ) -> Loaded<Option<Alternatives>> {
        let (mut tests, mut types) = (Vec::new(), Vec::new());
        for item in items {
            tests.push(item.attribute("test").unwrap_or_default());
            let ty = item.attribute("type").map(|text| self.type_at(text));
            types.push(ty.transpose()?);
        }
        let table = TypeTable::new(&tests);
        Ok((!tests.is_empty()).then_some(Alternatives { table, types }))
    }

    pub(super) fn attribute(&self, item: &AnyElement) -> Loaded<Attribute> {
        Ok(Attribute {
            name: self.name(item, "name")?,
            ty: self.type_of(item, "type")?,
            required: flag(item, "required"),
            preset: preset(item),
        })
    }

    fn constraint(&self, item: &AnyElement) -> Loaded<Constraint> {
        let category = match item.name.local() {
            "key" => Category::Key,
            "unique" => Category::Unique,
            "keyref" => Category::Keyref(self.name(item, "refer")?),
            _ => return Err(unknown(item)),
        };
        let (mut selector, mut fields) = (None, Vec::new());
        for part in item.elements() {
            match part.name.local() {
                "selector" => selector = Some(self.paths(part)?),
                "field" => fields.push(self.paths(part)?),
                _ => return Err(unknown(part)),
            }
        }
        let selector = selector.ok_or_else(|| unknown(item))?;
        Ok(Constraint { name: self.name(item, "name")?, category, selector, fields })
    }

    fn paths(&self, item: &AnyElement) -> Loaded<Paths> {
        let text = required(item, "path")?;
        let paths = Paths::read(text, &|prefix| self.namespace_of(prefix));
        paths.ok_or_else(|| SchemaError(format!("`{text}` is not a path")))
    }
}

/// Returns the methods in the attribute `block`.
pub(super) fn methods(item: &AnyElement) -> Methods {
    let words = item.attribute("block").unwrap_or_default().split(' ');
    words.fold(Methods::NONE, |methods, word| methods.and(method(word)))
}

/// Returns the method with a name, or none.
pub(super) fn method(word: &str) -> Methods {
    match word {
        "extension" => Methods::EXTENSION,
        "restriction" => Methods::RESTRICTION,
        "substitution" => Methods::SUBSTITUTION,
        _ => Methods::NONE,
    }
}

fn preset(item: &AnyElement) -> Option<Preset> {
    let fixed = item.attribute("fixed");
    let text = fixed.or_else(|| item.attribute("default"))?;
    Some(Preset { text: text.to_owned(), is_fixed: fixed.is_some() })
}
