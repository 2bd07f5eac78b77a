//! The outcomes of the calls.

use std::fmt;

/// The outcome of a call.
pub(crate) enum Outcome {
    /// The call's own reply.
    Answered,
    /// The call's own fault, as planned.
    Faulted,
    /// The fault for a planned panic.
    Panicked,
    /// A planned loss of the connection.
    BrokeOff,
    /// A planned cancellation.
    Cancelled,
    /// An unexpected outcome, with a description.
    Wrong(String),
}

/// The number of calls with each outcome.
#[derive(Default)]
pub(crate) struct Tally {
    answered: u64,
    faulted: u64,
    panicked: u64,
    broke_off: u64,
    cancelled: u64,
    wrong: u64,
    /// The first unexpected outcomes.
    examples: Vec<String>,
}

/// The greatest number of unexpected outcomes shown.
const EXAMPLES: usize = 10;

impl Tally {
    pub(crate) fn count(&mut self, number: u64, outcome: Outcome) {
        let counter = match outcome {
            Outcome::Answered => &mut self.answered,
            Outcome::Faulted => &mut self.faulted,
            Outcome::Panicked => &mut self.panicked,
            Outcome::BrokeOff => &mut self.broke_off,
            Outcome::Cancelled => &mut self.cancelled,
            Outcome::Wrong(what) => {
                if self.examples.len() < EXAMPLES {
                    self.examples.push(format!("call {number}: {what}"));
                }
                &mut self.wrong
            }
        };
        *counter += 1;
    }

    pub(crate) fn add(&mut self, other: Self) {
        self.answered += other.answered;
        self.faulted += other.faulted;
        self.panicked += other.panicked;
        self.broke_off += other.broke_off;
        self.cancelled += other.cancelled;
        self.wrong += other.wrong;
        let room = EXAMPLES.saturating_sub(self.examples.len());
        self.examples.extend(other.examples.into_iter().take(room));
    }

    /// Returns whether there were `calls` calls and all of them had an expected outcome.
    pub(crate) fn is_right(&self, calls: u64) -> bool {
        let Self { answered, faulted, panicked, broke_off, cancelled, wrong, .. } = self;
        *wrong == 0 && answered + faulted + panicked + broke_off + cancelled == calls
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { answered, faulted, panicked, broke_off, cancelled, wrong, examples } = self;
        for (count, what) in [
            (answered, "returned their own number"),
            (faulted, "returned the planned fault"),
            (panicked, "returned a fault for the planned panic"),
            (broke_off, "lost their connection as planned"),
            (cancelled, "were cancelled by the caller as planned"),
        ] {
            writeln!(formatter, "{count:>9}  {what}")?;
        }
        write!(formatter, "{wrong:>9}  wrong")?;
        examples.iter().try_for_each(|example| write!(formatter, "\n           {example}"))
    }
}
