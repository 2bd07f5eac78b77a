//! `cargo lab load`: many concurrent calls, some of which fail.

use xshell::cmd;

use crate::{Result, workspace};

/// Options of the load test.
#[derive(clap::Args)]
pub struct Options {
    /// Total number of calls
    #[arg(long, value_name = "N", default_value_t = 1_000_000)]
    calls: u64,
    /// Number of concurrent calls
    #[arg(long, value_name = "N", default_value_t = 64)]
    in_flight: u64,
    /// Repeat the behaviour of a run with this seed
    #[arg(long, value_name = "N")]
    seed: Option<u64>,
}

/// Runs the load test as a release build. Fails if the outcome of any call is wrong.
pub(crate) fn run(options: &Options) -> Result {
    let shell = workspace::shell()?;
    let (calls, in_flight) = (options.calls.to_string(), options.in_flight.to_string());
    let program = cmd!(shell, "cargo run --release --quiet -p generated-client --example load");
    let program = program.args(["--", "--calls", &calls, "--in-flight", &in_flight]);
    let seed = options.seed.map(|seed| ["--seed".to_owned(), seed.to_string()]);
    workspace::run(program.args(seed.into_iter().flatten()))
}
