//! `wsdlgen lint`.

use wsdlgen::Code;

use super::Reading;
use crate::{Done, Failure, out};

/// Look for mistakes in a WSDL or schema
///
/// For the authors of contracts. Prints what `generate` reports, and violations of rules of XML Schema that make no
/// difference to generated code. Nothing is generated. The exit code is 1 if there is an error.
///
/// Example: `wsdlgen lint schema.xsd --deny WG0031`
#[derive(clap::Args)]
pub(crate) struct Lint {
    /// The WSDL or schema: a file, or an address to fetch it from
    #[arg(value_name = "FILE|URL")]
    contract: String,
    /// Count warnings with this code as errors; may be repeated
    #[arg(long, value_name = "CODE")]
    deny: Vec<Code>,
    #[command(flatten)]
    reading: Reading,
}

impl Lint {
    pub(crate) fn run(self) -> Result<Done, Failure> {
        let location = self.reading.find(&self.contract)?;
        let config = self.deny.iter().fold(wsdlgen::configure(), |config, code| config.deny(*code));
        let report = self.reading.add_to(config).lint(location.file());
        if report.is_empty() {
            out::put(&format!("{}: nothing found\n", self.contract))?;
            return Ok(Done::Well);
        }
        report.print_to_stderr();
        Ok(if report.has_errors() { Done::Denied } else { Done::Well })
    }
}
