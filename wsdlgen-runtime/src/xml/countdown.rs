//! A position that generated code compares with one index after another.

/// The number of slots, branches or members before the one that is looked for.
///
/// Generated code asks for each in turn whether it is the one. A macro by example cannot number them with literals,
/// and comparison operators would take longer to compile than a call.
#[derive(Clone, Copy, Debug)]
pub struct Countdown(usize);

impl From<usize> for Countdown {
    #[inline]
    fn from(before: usize) -> Self {
        Self(before)
    }
}

impl Countdown {
    /// Returns whether the current item is the one that is looked for, and moves on to the next item.
    #[inline]
    pub fn is_next(&mut self) -> bool {
        let is_next = self.0 == 0;
        self.0 = self.0.wrapping_sub(1);
        is_next
    }
}
