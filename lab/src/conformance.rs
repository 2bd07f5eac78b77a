//! `cargo lab conformance DIR`: round trips of documents and messages from public test suites through generated types.

mod compare;
mod databinding;
pub(crate) mod documents;
mod program;
pub(crate) mod rewriting;
mod soapbuilders;
mod xsdtests;

use std::path::{Path, PathBuf};

use crate::{Result, workspace};

/// The suite to run, and the outputs to write.
#[derive(clap::Args)]
pub struct Options {
    /// A folder with `VALID.tsv` (databinding patterns), `TITLES.tsv` (`SOAPBuilders`), `*.testSet` or `*_w3c.xml` (XSD tests)
    dir: PathBuf,
    /// Show what `wsdlgen lint` finds in the schemas of XSD tests instead
    #[arg(long)]
    lint: bool,
    /// Also show on which instances of XSD tests libxml2 and the suite disagree
    #[arg(long)]
    second_opinion: bool,
    /// The folder for rewritten documents [default: target/conformance/out]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Also write the results as JSON to this file
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
}

impl Options {
    fn out(&self) -> PathBuf {
        self.out.clone().unwrap_or_else(|| workspace::root().join("target/conformance/out"))
    }
}

/// Runs the suite in the folder. The last line printed is the count.
pub(crate) fn run(options: &Options) -> Result {
    if options.dir.join(databinding::VERDICTS).is_file() {
        return databinding::run(options);
    }
    if options.dir.join(soapbuilders::TITLES).is_file() {
        return soapbuilders::run(options);
    }
    let sets = xsdtests::sets(&options.dir)?;
    if sets.is_empty() {
        return Err(format!("`{}` contains no known suite", options.dir.display()).into());
    }
    xsdtests::run(&sets, options)
}

/// Returns the name of a file for display.
fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}
