//! Names in namespaces, and the small ids that make comparing them cheap.

use crate::xsd::XML_NAMESPACE;

/// The namespace of the header and its tokens (SOAP Message Security 1.0, 2004).
pub(crate) const WSSE: &str =
    "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd";

/// A namespace as a number: declarations are looked up once, names compare ids afterwards.
///
/// Ids below 16 belong to the runtime. Generated code numbers its own namespaces from 16 on with
/// [`NamespaceId::generated`], in the order of its [`Namespaces`] table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct NamespaceId(u16);

impl NamespaceId {
    /// No namespace: an unprefixed name where no default namespace is in force.
    pub const NONE: Self = Self(0);
    /// The `xml:` prefix.
    pub const XML: Self = Self(1);
    /// `xsi:nil`, `xsi:type` and their kin.
    pub const XSI: Self = Self(2);
    /// XML Schema's own types.
    pub const XSD: Self = Self(3);
    /// The SOAP 1.1 envelope.
    pub const SOAP11: Self = Self(4);
    /// The SOAP 1.2 envelope.
    pub const SOAP12: Self = Self(5);
    /// The SOAP 1.1 encoding.
    pub const SOAPENC: Self = Self(6);
    /// Octets outside of a document (XOP).
    pub const XOP: Self = Self(7);
    /// WS-Addressing 1.0.
    pub const WSA: Self = Self(8);
    /// The SOAP 1.2 encoding.
    pub const SOAPENC12: Self = Self(9);
    /// What SOAP 1.2 has for calls (part 2, §4).
    pub const SOAPRPC: Self = Self(10);
    /// Any namespace that neither the runtime nor the generated code knows.
    pub const FOREIGN: Self = Self(u16::MAX);

    const FIRST_GENERATED: u16 = 16;

    /// The id of entry `index` of a generated [`Namespaces`] table.
    pub const fn generated(index: u16) -> Self {
        Self(Self::FIRST_GENERATED + index)
    }

    /// Whether it is one of the contract's own.
    pub(super) fn is_generated(self) -> bool {
        self.0 >= Self::FIRST_GENERATED && self != Self::FOREIGN
    }
}

/// The runtime's own namespaces, by id. Empty entries are free.
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

/// The namespace of the SOAP 1.1 encoding, and what names it (SOAP 1.1, §5).
pub(crate) const SOAP_ENCODING: &str = "http://schemas.xmlsoap.org/soap/encoding/";

/// The namespace of the SOAP 1.2 encoding, and what names it (SOAP 1.2 part 2, §3).
pub(crate) const SOAP12_ENCODING: &str = "http://www.w3.org/2003/05/soap-encoding";

/// The namespaces that one generated module knows besides the runtime's own.
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
}

impl Namespaces {
    /// How many namespaces the runtime knows, none among them: generated code has no ids of its own
    /// for these.
    pub const KNOWN: usize = KNOWN.len();

    /// No namespaces but the runtime's own.
    pub const NONE: &'static Self = &Self::new(&[]);

    /// A table in the order of [`NamespaceId::generated`].
    pub const fn new(uris: &'static [&'static str]) -> Self {
        Self { uris }
    }

    /// The id of a namespace, [`NamespaceId::FOREIGN`] where it is unknown.
    pub fn id(&self, uri: &str) -> NamespaceId {
        let position = |table: &[&str], first: u16| {
            let index = table.iter().position(|known| *known == uri)?;
            u16::try_from(index).ok().map(|index| NamespaceId(first + index))
        };
        position(self.uris, NamespaceId::FIRST_GENERATED)
            .or_else(|| position(&KNOWN, 0))
            .unwrap_or(NamespaceId::FOREIGN)
    }

    /// The URI behind an id of this table or of the runtime; empty for no namespace.
    pub fn uri(&self, id: NamespaceId) -> &'static str {
        let index = usize::from(id.0);
        let generated = index.wrapping_sub(usize::from(NamespaceId::FIRST_GENERATED));
        KNOWN.get(index).or_else(|| self.uris.get(generated)).copied().unwrap_or_default()
    }
}

/// The name of an element or attribute as generated code knows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Name {
    /// Which namespace.
    pub namespace: NamespaceId,
    /// The name without its prefix.
    pub local: &'static str,
}

impl Name {
    /// A name in a namespace.
    pub const fn new(namespace: NamespaceId, local: &'static str) -> Self {
        Self { namespace, local }
    }

    /// A name that no element has.
    pub const NEVER: Self = Self::new(NamespaceId::FOREIGN, "");

    /// A name in the namespace of a prefix, or in none where there is no prefix.
    pub const fn of(prefix: &[NamespaceId], local: &'static str) -> Self {
        match prefix {
            [namespace, ..] => Self::new(*namespace, local),
            [] => Self::unqualified(local),
        }
    }

    /// A name in no namespace.
    pub const fn unqualified(local: &'static str) -> Self {
        Self { namespace: NamespaceId::NONE, local }
    }
}
