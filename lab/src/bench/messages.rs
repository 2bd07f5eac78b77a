//! Benchmarks of reading and writing messages with generated code and peers.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::programs::Programs;
use super::{Goal, Ratio, usage};
use crate::Result;

/// The tasks, with the goal for their speed relative to gSOAP.
const WORK: [(&str, f64); 4] =
    [("read-small", 7.5), ("read-big", 3.5), ("write-small", 14.0), ("write-big", 9.0)];

/// Goal: speed of reading the small message with compact strings, relative to gSOAP.
const COMPACT: f64 = 10.0;

/// Goal: speed of all tasks, relative to quick-xml with serde.
const SERDE: f64 = 3.0;

/// Goal: speed of all tasks, relative to JAXB on a warm JVM.
const JAXB: f64 = 3.0;

/// Number of runs of each program. The programs take turns, and the fastest run of each counts.
const ROUNDS: usize = 3;

/// Nanoseconds by task name.
type Times = BTreeMap<String, f64>;

/// Measures all programs, prints the figures, and returns the ratios.
pub(super) fn measure(programs: &Programs) -> Result<Vec<Ratio>> {
    let Programs { small, big, .. } = programs;
    let ours = ["ours", "compact"].map(|name| (name, programs.rust(name)));
    let mut measured = Vec::from(ours);
    measured.push(("quick-xml-serde", programs.rust("quick-xml-serde")));
    measured.extend(programs.gsoap.clone().map(|program| ("gsoap", program)));
    measured.extend(programs.jaxb.clone().map(|program| ("jaxb", program)));
    let mut fastest: BTreeMap<&str, Times> = BTreeMap::new();
    for _ in 0..ROUNDS {
        for (peer, program) in &measured {
            let times = fastest.entry(peer).or_default();
            for (work, nanoseconds) in times_of(program, small, big)? {
                let best = times.entry(work).or_insert(nanoseconds);
                *best = best.min(nanoseconds);
            }
        }
    }
    print_table(&measured, &fastest, small, big)?;
    let (ours, compact) = (&fastest["ours"], &fastest["compact"]);
    let mut ratios = Vec::new();
    for (peer, times) in fastest.iter().filter(|(peer, _)| !["ours", "compact"].contains(peer)) {
        if *peer == "gsoap" {
            let ratio = times["read-small"] / compact["read-small"];
            ratios.push(Ratio::new(
                "read-small-compact-gsoap".into(),
                ratio,
                Goal::AtLeast(COMPACT),
            ));
        }
        for (work, faster) in WORK {
            let goal = match *peer {
                "gsoap" => faster,
                "jaxb" => JAXB,
                _ => SERDE,
            };
            let goal = Goal::AtLeast(goal);
            ratios.push(Ratio::new(format!("{work}-{peer}"), times[work] / ours[work], goal));
        }
    }
    Ok(ratios)
}

fn print_table(
    programs: &[(&str, PathBuf)],
    fastest: &BTreeMap<&str, Times>,
    small: &Path,
    big: &Path,
) -> Result<()> {
    for (work, _) in WORK {
        for (peer, program) in programs {
            let microseconds = fastest[peer][work] / 1000.0;
            // The instruction count of a JVM consists mostly of its own work.
            let count = match *peer {
                "jaxb" => None,
                _ => instructions(program, small, big, work)?,
            };
            let counted =
                count.map_or_else(String::new, |count| format!("{count:>12} instructions"));
            println!("{work:12} {peer:16} {microseconds:>10.2} µs {counted}");
        }
    }
    Ok(())
}

fn times_of(program: &Path, small: &Path, big: &Path) -> Result<Times> {
    let output = Command::new(program).args([small, big]).output()?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        return Err(format!("{} failed: {said}", program.display()).into());
    }
    let lines = String::from_utf8(output.stdout)?;
    let times = lines.lines().filter_map(|line| {
        let (work, nanoseconds) = line.split_once(' ')?;
        Some((work.to_owned(), nanoseconds.parse().ok()?))
    });
    let times: Times = times.collect();
    match WORK.iter().find(|(work, _)| !times.contains_key(*work)) {
        Some((missing, _)) => Err(format!("{} has no {missing}", program.display()).into()),
        None => Ok(times),
    }
}

/// Returns the instructions per task: the difference between several repetitions and one, divided by their number.
fn instructions(program: &Path, small: &Path, big: &Path, work: &str) -> Result<Option<u64>> {
    let count = |times: u64| {
        let times = times.to_string();
        let arguments = [small.as_os_str(), big.as_os_str(), work.as_ref(), times.as_ref()];
        usage::instructions(program, &arguments)
    };
    let most = if work.ends_with("small") { 101 } else { 2 };
    let counts = count(most)?.zip(count(1)?);
    Ok(counts.map(|(some, none)| (some - none) / (most - 1)))
}
