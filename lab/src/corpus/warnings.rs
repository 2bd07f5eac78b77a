//! Warnings from the generator, counted by code and by kind.

use std::collections::BTreeMap;

use serde::Serialize;
use wsdlgen::Report;

use crate::generate::findings;
use crate::reasons::{shortened, without_names};

/// The warnings of a service.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(super) struct Warnings {
    /// Number of warnings by code.
    codes: BTreeMap<String, usize>,
    /// Number of displayed warnings by code and message without names. Reports display the first few of a kind.
    kinds: BTreeMap<String, usize>,
}

impl Warnings {
    pub(super) fn of(report: &Report) -> Self {
        let mut warnings = Self::default();
        for code in report.codes() {
            *warnings.codes.entry(code.to_string()).or_default() += 1;
        }
        for finding in findings(report) {
            let kind = format!("{} {}", finding.code, without_names(&finding.message));
            *warnings.kinds.entry(kind).or_default() += 1;
        }
        warnings
    }
}

/// Formats the number of warnings by code and by kind, the most frequent kinds first.
pub(super) fn lines<'a>(all: impl Iterator<Item = &'a Warnings> + Clone) -> Vec<String> {
    let codes = total(all.clone().map(|warnings| &warnings.codes));
    let kinds = total(all.clone().map(|warnings| &warnings.kinds));
    let services = all.filter(|warnings| !warnings.codes.is_empty()).count();
    let number: usize = codes.values().map(|(number, _)| number).sum();
    let mut lines = vec![format!("warnings: {number} in {services} services")];
    let line = |(name, (number, services)): (&str, (usize, usize))| {
        format!("  {number} in {services} services: {}", shortened(name))
    };
    lines.extend(codes.into_iter().map(line));
    lines.push("displayed warnings by kind".to_owned());
    let mut kinds: Vec<_> = kinds.into_iter().collect();
    kinds.sort_by_key(|(_, (number, services))| (usize::MAX - services, usize::MAX - number));
    lines.extend(kinds.into_iter().map(line));
    lines
}

/// Returns the sum of the counts by name, and the number of services that have any.
fn total<'a>(
    all: impl Iterator<Item = &'a BTreeMap<String, usize>>,
) -> BTreeMap<&'a str, (usize, usize)> {
    let mut sums = BTreeMap::new();
    for (name, number) in all.flatten() {
        let (sum, services) = sums.entry(&**name).or_insert((0, 0));
        *sum += number;
        *services += 1;
    }
    sums
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_warnings_by_code_and_kind() {
        let contract = "<definitions xmlns='http://schemas.xmlsoap.org/wsdl/'>\
                        <message name='m'><part name='p'/></message><message name='n'>\
                        <part name='q'/></message></definitions>";
        let generated = wsdlgen::generate("a.wsdl", |_| Ok(contract.into())).unwrap();
        let warnings = Warnings::of(&generated.warnings);
        let lines = lines([&warnings, &Warnings::default(), &warnings].into_iter());
        assert_eq!(lines[0], "warnings: 6 in 2 services");
        assert_eq!(lines[1], "  6 in 2 services: WG0017");
        let kind = "  4 in 2 services: WG0017 a part with neither `…` nor `…` is skipped";
        assert!(lines.contains(&kind.to_owned()));
    }
}
