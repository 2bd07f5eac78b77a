//! `namespaces!`: the namespaces of a contract and the prefixes that declarations use.

/// The namespaces known to the runtime, by their usual prefixes.
#[allow(non_upper_case_globals, reason = "declarations name namespaces by their prefixes")]
pub mod known {
    use crate::xml::NamespaceId;

    /// No namespace.
    pub const none: NamespaceId = NamespaceId::NONE;
    /// `http://www.w3.org/XML/1998/namespace`
    pub const xml: NamespaceId = NamespaceId::XML;
    /// `http://www.w3.org/2001/XMLSchema-instance`
    pub const xsi: NamespaceId = NamespaceId::XSI;
    /// `http://www.w3.org/2001/XMLSchema`
    pub const xsd: NamespaceId = NamespaceId::XSD;
    /// The SOAP 1.1 envelope.
    pub const soap11: NamespaceId = NamespaceId::SOAP11;
    /// The SOAP 1.2 envelope.
    pub const soap12: NamespaceId = NamespaceId::SOAP12;
    /// The SOAP 1.1 encoding.
    pub const soapenc: NamespaceId = NamespaceId::SOAPENC;
    /// XOP.
    pub const xop: NamespaceId = NamespaceId::XOP;
    /// WS-Addressing 1.0.
    pub const wsa: NamespaceId = NamespaceId::WSA;
    /// The SOAP 1.2 encoding.
    pub const soapenc12: NamespaceId = NamespaceId::SOAPENC12;
    /// The SOAP 1.2 RPC representation.
    pub const soaprpc: NamespaceId = NamespaceId::SOAPRPC;
}

/// Declares the namespaces of a contract, each with a prefix.
///
/// Declarations of types refer to namespaces by these prefixes, and messages are written with them. The macro is
/// called at the root of a module tree. Modules below it begin with `use super::ns;`.
///
/// ```
/// # mod orders {
/// use wsdlgen_runtime::codegen::v1 as rt;
///
/// rt::namespaces! {
///     tns = "urn:example:orders",
///     common = "urn:example:common",
/// }
/// # }
/// ```
///
/// `[schema SCHEMA]` before the namespaces names the schema against which strict reading assesses documents.
///
/// `escaped "…"` after a URI gives its form in XML, if it contains characters that XML escapes.
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_namespaces {
    ($([schema $schema:ident])? $($prefix:ident = $uri:literal $(escaped $escaped:literal)?),* $(,)?) => {
        /// The declaration of a namespace, as written on a start tag.
        #[allow(unused_macros, unused_macro_rules, reason = "not every prefix is declared by a message")]
        macro_rules! __declaration {
            $(($prefix) => {
                concat!(" xmlns:", stringify!($prefix), "=\"", $crate::__v1_last!($uri $($escaped)?), "\"")
            };)*
            (xml) => { "" };
            (xsi) => { " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"" };
            (xsd) => { " xmlns:xsd=\"http://www.w3.org/2001/XMLSchema\"" };
            (soap11) => { " xmlns:soap11=\"http://schemas.xmlsoap.org/soap/envelope/\"" };
            (soap12) => { " xmlns:soap12=\"http://www.w3.org/2003/05/soap-envelope\"" };
            (soapenc) => { " xmlns:soapenc=\"http://schemas.xmlsoap.org/soap/encoding/\"" };
            (soapenc12) => { " xmlns:soapenc12=\"http://www.w3.org/2003/05/soap-encoding\"" };
            (soaprpc) => { " xmlns:soaprpc=\"http://www.w3.org/2003/05/soap-rpc\"" };
            (xop) => { " xmlns:xop=\"http://www.w3.org/2004/08/xop/include\"" };
            (wsa) => { " xmlns:wsa=\"http://www.w3.org/2005/08/addressing\"" };
        }

        /// The namespaces of the contract, by prefix.
        #[allow(
            dead_code, non_camel_case_types, non_upper_case_globals, unused_imports,
            reason = "prefixes name the items, and not every one is used"
        )]
        mod ns {
            pub use $crate::codegen::v1::known::*;

            pub static NAMESPACES: $crate::xml::Namespaces =
                $crate::xml::Namespaces::new(&[$($uri),*])
                    $(.assessed_by(&super::$schema))?;

            /// The declarations of all prefixes, as written on a start tag.
            pub const DECLARATIONS: &str = concat!($(__declaration!($prefix),)* __declaration!(xsi));

            enum Index {
                $($prefix),*
            }

            $(
                pub const $prefix: $crate::xml::NamespaceId =
                    $crate::xml::NamespaceId::generated(Index::$prefix as u16);
            )*
        }
    };
}

/// Declares the schema of a contract. The generator's setting `schema_validation` adds it.
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_schema {
    ($text:literal) => {
        /// The schema of the contract, which finds what the types do not express.
        pub static SCHEMA: $crate::schema::Schema = $crate::schema::Schema::new($text);
    };
}

/// The last of one or two literals.
#[macro_export]
#[doc(hidden)]
macro_rules! __v1_last {
    ($only:literal) => {
        $only
    };
    ($first:literal $last:literal) => {
        $last
    };
}
