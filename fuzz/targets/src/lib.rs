//! The fuzz targets. Each accepts arbitrary bytes, must not panic, and must be able to read back what it writes.
//!
//! `fuzz/` contains a program for each target. `tests/replay.rs` runs them with the seeds and the regressions.

mod budget;
mod contracts;
mod messages;
mod published;
mod secured;
mod values;

/// A fuzz target.
#[derive(Clone, Copy, Debug)]
pub struct Target {
    /// The name of the target's program and input folders.
    pub name: &'static str,
    /// The memory limit.
    memory: Memory,
    /// The function that processes one input.
    run: fn(&[u8]),
}

/// The memory limit for an input.
#[derive(Clone, Copy, Debug)]
enum Memory {
    /// A limit proportional to the length of the message.
    OfMessage,
    /// A fixed limit in bytes, for messages that grow when references are expanded.
    AtMost(usize),
    /// No limit, since the generator limits contracts itself.
    OfContract,
}

impl Target {
    /// Processes one input within the memory limit.
    pub fn run(&self, input: &[u8]) {
        match self.memory {
            Memory::OfMessage => budget::in_proportion(input, || (self.run)(input)),
            Memory::AtMost(bytes) => budget::within(bytes, || (self.run)(input)),
            Memory::OfContract => (self.run)(input),
        }
    }

    const fn of_message(name: &'static str, run: fn(&[u8])) -> Self {
        Self { name, memory: Memory::OfMessage, run }
    }

    const fn of_contract(name: &'static str, run: fn(&[u8])) -> Self {
        Self { name, memory: Memory::OfContract, run }
    }
}

/// All targets.
pub const TARGETS: [Target; 12] = [
    Target::of_message("reader", messages::reader),
    Target::of_message("reply", messages::reply),
    Target::of_message("request", messages::request),
    Target::of_message("multipart", messages::multipart),
    Target::of_message("security", secured::security),
    Target { name: "references", memory: Memory::AtMost(64 << 20), run: secured::references },
    Target::of_message("publication", published::publication),
    Target::of_contract("wsdl", contracts::wsdl),
    Target::of_contract("xsd", contracts::xsd),
    Target::of_contract("pattern", contracts::pattern),
    Target::of_message("json", contracts::json),
    Target::of_message("values", values::values),
];

/// Runs the target with this name, if there is one.
///
/// ```
/// wsdlgen_fuzz_targets::run("reader", b"<a/>");
/// ```
pub fn run(name: &str, input: &[u8]) {
    if let Some(target) = TARGETS.iter().find(|target| target.name == name) {
        target.run(input);
    }
}
