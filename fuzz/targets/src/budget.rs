//! The memory that an input may take: amplification is a finding.

/// Bytes of memory for each byte of an input: a tree of the shortest elements takes 80, several copies of it are
/// in memory at a time.
const FOR_EACH: usize = 400;
/// Bytes of memory for any input.
const FOR_ANY: usize = 2 << 20;

/// Does something with an input, which takes memory in proportion to it at most.
pub(crate) fn in_proportion(input: &[u8], work: impl FnOnce()) {
    within(input.len() * FOR_EACH + FOR_ANY, work);
}

/// Does something that takes at most so many bytes of memory.
pub(crate) fn within(bytes: usize, work: impl FnOnce()) {
    let taken = allocation_counter::measure(work).bytes_max;
    assert!(
        u64::try_from(bytes).is_ok_and(|bytes| taken <= bytes),
        "{taken} bytes of memory, {bytes} are allowed"
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[should_panic(expected = "bytes of memory")]
    fn more_than_the_budget_is_a_finding() {
        within(1_000, || drop(vec![0_u8; 2_000]));
    }
}
