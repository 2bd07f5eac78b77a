//! `cargo xtask refresh`: fetches the flagship contract again, prints the differences, and regenerates its code.

use std::fs;
use std::path::Path;

use wsdlgen::tools::Contract;
use wsdlgen_cli::fetch::{Change, Options, fetch};
use wsdlgen_cli::progress::Line;

use crate::{Outcome, Result, regen, workspace};

/// The address of the contract.
pub(crate) const ADDRESS: &str =
    "http://ua-custsvc-ihub.southerncompany.com/webservices/CustomerCareService.asmx?WSDL";

/// The file name of the contract in `wsdl/`.
const CONTRACT: &str = "CustomerCareService.wsdl";

/// Fetches the contract into `wsdl/`. If that fails, the old files remain unchanged.
pub(crate) fn run(address: &str) -> Result {
    let directory = workspace::root().join("wsdl");
    let before = load(&directory.join(CONTRACT))?;
    let line = Line::new();
    // The file name is fixed, regardless of the address.
    let options = Options { name: Some(CONTRACT.to_owned()), ..Options::default() };
    let fetched = fetch(address, &directory, &options, &mut |event| line.show(event))?;
    drop(line);
    for file in &fetched.files {
        println!("{}: {}", file.path.display(), file.change);
    }
    if fetched.files.iter().all(|file| file.change == Change::Unchanged) {
        return Ok(Outcome::Passed);
    }
    let differences = before.differences(&load(&directory.join(CONTRACT))?);
    for difference in &differences {
        println!("{difference}");
    }
    println!("refresh: {} differences; build and test before committing", differences.len());
    regen::rewrite()
}

fn load(file: &Path) -> Result<Contract> {
    let location = file.to_string_lossy();
    let loaded = wsdlgen::configure().load(&location, |path| fs::read(path));
    loaded.map_err(|report| report.to_string().into())
}
