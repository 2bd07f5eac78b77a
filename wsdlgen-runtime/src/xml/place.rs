//! Fields that elements are read into, in place: a value that goes through a function's result is
//! moved several times, and reading is little more than moving values.

use super::{Cursor, Optional, ReadElement, ReadError};
use crate::xsd::Lexical;

/// A field, or a variable for one, that elements of one name are read into.
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
pub trait Place {
    /// What one element is read as.
    type Value;

    /// Puts in what an element was read as: beside those that were before where there may be
    /// several, in the place of the one that was before otherwise.
    fn put(&mut self, value: Self::Value);
}

impl<T> Place for Option<T> {
    type Value = T;

    #[inline]
    fn put(&mut self, value: T) {
        *self = Some(value);
    }
}

impl<T> Place for Optional<T> {
    type Value = Self;

    #[inline]
    fn put(&mut self, value: Self) {
        *self = value;
    }
}

impl<T> Place for Vec<T> {
    type Value = T;

    #[inline]
    fn put(&mut self, value: T) {
        self.push(value);
    }
}

/// Never inlined: what is in a variable would be moved about whenever another one is read.
impl Cursor<'_> {
    /// Reads the value of the current element: see [`value`](Self::value).
    ///
    /// # Errors
    ///
    /// As [`value`](Self::value).
    #[inline(never)]
    pub fn value_into<P>(&mut self, place: &mut P) -> Result<(), ReadError>
    where
        P: Place<Value: Lexical>,
    {
        place.put(self.value()?);
        Ok(())
    }

    /// Reads the text of the current element: see [`string`](Self::string).
    ///
    /// # Errors
    ///
    /// As [`text`](Self::text).
    #[inline(never)]
    pub fn string_into<P>(&mut self, place: &mut P) -> Result<(), ReadError>
    where
        P: Place<Value = String>,
    {
        place.put(self.string()?);
        Ok(())
    }

    /// Reads the text of the current element: see [`token`](Self::token).
    ///
    /// # Errors
    ///
    /// As [`text`](Self::text).
    #[inline(never)]
    pub fn token_into<P>(&mut self, place: &mut P) -> Result<(), ReadError>
    where
        P: Place<Value = String>,
    {
        place.put(self.token()?);
        Ok(())
    }

    /// Reads the current element with all that is in it.
    ///
    /// # Errors
    ///
    /// As [`ReadElement::read_element`].
    #[inline(never)]
    pub fn element_into<P>(&mut self, place: &mut P) -> Result<(), ReadError>
    where
        P: Place<Value: ReadElement>,
    {
        place.put(P::Value::read_element(self)?);
        Ok(())
    }
}
