//! `wsdlgen sample`.

use serde_json::json;
use wsdlgen::tools::{SampleValues, Soap};

use super::Reading;
use crate::{Done, Failure, Format, out};

/// Print sample messages of an operation
///
/// Prints the request with its HTTP head, in the format of ASP.NET help pages: type names as placeholders
/// for values. With `--valid`, prints values that satisfy the contract instead.
///
/// Example: `wsdlgen sample wsdl/CustomerCareService.wsdl --operation UpdateCustomerPIN --soap 1.2`
#[derive(clap::Args)]
pub(crate) struct Sample {
    /// The WSDL: a file, or an address to fetch it from
    #[arg(value_name = "FILE|URL")]
    contract: String,
    #[command(flatten)]
    reading: Reading,
    /// The operation's name in the contract, `Service/Operation` or `Port/Operation`
    #[arg(long, value_name = "NAME")]
    operation: String,
    /// The SOAP version, 1.1 or 1.2 [default: 1.1 if the contract supports it]
    #[arg(long, value_name = "VERSION", value_parser = soap)]
    soap: Option<Soap>,
    /// Print the response instead of the request
    #[arg(long)]
    response: bool,
    /// Print valid values instead of type names
    #[arg(long)]
    valid: bool,
    #[command(flatten)]
    format: Format,
}

impl Sample {
    pub(crate) fn run(self) -> Result<Done, Failure> {
        let contract = self.reading.load(&self.contract)?;
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

/// Parses a SOAP version, `1.1` or `1.2`.
pub(super) fn soap(text: &str) -> Result<Soap, String> {
    match text {
        "1.1" => Ok(Soap::V11),
        "1.2" => Ok(Soap::V12),
        _ => Err("expected 1.1 or 1.2".to_owned()),
    }
}
