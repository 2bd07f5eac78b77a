//! `wsdlgen call`.

use std::io::Read;
use std::path::Path;
use std::time::Duration;
use std::{fs, io};

use serde_json::{Value, json};
use wsdlgen::tools::{CallOutcome, Contract, FaultAnswer, MessageInput, Soap};
use wsdlgen_cli::{json, send};
use wsdlgen_runtime::xml::decode_text;

use super::{Imports, sample};
use crate::out::harmless;
use crate::{Done, Failure, Format, out};

/// Call an operation of a service
///
/// The request is given as XML or as JSON and checked against the contract before it is sent: the content
/// of the body, or a whole envelope, such as `wsdlgen sample` prints. Header blocks that the contract does
/// not know of (security, addressing) may be given as XML. A fault ends with exit code 1, its parts laid
/// out.
///
/// In JSON, elements and attributes stand by their local names, what may repeat is a list, nil is null.
///
/// Example: `echo '{"Name":"x"}' | wsdlgen call Orders.wsdl --operation Find --body - --json`
#[derive(clap::Args)]
pub(crate) struct Call {
    /// The WSDL: a file, or an address to fetch it from
    #[arg(value_name = "FILE|URL")]
    contract: String,
    #[command(flatten)]
    imports: Imports,
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
    /// With --json, print what is in the header too: {"header": …, "body": …}
    #[arg(long, requires = "json")]
    with_header: bool,
    #[command(flatten)]
    format: Format,
}

impl Call {
    pub(crate) fn run(self) -> Result<Done, Failure> {
        let contract = self.imports.load(&self.contract)?;
        let body = given(&self.body)?;
        let header = self.header.as_deref().map(given).transpose()?;
        let request = contract.request(&self.operation, self.soap, &body, header.as_ref())?;
        let address = self.endpoint.as_deref().unwrap_or(&request.address);
        let timeout = Duration::from_secs(self.timeout);
        let received = send::send(&request, address, &self.http_header, timeout)?;
        let is_success = (200..300).contains(&received.status);
        if received.body.trim().is_empty() {
            return match (is_success, request.one_way) {
                (true, true) => Ok(accepted(received.status)),
                _ => Err(no_answer(&received).into()),
            };
        }
        let done = self.show(self.answer(&contract, &received)?)?;
        if !is_success && matches!(done, Done::Well) {
            return Err(format!("a reply, but with status {}", received.status).into());
        }
        Ok(done)
    }

    fn answer(
        &self,
        contract: &Contract,
        received: &send::Received,
    ) -> Result<CallOutcome, Failure> {
        contract.answer(&self.operation, self.soap, &received.body).map_err(|error| {
            const SHOWN: usize = 500;
            let send::Received { status, content_type, body, .. } = received;
            let start: String = body.chars().take(SHOWN).collect();
            format!("{error}\n  status {status}, {content_type}\n  {}", harmless(&start)).into()
        })
    }

    fn show(&self, answer: CallOutcome) -> Result<Done, Failure> {
        match answer {
            CallOutcome::Reply { xml, data, header, errors, .. } => {
                if self.format.json {
                    let body = json::from_data(data);
                    let shown = if self.with_header {
                        json!({ "header": json::from_data(header), "body": body })
                    } else {
                        body
                    };
                    out::put(&format!("{shown:#}\n"))?;
                } else {
                    out::put(&(harmless(&xml) + "\n"))?;
                }
                for error in errors {
                    let error = harmless(&error.to_string());
                    out::note(&format!(
                        "warning: the reply does not keep to the contract: {error}"
                    ));
                }
                Ok(Done::Well)
            }
            CallOutcome::Fault(fault) => {
                if self.format.json {
                    out::put(&format!("{:#}\n", json!({ "fault": fault_as_json(&fault) })))?;
                } else {
                    out::note(&harmless(&fault_in_lines(&fault)));
                }
                Ok(Done::Denied)
            }
        }
    }
}

/// One-way operations are accepted without a word.
fn accepted(status: u16) -> Done {
    out::note(&format!("accepted: status {status}, no body"));
    Done::Well
}

fn no_answer(received: &send::Received) -> String {
    let status = received.status;
    match &received.location {
        Some(location) => format!(
            "the service answered with status {status}: it is at {}; say so with --endpoint",
            harmless(location)
        ),
        None => format!("the service answered with status {status} and no body"),
    }
}

fn fault_in_lines(fault: &FaultAnswer) -> String {
    let mut lines = vec![format!("fault   {}", fault.codes.join(" / "))];
    lines.extend(fault.reasons.iter().map(|reason| format!("reason  {reason}")));
    lines.extend(fault.role.iter().map(|role| format!("role    {role}")));
    lines.extend(fault.details.iter().map(|detail| format!("detail  {detail}")));
    lines.join("\n")
}

fn fault_as_json(fault: &FaultAnswer) -> Value {
    json!({
        "codes": fault.codes,
        "reasons": fault.reasons,
        "role": fault.role,
        "details": fault.details,
    })
}

/// What a file or the standard input holds: JSON begins with a brace, XML with `<`. The head that
/// `wsdlgen sample` prints before a message is left out.
pub(super) fn given(name: &str) -> Result<MessageInput, Failure> {
    let mut bytes = Vec::new();
    match name {
        "-" => {
            io::stdin().read_to_end(&mut bytes)?;
        }
        file => {
            bytes = fs::read(Path::new(file))
                .map_err(|error| format!("cannot read {file}: {error}"))?;
        }
    }
    let text = decode_text(&bytes, None).map_err(|error| format!("{name}: {error}"))?;
    let text = text.trim_start_matches('\u{feff}');
    let text = match text.split_once("\n\n") {
        Some((head, message)) if head.starts_with("POST ") => message,
        _ => text,
    };
    if text.trim_start().starts_with('<') {
        return Ok(MessageInput::Xml(text.to_owned()));
    }
    let value = serde_json::from_str(text)
        .map_err(|error| format!("{name} is neither XML nor JSON: {error}"))?;
    Ok(MessageInput::Data(json::to_data(value)))
}

fn header_line(line: &str) -> Result<(String, String), String> {
    let (name, value) = line.split_once(':').ok_or("a header is `Name: value`")?;
    Ok((name.trim().to_owned(), value.trim().to_owned()))
}
