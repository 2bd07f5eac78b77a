//! The subcommands, one module each: arguments and implementation.

pub(crate) mod call;
pub(crate) mod completions;
pub(crate) mod connection;
pub(crate) mod diff;
pub(crate) mod explain;
pub(crate) mod fetch;
pub(crate) mod generate;
pub(crate) mod inspect;
pub(crate) mod lint;
pub(crate) mod mock;
pub(crate) mod new;
pub(crate) mod sample;
pub(crate) mod validate;

use std::path::PathBuf;

use connection::Connection;
use wsdlgen::{Config, tools::Contract};
use wsdlgen_cli::{contract::Location, fetch::Problem};

use crate::Failure;

/// Options for reading contracts.
#[derive(clap::Args)]
pub(crate) struct Reading {
    /// Also search this folder for imported documents; may be repeated [default: the contract's folder and
    /// repository]
    #[arg(long, value_name = "DIR")]
    import_folder: Vec<PathBuf>,
    /// Correct mistakes in the contract, and print each with the assumption made
    #[arg(long)]
    repair: bool,
    #[command(flatten)]
    connection: Connection,
}

/// The operations and types to include.
#[derive(clap::Args)]
pub(crate) struct Selection {
    /// Include only this operation and the types it needs; may be repeated
    #[arg(long, value_name = "NAME")]
    operation: Vec<String>,
    /// Also include this type and the types it needs; may be repeated
    #[arg(long, value_name = "NAME")]
    r#type: Vec<String>,
    /// Also include types that no operation uses
    #[arg(long)]
    all_types: bool,
}

impl Selection {
    fn add_to(&self, config: Config) -> Config {
        let config = config.operations(&self.operation).types(&self.r#type);
        if self.all_types { config.all_types() } else { config }
    }
}

impl Reading {
    fn add_to(&self, config: Config) -> Config {
        let config = if self.repair { config.repair() } else { config };
        self.import_folder.iter().fold(config, Config::import_folder)
    }

    /// Returns the contract at a path, or fetches it from an address.
    fn find(&self, named: &str) -> Result<Location, Failure> {
        Location::find(named, &self.connection.options().map_err(|problem| with_advice(&problem))?)
    }

    /// Reads a contract, skipping operations that cannot be resolved.
    fn load(&self, named: &str) -> Result<Contract, Failure> {
        self.load_with(named, wsdlgen::configure())
    }

    /// Reads a contract with these settings, skipping operations that cannot be resolved.
    fn load_with(&self, named: &str, config: Config) -> Result<Contract, Failure> {
        let location = self.find(named)?;
        let config = self.add_to(config.skip_unresolved());
        Ok(config.read(location.file()).map_err(Box::new)?)
    }
}

fn with_advice(problem: &Problem) -> Failure {
    format!("{problem}\n  help: {}", problem.advice()).into()
}

/// Returns a name without characters that are special in file names.
fn file_name(name: &str) -> String {
    let is_plain = |character: char| character.is_alphanumeric() || matches!(character, '-' | '_');
    name.chars().map(|one| if is_plain(one) { one } else { '_' }).collect()
}
