//! The table of messages that changed, and its summary.

use std::collections::BTreeMap;
use std::fmt::{self, Write};

use serde::Serialize;

use super::known::Known;
use super::suite::Message;
use crate::reasons::{Reason, groups, shortened};

/// The `expect` message for writing to a `String`.
const INFALLIBLE: &str = "writing to a `String` cannot fail";

/// The result for a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Row {
    pub(super) message: String,
    /// The kind of message, if it could be read.
    pub(super) kind: Option<Kind>,
    pub(super) verdict: Verdict,
    pub(super) reasons: Vec<Reason>,
    /// The reason for a known failure.
    pub(super) known: Option<String>,
}

/// The kind of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Kind {
    Request,
    Response,
    Fault,
    /// A fault with a detail that the contract declares.
    TypedFault,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Verdict {
    SameText,
    SameValue,
    /// The server rejects the request with the expected fault.
    Refused,
    /// The message belongs to an operation that no contract in its folder declares.
    NotOurs,
    Different,
    /// Not generated, compiled, read or written.
    Failed,
}

impl Row {
    pub(super) fn new(message: &Message, verdict: Verdict, reasons: Vec<Reason>) -> Self {
        Self { message: message.name.clone(), kind: None, verdict, reasons, known: None }
    }

    fn is_bad(&self) -> bool {
        matches!(self.verdict, Verdict::Different | Verdict::Failed)
    }
}

/// Marks known failures, and returns the listed messages that no longer fail. A listed message may be missing, since
/// it may belong to another half of the suite.
pub(super) fn mark_known<'k>(rows: &mut [Row], known: &'k [Known]) -> Vec<&'k Known> {
    let mut stale = Vec::new();
    for one in known {
        match rows.iter_mut().find(|row| row.message == one.message) {
            Some(row) if row.is_bad() => row.known = Some(one.reason.clone()),
            Some(_) => stale.push(one),
            None => {}
        }
    }
    stale
}

/// Formats the messages whose values changed, the known failures grouped by reason, and counts of reasons.
pub(super) fn table(rows: &[Row]) -> String {
    let mut text = String::new();
    let (known, unknown): (Vec<&Row>, Vec<&Row>) =
        rows.iter().filter(|row| row.is_bad()).partition(|row| row.known.is_some());
    let others =
        rows.iter().filter(|row| matches!(row.verdict, Verdict::Refused | Verdict::NotOurs));
    for Row { message, verdict, reasons, .. } in others.chain(unknown.iter().copied()) {
        let reason = reasons.first().map_or("", |reason| &reason.text);
        let line = format!("{message}  {}  {}", name(*verdict), shortened(reason));
        writeln!(text, "{}", line.trim_end()).expect(INFALLIBLE);
    }
    let mut by_reason: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for row in known {
        let reason = row.known.as_deref().unwrap_or_default();
        by_reason.entry(reason).or_default().push(&row.message);
    }
    for (reason, names) in by_reason {
        writeln!(text, "{} known: {reason}\n    {}", names.len(), names.join(" "))
            .expect(INFALLIBLE);
    }
    let same_value: Vec<&Row> =
        rows.iter().filter(|row| row.verdict == Verdict::SameValue).collect();
    for (what, rows) in [("lexical differences", same_value), ("failures", unknown)] {
        writeln!(text, "\nreasons for {what} (number of messages; number with no other reason)")
            .expect(INFALLIBLE);
        for group in groups(rows.iter().map(|row| &*row.reasons)) {
            let kind = shortened(&group.kind);
            writeln!(text, "{kind}  x {} ({} alone)", group.count, group.alone).expect(INFALLIBLE);
        }
    }
    text.push('\n');
    text
}

fn name(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::SameText => "same",
        Verdict::SameValue => "same value",
        Verdict::Refused => "rejected as expected",
        Verdict::NotOurs => "skipped: no contract in the folder declares the operation",
        Verdict::Different => "DIFFERENT",
        Verdict::Failed => "FAILED",
    }
}

/// The expected counts for the available half of the suite. Lower counts are a regression.
const REACHED: Count = Count {
    messages: 361,
    requests: 174,
    responses: 122,
    faults: 56,
    typed: 54,
    same_value: 325,
    same_text: 274,
    refused: 3,
    not_ours: 0,
    known: 33,
    failed: 0,
};

/// The number of messages by kind and verdict.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Count {
    messages: usize,
    requests: usize,
    responses: usize,
    faults: usize,
    typed: usize,
    same_value: usize,
    same_text: usize,
    refused: usize,
    not_ours: usize,
    known: usize,
    failed: usize,
}

