//! `cargo lab fuzz`: runs each target of `fuzz/` for some time.

use std::fs;
use std::path::Path;

use xshell::{Shell, cmd};

use crate::steps::Steps;
use crate::{Outcome, Result, workspace};

/// Time limit for a message, in seconds.
const SLOWEST: u32 = 2;
/// Time limit for a contract or regular expression, in seconds.
const SLOWEST_CONTRACT: u32 = 20;
/// The targets for contracts and regular expressions.
const CONTRACTS: [&str; 3] = ["pattern", "wsdl", "xsd"];
/// Memory limit for the fuzzer process, in megabytes.
const MOST_MEMORY: &str = "3000";
/// Maximum length of an input, in bytes. Longer inputs take more time without reaching more code.
const LONGEST: &str = "8192";

#[derive(clap::Args)]
pub struct Options {
    /// Running time per target
    #[arg(long, default_value_t = 30)]
    minutes: u32,
    /// The targets to run [default: all]
    targets: Vec<String>,
}

pub(crate) fn run(options: &Options) -> Result {
    let root = workspace::root();
    let folder = root.join("fuzz");
    let known = targets(&folder)?;
    if let Some(unknown) = options.targets.iter().find(|target| !known.contains(target)) {
        return Err(
            format!("unknown target `{unknown}`, expected one of {}", known.join(", ")).into()
        );
    }
    let shell = workspace::shell()?;
    if cmd!(shell, "cargo fuzz --version").quiet().ignore_stderr().read().is_err() {
        let why = "cargo-fuzz is not installed, run `cargo install cargo-fuzz`";
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

/// Returns the names of all targets.
fn targets(folder: &Path) -> Result<Vec<String>> {
    let programs = fs::read_dir(folder.join("fuzz_targets"))?;
    let names = programs.map(|program| {
        Ok(program?.path().file_stem().unwrap_or_default().to_string_lossy().into_owned())
    });
    let mut names = names.collect::<Result<Vec<_>>>()?;
    names.sort();
    Ok(names)
}

/// Runs the fuzzer on one target.
///
/// No sanitizer is used: there is no unsafe code to check, and sanitizers need a nightly compiler.
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
