//! The table of results and its summary.

use std::collections::BTreeMap;
use std::fmt::{self, Write};

use super::judge::{Outcome, Row};
use super::measure::{Measure, Sizes, Tenths};
use super::warnings;
use crate::reasons::{groups, shortened};

/// Number of slowest services to list.
const SLOWEST: usize = 5;
/// The `expect` message for writing to a `String`.
const INFALLIBLE: &str = "writing to a `String` cannot fail";

/// Formats the table, with a line per service.
pub(super) fn table(rows: &[Row]) -> String {
    let width = rows.iter().map(|row| row.id.len()).max().unwrap_or_default();
    let mut text = String::new();
    writeln!(
        text,
        "{:width$}  {:19}  {:>10}  {:>5}  {:>7}  {:>6}  reason",
        "id", "outcome", "operations", "types", "lines", "ms"
    )
    .expect(INFALLIBLE);
    for row in rows {
        let outcome = name(row.outcome);
        let operations = format!("{}/{}", row.operations, known(row.contract_operations));
        let Row { id, milliseconds, size: Measure { lines, .. }, .. } = row;
        let reason = row.reasons.first().map_or("", |reason| &reason.text);
        let line = format!(
            "{id:width$}  {outcome:19}  {operations:>10}  {:>5}  {lines:>7}  {milliseconds:>6}  {}",
            known(row.types),
            shortened(reason)
        );
        writeln!(text, "{}", line.trim_end()).expect(INFALLIBLE);
    }
    text
}

/// Formats the summary: failure reasons, sizes and times.
pub(super) fn summary(rows: &[Row], peak_memory: Option<usize>) -> String {
    let mut text = String::new();
    let mut line = |it: String| writeln!(text, "{it}").expect(INFALLIBLE);
    line("\nfailure reasons (number of services; number with no other reason)".to_owned());
    let failed = rows.iter().filter(|row| row.outcome == Outcome::Failed);
    for group in groups(failed.map(|row| &*row.reasons)) {
        let kind = shortened(&group.kind);
        line(format!("{kind}  x {} ({} alone)", group.count, group.alone));
    }
    line(String::new());
    skipped(rows).into_iter().for_each(&mut line);
    line(String::new());
    warnings::lines(rows.iter().map(|row| &row.warnings)).into_iter().for_each(&mut line);
    line(String::new());
    line(Sizes::of(rows.iter().map(|row| row.size)).to_string());
    line(lines_per_type(rows));
    let total: u128 = rows.iter().map(|row| row.milliseconds).sum();
    let build = if cfg!(debug_assertions) { "without optimisation" } else { "optimised" };
    line(format!("generation: {total} ms in total, generator built {build}"));
    let mut slowest: Vec<&Row> = rows.iter().collect();
    slowest.sort_by_key(|row| u128::MAX - row.milliseconds);
    for Row { id, milliseconds, .. } in slowest.iter().take(SLOWEST) {
        line(format!("slowest: {id} {milliseconds} ms"));
    }
    if let Some(mebibytes) = peak_memory {
        line(format!(
            "peak memory during generation: {mebibytes} MiB, including all generated code"
        ));
    }
    text
}

/// Returns the number of operations with methods, and a list of the operations without.
fn skipped(rows: &[Row]) -> Vec<String> {
    let methods: usize = rows.iter().map(|row| row.operations).sum();
    let none: usize = rows.iter().map(|row| row.skipped.len()).sum();
    let mut lines =
        vec![format!("operations: {methods} with client and server methods, {none} skipped")];
    let mut by_reason: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for row in rows {
        for (operation, why) in &row.skipped {
            by_reason.entry(why).or_default().push(format!("{} {operation}", row.id));
        }
    }
    for (why, operations) in by_reason {
        lines.push(format!("  {}: {why}", operations.len()));
        lines.extend(operations.into_iter().map(|operation| format!("    {operation}")));
    }
    lines
}

/// Returns the number of lines per complex type of the contract, according to the manifest.
fn lines_per_type(rows: &[Row]) -> String {
    let generated = rows.iter().filter(|row| row.size.lines > 0);
    let (lines, types) = generated
        .filter_map(|row| Some((row.size.lines, row.types?)))
        .filter(|(_, types)| *types > 0)
        .fold((0, 0), |sum, row| (sum.0 + row.0, sum.1 + row.1));
    let tenths = (lines * 10).checked_div(types).unwrap_or_default();
    format!(
        "all lines for each complex type of the contract: {} (lines: {lines}, complex types: \
         {types})",
        Tenths(tenths)
    )
}

