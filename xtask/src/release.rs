//! What a release has to hold, beyond `ci`: packages that build by themselves, the oldest versions that
//! the manifests name, the oldest compilers, licences.

use std::fs;
use std::path::Path;

use tempfile::TempDir;
use xshell::{Shell, cmd};

use crate::steps::Steps;
use crate::{Outcome, Result, workspace};

/// What is published, in the order of dependencies.
const PUBLISHED: [&str; 3] = ["wsdlgen-runtime", "wsdlgen", "wsdlgen-cli"];
/// What each package has beside its sources.
const NOTICES: [&str; 2] = ["LICENSE-APACHE", "LICENSE-MIT"];

pub(crate) fn add_steps(steps: &mut Steps) {
    steps.step("licences in packages", notices);
    steps.step("packages", packages);
    steps.step("minimal versions", minimal_versions);
    for name in PUBLISHED {
        steps.step(format!("oldest compiler of {name}"), || oldest_compiler(name));
    }
    for check in ["licenses bans sources", "advisories"] {
        steps.step(format!("cargo deny: {check}"), || deny(check));
    }
}

/// cargo packages a crate's own folder alone, so that each has a copy.
fn notices() -> Result {
    let root = workspace::root();
    for name in PUBLISHED {
        for notice in NOTICES {
            let (copy, original) = (root.join(name).join(notice), root.join(notice));
            if fs::read(&copy)? != fs::read(&original)? {
                return Err(format!("{name}/{notice} is not a copy of {notice}").into());
            }
        }
    }
    Ok(Outcome::Passed)
}

/// Packages are built from what is in them, against each other.
fn packages() -> Result {
    let shell = workspace::shell()?;
    let packages = PUBLISHED.iter().flat_map(|name| ["-p", name]);
    workspace::run(cmd!(shell, "cargo package --quiet --allow-dirty").args(packages))
}

/// What is published compiles with the oldest versions that its manifests allow.
fn minimal_versions() -> Result {
    let scratch = TempDir::new()?;
    let copy = scratch.path().join("copy");
    let shell = workspace::shell()?;
    cmd!(shell, "git clone --quiet . {copy}").run()?;
    shell.change_dir(&copy);
    shell.set_var("CARGO_TARGET_DIR", workspace::root().join("target/minimal-versions"));
    shell.remove_path(copy.join("Cargo.lock"))?;
    let manifest = fs::read_to_string(copy.join("Cargo.toml"))?;
    fs::write(copy.join("Cargo.toml"), of_published(&manifest)?)?;
    // The option is cargo's own, and not stable yet.
    let update = cmd!(shell, "cargo update --quiet -Z direct-minimal-versions");
    workspace::run(update.env("RUSTC_BOOTSTRAP", "1"))?;
    workspace::run(cmd!(shell, "cargo check --quiet --workspace --all-features"))
}

/// The workspace's manifest with what is published for its members.
fn of_published(manifest: &str) -> Result<String> {
    let (before, rest) = manifest.split_once("members = [").ok_or("there are no members")?;
    let (_, after) = rest.split_once("\n\n").ok_or("nothing follows the members")?;
    let members = PUBLISHED.map(|name| format!("\"{name}\"")).join(", ");
    Ok(format!("{before}members = [{members}]\n\n{after}"))
}

/// A crate compiles with the compiler that it names, where that is installed.
fn oldest_compiler(name: &str) -> Result {
    let shell = workspace::shell()?;
    let version = rust_version(name)?;
    let toolchain = format!("+{version}");
    // Without rustup, cargo takes the word for a command that it does not have.
    if cmd!(shell, "cargo {toolchain} --version").quiet().ignore_stderr().read().is_err() {
        return Ok(Outcome::Skipped(format!("rustup toolchain install {version}")));
    }
    // What that compiler makes is not mixed with what others make.
    let target = workspace::root().join("target/oldest-compiler");
    let check = cmd!(shell, "cargo {toolchain} check --quiet -p {name} --all-features");
    // Its own cargo is asked for, not the one that runs this.
    workspace::run(check.env("CARGO_TARGET_DIR", target).env_remove("RUSTUP_TOOLCHAIN"))
}

/// The `rust-version` of a crate, or the workspace's.
fn rust_version(name: &str) -> Result<String> {
    let root = workspace::root();
    let version_in = |path: &Path| -> Result<Option<String>> {
        let text = fs::read_to_string(path.join("Cargo.toml"))?;
        let line = text.lines().find_map(|line| line.strip_prefix("rust-version = "));
        Ok(line.map(|version| version.trim_matches('"').to_owned()))
    };
    let version = version_in(&root.join(name))?.or(version_in(root)?);
    version.ok_or_else(|| format!("{name} names no rust-version").into())
}

/// Licences, banned crates and sources by `deny.toml`; advisories where their database can be had.
fn deny(checks: &str) -> Result {
    let shell = workspace::shell()?;
    if cmd!(shell, "cargo deny --version").quiet().ignore_stderr().read().is_err() {
        return Ok(Outcome::Skipped("cargo install --locked cargo-deny".to_owned()));
    }
    if checks == "advisories" && !has_advisories(&shell) {
        return Ok(Outcome::Skipped("the database of advisories cannot be had".to_owned()));
    }
    let checks = checks.split(' ');
    workspace::run(cmd!(shell, "cargo deny check --hide-inclusion-graph").args(checks))
}

fn has_advisories(shell: &Shell) -> bool {
    cmd!(shell, "cargo deny fetch db").quiet().ignore_stdout().ignore_stderr().run().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_published_is_a_workspace_of_its_own() {
        let manifest = "[workspace]\nmembers = [\n    \"a\",\n]\ndefault-members = [\"a\"]\n\n[workspace.lints]\n";
        let expected = "[workspace]\nmembers = [\"wsdlgen-runtime\", \"wsdlgen\", \"wsdlgen-cli\"]\n\n[workspace.lints]\n";
        assert_eq!(of_published(manifest).unwrap(), expected);
        assert!(of_published("[package]").is_err());
    }

    #[test]
    fn the_oldest_compilers_are_those_of_the_manifests() {
        assert_eq!(rust_version("wsdlgen-runtime").unwrap(), "1.85");
        assert_eq!(rust_version("wsdlgen").unwrap(), "1.88");
    }

    #[test]
    fn every_package_has_the_licences() {
        assert_eq!(notices().unwrap(), Outcome::Passed);
    }
}
