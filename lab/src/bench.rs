//! `cargo lab bench`: benchmarks of generated code and the generator against their peers.

mod calls;
mod compiling;
mod footprint;
mod generating;
mod lists;
mod messages;
mod orders;
mod programs;
mod security;
mod usage;

use std::path::PathBuf;
use std::process::{Command, Stdio};

use crate::{Outcome, Result, workspace};

/// Options of the benchmarks.
#[derive(clap::Args)]
pub struct Options {
    /// A folder of contracts that contains `ms-ews-services`
    #[arg(default_value = "../shared/corpus")]
    corpus: PathBuf,
    /// Measure only this part
    #[arg(long, value_enum)]
    only: Option<Part>,
}

/// A part of the benchmarks.
#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Part {
    Messages,
    Lists,
    Calls,
    Generating,
    Compiling,
    Footprint,
    Security,
}

/// The goal for a ratio.
#[derive(Clone, Copy)]
enum Goal {
    AtLeast(f64),
    AtMost(f64),
}

/// A measured ratio: a peer's time over ours, the time of a longer task over that of a shorter one, or another
/// figure with a goal.
struct Ratio {
    name: String,
    value: f64,
    goal: Goal,
}

impl Ratio {
    fn new(name: String, value: f64, goal: Goal) -> Self {
        Self { name, value, goal }
    }

    /// Returns a description of the goal if the ratio misses it.
    fn missed(&self) -> Option<String> {
        match self.goal {
            Goal::AtLeast(goal) if self.value < goal => Some(format!("at least {goal}")),
            Goal::AtMost(goal) if self.value > goal => Some(format!("at most {goal}")),
            Goal::AtLeast(_) | Goal::AtMost(_) => None,
        }
    }
}

/// Runs all benchmarks. The last lines printed are the ratios.
pub(crate) fn run(options: &Options) -> Result {
    let corpus = workspace::root().join(&options.corpus);
    let wanted = |part| options.only.is_none_or(|only| only == part);
    let mut ratios = Vec::new();
    if [Part::Messages, Part::Lists, Part::Calls].into_iter().any(wanted) {
        let programs = programs::Programs::build()?;
        if wanted(Part::Messages) {
            ratios.extend(messages::measure(&programs)?);
        }
        if wanted(Part::Lists) {
            ratios.extend(lists::measure(&programs)?);
        }
        if wanted(Part::Calls) {
            ratios.extend(calls::measure(&programs)?);
        }
    }
    if wanted(Part::Security) {
        ratios.extend(security::measure()?);
    }
    if usage::is_told() {
        if wanted(Part::Generating) {
            ratios.extend(generating::measure(&corpus)?);
        }
        if wanted(Part::Compiling) {
            ratios.extend(compiling::measure(&corpus)?);
        }
        if wanted(Part::Footprint) {
            ratios.extend(footprint::measure()?);
        }
    } else {
        println!("skipped: generating, compiling and the footprint (they need GNU time)");
    }
    let mut outcome = Outcome::Passed;
    for ratio in &ratios {
        if let Some(goal) = ratio.missed() {
            println!("short: {} is {:.2}, which is to be {goal}", ratio.name, ratio.value);
            outcome = Outcome::Failed;
        }
    }
    for Ratio { name, value, .. } in &ratios {
        println!("ratio {name} {value:.2}");
    }
    Ok(outcome)
}

/// Returns the path of a file in `lab/bench`.
fn source(name: &str) -> PathBuf {
    workspace::root().join("lab/bench").join(name)
}

/// Returns whether a program is installed.
fn is_there(program: &str) -> bool {
    let mut look = Command::new("sh");
    look.args(["-c", r#"command -v "$0""#, program]).stdout(Stdio::null());
    look.status().is_ok_and(|status| status.success())
}

/// Runs a program and parses its output lines, each a name and a number.
fn figures(command: &mut Command) -> Result<Vec<(String, f64)>> {
    let output = command.output()?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        return Err(format!("{command:?} failed: {said}").into());
    }
    let lines = String::from_utf8(output.stdout)?;
    let figure = |line: &str| {
        let (name, value) = line.split_once(' ')?;
        Some((name.to_owned(), value.parse().ok()?))
    };
    Ok(lines.lines().filter_map(figure).collect())
}

#[cfg(test)]
mod tests {
    use super::{Goal, Ratio, orders};

    #[test]
    fn what_falls_short_is_told() {
        let short = |value, goal| Ratio::new(String::new(), value, goal).missed();
        assert_eq!(short(7.4, Goal::AtLeast(7.5)).as_deref(), Some("at least 7.5"));
        assert_eq!(short(7.5, Goal::AtLeast(7.5)), None);
        assert_eq!(short(2.7, Goal::AtMost(2.6)).as_deref(), Some("at most 2.6"));
    }

    #[test]
    fn messages_are_as_long_as_those_first_measured() {
        assert!((1_500..2_000).contains(&orders::small().len()));
        assert!((5_500_000..7_000_000).contains(&orders::big().len()));
    }
}
