//! How strictly to read, and how much to accept.

use super::Name;

/// What a reader accepts and how much of it.
///
/// ```
/// use wsdlgen_runtime::xml::{AnyElement, Limits, ReadOptions};
///
/// let limits = Limits { depth: 2, ..Limits::default() };
/// let options = ReadOptions { limits, ..ReadOptions::default() };
/// assert!(AnyElement::parse("<a><b/></a>", &options).is_ok());
/// assert!(AnyElement::parse("<a><b><c/></b></a>", &options).is_err());
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct ReadOptions {
    /// How deviations from the contract are treated.
    pub reading: Reading,
    /// How much one document may ask for.
    pub limits: Limits,
    /// Elements whose text never appears in an error.
    pub secrets: &'static [Name],
}

/// How to treat a document that is well-formed but not quite what its contract says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Reading {
    /// Unknown elements and attributes are skipped, records are read in any order, the last of two
    /// single elements counts, an element that is nil though it may not be counts as absent. All of
    /// it is reported as [`Deviation`](super::Deviation).
    #[default]
    Lenient,
    /// As `Lenient`. In addition, an element of a record is accepted, and reported, if it is qualified where
    /// the contract has it unqualified, or the other way round (XML Schema part 1, §3.3.2: `form`): many
    /// toolkits qualify all elements, or none.
    EitherForm,
    /// Each of these is an error.
    Strict,
}

/// Limits of what reading a message may cost.
///
/// The default is meant for clients, which chose the service that they call. Servers begin with
/// [`Limits::SERVER`].
///
/// ```
/// use wsdlgen_runtime::xml::{AnyElement, Limits, ReadOptions};
///
/// let limits = Limits { memory_bytes: 1 << 10, ..Limits::default() };
/// let options = ReadOptions { limits, ..ReadOptions::default() };
/// let error = AnyElement::parse(&format!("<a>{}</a>", "<b/>".repeat(100)), &options).unwrap_err();
/// assert!(error.to_string().contains("Limits::memory_bytes"), "{error}");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Elements inside each other.
    pub depth: usize,
    /// Bytes of stack that reading takes, from where it begins. Elements inside each other are refused beyond
    /// that. Whatever else is done with a value that was read (writing, comparing, cloning, printing, dropping)
    /// takes at most twice as much. Raise it only for threads with more than 2 MiB of stack.
    pub stack_bytes: usize,
    /// Bytes of memory that reading a message, or a record of one that is read record by record, takes at a time.
    /// The message itself does not count.
    pub memory_bytes: usize,
    /// Attributes and namespace declarations on one element.
    pub attributes: usize,
    /// Namespace declarations in force at one place.
    pub namespaces: usize,
    /// Bytes of a message; of one that is read record by record, without its records.
    pub message_bytes: usize,
    /// Bytes of a record in a message that is read record by record.
    pub record_bytes: usize,
}

impl Limits {
    /// The limits of a client: 128 levels, 512 KiB of stack, 512 MiB of memory, 256 attributes, 256 namespaces,
    /// messages of 64 MiB, records of 1 MiB.
    pub const CLIENT: Self = Self {
        depth: 128,
        stack_bytes: 512 << 10,
        memory_bytes: 512 << 20,
        attributes: 256,
        namespaces: 256,
        message_bytes: 64 << 20,
        record_bytes: 1 << 20,
    };

    /// The limits of a server: as [`CLIENT`](Self::CLIENT), but 128 MiB of memory, since anyone may call it, and
    /// several at a time.
    pub const SERVER: Self = Self { memory_bytes: 128 << 20, ..Self::CLIENT };

    /// Takes memory off the limit that is in use while something else is read.
    pub(crate) fn keep(&mut self, bytes: usize) {
        self.memory_bytes = self.memory_bytes.saturating_sub(bytes);
    }
}

impl Default for Limits {
    /// [`Limits::CLIENT`].
    fn default() -> Self {
        Self::CLIENT
    }
}
