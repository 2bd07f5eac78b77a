//! `wsdlgen fetch`.

use std::path::PathBuf;

use wsdlgen_cli::fetch::{Hosts, Options, fetch};
use wsdlgen_cli::progress::Line;

use crate::{Done, Failure};

/// Download a WSDL and every document it imports
///
/// All documents are downloaded and checked before any file is replaced: a failure leaves the
/// old files as they were. Where a location in a document is not the name of its file, a
/// catalog.json is written beside the files that says which is which.
///
/// Example: `wsdlgen fetch 'https://example.com/CustomerCareService.asmx?WSDL' --out wsdl`
#[derive(clap::Args)]
pub(crate) struct Fetch {
    /// The WSDL's address, http or https
    url: String,
    /// The folder for the files; it is made if need be
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// The WSDL's file name [default: made from the address]
    #[arg(long, value_name = "FILE")]
    name: Option<String>,
    /// Follow imports and redirects to other hosts than the address's own
    #[arg(long)]
    allow_hosts: bool,
}

impl Fetch {
    pub(crate) fn run(self) -> Result<Done, Failure> {
        let hosts = if self.allow_hosts { Hosts::Any } else { Hosts::SameAsEntry };
        let options = Options { name: self.name, hosts, ..Options::default() };
        let line = Line::new();
        let fetched = fetch(&self.url, &self.out, &options, &mut |event| line.show(event))?;
        drop(line);
        for file in fetched.files {
            println!("{}: {}", file.path.display(), file.change);
        }
        Ok(Done::Well)
    }
}
