//! Requests to a mock.

use std::borrow::Cow;

use bytes::Bytes;
use http::{HeaderMap, Response};
use roxmltree::{Document, Node};
use wsdlgen_runtime::{
    Fault,
    message::{ContentType, Payload},
    server::preflight,
    soap::inline_references,
    xml::{Limits, QName, ReadOptions},
};

use super::{
    Mock,
    answer::{Outcome, faulted, soap},
};
use crate::{
    model::{Model, Place, SoapVersion, Use},
    tools::instance::{MessageInput, Uncallable, called},
};

/// A request that a mock has received.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct MockRequest {
    /// The operation's name in the contract, or `None` if the request calls no operation.
    pub operation: Option<String>,
    /// The envelope, or any other text that was received.
    pub envelope: String,
    /// Violations of the contract, one message each.
    pub problems: Vec<String>,
    /// The response of the service to which the request was passed on.
    pub reply: Option<MockReply>,
}

/// The response of a service to which a request was passed on.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct MockReply {
    /// The HTTP status.
    pub status: u16,
    /// The envelope, or any other text. Empty if the service did not answer.
    pub body: String,
    /// Violations of the contract, one message each, or the reason why there is no response.
    pub problems: Vec<String>,
}

impl MockRequest {
    fn new(operation: Option<String>, envelope: String, problems: Vec<String>) -> Self {
        Self { operation, envelope, problems, reply: None }
    }

    /// Returns the length of the messages, in bytes.
    pub(super) fn length(&self) -> usize {
        self.envelope.len() + self.reply.as_ref().map_or(0, |reply| reply.body.len())
    }
}

/// A called operation.
pub(super) struct Called {
    pub(super) version: SoapVersion,
    pub(super) place: Place,
}

impl Mock {
    /// Records a request and answers it.
    pub(super) fn received(&self, headers: &HeaderMap, body: &Bytes) -> Outcome {
        let options = ReadOptions { limits: Limits::SERVER, ..ReadOptions::default() };
        let model = &self.0.contract.named.model;
        let text = match preflight(headers, body, |name| is_understood(model, name), &options) {
            Ok(text) => text,
            Err(rejection) => {
                let envelope = String::from_utf8_lossy(body).into_owned();
                return self.rejected(envelope, *rejection);
            }
        };
        match called(model, &text, action(headers).as_deref()) {
            Ok((version, place)) => self.called(version, place, text),
            Err(why) => {
                let version = match &why {
                    Uncallable::NoOperation(version, _) => *version,
                    _ => SoapVersion::Soap11,
                };
                self.refused(None, text, version, vec![in_words(&why)])
            }
        }
    }

    fn called(&self, version: SoapVersion, place: Place, envelope: String) -> Outcome {
        let (called, operation) = self.named(version, place);
        let problems = self.problems(&called, &envelope);
        let replayed = {
            let mut state = self.state();
            state.replay.as_mut().map(|replay| replay.answer(place, &operation, &envelope))
        };
        let operation = Some(operation);
        match replayed {
            Some(Ok(outcome)) => {
                let spoilt = self.remember(MockRequest::new(operation, envelope, problems));
                spoilt.map_or(outcome, |spoilt| self.outcome(&called, Some(spoilt)))
            }
            Some(Err(reason)) => self.refused(operation, envelope, version, vec![reason]),
            None if problems.is_empty() => {
                let spoilt = self.remember(MockRequest::new(operation, envelope, problems));
                self.outcome(&called, spoilt)
            }
            None => self.refused(operation, envelope, version, problems),
        }
    }

    /// Returns a called operation, and its unique name in its service.
    fn named(&self, version: SoapVersion, place: Place) -> (Called, String) {
        let (_, operation) = self.0.contract.named.model.operation(place);
        (Called { version, place }, operation.called.to_string())
    }

