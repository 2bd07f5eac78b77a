//! `wsdlgen completions`.

use clap::CommandFactory;
use clap_complete::Shell;

use crate::{Arguments, Done, Failure, out};

/// Print a completion script for a shell
///
/// For bash: `wsdlgen completions bash > ~/.local/share/bash-completion/completions/wsdlgen`
#[derive(clap::Args)]
pub(crate) struct Completions {
    /// The shell
    shell: Shell,
}

impl Completions {
    pub(crate) fn run(self) -> Result<Done, Failure> {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut Arguments::command(), "wsdlgen", &mut script);
        out::put(&String::from_utf8_lossy(&script))?;
        Ok(Done::Well)
    }
}
