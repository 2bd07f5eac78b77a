//! What the compiler takes for generated code, its dependencies aside.

use std::path::{Path, PathBuf};
use std::time::Duration;

use xshell::cmd;

use super::{Goal, Ratio, TIMES, total_of};
use crate::scratch::{Crate, Scratch};
use crate::{Result, workspace};

/// A contract, and how many seconds of processor time it may take.
struct Case {
    name: &'static str,
    file: &'static str,
    /// Those that are chosen; all of them where there are none.
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

/// Prints what each takes, and gives it with its goal.
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
        let check = time(&scratch, case, "check")?;
        println!("checking {}: {check:.1} s for {lines} lines", case.name);
        ratios.push(Ratio::new(format!("check-{}-s", case.name), check, Goal::AtMost(case.check)));
        if let Some(goal) = case.release {
            let release = time(&scratch, case, "build --release")?;
            let size = library_size(&scratch, case)?;
            println!("building {} for release: {release:.1} s, rlib of {size:.1} MiB", case.name);
            let name = format!("release-{}-s", case.name);
            ratios.push(Ratio::new(name, release, Goal::AtMost(goal)));
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

/// The processor time of one command of cargo on one crate; what the crate needs is built before.
fn time(scratch: &Scratch, case: &Case, command: &str) -> Result<f64> {
    let shell = workspace::shell()?;
    let command: Vec<&str> = command.split(' ').collect();
    let command_ref = &command;
    let dependencies = cmd!(shell, "cargo {command_ref...} --quiet -p wsdlgen-runtime");
    if !scratch.in_workspace(dependencies).status()?.success() {
        return Err("the runtime cannot be built".into());
    }
    let library = scratch.path(format!("crates/{}/src/lib.rs", case.name));
    let text = std::fs::read_to_string(&library)?;
    // Written again, it is compiled again.
    std::fs::write(&library, text)?;
    let package = format!("generated-{}", case.name);
    let timed = cmd!(shell, "sh -c {TIMES} sh cargo {command...} --quiet -p {package}");
    let output = scratch.in_workspace(timed).output()?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        return Err(format!("{} does not compile: {said}", case.name).into());
    }
    total_of(&String::from_utf8(output.stdout)?)
}

/// How large the compiled library is, in MiB.
fn library_size(scratch: &Scratch, case: &Case) -> Result<f64> {
    let name = format!("libgenerated_{}.rlib", case.name.replace('-', "_"));
    let library: PathBuf = scratch.path("target/release").join(name);
    #[expect(clippy::cast_precision_loss, reason = "it is a size in MiB, to one digit")]
    Ok(std::fs::metadata(library)?.len() as f64 / f64::from(1 << 20))
}
