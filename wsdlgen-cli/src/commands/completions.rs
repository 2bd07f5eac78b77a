//! `wsdlgen completions`.

use std::process::ExitCode;

use clap::CommandFactory;
use clap_complete::Shell;

use crate::Arguments;

/// Print a shell's completions
///
/// For bash: `wsdlgen completions bash > ~/.local/share/bash-completion/completions/wsdlgen`
#[derive(clap::Args)]
pub(crate) struct Completions {
    /// The shell
    shell: Shell,
}

impl Completions {
    pub(crate) fn run(self) -> ExitCode {
        let mut out = Vec::new();
        clap_complete::generate(self.shell, &mut Arguments::command(), "wsdlgen", &mut out);
        anstream::print!("{}", String::from_utf8_lossy(&out));
        ExitCode::SUCCESS
    }
}
