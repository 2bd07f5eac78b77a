//! Round trips of messages through generated servers and clients.

use std::fs;
use std::marker::PhantomData;
use std::pin::pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context as TaskContext, Poll, Waker};

use http::{HeaderValue, Request, Response, header};
use tower_service::Service;
use wsdlgen_runtime::message::{CallError, decode, encode};
use wsdlgen_runtime::server::{Dispatch, DispatchFuture, IncomingRequest};
use wsdlgen_runtime::soap::Use;
use wsdlgen_runtime::xml::{Cursor, Name, Namespaces, ReadError, ReadOptions, Writer};
use wsdlgen_runtime::{
    Contract, Fault, NoHeaders, Operation, Payload, Port, Server, SoapVersion, WireSignature,
};

use crate::modules;

/// The operations of a module.
pub type Work = &'static [Called];

/// An operation with the functions that rewrite its messages.
pub struct Called {
    name: &'static str,
    request: fn(&[u8]) -> Heard,
    response: fn(&[u8]) -> Result<Written, String>,
}

/// The result of sending a request to a server with a single operation.
enum Heard {
    /// The request does not call this operation. Contains the server's response.
    NotCalled(Written),
    /// The request calls this operation. Contains the rewritten request or the error.
    Called(Result<Written, String>),
}

/// A written message with its kind.
struct Written {
    /// `read`, `fault`, `typed-fault`, or `refused`. For `refused`, the message is the server's response.
    kind: &'static str,
    parts: Use,
    message: Vec<u8>,
}

pub const fn called<O: Operation>() -> Called {
    Called { name: O::NAME, request: request::<O>, response: response::<O> }
}

/// Runs a task with these fields: modules separated by commas, message to read, file to write, and for a response
/// the corresponding request. The written file begins with a line that contains the module, the operation, the kind
/// of message, and the use of its parts.
pub fn task(fields: &[&str]) -> Option<Result<(), String>> {
    let [names, source, target, ref rest @ ..] = *fields else { return None };
    Some(rewrite(names, source, target, rest.first().copied()))
}

fn rewrite(names: &str, source: &str, target: &str, question: Option<&str>) -> Result<(), String> {
    let read = |path: &str| fs::read(path).map_err(|error| format!("{path}: {error}"));
    let message = read(source)?;
    let mut operations = Vec::new();
    for name in names.split(',') {
        let module = modules::MODULES.iter().find(|(module, _)| *module == name);
        let (name, work) = module.ok_or_else(|| format!("unknown module `{name}`"))?;
        operations.extend(work.iter().map(|operation| (*name, operation)));
    }
    let (module, operation, written) = match question {
        None => ask(&operations, &message)?,
        Some(question) => answer(&operations, &message, &read(question)?)?,
    };
    let Written { kind, parts, message } = written;
    let head = format!("{module}\t{operation}\t{kind}\t{parts:?}\n");
    fs::write(target, [head.into_bytes(), message].concat()).map_err(|error| error.to_string())
}

/// A module, the name of an operation, and one of its messages.
type Found = (&'static str, &'static str, Written);

/// Rewrites a request, or returns the server's response if no operation is called.
fn ask(operations: &[(&'static str, &'static Called)], message: &[u8]) -> Result<Found, String> {
    let mut refusal = Err("the contract has no operations".to_owned());
    for (module, operation) in operations {
        match (operation.request)(message) {
            Heard::NotCalled(answer) => refusal = Ok((*module, "", answer)),
            Heard::Called(result) => return Ok((module, operation.name, result?)),
        }
    }
    refusal
}

/// Rewrites a response to the operation that `question` calls, or to any operation if it calls none.
fn answer(
    operations: &[(&'static str, &'static Called)],
    message: &[u8],
    question: &[u8],
) -> Result<Found, String> {
    let is_called = |(_, operation): &&(&str, &'static Called)| {
        matches!((operation.request)(question), Heard::Called(_))
    };
    let asked = operations.iter().find(is_called);
    let possible = asked.map_or(operations, std::slice::from_ref);
    let mut best = Err("the contract has no operations".to_owned());
    for (module, operation) in possible {
        match (operation.response)(message) {
            Ok(written) if written.kind != "fault" => return Ok((module, operation.name, written)),
            Ok(written) => best = Ok((*module, operation.name, written)),
            Err(reason) if best.is_err() => best = Err(reason),
            Err(_) => {}
        }
    }
    best
}

/// A dispatch that rewrites the request.
struct Asked<O> {
    outcome: Arc<Mutex<Option<Result<Written, String>>>>,
    operation: PhantomData<fn() -> O>,
}

impl<O> Clone for Asked<O> {
    fn clone(&self) -> Self {
        Self { outcome: Arc::clone(&self.outcome), operation: PhantomData }
    }
}

impl<O: Operation> Dispatch for Asked<O> {
    type Contract = O::Contract;

    fn dispatch(&self, operation: usize, received: IncomingRequest) -> DispatchFuture<'_> {
        if operation != O::INDEX {
            return received.no_such_operation();
        }
        // The operation counts as called even if the request cannot be read.
        set(&self.outcome, Err("the request was rejected".to_owned()));
        Box::pin(async move {
            let (context, input) = received.read::<O>().await?;
            let address = "http://localhost/";
            let port = Port::<O::Contract>::new("port", address, context.version(), &[]);
            let written = encode::<O>(&port, &input, &context.headers);
            let written = written.map(|request| Written {
                kind: "read",
                parts: O::USE,
                message: request.into_body().into_bytes().into(),
            });
            set(&self.outcome, written.map_err(|error| error.to_string()));
            Ok(Response::new(Payload::default()))
        })
    }
}

