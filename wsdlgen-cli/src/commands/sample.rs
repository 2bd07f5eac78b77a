//! `wsdlgen sample`.

use serde_json::json;
use wsdlgen::tools::{SampleValues, Soap};

use super::Imports;
use crate::{Done, Failure, Format, out};

/// Print the messages of an operation
///
/// Prints the request, HTTP head included, as the help page of an ASP.NET service does: with the names
/// of types in the place of values. `--valid` has values that keep to the contract instead.
///
/// Example: `wsdlgen sample wsdl/CustomerCareService.wsdl --operation UpdateCustomerPIN --soap 1.2`
#[derive(clap::Args)]
pub(crate) struct Sample {
    /// The WSDL: a file, or an address to fetch it from
    #[arg(value_name = "FILE|URL")]
    contract: String,
    #[command(flatten)]
    imports: Imports,
    /// The operation's name in the contract, or `Service/Operation`
    #[arg(long, value_name = "NAME")]
    operation: String,
    /// The version of SOAP [default: 1.1, or the one that there is]
    #[arg(long, value_name = "VERSION", value_parser = soap)]
    soap: Option<Soap>,
    /// Print the response
    #[arg(long)]
    response: bool,
    /// Put valid values in the place of the names of types
    #[arg(long)]
    valid: bool,
    #[command(flatten)]
    format: Format,
}

impl Sample {
    pub(crate) fn run(self) -> Result<Done, Failure> {
        let contract = self.imports.load(&self.contract)?;
        let values = if self.valid { SampleValues::Valid } else { SampleValues::Placeholders };
        let sample = contract.sample(&self.operation, self.soap, values)?;
        if self.format.json {
            let both = json!({ "request": sample.request, "response": sample.reply });
            out::put(&format!("{both:#}\n"))?;
            return Ok(Done::Well);
        }
        out::put(&if self.response { sample.reply } else { sample.request })?;
        Ok(Done::Well)
    }
}

/// A version of SOAP as people write it.
pub(super) fn soap(text: &str) -> Result<Soap, String> {
    match text {
        "1.1" => Ok(Soap::V11),
        "1.2" => Ok(Soap::V12),
        _ => Err("the versions are 1.1 and 1.2".to_owned()),
    }
}
