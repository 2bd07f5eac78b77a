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
/// Takes the request as XML or JSON and checks it against the contract before sending it. The XML may be the
/// content of the body or a whole envelope, such as the output of `wsdlgen sample`. Header blocks that the
/// contract does not declare (security, addressing) can be given as XML. If the service returns a fault, its
/// parts are printed and the exit code is 1.
///
/// In JSON, elements and attributes are keyed by local name, repeatable elements are lists, and nil is null.
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
    /// The file with the body, XML or JSON; `-` reads standard input
    #[arg(long, value_name = "FILE")]
    body: String,
    /// The file with the header blocks, XML or JSON
    #[arg(long, value_name = "FILE")]
    header: Option<String>,
    /// Call this address instead of the one in the contract
    #[arg(long, value_name = "URL")]
    endpoint: Option<String>,
    /// The SOAP version, 1.1 or 1.2 [default: 1.1 if the contract supports it]
    #[arg(long, value_name = "VERSION", value_parser = sample::soap)]
    soap: Option<Soap>,
    /// Send this HTTP header, written `Name: value`; may be repeated
    #[arg(long, value_name = "HEADER", value_parser = header_line)]
    http_header: Vec<(String, String)>,
    /// Time limit for the call
    #[arg(long, value_name = "SECONDS", default_value_t = 60,
        value_parser = clap::value_parser!(u64).range(1..))]
    timeout: u64,
    /// With --json, print the header blocks as well: {"header": …, "body": …}
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
            return Err(format!("unexpected status {} for a reply", received.status).into());
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
                    out::note(&format!("warning: the reply violates the contract: {error}"));
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

/// Reports that the service accepted a one-way request.
fn accepted(status: u16) -> Done {
    out::note(&format!("accepted: status {status}, no body"));
    Done::Well
}

fn no_answer(received: &send::Received) -> String {
    let status = received.status;
    match &received.location {
        Some(location) => format!(
            "the service redirects to {} (status {status}); pass that address with --endpoint",
            harmless(location)
        ),
        None => format!("the service returned status {status} without a body"),
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

/// Reads a message from a file or standard input. Text that starts with `<` is XML, anything else is JSON.
/// The HTTP head that `wsdlgen sample` prints before a message is skipped.
pub(super) fn given(name: &str) -> Result<MessageInput, Failure> {
    let mut bytes = Vec::new();
    match name {
        "-" => {
            io::stdin().read_to_end(&mut bytes)?;
        }
        file => {
            bytes = fs::read(Path::new(file))
                .map_err(|error| format!("cannot read `{file}`: {error}"))?;
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
        .map_err(|error| format!("`{name}` is neither XML nor JSON: {error}"))?;
    Ok(MessageInput::Data(json::to_data(value)))
}

fn header_line(line: &str) -> Result<(String, String), String> {
    let (name, value) = line.split_once(':').ok_or("expected `Name: value`")?;
    Ok((name.trim().to_owned(), value.trim().to_owned()))
}
