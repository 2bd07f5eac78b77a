//! `xsi:type` (XML Schema part 1, §2.6.1): an element says which type it really has.

use std::borrow::Cow;

use super::{Attribute, Cursor, Name, NamespaceId, QName, ReadError, ReadErrorKind};
use crate::xsd::WhiteSpace;

const TYPE: Name = Name::new(NamespaceId::XSI, "type");

impl<'x> Cursor<'x> {
    /// Which of these types the current element has: the one that it names, or the first. `None`
    /// stands for a type that is not among them, which strict reading refuses.
    ///
    /// # Errors
    ///
    /// When the name is not well-formed, or unknown while reading strictly.
    pub fn actual_type(&mut self, types: &'static [Name]) -> Result<Option<usize>, ReadError> {
        match self.type_attribute() {
            None => Ok(Some(0)),
            Some(written) => self.position_of_type(&written, types),
        }
    }

    /// The same where the element's own type is abstract, so that it must name another.
    ///
    /// # Errors
    ///
    /// As [`actual_type`](Self::actual_type), and when it names none while reading strictly.
    pub fn concrete_type(&mut self, types: &'static [Name]) -> Result<Option<usize>, ReadError> {
        if let Some(written) = self.type_attribute() {
            return self.position_of_type(&written, types);
        }
        self.record_deviation(|_| ReadErrorKind::AbstractType)?;
        Ok(None)
    }

    /// The place of the current element's type among these: the one that `xsi:type` names, or the
    /// first where elements are `declared` to have it.
    ///
    /// # Errors
    ///
    /// As [`actual_type`](Self::actual_type) and [`concrete_type`](Self::concrete_type).
    pub fn member_type(
        &mut self,
        types: &'static [Name],
        declared: bool,
    ) -> Result<Option<usize>, ReadError> {
        if declared { self.actual_type(types) } else { self.concrete_type(types) }
    }

    /// The value of `xsi:type`, which stays: an element of a type that is not known keeps it.
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
            return Err(self.malformed(format!("the prefix {prefix} is not declared")));
        };
        let known = |name: &Name| name.namespace == resolved.namespace && name.local == local;
        let position = types.iter().position(known);
        if position.is_none() {
            let name = |cursor: &Self| cursor.shown_name(resolved, local);
            self.record_deviation(|cursor| ReadErrorKind::UnknownType(name(cursor)))?;
        }
        Ok(position)
    }

    /// Takes the name in `xsi:type` of the current element.
    pub(super) fn take_type_name(&mut self) -> Result<Option<QName>, ReadError> {
        let Some(written) = self.take_attribute(&TYPE) else { return Ok(None) };
        let text = WhiteSpace::Collapse.apply(&written);
        let (prefix, local) = text.split_once(':').unwrap_or(("", &text));
        let Some(resolved) = self.scope.resolve(prefix) else {
            return Err(self.malformed(format!("the prefix {prefix} is not declared")));
        };
        let namespace = self.scope.shared_uri(resolved, self.namespaces);
        Ok(Some(QName::new(namespace, local).with_prefix(prefix)))
    }
}
