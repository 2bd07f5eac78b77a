//! Reading of the text that the generator writes into components.
//!
//! ```text
//! <schema xmlns:a="urn:example">
//!   <simple name="a:Size" base="xs:int"><minInclusive value="1"/></simple>
//!   <complex name="a:Box" base="xs:anyType" by="restriction" block="extension">
//!     <content mixed="true"><sequence><element name="a:size" type="#0" min="0"/><any not="urn:example -" process="lax"/></sequence></content>
//!     <attribute name="id" type="xs:ID" required="true"/>
//!   </complex>
//!   <element name="a:box" type="#1"><key name="a:ids"><selector path="a:size"/><field path="@id"/></key></element>
//! </schema>
//! ```
//!
//! `#0` is the first type in the text. Its prefixes are declared by the root. No namespace is `-`. Open content precedes
//! the particle: `<content><open mode="suffix" in="urn:example"/><sequence>`.

mod declarations;
mod particles;
mod types;
mod wildcards;

use std::{collections::HashMap, sync::Arc};

use super::{
    builtins::{self, XSD},
    components::{Components, ElementId, TypeId},
    error::SchemaError,
};
use crate::{
    xml::{AnyElement, Limits, QName, ReadOptions},
    xsd::{Lexical, Prefixes},
};

/// The reading of a schema in progress.
struct Loader<'t> {
    root: &'t AnyElement,
    components: Components,
    /// The index of the first type in the text.
    first_type: TypeId,
    /// The number of types in the text.
    type_count: usize,
    /// The direct members of substitution groups.
    members: HashMap<QName, Vec<ElementId>>,
}

type Loaded<T> = Result<T, SchemaError>;

impl Components {
    /// Reads the components of a schema.
    pub(super) fn load(text: &str) -> Loaded<Self> {
        // The text is part of the program.
        let most = usize::MAX;
        let limits = Limits { namespaces: most, memory_bytes: most, depth: most, ..Limits::CLIENT };
        let options = ReadOptions { limits, ..ReadOptions::default() };
        let root =
            AnyElement::parse(text, &options).map_err(|error| SchemaError(error.to_string()))?;
        let mut components = Self::default();
        builtins::add(&mut components);
        let mut loader = Loader {
            root: &root,
            first_type: components.types.len(),
            type_count: root.elements().filter(|item| is_type(item)).count(),
            components,
            members: HashMap::new(),
        };
        loader.declare()?;
        loader.define_types()?;
        loader.finish();
        Ok(loader.components)
    }
}

fn is_type(item: &AnyElement) -> bool {
    matches!(item.name.local(), "simple" | "complex")
}

impl Prefixes for Loader<'_> {
    fn namespace_of(&self, prefix: &str) -> Option<Arc<str>> {
        match prefix {
            "" => Some(Arc::default()),
            "xs" => Some(XSD.into()),
            "xml" => Some("http://www.w3.org/XML/1998/namespace".into()),
            _ => {
                let declared = &self.root.declarations;
                declared.iter().find(|(known, _)| known == prefix).map(|(_, uri)| uri.clone())
            }
        }
    }
}

impl Loader<'_> {
    /// Returns the name in an attribute.
    fn name(&self, item: &AnyElement, attribute: &str) -> Loaded<QName> {
        let text = required(item, attribute)?;
        QName::parse_in(text, self).map_err(|error| SchemaError(format!("`{text}`: {error}")))
    }

    fn optional_name(&self, item: &AnyElement, attribute: &str) -> Loaded<Option<QName>> {
        item.attribute(attribute).map(|_| self.name(item, attribute)).transpose()
    }

    /// Returns the type that an attribute refers to.
    fn type_of(&self, item: &AnyElement, attribute: &str) -> Loaded<TypeId> {
        self.type_at(required(item, attribute)?)
    }

    fn type_at(&self, text: &str) -> Loaded<TypeId> {
        let unknown = || SchemaError(format!("there is no type `{text}`"));
        if let Some(number) = text.strip_prefix('#') {
            let number: usize = number.parse().map_err(|_| unknown())?;
            return (number < self.type_count)
                .then_some(self.first_type + number)
                .ok_or_else(unknown);
        }
        let local = text.strip_prefix("xs:").ok_or_else(unknown)?;
        let found = self.components.named_types.get(&QName::new(XSD, local));
        found.copied().ok_or_else(unknown)
    }
}

fn required<'a>(item: &'a AnyElement, attribute: &str) -> Loaded<&'a str> {
    let missing = || SchemaError(format!("`{attribute}` is missing on `{}`", item.name.local()));
    item.attribute(attribute).ok_or_else(missing)
}

fn flag(item: &AnyElement, attribute: &str) -> bool {
    item.attribute(attribute) == Some("true")
}

fn number(item: &AnyElement, attribute: &str) -> Loaded<usize> {
    let text = required(item, attribute)?;
    text.parse().map_err(|_| SchemaError(format!("`{text}` is not a number")))
}

fn unknown(item: &AnyElement) -> SchemaError {
    SchemaError(format!("unexpected `{}`", item.name.local()))
}
