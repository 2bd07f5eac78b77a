//! The table of failed tests and its summary.

use std::collections::BTreeMap;
use std::fmt::{self, Write};

use serde::Serialize;

use super::known::{Category, Known};
use super::sets::Group;
use crate::reasons::{Reason, groups, shortened};

/// The `expect` message for writing to a `String`.
const INFALLIBLE: &str = "writing to a `String` cannot fail";

/// The result for a schema or an instance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Row {
    /// The name of the test set.
    pub(super) set: String,
    pub(super) group: String,
    pub(super) subject: Subject,
    pub(super) name: String,
    /// The reasons for the failure. Empty on success.
    pub(super) reasons: Vec<Reason>,
    /// The category of a known failure.
    pub(super) known: Option<Category>,
}

/// The subject of a test.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Subject {
    /// A valid schema, which should generate and compile.
    Schema,
    /// A valid instance, which should survive a round trip.
    Valid,
    /// An invalid instance, which should be rejected.
    Invalid,
}

impl Row {
    pub(super) fn new(group: &Group, subject: Subject, name: &str, reasons: Vec<Reason>) -> Self {
        let (set, group) = (group.set.clone(), group.name.clone());
        Self { set, group, subject, name: name.to_owned(), reasons, known: None }
    }

    fn is(&self, known: &Known) -> bool {
        (&self.set, &self.group, &self.name) == (&known.set, &known.group, &known.name)
    }

    fn is_failure_of(&self, subject: Subject) -> bool {
        self.subject == subject && !self.reasons.is_empty()
    }
}

/// Marks known failures, and returns the listed tests that do not fail or do not exist.
pub(super) fn mark_known<'k>(rows: &mut [Row], known: &'k [Known]) -> Vec<&'k Known> {
    let mut stale = Vec::new();
    for one in known {
        let row = rows.iter_mut().find(|row| row.is(one) && !row.reasons.is_empty());
        match row {
            Some(row) => row.known = Some(one.category),
            None => stale.push(one),
        }
    }
    stale
}

/// Formats the failures of schemas, valid instances and invalid instances, each with counts of reasons.
pub(super) fn table(rows: &[Row]) -> String {
    let mut text = String::new();
    let subjects = [
        (Subject::Schema, "schemas that do not generate and compile"),
        (Subject::Valid, "valid instances that do not round-trip"),
        (Subject::Invalid, "invalid instances that are not rejected"),
    ];
    for (subject, title) in subjects {
        writeln!(text, "{title}").expect(INFALLIBLE);
        let failures = rows.iter().filter(|row| row.is_failure_of(subject));
        let (known, unknown): (Vec<&Row>, Vec<&Row>) =
            failures.partition(|row| row.known.is_some());
        list_known(&mut text, &known);
        list(&mut text, &unknown);
    }
    text
}

/// Lists the known failures by category.
fn list_known(text: &mut String, failures: &[&Row]) {
    let mut by_category: BTreeMap<Category, Vec<String>> = BTreeMap::new();
    for Row { group, name, known, .. } in failures {
        by_category
            .entry(known.expect("failures should be known"))
            .or_default()
            .push(format!("{group}/{name}"));
    }
    for (category, names) in by_category {
        writeln!(text, "  {} known: {}", names.len(), category.reason()).expect(INFALLIBLE);
        writeln!(text, "    {}", names.join(" ")).expect(INFALLIBLE);
    }
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

/// The number of tests by result.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Count {
    schemas: Part,
    valid: Part,
    invalid: Part,
    /// The number of listed tests that no longer fail.
    stale: usize,
}

#[derive(Debug, PartialEq, Eq)]
struct Part {
    all: usize,
    passed: usize,
    /// The number of known failures.
    known: usize,
}

impl Count {
    pub(super) fn of(rows: &[Row], stale: usize) -> Self {
        let part = |subject| Part {
            all: rows.iter().filter(|row| row.subject == subject).count(),
            passed: rows
                .iter()
                .filter(|row| row.subject == subject && row.reasons.is_empty())
                .count(),
            known: rows
                .iter()
                .filter(|row| row.is_failure_of(subject) && row.known.is_some())
                .count(),
        };
        Self {
            schemas: part(Subject::Schema),
            valid: part(Subject::Valid),
            invalid: part(Subject::Invalid),
            stale,
        }
    }

    fn failed(&self) -> usize {
        let parts = [&self.schemas, &self.valid, &self.invalid];
        parts.iter().map(|part| part.all - part.passed - part.known).sum::<usize>() + self.stale
    }

    /// Returns whether there are tests and no unknown failures.
    pub(super) fn is_success(&self) -> bool {
        self.schemas.all > 0 && self.failed() == 0
    }
}

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { schemas, valid, invalid, .. } = self;
        write!(
            f,
            "xsdtests: {} schemas ({} generate and compile), {} valid instances ({} round-trip), \
             {} invalid instances ({} refused), {} known, {} failed",
            schemas.all,
            schemas.passed,
            valid.all,
            valid.passed,
            invalid.all,
            invalid.passed,
            schemas.known + valid.known + invalid.known,
            self.failed()
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
            known: None,
        }
    }

    #[test]
    fn lists_and_counts_failures() {
        let rows = [
            row(Subject::Schema, "s", None),
            row(Subject::Valid, "v", None),
            row(Subject::Invalid, "i", Some("A title")),
            row(Subject::Invalid, "j", None),
        ];
        let table = table(&rows);
        let expected = "invalid instances that are not rejected\n  S/g/i  A title\nin S: 1\n\
                        A title  x 1 (1 alone)\n";
        assert!(table.contains(expected), "{table}");
        let count = Count::of(&rows, 0);
        let expected = "xsdtests: 1 schemas (1 generate and compile), 1 valid instances (1 \
                        round-trip), 2 invalid instances (1 refused), 0 known, 1 failed";
        assert_eq!(count.to_string(), expected);
        assert!(!count.is_success());
        assert!(!Count::of(&[], 0).is_success());
    }

    #[test]
    fn accepts_known_failures() {
        let known = |name: &str| Known {
            set: "S".to_owned(),
            group: "g".to_owned(),
            name: name.to_owned(),
            category: Category::NilType,
        };
        let mut rows = [
            row(Subject::Schema, "s", None),
            row(Subject::Invalid, "i", Some("A title")),
            row(Subject::Invalid, "j", None),
        ];
        assert!(!Count::of(&rows, 0).is_success());
        assert!(mark_known(&mut rows, &[known("i")]).is_empty());
        assert!(Count::of(&rows, 0).is_success());
        let list = [known("j"), known("k")];
        assert_eq!(mark_known(&mut rows, &list), [&list[0], &list[1]]);
        assert!(!Count::of(&rows, 2).is_success());
        let table = table(&rows);
        assert!(table.contains("  1 known: `xsi:type` on a nil"), "{table}");
        assert!(table.contains("    g/i\n"), "{table}");
    }
}
