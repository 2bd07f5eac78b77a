//! The table of `wsdlgen inspect --cost`.

use std::{cmp::Reverse, fmt::Write as _};

use serde_json::json;
use wsdlgen::tools::OperationCost;

/// The CPU time of `cargo check` for a generated line, in microseconds. On the computer of the benchmarks, EWS takes 490
/// and vim25 750.
const CHECK_MICROSECONDS: usize = 600;

/// Returns a line for each operation, the largest first.
pub(super) fn table(mut costs: Vec<OperationCost>) -> String {
    costs.sort_by_key(|cost| Reverse(cost.lines));
    let has_services = costs.windows(2).any(|pair| pair[0].service != pair[1].service);
    let mut out = format!(
        "{:>7} {:>7} {:>8}   {:>7} {:>7} {:>8}   operation\n",
        "types", "lines", "check", "own", "lines", "check"
    );
    for cost in &costs {
        let OperationCost { service, operation, types, lines, own_types, own_lines, .. } = cost;
        let name = if has_services { format!("{service}/{operation}") } else { operation.clone() };
        // Writing into a string cannot fail.
        let _ = writeln!(
            out,
            "{types:>7} {lines:>7} {:>8}   {own_types:>7} {own_lines:>7} {:>8}   {name}",
            seconds(*lines),
            seconds(*own_lines),
        );
    }
    out + "\ncheck: an estimate of the time of `cargo check`\n\
           own: types that no other operation needs, which disappear with the operation\n"
}

/// Returns the estimated time of checking lines.
fn seconds(lines: usize) -> String {
    let milliseconds = lines * CHECK_MICROSECONDS / 1000;
    format!("{}.{:02} s", milliseconds / 1000, milliseconds % 1000 / 10)
}

pub(super) fn as_json(costs: &[OperationCost]) -> String {
    let costs = costs.iter().map(|cost| {
        json!({
            "service": cost.service,
            "operation": cost.operation,
            "types": cost.types,
            "lines": cost.lines,
            "ownTypes": cost.own_types,
            "ownLines": cost.own_lines,
        })
    });
    format!("{:#}\n", costs.collect::<serde_json::Value>())
}
