//! The W3C's patterns for databinding: a folder and a contract for each pattern, and messages.

mod table;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use self::table::{Count, Row, Verdict};
use super::Options;
use super::compare::{Difference, Hints, Measure, differences};
use super::documents;
use super::program::{self, Module, Task};
use crate::generate::{Attempt, attempt, in_parallel};
use crate::reasons::Reason;
use crate::{Outcome, Result};

/// Which messages are valid: pattern, message, verdict, reason.
pub(super) const VERDICTS: &str = "VALID.tsv";

/// A valid message.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Message {
    pattern: String,
    /// Its file, in the folder of the pattern.
    name: String,
}

pub(super) fn run(options: &Options) -> Result {
    let verdicts = documents::read(&options.dir.join(VERDICTS))?;
    let messages = valid_messages(&verdicts)?;
    let mut patterns: Vec<&str> = messages.iter().map(|message| &*message.pattern).collect();
    patterns.dedup();
    let attempts = in_parallel(&patterns, |pattern| generate(&options.dir, pattern));
    let mut modules: Vec<Module> = (0..)
        .zip(attempts)
        .map(|(index, attempt): (usize, Attempt)| Module::new(format!("pattern_{index}"), attempt))
        .collect();
    let rewritten = rewrite(options, &messages, &patterns, &mut modules)?;
    let mut hints = BTreeMap::new();
    let rows: Vec<Row> = messages
        .iter()
        .zip(rewritten)
        .map(|(message, rewritten)| {
            let hints = hints
                .entry(&*message.pattern)
                .or_insert_with(|| hints_of(&options.dir, &message.pattern));
            judge(options, message, rewritten, hints)
        })
        .collect();
    if let Some(file) = &options.json {
        fs::write(file, serde_json::to_string_pretty(&rows)? + "\n")?;
    }
    print!("{}", table::table(&rows));
    let count = Count::of(&rows);
    println!("{count}");
    Ok(if count.is_success() { Outcome::Passed } else { Outcome::Failed })
}

fn valid_messages(verdicts: &str) -> Result<Vec<Message>, csv::Error> {
    // The reasons quote in their own way.
    let mut reader = csv::ReaderBuilder::new();
    reader.delimiter(b'\t').has_headers(false).quoting(false).flexible(true);
    let mut messages = Vec::new();
    for record in reader.from_reader(verdicts.as_bytes()).records() {
        let record = record?;
        let field = |index| record.get(index).unwrap_or_default().to_owned();
        if field(2) == "valid" {
            messages.push(Message { pattern: field(0), name: field(1) });
        }
    }
    messages.sort_by(|left, right| (&left.pattern, &left.name).cmp(&(&right.pattern, &right.name)));
    Ok(messages)
}

fn contract(pattern: &str) -> String {
    format!("{pattern}/echo{pattern}.wsdl")
}

fn generate(directory: &Path, pattern: &str) -> Attempt {
    let (directory, entry) = (directory.to_owned(), contract(pattern));
    attempt(pattern, move || {
        wsdlgen::configure().generate(&entry, |location| fs::read(directory.join(location)))
    })
}

fn hints_of(directory: &Path, pattern: &str) -> Hints {
    // A contract that cannot be read was reported when it was to be generated from.
    let text = documents::read(&directory.join(contract(pattern))).unwrap_or_default();
    Hints::read(&[text])
}

/// Has the program rewrite the messages' bodies; for each the file, or why there is none.
fn rewrite(
    options: &Options,
    messages: &[Message],
    patterns: &[&str],
    modules: &mut [Module],
) -> Result<Vec<Result<PathBuf, Vec<Reason>>>> {
    let program = program::build("databinding", modules)?;
    let folder = options.out().join("bodies");
    fs::create_dir_all(&folder)?;
    let mut tasks = Vec::new();
    // For each message the place of its task, or why it has none.
    let mut places = Vec::new();
    for message in messages {
        let index = patterns.iter().position(|it| *it == message.pattern);
        let module = &modules[index.expect("the patterns are those of the messages")];
        let task = task(options, message, module, &folder);
        places.push(task.map(|task| {
            tasks.push(task);
            tasks.len() - 1
        }));
    }
    let answers = program.run(&tasks)?;
    let finish = |place: usize| match &answers[place] {
        Ok(()) => Ok(tasks[place].target.clone()),
        Err(reason) => Err(vec![reason.clone().into()]),
    };
    Ok(places.into_iter().map(|place| place.and_then(finish)).collect())
}

/// The task for a message, with its body as a document.
fn task(
    options: &Options,
    message: &Message,
    module: &Module,
    folder: &Path,
) -> Result<Task, Vec<Reason>> {
    module.code.as_ref().map_err(Clone::clone)?;
    let one = |reason: String| vec![Reason::from(reason)];
    let source = folder.join(format!("{}.in", message.name));
    let text = documents::read(&message.path(&options.dir)).map_err(|it| one(it.to_string()))?;
    let document = documents::parse(&text).map_err(one)?;
    let body = documents::body_element(&document).map_err(one)?;
    fs::write(&source, documents::standalone(body)).map_err(|error| one(error.to_string()))?;
    let target = folder.join(format!("{}.out", message.name));
    Ok(Task { module: module.name.clone(), source, target })
}

impl Message {
    fn path(&self, directory: &Path) -> PathBuf {
        directory.join(&self.pattern).join(&self.name)
    }
}

/// Puts the rewritten body into its message, and compares the message with the source.
fn judge(
    options: &Options,
    message: &Message,
    rewritten: Result<PathBuf, Vec<Reason>>,
    hints: &Hints,
) -> Row {
    let row = |verdict, reasons| Row {
        pattern: message.pattern.clone(),
        message: message.name.clone(),
        verdict,
        reasons,
    };
    let written = match rewritten {
        Ok(written) => written,
        Err(reasons) => return row(Verdict::Failed, reasons),
    };
    match compare(options, message, &written, hints) {
        Ok((verdict, reasons)) => row(verdict, reasons),
        Err(error) => row(Verdict::Failed, vec![error.to_string().into()]),
    }
}

fn compare(
    options: &Options,
    message: &Message,
    written: &Path,
    hints: &Hints,
) -> Result<(Verdict, Vec<Reason>)> {
    let source = documents::read(&message.path(&options.dir))?;
    let source_document = documents::parse(&source)?;
    let body = documents::body_element(&source_document)?;
    let written = documents::read(written)?;
    let written = documents::replaced(&source, body, &written);
    fs::write(options.out().join(&message.name), &written)?;
    let written_document = documents::parse(&written)?;
    let written_body = documents::body_element(&written_document)?;
    let by_value = differences(body, written_body, Measure::Value, hints);
    if !by_value.is_empty() {
        let reasons = by_value.into_iter().map(|difference| difference.text.into());
        return Ok((Verdict::Different, reasons.collect()));
    }
    let lexical = differences(body, written_body, Measure::Lexical, hints);
    let verdict = if lexical.is_empty() { Verdict::SameText } else { Verdict::SameValue };
    let reason =
        |found: Difference| Reason { kind: found.aspect.why().to_owned(), text: found.text };
    Ok((verdict, lexical.into_iter().map(reason).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn valid_messages_are_listed() {
        let verdicts = "P\tb.xml\tvalid\t\nP\tc.xml\tinvalid\tattribute \"x\"\nP\ta.xml\tvalid\t\n";
        let messages = valid_messages(verdicts).unwrap();
        let names: Vec<&str> = messages.iter().map(|message| &*message.name).collect();
        assert_eq!(names, ["a.xml", "b.xml"]);
    }
}
