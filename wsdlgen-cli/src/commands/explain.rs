//! `wsdlgen explain`.

use std::process::ExitCode;

use wsdlgen::Code;

use crate::{Done, USAGE, exit_code, out};

/// Explain a diagnostic code
///
/// Prints the rule that is violated and its specification, an example with the diagnostic it causes, and how
/// to fix it. Without a code, lists all of them.
///
/// Example: `wsdlgen explain WG0007`
#[derive(clap::Args)]
pub(crate) struct Explain {
    /// The code, such as WG0007
    code: Option<String>,
}

impl Explain {
    /// Prints the explanation of the code, or the list of codes.
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

/// Returns one line per code.
fn list() -> String {
    let lines: Vec<_> = Code::all().iter().map(|code| format!("{code} {}", code.title())).collect();
    lines.join("\n") + "\n"
}
