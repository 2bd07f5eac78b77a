//! The limit on the stack that reading one message takes: [`Limits::stack_bytes`](super::Limits::stack_bytes).
//!
//! Nested values are read by nested function calls, each of which takes stack for its value. The amount depends on
//! the type and on how the program was compiled, so it is measured.

use std::hint::black_box;

use super::{Cursor, ReadError, ReadErrorKind};

/// Returns the approximate address of the top of the stack.
#[inline]
pub(super) fn position() -> usize {
    let here = 0_u8;
    black_box(&raw const here).addr()
}

impl Cursor<'_> {
    /// Checks that reading another level stays within the limit.
    #[inline]
    pub(super) fn check_stack(&self) -> Result<(), ReadError> {
        if position().abs_diff(self.stack_start) <= self.options.limits.stack_bytes {
            Ok(())
        } else {
            Err(self.out_of_stack())
        }
    }

    #[cold]
    fn out_of_stack(&self) -> ReadError {
        let limit = self.options.limits.stack_bytes;
        self.error(ReadErrorKind::Limit { what: "bytes of stack", setting: "stack_bytes", limit })
    }
}
