//! Requests that are passed on to a service.

use std::{io, path::Path, time::Duration};

use bytes::Bytes;
use http::{HeaderMap, HeaderName, Request, Response, StatusCode, Uri, header, request::Parts};
use wsdlgen_runtime::{
    Payload, Transport,
    message::{Attachments, ContentType, inline_and_separate},
    server::refuse_forwarding,
    xml::{Limits, REDACTED, ReadOptions},
};

use super::{
    Mock, MockReply,
    answer::{Outcome, soap},
    received::Called,
    recording::{Message, Recorder},
    service::LONGEST,
};
use crate::tools::instance::CallOutcome;

/// The headers that belong to a connection (RFC 9110, §7.6.1), and those that a transport sets.
const CONNECTION_HEADERS: [&str; 10] = [
    "accept-encoding",
    "connection",
    "content-length",
    "expect",
    "host",
    "keep-alive",
    "proxy-connection",
    "te",
    "transfer-encoding",
    "upgrade",
];

/// The service to which requests are passed on.
#[derive(Clone, Debug)]
pub(super) struct Forward {
    transport: Transport,
    address: Uri,
    timeout: Duration,
}

impl Mock {
    /// Passes requests on to a service instead of answering them. Requests and replies are checked against the contract on the
    /// way: [`MockRequest::problems`](super::MockRequest::problems) and [`MockReply::problems`] have the violations, and the messages are passed on
    /// unchanged. Requests that a page of another site may have sent are rejected. [`answer`](Self::answer) and [`spoil_every`](Self::spoil_every) have no effect.
    ///
    /// # Errors
    ///
    /// If the address is not a valid URL.
    pub fn forward(
        &self,
        transport: Transport,
        address: &str,
        timeout: Duration,
    ) -> Result<(), http::uri::InvalidUri> {
        let forward = Forward { transport, address: address.parse()?, timeout };
        self.state().forward = Some(forward);
        Ok(())
    }

    /// Records each exchange with the service of [`forward`](Self::forward) in a folder, which is created if it is missing.
    ///
    /// There is a file for the request and one for the response, in the format of HTTP messages. Of the headers, only
    /// `Content-Type` and `SOAPAction` are kept. The content of secret elements ([`Config::secret`](crate::Config::secret)) and
    /// of the tokens of WS-Security is replaced. Attachments are kept as they are, in files of their own; values that the
    /// envelope includes (XOP) are part of its text. A message that cannot be decoded is replaced as a whole. Attributes are not redacted.
    ///
    /// # Errors
    ///
    /// If the folder cannot be created or read.
    pub fn record(&self, folder: &Path) -> io::Result<()> {
        let secrets = &self.0.contract.named.model.secrets;
        let secrets = secrets.iter().map(|secret| secret.local.to_string()).collect();
        let recorder = Recorder::open(folder, secrets)?;
        self.state().recorder = Some(recorder.into());
        Ok(())
    }

    /// Passes a request on, checks and records the exchange.
    pub(super) async fn forwarded(&self, forward: &Forward, head: Parts, body: Bytes) -> Outcome {
        if let Some(rejection) = refuse_forwarding(&head) {
            let envelope = String::from_utf8_lossy(&body).into_owned();
            return self.rejected(envelope, *rejection);
        }
        let received = Decoded::of(&head.headers, &body);
        let (called, mut request) = self.inspected(&head.headers, received.text.clone());
        request.problems.extend(received.problem.clone());
        let passed = forward.request(&head, body);
        let response = forward.transport.exchange(passed, LONGEST, forward.timeout).await;
        let response = match response {
            Ok(response) => response,
            Err(error) => {
                let problems = vec![format!("the service did not answer: {error}")];
                let status = StatusCode::BAD_GATEWAY;
                request.reply =
                    Some(MockReply { status: status.as_u16(), body: String::new(), problems });
                self.remember(request);
                return Outcome::Page(status);
            }
        };
        let answered = Decoded::of(response.headers(), response.body());
        let mut problems = self.reply_problems(called.as_ref(), &answered, response.status());
        let start = format!("POST {} HTTP/1.1", head.uri.path());
        let asked = received.message(start, &head.headers);
        let start = format!("HTTP/1.1 {}", response.status());
        let replied = answered.message(start, response.headers());
        let recorder = self.state().recorder.clone();
        let kept = recorder.map(|one| one.keep(request.operation.as_deref(), &asked, &replied));
        if let Some(Err(error)) = kept {
            problems.push(format!("the exchange was not recorded: {error}"));
        }
        let status = response.status().as_u16();
        request.reply = Some(MockReply { status, body: answered.text, problems });
        self.remember(request);
        Outcome::Passed(Box::new(passed_back(response)))
    }

