//! `cargo lab quickstart`: follows the README's quick start in a new crate, and calls an independent service.

use std::fs;

use tempfile::TempDir;
use xshell::{Shell, cmd};

use crate::interop::peer::{Peer, Server};
use crate::{Outcome, Result, workspace};

/// The service to call, if it can be started.
const SERVICE: &str = "../shared/peers/asmx";

/// The address of the service in the README.
const ADDRESS: &str = "http://127.0.0.1:8080";

/// Runs the README's commands, copies its code blocks, and builds and runs the resulting crate.
pub(crate) fn run() -> Result {
    let root = workspace::root();
    let readme = fs::read_to_string(root.join("README.md"))?;
    let start = readme.find("## Use it").ok_or("README.md has no section `Use it`")?;
    let blocks = Blocks::of(&readme[start..]);
    let scratch = TempDir::new()?;
    let package = scratch.path().join("my-client");
    let shell = workspace::shell()?;
    shell.set_var("CARGO_TARGET_DIR", root.join("target/quickstart"));
    // The README's crate is next to the clone. This one must not stay there.
    let commands = blocks.nth("sh", 0)?.replace("../my-client", &package.to_string_lossy());
    workspace::run(cmd!(shell, "sh -euc {commands}"))?;
    shell.change_dir(&package);
    fs::write(package.join("src/main.rs"), blocks.nth("rust", 0)?)?;
    workspace::run(cmd!(shell, "cargo clippy --quiet -- -D warnings"))?;
    fs::copy(root.join("wsdl/ServiceFault.xsd"), package.join("wsdl/ServiceFault.xsd"))?;
    fs::write(package.join("build.rs"), blocks.nth("rust", 1)?)?;
    workspace::run(cmd!(shell, "cargo clippy --quiet -- -D warnings"))?;
    call(&shell, blocks.nth("sh", 1)?)
}

/// Runs the README's command that calls a service, with the address of a running service.
fn call(shell: &Shell, command: &str) -> Result {
    let folder = workspace::root().join(SERVICE);
    if !folder.is_dir() {
        return Ok(Outcome::Skipped(format!("the call: {SERVICE} does not exist")));
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
    Err("expected the reply `UPDATED`".into())
}

/// The fenced code blocks of a Markdown text with their languages.
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

    /// Returns the block with this number among the blocks of a language, starting at 0.
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
    fn reads_fenced_blocks() {
        let blocks =
            Blocks::of("a\n```toml\nb = 1\n```\nc\n```rust\nd\n\ne\n```\n```rust\nf\n```\n");
        assert_eq!(blocks.nth("toml", 0).unwrap(), "b = 1\n");
        assert_eq!(blocks.nth("rust", 0).unwrap(), "d\n\ne\n");
        assert_eq!(blocks.nth("rust", 1).unwrap(), "f\n");
        assert!(blocks.nth("sh", 0).is_err());
    }
}
