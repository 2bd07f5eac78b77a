//! The limit on the memory that one message takes: [`Limits::memory_bytes`](super::Limits::memory_bytes).
//!
//! The text of a document is charged when reading begins, since each of its bytes becomes part of at most one
//! value. Values with a size of their own (records in a vector, boxes, nodes of trees, items of lists) are charged
//! when they are allocated.

use super::{AnyAttribute, Cursor, ReadError, ReadErrorKind};
use crate::xsd::{Lexical, words};

impl Cursor<'_> {
    /// Charges memory before it is allocated.
    ///
    /// # Errors
    ///
    /// Returns [`ReadErrorKind::Limit`] if the message would take more than
    /// [`Limits::memory_bytes`](super::Limits::memory_bytes).
    #[inline]
    pub fn charge(&mut self, bytes: usize) -> Result<(), ReadError> {
        match self.memory_left.checked_sub(bytes) {
            Some(left) => {
                self.memory_left = left;
                Ok(())
            }
            None => Err(self.out_of_memory()),
        }
    }

    /// Gives back memory that has been freed.
    #[inline]
    pub(super) fn release(&mut self, bytes: usize) {
        self.memory_left = self.memory_left.saturating_add(bytes);
    }

    /// Takes over the memory that another cursor over the same document has left, and charges the text up to the other
    /// cursor's position, which is about to be read again.
    ///
    /// # Errors
    ///
    /// See [`charge`](Self::charge).
    pub(crate) fn reread_up_to(&mut self, other: &Cursor<'_>) -> Result<(), ReadError> {
        self.share_memory(other);
        self.charge(other.position.saturating_sub(self.position))
    }

    /// Takes over the memory that another cursor over the same document has left.
    pub(crate) fn share_memory(&mut self, other: &Cursor<'_>) {
        self.memory_left = other.memory_left;
    }

    /// Appends a value to a vector and charges the vector's growth.
    ///
    /// # Errors
    ///
    /// See [`charge`](Self::charge).
    #[inline]
    pub fn push<T>(&mut self, values: &mut Vec<T>, value: T) -> Result<(), ReadError> {
        if values.len() == values.capacity() {
            let room = self.larger_room(values.capacity(), size_of::<T>())?;
            values.reserve_exact(room - values.len());
            self.release(values.len() * size_of::<T>());
        }
        values.push(value);
        Ok(())
    }

    /// Charges a vector of twice the capacity. The old allocation is still charged, since both exist for a moment.
    #[cold]
    fn larger_room(&mut self, room: usize, size: usize) -> Result<usize, ReadError> {
        let first = if size <= 1024 { 4 } else { 1 };
        let larger = room.saturating_mul(2).max(first);
        self.charge(larger.saturating_mul(size))?;
        Ok(larger)
    }

    /// Charges `count` attributes that are kept, without their text.
    pub(super) fn charge_attributes(&mut self, count: usize) -> Result<(), ReadError> {
        self.charge(count * size_of::<AnyAttribute>())
    }

    /// Charges the items of a list, without their text.
    #[inline]
    pub(super) fn charge_items<T: Lexical>(&mut self, text: &str) -> Result<(), ReadError> {
        if T::ITEM_BYTES == 0 {
            return Ok(());
        }
        self.charge(words(text).count().saturating_mul(T::ITEM_BYTES))
    }

    #[cold]
    fn out_of_memory(&self) -> ReadError {
        let limit = self.options.limits.memory_bytes;
        self.error(ReadErrorKind::Limit { what: "bytes of memory", setting: "memory_bytes", limit })
    }
}
