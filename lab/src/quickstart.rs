//! The README's quick start, followed to the letter in a new crate, up to a call of a service that we did
//! not write.

use std::fs;
use std::path::Path;

use tempfile::TempDir;
use xshell::{Shell, cmd};

use crate::interop::peer::{Peer, Server};
use crate::{Outcome, Result, workspace};

/// The service that is called, where it can be started.
const SERVICE: &str = "../shared/peers/asmx";

/// Where the README says that a service is.
const ADDRESS: &str = "http://127.0.0.1:8080";

/// Runs the README's commands and pastes its blocks, and builds and runs what comes of it.
pub(crate) fn run() -> Result {
    let root = workspace::root();
    let readme = fs::read_to_string(root.join("README.md"))?;
    let start = readme.find("## Use it").ok_or("README.md has no section `Use it`")?;
    let blocks = Blocks::of(&readme[start..]);
    let scratch = TempDir::new()?;
    let package = scratch.path().join("my-client");
    // What the reader has cloned is called `wsdlgen`, and the new crate is beside it.
    link(root, &scratch.path().join("wsdlgen"))?;
    let shell = workspace::shell()?;
    shell.set_var("CARGO_TARGET_DIR", root.join("target/quickstart"));
    shell.change_dir(scratch.path());
    let commands = blocks.nth("sh", 0)?;
    workspace::run(cmd!(shell, "sh -euc {commands}"))?;
    shell.change_dir(&package);
    let manifest = fs::read_to_string(package.join("Cargo.toml"))?;
    fs::write(package.join("Cargo.toml"), manifest + blocks.nth("toml", 0)?)?;
    // The same versions as in the workspace: nothing is compiled twice.
    fs::copy(root.join("Cargo.lock"), package.join("Cargo.lock"))?;
    fs::write(package.join("src/main.rs"), blocks.nth("rust", 1)?)?;
    for script in [blocks.nth("rust", 0)?, blocks.nth("rust", 2)?] {
        fs::write(package.join("build.rs"), script)?;
        workspace::run(cmd!(shell, "cargo clippy --quiet -- -D warnings"))?;
    }
    call(&shell, blocks.nth("sh", 1)?)
}

/// Runs the command that calls a service, with the address of one that runs.
fn call(shell: &Shell, command: &str) -> Result {
    let folder = workspace::root().join(SERVICE);
    if !folder.is_dir() {
        return Ok(Outcome::Skipped(format!("the call, since {SERVICE} is not there")));
    }
    let service = match Peer::start(&folder)? {
        Server::Ready(service) => service,
        Server::Lacking(what) => return Ok(Outcome::Skipped(format!("the call: {what}"))),
    };
    let command = command.replace(ADDRESS, &service.address());
    let printed = cmd!(shell, "sh -euc {command}").read()?;
    if printed.contains("\"UPDATED\"") {
        return Ok(Outcome::Passed);
    }
    println!("{printed}");
    Err("the service did not say that the PIN was updated".into())
}

#[cfg(unix)]
fn link(from: &Path, to: &Path) -> std::io::Result<()> {
    std::os::unix::fs::symlink(from, to)
}

#[cfg(windows)]
fn link(from: &Path, to: &Path) -> std::io::Result<()> {
    std::os::windows::fs::symlink_dir(from, to)
}

/// The fenced blocks of a Markdown text, with the languages that they are in.
struct Blocks(Vec<(String, String)>);

impl Blocks {
    fn of(markdown: &str) -> Self {
        let mut blocks = Vec::new();
        let mut lines = markdown.lines();
        while let Some(language) = lines.by_ref().find_map(|line| line.strip_prefix("```")) {
            let block = lines.by_ref().take_while(|line| !line.starts_with("```"));
            let text = block.flat_map(|line| [line, "\n"]).collect();
            blocks.push((language.to_owned(), text));
        }
        Self(blocks)
    }

    /// The block that is this one of its language, from 0.
    fn nth(&self, language: &str, number: usize) -> Result<&str> {
        let of_language = self.0.iter().filter(|(its, _)| its == language);
        let found = of_language.map(|(_, text)| &**text).nth(number);
        found.ok_or_else(|| format!("the quick start has no block {number} of {language}").into())
    }
}

#[cfg(test)]
mod tests {
    use super::Blocks;

    #[test]
    fn blocks_are_what_stands_between_the_fences() {
        let blocks =
            Blocks::of("a\n```toml\nb = 1\n```\nc\n```rust\nd\n\ne\n```\n```rust\nf\n```\n");
        assert_eq!(blocks.nth("toml", 0).unwrap(), "b = 1\n");
        assert_eq!(blocks.nth("rust", 0).unwrap(), "d\n\ne\n");
        assert_eq!(blocks.nth("rust", 1).unwrap(), "f\n");
        assert!(blocks.nth("sh", 0).is_err());
    }
}
