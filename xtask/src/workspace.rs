//! Where the workspace is, and how programs run in it.

use std::env;
use std::path::Path;

use xshell::{Cmd, Shell};

use crate::{Outcome, Result};

/// What cargo tells xtask about xtask's own package. Build scripts of dependencies look at these:
/// left alone, they would run again with every change between `cargo` and `cargo xtask`.
const OWN_PACKAGE: &[&str] = &["CARGO_PKG_", "CARGO_MANIFEST_"];

/// The workspace's folder.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask is a folder of the workspace")
}

/// A shell in the workspace's folder.
pub(crate) fn shell() -> Result<Shell> {
    let shell = Shell::new()?;
    shell.change_dir(root());
    Ok(shell)
}

/// Runs a program to its end; its output says why it failed.
pub(crate) fn run(command: Cmd<'_>) -> Result {
    as_by_hand(command).run()?;
    Ok(Outcome::Passed)
}

/// The command as it would run from the user's own shell.
pub(crate) fn as_by_hand(command: Cmd<'_>) -> Cmd<'_> {
    let is_own = |name: &String| OWN_PACKAGE.iter().any(|prefix| name.starts_with(prefix));
    env::vars_os()
        .filter_map(|(name, _)| name.into_string().ok())
        .filter(is_own)
        .fold(command, Cmd::env_remove)
}
