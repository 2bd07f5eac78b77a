//! `wsdlgen call`.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::Duration;
use std::{fs, io};

use serde_json::{Value, json};
use url::Url;
use wsdlgen::tools::{CallOutcome, Contract, FaultAnswer, MessageInput, OutgoingRequest, Soap};
use wsdlgen_cli::{fetch::Credentials, json, send};
use wsdlgen_runtime::{
    message::{Attachment, Attachments},
    soap::AddressingVersion,
    xml::decode_text,
};

use super::{Reading, file_name, sample, with_advice};
use crate::out::harmless;
use crate::{Done, Failure, Format, out};

/// Call an operation of a service
///
/// Takes the request as XML or JSON and checks it against the contract before sending it. The XML may be the
/// content of the body or a whole envelope, such as the output of `wsdlgen sample`. Header blocks that the
/// contract does not declare, such as those of WS-Security, can be given as XML. If the service returns a fault, its
/// parts are printed and the exit code is 1.
///
/// An operation that is bound to HTTP GET or POST as well is called over SOAP, unless its service is given by the name of its
/// portType: `ScalesHttp/Convert`.
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
    reading: Reading,
    /// The operation's name in the contract, `Service/Operation` or `Port/Operation`
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
    /// Add WS-Addressing headers: 1.0, 2004 (August 2004) or `off` [default: as the contract requires]
    #[arg(long, value_name = "VERSION", value_parser = addressing)]
    addressing: Option<Addressing>,
    /// Send this file as the attachment for a part of the message; may be repeated
    #[arg(long, value_name = "PART=FILE", value_parser = attachment)]
    attachment: Vec<(String, PathBuf)>,
    /// Write the attachments of the reply to this folder, created if missing
    #[arg(long, value_name = "DIR")]
    save_attachments: Option<PathBuf>,
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
        let config = wsdlgen::configure().http_bindings();
        let contract = self.reading.load_with(&self.contract, config)?;
        let body = given(&self.body)?;
        let header = self.header.as_deref().map(given).transpose()?;
        let mut request = contract.request(&self.operation, self.soap, &body, header.as_ref())?;
        match self.addressing {
            Some(Addressing::Off) => request.addressing = None,
            Some(Addressing::In(version)) => request.addressing = Some(version),
            None => {}
        }
        let address = self.endpoint.as_deref().unwrap_or(&request.address);
        let timeout = Duration::from_secs(self.timeout);
        let connection = &self.reading.connection;
        let mut options = connection.options().map_err(|problem| with_advice(&problem))?;
        if connection.has_credentials() {
            self.check_destination(address)?;
        } else {
            options.credentials = Credentials::default();
        }
        let attachments = self.attachments(&request)?;
        let received = send::send(&request, address, attachments, &options, timeout)?;
        self.keep(&received.attachments)?;
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

    /// Refuses to send credentials to the address in a contract that another server sent.
    fn check_destination(&self, address: &str) -> Result<(), Failure> {
        let origin = |address: &str| Url::parse(address).ok().map(|url| url.origin());
        let is_local = !self.contract.contains("://") || self.contract.starts_with("file:");
        let is_chosen = self.endpoint.is_some() || origin(address) == origin(&self.contract);
        if is_local || is_chosen {
            return Ok(());
        }
        let reason = format!(
            "the contract names an address at another server, {}; pass it with --endpoint to send credentials there",
            harmless(address)
        );
        Err(reason.into())
    }

    /// Reads the attachments of a request, one for each part that the contract sends as an attachment.
    fn attachments(&self, request: &OutgoingRequest) -> Result<Vec<Attachment>, Failure> {
        let parts = &request.attachments;
        let is_given = |part: &str| self.attachment.iter().any(|(given, _)| given == part);
        if let Some(missing) = parts.iter().find(|one| !is_given(&one.part)) {
            let part = &missing.part;
            return Err(format!(
                "the part `{part}` is an attachment; pass --attachment {part}=FILE"
            )
            .into());
        }
        let read = |(part, file): &(String, PathBuf)| -> Result<Attachment, Failure> {
            let bytes = fs::read(file)
                .map_err(|error| format!("cannot read `{}`: {error}", file.display()))?;
            let media_type = parts.iter().find(|one| one.part == *part);
            let media_type = media_type.and_then(|one| one.media_type.as_deref());
            let media_type = media_type.unwrap_or("application/octet-stream");
            Ok(Attachment::new(media_type, bytes).for_part(part))
        };
        self.attachment.iter().map(read).collect()
    }

    /// Writes the attachments of a reply to the folder, or says that there are some.
    fn keep(&self, attachments: &Attachments) -> Result<(), Failure> {
        let Some(folder) = &self.save_attachments else {
            if !attachments.is_empty() {
                let number = attachments.len();
                out::note(&format!(
                    "note: {number} attachments; --save-attachments DIR writes them"
                ));
            }
            return Ok(());
        };
        fs::create_dir_all(folder)?;
        for (number, attachment) in attachments.iter().enumerate() {
            let name = attachment.part().unwrap_or(attachment.id());
            let name = file_name(name);
            let file = folder.join(format!("{number}-{name}"));
            fs::write(&file, attachment.bytes().map_or(&[][..], |bytes| bytes))?;
            out::note(&format!("{}: {}", file.display(), harmless(attachment.content_type())));
        }
        Ok(())
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

/// The use of WS-Addressing headers.
#[derive(Clone, Copy, Debug)]
enum Addressing {
    In(AddressingVersion),
    Off,
}

/// Parses a version of WS-Addressing, or `off`.
fn addressing(text: &str) -> Result<Addressing, String> {
    match text {
        "1.0" => Ok(Addressing::In(AddressingVersion::V1)),
        "2004" => Ok(Addressing::In(AddressingVersion::August2004)),
        "off" => Ok(Addressing::Off),
        _ => Err("expected `1.0`, `2004` or `off`".to_owned()),
    }
}

/// Parses `PART=FILE`.
fn attachment(text: &str) -> Result<(String, PathBuf), String> {
    let (part, file) = text.split_once('=').ok_or("expected `PART=FILE`")?;
    Ok((part.to_owned(), file.into()))
}
