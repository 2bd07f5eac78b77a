//! The table of differences and its summary.

use std::fmt::{self, Write};

use serde::Serialize;

use crate::reasons::{Reason, groups, shortened};

/// Required percentage of messages with identical text by default. The others contain non-canonical values such as
/// `+42`, `-0`, or `1` for true, which Rust's numbers and `bool` do not preserve.
pub(super) const CANONICAL: usize = 90;
/// Required percentage of messages with identical text if lexical forms are kept. The others contain an `xs:all` in
/// a different order.
pub(super) const KEPT: usize = 98;
/// The `expect` message for writing to a `String`.
const INFALLIBLE: &str = "writing to a `String` cannot fail";

/// The result for a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Row {
    pub(super) pattern: String,
    pub(super) message: String,
    pub(super) verdict: Verdict,
    /// The reasons for the failure, or the differences.
    pub(super) reasons: Vec<Reason>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Verdict {
    SameText,
    SameValue,
    Different,
    /// Not generated, compiled, read or written.
    Failed,
}

/// Formats a line for each message whose text changed, and the reasons for differences and failures.
pub(super) fn table(rows: &[Row]) -> String {
    let mut text = String::new();
    let mut line = |it: String| writeln!(text, "{}", it.trim_end()).expect(INFALLIBLE);
    let changed = || rows.iter().filter(|row| row.verdict != Verdict::SameText);
    let width = changed().map(|row| row.message.len()).max().unwrap_or_default();
    for Row { message, verdict, reasons, .. } in changed() {
        let reason = reasons.first().map_or("", |reason| &reason.text);
        let verdict = name(*verdict);
        line(format!("{message:width$}  {verdict:10}  {}", shortened(reason)));
    }
    let grouped = [(Verdict::SameValue, "lexical differences"), (Verdict::Failed, "failures")];
    for (verdict, what) in grouped {
        let of_these = rows.iter().filter(|row| row.verdict == verdict);
        line(format!("\nreasons for {what} (number of messages; number with no other reason)"));
        for group in groups(of_these.map(|row| &*row.reasons)) {
            let kind = shortened(&group.kind);
            line(format!("{kind}  x {} ({} alone)", group.count, group.alone));
        }
    }
    line(String::new());
    text
}

fn name(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::SameText => "same",
        Verdict::SameValue => "same value",
        Verdict::Different => "DIFFERENT",
        Verdict::Failed => "FAILED",
    }
}

/// The number of messages by verdict.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Count {
    messages: usize,
    same_value: usize,
    same_text: usize,
    failed: usize,
}

impl Count {
    pub(super) fn of(rows: &[Row]) -> Self {
        let count = |verdict| rows.iter().filter(|row| row.verdict == verdict).count();
        let same_text = count(Verdict::SameText);
        Self {
            messages: rows.len(),
            same_value: same_text + count(Verdict::SameValue),
            same_text,
            failed: count(Verdict::Failed),
        }
    }

    /// Returns whether all values are preserved, and at least `same_text` percent of the texts. Returns false without
    /// messages.
    pub(super) fn keeps_values(&self, same_text: usize) -> bool {
        self.messages > 0
            && self.failed == 0
            && self.same_value == self.messages
            && self.same_text * 100 >= self.messages * same_text
    }
}

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { messages, same_value, same_text, failed } = self;
        write!(
            f,
            "{messages} messages, {same_value} same value, {same_text} same lexically, {failed} \
             failed"
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Verdicts = [(Verdict, usize)];

    fn rows(verdicts: &Verdicts) -> Vec<Row> {
        let row = |verdict| Row {
            pattern: "P".to_owned(),
            message: "m.xml".to_owned(),
            verdict,
            reasons: vec!["no `x`".to_owned().into()],
        };
        verdicts.iter().flat_map(|&(verdict, count)| vec![row(verdict); count]).collect()
    }

    #[test]
    fn requires_equal_values_and_most_texts() {
        use Verdict::{Different, Failed, SameText, SameValue};
        let cases: [(&Verdicts, &str, bool); 5] = [
            (&[(SameText, 90), (SameValue, 10)], "100 messages, 100 same value, 90 same", true),
            (&[(SameText, 89), (SameValue, 11)], "100 messages, 100 same value, 89 same", false),
            (&[(SameText, 99), (Different, 1)], "100 messages, 99 same value, 99 same", false),
            (&[(SameText, 99), (Failed, 1)], "100 messages, 99 same value, 99 same", false),
            (&[], "0 messages, 0 same value, 0 same", false),
        ];
        for (verdicts, shown, is_success) in cases {
            let count = Count::of(&rows(verdicts));
            assert!(count.to_string().contains(shown), "{count}");
            assert_eq!(count.keeps_values(CANONICAL), is_success, "{count}");
        }
    }

    #[test]
    fn lists_only_changes() {
        let rows = rows(&[(Verdict::SameText, 2), (Verdict::SameValue, 1), (Verdict::Failed, 1)]);
        assert_eq!(
            table(&rows),
            "m.xml  same value  no `x`\nm.xml  FAILED      no `x`\n\n\
             reasons for lexical differences (number of messages; number with no other reason)\n\
             no `…`  x 1 (1 alone)\n\n\
             reasons for failures (number of messages; number with no other reason)\n\
             no `…`  x 1 (1 alone)\n\n"
        );
    }
}
