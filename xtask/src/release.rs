//! Release checks in addition to `ci`: packages that build on their own, minimal dependency versions, minimum
//! supported compilers, and licences.

use std::fs;
use std::path::Path;

use tempfile::TempDir;
use xshell::{Shell, cmd};

use crate::steps::Steps;
use crate::{Outcome, Result, ci, workspace};

/// The published crates, in dependency order.
const PUBLISHED: [&str; 3] = ["wsdlgen-runtime", "wsdlgen", "wsdlgen-cli"];
/// The licence files in each package.
const NOTICES: [&str; 2] = ["LICENSE-APACHE", "LICENSE-MIT"];

/// The settings that the owner has to make before a first release, in the workspace's manifest.
const ADDRESSES: [&str; 3] = ["repository", "homepage", "documentation"];

/// Checks everything that a release must hold, without publishing anything.
pub(crate) fn run() -> Result {
    let mut steps = Steps::new("release");
    steps.step("addresses", || {
        addresses(&fs::read_to_string(workspace::root().join("Cargo.toml"))?)
    });
    steps.step("changelog", || {
        changelog(
            &fs::read_to_string(workspace::root().join("CHANGELOG.md"))?,
            env!("CARGO_PKG_VERSION"),
        )
    });
    ci::add_steps(&mut steps)?;
    add_steps(&mut steps);
    Ok(steps.finish())
}

/// Refuses a workspace whose addresses are not set.
fn addresses(manifest: &str) -> Result {
    let is_empty = |name: &&str| {
        !manifest.lines().any(|line| {
            line.strip_prefix(&format!("{name} = ")).is_some_and(|value| value.len() > "\"\"".len())
        })
    };
    let missing: Vec<&str> = ADDRESSES.iter().copied().filter(|name| is_empty(name)).collect();
    if missing.is_empty() {
        return Ok(Outcome::Passed);
    }
    Err(format!("set {} in `[workspace.package]` of Cargo.toml", missing.join(", ")).into())
}

/// Refuses a changelog without a section for the version, or with unreleased changes.
fn changelog(text: &str, version: &str) -> Result {
    if !text.lines().any(|line| line.starts_with(&format!("## [{version}]"))) {
        return Err(format!("CHANGELOG.md has no section `[{version}]`").into());
    }
    let unreleased = text.lines().skip_while(|line| *line != "## [Unreleased]").skip(1);
    let mut entries = unreleased.take_while(|line| !line.starts_with("## "));
    if entries.any(|line| line.starts_with("- ")) {
        return Err(format!("move the unreleased changes in CHANGELOG.md to `[{version}]`").into());
    }
    Ok(Outcome::Passed)
}

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

/// Checks the copies of the licence files in each crate, which exist because cargo packages only a crate's own folder.
fn notices() -> Result {
    let root = workspace::root();
    for name in PUBLISHED {
        for notice in NOTICES {
            let (copy, original) = (root.join(name).join(notice), root.join(notice));
            if fs::read(&copy)? != fs::read(&original)? {
                return Err(format!("`{name}/{notice}` differs from `{notice}`").into());
            }
        }
    }
    Ok(Outcome::Passed)
}

/// Builds each package from its own contents, using the other packages as dependencies.
fn packages() -> Result {
    let shell = workspace::shell()?;
    // In a used target folder, cargo could take artifacts of other sources with the same version.
    let target = TempDir::new()?;
    shell.set_var("CARGO_TARGET_DIR", target.path());
    let packages = PUBLISHED.iter().flat_map(|name| ["-p", name]);
    workspace::run(cmd!(shell, "cargo package --quiet --allow-dirty").args(packages))
}

/// Checks that the published crates compile with the oldest dependency versions that their manifests allow.
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
    // The option is unstable.
    let update = cmd!(shell, "cargo update --quiet -Z direct-minimal-versions");
    workspace::run(update.env("RUSTC_BOOTSTRAP", "1"))?;
    workspace::run(cmd!(shell, "cargo check --quiet --workspace --all-features"))
}

