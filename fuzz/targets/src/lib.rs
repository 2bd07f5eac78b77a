//! The targets of the fuzzer. Each takes any bytes, and must neither panic nor write a value that it does not read back.
//!
//! `fuzz/` has a program for each, and `tests/replay.rs` runs the inputs that they began with, and those that they
//! found.

mod budget;
mod contracts;
mod messages;
mod published;
mod secured;
mod values;

/// A function that the fuzzer calls.
#[derive(Clone, Copy, Debug)]
pub struct Target {
    /// The name of its program, and of its folders of inputs.
    pub name: &'static str,
    /// The memory that an input may take.
    memory: Memory,
    /// Takes one input.
    run: fn(&[u8]),
}

/// The memory that an input may take.
#[derive(Clone, Copy, Debug)]
enum Memory {
    /// That of a message, in proportion to its length.
    OfMessage,
    /// At most these bytes: references make a message longer.
    AtMost(usize),
    /// Contracts have limits of their own.
    OfContract,
}

impl Target {
    /// Takes one input, within its memory.
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

/// All of them.
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
