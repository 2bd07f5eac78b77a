//! `cargo xtask regen`: the generator's snapshots and diagnostics, what the command prints, and an
//! example's code.

use xshell::cmd;

use crate::{Outcome, Result, workspace};

/// The tests rewrite what they expect when this is set.
const REWRITE: &str = "WSDLGEN_REGEN";
/// Those tests.
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

/// Rewrites the expectations, and checks that the new snapshots compile.
pub(crate) fn rewrite() -> Result {
    let shell = workspace::shell()?;
    // Without capture: the tests print the files that they changed.
    let tests = cmd!(shell, "cargo test {TESTS...} -- --nocapture");
    workspace::run(tests.env(REWRITE, "1"))?;
    compile_snapshots()
}

/// Fails when the expectations are stale or do not compile.
pub(crate) fn check() -> Result {
    let shell = workspace::shell()?;
    let tests = cmd!(shell, "cargo test --no-fail-fast {TESTS...}");
    let fresh = workspace::run(tests.env_remove(REWRITE));
    if let Err(error) = &fresh {
        println!("{error}");
        println!("regen: what is generated is not what is expected");
        println!("regen: if the change is meant, run `cargo xtask regen` and commit its diff");
    }
    let compiled = compile_snapshots()?;
    Ok(if fresh.is_ok() { compiled } else { Outcome::Failed })
}

fn compile_snapshots() -> Result {
    let shell = workspace::shell()?;
    workspace::run(cmd!(shell, "cargo check -p wsdlgen-expectations --all-targets"))
}
