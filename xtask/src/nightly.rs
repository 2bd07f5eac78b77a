//! `cargo xtask nightly`: `ci`, every contract and random schemas, the benchmarks, the release checks, and a fresh clone.

use tempfile::TempDir;
use xshell::cmd;

use crate::ci;
use crate::steps::Steps;
use crate::{Result, release, workspace};

pub(crate) fn run() -> Result {
    let mut steps = Steps::new("nightly");
    ci::add_steps(&mut steps)?;
    let shell = workspace::shell()?;
    ci::on_folder(&mut steps, "repaired contracts", ci::CORPUS, &["corpus", "--repair"]);
    steps.step("random schemas", || lab::run(["schemas", "--count", "300"]));
    ci::on_folder(&mut steps, "exchange of every service", ci::CORPUS, &["exchange"]);
    ci::on_folder(&mut steps, "attack", ci::CORPUS, &["attack"]);
    steps.step("benchmarks", || workspace::run(cmd!(shell, "cargo bench -p wsdlgen-runtime")));
    release::add_steps(&mut steps);
    steps.step("fresh clone", fresh_clone);
    Ok(steps.finish())
}

/// Runs the README's commands in a fresh clone.
fn fresh_clone() -> Result {
    let scratch = TempDir::new()?;
    let clone = scratch.path().join("clone");
    let shell = workspace::shell()?;
    cmd!(shell, "git clone --quiet . {clone}").run()?;
    shell.change_dir(&clone);
    shell.set_var("CARGO_TARGET_DIR", scratch.path().join("target"));
    workspace::run(cmd!(shell, "cargo run -p generated-client --example update_customer_pin"))?;
    workspace::run(cmd!(shell, "cargo test --workspace"))
}
