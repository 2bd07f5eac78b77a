//! `wsdlgen call`.

use std::io::Read;
use std::path::Path;
use std::time::Duration;
use std::{fs, io};

use serde_json::{Value, json};
use wsdlgen::{Answer, Contract, FaultAnswer, Given, Soap};
use wsdlgen_cli::{json, send};

use super::{load, sample};
use crate::{Done, Failure, Format};

/// Call an operation of a service
///
/// The request is given as XML or as JSON and checked against the contract before it is sent: the content
/// of the body, or a whole envelope. `wsdlgen sample` prints one to begin with. A fault ends with exit
/// code 1, its parts laid out.
///
/// In JSON, elements and attributes stand by their local names, what may repeat is a list, nil is null.
///
/// Example: `echo '{"Name":"x"}' | wsdlgen call Orders.wsdl --operation Find --body - --json`
#[derive(clap::Args)]
pub(crate) struct Call {
    /// The WSDL: a file, or an address to fetch it from
    #[arg(value_name = "FILE|URL")]
    contract: String,
    /// The operation's name in the contract, or `Service/Operation`
    #[arg(long, value_name = "NAME")]
    operation: String,
    /// The body, XML or JSON; `-` is the standard input
    #[arg(long, value_name = "FILE")]
    body: String,
    /// The header blocks, XML or JSON
    #[arg(long, value_name = "FILE")]
    header: Option<String>,
    /// The address to call in place of the contract's
    #[arg(long, value_name = "URL")]
    endpoint: Option<String>,
    /// The version of SOAP [default: 1.1, or the one that there is]
    #[arg(long, value_name = "VERSION", value_parser = sample::soap)]
    soap: Option<Soap>,
    /// A header of HTTP to send, `Name: value`; may be given several times
    #[arg(long, value_name = "HEADER", value_parser = header_line)]
    http_header: Vec<(String, String)>,
    /// How long the call may take
    #[arg(long, value_name = "SECONDS", default_value_t = 60,
        value_parser = clap::value_parser!(u64).range(1..))]
    timeout: u64,
    #[command(flatten)]
    format: Format,
}

impl Call {
    pub(crate) fn run(self) -> Result<Done, Failure> {
        let contract = load(&wsdlgen::configure().skip_unresolved(), &self.contract)?;
        let body = given(&self.body)?;
        let header = self.header.as_deref().map(given).transpose()?;
        let request = contract.request(&self.operation, self.soap, &body, header.as_ref())?;
        let address = self.endpoint.as_deref().unwrap_or(&request.address);
        let timeout = Duration::from_secs(self.timeout);
        let received = send::send(&request, address, &self.http_header, timeout)?;
        if received.body.trim().is_empty() {
            return accepted(received.status);
        }
        let answer = self.answer(&contract, &received)?;
        Ok(self.show(answer))
    }

    fn answer(&self, contract: &Contract, received: &send::Received) -> Result<Answer, Failure> {
        contract.answer(&self.operation, self.soap, &received.body).map_err(|error| {
            const SHOWN: usize = 500;
            let send::Received { status, content_type, body } = received;
            let start: String = body.chars().take(SHOWN).collect();
            format!("{error}\n  status {status}, {content_type}\n  {start}").into()
        })
    }

    fn show(&self, answer: Answer) -> Done {
        match answer {
            Answer::Reply { xml, data, errors, .. } => {
                if self.format.json {
                    anstream::println!("{:#}", json::from_data(data));
                } else {
                    anstream::println!("{xml}");
                }
                for error in errors {
                    anstream::eprintln!(
                        "warning: the reply does not keep to the contract: {error}"
                    );
                }
                Done::Well
            }
            Answer::Fault(fault) => {
                if self.format.json {
                    anstream::println!("{:#}", json!({ "fault": fault_as_json(&fault) }));
                } else {
                    print_fault(&fault);
                }
                Done::Denied
            }
            _ => Done::Well,
        }
    }
}

/// One-way operations are accepted without a word.
fn accepted(status: u16) -> Result<Done, Failure> {
    if !(200..300).contains(&status) {
        return Err(format!("the service answered with status {status} and no body").into());
    }
    anstream::eprintln!("accepted: status {status}, no body");
    Ok(Done::Well)
}

fn print_fault(fault: &FaultAnswer) {
    anstream::eprintln!("fault   {}", fault.codes.join(" / "));
    for reason in &fault.reasons {
        anstream::eprintln!("reason  {reason}");
    }
    if let Some(role) = &fault.role {
        anstream::eprintln!("role    {role}");
    }
    for detail in &fault.details {
        anstream::eprintln!("detail  {detail}");
    }
}

fn fault_as_json(fault: &FaultAnswer) -> Value {
    json!({
        "codes": fault.codes,
        "reasons": fault.reasons,
        "role": fault.role,
        "details": fault.details,
    })
}

/// What a file or the standard input holds: JSON begins with a brace, XML with `<`.
fn given(name: &str) -> Result<Given, Failure> {
    let text = match name {
        "-" => {
            let mut text = String::new();
            io::stdin().read_to_string(&mut text)?;
            text
        }
        file => fs::read_to_string(Path::new(file))
            .map_err(|error| format!("cannot read {file}: {error}"))?,
    };
    if text.trim_start_matches('\u{feff}').trim_start().starts_with('<') {
        return Ok(Given::Xml(text));
    }
    let value = serde_json::from_str(&text)
        .map_err(|error| format!("{name} is neither XML nor JSON: {error}"))?;
    Ok(Given::Data(json::to_data(value)))
}

fn header_line(line: &str) -> Result<(String, String), String> {
    let (name, value) = line.split_once(':').ok_or("a header is `Name: value`")?;
    Ok((name.trim().to_owned(), value.trim().to_owned()))
}
