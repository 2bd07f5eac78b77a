//! A program that attacks a generated client and a generated server with messages derived from samples.
//!
//! Small messages of every kind at every position show which ones are the most expensive. The worst are then sent in
//! sizes from 1 to 64 MiB. A line on standard output is printed for each of them: side, kind and position, length in
//! bytes, peak memory, nanoseconds, and the outcome.
//!
//! Everything runs on a thread with half of the usual stack, to verify that no operation on a value needs more.

mod hostile;
mod samples;
mod state;

use std::cmp::Reverse;
use std::collections::HashSet;
use std::convert::Infallible;
use std::fmt::{self, Debug, Write};
use std::future::{Ready, ready};
use std::task::{Context as TaskContext, Poll};
use std::thread;
use std::time::{Duration, Instant};

use http::{Request, Response, header::CONTENT_TYPE};
use tower_service::Service;
use wsdlgen_runtime::client::{ClientSettings, Validation};
use wsdlgen_runtime::xml::Writer;
use wsdlgen_runtime::{Call, Fault, FaultDetail, Operation, Payload};

use self::hostile::{Hostile, Side};
use self::samples::{input, now, output};
use self::state::{Cost, Probe, state};

/// The samples of an operation, and the function that calls it over a port.
pub struct Exchange {
    pub operation: &'static str,
    pub port: &'static str,
    pub run: fn(&'static Exchange) -> Result<(), String>,
    pub request: &'static str,
    pub reply: &'static str,
}

/// The address of all servers. They run in the same process, regardless of the address in the contract.
pub const ADDRESS: &str = "http://localhost/";

/// Half the stack of a tokio thread, plus the needs of this program.
const STACK: usize = (1 << 20) + (64 << 10);
/// The size of small messages, in bytes.
const PROBE: usize = 16 << 10;
/// The sizes of large messages, in bytes.
const SIZES: [usize; 3] = [1 << 20, 16 << 20, 64 << 20];
/// The number of worst messages per side, by memory and by time.
const WORST: usize = 3;
/// Time limit for trying small messages. The remaining ones are only counted.
const PROBING: Duration = Duration::from_secs(240);

pub fn run(exchanges: &'static [Exchange]) {
    let thread = thread::Builder::new().stack_size(STACK).spawn(move || attack_all(exchanges));
    thread.expect("thread should start").join().expect("thread should not panic");
}

fn attack_all(exchanges: &'static [Exchange]) {
    let mut operations = HashSet::new();
    for exchange in exchanges {
        // The messages of an operation are read in the same way over all ports.
        if operations.insert(exchange.operation) {
            report(exchange, (exchange.run)(exchange));
        }
    }
    let probes = std::mem::take(&mut state().probes);
    println!("tried\t{}\t{}", probes.len(), state().left_out);
    for probe in worst(&probes) {
        state().chosen = Some(probe.hostile);
        report(probe.exchange, (probe.exchange.run)(probe.exchange));
    }
}

fn report(exchange: &Exchange, result: Result<(), String>) {
    if let Err(error) = result {
        println!("error\t{} {}\t{}", exchange.operation, exchange.port, in_line(&error));
    }
}

/// Returns the most expensive probes.
fn worst(probes: &[Probe]) -> Vec<Probe> {
    let mut worst = Vec::new();
    for side in [Side::Request, Side::Reply] {
        let mut of_side: Vec<_> = probes.iter().filter(|it| it.hostile.side == side).collect();
        of_side.sort_by_key(|probe| Reverse(probe.cost.memory));
        worst.extend(of_side.iter().take(WORST).copied().cloned());
        of_side.sort_by_key(|probe| Reverse(probe.cost.time));
        worst.extend(of_side.iter().take(WORST).copied().cloned());
    }
    worst
}

/// A server whose requests and replies are replaced during an attack.
#[derive(Clone)]
pub struct Wire<S>(S);

pub fn wire<S>(server: S) -> Wire<S> {
    Wire(server)
}

impl<S> Service<Request<Payload>> for Wire<S>
where
    S: Service<Request<Payload>, Response = Response<Payload>, Error = Infallible>,
{
    type Response = Response<Payload>;
    type Error = Infallible;
    type Future = Ready<Result<Response<Payload>, Infallible>>;

    fn poll_ready(&mut self, _context: &mut TaskContext<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<Payload>) -> Self::Future {
        let hostile = state().hostile.take();
        let response = match hostile {
            Some((Side::Request, body)) => {
                let request = request.map(|_| body);
                let (response, cost) = measured(|| now(self.0.call(request)));
                state().cost = cost;
                response
            }
            Some((Side::Reply, body)) => {
                let mut response = Response::new(body);
                response
                    .headers_mut()
                    .extend(state().content_type.clone().map(|of| (CONTENT_TYPE, of)));
                Ok(response)
            }
            None => now(self.0.call(request)).inspect(|response| {
                state().content_type = response.headers().get(CONTENT_TYPE).cloned();
            }),
        };
        ready(response)
    }
}

/// Implements a method of the server: replies to a request with the sample.
pub fn answer<O: Operation>(request: O::Input) -> Result<O::Body, Fault<O::Fault>>
where
    O::Input: PartialEq + Debug,
    O::Fault: FaultDetail,
{
    if state().uses_values {
        let _ = request == request;
        print_nowhere(&request);
        let _ = O::validate_input(&request);
        O::write_input(&request, &mut Writer::default());
    }
    let reply = state().reply;
    output::<O>(reply).map(O::body).map_err(Fault::receiver)
}

/// Attacks an operation.
pub fn call<'c, S, O: Operation>(
    exchange: &'static Exchange,
    _wire: &Wire<S>,
    call: impl Fn(O::Input) -> Call<'c, O>,
) -> Result<(), String>
where
    O::Input: PartialEq + Debug,
    O::Body: PartialEq + Debug,
    O::Fault: Debug,
{
    state().reply = exchange.reply;
    state().bodies.clear();
    let input = || input::<O>(exchange.request);
    let reply = now(call(input()?)).map_err(|error| error.to_string())?;
    drop(reply);
    let bodies = std::mem::take(&mut state().bodies);
    let attack = |hostile: &Hostile, bytes: usize, uses_values: bool| -> Result<_, String> {
        let input = input()?;
        let body = hostile.message(&bodies[usize::from(hostile.side == Side::Reply)], bytes);
        let length = body.len();
        state().begin(hostile.side, Payload::new(body), uses_values);
        let (reply, cost) = measured(|| now(call(input)));
        let outcome = outcome(reply.map(|reply| reply.body), uses_values);
        let cost = if hostile.side == Side::Reply { cost } else { state().cost };
        Ok((length, cost, outcome))
    };
    let chosen = state().chosen.take();
    if let Some(hostile) = chosen {
        return SIZES.into_iter().try_for_each(|bytes| {
            let (length, cost, outcome) = attack(&hostile, bytes, false)?;
            print_line(&hostile, length, cost, &outcome);
            Ok(())
        });
    }
    let is_new = |place: &str| state().places.get_or_insert_default().insert(place.to_owned());
    for hostile in hostile::all(exchange.operation, &bodies, is_new)? {
        if state().start.get_or_insert_with(Instant::now).elapsed() > PROBING {
            state().left_out += 1;
            continue;
        }
        let (_, cost, _) = attack(&hostile, PROBE, false)?;
        if hostile.is_deep() {
            attack(&hostile, PROBE, true)?;
        }
        state().probes.push(Probe { exchange, hostile, cost });
    }
    Ok(())
}

