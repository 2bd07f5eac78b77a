//! Loops over bytes that reading spends its time in, in words of eight.

/// Bytes of text that need a look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stop {
    /// Markup, line ends to normalise, characters XML forbids, `]` which may begin the forbidden
    /// `]]>`, and 0xEF which may begin U+FFFE or U+FFFF.
    Special,
    /// The same and white space.
    SpecialOrSpace,
}

/// Other bytes than those of control characters and white space that stop.
const MARKS: [u8; 4] = [b'<', b'&', b']', 0xEF];

const ONES: u64 = 0x0101_0101_0101_0101;
const HIGHS: u64 = 0x8080_8080_8080_8080;

/// How many bytes there are before the first one that needs a look.
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

/// The same for less than a word.
#[cold]
fn plain_length_by_byte(bytes: &[u8], stop: Stop) -> usize {
    bytes.iter().position(|byte| stop.at(*byte)).unwrap_or(bytes.len())
}

/// The high bits of the bytes that are marks or less than those of `below`. The lowest one is
/// right, those above it may not be: a borrow of the subtraction can reach them.
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
    /// Bytes below this one stop, but for some white space.
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

/// Whether two texts of the same length are the same. Names are short: a call of `memcmp` takes
/// longer than the comparison.
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

    /// Numbers that look random.
    fn numbers() -> impl Iterator<Item = u8> {
        let mut state = 1_u32;
        std::iter::repeat_with(move || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 24) as u8
        })
    }

    #[test]
    fn every_byte_is_found_wherever_it_is() {
        for stop in [Stop::Special, Stop::SpecialOrSpace] {
            for byte in 0..=u8::MAX {
                for before in 0..20 {
                    let mut text = vec![b'x'; before];
                    text.push(byte);
                    text.extend([b'y'; 9]);
                    let expected = if stop.at(byte) { before } else { text.len() };
                    assert_eq!(plain_length(&text, stop), expected, "{byte:#x} behind {before}");
                }
            }
        }
    }

    #[test]
    fn words_stop_where_bytes_do() {
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
    fn what_stops_is_what_xml_says() {
        let of = |stop: Stop| (0..=u8::MAX).filter(|byte| stop.at(*byte)).collect::<Vec<u8>>();
        let mut special: Vec<u8> = (0..9).chain(11..32).collect();
        special.extend(b"&<]\xEF");
        assert_eq!(of(Stop::Special), special);
        special.extend(b"\t\n ");
        special.sort_unstable();
        assert_eq!(of(Stop::SpecialOrSpace), special);
    }

    #[test]
    fn texts_are_compared_to_the_last_byte() {
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
