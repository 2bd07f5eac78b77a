//! The hot byte loops of the reader, which process eight bytes at a time.

/// A class of bytes that end a run of plain text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stop {
    /// Markup, line ends to normalise, characters that XML forbids, `]`, which may begin the forbidden `]]>`, and 0xEF,
    /// which may begin U+FFFE or U+FFFF.
    Special,
    /// The bytes of `Special`, and white space.
    SpecialOrSpace,
}

/// Bytes that end a run, other than control characters and white space.
const MARKS: [u8; 4] = [b'<', b'&', b']', 0xEF];

const ONES: u64 = 0x0101_0101_0101_0101;
const HIGHS: u64 = 0x8080_8080_8080_8080;

/// Returns the number of bytes before the first one in the class `stop`.
#[inline]
pub(super) fn plain_length(bytes: &[u8], stop: Stop) -> usize {
    let below = ONES * u64::from(stop.first_plain());
    let mut passed = 0;
    while let Some(word) = bytes[passed..].first_chunk() {
        let found = found_in(u64::from_le_bytes(*word), below);
        if found == 0 {
            passed += 8;
            continue;
        }
        passed += (found.trailing_zeros() / 8) as usize;
        if stop == Stop::SpecialOrSpace || !matches!(bytes[passed], b'\t' | b'\n') {
            return passed;
        }
        passed += 1;
    }
    passed + plain_length_by_byte(&bytes[passed..], stop)
}

/// Returns the result of [`plain_length`] for less than eight bytes.
#[cold]
fn plain_length_by_byte(bytes: &[u8], stop: Stop) -> usize {
    bytes.iter().position(|byte| stop.at(*byte)).unwrap_or(bytes.len())
}

/// Sets the high bit of each byte in `word` that is one of the [`MARKS`] or less than its counterpart in `below`.
///
/// Only the lowest bit set is reliable: the borrow of a subtraction can affect the bits above it.
#[inline]
const fn found_in(word: u64, below: u64) -> u64 {
    let mut found = word.wrapping_sub(below) & !word;
    let mut index = 0;
    while index < MARKS.len() {
        let differs = word ^ (ONES * MARKS[index] as u64);
        found |= differs.wrapping_sub(ONES) & !differs;
        index += 1;
    }
    found & HIGHS
}

impl Stop {
    /// Returns the lowest byte that does not end a run. Some white space below it does not either.
    #[inline]
    const fn first_plain(self) -> u8 {
        match self {
            Self::Special => b' ',
            Self::SpecialOrSpace => b' ' + 1,
        }
    }

    #[inline]
    fn at(self, byte: u8) -> bool {
        match byte {
            b'\t' | b'\n' => self == Self::SpecialOrSpace,
            _ => byte < self.first_plain() || MARKS.contains(&byte),
        }
    }
}

/// Returns whether two byte strings are equal. Names are short, so that calling `memcmp` would take longer than the
/// comparison itself.
#[inline]
pub(super) fn same(left: &[u8], right: &[u8]) -> bool {
    fn ends<const N: usize>(bytes: &[u8]) -> (Option<&[u8; N]>, Option<&[u8; N]>) {
        (bytes.first_chunk(), bytes.last_chunk())
    }
    match left.len() {
        length if length != right.len() => false,
        0..4 => left.iter().eq(right),
        4..8 => ends::<4>(left) == ends(right),
        8..=16 => ends::<8>(left) == ends(right),
        _ => left == right,
    }
}

#[cfg(test)]
mod tests {
    use super::{Stop, plain_length, same};

    /// Returns pseudo-random bytes.
    fn numbers() -> impl Iterator<Item = u8> {
        let mut state = 1_u32;
        std::iter::repeat_with(move || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 24) as u8
        })
    }

    #[test]
    fn finds_stop_bytes_at_every_position() {
        for stop in [Stop::Special, Stop::SpecialOrSpace] {
            for byte in 0..=u8::MAX {
                for before in 0..20 {
                    let mut text = vec![b'x'; before];
                    text.push(byte);
                    text.extend([b'y'; 9]);
                    let expected = if stop.at(byte) { before } else { text.len() };
                    assert_eq!(plain_length(&text, stop), expected, "{byte:#x} after {before}");
                }
            }
        }
    }

    #[test]
    fn agrees_with_bytewise_search() {
        let mut numbers = numbers();
        for _ in 0..2000 {
            let length = usize::from(numbers.next().unwrap() % 40);
            let bytes: Vec<u8> = numbers.by_ref().take(length).collect();
            for stop in [Stop::Special, Stop::SpecialOrSpace] {
                let slowly = bytes.iter().position(|byte| stop.at(*byte));
                assert_eq!(plain_length(&bytes, stop), slowly.unwrap_or(length), "{bytes:?}");
            }
        }
    }

    #[test]
    fn stops_at_the_bytes_that_xml_treats_specially() {
        let of = |stop: Stop| (0..=u8::MAX).filter(|byte| stop.at(*byte)).collect::<Vec<u8>>();
        let mut special: Vec<u8> = (0..9).chain(11..32).collect();
        special.extend(b"&<]\xEF");
        assert_eq!(of(Stop::Special), special);
        special.extend(b"\t\n ");
        special.sort_unstable();
        assert_eq!(of(Stop::SpecialOrSpace), special);
    }

    #[test]
    fn compares_every_byte() {
        for length in 0..40 {
            let left: Vec<u8> = numbers().take(length).collect();
            assert!(same(&left, &left.clone()), "{length}");
            assert!(!same(&left, &[left.as_slice(), b"x"].concat()), "{length}");
            for at in 0..length {
                let mut right = left.clone();
                right[at] ^= 1;
                assert!(!same(&left, &right), "{length} {at}");
            }
        }
    }
}
