//! `wsdlgen generate`.

use std::fs;
use std::path::PathBuf;

use wsdlgen::{Code, Sides};
use wsdlgen_cli::contract::Location;
use wsdlgen_cli::settings;

use super::{Reading, Selection};
use crate::{Done, Failure};

/// Generate Rust code from a WSDL
///
/// Writes the same file as a build script, for projects that check in generated code. Problems in the
/// contract are reported with file, line and column. Settings can be read from a file that mirrors the
/// settings of a build script: see `wsdlgen.toml` in the guide.
///
/// Example: `wsdlgen generate wsdl/CustomerCareService.wsdl --out src/generated`
#[derive(clap::Args)]
pub(crate) struct Generate {
    /// The WSDL: a file, or an address to fetch it from [default: from the settings file]
    #[arg(value_name = "FILE|URL", required_unless_present = "config")]
    contract: Option<String>,
    /// The output folder, created if missing [default: from the settings file]
    #[arg(long, value_name = "DIR", required_unless_present = "config")]
    out: Option<PathBuf>,
    #[command(flatten)]
    selection: Selection,
    #[command(flatten)]
    reading: Reading,
    /// Generate only the client
    #[arg(long, conflicts_with = "server")]
    client: bool,
    /// Generate only the server
    #[arg(long)]
    server: bool,
    /// Publish the contract on the server: `?wsdl`, and help pages with samples and a test form
    #[arg(long, conflicts_with = "client")]
    publish: bool,
    /// Count warnings with this code as errors; may be repeated
    #[arg(long, value_name = "CODE")]
    deny: Vec<Code>,
    /// Read settings from this file
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
}

impl Generate {
    pub(crate) fn run(self) -> Result<Done, Failure> {
        let settings = match &self.config {
            Some(file) => settings::read(file)?,
            None => settings::Settings::default(),
        };
        let mut config = self.reading.add_to(self.selection.add_to(settings.config));
        match (self.client, self.server) {
            (true, _) => config = config.sides(Sides::Client),
            (_, true) => config = config.sides(Sides::Server),
            _ => {}
        }
        if self.publish {
            config = config.publish();
        }
        config = self.deny.iter().fold(config, |config, code| config.deny(*code));
        let named = match &self.contract {
            Some(contract) => vec![contract.clone()],
            None => settings.contracts,
        };
        let out = self.out.clone().or(settings.out).ok_or("no output folder given; use --out")?;
        if named.is_empty() {
            return Err("no contract given; pass a file or an address".into());
        }
        let locations: Vec<Location> =
            named.iter().map(|one| self.reading.find(one)).collect::<Result<_, _>>()?;
        fs::create_dir_all(&out)
            .map_err(|error| format!("cannot create the folder `{}`: {error}", out.display()))?;
        let files: Vec<&std::path::Path> = locations.iter().map(Location::file).collect();
        config.out_dir(out).compile(&files).map_err(Box::new)?;
        Ok(Done::Well)
    }
}
