//! Attributes: claimed by the types that know them, reported otherwise.

use std::borrow::Cow;

use super::{
    AnyAttribute, Cursor, Name, NamespaceId, QName, ReadError, ReadErrorKind, Wildcard,
    scope::Resolved, text::unescape_attribute,
};
use crate::xsd::{Lexical, WhiteSpace};

/// An attribute in place.
#[derive(Clone, Copy, Debug)]
pub struct Attribute<'x> {
    pub(super) prefix: &'x str,
    pub(super) local: &'x str,
    /// As written between the quotes; checked when the tag was scanned.
    raw: &'x str,
    pub(super) resolved: Resolved,
}

impl<'x> Attribute<'x> {
    pub(super) fn new(prefix: &'x str, local: &'x str, raw: &'x str) -> Self {
        Self { prefix, local, raw, resolved: Resolved::NONE }
    }

    /// The value, references resolved.
    pub fn value(&self) -> Cow<'x, str> {
        unescape_attribute(self.raw).unwrap_or(Cow::Borrowed(self.raw))
    }

    pub(super) fn is(&self, name: &Name) -> bool {
        self.resolved.namespace == name.namespace && self.local == name.local
    }
}

impl<'x> Cursor<'x> {
    /// Takes an attribute off the current element, so that it no longer counts as unexpected.
    /// Attributes must be taken before the element's content is read.
    pub fn take_attribute(&mut self, name: &Name) -> Option<Cow<'x, str>> {
        let index = self.attributes.iter().position(|attribute| attribute.is(name))?;
        Some(self.attributes.remove(index).value())
    }

    /// Takes an attribute and reads its value.
    ///
    /// # Errors
    ///
    /// When the value is not in the type's lexical space.
    pub fn attribute<T: Lexical>(&mut self, name: &Name) -> Result<Option<T>, ReadError> {
        let Some(text) = self.take_attribute(name) else { return Ok(None) };
        let normalised = T::WHITE_SPACE.apply(&text);
        self.charge_items::<T>(&normalised)?;
        T::parse_in(&normalised, self)
            .map(Some)
            .map_err(|error| self.value_error(error, &normalised))
    }

    /// Takes an attribute whose white space collapses: the types from `xs:token` on.
    pub fn attribute_token(&mut self, name: &Name) -> Option<String> {
        let text = self.take_attribute(name)?;
        Some(WhiteSpace::Collapse.apply(&text).into_owned())
    }

    /// Takes an attribute of type `xs:string`.
    pub fn attribute_string(&mut self, name: &Name) -> Option<String> {
        self.take_attribute(name).map(Cow::into_owned)
    }

    /// The error that an attribute is missing that the contract requires.
    #[cold]
    pub fn missing_attribute(&self, name: &'static str) -> ReadError {
        self.error(ReadErrorKind::MissingAttribute(name))
    }

    /// Takes every attribute that is left, but those of `xsi:`, which belong to the reader.
    ///
    /// # Errors
    ///
    /// As [`charge`](Self::charge).
    pub fn take_any_attributes(&mut self) -> Result<Vec<AnyAttribute>, ReadError> {
        self.take_attributes_of(Wildcard::Any)
    }

    /// Takes every attribute that is left and that the wildcard takes, but those of `xsi:`.
    ///
    /// # Errors
    ///
    /// As [`charge`](Self::charge).
    pub fn take_attributes_of(
        &mut self,
        wildcard: Wildcard,
    ) -> Result<Vec<AnyAttribute>, ReadError> {
        if self.attributes.is_empty() {
            return Ok(Vec::new());
        }
        let attributes = std::mem::take(&mut self.attributes);
        let taken =
            |one: &Attribute<'_>| wildcard.takes(one.resolved.namespace) && !is_instance(one);
        let (taken, kept): (Vec<_>, Vec<_>) = attributes.into_iter().partition(taken);
        self.attributes = kept;
        self.charge_attributes(taken.len())?;
        Ok(taken.iter().map(|attribute| self.any_attribute(attribute)).collect())
    }

    /// Passes over the attributes of an element on which any may stand.
    pub(crate) fn pass_attributes(&mut self) {
        self.attributes.clear();
    }

    pub(super) fn any_attribute(&mut self, attribute: &Attribute<'x>) -> AnyAttribute {
        let uri = self.scope.shared_uri(attribute.resolved, self.namespaces);
        let name = QName::new(uri, attribute.local).with_prefix(attribute.prefix);
        AnyAttribute::new(name, attribute.value())
    }

    /// Whether the current element says `xsi:nil="true"`.
    pub fn is_nil(&self) -> bool {
        self.attributes.iter().any(is_nil)
    }

    /// The same, and takes the attribute, which counts as unexpected where nobody does.
    pub fn take_nil(&mut self) -> bool {
        let nil = self.is_nil();
        self.attributes.retain(|attribute| !is_nil(attribute));
        nil
    }

    /// Reports the attributes that nobody has taken; what comes next is content.
    #[inline]
    pub(super) fn check_attributes(&mut self) -> Result<(), ReadError> {
        if self.attributes.is_empty() { Ok(()) } else { self.report_attributes() }
    }

    #[cold]
    fn report_attributes(&mut self) -> Result<(), ReadError> {
        let mut left = std::mem::take(&mut self.attributes);
        let everywhere = |one: &Attribute<'_>| is_instance(one) || is_encoding_style(one);
        let unexpected = |one: &&Attribute<'_>| !everywhere(one) || is_nil(one);
        for attribute in left.iter().filter(unexpected) {
            let name = |cursor: &Self| cursor.shown_name(attribute.resolved, attribute.local);
            self.record_deviation(|cursor| ReadErrorKind::UnexpectedAttribute(name(cursor)))?;
        }
        // The next element's attributes find its room.
        left.clear();
        self.attributes = left;
        Ok(())
    }
}

/// Whether it says `xsi:nil="true"`: allowed only where the element may be nil.
fn is_nil(attribute: &Attribute<'_>) -> bool {
    const NIL: Name = Name::new(NamespaceId::XSI, "nil");
    attribute.is(&NIL) && matches!(&*WhiteSpace::Collapse.apply(&attribute.value()), "true" | "1")
}

/// `xsi:type`, `xsi:nil`, `xsi:schemaLocation`: allowed on every element.
fn is_instance(attribute: &Attribute<'_>) -> bool {
    attribute.resolved.namespace == NamespaceId::XSI
}

/// Allowed on every element (SOAP 1.1, §4.1.1; SOAP 1.2 part 1, §5.1.1).
fn is_encoding_style(attribute: &Attribute<'_>) -> bool {
    let of = |soap| attribute.is(&Name::new(soap, "encodingStyle"));
    of(NamespaceId::SOAP11) || of(NamespaceId::SOAP12)
}
