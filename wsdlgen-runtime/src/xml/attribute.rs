//! Attributes: taken by the types that know them, reported as unexpected otherwise.

use std::borrow::Cow;

use super::{
    AnyAttribute, Cursor, Name, NamespaceId, QName, ReadError, ReadErrorKind, Wildcard,
    scope::Resolved, text::unescape_attribute,
};
use crate::xsd::{Lexical, Text, WhiteSpace};

/// The attributes that target a header block.
pub(crate) const TARGET_ATTRIBUTES: [&str; 4] = ["mustUnderstand", "actor", "role", "relay"];

/// An attribute of the current start tag, borrowed from the document.
#[derive(Clone, Copy, Debug)]
pub struct Attribute<'x> {
    pub(super) prefix: &'x str,
    pub(super) local: &'x str,
    /// The text between the quotes as written. It was checked when the tag was scanned.
    raw: &'x str,
    pub(super) resolved: Resolved,
}

impl<'x> Attribute<'x> {
    pub(super) fn new(prefix: &'x str, local: &'x str, raw: &'x str) -> Self {
        Self { prefix, local, raw, resolved: Resolved::NONE }
    }

    /// Returns the value, with references resolved and white space normalised.
    pub fn value(&self) -> Cow<'x, str> {
        unescape_attribute(self.raw).unwrap_or(Cow::Borrowed(self.raw))
    }

    pub(super) fn is(&self, name: &Name) -> bool {
        self.resolved.namespace == name.namespace && self.local == name.local
    }
}

impl<'x> Cursor<'x> {
    /// Takes an attribute from the current element, so that it no longer counts as unexpected. Attributes must be taken
    /// before the element's content is read.
    pub fn take_attribute(&mut self, name: &Name) -> Option<Cow<'x, str>> {
        let index = self.attributes.iter().position(|attribute| attribute.is(name))?;
        Some(self.attributes.remove(index).value())
    }

    /// Takes an attribute and parses its value.
    ///
    /// # Errors
    ///
    /// Returns an error if the value is not in the type's lexical space.
    pub fn attribute<T: Lexical>(&mut self, name: &Name) -> Result<Option<T>, ReadError> {
        let Some(text) = self.take_attribute(name) else { return Ok(None) };
        let normalised = T::WHITE_SPACE.apply(&text);
        self.charge_items::<T>(&normalised)?;
        T::parse_in(&normalised, self)
            .map(Some)
            .map_err(|error| self.value_error(error, &normalised))
    }

    /// Takes an attribute and collapses its white space. For `xs:token` and types derived from it.
    pub fn attribute_token<T: Text>(&mut self, name: &Name) -> Option<T> {
        let text = self.take_attribute(name)?;
        Some(WhiteSpace::Collapse.apply(&text).into())
    }

    /// Takes an attribute of type `xs:string`.
    pub fn attribute_string<T: Text>(&mut self, name: &Name) -> Option<T> {
        self.take_attribute(name).map(Into::into)
    }

    /// Returns the error for a missing attribute that the contract requires.
    #[cold]
    pub fn missing_attribute(&self, name: &'static str) -> ReadError {
        self.error(ReadErrorKind::MissingAttribute(name))
    }

    /// Takes all remaining attributes except those of `xsi:`, which belong to the reader.
    ///
    /// # Errors
    ///
    /// See [`charge`](Self::charge).
    pub fn take_any_attributes(&mut self) -> Result<Vec<AnyAttribute>, ReadError> {
        self.take_attributes_of(Wildcard::Any)
    }

    /// Takes all remaining attributes that the wildcard allows, except those of `xsi:` and those that target a header
    /// block.
    ///
    /// # Errors
    ///
    /// See [`charge`](Self::charge).
    pub fn take_attributes_of(
        &mut self,
        wildcard: Wildcard,
    ) -> Result<Vec<AnyAttribute>, ReadError> {
        if self.attributes.is_empty() {
            return Ok(Vec::new());
        }
        let attributes = std::mem::take(&mut self.attributes);
        let is_taken = |attribute: &Attribute<'_>| {
            wildcard.takes(attribute.resolved.namespace)
                && !is_instance(attribute)
                && !is_of_target(attribute)
        };
        let (taken, kept): (Vec<_>, Vec<_>) = attributes.into_iter().partition(is_taken);
        self.attributes = kept;
        self.charge_attributes(taken.len())?;
        Ok(taken.iter().map(|attribute| self.any_attribute(attribute)).collect())
    }

    /// Ignores the remaining attributes of an element that allows any attribute.
    pub(crate) fn pass_attributes(&mut self) {
        self.attributes.clear();
    }

    pub(super) fn any_attribute(&mut self, attribute: &Attribute<'x>) -> AnyAttribute {
        let uri = self.scope.shared_uri(attribute.resolved, self.namespaces);
        let name = QName::new(uri, attribute.local).with_prefix(attribute.prefix);
        AnyAttribute::new(name, attribute.value())
    }

    /// Returns whether the current element has `xsi:nil="true"`.
    pub fn is_nil(&self) -> bool {
        self.attributes.iter().any(is_nil)
    }

    /// Returns whether the current element has `xsi:nil="true"`, and takes the attribute. If it is not taken, it counts
    /// as unexpected.
    pub fn take_nil(&mut self) -> bool {
        let nil = self.is_nil();
        self.attributes.retain(|attribute| !is_nil(attribute));
        nil
    }

    /// Reports the attributes that were not taken. Called before content is read.
    #[inline]
    pub(super) fn check_attributes(&mut self) -> Result<(), ReadError> {
        if self.attributes.is_empty() { Ok(()) } else { self.report_attributes() }
    }

    #[cold]
    fn report_attributes(&mut self) -> Result<(), ReadError> {
        let mut left = std::mem::take(&mut self.attributes);
        let ignores_ids = self.ignores_ids;
        let is_id =
            |attribute: &Attribute<'_>| attribute.is(&Name::unqualified("id")) && ignores_ids;
        let is_allowed_everywhere = |attribute: &Attribute<'_>| {
            is_instance(attribute)
                || is_encoding_style(attribute)
                || is_of_target(attribute)
                || is_id(attribute)
        };
        let unexpected =
            |attribute: &&Attribute<'_>| !is_allowed_everywhere(attribute) || is_nil(attribute);
        for attribute in left.iter().filter(unexpected) {
            let name = |cursor: &Self| cursor.shown_name(attribute.resolved, attribute.local);
            self.record_deviation(|cursor| ReadErrorKind::UnexpectedAttribute(name(cursor)))?;
        }
        // Keep the allocation for the next element's attributes.
        left.clear();
        self.attributes = left;
        Ok(())
    }
}

