//! A number that generated code compares with one position after the other.

/// The number of slots, branches or members that come before the one that is looked for.
///
/// Generated code asks for each in turn whether it is the next: a macro by example has no literals for
/// them, and operators cost the compiler more time than a call.
#[derive(Clone, Copy, Debug)]
pub struct Countdown(usize);

impl From<usize> for Countdown {
    #[inline]
    fn from(before: usize) -> Self {
        Self(before)
    }
}

impl Countdown {
    /// Returns whether the one looked for is next, and counts it.
    #[inline]
    pub fn is_next(&mut self) -> bool {
        let is_next = self.0 == 0;
        self.0 = self.0.wrapping_sub(1);
        is_next
    }
}
