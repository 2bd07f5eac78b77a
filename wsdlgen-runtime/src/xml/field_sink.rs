//! Fields that elements are read into in place. A value returned from a function is moved several times, and reading
//! is little more than moving values.

use super::{AnyElement, Cursor, Nillable, Optional, ReadElement, ReadError};
use crate::xsd::{Lexical, Text};

/// A field that the elements of one name are read into.
///
/// ```
/// use wsdlgen_runtime::xml::{Cursor, Name, Namespaces, ReadOptions};
///
/// let document = "<point><x>3</x><x>4</x></point>";
/// let mut cursor = Cursor::new(document, Namespaces::NONE, &ReadOptions::default())?;
/// cursor.expect(&Name::unqualified("point"))?;
/// let mut all: Vec<i32> = Vec::new();
/// while cursor.next_if(&Name::unqualified("x"))? {
///     cursor.value_into(&mut all)?;
/// }
/// assert_eq!(all, [3, 4]);
/// # Ok::<(), wsdlgen_runtime::xml::ReadError>(())
/// ```
pub trait FieldSink {
    /// The value of one element.
    type Value;

    /// Stores the value of an element. A field for several values appends it; any other field replaces its value.
    ///
    /// # Errors
    ///
    /// Returns an error if the field would exceed the memory that the message may take.
    fn put(&mut self, value: Self::Value, cursor: &mut Cursor<'_>) -> Result<(), ReadError>;
}

impl<T> FieldSink for Option<T> {
    type Value = T;

    #[inline]
    fn put(&mut self, value: T, _cursor: &mut Cursor<'_>) -> Result<(), ReadError> {
        *self = Some(value);
        Ok(())
    }
}

impl<T> FieldSink for Optional<T> {
    type Value = Self;

    #[inline]
    fn put(&mut self, value: Self, _cursor: &mut Cursor<'_>) -> Result<(), ReadError> {
        *self = value;
        Ok(())
    }
}

impl<T> FieldSink for Vec<T> {
    type Value = T;

    #[inline]
    fn put(&mut self, value: T, cursor: &mut Cursor<'_>) -> Result<(), ReadError> {
        cursor.push(self, value)
    }
}

/// The type of a member that may be absent.
pub trait MayBeAbsent {
    /// The value of an absent member.
    const ABSENT: Self;
}

impl<T> MayBeAbsent for Option<T> {
    const ABSENT: Self = None;
}

impl<T> MayBeAbsent for Optional<T> {
    const ABSENT: Self = Self::Absent;
}

impl<T> MayBeAbsent for Vec<T> {
    const ABSENT: Self = Self::new();
}

/// A value read from a nillable element.
pub trait FromNillable {
    /// The type of a value that is not nil.
    type Value;

    /// Converts the value of an element.
    fn from_nillable(value: Nillable<Self::Value>) -> Self;
}

impl<T> FromNillable for Nillable<T> {
    type Value = T;

    #[inline]
    fn from_nillable(value: Self) -> Self {
        value
    }
}

impl<T> FromNillable for Optional<T> {
    type Value = T;

    #[inline]
    fn from_nillable(value: Nillable<T>) -> Self {
        Some(value).into()
    }
}

/// Functions for reading into fields. Those marked `inline(never)` keep generated code from moving other variables
/// whenever one is read.
impl Cursor<'_> {
    /// Reads the value of the current element into a field: see [`value`](Self::value).
    ///
    /// # Errors
    ///
    /// See [`value`](Self::value).
    #[inline(never)]
    pub fn value_into<P>(&mut self, place: &mut P) -> Result<(), ReadError>
    where
        P: FieldSink<Value: Lexical>,
    {
        let value = self.value()?;
        place.put(value, self)
    }

    /// Reads the value of the current element into a field, which keeps its value if the element is blank: see
    /// [`value_unless_blank`](Self::value_unless_blank).
    ///
    /// # Errors
    ///
    /// See [`value`](Self::value).
    #[inline(never)]
    pub fn optional_value_into<P>(&mut self, place: &mut P) -> Result<(), ReadError>
    where
        P: FieldSink<Value: Lexical>,
    {
        match self.value_unless_blank()? {
            Some(value) => place.put(value, self),
            None => Ok(()),
        }
    }

