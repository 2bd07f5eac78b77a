//! The W3C's XML Schema test suite: schemas with valid and invalid documents.

mod hints;
mod known;
mod lint;
mod second;
mod sets;
mod table;

use std::path::{Path, PathBuf};
use std::{fs, io};

pub(super) use self::sets::sets;
use self::sets::{Expected, Group, Instance};
use self::table::{Count, Row, Subject};
use super::Options;
use super::compare::{Hints, Measure, differences};
use super::documents;
use super::program::{self, Module, Task, Work};
use crate::generate::{attempt, in_parallel};
use crate::reasons::Reason;
use crate::{Outcome, Result};

pub(super) fn run(sets: &[PathBuf], options: &Options) -> Result {
    if options.lint {
        return lint::run(sets);
    }
    let mut groups = Vec::new();
    for set in sets {
        groups.extend(sets::read(set)?);
    }
    let mut known = known::read()?;
    known.retain(|one| groups.iter().any(|group| group.set == one.set));
    if options.second_opinion {
        second::opinion(&groups)?;
    }
    groups.iter_mut().for_each(hints::add_schemas);
    let indexed: Vec<(usize, &Group)> = groups.iter().enumerate().collect();
    let mut modules =
        in_parallel(&indexed, |(index, group)| generate(format!("schema_{index}"), group));
    let program = program::build("xsdtests", &mut modules, Work::Documents)?;
    let folder = options.out().join("xsdtests");
    fs::create_dir_all(&folder)?;
    let mut tasks = Vec::new();
    for (group, module) in groups.iter().zip(&modules).filter(|(_, module)| module.code.is_ok()) {
        for (index, instance) in group.instances.iter().enumerate() {
            let target = folder.join(format!("{}_{index}.xml", module.name));
            let source = instance.path.clone();
            tasks.push(Task { module: module.name.clone(), source, target, question: None });
        }
    }
    let mut answers = tasks.iter().zip(program.run(&tasks)?);
    let mut rows = Vec::new();
    for (group, module) in groups.iter().zip(&modules) {
        let reasons = module.code.as_ref().err().cloned().unwrap_or_default();
        rows.push(Row::new(group, Subject::Schema, &group.name, reasons));
        let hints = group.hints();
        for instance in &group.instances {
            let reasons = match &module.code {
                Ok(_) => {
                    let (task, answer) = answers.next().expect("every instance should have a task");
                    judge(instance, &task.target, answer, &hints)
                }
                Err(_) => vec!["the schema does not generate and compile".to_owned().into()],
            };
            rows.push(Row::new(group, instance.expected.into(), &instance.name, reasons));
        }
    }
    let stale = table::mark_known(&mut rows, &known);
    if let Some(file) = &options.json {
        fs::write(file, serde_json::to_string_pretty(&rows)? + "\n")?;
    }
    print!("{}", table::table(&rows));
    for one in &stale {
        println!("no longer fails: {}/{}/{}", one.set, one.group, one.name);
    }
    let count = Count::of(&rows, stale.len());
    println!("{count}");
    Ok(if count.is_success() { Outcome::Passed } else { Outcome::Failed })
}

/// Generates from the schemas of a group, without a WSDL.
fn generate(name: String, group: &Group) -> Module {
    let paths: Vec<String> =
        group.schemas.iter().map(|path| path.to_string_lossy().into_owned()).collect();
    let attempt = attempt(&name, move || {
        // Simple values keep their `xsi:type` with their lexical forms.
        let config = wsdlgen::configure().schema_validation().keep_lexical_forms();
        config.generate_schemas(&paths, read_file)
    });
    Module::new(name, attempt)
}

fn read_file(location: &str) -> io::Result<Vec<u8>> {
    fs::read(location)
}

/// Returns the reasons why an instance failed, or nothing if the result is as expected.
fn judge(
    instance: &Instance,
    written: &Path,
    answer: Result<(), String>,
    hints: &Hints,
) -> Vec<Reason> {
    let reasons = match (instance.expected, answer) {
        (Expected::Valid, Ok(())) => {
            compare(&instance.path, written, hints).unwrap_or_else(|error| vec![error.to_string()])
        }
        (Expected::Valid, Err(reason)) => vec![reason],
        (Expected::Invalid, Ok(())) => vec![instance.title.clone()],
        // A crash does not count as a rejection.
        (Expected::Invalid, Err(reason)) if program::is_crash(&reason) => vec![reason],
        (Expected::Invalid, Err(_)) => Vec::new(),
    };
    reasons.into_iter().map(Reason::from).collect()
}

pub(super) fn compare(source: &Path, written: &Path, hints: &Hints) -> Result<Vec<String>> {
    let (source, written) = (documents::read(source)?, documents::read(written)?);
    let (source, written) = (documents::parse(&source)?, documents::parse(&written)?);
    let found = differences(source.root_element(), written.root_element(), Measure::Value, hints);
    Ok(found.into_iter().map(|difference| difference.text).collect())
}

impl Group {
    fn hints(&self) -> Hints {
        // An unreadable schema has already been reported by the generator.
        let texts: Vec<String> =
            self.schemas.iter().filter_map(|path| documents::read(path).ok()).collect();
        Hints::read(&texts)
    }
}

impl From<Expected> for Subject {
    fn from(expected: Expected) -> Self {
        match expected {
            Expected::Valid => Self::Valid,
            Expected::Invalid => Self::Invalid,
        }
    }
}
