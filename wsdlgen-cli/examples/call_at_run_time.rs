//! Calls a peer server without generated code. `cargo lab interop` runs this driver.
//!
//! ```text
//! cargo run -p wsdlgen-cli --example call_at_run_time -- CALLS PEER URL
//! ```
//!
//! CALLS is a file such as `lab/peers/run-time.json`. The driver makes the calls of the services that the peer offers, prints a
//! line for each, and ends with `calls: N, failed: F`.

use std::{error::Error, path::Path, process::ExitCode, time::Duration};

use serde::Deserialize;
use serde_json::Value;
use wsdlgen::tools::{DynamicClient, DynamicError, MessageInput, Soap};
use wsdlgen_cli::{
    fetch::Options,
    json::{from_data, to_data},
    transport::transport,
};
use wsdlgen_runtime::soap::Addressing;

const TIMEOUT: Duration = Duration::from_secs(30);

/// The calls of a service.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Service {
    peers: Vec<String>,
    /// The path of the service on the server.
    path: String,
    /// The path of the contract, relative to the file with the calls.
    contract: String,
    /// The version of WS-Addressing, `1.0` or `2004`, if the requests have its headers.
    addressing: Option<String>,
    calls: Vec<Call>,
}

/// A call with its outcome: a reply that contains these members, or a fault with this reason.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Call {
    name: String,
    operation: String,
    /// The version of SOAP, unless the contract has only one.
    version: Option<String>,
    header: Option<Value>,
    request: Value,
    reply: Option<Value>,
    fault: Option<String>,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [calls, peer, url] = &*words else {
        eprintln!("usage: call_at_run_time CALLS PEER URL");
        return ExitCode::from(2);
    };
    match drive(Path::new(calls), peer, url).await {
        Ok((calls, failed)) => {
            println!("calls: {calls}, failed: {failed}");
            ExitCode::from(u8::from(failed > 0))
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(2)
        }
    }
}

/// Makes all calls to a peer, and returns how many there were and how many failed.
async fn drive(file: &Path, peer: &str, url: &str) -> Result<(usize, usize), Box<dyn Error>> {
    let services: Vec<Service> = serde_json::from_slice(&std::fs::read(file)?)?;
    let folder = file.parent().unwrap_or(Path::new(""));
    let (mut calls, mut failed) = (0, 0);
    for service in services.iter().filter(|service| service.peers.iter().any(|one| one == peer)) {
        let contract = wsdlgen::configure().http_bindings().read(folder.join(&service.contract))?;
        let transport = transport(&Options::default(), TIMEOUT)?;
        let addressing = match service.addressing.as_deref() {
            Some("2004") => Addressing::August2004,
            Some(_) => Addressing::On,
            None => Addressing::AsBound,
        };
        let client = DynamicClient::new(contract, transport)
            .with_address(format!("{url}/{}", service.path))
            .with_addressing(addressing);
        for call in &service.calls {
            calls += 1;
            match outcome(&client, call).await {
                Ok(()) => println!("ok {}", call.name),
                Err(reason) => {
                    failed += 1;
                    println!("FAILED {}: {reason}", call.name);
                }
            }
        }
    }
    Ok((calls, failed))
}

/// Makes a call, and returns how its outcome differs from the expected one.
async fn outcome(client: &DynamicClient, call: &Call) -> Result<(), String> {
    let body = MessageInput::Data(to_data(call.request.clone()));
    let mut made = client.call(&call.operation, body);
    if let Some(version) = &call.version {
        made = made.version(if version == "1.2" { Soap::V12 } else { Soap::V11 });
    }
    if let Some(header) = &call.header {
        made = made.header(MessageInput::Data(to_data(header.clone())));
    }
    match (made.await, &call.reply, &call.fault) {
        (Ok(reply), Some(expected), _) => {
            let [violation, ..] = &*reply.violations else {
                return contains("", &from_data(reply.data), expected);
            };
            Err(format!("the reply violates the contract: {violation}"))
        }
        (Err(DynamicError::Fault(fault)), _, Some(expected)) => {
            let reasons = fault.reasons.join(" / ");
            if reasons.contains(expected) { Ok(()) } else { Err(format!("found {reasons}")) }
        }
        (Ok(reply), ..) => Err(format!("expected a fault, found {}", reply.xml)),
        (Err(error), ..) => Err(error.to_string()),
    }
}

/// Checks that every member of `expected` is in `found`, at a path.
fn contains(path: &str, found: &Value, expected: &Value) -> Result<(), String> {
    match (found, expected) {
        (Value::Object(found), Value::Object(expected)) => {
            expected.iter().try_for_each(|(name, expected)| {
                let path = format!("{path}/{name}");
                contains(&path, found.get(name).unwrap_or(&Value::Null), expected)
            })
        }
        (Value::Array(found), Value::Array(expected)) if found.len() == expected.len() => {
            let items = found.iter().zip(expected).enumerate();
            items.into_iter().try_for_each(|(index, (found, expected))| {
                contains(&format!("{path}/{index}"), found, expected)
            })
        }
        _ if found == expected => Ok(()),
        _ => Err(format!("{path}: expected {expected}, found {found}")),
    }
}
