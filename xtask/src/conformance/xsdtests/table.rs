//! What failed of the tests of XML Schema.

use std::collections::BTreeMap;
use std::fmt::{self, Write};

use serde::Serialize;

use super::sets::Group;
use crate::reasons::{Reason, groups, shortened};

/// Text is written to a `String`.
const INFALLIBLE: &str = "a String takes any text";

/// What became of a schema or an instance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Row {
    /// The list it is from.
    pub(super) set: String,
    pub(super) group: String,
    pub(super) subject: Subject,
    pub(super) name: String,
    /// Why it failed; none where it did not.
    pub(super) reasons: Vec<Reason>,
}

/// What was tested.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Subject {
    /// A valid schema, to generate from.
    Schema,
    /// A valid instance, to read and write.
    Valid,
    /// An invalid instance, to refuse.
    Invalid,
}

impl Row {
    pub(super) fn new(group: &Group, subject: Subject, name: &str, reasons: Vec<Reason>) -> Self {
        let (set, group) = (group.set.clone(), group.name.clone());
        Self { set, group, subject, name: name.to_owned(), reasons }
    }

    fn is_failure_of(&self, subject: Subject) -> bool {
        self.subject == subject && !self.reasons.is_empty()
    }
}

/// The failures: schemas, valid instances, invalid instances, each with the reasons counted.
pub(super) fn table(rows: &[Row]) -> String {
    let mut text = String::new();
    let subjects = [
        (Subject::Schema, "schemas that do not generate and compile"),
        (Subject::Valid, "valid instances that do not round-trip"),
        (Subject::Invalid, "invalid instances that are not refused"),
    ];
    for (subject, title) in subjects {
        writeln!(text, "{title}").expect(INFALLIBLE);
        let failures: Vec<&Row> = rows.iter().filter(|row| row.is_failure_of(subject)).collect();
        list(&mut text, &failures);
    }
    text
}

fn list(text: &mut String, failures: &[&Row]) {
    let mut by_set: BTreeMap<&str, usize> = BTreeMap::new();
    for Row { set, group, name, reasons, .. } in failures {
        let reason = reasons.first().map_or("", |reason| &reason.text);
        let line = format!("  {set}/{group}/{name}  {}", shortened(reason));
        writeln!(text, "{}", line.trim_end()).expect(INFALLIBLE);
        *by_set.entry(set).or_default() += 1;
    }
    for (set, count) in by_set {
        writeln!(text, "in {set}: {count}").expect(INFALLIBLE);
    }
    for group in groups(failures.iter().map(|row| &*row.reasons)) {
        let kind = shortened(&group.kind);
        writeln!(text, "{kind}  x {} ({} alone)", group.count, group.alone).expect(INFALLIBLE);
    }
    text.push('\n');
}

/// How many came out as they should.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Count {
    schemas: Part,
    valid: Part,
    invalid: Part,
}

#[derive(Debug, PartialEq, Eq)]
struct Part {
    all: usize,
    passed: usize,
}

impl Count {
    pub(super) fn of(rows: &[Row]) -> Self {
        let part = |subject| Part {
            all: rows.iter().filter(|row| row.subject == subject).count(),
            passed: rows
                .iter()
                .filter(|row| row.subject == subject && row.reasons.is_empty())
                .count(),
        };
        Self {
            schemas: part(Subject::Schema),
            valid: part(Subject::Valid),
            invalid: part(Subject::Invalid),
        }
    }

    /// Reading is no validation: which invalid instances pass is listed, and no failure.
    pub(super) fn is_success(&self) -> bool {
        let is_whole = |part: &Part| part.passed == part.all;
        self.schemas.all > 0 && is_whole(&self.schemas) && is_whole(&self.valid)
    }
}

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { schemas, valid, invalid } = self;
        write!(
            f,
            "xsdtests: {} schemas ({} generate and compile), {} valid instances ({} round-trip), \
             {} invalid instances ({} refused)",
            schemas.all, schemas.passed, valid.all, valid.passed, invalid.all, invalid.passed
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(subject: Subject, name: &str, reason: Option<&str>) -> Row {
        Row {
            set: "S".to_owned(),
            group: "g".to_owned(),
            subject,
            name: name.to_owned(),
            reasons: reason.map(|it| it.to_owned().into()).into_iter().collect(),
        }
    }

    #[test]
    fn failures_are_listed_and_counted() {
        let rows = [
            row(Subject::Schema, "s", None),
            row(Subject::Valid, "v", None),
            row(Subject::Invalid, "i", Some("A title")),
            row(Subject::Invalid, "j", None),
        ];
        let table = table(&rows);
        let expected = "invalid instances that are not refused\n  S/g/i  A title\nin S: 1\n\
                        A title  x 1 (1 alone)\n";
        assert!(table.contains(expected), "{table}");
        let count = Count::of(&rows);
        let expected = "xsdtests: 1 schemas (1 generate and compile), 1 valid instances (1 \
                        round-trip), 2 invalid instances (1 refused)";
        assert_eq!(count.to_string(), expected);
        assert!(count.is_success());
        assert!(!Count::of(&[]).is_success());
        assert!(!Count::of(&[row(Subject::Valid, "v", Some("no"))]).is_success());
    }
}
