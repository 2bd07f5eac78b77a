//! Memory limits for inputs, which detect amplification.

/// Allowed memory per byte of input, in bytes. A tree of the shortest elements takes 80, and several copies of it
/// exist at a time.
const FOR_EACH: usize = 400;
/// Allowed memory for any input, in bytes.
const FOR_ANY: usize = 2 << 20;

/// Runs `work` and checks that its peak memory is at most proportional to the input.
pub(crate) fn in_proportion(input: &[u8], work: impl FnOnce()) {
    within(input.len() * FOR_EACH + FOR_ANY, work);
}

/// Runs `work` and checks that its peak memory is at most `bytes`.
pub(crate) fn within(bytes: usize, work: impl FnOnce()) {
    let taken = allocation_counter::measure(work).bytes_max;
    assert!(
        u64::try_from(bytes).is_ok_and(|bytes| taken <= bytes),
        "used {taken} bytes of memory, allowed {bytes}"
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[should_panic(expected = "bytes of memory")]
    fn panics_if_limit_is_exceeded() {
        within(1_000, || drop(vec![0_u8; 2_000]));
    }
}
