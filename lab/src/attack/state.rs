//! The state of an attack.

use std::collections::HashSet;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use http::HeaderValue;
use wsdlgen_runtime::Payload;

use super::Exchange;
use super::hostile::{Hostile, Side};

/// What both ends of an exchange know of it.
static STATE: Mutex<State> = Mutex::new(State::new());

pub(super) struct State {
    /// What an honest server answers with.
    pub(super) reply: &'static str,
    /// The bodies of the honest exchange, and the type of its reply.
    pub(super) bodies: Vec<String>,
    pub(super) content_type: Option<HeaderValue>,
    /// What takes the place of the request's body, or of the reply.
    pub(super) hostile: Option<(Side, Payload)>,
    /// What the server's part of an exchange cost.
    pub(super) cost: Cost,
    /// Whether values are compared, printed, checked and written.
    pub(super) uses_values: bool,
    /// The message to send in all sizes, in place of small ones of every kind.
    pub(super) chosen: Option<Hostile>,
    pub(super) probes: Vec<Probe>,
    pub(super) left_out: usize,
    /// Elements that were tried, by their parents' names and their own.
    pub(super) places: Option<HashSet<String>>,
    pub(super) start: Option<Instant>,
}

impl State {
    const fn new() -> Self {
        Self {
            reply: "",
            bodies: Vec::new(),
            content_type: None,
            hostile: None,
            cost: Cost { memory: 0, time: Duration::ZERO },
            uses_values: false,
            chosen: None,
            probes: Vec::new(),
            left_out: 0,
            places: None,
            start: None,
        }
    }

    /// Puts a message in the place of the next request's body, or of its reply.
    pub(super) fn begin(&mut self, side: Side, body: Payload, uses_values: bool) {
        self.hostile = Some((side, body));
        self.uses_values = uses_values;
    }
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Cost {
    pub(super) memory: u64,
    pub(super) time: Duration,
}

/// What a small message cost.
#[derive(Clone)]
pub(super) struct Probe {
    pub(super) exchange: &'static Exchange,
    pub(super) hostile: Hostile,
    pub(super) cost: Cost,
}

pub(super) fn state() -> MutexGuard<'static, State> {
    STATE.lock().unwrap_or_else(PoisonError::into_inner)
}
