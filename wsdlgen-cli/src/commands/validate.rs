//! `wsdlgen validate`.

use std::{fs, path::PathBuf};

use serde_json::{Value, json};
use wsdlgen_runtime::{
    AnyElement,
    schema::{Schema, SchemaViolation},
    xml::{ReadOptions, decode_text},
};

use super::Reading;
use crate::{Done, Failure, Format, out};

/// Validate documents and messages against the schema of a contract
///
/// Prints each violation with its place and the name that XML Schema gives the rule. Of a SOAP message, the header
/// blocks and the content of the body are validated, as far as the contract declares them. The exit code is 1 if a
/// document is invalid.
///
/// Example: `wsdlgen validate wsdl/CustomerCareService.wsdl request.xml`
#[derive(clap::Args)]
pub(crate) struct Validate {
    /// The WSDL or schema: a file, or an address to fetch it from
    #[arg(value_name = "FILE|URL")]
    contract: String,
    /// The documents
    #[arg(value_name = "DOCUMENT", required = true)]
    documents: Vec<PathBuf>,
    #[command(flatten)]
    reading: Reading,
    #[command(flatten)]
    format: Format,
}

/// A document and what is wrong with it.
struct Outcome {
    document: String,
    problems: Vec<Problem>,
    /// The number of problems that are left out.
    omitted: usize,
}

/// A violation, or the reason why the document cannot be read.
enum Problem {
    Violation(SchemaViolation),
    Unreadable(String),
}

impl Validate {
    pub(crate) fn run(self) -> Result<Done, Failure> {
        let config = wsdlgen::configure().schema_validation();
        let contract = self.reading.load_with(&self.contract, config)?;
        let schema = contract.schema().ok_or("the contract has no schema")?;
        let mut outcomes = Vec::new();
        for path in &self.documents {
            let bytes = fs::read(path).map_err(|error| format!("{}: {error}", path.display()))?;
            let (problems, omitted) = problems(&schema, &bytes);
            outcomes.push(Outcome { document: path.display().to_string(), problems, omitted });
        }
        if self.format.json {
            let all: Vec<Value> = outcomes.iter().map(Outcome::json).collect();
            out::put(&format!("{:#}\n", json!(all)))?;
        } else {
            out::put(&outcomes.iter().map(Outcome::text).collect::<String>())?;
        }
        let are_valid = outcomes.iter().all(|outcome| outcome.problems.is_empty());
        Ok(if are_valid { Done::Well } else { Done::Denied })
    }
}

fn problems(schema: &Schema, bytes: &[u8]) -> (Vec<Problem>, usize) {
    let options = ReadOptions::default();
    let root = decode_text(bytes, None).and_then(|text| AnyElement::parse(&text, &options));
    let root = match root {
        Ok(root) => root,
        Err(error) => return (vec![Problem::Unreadable(error.to_string())], 0),
    };
    let is_message = root.name.local() == "Envelope" && !schema.declares(&root.name);
    let assessed = if is_message { schema.assess_message(&root) } else { schema.assess(&root) };
    match assessed {
        Ok(()) => (Vec::new(), 0),
        Err(invalid) => {
            let violations = invalid.violations().iter().cloned().map(Problem::Violation);
            (violations.collect(), invalid.omitted())
        }
    }
}

impl Outcome {
    fn text(&self) -> String {
        let Self { document, problems, omitted } = self;
        let lines = problems.iter().map(|problem| match problem {
            Problem::Violation(violation) => format!("{document}: {violation}\n"),
            Problem::Unreadable(error) => format!("{document}: {error}\n"),
        });
        let more = (*omitted > 0).then(|| format!("{document}: and {omitted} more\n"));
        let valid = problems.is_empty().then(|| format!("{document}: valid\n"));
        lines.chain(more).chain(valid).collect()
    }

    fn json(&self) -> Value {
        let problems = self.problems.iter().map(|problem| match problem {
            Problem::Violation(violation) => json!({
                "path": violation.path(),
                "reason": violation.reason(),
                "constraint": violation.constraint(),
            }),
            Problem::Unreadable(error) => json!({ "reason": error }),
        });
        json!({
            "document": self.document,
            "valid": self.problems.is_empty(),
            "violations": problems.collect::<Vec<_>>(),
            "omitted": self.omitted,
        })
    }
}
