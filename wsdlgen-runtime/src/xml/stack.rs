//! The stack that reading one message may take: [`Limits::stack_bytes`](super::Limits::stack_bytes).
//!
//! Values inside each other are read by functions inside each other, each of which takes stack for the value
//! that it reads. How much depends on the type and on how the program was compiled, so it is measured.

use std::hint::black_box;

use super::{Cursor, ReadError, ReadErrorKind};

/// The address of the top of the stack, roughly.
#[inline]
pub(super) fn position() -> usize {
    let here = 0_u8;
    black_box(&raw const here).addr()
}

impl Cursor<'_> {
    /// Checks that reading one more level keeps to the limit.
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
