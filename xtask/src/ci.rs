//! `cargo xtask ci`: all checks required for a change.

use std::ffi::OsStr;
use std::fs;

use xshell::{Shell, cmd};

use crate::steps::Steps;
use crate::{Outcome, Result, manifest, regen, tidy, workspace};

/// A corpus of public contracts, next to the project's folder.
pub(crate) const CORPUS: &str = "../shared/corpus";
/// Public test suites, next to the project's folder.
const SUITES: [&str; 3] = [
    "../shared/suites/w3c-databinding",
    "../shared/suites/xsdtests",
    "../shared/suites/soapbuilders",
];
/// Independent servers, next to the project's folder.
const PEERS: &str = "../shared/peers";

pub(crate) fn run() -> Result {
    let mut steps = Steps::new("ci");
    add_steps(&mut steps)?;
    Ok(steps.finish())
}

/// Adds the steps of `ci` to a command.
pub(crate) fn add_steps(steps: &mut Steps) -> Result<()> {
    let shell = workspace::shell()?;
    steps.step("format", || workspace::run(cmd!(shell, "cargo fmt --all --check")));
    steps.step("clippy", || {
        workspace::run(cmd!(
            shell,
            "cargo clippy --workspace --all-targets --all-features -- -D warnings"
        ))
    });
    add_feature_steps(steps, &shell)?;
    steps.step("test", || workspace::run(cmd!(shell, "cargo test --workspace")));
    // A workspace of its own: see its Cargo.toml.
    steps.step("windows authentication", || {
        let manifest = ["--manifest-path", "examples/windows-authentication/Cargo.toml"];
        let target = ["--target-dir", "target"];
        workspace::run(cmd!(
            shell,
            "cargo clippy --locked --all-targets {manifest...} {target...} -- -D warnings"
        ))?;
        workspace::run(cmd!(shell, "cargo test --locked {manifest...} {target...}"))
    });
    steps.step("test of the runtime with every feature", || {
        workspace::run(cmd!(shell, "cargo test -p wsdlgen-runtime --all-features"))
    });
    steps.step("documentation", || {
        let documentation = cmd!(shell, "cargo doc --workspace --no-deps");
        workspace::run(documentation.env("RUSTDOCFLAGS", "-D warnings"))
    });
    steps.step("regen --check", regen::check);
    steps.step("tidy", tidy::run);
    steps.step("quick start", || lab::run(["quickstart"]));
    steps.step("pages in a browser", || lab::run(["pages"]));
    on_folder(steps, "corpus", CORPUS, &["corpus"]);
    on_folder(steps, "exchange", CORPUS, &["exchange", "--sample"]);
    for suite in SUITES {
        let name = format!("conformance {}", suite.rsplit('/').next().unwrap_or(suite));
        on_folder(steps, name, suite, &["conformance"]);
    }
    steps.step("interop", interop);
    Ok(())
}

/// Calls the project's own peers, and the servers next to the project's folder if they exist.
fn interop() -> Result {
    let peers = workspace::root().join(PEERS);
    if peers.is_dir() {
        return lab::run(["interop".as_ref(), peers.as_os_str()]);
    }
    println!("no {PEERS}: using only the project's own peers");
    lab::run(["interop"])
}

/// Adds a `lab` command for a folder next to the project's. The step is skipped if the folder does not exist.
pub(crate) fn on_folder(
    steps: &mut Steps,
    name: impl Into<String>,
    folder: &str,
    arguments: &[&str],
) {
    steps.step(name, || {
        let path = workspace::root().join(folder);
        if !path.is_dir() {
            return Ok(Outcome::Skipped(format!("no {folder}")));
        }
        lab::run(arguments.iter().map(OsStr::new).chain([path.as_os_str()]))
    });
}

/// Adds steps that compile the runtime without features and with each single feature, since users combine them freely.
fn add_feature_steps(steps: &mut Steps, shell: &Shell) -> Result<()> {
    let crate_name = "wsdlgen-runtime";
    let text = fs::read_to_string(workspace::root().join(crate_name).join("Cargo.toml"))?;
    let alone = || cmd!(shell, "cargo clippy -p {crate_name} --no-default-features");
    let strict = ["--", "-D", "warnings"];
    // The workspace enables `tools`, which build scripts do not.
    steps.step("the generator without features", || {
        workspace::run(cmd!(shell, "cargo clippy -p wsdlgen").args(strict))
    });
    steps.step("no features", || workspace::run(alone().args(strict)));
    for feature in manifest::features(&text) {
        // It needs a library of cryptography, which another feature selects.
        let features = if feature == "ws-security" { "ws-security,ring" } else { feature };
        steps.step(format!("feature {feature}"), || {
            workspace::run(alone().args(["--features", features]).args(strict))
        });
    }
    Ok(())
}
