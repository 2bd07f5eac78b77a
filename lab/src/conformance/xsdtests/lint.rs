//! `--lint`: what `wsdlgen lint` finds in valid and invalid schemas.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::sets::{Expected, SchemaTest, schema_tests};
use crate::generate::in_parallel;
use crate::{Outcome, Result};

/// The numbers of schemas by finding.
#[derive(Clone, Copy, Default)]
struct Count {
    refused: usize,
    warned: usize,
    silent: usize,
}

/// The findings for a schema.
#[derive(Clone, Copy)]
enum Finding {
    Refused,
    Warned,
    Silent,
}

/// Prints the findings by set, the invalid schemas without any, and the valid ones that are refused.
pub(super) fn run(sets: &[PathBuf]) -> Result {
    let mut tests = Vec::new();
    for set in sets {
        tests.extend(schema_tests(set)?);
    }
    let findings = in_parallel(&tests, find);
    let mut by_set: BTreeMap<(&str, bool), Count> = BTreeMap::new();
    let mut has_failed = false;
    for (test, finding) in tests.iter().zip(findings) {
        let is_valid = test.expected == Expected::Valid;
        let count = by_set.entry((&test.set, is_valid)).or_default();
        match finding {
            Finding::Refused => count.refused += 1,
            Finding::Warned => count.warned += 1,
            Finding::Silent => count.silent += 1,
        }
        match (is_valid, finding) {
            (true, Finding::Refused) => {
                has_failed = true;
                println!("valid, but refused: {}/{}", test.set, test.name);
            }
            (false, Finding::Silent) => println!("invalid, but silent: {}/{}", test.set, test.name),
            _ => {}
        }
    }
    let mut all = [Count::default(); 2];
    for ((set, is_valid), count) in &by_set {
        println!("{set}, {}: {}", validity(*is_valid), count.shown());
        let sum = &mut all[usize::from(*is_valid)];
        sum.refused += count.refused;
        sum.warned += count.warned;
        sum.silent += count.silent;
    }
    println!("lint: valid: {}; invalid: {}", all[1].shown(), all[0].shown());
    Ok(if has_failed { Outcome::Failed } else { Outcome::Passed })
}

fn find(test: &SchemaTest) -> Finding {
    let report = |schema: &Path| wsdlgen::configure().lint(schema);
    let reports: Vec<_> = test.schemas.iter().map(|schema| report(schema)).collect();
    if reports.iter().any(wsdlgen::Report::has_errors) {
        Finding::Refused
    } else if reports.iter().all(wsdlgen::Report::is_empty) {
        Finding::Silent
    } else {
        Finding::Warned
    }
}

fn validity(is_valid: bool) -> &'static str {
    if is_valid { "valid" } else { "invalid" }
}

impl Count {
    fn shown(self) -> String {
        let Self { refused, warned, silent } = self;
        format!("{refused} refused, {warned} warned, {silent} silent")
    }
}