/// Returns `read` for a value, after using it if requested, or the error message.
fn outcome<T: PartialEq + Debug>(value: Result<T, impl ToString>, is_used: bool) -> String {
    match value {
        Ok(value) => {
            if is_used {
                let _ = value == value;
                print_nowhere(&value);
            }
            "read".to_owned()
        }
        Err(error) => error.to_string(),
    }
}

/// Prints the cost of a large message.
fn print_line(hostile: &Hostile, length: usize, Cost { memory, time }: Cost, outcome: &str) {
    println!("{hostile}\t{length}\t{memory}\t{}\t{}", time.as_nanos(), in_line(outcome));
}

/// Returns settings that record the bodies of the valid exchange.
pub fn settings(_operation: &'static str, _port: &'static str, mtom: Option<usize>) -> ClientSettings {
    let settings = ClientSettings::default().requests(Validation::Off).mtom(mtom);
    settings.trace(|trace| {
        let mut state = state();
        // Hostile messages are not recorded, since that would add to their cost.
        if state.bodies.len() < 2 {
            state.bodies.push(trace.body.clone());
        }
    })
}

fn measured<T>(work: impl FnOnce() -> T) -> (T, Cost) {
    let mut result = None;
    let mut time = Duration::ZERO;
    let counted = allocation_counter::measure(|| {
        let start = Instant::now();
        result = Some(work());
        time = start.elapsed();
    });
    (result.expect("`work` should have run"), Cost { memory: counted.bytes_max, time })
}

/// Formats a value and discards the text.
fn print_nowhere(value: &impl Debug) {
    struct Nowhere;
    impl Write for Nowhere {
        fn write_str(&mut self, _text: &str) -> fmt::Result {
            Ok(())
        }
    }
    let _ = write!(Nowhere, "{value:?}");
}

fn in_line(text: &str) -> String {
    text.chars().take(200).collect::<String>().replace(['\n', '\t'], " ")
}
