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

use wsdlgen::{Config, Contract};
use wsdlgen_cli::contract::{self, Location};

use crate::Failure;

/// Reads a contract; what is wrong with it is the failure.
fn load(config: &Config, named: &str) -> Result<Contract, Failure> {
    let location = Location::find(named)?;
    let loaded = config.load(&location.as_text(), contract::read);
    Ok(loaded.map_err(Box::new)?)
}
