//! `cargo xtask refresh`: the flagship contract, fetched anew.

use wsdlgen_cli::fetch::{Change, Options, fetch};
use wsdlgen_cli::progress::Line;

use crate::{Outcome, Result, workspace};

/// Where the contract's owner serves it.
pub(crate) const ADDRESS: &str =
    "http://ua-custsvc-ihub.southerncompany.com/webservices/CustomerCareService.asmx?WSDL";

/// What it is called here.
const CONTRACT: &str = "CustomerCareService.wsdl";

/// Fetches the contract into `wsdl/`. A failure leaves the old files as they were.
pub(crate) fn run(address: &str) -> Result {
    let line = Line::new();
    let directory = workspace::root().join("wsdl");
    // Wherever it is fetched from, it is the contract that the project is built on.
    let options = Options { name: Some(CONTRACT.to_owned()), ..Options::default() };
    let fetched = fetch(address, &directory, &options, &mut |event| line.show(event))?;
    drop(line);
    for file in &fetched.files {
        println!("{}: {}", file.path.display(), file.change);
    }
    if fetched.files.iter().any(|file| file.change != Change::Unchanged) {
        println!("refresh: build and test before you commit: the contract has changed");
    }
    Ok(Outcome::Passed)
}
