//! The subcommands, one module each: arguments and implementation.

pub(crate) mod call;
pub(crate) mod completions;
pub(crate) mod diff;
pub(crate) mod explain;
pub(crate) mod fetch;
pub(crate) mod generate;
pub(crate) mod inspect;
pub(crate) mod mock;
pub(crate) mod sample;

use std::path::PathBuf;

use wsdlgen::{Config, tools::Contract};
use wsdlgen_cli::contract::Location;

use crate::Failure;

/// Folders to search for imported documents.
#[derive(clap::Args)]
pub(crate) struct Imports {
    /// Also search this folder for imported documents; may be repeated [default: the contract's folder and
    /// repository]
    #[arg(long, value_name = "DIR")]
    import_folder: Vec<PathBuf>,
}

impl Imports {
    fn add_to(&self, config: Config) -> Config {
        self.import_folder.iter().fold(config, Config::import_folder)
    }

    /// Reads a contract, skipping operations that cannot be resolved.
    fn load(&self, named: &str) -> Result<Contract, Failure> {
        let location = Location::find(named)?;
        let config = self.add_to(wsdlgen::configure().skip_unresolved());
        Ok(config.read(location.file()).map_err(Box::new)?)
    }
}
