//! Names, and the numeric namespace ids that make them cheap to compare.

use std::{error::Error, fmt::Debug};

use super::{AnyElement, ReadError, ReadErrorKind, ReadOptions, Reading};
use crate::xsd::XML_NAMESPACE;

/// The namespace of the WS-Security header and its tokens (SOAP Message Security 1.0, 2004).
pub(crate) const WSSE: &str =
    "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd";

/// A namespace as a number. URIs are looked up once per declaration; after that, only ids are compared.
///
/// Ids below 16 belong to the runtime. Generated code numbers its own namespaces from 16 on with
/// [`NamespaceId::generated`], in the order of its [`Namespaces`] table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct NamespaceId(u16);

impl NamespaceId {
    /// No namespace: that of an unprefixed name where no default namespace is in scope.
    pub const NONE: Self = Self(0);
    /// The namespace of the `xml` prefix.
    pub const XML: Self = Self(1);
    /// The namespace of `xsi:nil`, `xsi:type` and the other `xsi` attributes.
    pub const XSI: Self = Self(2);
    /// XML Schema, with its built-in types.
    pub const XSD: Self = Self(3);
    /// The SOAP 1.1 envelope.
    pub const SOAP11: Self = Self(4);
    /// The SOAP 1.2 envelope.
    pub const SOAP12: Self = Self(5);
    /// The SOAP 1.1 encoding.
    pub const SOAPENC: Self = Self(6);
    /// XML-binary Optimized Packaging (XOP), for attachments.
    pub const XOP: Self = Self(7);
    /// WS-Addressing 1.0.
    pub const WSA: Self = Self(8);
    /// The SOAP 1.2 encoding.
    pub const SOAPENC12: Self = Self(9);
    /// The SOAP 1.2 RPC representation (part 2, §4).
    pub const SOAPRPC: Self = Self(10);
    /// Any namespace unknown to both the runtime and the generated code.
    pub const FOREIGN: Self = Self(u16::MAX);

    const FIRST_GENERATED: u16 = 16;

    /// Returns the id of the entry at `index` in a generated [`Namespaces`] table.
    pub const fn generated(index: u16) -> Self {
        Self(Self::FIRST_GENERATED + index)
    }

    /// Returns whether the namespace is one of the contract's own.
    pub(super) fn is_generated(self) -> bool {
        self.0 >= Self::FIRST_GENERATED && self != Self::FOREIGN
    }
}

/// The runtime's own namespaces, by id.
const KNOWN: [&str; 11] = [
    "",
    XML_NAMESPACE,
    "http://www.w3.org/2001/XMLSchema-instance",
    "http://www.w3.org/2001/XMLSchema",
    "http://schemas.xmlsoap.org/soap/envelope/",
    "http://www.w3.org/2003/05/soap-envelope",
    SOAP_ENCODING,
    "http://www.w3.org/2004/08/xop/include",
    "http://www.w3.org/2005/08/addressing",
    SOAP12_ENCODING,
    "http://www.w3.org/2003/05/soap-rpc",
];

/// The namespace of the SOAP 1.1 encoding, which is also its `encodingStyle` (SOAP 1.1, §5).
pub(crate) const SOAP_ENCODING: &str = "http://schemas.xmlsoap.org/soap/encoding/";

/// The namespace of the SOAP 1.2 encoding, which is also its `encodingStyle` (SOAP 1.2 part 2, §3).
pub(crate) const SOAP12_ENCODING: &str = "http://www.w3.org/2003/05/soap-encoding";

/// The namespaces that a generated module knows in addition to the runtime's own.
///
/// ```
/// use wsdlgen_runtime::xml::{NamespaceId, Namespaces};
///
/// static NAMESPACES: Namespaces = Namespaces::new(&["urn:example:orders"]);
/// assert_eq!(NAMESPACES.id("urn:example:orders"), NamespaceId::generated(0));
/// assert_eq!(NAMESPACES.id("urn:example:other"), NamespaceId::FOREIGN);
/// ```
#[derive(Debug)]
pub struct Namespaces {
    uris: &'static [&'static str],
    assessor: Option<&'static dyn Assessor>,
}

