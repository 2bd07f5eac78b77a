//! Sends a sample of each message from a generated client to a generated server in the same process.
//!
//! Standard output has a line for each exchange: operation, port, and nothing where what arrived is
//! what was sent, otherwise what was different. The first argument is a folder for the messages; with a
//! second one there are transcripts, too.

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
use wsdlgen_runtime::xml::{ReadOptions, Reading};
use wsdlgen_runtime::{Call, CallError, Fault, FaultDetail, Operation};

use self::samples::{input, now, output};

/// The samples of an operation, and how it is called over a port.
pub struct Exchange {
    pub operation: &'static str,
    pub port: &'static str,
    pub run: fn(&Exchange) -> Result<(), String>,
    pub request: &'static str,
    pub reply: &'static str,
}

/// Where the servers are: in the same process, whatever their contracts say.
pub const ADDRESS: &str = "http://localhost/";

/// What the server is to answer with, and what it found.
static REPLY: Mutex<&str> = Mutex::new("");
static REQUEST: Mutex<&str> = Mutex::new("");
static FOUND: Mutex<String> = Mutex::new(String::new());

/// What a thread of Rust's has by default: samples are fifty elements deep, and nothing is optimised.
const STACK: usize = 2 << 20;

/// The transport to a server: nothing is between client and server.
pub fn wire<S>(server: S) -> S {
    server
}

pub fn run(exchanges: &'static [Exchange]) {
    let thread = thread::Builder::new().stack_size(STACK).spawn(|| exchange_all(exchanges));
    thread.expect("threads can start").join().expect("panics are caught");
}

fn exchange_all(exchanges: &[Exchange]) {
    // A panic is told in the answer.
    panic::set_hook(Box::new(|_| {}));
    for exchange in exchanges {
        let result = panic::catch_unwind(AssertUnwindSafe(|| (exchange.run)(exchange)));
        let result = result.unwrap_or_else(|_| Err("a panic".to_owned()));
        let reason = result.err().unwrap_or_default().replace(['\n', '\t'], " ");
        let shown: String = reason.chars().take(600).collect();
        println!("{}\t{}\t{shown}", exchange.operation, exchange.port);
    }
}

/// What a method of the server does: it looks at the request and answers with the sample.
pub fn answer<O: Operation>(request: O::Input) -> Result<O::Body, Fault<O::Fault>>
where
    O::Input: PartialEq + Debug,
    O::Fault: FaultDetail,
{
    let expected = input::<O>(&locked(&REQUEST)).map_err(Fault::receiver)?;
    if request != expected {
        *locked(&FOUND) = format!("the server got {request:?} for {expected:?}");
    }
    let output = output::<O>(&locked(&REPLY)).map_err(Fault::receiver)?;
    Ok(O::body(output))
}

/// Calls an operation with its sample, and looks at the reply.
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
    transcript::write::<O>(exchange).map_err(|error| format!("the transcript: {error}"))?;
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
    if reply.body != expected {
        return Err(format!("the client got {:?} for {expected:?}", reply.body));
    }
    Ok(())
}

/// Settings that keep every message, and let nothing pass.
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
            // Messages that cannot be kept are missing where they are looked at.
            let _ = fs::write(folder.join(name), &trace.body);
        }
    })
}

/// What a mutex guards: a panic that was caught leaves nothing half-done in it.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
