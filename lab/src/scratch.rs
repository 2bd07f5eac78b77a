//! Workspaces of generated code, and the compiler's messages about them.

mod messages;

use std::fs::{self, File};
use std::io::{self, BufReader, Read, Seek};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use xshell::cmd;

pub(crate) use self::messages::{Checked, Level, Message};
use crate::{Result, workspace};

/// The script that cargo runs instead of the compiler.
const COMPILER: &str = "rustc.sh";

/// A workspace below `target` that is kept between runs, including its build artifacts.
pub(crate) struct Scratch {
    root: PathBuf,
    /// Time limit for compiling one crate.
    time: Duration,
}

/// A library crate with the code of one contract.
pub(crate) struct Crate<'a> {
    pub(crate) name: &'a str,
    pub(crate) code: &'a str,
}

impl Scratch {
    /// Creates the workspace named `name`, with a time limit for compiling each crate.
    pub(crate) fn new(name: &str, time: Duration) -> Self {
        Self { root: workspace::root().join("target").join(name), time }
    }

    pub(crate) fn path(&self, inside: impl AsRef<Path>) -> PathBuf {
        self.root.join(inside)
    }

    /// Makes these crates the members of the workspace. Other crates remain on disk for later runs.
    pub(crate) fn set_libraries(&self, crates: &[Crate<'_>]) -> Result<()> {
        for Crate { name, code } in crates {
            let folder = self.path("crates").join(name);
            write(&folder.join("Cargo.toml"), &package(name))?;
            write(&folder.join("src/lib.rs"), &module("pub mod service", name))?;
            self.add_code(name, code)?;
        }
        let names: Vec<&str> = crates.iter().map(|it| it.name).collect();
        self.set_members(&names)
    }

    /// Writes generated code to the location that [`module`] refers to.
    pub(crate) fn add_code(&self, name: &str, code: &str) -> io::Result<()> {
        write(&self.generated().join(format!("{name}.rs")), code)
    }

    /// Makes these folders of `crates` the members of the workspace, with the dependency versions of the project.
    pub(crate) fn set_members(&self, names: &[&str]) -> Result<()> {
        self.set_members_with(names, "soap")
    }

    /// Sets the members of the workspace, and a feature of the runtime that they need.
    pub(crate) fn set_members_with(&self, names: &[&str], feature: &str) -> Result<()> {
        write_program(&self.path(COMPILER), &compiler(self.time))?;
        write(&self.path("Cargo.toml"), &workspace_manifest(names, feature))?;
        fs::copy(workspace::root().join("Cargo.lock"), self.path("Cargo.lock"))?;
        Ok(())
    }

    /// Checks all members with a single cargo command.
    pub(crate) fn check(&self) -> Result<Checked> {
        let shell = xshell::Shell::new()?;
        let check =
            cmd!(shell, "cargo check --quiet --workspace --keep-going --message-format json");
        let mut errors = tempfile::tempfile()?;
        let mut command = self.in_workspace(check);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(errors.try_clone()?);
        let mut cargo = command.spawn()?;
        let checked = Checked::read(BufReader::new(
            cargo.stdout.take().expect("standard output should be piped"),
        ));
        cargo.wait()?;
        let checked = checked?;
        if !checked.is_complete() {
            return Err(format!("cargo check failed: {}", all_of(&mut errors)?).into());
        }
        Ok(checked)
    }

    /// Prepares a command to run in this workspace, without the environment variables of the current cargo.
    pub(crate) fn in_workspace(&self, command: xshell::Cmd<'_>) -> Command {
        let mut command = Command::from(workspace::as_by_hand(command));
        command
            .current_dir(&self.root)
            .env("CARGO_TARGET_DIR", self.path("target"))
            .env("RUSTC_WORKSPACE_WRAPPER", self.path(COMPILER))
            // The folder for `include_wsdl!`. These crates have no build scripts, so cargo does not set it.
            .env("OUT_DIR", self.generated());
        command
    }

    fn generated(&self) -> PathBuf {
        self.path("generated")
    }
}

/// Returns a script that runs the compiler with a time limit, so that one crate cannot block all others.
fn compiler(time: Duration) -> String {
    format!("#!/bin/sh\nulimit -t {}\nexec \"$@\"\n", time.as_secs())
}

/// Writes an executable shell script, if it would change.
pub(crate) fn write_program(path: &Path, text: &str) -> io::Result<()> {
    write(path, text)?;
    #[cfg(unix)]
    fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(0o755))?;
    Ok(())
}

/// Returns the statement that includes generated code as a module. `declaration` is `pub mod name`.
pub(crate) fn module(declaration: &str, file: &str) -> String {
    format!("wsdlgen_runtime::include_wsdl!({declaration} = \"{file}\");\n")
}

/// Returns the manifest of a crate with the documented dependencies.
pub(crate) fn package(name: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() { c } else { '-' };
    let name: String = name.chars().map(plain).collect();
    format!(
        "[package]\nname = \"generated-{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
         [dependencies]\nwsdlgen-runtime.workspace = true\n"
    )
}

fn workspace_manifest(names: &[&str], feature: &str) -> String {
    let members: Vec<String> = names.iter().map(|name| format!("\"crates/{name}\"")).collect();
    let members = members.join(",\n    ");
    let runtime = workspace::root().join("wsdlgen-runtime");
    // A literal TOML string, in which Windows backslashes need no escaping.
    format!(
        "[workspace]\nresolver = \"3\"\nmembers = [\n    {members}\n]\n\n[workspace.dependencies]\n\
         wsdlgen-runtime = {{ path = '{}', default-features = false, features = [\"regex\", \"{feature}\"] }}\n\n\
         [profile.dev]\ndebug = 0\nincremental = false\n",
        runtime.display()
    )
}

/// Writes a file if it would change, since cargo detects changes by modification time.
pub(crate) fn write(path: &Path, text: &str) -> io::Result<()> {
    if fs::read(path).is_ok_and(|old| old == text.as_bytes()) {
        return Ok(());
    }
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(path, text)
}

fn all_of(file: &mut File) -> io::Result<String> {
    let mut text = String::new();
    file.rewind()?;
    file.read_to_string(&mut text)?;
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn preserves_modification_time_of_unchanged_files() {
        let scratch = tempfile::tempdir().unwrap();
        let path = scratch.path().join("a/b.rs");
        write(&path, "one").unwrap();
        let old = std::time::SystemTime::UNIX_EPOCH;
        File::options().write(true).open(&path).unwrap().set_modified(old).unwrap();
        write(&path, "one").unwrap();
        assert_eq!(fs::metadata(&path).unwrap().modified().unwrap(), old);
        write(&path, "two").unwrap();
        assert_ne!(fs::metadata(&path).unwrap().modified().unwrap(), old);
        assert_eq!(fs::read_to_string(&path).unwrap(), "two");
    }

    #[test]
    fn creates_valid_package_names() {
        assert!(package("4.2 beta").starts_with("[package]\nname = \"generated-4-2-beta\"\n"));
    }
}
