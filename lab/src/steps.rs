//! Commands that consist of steps. Each step is announced and timed, and a failing one does not stop the others.

use std::fmt::Write;
use std::time::{Duration, Instant};

use crate::{Outcome, Result};

/// The completed steps of a command.
pub struct Steps {
    command: &'static str,
    done: Vec<Step>,
}

struct Step {
    name: String,
    outcome: Outcome,
    time: Duration,
}

impl Steps {
    /// Creates an empty list of steps for a command.
    pub fn new(command: &'static str) -> Self {
        Self { command, done: Vec::new() }
    }

    /// Runs a step.
    pub fn step(&mut self, name: impl Into<String>, work: impl FnOnce() -> Result) {
        let name = name.into();
        println!("\n=== {}: {name} ===", self.command);
        let start = Instant::now();
        let outcome = work().unwrap_or_else(|error| {
            println!("error: {error}");
            Outcome::Failed
        });
        if let Outcome::Skipped(reason) = &outcome {
            println!("skipped: {name} ({reason})");
        }
        let time = start.elapsed();
        println!("=== {name}: {:.1} s ===", time.as_secs_f64());
        self.done.push(Step { name, outcome, time });
    }

    /// Prints the summary and returns the overall outcome.
    pub fn finish(self) -> Outcome {
        println!("\n{}", self.summary());
        if self.names(|outcome| *outcome == Outcome::Failed).is_empty() {
            Outcome::Passed
        } else {
            Outcome::Failed
        }
    }

    fn summary(&self) -> String {
        let mut summary = String::new();
        for Step { name, outcome, time } in &self.done {
            let (word, reason) = match outcome {
                Outcome::Passed => ("passed", String::new()),
                Outcome::Failed => ("FAILED", String::new()),
                Outcome::Skipped(reason) => ("skipped", format!(" ({reason})")),
            };
            writeln!(summary, "{word:8}{:>7.1} s  {name}{reason}", time.as_secs_f64())
                .expect("writing to a `String` cannot fail");
        }
        let failed = self.names(|outcome| *outcome == Outcome::Failed);
        let skipped = self.names(|outcome| matches!(outcome, Outcome::Skipped(_))).len();
        let verdict = if failed.is_empty() {
            "all passed".to_owned()
        } else {
            format!("FAILED: {}", failed.join(", "))
        };
        summary + &format!("{}: {verdict}, {skipped} skipped", self.command)
    }

    fn names(&self, wanted: impl Fn(&Outcome) -> bool) -> Vec<&str> {
        self.done.iter().filter(|step| wanted(&step.outcome)).map(|step| &*step.name).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn steps(outcomes: &[Outcome]) -> Steps {
        let mut steps = Steps::new("ci");
        for (number, outcome) in outcomes.iter().enumerate() {
            steps.step(format!("step {number}"), || Ok(outcome.clone()));
        }
        for step in &mut steps.done {
            step.time = Duration::from_millis(1500);
        }
        steps
    }

    #[test]
    fn counts_and_names_skipped_steps() {
        let steps = steps(&[Outcome::Passed, Outcome::Skipped("no peers".to_owned())]);
        assert_eq!(
            steps.summary(),
            "passed      1.5 s  step 0\nskipped     1.5 s  step 1 (no peers)\nci: all passed, 1 skipped"
        );
        assert_eq!(steps.finish(), Outcome::Passed);
    }

    #[test]
    fn continues_after_failures() {
        let mut steps = steps(&[Outcome::Failed, Outcome::Passed]);
        steps.step("broken", || Err("no such program".into()));
        let summary = steps.summary();
        assert_eq!(summary.lines().last(), Some("ci: FAILED: step 0, broken, 0 skipped"));
        assert_eq!(steps.finish(), Outcome::Failed);
    }
}