/// Returns whether an attribute is `xsi:nil="true"`, which is allowed only on nillable elements.
fn is_nil(attribute: &Attribute<'_>) -> bool {
    const NIL: Name = Name::new(NamespaceId::XSI, "nil");
    attribute.is(&NIL) && matches!(&*WhiteSpace::Collapse.apply(&attribute.value()), "true" | "1")
}

/// Returns whether an attribute is in the `xsi` namespace (`xsi:type`, `xsi:nil`, `xsi:schemaLocation`). Such
/// attributes are allowed on every element.
fn is_instance(attribute: &Attribute<'_>) -> bool {
    attribute.resolved.namespace == NamespaceId::XSI
}

/// Returns whether an attribute is `encodingStyle`, which is allowed on every element (SOAP 1.1, §4.1.1; SOAP 1.2
/// part 1, §5.1.1).
fn is_encoding_style(attribute: &Attribute<'_>) -> bool {
    let of = |soap| attribute.is(&Name::new(soap, "encodingStyle"));
    of(NamespaceId::SOAP11) || of(NamespaceId::SOAP12)
}

/// Returns whether an attribute targets a header block: `mustUnderstand`, `actor`, `role` or `relay`. It says nothing on
/// other elements (SOAP 1.1, §4.2; SOAP 1.2 part 1, §5.2).
fn is_of_target(attribute: &Attribute<'_>) -> bool {
    let of = |soap| TARGET_ATTRIBUTES.iter().any(|local| attribute.is(&Name::new(soap, local)));
    of(NamespaceId::SOAP11) || of(NamespaceId::SOAP12)
}
