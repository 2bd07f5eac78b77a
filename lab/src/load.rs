//! `cargo lab load`: many calls at once, and failures among them.

use xshell::cmd;

use crate::{Result, workspace};

/// What the program is asked for.
#[derive(clap::Args)]
pub struct Options {
    /// How many calls to make
    #[arg(long, value_name = "N", default_value_t = 1_000_000)]
    calls: u64,
    /// How many calls there are at the same time
    #[arg(long, value_name = "N", default_value_t = 64)]
    in_flight: u64,
    /// Do to each call what a run with this seed did
    #[arg(long, value_name = "N")]
    seed: Option<u64>,
}

/// Runs the program, built as programs are released; it fails where a call came out wrong.
pub(crate) fn run(options: &Options) -> Result {
    let shell = workspace::shell()?;
    let (calls, in_flight) = (options.calls.to_string(), options.in_flight.to_string());
    let program = cmd!(shell, "cargo run --release --quiet -p generated-client --example load");
    let program = program.args(["--", "--calls", &calls, "--in-flight", &in_flight]);
    let seed = options.seed.map(|seed| ["--seed".to_owned(), seed.to_string()]);
    workspace::run(program.args(seed.into_iter().flatten()))
}
