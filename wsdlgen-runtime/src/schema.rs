//! Assessment of documents against the whole schema of a contract (XML Schema 1.0 part 1, §5.2).
//!
//! Types and facets are checked by generated types: see [`validate`](crate::validate). This module checks a document as
//! a schema processor does, including what Rust types do not express: identity constraints, references to IDs, the
//! declarations of elements that a wildcard accepts, types named by `xsi:type`, blocked substitutions, and the order of
//! elements in mixed content.
//!
//! Generated code contains a [`Schema`] if the generator's setting `schema_validation` is on.

mod attributes;
mod builtins;
mod children;
mod components;
mod constraint;
mod content;
mod derivation;
mod element;
mod error;
mod facets;
mod identity;
mod ids;
mod load;
mod message;
mod outcomes;
mod path;
#[cfg(feature = "lint")]
mod rules;
mod simple;
mod value;
mod wildcard;

use std::{borrow::Cow, error::Error, sync::OnceLock};

pub use error::{InvalidDocument, SchemaError, SchemaViolation};

use crate::xml::{AnyElement, Assessor, DocumentKind, QName};
use components::Components;
use element::Assessment;

/// The schema of a contract: its type definitions, element declarations and attribute declarations.
///
/// Its components are read from a text that the generator writes. They are built on first use.
///
/// ```
/// use wsdlgen_runtime::schema::Schema;
///
/// static SCHEMA: Schema = Schema::new(
///     r##"<schema xmlns:a="urn:example">
///           <complex name="a:Pair">
///             <content><sequence><element name="left" type="xs:ID"/><element name="right" type="xs:IDREF"/></sequence></content>
///           </complex>
///           <element name="a:pair" type="#0"/>
///         </schema>"##,
/// );
///
/// let valid = r#"<pair xmlns="urn:example"><left xmlns="">x</left><right xmlns="">x</right></pair>"#;
/// assert!(SCHEMA.assess(&valid.parse()?).is_ok());
///
/// let dangling = valid.replace("<right xmlns=\"\">x", "<right xmlns=\"\">y");
/// let errors = SCHEMA.assess(&dangling.parse()?).unwrap_err();
/// assert_eq!(errors.to_string(), "/pair/right: no element has the ID `y` (cvc-id.1)");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Schema {
    text: Cow<'static, str>,
    components: OnceLock<Result<Components, SchemaError>>,
}

impl Schema {
    /// Creates a schema from the text that the generator writes.
    pub const fn new(text: &'static str) -> Self {
        Self { text: Cow::Borrowed(text), components: OnceLock::new() }
    }

    /// Creates a schema from such a text made at run time.
    pub fn of_text(text: String) -> Self {
        Self { text: Cow::Owned(text), components: OnceLock::new() }
    }

    /// Returns whether the schema declares an element, so that it may be the root of a document.
    ///
    /// A root that is not declared is valid if `xsi:type` names a type of the schema that it matches (§5.2).
    pub fn declares(&self, name: &QName) -> bool {
        self.components().is_ok_and(|components| components.global_elements.contains_key(name))
    }

    /// Assesses a document: its root element and everything in it.
    ///
    /// Time and memory are bounded by a small multiple of the document's size and of the schema's.
    ///
    /// # Errors
    ///
    /// Returns the violations if the document is invalid. References to missing IDs come last.
    pub fn assess(&self, root: &AnyElement) -> Result<(), InvalidDocument> {
        match self.components() {
            Ok(components) => Assessment::new(components).of_root(root),
            Err(error) => Err(InvalidDocument::without_schema(error)),
        }
    }

    fn components(&self) -> Result<&Components, &SchemaError> {
        self.components.get_or_init(|| Components::load(&self.text)).as_ref()
    }
}

impl Assessor for Schema {
    fn assess(
        &self,
        root: &AnyElement,
        kind: DocumentKind,
        has_secrets: bool,
    ) -> Result<(), Box<dyn Error + Send + Sync>> {
        let assessed = match kind {
            DocumentKind::Document => self.assess(root),
            DocumentKind::Message => self.assess_message(root),
        };
        assessed
            .map_err(|invalid| if has_secrets { invalid.without_reasons() } else { invalid }.into())
    }
}

/// Returns whether a text is the path of a selector or a field in an identity constraint (part 1, §3.11.6).
///
/// ```
/// use wsdlgen_runtime::schema::is_path;
///
/// assert!(is_path(".//a:order/line | a:note/@id"));
/// assert!(!is_path("order[1]"));
/// ```
pub fn is_path(text: &str) -> bool {
    path::Paths::read(text, &|_| Some(std::sync::Arc::default())).is_some()
}
