//! A one-line progress display for a running fetch.

use std::time::Duration;

use indicatif::{HumanBytes, ProgressBar};

use crate::fetch::Event;

/// Refresh interval of the spinner.
const TICK: Duration = Duration::from_millis(120);

/// A line on standard error that is updated as documents arrive, and removed on drop.
/// Nothing is shown if standard error is not a terminal.
#[derive(Debug)]
pub struct Line {
    bar: ProgressBar,
}

impl Line {
    /// Creates and shows the line.
    pub fn new() -> Self {
        let bar = ProgressBar::new_spinner();
        bar.enable_steady_tick(TICK);
        Self { bar }
    }

    /// Shows an event. Intended as the callback for [`fetch`](crate::fetch::fetch).
    pub fn show(&self, event: Event<'_>) {
        match event {
            Event::Requested { address, number } => {
                self.bar.set_message(format!("{number}: {address}"));
            }
            Event::Received { address, bytes } => {
                self.bar.set_message(format!("{address}: {}", HumanBytes(bytes)));
            }
            // Printed above the progress line, where it remains visible.
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
