//! `cargo xtask regen`: updates the generator's snapshots and diagnostics, the command's output, and an
//! example's code.

use xshell::cmd;

use crate::{Outcome, Result, workspace};

/// The environment variable that makes tests rewrite their expected output.
const REWRITE: &str = "WSDLGEN_REGEN";
/// The cargo arguments that select those tests.
const TESTS: [&str; 14] = [
    "-p",
    "wsdlgen",
    "--test",
    "snapshots",
    "--test",
    "diagnostics",
    "-p",
    "wsdlgen-cli",
    "--test",
    "look",
    "-p",
    "example-checked-in-code",
    "--test",
    "current",
];

/// Rewrites the expected outputs, and checks that the new snapshots compile.
pub(crate) fn rewrite() -> Result {
    let shell = workspace::shell()?;
    // Output is not captured because the tests print the names of changed files.
    let tests = cmd!(shell, "cargo test {TESTS...} -- --nocapture");
    workspace::run(tests.env(REWRITE, "1"))?;
    compile_snapshots()
}

/// Fails if the expected outputs are out of date or do not compile.
pub(crate) fn check() -> Result {
    let shell = workspace::shell()?;
    let tests = cmd!(shell, "cargo test --no-fail-fast {TESTS...}");
    let fresh = workspace::run(tests.env_remove(REWRITE));
    if let Err(error) = &fresh {
        println!("{error}");
        println!("regen: the generated output differs from the expected output");
        println!("regen: if the change is intended, run `cargo xtask regen` and commit the diff");
    }
    let compiled = compile_snapshots()?;
    Ok(if fresh.is_ok() { compiled } else { Outcome::Failed })
}

fn compile_snapshots() -> Result {
    let shell = workspace::shell()?;
    workspace::run(cmd!(shell, "cargo check -p wsdlgen-expectations --all-targets"))
}
