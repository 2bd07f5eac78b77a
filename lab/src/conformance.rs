//! `cargo lab conformance DIR`: documents and messages of public suites, read into generated types,
//! written again and compared.

mod compare;
mod databinding;
pub(crate) mod documents;
mod program;
mod soapbuilders;
mod xsdtests;

use std::path::{Path, PathBuf};

use crate::{Result, workspace};

/// Which suite, and what to do with the results.
#[derive(clap::Args)]
pub struct Options {
    /// A folder with a `VALID.tsv` (databinding patterns), a `TITLES.tsv` (`SOAPBuilders`), or with
    /// `*Meta/*.testSet` (XSD tests)
    dir: PathBuf,
    /// Where rewritten documents go [default: target/conformance/out]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Write the results as JSON too
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
}

impl Options {
    fn out(&self) -> PathBuf {
        self.out.clone().unwrap_or_else(|| workspace::root().join("target/conformance/out"))
    }
}

/// Runs the suite that the folder has. The last line printed is the count.
pub(crate) fn run(options: &Options) -> Result {
    if options.dir.join(databinding::VERDICTS).is_file() {
        return databinding::run(options);
    }
    if options.dir.join(soapbuilders::TITLES).is_file() {
        return soapbuilders::run(options);
    }
    let sets = xsdtests::sets(&options.dir)?;
    if sets.is_empty() {
        return Err(format!("{} has none of the suites", options.dir.display()).into());
    }
    xsdtests::run(&sets, options)
}

/// The name of a file, for people.
fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}
