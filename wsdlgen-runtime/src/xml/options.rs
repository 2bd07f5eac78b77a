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

/// How much a document may ask for: what keeps a hostile one from costing more than it is long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Elements inside each other. Each level takes stack: beyond some hundreds, read on a thread
    /// that has more of it.
    pub depth: usize,
    /// Attributes and namespace declarations on one element.
    pub attributes: usize,
    /// Namespace declarations in force at one place.
    pub namespaces: usize,
    /// Elements, texts, attributes and declarations that are kept as trees ([`AnyElement`](super::AnyElement)),
    /// in one document or record. Each takes up to 300 bytes of memory, however short it is written.
    pub tree_nodes: usize,
    /// Bytes of a message; of one that is read record by record, without its records.
    pub message_bytes: usize,
    /// Bytes of a record in a message that is read record by record.
    pub record_bytes: usize,
}

impl Default for Limits {
    /// 128 levels, 256 attributes, 256 namespaces, two million (2²¹) nodes of trees, messages of 64 MiB, records
    /// of 1 MiB.
    fn default() -> Self {
        Self {
            depth: 128,
            attributes: 256,
            namespaces: 256,
            tree_nodes: 1 << 21,
            message_bytes: 64 << 20,
            record_bytes: 1 << 20,
        }
    }
}
