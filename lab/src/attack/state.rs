//! The state of an attack.

use std::collections::HashSet;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use http::HeaderValue;
use wsdlgen_runtime::Payload;

use super::Exchange;
use super::hostile::{Hostile, Side};

/// The state shared by both ends of an exchange.
static STATE: Mutex<State> = Mutex::new(State::new());

pub(super) struct State {
    /// The sample that the server replies with.
    pub(super) reply: &'static str,
    /// The bodies of the valid exchange.
    pub(super) bodies: Vec<String>,
    /// The content type of the valid reply.
    pub(super) content_type: Option<HeaderValue>,
    /// The replacement for the body of the request or of the reply.
    pub(super) hostile: Option<(Side, Payload)>,
    /// The cost of the server's part of an exchange.
    pub(super) cost: Cost,
    /// Enables comparing, printing, validating and writing of values.
    pub(super) uses_values: bool,
    /// The message to send in all sizes, instead of trying small messages of every kind.
    pub(super) chosen: Option<Hostile>,
    pub(super) probes: Vec<Probe>,
    pub(super) left_out: usize,
    /// The elements tried so far, by side, parent name and name.
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

    /// Sets the replacement for the next request's body or its reply.
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

/// A small message with its cost.
#[derive(Clone)]
pub(super) struct Probe {
    pub(super) exchange: &'static Exchange,
    pub(super) hostile: Hostile,
    pub(super) cost: Cost,
}

pub(super) fn state() -> MutexGuard<'static, State> {
    STATE.lock().unwrap_or_else(PoisonError::into_inner)
}
