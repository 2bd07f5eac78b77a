//! The `SOAPBuilders` suite: folders of contracts with requests and responses.

mod judge;
mod known;
mod suite;
mod table;

use std::fs;
use std::path::Path;

use self::judge::Context;
use self::suite::{Message, Suite};
use self::table::{Count, Row, Verdict};
use super::Options;
use super::compare::Hints;
use super::documents;
use super::program::{self, Module, Task, Work};
use crate::generate::{attempt, in_parallel};
use crate::reasons::{Reason, shortened};
use crate::{Outcome, Result};

/// The file with the titles of tests, which identifies the suite.
pub(super) const TITLES: &str = "TITLES.tsv";

pub(super) fn run(options: &Options) -> Result {
    let known = known::read()?;
    let suite = Suite::read(&options.dir)?;
    let indexed: Vec<(usize, &String)> = suite.contracts.iter().enumerate().collect();
    let mut contracts =
        in_parallel(&indexed, |(index, path)| Contract::new(&options.dir, *index, path));
    let mut modules: Vec<Module> =
        contracts.iter_mut().filter_map(|contract| contract.module.take()).collect();
    let program = program::build("soapbuilders", &mut modules, Work::Messages)?;
    tell_broken(&suite, &modules);
    let folder = options.out().join("soapbuilders");
    fs::create_dir_all(&folder)?;
    let tasks = tasks(&suite, &modules, &folder);
    let answers = program.run(&tasks)?;
    let mut answers = tasks.iter().zip(answers);
    let mut rows = Vec::new();
    for message in &suite.messages {
        if let Some(reasons) = broken_contract(message, &modules) {
            rows.push(Row::new(message, Verdict::Failed, reasons));
            continue;
        }
        let (task, answer) = answers.next().expect("every message should have a task");
        rows.push(Context { contracts: &contracts }.judge(message, &task.target, answer));
    }
    finish(options, rows, &suite, &known)
}

/// Marks known failures, and prints the results.
fn finish(options: &Options, mut rows: Vec<Row>, suite: &Suite, known: &[known::Known]) -> Result {
    let stale = table::mark_known(&mut rows, known);
    if let Some(file) = &options.json {
        fs::write(file, serde_json::to_string_pretty(&rows)? + "\n")?;
    }
    print!("{}", table::table(&rows));
    for (name, reason) in &suite.skipped {
        println!("skipped: {name} ({})", shortened(reason));
    }
    for one in &stale {
        println!("no longer fails: {}", one.message);
    }
    let count = Count::of(&rows, stale.len());
    for lost in count.lost() {
        println!("FEWER: {lost}");
    }
    println!("{}\n{count}", count.aside(suite.skipped.len()));
    Ok(if count.is_success() { Outcome::Passed } else { Outcome::Failed })
}

/// A WSDL with hints for comparison.
struct Contract {
    text: String,
    hints: Hints,
    /// The generated code, until it is moved to the program.
    module: Option<Module>,
}

impl Contract {
    fn new(directory: &Path, index: usize, path: &str) -> Self {
        let name = format!("soap_{index}");
        // An unreadable contract is reported by the generator.
        let text = documents::read(&directory.join(path)).unwrap_or_default();
        let hints = Hints::read(&[&text]);
        let (directory, entry) = (directory.to_owned(), path.to_owned());
        let attempt = attempt(&name, move || {
            wsdlgen::configure().generate(&entry, |location| fs::read(directory.join(location)))
        });
        Self { text, hints, module: Some(Module::new(name, attempt)) }
    }
}

/// Reports the contracts that cannot be generated or compiled, since they may have no messages.
fn tell_broken(suite: &Suite, modules: &[Module]) {
    for (path, module) in suite.contracts.iter().zip(modules) {
        if let Err(reasons) = &module.code {
            let reason = reasons.first().map_or("", |reason| &reason.text);
            println!("does not generate and compile: {path}  {}", shortened(reason));
        }
    }
}

/// Returns the reasons why a message cannot be tried, if none of its contracts has code.
fn broken_contract(message: &Message, modules: &[Module]) -> Option<Vec<Reason>> {
    let reasons = message.contracts.iter().map(|index| modules[*index].code.as_ref().err());
    let reasons: Option<Vec<&Vec<Reason>>> = reasons.collect();
    reasons.and_then(|reasons| reasons.first().map(|it| (*it).clone()))
}

/// Returns a task for each message that can be tried.
fn tasks(suite: &Suite, modules: &[Module], folder: &Path) -> Vec<Task> {
    let mut tasks = Vec::new();
    for (index, message) in suite.messages.iter().enumerate() {
        if broken_contract(message, modules).is_some() {
            continue;
        }
        let possible = message.contracts.iter().map(|index| &modules[*index]);
        let sound: Vec<&str> =
            possible.filter(|module| module.code.is_ok()).map(|module| &*module.name).collect();
        tasks.push(Task {
            module: sound.join(","),
            source: message.path.clone(),
            target: folder.join(format!("{index}.xml")),
            question: message.question.clone(),
        });
    }
    tasks
}
