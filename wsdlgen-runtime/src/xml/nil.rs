//! `xsi:nil` (XML Schema part 1, §2.6.2): absent, nil and empty are three different states.

use super::{AnyAttribute, Cursor, ReadError, WriteElement, Writer};
use crate::xsd::Lexical;

/// A value that may be nil.
///
/// ```
/// use wsdlgen_runtime::xml::Nillable;
///
/// let price = Nillable::from(12);
/// assert_eq!(price.as_option(), Some(&12));
/// assert_eq!(Nillable::<i32>::NIL.as_option(), None);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Nillable<T> {
    /// The element has `xsi:nil="true"` and these other attributes.
    Nil(Vec<AnyAttribute>),
    /// The element has a value.
    Value(T),
}

/// A value that may be absent and may be nil.
///
/// ```
/// use wsdlgen_runtime::xml::Optional;
///
/// assert_eq!(Optional::from("x").as_option(), Some(&"x"));
/// assert_ne!(Optional::<i32>::NIL, Optional::Absent);
/// assert_eq!(Optional::<i32>::default(), Optional::Absent);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Optional<T> {
    /// The element is absent.
    #[default]
    Absent,
    /// The element has `xsi:nil="true"` and these other attributes.
    Nil(Vec<AnyAttribute>),
    /// The element has a value.
    Value(T),
}

impl<T> Nillable<T> {
    /// Returns an iterator over the value, which is empty for nil.
    pub fn iter(&self) -> std::option::IntoIter<&T> {
        self.as_option().into_iter()
    }

    /// Nil, without other attributes.
    pub const NIL: Self = Self::Nil(Vec::new());

    /// Returns a reference to the value, or `None` for nil.
    pub const fn as_option(&self) -> Option<&T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Nil(_) => None,
        }
    }

    /// Converts into the value, or `None` for nil.
    pub fn into_option(self) -> Option<T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Nil(_) => None,
        }
    }

    /// Reads the current element with `read`, unless it is nil.
    ///
    /// # Errors
    ///
    /// Returns the errors of `read`, and an error if a nil element has content when reading strictly.
    pub fn read<'x>(
        cursor: &mut Cursor<'x>,
        read: impl FnOnce(&mut Cursor<'x>) -> Result<T, ReadError>,
    ) -> Result<Self, ReadError> {
        if cursor.take_nil() {
            let attributes = cursor.take_any_attributes()?;
            cursor.leave()?;
            return Ok(Self::Nil(attributes));
        }
        cursor.check_stack()?;
        read(cursor).map(Self::Value)
    }

    /// Returns the value to write. For nil, writes a nil element with this start tag and returns `None`.
    pub fn or_nil(&self, start_tag: &'static str, writer: &mut Writer) -> Option<&T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Nil(attributes) => {
                write_nil(start_tag, attributes, writer);
                None
            }
        }
    }
}

impl<T> Optional<T> {
    /// Returns whether the element is absent.
    pub const fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }

    /// Reads the current element with `read`, unless it is nil.
    ///
    /// # Errors
    ///
    /// See [`Nillable::read`].
    pub fn read<'x>(
        cursor: &mut Cursor<'x>,
        read: impl FnOnce(&mut Cursor<'x>) -> Result<T, ReadError>,
    ) -> Result<Self, ReadError> {
        Nillable::read(cursor, read).map(|value| Some(value).into())
    }

    /// Returns an iterator over the value, which is empty if the value is absent or nil.
    pub fn iter(&self) -> std::option::IntoIter<&T> {
        self.as_option().into_iter()
    }

    /// Nil, without other attributes.
    pub const NIL: Self = Self::Nil(Vec::new());

    /// Returns a reference to the value, or `None` if it is absent or nil.
    pub const fn as_option(&self) -> Option<&T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent | Self::Nil(_) => None,
        }
    }

    /// Converts into the value, or `None` if it is absent or nil.
    pub fn into_option(self) -> Option<T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent | Self::Nil(_) => None,
        }
    }

    /// Returns the value to write. For nil, writes a nil element with this start tag and returns `None`.
    pub fn or_nil(&self, start_tag: &'static str, writer: &mut Writer) -> Option<&T> {
        match self {
            Self::Absent => None,
            Self::Value(value) => Some(value),
            Self::Nil(attributes) => {
                write_nil(start_tag, attributes, writer);
                None
            }
        }
    }
}

/// A nillable member: it has a value, is nil, or may be absent.
pub trait OrNil {
    /// The type of the value.
    type Value;

    /// Returns the value to write. For nil, writes a nil element with this start tag and returns `None`.
    fn value_or_nil(&self, start_tag: &'static str, writer: &mut Writer) -> Option<&Self::Value>;
}

impl<T> OrNil for Nillable<T> {
    type Value = T;

    fn value_or_nil(&self, start_tag: &'static str, writer: &mut Writer) -> Option<&T> {
        self.or_nil(start_tag, writer)
    }
}

impl<T> OrNil for Optional<T> {
    type Value = T;

    fn value_or_nil(&self, start_tag: &'static str, writer: &mut Writer) -> Option<&T> {
        self.or_nil(start_tag, writer)
    }
}

impl Writer {
    /// Appends an element with a value. Appends a nil element for nil, and nothing for an absent member.
    pub fn nillable_value_element<N: OrNil<Value: Lexical>>(
        &mut self,
        start_tag: &'static str,
        member: &N,
    ) {
        if let Some(value) = member.value_or_nil(start_tag, self) {
            self.value_element(start_tag, value);
        }
    }

    /// Appends an element with attributes and content of its own. Appends a nil element for nil, and nothing for an
    /// absent member.
    pub fn nillable_element<N: OrNil<Value: WriteElement>>(
        &mut self,
        start_tag: &'static str,
        member: &N,
    ) {
        if let Some(value) = member.value_or_nil(start_tag, self) {
            self.element(start_tag, value);
        }
    }
}

fn write_nil(start_tag: &'static str, attributes: &[AnyAttribute], writer: &mut Writer) {
    writer.raw(&start_tag[..start_tag.len() - 1]);
    writer.raw(" xsi:nil=\"true\"");
    AnyAttribute::write_all(attributes, writer);
    writer.raw("/>");
}

impl<T> From<T> for Nillable<T> {
    fn from(value: T) -> Self {
        Self::Value(value)
    }
}

/// Converts `None` to nil.
impl<T> From<Option<T>> for Nillable<T> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::NIL, Self::Value)
    }
}

impl From<&str> for Nillable<String> {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

impl From<&str> for Optional<String> {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

impl<T> From<T> for Optional<T> {
    fn from(value: T) -> Self {
        Self::Value(value)
    }
}

/// Converts the result of reading: `None` if no element was found.
impl<T> From<Option<Nillable<T>>> for Optional<T> {
    fn from(found: Option<Nillable<T>>) -> Self {
        match found {
            None => Self::Absent,
            Some(Nillable::Nil(attributes)) => Self::Nil(attributes),
            Some(Nillable::Value(value)) => Self::Value(value),
        }
    }
}

impl<T> IntoIterator for Nillable<T> {
    type Item = T;
    type IntoIter = std::option::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.into_option().into_iter()
    }
}

impl<'a, T> IntoIterator for &'a Nillable<T> {
    type Item = &'a T;
    type IntoIter = std::option::IntoIter<&'a T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<'a, T> IntoIterator for &'a Optional<T> {
    type Item = &'a T;
    type IntoIter = std::option::IntoIter<&'a T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