    /// Reads the text of the current element into a field: see [`string`](Self::string).
    ///
    /// # Errors
    ///
    /// See [`text`](Self::text).
    #[inline(never)]
    pub fn string_into<P>(&mut self, place: &mut P) -> Result<(), ReadError>
    where
        P: FieldSink<Value: Text>,
    {
        let value = self.string()?;
        place.put(value, self)
    }

    /// Reads the text of the current element into a field, with white space collapsed: see [`token`](Self::token).
    ///
    /// # Errors
    ///
    /// See [`text`](Self::text).
    #[inline(never)]
    pub fn token_into<P>(&mut self, place: &mut P) -> Result<(), ReadError>
    where
        P: FieldSink<Value: Text>,
    {
        let value = self.token()?;
        place.put(value, self)
    }

    /// Reads the current element into a field with `read`.
    ///
    /// # Errors
    ///
    /// Returns the errors of `read`, [`read_with`](Self::read_with) and [`FieldSink::put`].
    #[inline]
    pub fn read_into<P: FieldSink>(
        &mut self,
        place: &mut P,
        read: impl FnOnce(&mut Self) -> Result<P::Value, ReadError>,
    ) -> Result<(), ReadError> {
        let value = self.read_with(read)?;
        place.put(value, self)
    }

    /// Calls `read` to read the current element, unless too little stack is left.
    ///
    /// # Errors
    ///
    /// Returns the errors of `read`, and an error if reading takes more than
    /// [`Limits::stack_bytes`](super::Limits::stack_bytes).
    #[inline]
    pub fn read_with<T>(
        &mut self,
        read: impl FnOnce(&mut Self) -> Result<T, ReadError>,
    ) -> Result<T, ReadError> {
        self.check_stack()?;
        read(self)
    }

    /// Reads the current element, which may be nil, into a field.
    ///
    /// # Errors
    ///
    /// See [`Nillable::read`].
    #[inline]
    pub fn nillable_into<P>(
        &mut self,
        place: &mut P,
        read: impl FnOnce(&mut Self) -> Result<<P::Value as FromNillable>::Value, ReadError>,
    ) -> Result<(), ReadError>
    where
        P: FieldSink<Value: FromNillable>,
    {
        let value = P::Value::from_nillable(Nillable::read(self, read)?);
        place.put(value, self)
    }

    /// Reads the value of the current element, which may be nil, into a field. A blank element counts as nil: see
    /// [`value_unless_blank`](Self::value_unless_blank).
    ///
    /// # Errors
    ///
    /// See [`Nillable::read`].
    #[inline]
    pub fn nillable_value_into<P>(&mut self, place: &mut P) -> Result<(), ReadError>
    where
        P: FieldSink<Value: FromNillable<Value: Lexical>>,
    {
        let value = match Nillable::read(self, Cursor::value_unless_blank)? {
            Nillable::Value(value) => value.into(),
            Nillable::Nil(attributes) => Nillable::Nil(attributes),
        };
        place.put(P::Value::from_nillable(value), self)
    }

    /// Reads the next element into a field as a tree.
    ///
    /// # Errors
    ///
    /// See [`capture`](Self::capture).
    pub fn capture_into<P>(&mut self, place: &mut P) -> Result<(), ReadError>
    where
        P: FieldSink<Value: From<AnyElement>>,
    {
        let value = self.capture()?.into();
        place.put(value, self)
    }

    /// Reads the whole current element into a field.
    ///
    /// # Errors
    ///
    /// See [`ReadElement::read_element`].
    #[inline(never)]
    pub fn element_into<P>(&mut self, place: &mut P) -> Result<(), ReadError>
    where
        P: FieldSink<Value: ReadElement>,
    {
        let value = self.read_with(P::Value::read_element)?;
        place.put(value, self)
    }
}
