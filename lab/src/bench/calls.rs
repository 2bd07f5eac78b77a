//! Benchmarks of calls over a socket, and of a streamed reply that is larger than the memory limit.

use std::process::Command;

use super::programs::Programs;
use super::{Goal, Ratio, figures};
use crate::Result;

/// Goal: calls per second, relative to gSOAP.
const GSOAP: f64 = 1.5;

/// Goal: overhead per call in addition to encoding, decoding and reqwest, in microseconds.
const BESIDE: f64 = 3.0;

/// Goal: memory for a gigabyte, read record by record or sent and received as an attachment, in MiB.
const STREAM: f64 = 32.0;

/// Measures calls and streams, prints the figures, and returns the ratios.
pub(super) fn measure(programs: &Programs) -> Result<Vec<Ratio>> {
    let mut call = Command::new(programs.rust("calls"));
    call.arg(&programs.small).args(&programs.gsoap);
    let said = figures(&mut call)?;
    let of = |name: &str| said.iter().find(|(known, _)| known == name).map(|(_, value)| *value);
    let mut ratios = Vec::new();
    if let (Some(client), Some(reqwest)) = (of("client"), of("reqwest")) {
        println!(
            "calls a second: generated client {client:.0}, reqwest with fixed bytes {reqwest:.0}"
        );
        if let Some(peer) = of("peer").filter(|_| programs.gsoap.is_some()) {
            println!("calls a second: gsoap {peer:.0}");
            ratios.push(Ratio::new("call-gsoap".to_owned(), client / peer, Goal::AtLeast(GSOAP)));
        }
    }
    if let (Some(client), Some(by_hand)) = (of("client-cpu"), of("by-hand-cpu")) {
        println!("a call takes {client:.1} µs of processor time, and by hand {by_hand:.1}");
        let beside = client - by_hand;
        ratios.push(Ratio::new("call-beside-us".to_owned(), beside, Goal::AtMost(BESIDE)));
    }
    let said = figures(Command::new(programs.rust("stream")).arg(&programs.big))?;
    let of = |name: &str| said.iter().find(|(known, _)| known == name).map_or(0.0, |(_, it)| *it);
    let most = of("kib") / 1024.0;
    println!("a gigabyte in {} records: {:.2} s, {most:.1} MiB", of("records"), of("seconds"));
    ratios.push(Ratio::new("stream-mib".to_owned(), most, Goal::AtMost(STREAM)));
    ratios.push(attachments(programs)?);
    Ok(ratios)
}

/// Measures attachments of a gigabyte, prints their throughput, and returns the memory for all of them.
fn attachments(programs: &Programs) -> Result<Ratio> {
    let said = figures(&mut Command::new(programs.rust("attachments")))?;
    let of = |name: &str| said.iter().find(|(known, _)| known == name).map_or(0.0, |(_, it)| *it);
    for name in ["part-sent", "part-received", "mtom-sent", "mtom-received"] {
        println!("an attachment of a gigabyte, {name}: {:.0} MB/s", of(name));
    }
    let most = of("kib") / 1024.0;
    println!(
        "client and server together: {most:.1} MiB, {:.1} before the first",
        of("idle-kib") / 1024.0
    );
    Ok(Ratio::new("attachments-mib".to_owned(), most, Goal::AtMost(STREAM)))
}
