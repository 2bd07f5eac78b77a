//! The failure injected into each call.
//!
//! It depends only on the call's number and the seed, so client and server agree on it without communicating.

use std::time::Duration;

/// A failure injected into a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Injected {
    Nothing,
    /// The caller cancels the call after this time.
    Cancel(Duration),
    /// The method takes this long.
    Delay(Duration),
    /// The method returns a fault.
    Fault,
    /// The method panics.
    Panic,
    /// The server cuts off the connection during the response.
    Cut(Cut),
}

/// The point and manner in which a connection is cut off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Cut {
    /// The number of response bytes sent before the end. Every response is longer.
    pub(crate) after: usize,
    pub(crate) end: End,
}

/// The manner in which a connection ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// A reset (RST). Data in transit is lost.
    Reset,
    /// A regular close (FIN) that truncates the response.
    Closed,
}

/// The failures injected into all calls.
#[derive(Clone, Copy)]
pub(crate) struct Plan {
    pub(crate) seed: u64,
}

impl Plan {
    /// Returns the failure injected into a call.
    ///
    /// Of 1000 calls, 30 are cancelled unless they finish first, 20 are delayed, 20 return faults, 5 panic, and 10
    /// lose their connection.
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

/// Returns the number of bytes before a cut, from 0 up to some point within the body.
fn bytes(amount: u64) -> usize {
    usize::try_from(amount % 400).unwrap_or_default()
}

/// Returns a pseudorandom number (the output function of `SplitMix64`).
fn mix(number: u64) -> u64 {
    let mixed = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}
