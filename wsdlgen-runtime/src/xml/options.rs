//! Options for reading: strictness and limits.

use super::Name;

/// Options for reading documents.
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
    /// The treatment of deviations from the contract.
    pub reading: Reading,
    /// Limits on the resources that reading a document takes.
    pub limits: Limits,
    /// Elements whose text never appears in an error.
    pub secrets: &'static [Name],
}

/// The treatment of well-formed documents that deviate from the contract.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Reading {
    /// Deviations are accepted and reported as [`Deviation`](super::Deviation).
    ///
    /// Unknown elements and attributes are skipped, and the elements of a record may come in any order. Of duplicate
    /// elements, the last one counts. A nil element that is not nillable counts as absent, and so does an optional
    /// element without text whose type has no empty value; if it is nillable, it counts as nil.
    #[default]
    Lenient,
    /// Like `Lenient`, and the elements of a record may also be in the other form, which is reported too.
    ///
    /// Such an element is qualified although the contract declares it unqualified, or the other way round (XML Schema
    /// part 1, §3.3.2: `form`). Many toolkits qualify all elements or none.
    EitherForm,
    /// Deviations are errors.
    Strict,
}

/// Limits on the resources that reading a message takes.
///
/// The default is meant for clients, which choose the service that they call. Servers start from
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
    /// Maximum depth of nested elements.
    pub depth: usize,
    /// Maximum stack that reading may use, in bytes. Deeper nesting is rejected.
    ///
    /// Other operations on a value that was read (writing, comparing, cloning, printing, dropping) use at most twice as
    /// much. Raise this limit only for threads with more than 2 MiB of stack.
    pub stack_bytes: usize,
    /// Maximum memory that reading a message takes at a time, in bytes, not counting the message itself. For a message
    /// that is read record by record, this applies to each record.
    pub memory_bytes: usize,
    /// Maximum number of attributes and namespace declarations on one element.
    pub attributes: usize,
    /// Maximum number of namespace declarations in scope at any point.
    pub namespaces: usize,
    /// Maximum length of a message, in bytes. Records of a message that is read record by record do not count.
    pub message_bytes: usize,
    /// Maximum length of a record in a message that is read record by record, in bytes.
    pub record_bytes: usize,
}

impl Limits {
    /// The default limits of a client: 128 levels of nesting, 512 KiB of stack, 512 MiB of memory, 256 attributes,
    /// 256 namespace declarations, messages of 64 MiB, and records of 1 MiB.
    pub const CLIENT: Self = Self {
        depth: 128,
        stack_bytes: 512 << 10,
        memory_bytes: 512 << 20,
        attributes: 256,
        namespaces: 256,
        message_bytes: 64 << 20,
        record_bytes: 1 << 20,
    };

    /// The default limits of a server: those of [`CLIENT`](Self::CLIENT), but with 128 MiB of memory, since anyone may
    /// call a server, and several callers may do so at once.
    pub const SERVER: Self = Self { memory_bytes: 128 << 20, ..Self::CLIENT };

    /// Returns the maximum length of a message of `bytes` after its references have been inlined: 16 times as long, or
    /// 1 MiB, and at most [`message_bytes`](Self::message_bytes).
    ///
    /// One element or attachment may be referenced many times, so that a short message could become a long one.
    #[cfg(feature = "soap")]
    pub(crate) fn inlined_bytes(&self, bytes: usize) -> usize {
        bytes.saturating_mul(16).max(1 << 20).min(self.message_bytes)
    }

    /// Reduces the memory limit by memory that stays in use while something else is read.
    pub(crate) fn keep(&mut self, bytes: usize) {
        self.memory_bytes = self.memory_bytes.saturating_sub(bytes);
    }
}

impl Default for Limits {
    /// Returns [`Limits::CLIENT`].
    fn default() -> Self {
        Self::CLIENT
    }
}