    /// Returns the violations of the contract in a response.
    fn reply_problems(
        &self,
        called: Option<&Called>,
        answered: &Decoded,
        status: StatusCode,
    ) -> Vec<String> {
        let mut problems: Vec<String> = answered.problem.iter().cloned().collect();
        let Some(called) = called.filter(|_| problems.is_empty()) else { return problems };
        if answered.text.trim().is_empty() {
            return problems;
        }
        let contract = &self.0.contract;
        match contract.answer_at(called.place, Some(soap(called.version)), &answered.text) {
            Ok(CallOutcome::Reply { errors, .. }) => {
                problems.extend(errors.iter().map(ToString::to_string));
            }
            Ok(CallOutcome::Fault(_)) => {}
            Err(error) => problems.push(format!("status {status}: {error}")),
        }
        problems
    }
}

impl Forward {
    fn request(&self, head: &Parts, body: Bytes) -> Request<Payload> {
        let length = body.len();
        let mut request = Request::new(Payload::new(body));
        *request.method_mut() = head.method.clone();
        *request.uri_mut() = self.address.clone();
        *request.headers_mut() = without_connection(&head.headers);
        request.headers_mut().insert(header::CONTENT_LENGTH, length.into());
        request
    }
}

fn passed_back(response: Response<Bytes>) -> Response<Payload> {
    let (mut head, body) = response.into_parts();
    head.headers = without_connection(&head.headers);
    // The service's decision about other sites is not one about this machine.
    let cors: Vec<_> = head.headers.keys().filter(|name| is_cors(name)).cloned().collect();
    for name in cors {
        head.headers.remove(name);
    }
    head.headers.insert(header::CONTENT_LENGTH, body.len().into());
    Response::from_parts(head, Payload::new(body))
}

fn is_cors(name: &HeaderName) -> bool {
    name.as_str().starts_with("access-control-")
}

fn without_connection(headers: &HeaderMap) -> HeaderMap {
    let is_of_message = |name: &str| !CONNECTION_HEADERS.contains(&name);
    let kept = headers.iter().filter(|(name, _)| is_of_message(name.as_str()));
    let mut copy = HeaderMap::new();
    for (name, value) in kept {
        copy.append(name, value.clone());
    }
    copy
}

/// A decoded body.
struct Decoded {
    text: String,
    /// The attachments that the text does not include.
    attachments: Attachments,
    /// The reason why the body is not a message.
    problem: Option<String>,
}

impl Decoded {
    fn of(headers: &HeaderMap, body: &Bytes) -> Self {
        let options = ReadOptions { limits: Limits::SERVER, ..ReadOptions::default() };
        let content_type = ContentType::of(headers).unwrap_or_default();
        match inline_and_separate(content_type, body.clone(), &options) {
            Ok((text, attachments)) => Self { text, attachments, problem: None },
            Err(error) => Self {
                text: String::from_utf8_lossy(body).into_owned(),
                attachments: Attachments::default(),
                problem: Some(format!("cannot decode the message: {error}")),
            },
        }
    }

    fn message<'a>(&'a self, start: String, headers: &'a HeaderMap) -> Message<'a> {
        // Secrets cannot be found in a message that cannot be decoded.
        let text = if self.problem.is_some() { REDACTED } else { &self.text };
        Message { start, headers, text, attachments: &self.attachments }
    }
}
