//! Checks of the `wsdlgen` command's tools on each contract: overviews, samples, differences and forms.

use std::fmt;

use wsdlgen::tools::{
    CallOutcome, Contract, MessageInput, Mock, SampleError, SampleExchange, SampleValues, Soap,
};

use super::forms::{self, Forms};
use super::names::Names;
use super::services::Service;
use super::{Options, documents};
use crate::generate::in_parallel;

/// Counts of inspected items, and the problems found.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Looks {
    contracts: usize,
    operations: usize,
    samples: usize,
    /// Number of messages that are infinitely recursive.
    endless: usize,
    /// Number of forms with fields.
    forms: usize,
    /// Number of branches of choices in forms.
    branches: usize,
    pub(super) problems: Vec<String>,
    pub(super) names: Names,
}

impl fmt::Display for Looks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "looked at {} contracts: {} operations, {} samples, {} without an end, {} forms, {} branches, {} problems",
            self.contracts,
            self.operations,
            self.samples,
            self.endless,
            self.forms,
            self.branches,
            self.problems.len()
        )
    }
}

/// Inspects every service with a valid contract.
pub(super) fn at(options: &Options, services: &[Service]) -> Looks {
    let mut all = Looks::default();
    for looks in in_parallel(services, |service| at_one(options, service)) {
        all.contracts += looks.contracts;
        all.operations += looks.operations;
        all.samples += looks.samples;
        all.endless += looks.endless;
        all.forms += looks.forms;
        all.branches += looks.branches;
        all.problems.extend(looks.problems);
        all.names.extend(looks.names);
    }
    all
}

fn at_one(options: &Options, service: &Service) -> Looks {
    let id = service.id().to_owned();
    let looked = documents::load(&options.dir, service, options.config(service), move |contract| {
        let overview = contract.overview();
        let names = Names::of(&id, &overview);
        let mut looks = Looks { contracts: 1, names, ..Looks::default() };
        let differences = contract.differences(&contract);
        if let Some(difference) = differences.first() {
            looks.problems.push(format!("differs from itself: {difference}"));
        }
        for interface in &overview.services {
            for operation in &interface.operations {
                looks.operations += 1;
                looks.sample(&contract, &format!("{}/{}", interface.name, operation.name));
            }
        }
        looks.add_forms(forms::submit(&id, &Mock::new(contract), &overview));
        looks
    });
    let mut looks = match looked {
        Ok(Some(looks)) => looks,
        // Problems in the contract are reported by the generator.
        Ok(None) => Looks::default(),
        Err(panic) => Looks { problems: vec![format!("panics: {panic}")], ..Looks::default() },
    };
    for problem in &mut looks.problems {
        problem.insert_str(0, &format!("{}: ", service.id()));
    }
    looks
}

impl Looks {
    fn add_forms(&mut self, forms: Forms) {
        self.forms += forms.shown;
        self.branches += forms.branches;
        self.problems.extend(forms.problems);
    }

    /// Checks that all samples of an operation are well-formed.
    fn sample(&mut self, contract: &Contract, operation: &str) {
        for version in [Soap::V11, Soap::V12] {
            for values in [SampleValues::Placeholders, SampleValues::Valid] {
                match contract.sample(operation, Some(version), values) {
                    Ok(sample) => {
                        self.message(operation, &sample.request);
                        self.message(operation, &sample.reply);
                        if values == SampleValues::Valid {
                            self.check(contract, (operation, version), &sample);
                        }
                    }
                    Err(SampleError::Endless) => self.endless += 1,
                    Err(SampleError::NoPort { .. }) => {}
                    Err(error) => self.problems.push(format!("{operation}: {error}")),
                }
            }
        }
    }

    /// Checks that valid samples conform to the contract.
    fn check(
        &mut self,
        contract: &Contract,
        (operation, version): (&str, Soap),
        sample: &SampleExchange,
    ) {
        let envelope = |message: &str| message.split_once("\n\n").map(|(_, it)| it.to_owned());
        if let Some(request) = envelope(&sample.request) {
            let given = MessageInput::Xml(request);
            if let Err(error) = contract.request(operation, Some(version), &given, None) {
                self.problems.push(format!("{operation}: invalid request sample: {error}"));
            }
        }
        if let Some(reply) = envelope(&sample.reply) {
            match contract.answer(operation, Some(version), &reply) {
                Ok(CallOutcome::Reply { errors, .. }) if errors.is_empty() => {}
                other => {
                    self.problems.push(format!("{operation}: invalid reply sample: {other:?}"));
                }
            }
        }
    }

    fn message(&mut self, operation: &str, message: &str) {
        self.samples += 1;
        let Some((_, body)) = message.split_once("\n\n") else { return };
        if let Err(error) = roxmltree::Document::parse(body) {
            self.problems.push(format!("{operation}: malformed sample: {error}"));
        }
    }
}
