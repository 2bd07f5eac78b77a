//! `wsdlgen inspect`.

mod cost;
mod tree;

use serde_json::{Value, json};
use wsdlgen::tools::{MessageOverview, OperationOverview, Overview, ServiceOverview};

use super::{Reading, Selection};
use crate::{Done, Failure, Format, out};

/// Show the contents of a contract
///
/// Lists services, ports and operations with their Rust signatures, header blocks and faults, the types that
/// would be generated, and operations that would be skipped with the reason.
///
/// With --cost, shows what each operation adds to the generated code and to the time of `cargo check`, to choose the
/// operations of large contracts.
///
/// Example: `wsdlgen inspect https://example.com/Orders.asmx?wsdl`
#[derive(clap::Args)]
pub(crate) struct Inspect {
    /// The WSDL: a file, or an address to fetch it from
    #[arg(value_name = "FILE|URL")]
    contract: String,
    #[command(flatten)]
    reading: Reading,
    #[command(flatten)]
    selection: Selection,
    /// List the types as well
    #[arg(long)]
    types: bool,
    /// Print the generated types and lines of each operation instead, the largest first
    #[arg(long, conflicts_with = "types")]
    cost: bool,
    #[command(flatten)]
    format: Format,
}

impl Inspect {
    pub(crate) fn run(self) -> Result<Done, Failure> {
        let config = self.selection.add_to(wsdlgen::configure());
        let contract = self.reading.load_with(&self.contract, config)?;
        if self.cost {
            let costs = contract.costs();
            out::put(&if self.format.json { cost::as_json(&costs) } else { cost::table(costs) })?;
            return Ok(Done::Well);
        }
        let overview = contract.overview();
        if self.format.json {
            out::put(&format!("{:#}\n", as_json(&overview)))?;
        } else {
            let types = if self.types { tree::Types::Listed } else { tree::Types::Counted };
            out::put(&tree::of(&overview, types))?;
        }
        let warnings = contract.warnings();
        if !warnings.is_empty() {
            out::note("");
            warnings.print_to_stderr();
        }
        Ok(Done::Well)
    }
}

fn as_json(overview: &Overview) -> Value {
    let counts = &overview.counts;
    let types = overview
        .types
        .iter()
        .map(|one| json!({ "name": one.name, "path": one.path, "kind": one.kind }));
    let skipped = overview.skipped.iter().map(
        |one| json!({ "portType": one.port_type, "operation": one.operation, "why": one.reason }),
    );
    json!({
        "targetNamespace": overview.target_namespace,
        "services": overview.services.iter().map(service).collect::<Vec<_>>(),
        "counts": {
            "records": counts.records,
            "enumerations": counts.enumerations,
            "choices": counts.choices,
            "families": counts.families,
            "unions": counts.unions,
            "aliases": counts.aliases,
            "leftOut": counts.left_out,
        },
        "types": types.collect::<Vec<_>>(),
        "skipped": skipped.collect::<Vec<_>>(),
    })
}

fn service(service: &ServiceOverview) -> Value {
    let ports = service.ports.iter().map(|port| {
        json!({
            "name": port.name,
            "binding": port.binding,
            "constant": port.constant,
            "soap": port.soap,
            "protocol": port.protocol,
            "address": port.address,
            "security": port.security,
        })
    });
    json!({
        "name": service.name,
        "documentation": service.documentation,
        "client": service.client,
        "server": service.server,
        "ports": ports.collect::<Vec<_>>(),
        "operations": service.operations.iter().map(operation).collect::<Vec<_>>(),
    })
}

fn operation(operation: &OperationOverview) -> Value {
    json!({
        "name": operation.name,
        "documentation": operation.documentation,
        "signature": operation.signature,
        "encoded": operation.encoded,
        "oneWay": operation.one_way,
        "request": message(&operation.request),
        "reply": message(&operation.reply),
        "faults": operation.faults,
    })
}

fn message(message: &MessageOverview) -> Value {
    json!({
        "body": message.body,
        "headers": message.headers,
        "attachments": message.attachments,
    })
}