/// Restricts the members in the workspace's manifest to the published crates.
fn of_published(manifest: &str) -> Result<String> {
    let (before, rest) =
        manifest.split_once("members = [").ok_or("expected `members` in the workspace manifest")?;
    let (_, after) = rest.split_once("\n\n").ok_or("expected a section after `members`")?;
    let members = PUBLISHED.map(|name| format!("\"{name}\"")).join(", ");
    Ok(format!("{before}members = [{members}]\n\n{after}"))
}

/// Checks that a crate compiles with its `rust-version`. Skipped if that toolchain is not installed.
fn oldest_compiler(name: &str) -> Result {
    let shell = workspace::shell()?;
    let version = rust_version(name)?;
    let toolchain = format!("+{version}");
    // Without rustup, cargo rejects `+version` as an unknown command.
    if cmd!(shell, "cargo {toolchain} --version").quiet().ignore_stderr().read().is_err() {
        return Ok(Outcome::Skipped(format!("rustup toolchain install {version}")));
    }
    // A separate target folder keeps the artifacts of this compiler apart.
    let target = workspace::root().join("target/oldest-compiler");
    let check = cmd!(shell, "cargo {toolchain} check --quiet -p {name} --all-features");
    // `RUSTUP_TOOLCHAIN` is set by the cargo that runs this command and would select that toolchain.
    workspace::run(check.env("CARGO_TARGET_DIR", target).env_remove("RUSTUP_TOOLCHAIN"))
}

/// Returns the `rust-version` of a crate, or else that of the workspace.
fn rust_version(name: &str) -> Result<String> {
    let root = workspace::root();
    let version_in = |path: &Path| -> Result<Option<String>> {
        let text = fs::read_to_string(path.join("Cargo.toml"))?;
        let line = text.lines().find_map(|line| line.strip_prefix("rust-version = "));
        Ok(line.map(|version| version.trim_matches('"').to_owned()))
    };
    let version = version_in(&root.join(name))?.or(version_in(root)?);
    version.ok_or_else(|| format!("`{name}` has no `rust-version`").into())
}

/// Runs `cargo deny` with `deny.toml`. Advisories are skipped if their database cannot be downloaded.
fn deny(checks: &str) -> Result {
    let shell = workspace::shell()?;
    if cmd!(shell, "cargo deny --version").quiet().ignore_stderr().read().is_err() {
        return Ok(Outcome::Skipped("cargo install --locked cargo-deny".to_owned()));
    }
    if checks == "advisories" && !has_advisories(&shell) {
        return Ok(Outcome::Skipped("cannot download the advisory database".to_owned()));
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
    fn refuses_a_release_without_addresses_or_changelog() {
        let error = |result: Result| result.unwrap_err().to_string();
        let manifest = "repository = \"https://example.org\"\nhomepage = \"\"\n";
        assert_eq!(
            error(addresses(manifest)),
            "set homepage, documentation in `[workspace.package]` of Cargo.toml"
        );
        assert_eq!(
            error(changelog("# Changelog\n", "1.0.0")),
            "CHANGELOG.md has no section `[1.0.0]`"
        );
        let pending = "## [Unreleased]\n\n- A change.\n\n## [1.0.0] - 2026-01-01\n";
        assert!(error(changelog(pending, "1.0.0")).starts_with("move the unreleased changes"));
        let moved = "## [Unreleased]\n\n## [1.0.0] - 2026-01-01\n\n- A change.\n";
        assert_eq!(changelog(moved, "1.0.0").unwrap(), Outcome::Passed);
    }

    #[test]
    fn restricts_workspace_to_published_crates() {
        let manifest = "[workspace]\nmembers = [\n    \"a\",\n]\ndefault-members = [\"a\"]\n\n[workspace.lints]\n";
        let expected = "[workspace]\nmembers = [\"wsdlgen-runtime\", \"wsdlgen\", \"wsdlgen-cli\"]\n\n[workspace.lints]\n";
        assert_eq!(of_published(manifest).unwrap(), expected);
        assert!(of_published("[package]").is_err());
    }

    #[test]
    fn reads_rust_versions_from_manifests() {
        assert_eq!(rust_version("wsdlgen-runtime").unwrap(), "1.85");
        assert_eq!(rust_version("wsdlgen").unwrap(), "1.88");
    }

    #[test]
    fn finds_licences_in_every_package() {
        assert_eq!(notices().unwrap(), Outcome::Passed);
    }
}
