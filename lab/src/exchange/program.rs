//! A program that sends samples of each message from a generated client to a generated server in the same process.
//!
//! A line on standard output is printed for each exchange: operation, port, and the difference between the sent and
//! the received message, if any. The first argument is a folder for the messages. A second argument enables
//! transcripts.

mod samples;
mod transcript;

use std::any::type_name;
use std::fmt::Debug;
use std::fs;
use std::panic::{self, AssertUnwindSafe};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;

use wsdlgen_runtime::client::{ClientSettings, Validation};
use wsdlgen_runtime::xml::{ReadOptions, Reading, Writer};
use wsdlgen_runtime::{Call, CallError, Fault, FaultDetail, Operation};

use self::samples::{input, now, output};

/// The samples of an operation, and the function that calls it over a port.
pub struct Exchange {
    pub operation: &'static str,
    pub port: &'static str,
    pub run: fn(&Exchange) -> Result<(), String>,
    pub request: &'static str,
    pub reply: &'static str,
}

/// The address of all servers. They run in the same process, regardless of the address in the contract.
pub const ADDRESS: &str = "http://localhost/";

/// The sample that the server replies with.
static REPLY: Mutex<&str> = Mutex::new("");
/// The sample of the request that the server expects.
static REQUEST: Mutex<&str> = Mutex::new("");
/// The difference found by the server.
static FOUND: Mutex<String> = Mutex::new(String::new());

/// Rust's default stack size. Samples are up to fifty elements deep, and the build is not optimised.
const STACK: usize = 2 << 20;

/// Returns the server itself, since client and server are connected directly.
pub fn wire<S>(server: S) -> S {
    server
}

pub fn run(exchanges: &'static [Exchange]) {
    let thread = thread::Builder::new().stack_size(STACK).spawn(|| exchange_all(exchanges));
    thread.expect("thread should start").join().expect("panics should be caught");
}

fn exchange_all(exchanges: &[Exchange]) {
    // Panics are reported in the result.
    panic::set_hook(Box::new(|_| {}));
    for exchange in exchanges {
        let result = panic::catch_unwind(AssertUnwindSafe(|| (exchange.run)(exchange)));
        let result = result.unwrap_or_else(|_| Err("a panic".to_owned()));
        let reason = result.err().unwrap_or_default().replace(['\n', '\t'], " ");
        let shown: String = reason.chars().take(600).collect();
        println!("{}\t{}\t{shown}", exchange.operation, exchange.port);
    }
}

/// Implements a method of the server: compares the request and replies with the sample.
pub fn answer<O: Operation>(request: O::Input) -> Result<O::Body, Fault<O::Fault>>
where
    O::Input: PartialEq + Debug,
    O::Fault: FaultDetail,
{
    let expected = input::<O>(&locked(&REQUEST)).map_err(Fault::receiver)?;
    if request != expected && inlined::<O>(&request) != inlined::<O>(&expected) {
        *locked(&FOUND) = format!("server: expected {expected:?}, found {request:?}");
    }
    let output = output::<O>(&locked(&REPLY)).map_err(Fault::receiver)?;
    Ok(O::body(output))
}

/// Calls an operation with its sample and compares the reply.
pub fn call<'c, S, O: Operation>(
    exchange: &Exchange,
    _wire: &S,
    call: impl FnOnce(O::Input) -> Call<'c, O>,
) -> Result<(), String>
where
    O::Input: PartialEq + Debug,
    O::Body: PartialEq + Debug,
    O::Fault: Debug,
{
    transcript::write::<O>(exchange)
        .map_err(|error| format!("cannot write the transcript: {error}"))?;
    *locked(&REQUEST) = exchange.request;
    *locked(&REPLY) = exchange.reply;
    locked(&FOUND).clear();
    let input = input::<O>(exchange.request)?;
    let expected = O::body(output::<O>(exchange.reply)?);
    let reply = now(call(input)).map_err(|error: CallError<O::Fault>| error.to_string())?;
    let found = locked(&FOUND).clone();
    if !found.is_empty() {
        return Err(found);
    }
    if let Some(deviation) = reply.deviations.first() {
        return Err(format!("the client reported {deviation:?} in {}", type_name::<O>()));
    }
    if reply.body != expected && without_parts(&reply.body) != without_parts(&expected) {
        return Err(format!("client: expected {expected:?}, found {:?}", reply.body));
    }
    Ok(())
}

/// Returns a request as XML, with the content of attachments. Their media types and ids only exist in multipart messages.
fn inlined<O: Operation>(request: &O::Input) -> Vec<u8> {
    let mut writer = Writer::default();
    O::write_input(request, &mut writer);
    writer.finish().unwrap_or_default()
}

/// Returns a reply as text, without the media types and ids of attachments.
fn without_parts(reply: &impl Debug) -> String {
    const START: &str = "Attachment { ";
    let text = format!("{reply:?}");
    let mut pieces = text.split(START);
    let first = pieces.next().unwrap_or_default().to_owned();
    let content = |piece: &str| piece.find("length: ").map_or(piece.to_owned(), |at| piece[at..].to_owned());
    pieces.fold(first, |text, piece| text + START + &content(piece))
}

/// Returns settings that save every message and read strictly.
pub fn settings(operation: &'static str, port: &'static str, mtom: Option<usize>) -> ClientSettings {
    let folder = std::env::args().nth(1).map(PathBuf::from);
    let count = Arc::new(Mutex::new(0));
    let reading = ReadOptions { reading: Reading::Strict, ..ReadOptions::default() };
    let settings = ClientSettings::default().reading(reading).requests(Validation::Off).mtom(mtom);
    settings.trace(move |trace| {
        let mut count = locked(&count);
        *count += 1;
        let kind = if *count == 1 { "request" } else { "reply" };
        if let Some(folder) = &folder {
            let plain = |text: &str| text.replace(['/', '\\'], "_");
            let name = format!("{}.{}.{kind}.xml", plain(operation), plain(port));
            // A message that cannot be saved is not validated later.
            let _ = fs::write(folder.join(name), &trace.body);
        }
    })
}

/// Locks a mutex and ignores poisoning, since a caught panic cannot leave its value inconsistent.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
