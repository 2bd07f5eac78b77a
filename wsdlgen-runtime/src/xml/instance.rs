//! `xsi:type` (XML Schema part 1, §2.6.1): the actual type of an element.

use std::borrow::Cow;

use super::{
    Attribute, Cursor, Name, NamespaceId, Namespaces, QName, ReadError, ReadErrorKind, Writer,
};
use crate::{
    alternatives::{TestedAttribute, TypeTable},
    xsd::{Lexical, WhiteSpace},
};

const TYPE: Name = Name::new(NamespaceId::XSI, "type");

impl<'x> Cursor<'x> {
    /// Returns the index in `types` of the current element's type: the one that `xsi:type` names, or else the first.
    ///
    /// Returns `None` for an unknown type, which strict reading rejects.
    ///
    /// # Errors
    ///
    /// Returns an error if the name's prefix is not declared, or if the type is unknown when reading strictly.
    pub fn actual_type(&mut self, types: &'static [Name]) -> Result<Option<usize>, ReadError> {
        match self.type_attribute() {
            None => Ok(Some(0)),
            Some(written) => self.position_of_type(&written, types),
        }
    }

    /// Returns the index in `types` of the type that the current element's `xsi:type` names. For elements declared with
    /// an abstract type.
    ///
    /// # Errors
    ///
    /// Returns the errors of [`actual_type`](Self::actual_type), and an error if `xsi:type` is missing when reading
    /// strictly.
    pub fn concrete_type(&mut self, types: &'static [Name]) -> Result<Option<usize>, ReadError> {
        if let Some(written) = self.type_attribute() {
            return self.position_of_type(&written, types);
        }
        self.record_deviation(|_| ReadErrorKind::AbstractType)?;
        Ok(None)
    }

    /// Returns the index in `types` of the current element's type: the one that `xsi:type` names, or else the first, if
    /// that is the `declared` type.
    ///
    /// # Errors
    ///
    /// See [`actual_type`](Self::actual_type) and [`concrete_type`](Self::concrete_type).
    pub fn member_type(
        &mut self,
        types: &'static [Name],
        declared: bool,
    ) -> Result<Option<usize>, ReadError> {
        if declared { self.actual_type(types) } else { self.concrete_type(types) }
    }

    /// Returns the index in `table` of the first test that the current element's attributes pass
    /// (XML Schema 1.1 part 1, §3.12). `refused` marks the tests that select `xs:error`.
    ///
    /// Returns `None` if there is no such test, and for an element with `xsi:type`, which may name another type.
    ///
    /// # Errors
    ///
    /// Returns an error for a test that selects `xs:error` when reading strictly.
    pub fn alternative(
        &mut self,
        table: &TypeTable,
        refused: &[bool],
    ) -> Result<Option<usize>, ReadError> {
        if self.type_attribute().is_some() {
            return Ok(None);
        }
        let tested = |attribute: &Attribute<'x>| {
            let uri = self.scope.uri(attribute.resolved, self.namespaces);
            TestedAttribute::new(uri, attribute.local, attribute.value())
        };
        let attributes: Vec<_> = self.attributes.iter().map(tested).collect();
        let selected = table.select(&attributes);
        if selected.is_some_and(|index| refused[index]) {
            self.record_deviation(|_| ReadErrorKind::ErrorType)?;
            return Ok(None);
        }
        Ok(selected)
    }

    /// Enters the next element if its `xsi:type` is this type.
    ///
    /// # Errors
    ///
    /// Returns an error if the element is not well-formed.
    pub fn next_if_typed(&mut self, type_name: &Name) -> Result<bool, ReadError> {
        if !self.next_has_type()? {
            return Ok(false);
        }
        let Some(written) = self.type_attribute() else { return Ok(false) };
        let text = WhiteSpace::Collapse.apply(&written);
        let (prefix, local) = text.split_once(':').unwrap_or(("", &text));
        let Some(resolved) = self.scope.resolve(prefix) else { return Ok(false) };
        let is_it = resolved.namespace == type_name.namespace && local == type_name.local;
        if is_it {
            self.enter_peeked()?;
        }
        Ok(is_it)
    }

    /// Returns whether there is a next element and it has `xsi:type`.
    ///
    /// # Errors
    ///
    /// Returns an error if the element is not well-formed.
    pub fn next_has_type(&mut self) -> Result<bool, ReadError> {
        Ok(self.next_element()? && self.type_attribute().is_some())
    }

    /// Returns the value of `xsi:type` without taking the attribute, since an element of unknown type keeps it.
    fn type_attribute(&self) -> Option<Cow<'x, str>> {
        self.attributes.iter().find(|attribute| attribute.is(&TYPE)).map(Attribute::value)
    }

    fn position_of_type(
        &mut self,
        written: &str,
        types: &'static [Name],
    ) -> Result<Option<usize>, ReadError> {
        let text = WhiteSpace::Collapse.apply(written);
        let (prefix, local) = text.split_once(':').unwrap_or(("", &text));
        let Some(resolved) = self.scope.resolve(prefix) else {
            return Err(self.malformed(format!("prefix `{prefix}` is not declared")));
        };
        let known = |name: &Name| name.namespace == resolved.namespace && name.local == local;
        let position = types.iter().position(known);
        if position.is_none() {
            let name = |cursor: &Self| cursor.shown_name(resolved, local);
            self.record_deviation(|cursor| ReadErrorKind::UnknownType(name(cursor)))?;
        }
        Ok(position)
    }

    /// Takes the current element's `xsi:type` and returns the name in it.
    pub(super) fn take_type_name(&mut self) -> Result<Option<QName>, ReadError> {
        let Some(written) = self.take_attribute(&TYPE) else { return Ok(None) };
        let text = WhiteSpace::Collapse.apply(&written);
        let (prefix, local) = text.split_once(':').unwrap_or(("", &text));
        let Some(resolved) = self.scope.resolve(prefix) else {
            return Err(self.malformed(format!("prefix `{prefix}` is not declared")));
        };
        let namespace = self.scope.shared_uri(resolved, self.namespaces);
        Ok(Some(QName::new(namespace, local).with_prefix(prefix)))
    }
}

impl Writer {
    /// Appends the `xsi:type` that a value was read with, unless the start tag of its element has one.
    pub(super) fn actual_type<T: Lexical>(&mut self, start_tag: &str, value: &T) {
        let Some(actual) = value.actual_type().filter(|_| !start_tag.contains(" xsi:type=")) else {
            return;
        };
        let attribute = QName::new(Namespaces::NONE.uri(NamespaceId::XSI), "type");
        let attribute = attribute.with_prefix("xsi");
        self.declare_name(&attribute);
        self.declare_name(actual);
        self.raw(" ");
        self.name(&attribute);
        self.raw("=\"");
        self.name(actual);
        self.raw("\"");
    }
}
