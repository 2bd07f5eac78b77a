//! Benchmarks of compiling generated code, excluding dependencies.

use std::path::{Path, PathBuf};
use std::time::Duration;

use xshell::cmd;

use super::usage::{self, Usage};
use super::{Goal, Ratio};
use crate::scratch::{Crate, Scratch};
use crate::{Result, workspace};

/// Goal: memory of the compiler for each contract, in MiB.
const MEMORY: f64 = 4096.0;

/// A contract with its goals, in seconds of processor time.
struct Case {
    name: &'static str,
    file: &'static str,
    /// The selected operations. Empty selects all.
    operations: &'static [&'static str],
    check: f64,
    release: Option<f64>,
}

const CASES: [Case; 3] = [
    Case {
        name: "ews",
        file: "ms-ews-services/services.wsdl",
        operations: &[],
        check: 75.0 / 4.0,
        release: Some(120.0),
    },
    Case {
        name: "vim25",
        file: "vmware-vim25-vimservice/vimService.wsdl",
        operations: &[],
        check: 60.0,
        release: None,
    },
    Case {
        name: "vim25-three",
        file: "vmware-vim25-vimservice/vimService.wsdl",
        operations: &["RetrieveServiceContent", "Login", "Logout"],
        check: 6.0,
        release: None,
    },
];

/// Measures each contract, prints the figures, and returns them with their goals.
pub(super) fn measure(corpus: &Path) -> Result<Vec<Ratio>> {
    let scratch = Scratch::new("bench-compiling", Duration::from_secs(600));
    let mut codes = Vec::new();
    for case in &CASES {
        let file = corpus.join(case.file);
        if file.is_file() {
            codes.push((case, code_of(case, &file)?));
        } else {
            println!("skipped: compiling {} ({} is not there)", case.name, file.display());
        }
    }
    let crates = codes.iter().map(|(case, code)| Crate { name: case.name, code });
    scratch.set_libraries(&crates.collect::<Vec<_>>())?;
    let mut ratios = Vec::new();
    for (case, code) in &codes {
        let lines = code.lines().count();
        let check = usage(&scratch, case, "check")?;
        println!("checking {}: {} for {lines} lines", case.name, shown(check));
        let most = |what: &str, value, goal| {
            Ratio::new(format!("{what}-{}", case.name), value, Goal::AtMost(goal))
        };
        ratios.push(most("check-s", check.seconds, case.check));
        ratios.push(most("check-mib", check.memory, MEMORY));
        if let Some(goal) = case.release {
            let release = usage(&scratch, case, "build --release")?;
            let size = library_size(&scratch, case)?;
            let shown = shown(release);
            println!("building {} for release: {shown}, rlib of {size:.1} MiB", case.name);
            ratios.push(most("release-s", release.seconds, goal));
        }
    }
    Ok(ratios)
}

fn code_of(case: &Case, file: &Path) -> Result<String> {
    let folder = file.parent().unwrap_or(Path::new("."));
    let entry = file.file_name().unwrap_or_default().to_string_lossy();
    let mut config = wsdlgen::configure();
    if !case.operations.is_empty() {
        config = config.operations(case.operations);
    }
    let generated = config
        .generate(&entry, |name| std::fs::read(folder.join(name)))
        .map_err(|report| report.to_string())?;
    Ok(generated.code)
}

fn shown(usage: Usage) -> String {
    format!("{:.1} s and {:.0} MiB", usage.seconds, usage.memory)
}

/// Measures a cargo command for one crate. Dependencies are built before.
fn usage(scratch: &Scratch, case: &Case, command: &str) -> Result<Usage> {
    let shell = workspace::shell()?;
    let command: Vec<&str> = command.split(' ').collect();
    let command_ref = &command;
    let dependencies = cmd!(shell, "cargo {command_ref...} --quiet -p wsdlgen-runtime");
    if !scratch.in_workspace(dependencies).status()?.success() {
        return Err("the runtime cannot be built".into());
    }
    let library = scratch.path(format!("crates/{}/src/lib.rs", case.name));
    let text = std::fs::read_to_string(&library)?;
    // Rewriting the file makes cargo compile the crate again.
    std::fs::write(&library, text)?;
    let package = format!("generated-{}", case.name);
    let timed = cmd!(shell, "cargo {command...} --quiet -p {package}");
    usage::of(&scratch.in_workspace(timed))
}

/// Returns the size of the compiled library, in MiB.
fn library_size(scratch: &Scratch, case: &Case) -> Result<f64> {
    let name = format!("libgenerated_{}.rlib", case.name.replace('-', "_"));
    let library: PathBuf = scratch.path("target/release").join(name);
    #[expect(clippy::cast_precision_loss, reason = "it is a size in MiB, to one digit")]
    Ok(std::fs::metadata(library)?.len() as f64 / f64::from(1 << 20))
}
