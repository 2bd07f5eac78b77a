//! The HTTP service of a mock.

use std::{
    error::Error,
    fmt,
    future::{Future, poll_fn},
    pin::{Pin, pin},
    sync::{Arc, Mutex, PoisonError},
    task::{Context, Poll, Waker},
    thread,
    time::Duration,
};

use bytes::{Buf, Bytes};
use http::{HeaderValue, Method, Request, Response, StatusCode, header, request::Parts};
use http_body::Body;
use tower_service::Service;
use wsdlgen_runtime::{Payload, message::attach};

use super::{Mock, answer::Outcome};
use crate::tools::instance::{content_type, of_runtime};

/// Maximum length of a request, in bytes.
pub(super) const LONGEST: usize = 64 << 20;

/// An error instead of a response: the mock was configured to close the connection, or the request was truncated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct MockError;

impl fmt::Display for MockError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the mock closed the connection")
    }
}

impl Error for MockError {}

/// The future of a mock's response.
pub type MockFuture = Pin<Box<dyn Future<Output = Result<Response<Payload>, MockError>> + Send>>;

impl<B> Service<Request<B>> for Mock
where
    B: Body + Send + 'static,
    B::Data: Buf + Send,
    B::Error: Send,
{
    type Response = Response<Payload>;
    type Error = MockError;
    type Future = MockFuture;

    fn poll_ready(&mut self, _context: &mut Context<'_>) -> Poll<Result<(), MockError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        let mock = self.clone();
        Box::pin(async move {
            let (head, body) = request.into_parts();
            if matches!(head.method, Method::GET | Method::HEAD) {
                return Ok(mock.0.publication.page(&mock.0.contract.named.model, &head));
            }
            if head.method != Method::POST {
                return Ok(page(StatusCode::METHOD_NOT_ALLOWED));
            }
            let Some(body) = collected(body).await? else {
                return Ok(page(StatusCode::PAYLOAD_TOO_LARGE));
            };
            let publication = &mock.0.publication;
            let model = &mock.0.contract.named.model;
            match publication.form_request(model, &head, &body) {
                None => mock.answered(head, Bytes::from(body)).await,
                Some(Err(rejection)) => Ok(*rejection),
                Some(Ok((request, envelope))) => {
                    let response = mock.answered(request, envelope).await?;
                    Ok(publication.form_response(model, (&head, &body), response))
                }
            }
        })
    }
}

impl Mock {
    /// Answers a SOAP request.
    async fn answered(&self, head: Parts, body: Bytes) -> Result<Response<Payload>, MockError> {
        let forward = self.state().forward.clone();
        let outcome = match forward {
            Some(forward) => self.forwarded(&forward, head, body).await,
            None => self.received(&head.headers, &body),
        };
        let delay = self.state().delay;
        sleep(delay).await;
        response(outcome)
    }
}

/// Collects a body, or returns `None` if it is too long.
async fn collected<B: Body>(body: B) -> Result<Option<Vec<u8>>, MockError> {
    let (mut body, mut whole) = (pin!(body), Vec::new());
    while let Some(frame) = poll_fn(|context| body.as_mut().poll_frame(context)).await {
        let Ok(mut data) = frame.map_err(|_| MockError)?.into_data() else { continue };
        if whole.len() + data.remaining() > LONGEST {
            return Ok(None);
        }
        whole.extend_from_slice(&data.copy_to_bytes(data.remaining()));
    }
    Ok(Some(whole))
}

fn response(outcome: Outcome) -> Result<Response<Payload>, MockError> {
    match outcome {
        Outcome::HangUp => Err(MockError),
        Outcome::Rejected(response) => Ok(response.map(Payload::new)),
        Outcome::Page(status) => Ok(page(status)),
        Outcome::Passed(response) => Ok(*response),
        Outcome::Recorded(status, content_type, text) => {
            Ok(of(status, HeaderValue::try_from(content_type).ok(), text))
        }
        Outcome::Accepted => Ok(of(StatusCode::ACCEPTED, None, String::new())),
        Outcome::Attached(version, envelope, attachments) => {
            let (content_type, body) =
                attach(of_runtime(version), None, envelope, attachments).map_err(|_| MockError)?;
            let mut response = Response::new(body);
            response.headers_mut().insert(header::CONTENT_TYPE, content_type);
            Ok(response)
        }
        Outcome::Envelope(version, status, envelope) => {
            Ok(of(status, HeaderValue::try_from(content_type(version)).ok(), envelope))
        }
    }
}

fn page(status: StatusCode) -> Response<Payload> {
    let text = format!("<!DOCTYPE html><title>{status}</title><h1>{status}</h1>\n");
    of(status, Some(HeaderValue::from_static("text/html; charset=utf-8")), text)
}

fn of(status: StatusCode, content_type: Option<HeaderValue>, body: String) -> Response<Payload> {
    let length = body.len();
    let mut response = Response::new(Payload::new(Bytes::from(body)));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_LENGTH, length.into());
    headers.extend(content_type.map(|value| (header::CONTENT_TYPE, value)));
    response
}

/// State shared by a sleeping thread and the task that waits for it.
#[derive(Default)]
struct Alarm {
    is_due: bool,
    waker: Option<Waker>,
}

/// Sleeps under any executor.
///
/// Each call spawns a thread that wakes the task, so this does not scale to many concurrent calls.
async fn sleep(time: Duration) {
    if time.is_zero() {
        return;
    }
    let alarm = Arc::new(Mutex::new(Alarm::default()));
    let ringing = Arc::clone(&alarm);
    let sleeper = move || {
        thread::sleep(time);
        let mut alarm = ringing.lock().unwrap_or_else(PoisonError::into_inner);
        alarm.is_due = true;
        alarm.waker.take().into_iter().for_each(Waker::wake);
    };
    if thread::Builder::new().name("wsdlgen-mock".to_owned()).spawn(sleeper).is_err() {
        return;
    }
    poll_fn(|context| {
        let mut alarm = alarm.lock().unwrap_or_else(PoisonError::into_inner);
        if alarm.is_due {
            return Poll::Ready(());
        }
        alarm.waker = Some(context.waker().clone());
        Poll::Pending
    })
    .await;
}
