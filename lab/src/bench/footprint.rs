//! Benchmarks of building a new crate from scratch, compared with tonic: processor time and number of crates.

use std::collections::BTreeSet;
use std::fs;

use tempfile::TempDir;
use xshell::{Shell, cmd};

use super::usage;
use super::{Goal, Ratio};
use crate::{Result, workspace};

/// Goal: processor time for building the quick start's crate, in seconds.
const SECONDS: f64 = 70.0;
/// Goal: number of crates for the quick start, including itself.
const CRATES: f64 = 120.0;

/// The executor that every async program needs, as in the README's quick start.
const TOKIO: &str = r#"tokio = { version = "1", features = ["macros", "rt-multi-thread"] }"#;

/// A crate with the dependencies of a program.
struct Case {
    name: &'static str,
    /// Dependencies in TOML. `RUNTIME` and `GENERATOR` are replaced with the paths of our crates.
    dependencies: &'static str,
    build_dependencies: &'static str,
}

const CASES: [Case; 6] = [
    Case {
        name: "quick start",
        dependencies: r#"wsdlgen-runtime = { path = "RUNTIME" }"#,
        build_dependencies: r#"wsdlgen = { path = "GENERATOR" }"#,
    },
    Case {
        name: "quick start with ws-security",
        dependencies: r#"wsdlgen-runtime = { path = "RUNTIME", features = ["ws-security"] }"#,
        build_dependencies: r#"wsdlgen = { path = "GENERATOR" }"#,
    },
    Case {
        name: "without a transport",
        dependencies: r#"wsdlgen-runtime = { path = "RUNTIME", default-features = false }"#,
        build_dependencies: r#"wsdlgen = { path = "GENERATOR" }"#,
    },
    Case {
        name: "the generator alone",
        dependencies: "",
        build_dependencies: r#"wsdlgen = { path = "GENERATOR" }"#,
    },
    Case {
        name: "reqwest with rustls and ring",
        dependencies: "reqwest = { version = \"0.13\", default-features = false, features = [\"rustls-no-provider\", \
                       \"stream\", \"system-proxy\"] }\nrustls = { version = \"0.23\", default-features = false, \
                       features = [\"ring\", \"std\", \"tls12\"] }",
        build_dependencies: "",
    },
    Case {
        name: "tonic with prost and TLS",
        dependencies: "tonic = { version = \"0.14\", features = [\"tls-ring\", \"tls-native-roots\"] }\ntonic-prost = \
                       \"0.14\"\nprost = \"0.14\"",
        build_dependencies: r#"tonic-prost-build = "0.14""#,
    },
];

/// The cost of a case.
struct Footprint {
    seconds: f64,
    crates: usize,
}

/// Prints the table, and returns the quick start's figures with their goals.
pub(super) fn measure() -> Result<Vec<Ratio>> {
    let mut found = Vec::new();
    for case in &CASES {
        let footprint = build(case)?;
        let Footprint { seconds, crates } = footprint;
        println!("building {} from nothing: {seconds:.1} s, {crates} crates", case.name);
        found.push(footprint);
    }
    let (ours, tonic) = (&found[0], &found[CASES.len() - 1]);
    #[expect(clippy::cast_precision_loss, reason = "there are fewer crates than 2^52")]
    let crates = |footprint: &Footprint| footprint.crates as f64;
    let at_most = |name: &str, value, goal| Ratio::new(name.to_owned(), value, Goal::AtMost(goal));
    Ok(vec![
        at_most("footprint-s", ours.seconds, SECONDS.min(tonic.seconds)),
        at_most("footprint-crates", crates(ours), CRATES.min(crates(tonic))),
    ])
}

/// Builds a crate in a new folder with a new target folder. Downloads are not counted.
fn build(case: &Case) -> Result<Footprint> {
    let scratch = TempDir::new()?;
    let folder = scratch.path();
    fs::create_dir(folder.join("src"))?;
    fs::write(folder.join("src/main.rs"), "fn main() {}\n")?;
    fs::write(folder.join("build.rs"), "fn main() {}\n")?;
    fs::write(folder.join("Cargo.toml"), manifest(case))?;
    let shell = workspace::shell()?;
    // Uses the workspace's versions of dependencies where possible.
    fs::copy(workspace::root().join("Cargo.lock"), folder.join("Cargo.lock"))?;
    shell.change_dir(folder);
    cmd!(shell, "cargo fetch --quiet").run()?;
    let command = cmd!(shell, "cargo build --quiet")
        .env("CARGO_TARGET_DIR", folder.join("target"))
        .env("CARGO_INCREMENTAL", "1");
    let usage = usage::of(&workspace::as_by_hand(command).into())?;
    Ok(Footprint { seconds: usage.seconds, crates: crates(&shell)? })
}

fn manifest(case: &Case) -> String {
    let path = |name: &str| workspace::root().join(name).display().to_string();
    let ours = |text: &str| {
        text.replace("RUNTIME", &path("wsdlgen-runtime")).replace("GENERATOR", &path("wsdlgen"))
    };
    format!(
        "[package]\nname = \"footprint\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n{}\n{TOKIO}\n\n\
         [build-dependencies]\n{}\n\n[workspace]\n",
        ours(case.dependencies),
        ours(case.build_dependencies)
    )
}

/// Returns the number of crates compiled for this machine.
fn crates(shell: &Shell) -> Result<usize> {
    let tree = cmd!(shell, "cargo tree --edges normal,build --prefix none --no-dedupe").read()?;
    let name = |line: &str| line.split(' ').take(2).collect::<Vec<_>>().join(" ");
    Ok(tree.lines().filter(|line| !line.is_empty()).map(name).collect::<BTreeSet<_>>().len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn manifests_name_our_crates_by_path() {
        let text = manifest(&CASES[0]);
        let runtime = workspace::root().join("wsdlgen-runtime");
        assert!(
            text.contains(&format!("wsdlgen-runtime = {{ path = \"{}\" }}", runtime.display()))
        );
        assert!(text.ends_with("\n\n[workspace]\n"));
    }
}
