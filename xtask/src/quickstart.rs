//! The README's quick start, followed to the letter in a new crate.

use std::{fs, path::Path};

use tempfile::TempDir;
use xshell::cmd;

use crate::{Result, workspace};

/// Pastes the README's blocks into a new crate beside a clone of the project, and builds it.
pub(crate) fn run() -> Result {
    let root = workspace::root();
    let readme = fs::read_to_string(root.join("README.md"))?;
    let start = readme.find("## Use it").ok_or("README.md has no section `Use it`")?;
    let blocks = code_blocks(&readme[start..]);
    let [dependencies, build_script, program, settings, ..] = &*blocks else {
        return Err("the quick start has fewer than four blocks".into());
    };
    let scratch = TempDir::new()?;
    let package = scratch.path().join("my-client");
    // What the reader has cloned is called `wsdlgen`, and the new crate is beside it.
    link(root, &scratch.path().join("wsdlgen"))?;
    fs::create_dir_all(package.join("src"))?;
    fs::create_dir_all(package.join("wsdl"))?;
    for contract in ["CustomerCareService.wsdl", "ServiceFault.xsd"] {
        fs::copy(root.join("wsdl").join(contract), package.join("wsdl").join(contract))?;
    }
    let head = "[package]\nname = \"my-client\"\nedition = \"2024\"\n\n";
    fs::write(package.join("Cargo.toml"), format!("{head}{dependencies}"))?;
    // The same versions as in the workspace: nothing is compiled twice.
    fs::copy(root.join("Cargo.lock"), package.join("Cargo.lock"))?;
    fs::write(package.join("src/main.rs"), program)?;
    let shell = workspace::shell()?;
    shell.change_dir(&package);
    shell.set_var("CARGO_TARGET_DIR", root.join("target/quickstart"));
    for script in [build_script, settings] {
        fs::write(package.join("build.rs"), script)?;
        workspace::run(cmd!(shell, "cargo clippy --quiet -- -D warnings"))?;
    }
    workspace::run(cmd!(shell, "cargo run --quiet"))
}

#[cfg(unix)]
fn link(from: &Path, to: &Path) -> std::io::Result<()> {
    std::os::unix::fs::symlink(from, to)
}

#[cfg(windows)]
fn link(from: &Path, to: &Path) -> std::io::Result<()> {
    std::os::windows::fs::symlink_dir(from, to)
}

/// The contents of the fenced blocks of a Markdown text.
fn code_blocks(markdown: &str) -> Vec<String> {
    let mut blocks = Vec::new();
    let mut lines = markdown.lines();
    while lines.by_ref().any(|line| line.starts_with("```")) {
        let block = lines.by_ref().take_while(|line| !line.starts_with("```"));
        blocks.push(block.flat_map(|line| [line, "\n"]).collect());
    }
    blocks
}

#[cfg(test)]
mod tests {
    use super::code_blocks;

    #[test]
    fn blocks_are_what_stands_between_the_fences() {
        let markdown = "a\n```toml\nb = 1\n```\nc\n```rust\nd\n\ne\n```\n";
        assert_eq!(code_blocks(markdown), ["b = 1\n", "d\n\ne\n"]);
    }
}