impl Count {
    pub(super) fn of(rows: &[Row], stale: usize) -> Self {
        let count = |is: &dyn Fn(&Row) -> bool| rows.iter().filter(|row| is(row)).count();
        let of_kind = |kind| count(&|row| row.kind == Some(kind));
        let verdict = |verdict| count(&|row| row.verdict == verdict);
        let typed = of_kind(Kind::TypedFault);
        let not_ours = verdict(Verdict::NotOurs);
        Self {
            messages: rows.len() - not_ours,
            requests: of_kind(Kind::Request),
            responses: of_kind(Kind::Response),
            faults: of_kind(Kind::Fault) + typed,
            typed,
            same_value: verdict(Verdict::SameText) + verdict(Verdict::SameValue),
            same_text: verdict(Verdict::SameText),
            refused: verdict(Verdict::Refused),
            not_ours,
            known: count(&|row| row.is_bad() && row.known.is_some()),
            failed: count(&|row| row.is_bad() && row.known.is_none()) + stale,
        }
    }

    /// Returns whether there are messages, no unknown failures, and no lower counts.
    pub(super) fn is_success(&self) -> bool {
        self.same_value > 0 && self.failed == 0 && self.lost().is_empty()
    }

    /// Returns the counts that are lower than expected. Ignored if the number of messages differs, as for another half of
    /// the suite.
    pub(super) fn lost(&self) -> Vec<String> {
        if self.messages != REACHED.messages {
            return Vec::new();
        }
        let counts = [
            ("requests read", self.requests, REACHED.requests),
            ("responses read", self.responses, REACHED.responses),
            ("typed faults", self.typed, REACHED.typed),
            ("same value", self.same_value, REACHED.same_value),
            ("same lexically", self.same_text, REACHED.same_text),
        ];
        let lost = counts.into_iter().filter(|(_, count, reached)| count < reached);
        lost.map(|(what, count, reached)| format!("{what}: {count}, expected at least {reached}"))
            .collect()
    }

    /// Formats the number of messages that were not compared.
    pub(super) fn aside(&self, skipped: usize) -> String {
        let Self { refused, not_ours, .. } = self;
        format!("{refused} requests rejected as expected; {} messages skipped", skipped + not_ours)
    }
}

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { messages, requests, responses, faults, typed, .. } = self;
        let Self { same_value, same_text, known, failed, .. } = self;
        write!(
            f,
            "soapbuilders: {messages} messages, {requests} requests read, {responses} responses \
             read, {faults} faults ({typed} typed), {same_value} same value, {same_text} same \
             lexically, {known} known, {failed} failed"
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(name: &str, kind: Kind, verdict: Verdict) -> Row {
        let reasons = vec!["no `x`".to_owned().into()];
        Row { message: name.to_owned(), kind: Some(kind), verdict, reasons, known: None }
    }

    #[test]
    fn counts_messages_by_kind() {
        let rows = [
            row("a", Kind::Request, Verdict::SameText),
            row("b", Kind::Response, Verdict::SameValue),
            row("c", Kind::TypedFault, Verdict::SameText),
            row("d", Kind::Fault, Verdict::Different),
            row("e", Kind::Request, Verdict::NotOurs),
        ];
        let count = Count::of(&rows, 0);
        let expected = "soapbuilders: 4 messages, 2 requests read, 1 responses read, 2 faults (1 \
                        typed), 3 same value, 2 same lexically, 0 known, 1 failed";
        assert_eq!(count.to_string(), expected);
        assert!(!count.is_success());
        let table = table(&rows);
        assert!(table.contains("\nd  DIFFERENT  no `x`\n"), "{table}");
    }

    #[test]
    fn accepts_known_failures() {
        let known = |message: &str| Known { message: message.into(), reason: "why".into() };
        let mut rows = [
            row("a", Kind::Request, Verdict::SameText),
            row("b", Kind::Request, Verdict::Different),
        ];
        let list = [known("a"), known("b"), known("c")];
        assert_eq!(mark_known(&mut rows, &list), [&list[0]]);
        assert!(!Count::of(&rows, 1).is_success());
        assert!(Count::of(&rows, 0).is_success());
        assert!(table(&rows).contains("1 known: why\n    b\n"));
    }

    #[test]
    fn rejects_lower_counts() {
        assert!(REACHED.is_success());
        let less = Count { typed: REACHED.typed - 1, ..REACHED };
        assert_eq!(less.lost().len(), 1);
        assert!(!less.is_success());
        assert!(Count { messages: 1, ..less }.is_success());
    }
}
