//! Reading of ambiguous content: every branch that may match is tried, and the longest match wins.

use super::{Cursor, ReadError, ReadErrorKind};

/// The number of bytes that attempts may read, as a multiple of the document's length.
const READ_AGAIN: usize = 16;

/// The cost of an attempt in addition to the bytes that it reads.
const ATTEMPT: usize = 64;

/// The attempts to read the branches of an ambiguous choice at one position.
pub struct Attempts<'x, T> {
    best: Option<(Cursor<'x>, T)>,
    error: Option<ReadError>,
}

impl<T> Default for Attempts<'_, T> {
    fn default() -> Self {
        Self { best: None, error: None }
    }
}

impl<'x> Cursor<'x> {
    /// Returns the number of bytes that attempts may read in a document of this length.
    pub(super) fn attempts_of(document: &str) -> usize {
        document.len().saturating_mul(READ_AGAIN)
    }

    /// Tries to read a branch with a copy of the cursor.
    ///
    /// # Errors
    ///
    /// Returns an error that no other branch could avoid: an exceeded limit, or too many attempts.
    pub fn attempt<T>(
        &mut self,
        attempts: &mut Attempts<'x, T>,
        read: impl FnOnce(&mut Self) -> Result<Option<T>, ReadError>,
    ) -> Result<(), ReadError> {
        let mut copy = self.clone();
        // The value of the best attempt is kept meanwhile.
        if let Some((best, _)) = &attempts.best {
            copy.memory_left = best.memory_left;
        }
        let result = read(&mut copy);
        self.located.set(copy.located.get());
        let cost = ATTEMPT + copy.position.saturating_sub(self.position);
        self.attempts_left = copy.attempts_left.saturating_sub(cost);
        match result {
            Ok(Some(value)) => {
                let is_longer = |(best, _): &(Cursor<'_>, T)| best.position < copy.position;
                if attempts.best.as_ref().is_none_or(is_longer) {
                    attempts.best = Some((copy, value));
                }
            }
            Ok(None) => {}
            Err(error) if matches!(error.kind(), ReadErrorKind::Limit { .. }) => return Err(error),
            Err(error) => {
                attempts.error.get_or_insert(error);
            }
        }
        if self.attempts_left == 0 {
            return Err(self.error(ReadErrorKind::Ambiguous));
        }
        Ok(())
    }

    /// Moves the cursor to the end of the longest match and returns its value, or `None` if no branch begins here.
    ///
    /// # Errors
    ///
    /// Returns the error of the first branch that begins here, if none matches.
    pub fn longest<T>(&mut self, attempts: Attempts<'x, T>) -> Result<Option<T>, ReadError> {
        let Some((best, value)) = attempts.best else {
            return attempts.error.map_or(Ok(None), Err);
        };
        let attempts_left = self.attempts_left;
        *self = best;
        self.attempts_left = attempts_left;
        Ok(Some(value))
    }
}
