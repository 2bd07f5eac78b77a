//! The workspace's folder, and execution of programs in it.

use std::env;
use std::path::Path;

use xshell::{Cmd, Shell};

use crate::{Outcome, Result};

/// Prefixes of the variables in which cargo describes the running package. Build scripts of dependencies depend on
/// them and would run again on every switch between `cargo` and `cargo xtask`.
const OWN_PACKAGE: &[&str] = &["CARGO_PKG_", "CARGO_MANIFEST_"];

/// Returns the workspace's folder.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("`lab` should be a folder of the workspace")
}

/// Returns a shell in the workspace's folder.
pub fn shell() -> Result<Shell> {
    let shell = Shell::new()?;
    shell.change_dir(root());
    Ok(shell)
}

/// Runs a program to completion. Its own output explains a failure.
pub fn run(command: Cmd<'_>) -> Result {
    as_by_hand(command).run()?;
    Ok(Outcome::Passed)
}

/// Returns the command without cargo's package variables, as if run from the user's shell.
pub fn as_by_hand(command: Cmd<'_>) -> Cmd<'_> {
    let is_own = |name: &String| OWN_PACKAGE.iter().any(|prefix| name.starts_with(prefix));
    env::vars_os()
        .filter_map(|(name, _)| name.into_string().ok())
        .filter(is_own)
        .fold(command, Cmd::env_remove)
}
