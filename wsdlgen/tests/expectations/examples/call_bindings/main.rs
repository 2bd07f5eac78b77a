//! Calls all services of a peer server from the project's folder of peers. `cargo lab interop` runs
//! this driver.
//!
//! ```text
//! cargo run -p wsdlgen-expectations --example call_bindings -- PEER URL [--trace]
//! ```
//!
//! It prints a line for each call and ends with `calls: N, failed: F`. `--trace` shows the messages.

mod addressing;
mod archive;
mod people;
mod plane;
mod scales;
mod stock;

use std::{fmt::Debug, process::ExitCode};

use wsdlgen_runtime::{client::TraceDirection, CallError, ClientSettings, FaultClass};

/// The result of a check, with the description of a failure.
type Checked = Result<(), String>;

/// A known peer.
struct Peer {
    /// The name of its folder.
    name: &'static str,
    /// The services that it offers.
    services: &'static [&'static str],
    /// `true` if it writes characters beyond U+FFFF as two references, which is not well-formed.
    splits_characters: bool,
}

const PEERS: [Peer; 7] = [
    Peer { name: "axis", services: &["people"], splits_characters: true },
    Peer { name: "gsoap", services: &["people"], splits_characters: false },
    // The version of WS-Addressing is a choice of its generator.
    Peer { name: "gsoap-addressing", services: &["addressed"], splits_characters: false },
    Peer {
        name: "jaxws-bindings",
        services: &["plane", "addressed", "august", "archive"],
        splits_characters: false,
    },
    Peer { name: "mono-asmx", services: &["scales", "stock"], splits_characters: false },
    // Its server writes rpc wrappers in a wrong namespace, and does not read attachments.
    Peer { name: "node-soap-bindings", services: &["store"], splits_characters: false },
    Peer { name: "php-bindings", services: &["people", "plane"], splits_characters: false },
];

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let (options, words): (Vec<String>, Vec<String>) =
        std::env::args().skip(1).partition(|word| word.starts_with("--"));
    let [peer, url] = words.as_slice() else {
        eprintln!("usage: call_bindings PEER URL [--trace]");
        return ExitCode::from(2);
    };
    let Some(peer) = PEERS.iter().find(|one| one.name == peer) else {
        eprintln!("unknown peer `{peer}`");
        return ExitCode::from(2);
    };
    let mut tally = Tally { calls: 0, failed: 0, trace: options.iter().any(|it| it == "--trace") };
    for service in peer.services {
        let at = |path: &str| format!("{url}/{path}");
        match *service {
            "addressed" | "august" => addressing::drive(url, service, &mut tally).await,
            "archive" => archive::drive(&at("archive"), &mut tally).await,
            "people" => people::drive(&at("people"), peer, &mut tally).await,
            "scales" => scales::drive(&at("scales.asmx"), &mut tally).await,
            "stock" => stock::drive(&at("stock.asmx"), &mut tally).await,
            "store" => archive::drive_envelopes(&at("archive"), &mut tally).await,
            _ => plane::drive(&at("plane"), &mut tally).await,
        }
    }
    println!("calls: {}, failed: {}", tally.calls, tally.failed);
    if tally.failed == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

/// The number of calls and failures, and the options of the run.
struct Tally {
    calls: usize,
    failed: usize,
    trace: bool,
}

impl Tally {
    fn add(&mut self, name: &str, result: Checked) {
        self.calls += 1;
        match result {
            Ok(()) => println!("ok {name}"),
            Err(why) => {
                self.failed += 1;
                println!("FAILED {name}: {why}");
            }
        }
    }

    /// Returns settings that print deviations, and messages if `--trace` is given.
    fn settings(&self) -> ClientSettings {
        let settings = ClientSettings::default()
            .on_deviation(|deviation| println!("note: deviation {deviation}"));
        if !self.trace {
            return settings;
        }
        settings.trace(|trace| {
            let arrow = if trace.direction == TraceDirection::Request { ">>" } else { "<<" };
            println!("{arrow} {}\n{:?}\n{}", trace.start, trace.headers, trace.body);
        })
    }
}

fn same<T: PartialEq + Debug>(found: &T, expected: &T) -> Checked {
    if found == expected {
        return Ok(());
    }
    Err(format!("expected {expected:?}, found {found:?}"))
}

/// Checks that a call fails with a sender fault and this reason.
fn refused<T, D: std::fmt::Debug>(result: Result<T, CallError<D>>, reason: &str) -> Checked {
    match result {
        Ok(_) => Err("expected a fault, found a reply".to_owned()),
        Err(CallError::Fault(fault)) if fault.code.class() != FaultClass::Sender => {
            Err(format!("expected a sender fault, found {:?}", fault.code))
        }
        Err(CallError::Fault(fault)) => same(&fault.reason(), &reason),
        Err(other) => Err(format!("expected a fault, found an error: {other}")),
    }
}
