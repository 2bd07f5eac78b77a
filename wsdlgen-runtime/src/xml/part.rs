//! Parts of content that have no tag of their own: choices, groups, wildcards and mixed content.

use super::{
    AnyElement, Cursor, Event, Name, NameTable, NamespaceId, ReadContent, ReadError, ReadErrorKind,
    cursor::PeekedTag, scope::Resolved, table::FEW,
};

/// The namespaces that a wildcard allows (XML Schema part 1, §3.10.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wildcard {
    /// `##any`.
    Any,
    /// `##other`: any namespace except this one and [`NamespaceId::NONE`].
    Other(NamespaceId),
    /// Any namespace except these (`notNamespace` of XML Schema 1.1). [`NamespaceId::NONE`] is `##local`.
    Except(&'static [NamespaceId]),
    /// Only these namespaces. [`NamespaceId::NONE`] is `##local`.
    OneOf(&'static [NamespaceId]),
}

impl Wildcard {
    /// Returns whether the wildcard allows names in this namespace.
    pub(super) fn takes(&self, namespace: NamespaceId) -> bool {
        match self {
            Self::Any => true,
            Self::Other(not) => namespace != *not && namespace != NamespaceId::NONE,
            Self::Except(namespaces) => !namespaces.contains(&namespace),
            Self::OneOf(namespaces) => namespaces.contains(&namespace),
        }
    }
}

/// The elements that a part of content may begin with.
#[derive(Clone, Copy, Debug)]
pub struct First {
    /// The names of the elements.
    pub names: &'static [Name],
    table: Option<fn() -> &'static NameTable>,
    /// Wildcards for elements of any name.
    pub wildcards: &'static [Wildcard],
}

impl First {
    /// Creates a set of named elements.
    pub const fn of(names: &'static [Name]) -> Self {
        Self { names, table: None, wildcards: &[] }
    }

    /// Creates a set of named elements with a lookup table, for long lists.
    pub const fn of_table(names: &'static [Name], table: fn() -> &'static NameTable) -> Self {
        Self { names, table: Some(table), wildcards: &[] }
    }

    /// Returns whether one of the elements has the tag's name.
    #[inline]
    pub(super) fn has(&self, tag: PeekedTag<'_>) -> bool {
        self.position(tag).is_some()
    }

    fn position(&self, tag: PeekedTag<'_>) -> Option<usize> {
        match self.table {
            Some(table) if self.names.len() > FEW => table().position(tag),
            _ => self.names.iter().position(|name| tag.is(name)),
        }
    }

    /// Sets the wildcards that the part may also begin with.
    #[must_use]
    pub const fn or(self, wildcards: &'static [Wildcard]) -> Self {
        Self { wildcards, ..self }
    }
}

impl Cursor<'_> {
    /// Enters the next element if it has one of the first `branches` names, and returns the index of the name.
    ///
    /// # Errors
    ///
    /// Returns an error if what comes next is not well-formed.
    pub fn next_of(&mut self, first: &First, branches: usize) -> Result<Option<usize>, ReadError> {
        if !self.next_element()? {
            return Ok(None);
        }
        let position = self.peeked_tag().and_then(|tag| first.position(tag));
        let Some(index) = position.filter(|index| *index < branches) else {
            return Ok(None);
        };
        self.enter_peeked()?;
        Ok(Some(index))
    }

    /// Reads the current element and the elements of the same name that follow it.
    ///
    /// # Errors
    ///
    /// Returns the errors of `read`, and an error if what comes next is not well-formed.
    pub fn several<T>(
        &mut self,
        name: &Name,
        read: impl Fn(&mut Self) -> Result<T, ReadError>,
    ) -> Result<Vec<T>, ReadError> {
        let mut values = Vec::new();
        loop {
            let value = self.read_with(&read)?;
            self.push(&mut values, value)?;
            if !self.next_if(name)? {
                return Ok(values);
            }
        }
    }

    /// Returns whether the next element may begin this part of content.
    ///
    /// # Errors
    ///
    /// Returns an error if what comes next is not well-formed.
    pub fn begins(&mut self, first: &First) -> Result<bool, ReadError> {
        Ok(self.next_element()? && self.peeked_begins(first))
    }

    pub(super) fn peeked_begins(&self, first: &First) -> bool {
        self.peeked_tag().is_some_and(|tag| first.has(tag)) || self.is_taken_by_wildcard(first)
    }

    pub(super) fn is_taken_by_wildcard(&self, first: &First) -> bool {
        self.peeked_namespace().is_some_and(|resolved| {
            first.wildcards.iter().any(|wildcard| wildcard.takes(resolved.namespace))
        })
    }

    fn peeked_namespace(&self) -> Option<Resolved> {
        self.peeked.as_ref().map(|tag| tag.resolved)
    }

    /// Reads the next element as a tree if the wildcard allows it.
    ///
    /// # Errors
    ///
    /// Returns an error if what comes next is not well-formed.
    pub fn capture_any(&mut self, wildcard: Wildcard) -> Result<Option<AnyElement>, ReadError> {
        let takes = self.next_element()?
            && self.peeked_namespace().is_some_and(|resolved| wildcard.takes(resolved.namespace));
        if takes { self.capture().map(Some) } else { Ok(None) }
    }

    /// Reads mixed content and moves past the end tag.
    ///
    /// # Errors
    ///
    /// Returns an error if the content is not well-formed or does not match the type.
    pub fn mixed<T: ReadContent>(&mut self) -> Result<Vec<T>, ReadError> {
        let mut items = Vec::new();
        loop {
            if let Some(item) = T::read_content(self)? {
                self.push(&mut items, item)?;
                continue;
            }
            if self.peek()? == Event::End {
                self.close()?;
                return Ok(items);
            }
            self.record_unknown_element()?;
            self.skip()?;
        }
    }

    /// Reads content that the contract requires, such as the parts of a message.
    ///
    /// # Errors
    ///
    /// Returns an error if the content is missing or does not match the contract.
    pub fn content<T: ReadContent>(&mut self, name: &'static str) -> Result<T, ReadError> {
        let content = T::read_content(self)?;
        self.expected(content, name)
    }

    /// Returns the value of a required part. The element around it must still be open.
    ///
    /// # Errors
    ///
    /// Returns an error if `value` is `None`.
    #[inline]
    pub fn expected<T>(&self, value: Option<T>, name: &'static str) -> Result<T, ReadError> {
        value.ok_or_else(|| self.error(ReadErrorKind::MissingElement(name)))
    }
}
