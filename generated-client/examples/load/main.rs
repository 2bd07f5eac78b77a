//! A load test with a client and a server in this process.
//!
//! Many calls run at once. Some are cancelled and some fail on purpose. Each call carries its own number, and
//! every call is accounted for at the end.
//!
//! ```text
//! cargo run --release -p generated-client --example load [-- OPTIONS]
//!
//! --calls N       number of calls (default: 1,000,000)
//! --in-flight N   number of concurrent calls (default: 64)
//! --seed N        seed of the injected failures, to repeat a run (default: from the clock)
//! ```

mod caller;
mod cut;
mod memory;
mod plan;
mod service;
mod tally;

use std::{
    error::Error,
    process::ExitCode,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Instant, SystemTime, UNIX_EPOCH},
};

use caller::Caller;
use generated_client::customer_care::{CustomerCareServiceClient, ports};
use memory::Memory;
use plan::Plan;
use tally::Tally;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

#[tokio::main]
async fn main() -> ExitCode {
    match run().await {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Makes all calls. Returns whether all outcomes were as expected and memory did not grow.
async fn run() -> Result<bool> {
    let options = Options::parse(std::env::args().skip(1))?;
    println!("{} calls, {} in flight, seed {}", options.calls, options.in_flight, options.seed);
    let plan = Plan { seed: options.seed };
    let (endpoint, served) = service::start(plan, options.calls).await?;
    let client =
        CustomerCareServiceClient::connect(ports::CUSTOMER_CARE_SERVICE_SOAP12.at(&endpoint))?;
    let begun = Arc::new(AtomicU64::new(0));
    let memory = Arc::new(Memory::new(Instant::now()));
    let workers: Vec<_> = (0..options.in_flight)
        .map(|_| {
            let caller = Caller { client: client.clone(), plan };
            let (begun, memory) = (Arc::clone(&begun), Arc::clone(&memory));
            tokio::spawn(work(caller, begun, options.calls, memory))
        })
        .collect();
    let mut tally = Tally::default();
    for worker in workers {
        tally.add(worker.await?);
    }
    println!("\n{tally}");
    let twice = served.twice();
    println!("{twice:>9}  served twice");
    let accounted = tally.is_right(options.calls) && twice == 0;
    println!("{}", memory.verdict());
    Ok(accounted && !memory.has_grown())
}

/// Makes calls one after another until all calls have started.
async fn work(caller: Caller, begun: Arc<AtomicU64>, calls: u64, memory: Arc<Memory>) -> Tally {
    let mut tally = Tally::default();
    loop {
        let number = begun.fetch_add(1, Ordering::Relaxed);
        if number >= calls {
            return tally;
        }
        tally.count(number, caller.call(number).await);
        memory.one_more();
    }
}

struct Options {
    calls: u64,
    in_flight: u64,
    seed: u64,
}

impl Options {
    fn parse(mut arguments: impl Iterator<Item = String>) -> Result<Self> {
        let clock = SystemTime::now().duration_since(UNIX_EPOCH)?;
        let mut options = Self { calls: 1_000_000, in_flight: 64, seed: clock.as_secs() };
        while let Some(name) = arguments.next() {
            let option = match &*name {
                "--calls" => &mut options.calls,
                "--in-flight" => &mut options.in_flight,
                "--seed" => &mut options.seed,
                _ => return Err(format!("unknown option `{name}`").into()),
            };
            let value =
                arguments.next().ok_or_else(|| format!("expected a number after `{name}`"))?;
            *option = value
                .parse()
                .map_err(|_| format!("expected a number after `{name}`, found `{value}`"))?;
        }
        if options.calls == 0 || options.in_flight == 0 {
            return Err("`--calls` and `--in-flight` must be at least 1".into());
        }
        Ok(options)
    }
}