fn request<O: Operation>(message: &[u8]) -> Heard {
    let outcome = Arc::new(Mutex::new(None));
    let asked = Asked::<O> { outcome: Arc::clone(&outcome), operation: PhantomData };
    let response = serve(asked, message);
    let refusal =
        Written { kind: "refused", parts: O::USE, message: response.into_body().into_bytes().into() };
    match take(&outcome) {
        None => Heard::NotCalled(refusal),
        // The server's response contains the reason for the rejection.
        Some(Err(_)) if !refusal.message.is_empty() => Heard::Called(Ok(refusal)),
        Some(result) => Heard::Called(result),
    }
}

/// A contract whose only operation has an empty request body, so that it accepts any response.
struct Wide<C>(PhantomData<fn() -> C>);

impl<C: Contract> Contract for Wide<C> {
    const NAME: &'static str = C::NAME;
    const NAMESPACES: &'static Namespaces = C::NAMESPACES;
    const SECRETS: &'static [Name] = C::SECRETS;
    const SIGNATURES: &'static [WireSignature] = &[WireSignature::of_empty_body()];
}

/// An operation without input that preserves the complete output.
struct Answered<O>(PhantomData<fn() -> O>);

impl<O: Operation> Operation for Answered<O> {
    type Contract = Wide<O::Contract>;
    type Input = ();
    type Output = O::Output;
    type Body = O::Output;
    type InputHeaders = NoHeaders;
    type OutputHeaders = O::OutputHeaders;
    type Fault = O::Fault;

    const NAME: &'static str = O::NAME;
    const INDEX: usize = 0;
    const DECLARATIONS: &'static str = O::DECLARATIONS;
    const USE: Use = O::USE;

    fn write_input((): &(), _writer: &mut Writer) {}

    fn read_input(_cursor: &mut Cursor<'_>) -> Result<(), ReadError> {
        Ok(())
    }

    fn write_output(output: &O::Output, writer: &mut Writer) {
        O::write_output(output, writer);
    }

    fn read_output(cursor: &mut Cursor<'_>) -> Result<O::Output, ReadError> {
        O::read_output(cursor)
    }

    fn without_output() -> Option<O::Output> {
        O::without_output()
    }

    fn body(output: O::Output) -> O::Output {
        output
    }
}

/// The response of a server: output and headers, or a fault.
type Outcome<O> = Result<
    (<O as Operation>::Output, <O as Operation>::OutputHeaders),
    Fault<<O as Operation>::Fault>,
>;

/// A dispatch that replies with a given outcome.
struct Answering<O: Operation> {
    outcome: Arc<Mutex<Option<Outcome<O>>>>,
}

impl<O: Operation> Clone for Answering<O> {
    fn clone(&self) -> Self {
        Self { outcome: Arc::clone(&self.outcome) }
    }
}

impl<O: Operation> Dispatch for Answering<O> {
    type Contract = Wide<O::Contract>;

    fn dispatch(&self, _operation: usize, received: IncomingRequest) -> DispatchFuture<'_> {
        Box::pin(async move {
            let (mut context, ()) = received.read::<Answered<O>>().await?;
            let outcome = take(&self.outcome).expect("the outcome should be set");
            let result = outcome.map(|(output, headers)| {
                context.reply_headers = headers;
                output
            });
            Ok(context.answer(result))
        })
    }
}

fn response<O: Operation>(message: &[u8]) -> Result<Written, String> {
    let mut response = Response::new(Payload::new(message.to_vec()).into_bytes());
    let text_xml = HeaderValue::from_static("text/xml");
    response.headers_mut().insert(header::CONTENT_TYPE, text_xml);
    let (kind, outcome) = match decode::<Answered<O>>(response, &ReadOptions::default()) {
        Ok(reply) => ("read", Ok((reply.body, reply.headers))),
        Err(CallError::Fault(reply)) if reply.detail.is_some() => ("typed-fault", Err(reply.fault)),
        Err(CallError::Fault(reply)) => ("fault", Err(reply.fault)),
        Err(error) => return Err(error.to_string()),
    };
    let outcome = Arc::new(Mutex::new(Some(outcome)));
    let namespace = version(message).namespace();
    let question = format!("<e:Envelope xmlns:e=\"{namespace}\"><e:Body/></e:Envelope>");
    let response = serve(Answering::<O> { outcome }, question.as_bytes());
    Ok(Written { kind, parts: O::USE, message: response.into_body().into_bytes().into() })
}

fn version(message: &[u8]) -> SoapVersion {
    let namespace = SoapVersion::Soap12.namespace().as_bytes();
    let is_newer = message.windows(namespace.len()).any(|window| window == namespace);
    if is_newer { SoapVersion::Soap12 } else { SoapVersion::Soap11 }
}

/// Sends a message to a server and returns its response. The server must not depend on a reactor.
fn serve(dispatch: impl Dispatch, message: &[u8]) -> Response<Payload> {
    let mut request = Request::new(Payload::new(message.to_vec()));
    *request.method_mut() = http::Method::POST;
    let content_type = match version(message) {
        SoapVersion::Soap12 => "application/soap+xml",
        _ => "text/xml",
    };
    request.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    let mut server = Server::new(dispatch);
    let mut answer = pin!(server.call(request));
    let mut context = TaskContext::from_waker(Waker::noop());
    loop {
        if let Poll::Ready(Ok(response)) = answer.as_mut().poll(&mut context) {
            return response;
        }
    }
}

fn set<T>(place: &Mutex<Option<T>>, value: T) {
    *place.lock().unwrap_or_else(PoisonError::into_inner) = Some(value);
}

fn take<T>(place: &Mutex<Option<T>>) -> Option<T> {
    place.lock().unwrap_or_else(PoisonError::into_inner).take()
}
