//! What is done to each call: decided by its number and the seed alone, so that client and server
//! agree on it without a word.

use std::time::Duration;

/// What is done to a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Injected {
    Nothing,
    /// The caller gives up after this time, if there is no answer yet.
    Cancel(Duration),
    /// The method takes this long.
    Delay(Duration),
    /// The method answers with a fault.
    Fault,
    /// The method panics.
    Panic,
    /// The server's connection ends within the answer.
    Cut(Cut),
}

/// Where and how a connection ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Cut {
    /// So many bytes of the answer are sent: fewer than any answer has.
    pub(crate) after: usize,
    pub(crate) end: End,
}

/// How a connection ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// With a reset (RST): what was on its way is lost.
    Reset,
    /// In good order (FIN), but too early: the answer is truncated.
    Closed,
}

/// What is done to all calls.
#[derive(Clone, Copy)]
pub(crate) struct Plan {
    pub(crate) seed: u64,
}

impl Plan {
    /// What is done to a call: of a thousand, 30 are given up where they last, 20 take longer, 20 are
    /// faults, 5 panics, and 10 end with their connection.
    pub(crate) fn of(self, number: u64) -> Injected {
        let random = mix(self.seed ^ mix(number));
        let (kind, amount) = (random % 1000, random >> 32);
        match kind {
            0..30 => Injected::Cancel(Duration::from_micros(amount % 4_000)),
            30..50 => Injected::Delay(Duration::from_micros(amount % 5_000)),
            50..70 => Injected::Fault,
            70..75 => Injected::Panic,
            75..80 => Injected::Cut(Cut { after: bytes(amount), end: End::Reset }),
            80..85 => Injected::Cut(Cut { after: bytes(amount), end: End::Closed }),
            _ => Injected::Nothing,
        }
    }
}

/// From none at all to within the body.
fn bytes(amount: u64) -> usize {
    usize::try_from(amount % 400).unwrap_or_default()
}

/// A number that looks like chance (the output function of `SplitMix64`).
fn mix(number: u64) -> u64 {
    let mixed = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}
