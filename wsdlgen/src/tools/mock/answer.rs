//! Answers to requests.

use http::{Response, StatusCode};
use wsdlgen_runtime::{
    Fault, Payload,
    message::Attachment,
    xml::{AnyElement, ReadOptions},
};

use super::{Mock, received::Called};
use crate::{
    model::{Exchange, Model, Operation, SoapVersion},
    sample::{Builder, Values, declaration},
    tools::{
        contract::{Contract, SampleValues, Soap},
        instance::{MessageInput, of_runtime},
    },
};

/// The answer of a mock to an operation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum MockAnswer {
    /// A sample reply that is valid by the contract.
    #[default]
    Sample,
    /// This body, or this envelope in its own SOAP version.
    Body(MessageInput),
    /// A fault of the service with this reason, and with a sample of the first detail that the operation
    /// declares.
    Fault(String),
    /// A fault of the service with this reason and this entry of the detail, which the operation need not declare.
    FaultDetail(String, AnyElement),
    /// An HTML page with this status, such as proxies and failing servers return.
    Status(u16),
    /// No response: the connection is closed.
    HangUp,
}

/// The outcome of a request.
#[derive(Debug)]
pub(super) enum Outcome {
    Envelope(SoapVersion, StatusCode, String),
    /// A reply with attachments.
    Attached(SoapVersion, String, Vec<Attachment>),
    Accepted,
    /// The response of the service to which the request was passed on.
    Passed(Box<Response<Payload>>),
    /// A recorded response that is not an envelope: its status, media type and text.
    Recorded(StatusCode, String, String),
    /// The response of a server that rejects the request unread.
    Rejected(Box<Response<String>>),
    Page(StatusCode),
    HangUp,
}

impl Mock {
    /// Returns the outcome of a valid request.
    pub(super) fn outcome(&self, called: &Called, spoilt: Option<MockAnswer>) -> Outcome {
        let told = || self.state().answers.get(&called.place).cloned();
        let answer = spoilt.or_else(told).unwrap_or_default();
        let model = &self.0.contract.named.model;
        let (_, operation) = model.operation(called.place);
        match answer {
            MockAnswer::HangUp => Outcome::HangUp,
            MockAnswer::Status(status) => {
                Outcome::Page(StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_GATEWAY))
            }
            MockAnswer::Fault(reason) => {
                let detail = sample_detail(model, operation);
                faulted(called.version, Fault::receiver(reason), detail)
            }
            MockAnswer::FaultDetail(reason, entry) => {
                faulted(called.version, Fault::receiver(reason), Some(entry))
            }
            _ if operation.exchange == Exchange::OneWay => Outcome::Accepted,
            MockAnswer::Sample => attached(sample(&self.0.contract, called), operation),
            MockAnswer::Body(body) => attached(replied(&self.0.contract, called, &body), operation),
        }
    }
}

/// Adds a sample of each attachment that the contract declares to a reply.
fn attached(reply: Outcome, operation: &Operation) -> Outcome {
    let parts = &operation.output.attachments;
    match reply {
        Outcome::Envelope(version, StatusCode::OK, envelope) if !parts.is_empty() => {
            let samples = parts.iter().map(|part| {
                let media_type = part.media_types.first();
                let media_type = media_type.map_or("application/octet-stream", |one| one);
                Attachment::new(media_type, format!("a sample of {}", part.part))
                    .for_part(&part.part)
            });
            Outcome::Attached(version, envelope, samples.collect())
        }
        reply => reply,
    }
}

/// Returns an envelope with a fault and its detail.
pub(super) fn faulted(
    version: SoapVersion,
    mut fault: Fault<AnyElement>,
    detail: Option<AnyElement>,
) -> Outcome {
    fault.detail = detail;
    let soap = of_runtime(version);
    let envelope = String::from_utf8(fault.to_envelope(soap)).unwrap_or_default();
    Outcome::Envelope(version, fault.status(soap), envelope)
}

fn sample(contract: &Contract, called: &Called) -> Outcome {
    let soap = soap(called.version);
    let sample = contract.sample_at(called.place, Some(soap), SampleValues::Valid);
    match sample {
        Ok(sample) => {
            let envelope = sample.reply.split_once("\n\n").map(|(_, envelope)| envelope.to_owned());
            Outcome::Envelope(called.version, StatusCode::OK, envelope.unwrap_or_default())
        }
        Err(error) => faulted(called.version, Fault::receiver(error.to_string()), None),
    }
}

fn replied(contract: &Contract, called: &Called, body: &MessageInput) -> Outcome {
    match contract.reply_at(called.place, Some(soap(called.version)), body) {
        Ok(envelope) => Outcome::Envelope(called.version, StatusCode::OK, envelope),
        Err(error) => faulted(called.version, Fault::receiver(error.to_string()), None),
    }
}

pub(super) fn soap(version: SoapVersion) -> Soap {
    match version {
        SoapVersion::Soap11 => Soap::V11,
        SoapVersion::Soap12 => Soap::V12,
    }
}

/// Returns a sample of the first fault detail that an operation declares, if any.
fn sample_detail(model: &Model, operation: &Operation) -> Option<AnyElement> {
    let declared: String = operation.namespaces.iter().map(|id| declaration(model, *id)).collect();
    let mut builder = Builder::new(model, Values::Valid);
    let detail = operation.faults.first().and_then(|element| builder.element(element))?;
    AnyElement::parse(&detail.compact(model, &declared), &ReadOptions::default()).ok()
}
