//! The subcommands, a file each: arguments, and what becomes of them.

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

/// Folders with documents that a contract may import.
#[derive(clap::Args)]
pub(crate) struct Imports {
    /// Read imported documents from this folder, too; may be given several times [default: the contract's
    /// folder and repository]
    #[arg(long, value_name = "DIR")]
    import_folder: Vec<PathBuf>,
}

impl Imports {
    fn add_to(&self, config: Config) -> Config {
        self.import_folder.iter().fold(config, Config::import_folder)
    }

    /// Reads a contract for looking at it. The failure says what is wrong with it.
    fn load(&self, named: &str) -> Result<Contract, Failure> {
        let location = Location::find(named)?;
        let config = self.add_to(wsdlgen::configure().skip_unresolved());
        Ok(config.read(location.file()).map_err(Box::new)?)
    }
}
