//! What came of the calls.

use std::fmt;

/// What came of a call.
pub(crate) enum Outcome {
    /// With its own answer.
    Answered,
    /// With its own fault, as planned.
    Faulted,
    /// With the fault that a panic becomes, as planned.
    Panicked,
    /// Its connection ended, as planned.
    BrokeOff,
    /// The caller gave up, as planned.
    Cancelled,
    /// Anything else, and what.
    Wrong(String),
}

/// How many calls came to what.
#[derive(Default)]
pub(crate) struct Tally {
    answered: u64,
    faulted: u64,
    panicked: u64,
    broke_off: u64,
    cancelled: u64,
    wrong: u64,
    /// The first of those that are wrong.
    examples: Vec<String>,
}

/// So many wrong calls are shown.
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

    /// Whether so many calls came out, each as it should.
    pub(crate) fn is_right(&self, calls: u64) -> bool {
        let Self { answered, faulted, panicked, broke_off, cancelled, wrong, .. } = self;
        *wrong == 0 && answered + faulted + panicked + broke_off + cancelled == calls
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { answered, faulted, panicked, broke_off, cancelled, wrong, examples } = self;
        for (count, what) in [
            (answered, "answered with their own number"),
            (faulted, "answered with the fault that was planned"),
            (panicked, "answered with a fault for the panic that was planned"),
            (broke_off, "broke off as planned"),
            (cancelled, "given up by the caller as planned"),
        ] {
            writeln!(formatter, "{count:>9}  {what}")?;
        }
        write!(formatter, "{wrong:>9}  wrong")?;
        examples.iter().try_for_each(|example| write!(formatter, "\n           {example}"))
    }
}
