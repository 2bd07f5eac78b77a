//! `wsdlgen explain`: what a finding means, at length.

use std::process::ExitCode;

use wsdlgen::Code;

use crate::{Done, USAGE, exit_code, out};

/// Explain a code that a report names, as `rustc --explain` does
///
/// What is wrong by which specification, an example with what is said of it, and what to do.
/// Without a code, all of them are listed.
///
/// Example: `wsdlgen explain WG0007`
#[derive(clap::Args)]
pub(crate) struct Explain {
    /// The code, such as WG0007
    code: Option<String>,
}

impl Explain {
    /// Prints the explanation, or the list.
    pub(crate) fn run(self) -> ExitCode {
        let text = match self.code.as_deref().map(str::parse::<Code>) {
            None => list(),
            Some(Ok(code)) => code.explanation().to_owned(),
            Some(Err(error)) => {
                out::note(&format!("error: {error}\nhelp: `wsdlgen explain` lists all codes"));
                return ExitCode::from(USAGE);
            }
        };
        exit_code(out::put(&text).map(|()| Done::Well).map_err(Into::into))
    }
}

/// One line for each code.
fn list() -> String {
    let lines: Vec<_> = Code::all().iter().map(|code| format!("{code} {}", code.title())).collect();
    lines.join("\n") + "\n"
}
