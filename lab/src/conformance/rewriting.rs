//! Round trips of valid documents through the types generated from their schemas.

use std::fs;
use std::path::{Path, PathBuf};

use super::compare::Hints;
use super::documents;
use super::program::{self, Module, Task, Work};
use super::xsdtests;
use crate::Result;
use crate::generate::{attempt, in_parallel};

/// A schema and documents that are valid against it.
pub(crate) struct Rewriting<'a> {
    pub(crate) schema: &'a Path,
    pub(crate) documents: Vec<PathBuf>,
}

/// Reads documents strictly, validates them and writes them to `folder`. Returns those that are refused or differ, each with
/// the reasons.
pub(crate) fn problems(
    cases: &[Rewriting<'_>],
    folder: &Path,
) -> Result<Vec<(PathBuf, Vec<String>)>> {
    let indexed: Vec<(usize, &Rewriting<'_>)> = cases.iter().enumerate().collect();
    let mut modules = in_parallel(&indexed, |(index, case)| {
        let name = format!("schema_{index}");
        let location = case.schema.to_string_lossy().into_owned();
        let read = |location: &str| fs::read(location);
        let attempt =
            attempt(&name, move || wsdlgen::configure().generate_schemas(&[location], read));
        Module::new(name, attempt)
    });
    let program = program::build("schemas", &mut modules, Work::Documents)?;
    let mut problems = Vec::new();
    let mut tasks = Vec::new();
    for (case, module) in cases.iter().zip(&modules) {
        if let Err(reasons) = &module.code {
            let reasons = reasons.iter().map(|reason| reason.text.clone()).collect();
            problems.push((case.schema.to_owned(), reasons));
            continue;
        }
        for (number, source) in case.documents.iter().enumerate() {
            let target = folder.join(format!("{}-{number}.xml", module.name));
            let source = source.clone();
            tasks
                .push((case, Task { module: module.name.clone(), source, target, question: None }));
        }
    }
    let (of_tasks, tasks): (Vec<_>, Vec<_>) = tasks.into_iter().unzip();
    for ((case, task), answer) in of_tasks.iter().zip(&tasks).zip(program.run(&tasks)?) {
        let reasons = if let Err(reason) = answer {
            vec![reason]
        } else {
            let hints = Hints::read(&[documents::read(case.schema)?]);
            xsdtests::compare(&task.source, &task.target, &hints)?
        };
        if !reasons.is_empty() {
            problems.push((task.source.clone(), reasons));
        }
    }
    Ok(problems)
}
