//! Qualified names as values: `xs:QName` and `xs:NOTATION` (XML Schema part 2, §3.2.18 and §3.2.19).

use std::{cmp::Ordering, fmt, sync::Arc};

use super::{Lexical, Prefixes, ValueError};
use crate::chars::is_ncname;

/// The namespace of the `xml` prefix, which needs no declaration (Namespaces in XML, §3).
pub(crate) const XML_NAMESPACE: &str = "http://www.w3.org/XML/1998/namespace";

/// A name with its namespace, for content that the contract leaves open.
///
/// The original prefix is kept for writing. It is not part of the name, so `==` ignores it.
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
    /// The namespace, shared by all names of a document so that a long one is stored only once.
    namespace: Arc<str>,
    local: String,
    prefix: String,
}

impl QName {
    /// Creates a name in a namespace. An empty `namespace` means no namespace.
    pub fn new(namespace: impl Into<Arc<str>>, local: impl Into<String>) -> Self {
        Self { namespace: namespace.into(), local: local.into(), prefix: String::new() }
    }

    /// Sets the preferred prefix for writing.
    #[must_use]
    pub fn with_prefix(mut self, prefix: impl Into<String>) -> Self {
        self.prefix = prefix.into();
        self
    }

    /// Returns the namespace, which is empty if there is none.
    pub fn namespace(&self) -> &str {
        &self.namespace
    }

    /// Returns the local name.
    pub fn local(&self) -> &str {
        &self.local
    }

    /// Returns the preferred prefix, which is empty if there is none.
    pub fn prefix(&self) -> &str {
        &self.prefix
    }
}

impl PartialEq for QName {
    fn eq(&self, other: &Self) -> bool {
        self.local == other.local && same_namespace(&self.namespace, &other.namespace)
    }
}

/// Compares namespaces, then local names.
impl Ord for QName {
    fn cmp(&self, other: &Self) -> Ordering {
        (self.namespace(), self.local()).cmp(&(other.namespace(), other.local()))
    }
}

impl PartialOrd for QName {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Returns whether two namespaces are equal.
///
/// Names of one document share their namespaces, so comparing pointers usually avoids comparing long strings.
pub(crate) fn same_namespace(left: &str, right: &str) -> bool {
    std::ptr::eq(left, right) || left == right
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

/// The prefixes that have been declared for names in values.
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

/// `xs:QName`: a name whose prefix is resolved on reading and declared on writing.
impl Lexical for QName {
    const MAY_HOLD_MARKUP: bool = true;
    const HOLDS_NAMES: bool = true;

    /// Parses a name without a prefix: without a document, prefixes cannot be resolved.
    fn parse_lexical(text: &str) -> Result<Self, ValueError> {
        if is_ncname(text) {
            return Ok(Self::new("", text));
        }
        Err(ValueError::new("xs:QName", "expected a name without a prefix"))
    }

    fn append_lexical(&self, out: &mut Vec<u8>) {
        append(self.prefix(), self.local(), out);
    }

    fn parse_in(text: &str, prefixes: &dyn Prefixes) -> Result<Self, ValueError> {
        let (prefix, local) = text.split_once(':').unwrap_or(("", text));
        let well_formed = is_ncname(local) && (!text.contains(':') || is_ncname(prefix));
        if !well_formed {
            return Err(ValueError::new("xs:QName", "expected a name with an optional prefix"));
        }
        match prefixes.namespace_of(prefix) {
            Some(namespace) => Ok(Self::new(namespace, local).with_prefix(prefix)),
            None => Err(ValueError::new("xs:QName", "undeclared prefix")),
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
