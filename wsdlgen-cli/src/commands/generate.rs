//! `wsdlgen generate`.

use std::fs;
use std::path::PathBuf;

use wsdlgen::Sides;
use wsdlgen_cli::contract::Location;
use wsdlgen_cli::settings;

use super::Imports;
use crate::{Done, Failure};

/// Generate Rust from a WSDL
///
/// Writes the file that a build script would write, for projects that check generated code in. What is
/// wrong with the contract is reported with file, line and column. Settings may stand in a file, which
/// mirrors the settings of a build script: see `wsdlgen.toml` in the guide.
///
/// Example: `wsdlgen generate wsdl/CustomerCareService.wsdl --out src/generated`
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
#[derive(clap::Args)]
pub(crate) struct Generate {
    /// The WSDL: a file, or an address to fetch it from [default: what the settings name]
    #[arg(value_name = "FILE|URL", required_unless_present = "config")]
    contract: Option<String>,
    /// The folder for the Rust file; it is made if need be [default: what the settings name]
    #[arg(long, value_name = "DIR", required_unless_present = "config")]
    out: Option<PathBuf>,
    /// Generate only this operation, and the types that it needs; may be given several times
    #[arg(long, value_name = "NAME")]
    operation: Vec<String>,
    /// Generate the types that no operation reaches, too
    #[arg(long)]
    all_types: bool,
    #[command(flatten)]
    imports: Imports,
    /// Generate no server
    #[arg(long, conflicts_with = "server")]
    client: bool,
    /// Generate no client
    #[arg(long)]
    server: bool,
    /// Have the server show the contract: `?wsdl`, and pages for people with samples and a form
    #[arg(long, conflicts_with = "client")]
    publish: bool,
    /// A file with settings
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
}

impl Generate {
    pub(crate) fn run(self) -> Result<Done, Failure> {
        let settings = match &self.config {
            Some(file) => settings::read(file)?,
            None => settings::Settings::default(),
        };
        let mut config = settings.config;
        if !self.operation.is_empty() {
            config = config.operations(&self.operation);
        }
        if self.all_types {
            config = config.all_types();
        }
        config = self.imports.add_to(config);
        match (self.client, self.server) {
            (true, _) => config = config.sides(Sides::Client),
            (_, true) => config = config.sides(Sides::Server),
            _ => {}
        }
        if self.publish {
            config = config.publish();
        }
        let named = match self.contract {
            Some(contract) => vec![contract],
            None => settings.contracts,
        };
        let out = self.out.or(settings.out).ok_or("there is no folder to write to: give --out")?;
        if named.is_empty() {
            return Err("there is no contract: give a file or an address".into());
        }
        let locations: Vec<Location> =
            named.iter().map(|one| Location::find(one)).collect::<Result<_, _>>()?;
        fs::create_dir_all(&out)
            .map_err(|error| format!("cannot make the folder {}: {error}", out.display()))?;
        let files: Vec<&std::path::Path> = locations.iter().map(Location::file).collect();
        config.out_dir(out).compile(&files).map_err(Box::new)?;
        Ok(Done::Well)
    }
}