/// A schema against which strict reading assesses documents: [`Schema`](crate::schema::Schema).
pub trait Assessor: Debug + Sync {
    /// Assesses a document. If the contract has secrets, the error shows no values.
    ///
    /// # Errors
    ///
    /// Returns the violations if the document is invalid.
    fn assess(
        &self,
        root: &AnyElement,
        kind: DocumentKind,
        has_secrets: bool,
    ) -> Result<(), Box<dyn Error + Send + Sync>>;
}

/// The kind of a document that is assessed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DocumentKind {
    /// A document whose root belongs to the contract.
    Document,
    /// A SOAP envelope.
    Message,
}

impl Namespaces {
    /// The number of namespaces that the runtime knows, including [`NamespaceId::NONE`]. Generated code does not assign
    /// ids of its own to these.
    pub const KNOWN: usize = KNOWN.len();

    /// A table that contains only the runtime's own namespaces.
    pub const NONE: &'static Self = &Self::new(&[]);

    /// Creates a table in the order of [`NamespaceId::generated`].
    pub const fn new(uris: &'static [&'static str]) -> Self {
        Self { uris, assessor: None }
    }

    /// Sets the schema against which strict reading assesses documents.
    #[must_use]
    pub const fn assessed_by(mut self, assessor: &'static dyn Assessor) -> Self {
        self.assessor = Some(assessor);
        self
    }

    /// Assesses a document that is read strictly, if generated code includes the schema.
    pub(crate) fn assess(
        &self,
        document: &str,
        kind: DocumentKind,
        options: &ReadOptions,
    ) -> Result<(), ReadError> {
        let Some(assessor) = self.assessor.filter(|_| options.reading == Reading::Strict) else {
            return Ok(());
        };
        let root = AnyElement::parse(document, options)?;
        assessor.assess(&root, kind, !options.secrets.is_empty()).map_err(|error| {
            ReadError::new(ReadErrorKind::Invalid(error.to_string()), String::new())
        })
    }

    /// Returns the id of a namespace, or [`NamespaceId::FOREIGN`] if it is unknown.
    pub fn id(&self, uri: &str) -> NamespaceId {
        let position = |table: &[&str], first: u16| {
            let index = table.iter().position(|known| *known == uri)?;
            u16::try_from(index).ok().map(|index| NamespaceId(first + index))
        };
        position(self.uris, NamespaceId::FIRST_GENERATED)
            .or_else(|| position(&KNOWN, 0))
            .unwrap_or(NamespaceId::FOREIGN)
    }

    /// Returns the URI for an id of this table or of the runtime, or `""` for no namespace.
    pub fn uri(&self, id: NamespaceId) -> &'static str {
        let index = usize::from(id.0);
        let generated = index.wrapping_sub(usize::from(NamespaceId::FIRST_GENERATED));
        KNOWN.get(index).or_else(|| self.uris.get(generated)).copied().unwrap_or_default()
    }
}

/// The name of an element or attribute in generated code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Name {
    /// The namespace.
    pub namespace: NamespaceId,
    /// The name without its prefix.
    pub local: &'static str,
}

impl Name {
    /// Creates a name in a namespace.
    pub const fn new(namespace: NamespaceId, local: &'static str) -> Self {
        Self { namespace, local }
    }

    /// A name that no element has.
    pub const NEVER: Self = Self::new(NamespaceId::FOREIGN, "");

    /// Creates a name in the first namespace of `prefix`, or in no namespace if `prefix` is empty.
    pub const fn of(prefix: &[NamespaceId], local: &'static str) -> Self {
        match prefix {
            [namespace, ..] => Self::new(*namespace, local),
            [] => Self::unqualified(local),
        }
    }

    /// Creates a name in no namespace.
    pub const fn unqualified(local: &'static str) -> Self {
        Self { namespace: NamespaceId::NONE, local }
    }
}