    /// Returns the violations of the contract in a request.
    fn problems(&self, called: &Called, envelope: &str) -> Vec<String> {
        let contract = &self.0.contract;
        let Called { version, place } = *called;
        let (_, operation) = contract.named.model.operation(place);
        let inlined = match operation.r#use {
            Use::Literal => Ok(Cow::Borrowed(envelope)),
            // Values may be independent elements that others refer to.
            Use::Encoded => inline_references(envelope, &ReadOptions::default()),
        };
        let given = match inlined {
            Ok(inlined) => MessageInput::Xml(inlined.into_owned()),
            Err(error) => return vec![error.to_string()],
        };
        match contract.request_at(place, Some(soap(version)), &given, None) {
            Ok(_) => Vec::new(),
            Err(error) => error.to_string().lines().map(|line| line.trim().to_owned()).collect(),
        }
    }

    /// Finds the operation of a request, and checks the request.
    pub(super) fn inspected(
        &self,
        headers: &HeaderMap,
        envelope: String,
    ) -> (Option<Called>, MockRequest) {
        let model = &self.0.contract.named.model;
        match called(model, &envelope, action(headers).as_deref()) {
            Ok((version, place)) => {
                let (called, operation) = self.named(version, place);
                let problems = self.problems(&called, &envelope);
                (Some(called), MockRequest::new(Some(operation), envelope, problems))
            }
            Err(why) => (None, MockRequest::new(None, envelope, vec![in_words(&why)])),
        }
    }

    /// Records a request that a generated server rejects before it looks for the operation.
    pub(super) fn rejected(&self, envelope: String, rejection: Response<Payload>) -> Outcome {
        let (head, body) = rejection.into_parts();
        let fault = String::from_utf8_lossy(&body.into_bytes()).into_owned();
        let reason = Document::parse(&fault).ok().and_then(|fault| {
            let mut all = fault.descendants();
            let is_reason =
                |node: &Node<'_, '_>| matches!(node.tag_name().name(), "faultstring" | "Text");
            all.find(is_reason)?.text().map(str::to_owned)
        });
        let problems = vec![reason.unwrap_or_else(|| head.status.to_string())];
        self.remember(MockRequest::new(None, envelope, problems));
        Outcome::Rejected(Box::new(Response::from_parts(head, fault)))
    }

    fn refused(
        &self,
        operation: Option<String>,
        envelope: String,
        version: SoapVersion,
        problems: Vec<String>,
    ) -> Outcome {
        let reason = problems.join("; ");
        self.remember(MockRequest::new(operation, envelope, problems));
        faulted(version, Fault::sender(reason), None)
    }
}

/// Returns the action of a request, from its content type or its header.
fn action(headers: &HeaderMap) -> Option<String> {
    let content_type = ContentType::of(headers).unwrap_or_default();
    let header = headers.get("soapaction").and_then(|action| action.to_str().ok());
    let header = header.map(|action| action.trim_matches('"').to_owned());
    content_type.parameter("action").map(Cow::into_owned).or(header)
}

/// The namespace of the header block `Security` (SOAP Message Security 1.1, §3).
const WSSE: &str =
    "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd";

/// Returns whether an operation declares a header block with this name, or it is `Security`, which is not checked.
fn is_understood(model: &Model, name: &QName) -> bool {
    if name.local() == "Security" && name.namespace() == WSSE {
        return true;
    }
    let operations = model.interfaces.iter().flat_map(|interface| &interface.operations);
    operations.flat_map(|operation| &operation.input.headers).any(|header| {
        *header.name.local == *name.local()
            && *model.namespace(header.name.namespace).uri == *name.namespace()
    })
}

fn in_words(why: &Uncallable) -> String {
    match why {
        Uncallable::Malformed(error) => format!("the request is not valid XML: {error}"),
        Uncallable::NotSoap(root) => format!("expected a SOAP envelope, found `{root}`"),
        Uncallable::NoOperation(_, found) => format!("no operation accepts {found}"),
    }
}
