//! `cargo lab schemas`: verdicts on random documents of random schemas, compared with those of libxml2.
//!
//! For each schema, documents are valid by construction, or have one mutation. The schema in generated code has to give
//! the same verdict as libxml2. Generated types have to read valid documents and write them back, unless the schema is
//! ambiguous. `lint` must report nothing but ambiguity.

mod document;
mod schema;
mod simple;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use wsdlgen_runtime::AnyElement;
use wsdlgen_runtime::schema::{InvalidDocument, SchemaViolation};

use self::document::Derivation;
use self::schema::Schema;
use crate::conformance::rewriting::{self, Rewriting};
use crate::random::Random;
use crate::xmllint::{self, Verdict};
use crate::{Outcome, Result};

#[derive(clap::Args)]
pub struct Options {
    /// The number of schemas
    #[arg(long, default_value_t = 100)]
    count: usize,
    /// The number of the first schema
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Check the schemas alone, without compiling types
    #[arg(long)]
    without_types: bool,
}

/// The number of documents without a mutation, and with one, for each schema.
const DOCUMENTS: usize = 8;
const MUTATIONS: usize = 24;
/// The time limit of libxml2 for the documents of a schema. Some models take it exponential time.
const TIME: Duration = Duration::from_secs(5);

/// A schema on disk, with its documents and libxml2's verdicts.
struct Case {
    path: PathBuf,
    is_ambiguous: bool,
    documents: Vec<PathBuf>,
    invalid: BTreeMap<PathBuf, String>,
}

impl Case {
    fn folder(&self) -> &Path {
        self.path.parent().unwrap_or(&self.path)
    }
}

/// The numbers in the last line of the output.
#[derive(Default)]
struct Count {
    schemas: usize,
    skipped: BTreeMap<String, usize>,
    valid: usize,
    invalid: usize,
    failed: usize,
}

pub(crate) fn run(options: &Options) -> Result {
    if !xmllint::is_installed() {
        return Ok(Outcome::Skipped("xmllint is not installed".to_owned()));
    }
    let folder = crate::workspace::root().join("target/schemas");
    let mut count = Count::default();
    let mut cases = Vec::new();
    for seed in options.seed..options.seed + options.count as u64 {
        if let Some(case) = prepare(seed, &folder, &mut count)? {
            cases.push(compare(case, &mut count)?);
        }
    }
    if !options.without_types {
        read(&cases, &mut count)?;
    }
    for (reason, number) in &count.skipped {
        println!("skipped, {reason}: {number}");
    }
    println!(
        "schemas: {} schemas, {} valid documents, {} invalid documents, {} failed",
        count.schemas, count.valid, count.invalid, count.failed
    );
    Ok(if count.failed == 0 { Outcome::Passed } else { Outcome::Failed })
}

/// Writes a schema and its documents, and validates them with libxml2.
fn prepare(seed: u64, folder: &Path, count: &mut Count) -> Result<Option<Case>> {
    let mut random = Random::new(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15));
    let schema = Schema::random(seed.is_multiple_of(2), &mut random);
    let folder = folder.join(seed.to_string());
    fs::create_dir_all(&folder)?;
    let path = folder.join("schema.xsd");
    fs::write(&path, schema.text())?;
    let mut documents = Vec::new();
    for number in 0..DOCUMENTS + MUTATIONS {
        let mut root = Derivation::new(&schema, &mut random).document();
        if number >= DOCUMENTS {
            root.mutate(&mut random);
        }
        let kind = if number < DOCUMENTS { "derived" } else { "mutated" };
        let document = folder.join(format!("{kind}-{number}.xml"));
        fs::write(&document, root.text())?;
        documents.push(document);
    }
    match xmllint::validate(&path, &documents, TIME)? {
        Verdict::Invalid(invalid) => {
            count.schemas += 1;
            Ok(Some(Case { path, is_ambiguous: false, documents, invalid }))
        }
        Verdict::BadSchema(reason) => {
            let reason =
                if reason.contains("determinist") { "the schema is ambiguous" } else { &reason };
            *count.skipped.entry(reason.to_owned()).or_default() += 1;
            Ok(None)
        }
        Verdict::TimedOut => {
            *count.skipped.entry("libxml2 takes too long".to_owned()).or_default() += 1;
            Ok(None)
        }
    }
}