fn name(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Compiled => "compiled",
        Outcome::Generated => "generated",
        Outcome::ExpectedDiagnostic => "expected diagnostic",
        Outcome::Failed => "FAILED",
    }
}

fn known(number: Option<usize>) -> String {
    number.map_or_else(|| "?".to_owned(), |number| number.to_string())
}

/// The number of services by outcome.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Count {
    services: usize,
    compiled: usize,
    generated: usize,
    expected: usize,
    failed: usize,
}

impl Count {
    pub(super) fn of(rows: &[Row]) -> Self {
        let count = |outcome| rows.iter().filter(|row| row.outcome == outcome).count();
        Self {
            services: rows.len(),
            compiled: count(Outcome::Compiled),
            generated: count(Outcome::Generated),
            expected: count(Outcome::ExpectedDiagnostic),
            failed: count(Outcome::Failed),
        }
    }

    pub(super) fn is_success(&self) -> bool {
        self.failed == 0
    }
}

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { services, compiled, generated, expected, failed } = self;
        write!(f, "corpus: {services} services, {compiled} compiled, ")?;
        if *generated > 0 {
            write!(f, "{generated} generated, ")?;
        }
        write!(f, "{expected} expected diagnostics, {failed} failed")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::warnings::Warnings;
    use crate::reasons::Reason;

    fn row(id: &str, outcome: Outcome, reasons: &[&str]) -> Row {
        let reason =
            |text: &&str| Reason { kind: (*text).to_owned(), text: format!("{text} (1:2)") };
        Row {
            id: id.to_owned(),
            outcome,
            operations: 0,
            contract_operations: Some(2),
            skipped: Vec::new(),
            types: Some(4),
            size: Measure::default(),
            milliseconds: 7,
            warnings: Warnings::default(),
            reasons: reasons.iter().map(reason).collect(),
        }
    }

    fn rows() -> [Row; 3] {
        let size = Measure { lines: 90, code: 60, types: 2, ..Measure::default() };
        [
            Row { size, operations: 2, ..row("one", Outcome::Compiled, &[]) },
            Row { milliseconds: 9, ..row("number-two", Outcome::Failed, &["no `x`"]) },
            Row {
                types: None,
                skipped: vec![("P/ping".to_owned(), "no port".to_owned())],
                ..row("three", Outcome::ExpectedDiagnostic, &["gone"])
            },
        ]
    }

    #[test]
    fn formats_a_line_per_service() {
        assert_eq!(
            table(&rows()),
            "id          outcome              operations  types    lines      ms  reason\n\
             one         compiled                    2/2      4       90       7\n\
             number-two  FAILED                      0/2      4        0       9  no `x` (1:2)\n\
             three       expected diagnostic         0/2      ?        0       7  gone (1:2)\n"
        );
    }

    #[test]
    fn summarizes_reasons_and_lines() {
        let summary = summary(&rows(), Some(12));
        for line in [
            "no `…`  x 1 (1 alone)",
            "operations: 2 with client and server methods, 1 skipped",
            "  1: no port",
            "    three P/ping",
            "lines of code for each complex type: mean 30.0, median 30.0, 95th percentile 30.0 \
             (lines: 60, complex types: 2)",
            "lines over 100 columns: 0.0 %",
            "all lines for each complex type of the contract: 22.5 (lines: 90, complex types: 4)",
            "slowest: number-two 9 ms",
            "peak memory during generation: 12 MiB, including all generated code",
        ] {
            assert!(summary.lines().any(|it| it == line), "{line} in {summary}");
        }
    }

    #[test]
    fn formats_count() {
        let count = Count::of(&rows());
        let expected = "corpus: 3 services, 1 compiled, 1 expected diagnostics, 1 failed";
        assert_eq!(count.to_string(), expected);
        assert!(!count.is_success());
        let count = Count::of(&[row("a", Outcome::Generated, &[])]);
        let expected =
            "corpus: 1 services, 0 compiled, 1 generated, 0 expected diagnostics, 0 failed";
        assert_eq!(count.to_string(), expected);
        assert!(count.is_success());
    }
}
