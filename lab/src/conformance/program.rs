//! The program that reads and writes documents, with a module for each contract that compiles.

mod glue;
mod tasks;

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use xshell::cmd;

use crate::Result;
use crate::generate::Attempt;
use crate::reasons::{self, Reason};
use crate::scratch::{Checked, Level, Scratch, package, write};

pub(super) use self::tasks::{Task, is_crash};

/// Time limit for compiling all contracts.
const COMPILER_TIME: Duration = Duration::from_secs(1200);
/// Maximum number of compilations. Errors in one module can hide those in another until it is removed.
const ROUNDS: usize = 10;

/// The generated code for a contract.
pub(super) struct Module {
    /// The name of the Rust module.
    pub(super) name: String,
    /// The code, or the reasons why it cannot be generated or compiled.
    pub(super) code: Result<String, Vec<Reason>>,
}

impl Module {
    pub(super) fn new(name: String, attempt: Attempt) -> Self {
        let code = attempt.result.map(|generated| generated.code);
        Self { name, code: code.map_err(|failure| reasons::of_failure(&failure)) }
    }

    fn is_sound(&self) -> bool {
        self.code.is_ok()
    }
}

/// The task of the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Work {
    /// Reading and writing documents.
    Documents,
    /// Reading and writing SOAP messages, including envelopes.
    Messages,
}

impl Work {
    fn code(self) -> &'static str {
        match self {
            Self::Documents => include_str!("program/work/documents.rs"),
            Self::Messages => include_str!("program/work/messages.rs"),
        }
    }

    /// Returns further dependencies for the end of the manifest.
    fn dependencies(self) -> &'static str {
        match self {
            Self::Documents => "",
            Self::Messages => "http = \"1.3\"\ntower-service = \"0.3.3\"\n",
        }
    }
}

/// A built program.
pub(super) struct Program {
    path: PathBuf,
}

/// Builds a program named `name` from the modules that compile. The errors are stored in the others.
pub(super) fn build(name: &str, modules: &mut [Module], work: Work) -> Result<Program> {
    let scratch = Scratch::new("conformance", COMPILER_TIME);
    let folder = scratch.path("crates").join(name);
    write(&folder.join("Cargo.toml"), &(package(name) + work.dependencies()))?;
    write(&folder.join("src/main.rs"), include_str!("program/main.rs"))?;
    write(&folder.join("src/work.rs"), work.code())?;
    scratch.set_members(&[name])?;
    for module in modules.iter() {
        if let Ok(code) = &module.code {
            scratch.add_code(&module.name, code)?;
            let file = folder.join("src/modules").join(format!("{}.rs", module.name));
            write(&file, &glue::module(&module.name, code, work))?;
        }
    }
    for _ in 0..ROUNDS {
        let sound: Vec<&str> =
            modules.iter().filter(|it| it.is_sound()).map(|it| &*it.name).collect();
        eprintln!("conformance: checking {} modules", sound.len());
        write(&folder.join("src/modules.rs"), &glue::list(&sound))?;
        let checked = scratch.check()?;
        if checked.is_finished(name) {
            return run_cargo(&scratch, name);
        }
        drop_unsound(modules, &checked, name)?;
    }
    Err("removing modules with errors keeps causing new errors".into())
}

/// Removes the code of modules with errors.
fn drop_unsound(modules: &mut [Module], checked: &Checked, name: &str) -> Result<()> {
    let mut errors: BTreeMap<&str, Vec<Reason>> = BTreeMap::new();
    for message in checked.of(name).into_iter().filter(|it| it.level == Level::Error) {
        if let Some(module) = message.place.as_ref().and_then(|(file, _)| file.strip_suffix(".rs"))
        {
            errors.entry(module).or_default().push(message.into());
        }
    }
    let mut is_progress = false;
    for module in modules.iter_mut().filter(|module| module.is_sound()) {
        if let Some(reasons) = errors.remove(&*module.name) {
            module.code = Err(reasons);
            is_progress = true;
        }
    }
    if is_progress {
        return Ok(());
    }
    let first = checked.of(name).first().map_or_else(String::new, ToString::to_string);
    Err(format!("the program does not compile, and the error is not in a module: {first}").into())
}

fn run_cargo(scratch: &Scratch, name: &str) -> Result<Program> {
    let shell = xshell::Shell::new()?;
    // Warnings are discarded, since `corpus` reports them.
    let build = cmd!(shell, "cargo build --quiet");
    let output = scratch.in_workspace(build).output()?;
    if !output.status.success() {
        let errors = String::from_utf8_lossy(&output.stderr).into_owned();
        return Err(format!("cannot build the program: {errors}").into());
    }
    let file = format!("generated-{name}{}", std::env::consts::EXE_SUFFIX);
    let path = scratch.path("target/debug").join(file);
    fs::metadata(&path)?;
    Ok(Program { path })
}
