//! `cargo lab fuzz`: runs the targets of `fuzz/` for some time each.

use std::fs;
use std::path::Path;

use xshell::{Shell, cmd};

use crate::steps::Steps;
use crate::{Outcome, Result, workspace};

/// How long a single input may take, in seconds: a message, and a contract or a regular expression.
const SLOWEST: u32 = 2;
const SLOWEST_CONTRACT: u32 = 20;
/// The targets that take contracts.
const CONTRACTS: [&str; 3] = ["pattern", "wsdl", "xsd"];
/// The megabytes that everything may take together.
const MOST_MEMORY: &str = "3000";
/// Longer inputs take time without reaching more code, in bytes.
const LONGEST: &str = "8192";

#[derive(clap::Args)]
pub struct Options {
    /// How long each target runs
    #[arg(long, default_value_t = 30)]
    minutes: u32,
    /// The targets, in place of all of them
    targets: Vec<String>,
}

pub(crate) fn run(options: &Options) -> Result {
    let root = workspace::root();
    let folder = root.join("fuzz");
    let known = targets(&folder)?;
    if let Some(unknown) = options.targets.iter().find(|target| !known.contains(target)) {
        return Err(format!("there is no target `{unknown}`: {}", known.join(", ")).into());
    }
    let shell = workspace::shell()?;
    if cmd!(shell, "cargo fuzz --version").quiet().ignore_stderr().read().is_err() {
        let why = "cargo-fuzz is not there: `cargo install cargo-fuzz`";
        return Ok(Outcome::Skipped(why.to_owned()));
    }
    let targets = if options.targets.is_empty() { &known } else { &options.targets };
    let learned = root.join("target/fuzz-corpus");
    let mut steps = Steps::new("fuzz");
    for target in targets {
        steps.step(target.as_str(), || run_target(&shell, &folder, &learned, target, options));
    }
    Ok(steps.finish())
}

/// The names of all targets, each a program.
fn targets(folder: &Path) -> Result<Vec<String>> {
    let programs = fs::read_dir(folder.join("fuzz_targets"))?;
    let names = programs.map(|program| {
        Ok(program?.path().file_stem().unwrap_or_default().to_string_lossy().into_owned())
    });
    let mut names = names.collect::<Result<Vec<_>>>()?;
    names.sort();
    Ok(names)
}

/// Without a sanitizer: there is no unsafe code to watch, and they need a nightly compiler.
fn run_target(
    shell: &Shell,
    folder: &Path,
    learned: &Path,
    target: &str,
    options: &Options,
) -> Result {
    let seconds = (options.minutes * 60).to_string();
    let (learned, seeds) = (learned.join(target), folder.join("corpus").join(target));
    fs::create_dir_all(&learned)?;
    let run = cmd!(
        shell,
        "cargo fuzz run --sanitizer none --fuzz-dir {folder} {target} {learned} {seeds} --"
    );
    let slowest = if CONTRACTS.contains(&target) { SLOWEST_CONTRACT } else { SLOWEST };
    workspace::run(run.args([
        format!("-max_total_time={seconds}"),
        format!("-timeout={slowest}"),
        format!("-rss_limit_mb={MOST_MEMORY}"),
        format!("-max_len={LONGEST}"),
    ]))
}