/// Compares libxml2's verdicts with those of the schema in generated code. Returns the case with the documents that are
/// valid for both.
fn compare(mut case: Case, count: &mut Count) -> Result<Case> {
    let load = |location: &str| fs::read(location);
    let location = case.path.to_string_lossy();
    let contract = wsdlgen::configure().schema_validation().load(&location, load)?;
    let found = wsdlgen::configure().lint(&case.path);
    case.is_ambiguous = found.codes().contains(&wsdlgen::Code::Ambiguous);
    if found.codes().iter().any(|code| *code != wsdlgen::Code::Ambiguous) {
        count.failed += 1;
        println!("{}\n{found}", case.path.display());
    }
    let schema = contract.schema().ok_or("the schema is included")?;
    let mut valid = Vec::new();
    for document in &case.documents {
        let text = fs::read_to_string(document)?;
        let root: AnyElement = text.parse()?;
        let theirs = case.invalid.get(document);
        match theirs {
            Some(_) => count.invalid += 1,
            None => count.valid += 1,
        }
        let ours = schema.assess(&root);
        let theirs = theirs.map(|reason| reason.trim());
        if ours.is_err() == theirs.is_some() {
            valid.extend(ours.is_ok().then(|| document.clone()));
            continue;
        }
        let is_derived = document
            .file_name()
            .is_some_and(|name| ours.is_err() && name.to_string_lossy().starts_with("derived"));
        let has_wildcard = text.contains("<o:other");
        let reason = explanation(ours.as_ref().err(), theirs, has_wildcard);
        if let Some(reason) = reason.filter(|_| !is_derived) {
            *count.skipped.entry(reason.to_owned()).or_default() += 1;
        } else {
            count.failed += 1;
            println!("{}", document.display());
            println!("    libxml2: {}", theirs.unwrap_or("valid"));
            println!("    wsdlgen: {}", ours.err().map_or("valid".to_owned(), |it| it.to_string()));
        }
    }
    case.documents = valid;
    Ok(case)
}

/// Returns why libxml2 is wrong about a document, if it is known to be wrong about its kind.
fn explanation(
    ours: Option<&InvalidDocument>,
    theirs: Option<&str>,
    has_wildcard: bool,
) -> Option<&'static str> {
    let all = |is_such: fn(&SchemaViolation) -> bool| {
        ours.is_some_and(|invalid| invalid.violations().iter().all(is_such))
    };
    if all(|one| one.constraint() == "cvc-id.1") {
        Some("libxml2 does not check references to IDs")
    } else if all(|one| one.reason().contains("xs:base64Binary")) {
        Some("libxml2 accepts other characters in xs:base64Binary")
    } else if all(|one| one.reason().starts_with("it violates minLength (1): it is 0")) {
        Some("libxml2 accepts an empty xs:NMTOKENS")
    } else if theirs.is_some_and(|reason| reason.contains("'xs:anyURI'")) {
        Some("libxml2 checks the syntax of xs:anyURI")
    } else if theirs.is_some_and(|reason| reason.contains("Missing child element(s)")) {
        Some("libxml2 gives groups that repeat as many elements as possible")
    } else if has_wildcard && all(|one| one.constraint() == "cvc-complex-type.2.4") {
        Some("libxml2 loses track after a wildcard")
    } else {
        None
    }
}

/// Reads the documents with generated types, and writes them back.
fn read(cases: &[Case], count: &mut Count) -> Result<()> {
    let folder = crate::workspace::root().join("target/schemas/out");
    fs::create_dir_all(&folder)?;
    let mut rewritings = Vec::new();
    for case in cases {
        rewritings.push(Rewriting { schema: &case.path, documents: case.documents.clone() });
    }
    for (document, problems) in rewriting::problems(&rewritings, &folder)? {
        let is_ambiguous =
            cases.iter().any(|case| case.is_ambiguous && document.starts_with(case.folder()));
        let is_nil_type =
            |problem: &String| problem.ends_with("XMLSchema-instance}type` is missing");
        let reason = if is_ambiguous {
            Some("types refuse valid documents of ambiguous schemas")
        } else if problems.iter().all(is_nil_type) {
            Some("types do not keep `xsi:type` of nil elements")
        } else {
            None
        };
        if let Some(reason) = reason {
            *count.skipped.entry(reason.to_owned()).or_default() += 1;
            continue;
        }
        count.failed += 1;
        println!("{}", document.display());
        for problem in problems {
            println!("    types: {problem}");
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{Derivation, Random, Schema};

    #[test]
    fn accepts_documents_made_from_their_schemas() {
        for seed in 1..60 {
            let mut random = Random::new(seed);
            let schema = Schema::random(seed.is_multiple_of(2), &mut random);
            let text = schema.text().into_bytes();
            let config = wsdlgen::configure().schema_validation();
            let contract = config.load("schema.xsd", |_| Ok(text.clone())).unwrap();
            let assessor = contract.schema().unwrap();
            for _ in 0..20 {
                let document = Derivation::new(&schema, &mut random).document().text();
                let found = assessor.assess(&document.parse().unwrap());
                assert!(found.is_ok(), "schema {seed}: {found:?}\n{document}");
            }
        }
    }

    #[test]
    fn refuses_most_mutations() {
        let (mut refused, mut accepted) = (0, 0);
        for seed in 1..60 {
            let mut random = Random::new(seed);
            let schema = Schema::random(seed.is_multiple_of(2), &mut random);
            let text = schema.text().into_bytes();
            let config = wsdlgen::configure().schema_validation();
            let contract = config.load("schema.xsd", |_| Ok(text.clone())).unwrap();
            let assessor = contract.schema().unwrap();
            for _ in 0..20 {
                let mut root = Derivation::new(&schema, &mut random).document();
                root.mutate(&mut random);
                match assessor.assess(&root.text().parse().unwrap()) {
                    Ok(()) => accepted += 1,
                    Err(_) => refused += 1,
                }
            }
        }
        assert!(refused > 2 * accepted, "{refused} refused, {accepted} accepted");
    }
}
