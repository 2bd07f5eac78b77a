//! The cost of signed and encrypted calls, compared with WSS4J.

use std::process::Command;

use xshell::cmd;

use super::{Goal, Ratio, figures, is_there};
use crate::{Result, workspace};

/// Measures calls in one process each, without a network.
pub(super) fn measure() -> Result<Vec<Ratio>> {
    let peer = workspace::root().join("lab/peers/wss4j");
    if !is_there("javac") || !std::path::Path::new("/usr/share/java/wss4j.jar").exists() {
        println!("skipped: security (it needs WSS4J)");
        return Ok(Vec::new());
    }
    let shell = workspace::shell()?;
    let package = workspace::root().join("wsdlgen/tests/expectations/Cargo.toml");
    let example = "--release --example secured_calls";
    let example = example.split(' ');
    workspace::run(cmd!(shell, "cargo build --quiet --manifest-path {package} {example...}"))?;
    let mut command = Command::new(peer.join("cost.sh"));
    command.args(["cargo", "run", "--quiet", "--release", "--example", "secured_calls"]);
    command.arg("--manifest-path").arg(&package).arg("--");
    let figures = figures(&mut command)?;
    let figure =
        |name: &str| figures.iter().find(|(known, _)| known == name).map(|(_, value)| *value);
    let (Some(ours), Some(theirs)) = (figure("ours"), figure("theirs")) else {
        return Err("the peer printed no figures".into());
    };
    println!("signed and encrypted call: {ours:.0} us, WSS4J {theirs:.0} us");
    Ok(vec![Ratio::new("security/wss4j".to_owned(), theirs / ours, Goal::AtLeast(1.0))])
}
