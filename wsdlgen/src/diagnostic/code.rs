//! The kinds of findings.

use std::fmt;

/// What kind of finding a diagnostic is. The code stays the same across versions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Code {
    /// A document cannot be read or decoded.
    Unreadable = 1,
    /// A document is not well-formed XML.
    MalformedXml = 2,
    /// The root element is not what the document should be.
    WrongRoot = 3,
    /// An attribute that the specification requires is missing.
    MissingAttribute = 4,
    /// An attribute's value is not one of those that the specification allows.
    BadValue = 5,
    /// A prefix is not declared.
    UndeclaredPrefix = 6,
    /// A type that is defined nowhere.
    UnknownType = 7,
    /// An element that is declared nowhere.
    UnknownElement = 8,
    /// A message that is defined nowhere.
    UnknownMessage = 9,
    /// A message part that its message does not have.
    UnknownPart = 10,
    /// A portType that is defined nowhere.
    UnknownPortType = 11,
    /// A binding that is defined nowhere.
    UnknownBinding = 12,
    /// An operation that the portType does not have.
    UnknownOperation = 13,
    /// Two definitions of one name.
    Duplicate = 14,
    /// Something that cannot be generated yet.
    Unsupported = 15,
    /// A setting that fits nothing in the contract.
    UnusedSetting = 16,
    /// Something in the contract was skipped.
    Skipped = 17,
    /// The generated code could not be written.
    Unwritable = 18,
    /// An attribute that is declared nowhere.
    UnknownAttribute = 20,
    /// A group that is defined nowhere.
    UnknownGroup = 21,
    /// An attribute group that is defined nowhere.
    UnknownAttributeGroup = 22,
    /// A definition that leads back to itself.
    Circular = 23,
    /// A setting that is no Rust where it has to be.
    BadSetting = 24,
    /// Types inside of each other so deep that the compiler does not follow by itself.
    Deep = 25,
    /// A constraint that generated code does not check.
    NotEnforced = 30,
}

impl fmt::Display for Code {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "W{:04}", *self as u16)
    }
}
