//! `wsdlgen diff`.

use anstyle::{AnsiColor, Style};
use clap::ValueEnum;
use serde_json::{Value, json};
use wsdlgen::tools::{Difference, Effect};

use super::Reading;
use crate::{Done, Failure, Format, out};

/// Compare two versions of a contract
///
/// Each line describes a difference and its effect on clients and servers generated from the old version.
/// A difference is `breaking` if something that worked before no longer works.
///
/// Example: `wsdlgen diff old/Orders.wsdl https://example.com/Orders.asmx?wsdl --deny breaking`
#[derive(clap::Args)]
pub(crate) struct Diff {
    /// The old version: a file or an address
    #[arg(value_name = "OLD")]
    old: String,
    /// The new version: a file or an address
    #[arg(value_name = "NEW")]
    new: String,
    #[command(flatten)]
    reading: Reading,
    /// Exit with code 1 if there is a difference of this kind
    #[arg(long, value_name = "WHICH")]
    deny: Option<Denied>,
    #[command(flatten)]
    format: Format,
}

/// The differences that make the command fail.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Denied {
    /// Differences that break clients or servers
    Breaking,
    /// All differences
    All,
}

impl Diff {
    pub(crate) fn run(self) -> Result<Done, Failure> {
        let (old, new) = (self.reading.load(&self.old)?, self.reading.load(&self.new)?);
        let differences = old.differences(&new);
        if self.format.json {
            let all: Vec<Value> = differences.iter().map(as_json).collect();
            out::put(&format!("{:#}\n", Value::Array(all)))?;
        } else {
            out::put(&listed(&differences))?;
        }
        let denied = match self.deny {
            Some(Denied::Breaking) => differences.iter().any(Difference::is_breaking),
            Some(Denied::All) => !differences.is_empty(),
            None => false,
        };
        Ok(if denied { Done::Denied } else { Done::Well })
    }
}

fn as_json(difference: &Difference) -> Value {
    json!({
        "place": difference.place,
        "what": difference.what,
        "client": difference.client.to_string(),
        "server": difference.server.to_string(),
    })
}

/// Formats one line per difference, with the effects on client and server in columns, and a summary.
fn listed(differences: &[Difference]) -> String {
    let line = |difference: &Difference| {
        let [client, server] = [difference.client, difference.server].map(styled);
        format!("client {client}  server {server}  {}: {}\n", difference.place, difference.what)
    };
    let lines: String = differences.iter().map(line).collect();
    let breaking = differences.iter().filter(|one| one.is_breaking()).count();
    let summary = match differences.len() {
        0 => "no differences".to_owned(),
        1 if breaking == 1 => "1 difference, which is breaking".to_owned(),
        1 => "1 difference, which is compatible".to_owned(),
        all => format!("{all} differences, {breaking} of them breaking"),
    };
    lines + &summary + "\n"
}

fn styled(effect: Effect) -> String {
    let style = match effect {
        Effect::Breaking => Style::new().fg_color(Some(AnsiColor::Red.into())).bold(),
        Effect::Compatible => Style::new().fg_color(Some(AnsiColor::Green.into())),
    };
    format!("{style}{:10}{style:#}", effect.to_string())
}
