//! Names as values: `xs:QName` and `xs:NOTATION` (XML Schema part 2, §3.2.18 and §3.2.19).

use std::{fmt, sync::Arc};

use super::{Lexical, Prefixes, ValueError};
use crate::chars::is_ncname;

/// The namespace of the prefix `xml`, which needs no declaration (Namespaces in XML, §3).
pub(crate) const XML_NAMESPACE: &str = "http://www.w3.org/XML/1998/namespace";

/// A name with its namespace spelt out, for content that the contract leaves open.
///
/// The prefix it was written with is kept to be written again; it is no part of the name, so
/// `==` ignores it.
///
/// ```
/// use wsdlgen_runtime::xsd::QName;
///
/// let name = QName::new("urn:example", "Order");
/// assert_eq!(name.to_string(), "{urn:example}Order");
/// assert_eq!(name, name.clone().with_prefix("x"));
/// ```
#[derive(Clone, Debug, Default, Eq)]
pub struct QName {
    /// Shared by the names of one document: a long one costs its length once.
    namespace: Arc<str>,
    local: String,
    prefix: String,
}

impl QName {
    /// A name in a namespace; an empty `namespace` means none.
    pub fn new(namespace: impl Into<Arc<str>>, local: impl Into<String>) -> Self {
        Self { namespace: namespace.into(), local: local.into(), prefix: String::new() }
    }

    /// The same name, to be written with this prefix where that is possible.
    #[must_use]
    pub fn with_prefix(mut self, prefix: impl Into<String>) -> Self {
        self.prefix = prefix.into();
        self
    }

    /// The namespace, empty for none.
    pub fn namespace(&self) -> &str {
        &self.namespace
    }

    /// The name without prefix.
    pub fn local(&self) -> &str {
        &self.local
    }

    /// The prefix the name was written with, empty for none.
    pub fn prefix(&self) -> &str {
        &self.prefix
    }
}

impl PartialEq for QName {
    fn eq(&self, other: &Self) -> bool {
        self.local == other.local && same_namespace(&self.namespace, &other.namespace)
    }
}

/// Whether two namespaces are the same. Within a document equal ones are in one place: a long one is
/// not compared for each name that is in it.
pub(crate) fn same_namespace(one: &str, other: &str) -> bool {
    std::ptr::eq(one, other) || one == other
}

impl std::hash::Hash for QName {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.namespace.hash(state);
        self.local.hash(state);
    }
}

impl fmt::Display for QName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.namespace.is_empty() {
            formatter.write_str(&self.local)
        } else {
            write!(formatter, "{{{}}}{}", self.namespace, self.local)
        }
    }
}

/// The prefixes that have been declared for the names in values.
#[derive(Clone, Debug, Default)]
pub struct DeclaredNames {
    /// The position of the start tag that declares them.
    pub(crate) tag: usize,
    /// Namespace and prefix.
    pub(crate) declared: Vec<(Arc<str>, String)>,
}

impl DeclaredNames {
    /// Returns the prefix declared for a namespace.
    pub(crate) fn prefix(&self, namespace: &str) -> Option<&str> {
        let found = self.declared.iter().rev().find(|(declared, _)| **declared == *namespace);
        found.map(|(_, prefix)| prefix.as_str())
    }
}

/// `xs:QName`: a name whose prefix is resolved when it is read, and declared where it is written.
impl Lexical for QName {
    const MAY_HOLD_MARKUP: bool = true;
    const HOLDS_NAMES: bool = true;

    /// Without a document there are no prefixes: only a name without one can be read.
    fn parse_lexical(text: &str) -> Result<Self, ValueError> {
        if is_ncname(text) {
            return Ok(Self::new("", text));
        }
        Err(ValueError::new("xs:QName", "a prefix means nothing outside of a document"))
    }

    fn append_lexical(&self, out: &mut Vec<u8>) {
        append(self.prefix(), self.local(), out);
    }

    fn parse_in(text: &str, prefixes: &dyn Prefixes) -> Result<Self, ValueError> {
        let (prefix, local) = text.split_once(':').unwrap_or(("", text));
        let well_formed = is_ncname(local) && (!text.contains(':') || is_ncname(prefix));
        if !well_formed {
            return Err(ValueError::new("xs:QName", "not a name with or without a prefix"));
        }
        match prefixes.namespace_of(prefix) {
            Some(namespace) => Ok(Self::new(namespace, local).with_prefix(prefix)),
            None => Err(ValueError::new("xs:QName", "its prefix is not declared")),
        }
    }

    fn append_in(&self, out: &mut Vec<u8>, names: &DeclaredNames) {
        let prefix = match self.namespace() {
            "" => "",
            XML_NAMESPACE => "xml",
            namespace => names.prefix(namespace).unwrap_or(self.prefix()),
        };
        append(prefix, self.local(), out);
    }

    fn each_name(&self, visit: &mut dyn FnMut(&QName)) {
        visit(self);
    }
}

fn append(prefix: &str, local: &str, out: &mut Vec<u8>) {
    if !prefix.is_empty() {
        out.extend_from_slice(prefix.as_bytes());
        out.push(b':');
    }
    out.extend_from_slice(local.as_bytes());
}
