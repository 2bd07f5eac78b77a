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
    model::{Model, SoapVersion, Use},
    tools::instance::{Called as Place, MessageInput, Uncallable, called},
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
}

/// A called operation.
pub(super) struct Called {
    pub(super) version: SoapVersion,
    pub(super) place: Place,
    /// The unique name of the operation, with its service.
    pub(super) name: String,
}

impl Mock {
    /// Records a request and answers it.
    pub(super) fn received(&self, headers: &HeaderMap, body: &Bytes) -> Outcome {
        let content_type = ContentType::of(headers).unwrap_or_default();
        let action_parameter = content_type.parameter("action").map(Cow::into_owned);
        let options = ReadOptions { limits: Limits::SERVER, ..ReadOptions::default() };
        let model = &self.0.contract.named.model;
        let text = match preflight(headers, body, |name| is_header(model, name), &options) {
            Ok(text) => text,
            Err(rejection) => {
                let envelope = String::from_utf8_lossy(body).into_owned();
                return self.rejected(envelope, *rejection);
            }
        };
        let action = headers.get("soapaction").and_then(|it| it.to_str().ok());
        let action = action_parameter.as_deref().or(action.map(|it| it.trim_matches('"')));
        match called(model, &text, action) {
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
        let interface = &self.0.contract.named.model.interfaces[place.interface];
        let called = &interface.operations[place.operation].called;
        let name = format!("{}/{called}", interface.name);
        let inlined = match interface.operations[place.operation].r#use {
            Use::Literal => Ok(Cow::Borrowed(&*envelope)),
            // Values may be independent elements that others refer to.
            Use::Encoded => inline_references(&envelope, &ReadOptions::default()),
        };
        let given = match inlined {
            Ok(inlined) => MessageInput::Xml(inlined.into_owned()),
            Err(error) => {
                let problems = vec![error.to_string()];
                return self.refused(Some(called.to_string()), envelope, version, problems);
            }
        };
        if let Err(error) = self.0.contract.request(&name, Some(soap(version)), &given, None) {
            let problems = error.to_string().lines().map(|line| line.trim().to_owned()).collect();
            return self.refused(Some(called.to_string()), envelope, version, problems);
        }
        let operation = Some(called.to_string());
        let spoilt = self.remember(MockRequest { operation, envelope, problems: Vec::new() });
        self.outcome(&Called { version, place, name }, spoilt)
    }

    /// Records a request that a generated server rejects before it looks for the operation.
    fn rejected(&self, envelope: String, rejection: Response<Payload>) -> Outcome {
        let (head, body) = rejection.into_parts();
        let fault = String::from_utf8_lossy(&body.into_bytes()).into_owned();
        let reason = Document::parse(&fault).ok().and_then(|fault| {
            let mut all = fault.descendants();
            let is_reason =
                |node: &Node<'_, '_>| matches!(node.tag_name().name(), "faultstring" | "Text");
            all.find(is_reason)?.text().map(str::to_owned)
        });
        let problems = vec![reason.unwrap_or_else(|| head.status.to_string())];
        self.remember(MockRequest { operation: None, envelope, problems });
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
        self.remember(MockRequest { operation, envelope, problems });
        faulted(version, Fault::sender(reason), None)
    }
}

/// Returns whether an operation declares a header block with this name.
fn is_header(model: &Model, name: &QName) -> bool {
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
