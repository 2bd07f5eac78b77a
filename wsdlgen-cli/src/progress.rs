//! The one-line progress display of a running fetch.

use std::time::Duration;

use indicatif::{HumanBytes, ProgressBar};

use crate::fetch::Event;

/// How often the line moves while a server keeps us waiting.
const TICK: Duration = Duration::from_millis(120);

/// A line on standard error that is rewritten as documents arrive, and removed when dropped.
/// Where standard error is not a terminal, nothing is shown.
#[derive(Debug)]
pub struct Line {
    bar: ProgressBar,
}

impl Line {
    /// Shows the line.
    pub fn new() -> Self {
        let bar = ProgressBar::new_spinner();
        bar.enable_steady_tick(TICK);
        Self { bar }
    }

    /// Shows what just happened: the callback for [`fetch`](crate::fetch::fetch).
    pub fn show(&self, event: Event<'_>) {
        match event {
            Event::Requested { address, number } => {
                self.bar.set_message(format!("{number}: {address}"));
            }
            Event::Received { address, bytes } => {
                self.bar.set_message(format!("{address}: {}", HumanBytes(bytes)));
            }
            // It stays readable above the line.
            Event::Retried { address, problem, retry, wait } => {
                self.bar.println(format!("{address}: {problem}; retry {retry} in {wait:.1?}"));
            }
        }
    }
}

impl Default for Line {
    fn default() -> Self {
        Self::new()
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
