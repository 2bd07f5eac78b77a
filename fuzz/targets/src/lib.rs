//! What the fuzzer calls: each target takes bytes that nobody thought of, and must neither panic nor
//! give what it does not read back.
//!
//! `fuzz/` has a program for each, and `tests/replay.rs` runs what they were seeded with and what they
//! found.

mod budget;
mod contracts;
mod messages;
mod published;
mod secured;
mod values;

/// What the fuzzer calls.
#[derive(Clone, Copy, Debug)]
pub struct Target {
    /// The name of its program, and of its folders of inputs.
    pub name: &'static str,
    /// Takes one input.
    run: fn(&[u8]),
}

impl Target {
    /// Takes one input, within the memory that inputs of messages may take. Contracts have limits of their own.
    pub fn run(&self, input: &[u8]) {
        match self.name {
            "wsdl" | "xsd" | "pattern" => (self.run)(input),
            "references" => budget::within(64 << 20, || (self.run)(input)),
            _ => budget::in_proportion(input, || (self.run)(input)),
        }
    }
}

/// All of them.
pub const TARGETS: [Target; 12] = [
    Target { name: "reader", run: messages::reader },
    Target { name: "reply", run: messages::reply },
    Target { name: "request", run: messages::request },
    Target { name: "multipart", run: messages::multipart },
    Target { name: "security", run: secured::security },
    Target { name: "references", run: secured::references },
    Target { name: "publication", run: published::publication },
    Target { name: "wsdl", run: contracts::wsdl },
    Target { name: "xsd", run: contracts::xsd },
    Target { name: "pattern", run: contracts::pattern },
    Target { name: "json", run: contracts::json },
    Target { name: "values", run: values::values },
];

/// Runs the target of this name, if there is one.
///
/// ```
/// wsdlgen_fuzz_targets::run("reader", b"<a/>");
/// ```
pub fn run(name: &str, input: &[u8]) {
    if let Some(target) = TARGETS.iter().find(|target| target.name == name) {
        target.run(input);
    }
}
