//! The W3C databinding patterns: a folder with a contract and messages for each pattern.

mod table;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use self::table::{Count, Row, Verdict};
use super::Options;
use super::compare::{Difference, Hints, Measure, differences};
use super::documents;
use super::program::{self, Module, Program, Task, Work};
use crate::generate::{Attempt, attempt, in_parallel};
use crate::reasons::Reason;
use crate::{Outcome, Result};

/// The file that lists the validity of messages: pattern, message, verdict, reason.
pub(super) const VERDICTS: &str = "VALID.tsv";

/// A valid message.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Message {
    pattern: String,
    /// The file name, in the folder of the pattern.
    name: String,
}

pub(super) fn run(options: &Options) -> Result {
    let verdicts = documents::read(&options.dir.join(VERDICTS))?;
    let messages = valid_messages(&verdicts)?;
    let canonical = rows(options, &messages, Forms::Canonical)?;
    print!("with default settings\n{}", table::table(&canonical));
    let canonical = Count::of(&canonical);
    println!("by default: {canonical}\n");
    // The second pass overwrites the messages of the first.
    let kept = rows(options, &messages, Forms::Kept)?;
    if let Some(file) = &options.json {
        fs::write(file, serde_json::to_string_pretty(&kept)? + "\n")?;
    }
    print!("with `keep_lexical_forms`\n{}", table::table(&kept));
    let kept = Count::of(&kept);
    println!("conformance: {kept}");
    let is_success = canonical.keeps_values(table::CANONICAL) && kept.keeps_values(table::KEPT);
    Ok(if is_success { Outcome::Passed } else { Outcome::Failed })
}

/// The two ways to generate. They differ in whether lexical forms such as `+42` are preserved.
#[derive(Clone, Copy, Debug)]
enum Forms {
    Canonical,
    Kept,
}

impl Forms {
    fn configure(self) -> wsdlgen::Config {
        match self {
            Self::Canonical => wsdlgen::configure(),
            Self::Kept => wsdlgen::configure().keep_lexical_forms(),
        }
    }

    /// Returns the prefix of module names.
    fn module(self) -> &'static str {
        match self {
            Self::Canonical => "pattern",
            Self::Kept => "pattern_kept",
        }
    }

    /// Returns the name of the program that rewrites the messages.
    fn program(self) -> &'static str {
        match self {
            Self::Canonical => "databinding",
            Self::Kept => "databinding-kept",
        }
    }
}

/// Rewrites and compares all messages, and returns a row for each.
fn rows(options: &Options, messages: &[Message], forms: Forms) -> Result<Vec<Row>> {
    let mut patterns: Vec<&str> = messages.iter().map(|message| &*message.pattern).collect();
    patterns.dedup();
    let attempts = in_parallel(&patterns, |pattern| generate(&options.dir, pattern, forms));
    let mut modules: Vec<Module> = (0..)
        .zip(attempts)
        .map(|(index, attempt): (usize, Attempt)| {
            Module::new(format!("{}_{index}", forms.module()), attempt)
        })
        .collect();
    let program = program::build(forms.program(), &mut modules, Work::Documents)?;
    let rewritten = rewrite(options, messages, &patterns, &modules, &program)?;
    let mut hints = BTreeMap::new();
    let judged = messages.iter().zip(rewritten).map(|(message, rewritten)| {
        let hints = hints
            .entry(&*message.pattern)
            .or_insert_with(|| hints_of(&options.dir, &message.pattern));
        judge(options, message, rewritten, hints)
    });
    Ok(judged.collect())
}

fn valid_messages(verdicts: &str) -> Result<Vec<Message>, csv::Error> {
    // The reasons do not follow CSV quoting.
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

fn generate(directory: &Path, pattern: &str, forms: Forms) -> Attempt {
    let (directory, entry) = (directory.to_owned(), contract(pattern));
    attempt(pattern, move || {
        forms.configure().generate(&entry, |location| fs::read(directory.join(location)))
    })
}

fn hints_of(directory: &Path, pattern: &str) -> Hints {
    // An unreadable contract has already been reported by the generator.
    let text = documents::read(&directory.join(contract(pattern))).unwrap_or_default();
    Hints::read(&[text])
}

/// Runs the program that rewrites the bodies of messages. Returns the written file or the failure for each message.
fn rewrite(
    options: &Options,
    messages: &[Message],
    patterns: &[&str],
    modules: &[Module],
    program: &Program,
) -> Result<Vec<Result<PathBuf, Vec<Reason>>>> {
    let folder = options.out().join("bodies");
    fs::create_dir_all(&folder)?;
    let mut tasks = Vec::new();
    // The index of the task for each message, or the reasons why it has none.
    let mut places = Vec::new();
    for message in messages {
        let index = patterns.iter().position(|it| *it == message.pattern);
        let module =
            &modules[index.expect("`patterns` should contain the pattern of every message")];
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

/// Writes the body of a message as a document, and returns the task for it.
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
    Ok(Task { module: module.name.clone(), source, target, question: None })
}

impl Message {
    fn path(&self, directory: &Path) -> PathBuf {
        directory.join(&self.pattern).join(&self.name)
    }
}

/// Inserts the rewritten body into its message, and compares it with the source.
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
    fn lists_valid_messages() {
        let verdicts = "P\tb.xml\tvalid\t\nP\tc.xml\tinvalid\tattribute \"x\"\nP\ta.xml\tvalid\t\n";
        let messages = valid_messages(verdicts).unwrap();
        let names: Vec<&str> = messages.iter().map(|message| &*message.name).collect();
        assert_eq!(names, ["a.xml", "b.xml"]);
    }
}
