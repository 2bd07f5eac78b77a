//! Faults: what a service answers when it does not answer.

use std::fmt;

use http::StatusCode;

use super::{SoapVersion, fault_envelope};
use crate::xml::{
    AnyElement, Cursor, Name, QName, ReadElement, ReadError, ReadOptions, WriteError, Writer,
    shorten,
};

/// A SOAP fault, of either version (SOAP 1.1 §4.4, SOAP 1.2 part 1 §5.4).
///
/// `D` is the operation's own type for the detail. A server makes one with
/// [`sender`](Self::sender) or [`receiver`](Self::receiver):
///
/// ```
/// use wsdlgen_runtime::{Fault, NoDetail};
///
/// let fault: Fault<NoDetail> = Fault::sender("the account number is missing");
/// assert_eq!(fault.to_string(), "Sender: the account number is missing");
/// ```
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct Fault<D = NoDetail> {
    /// Who is to blame (`faultcode`, `Code/Value`).
    pub code: FaultCode,
    /// More exact codes, outermost first (`Subcode`; SOAP 1.2 only).
    pub subcodes: Vec<QName>,
    /// The reason, in one or more languages (`faultstring`, `Reason/Text`).
    pub reasons: Vec<Reason>,
    /// Which node on the message's path failed (`Node`; SOAP 1.2 only).
    pub node: Option<String>,
    /// In which role it acted (`faultactor`, `Role`).
    pub role: Option<String>,
    /// The detail, where it is one that the contract declares.
    pub detail: Option<D>,
    /// The whole detail element as it came. Not written: a server sets `detail`.
    pub raw_detail: Option<Box<AnyElement>>,
    /// The header blocks that go with it, as they came: what is wrong with a header is said in
    /// these (SOAP 1.1, §4.4). [`header`](Self::header) looks one up.
    pub headers: Vec<AnyElement>,
}

/// The reason of a fault in one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// The language (`xml:lang`), where the fault says.
    pub language: Option<String>,
    /// The text, for a person.
    pub text: String,
}

/// What a fault blames, in the terms of SOAP 1.2.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum FaultClass {
    /// The envelope is of a version that the service does not know.
    VersionMismatch,
    /// A header that must be understood was not.
    MustUnderstand,
    /// An encoding style that the service does not know (SOAP 1.2 only).
    DataEncodingUnknown,
    /// The message is at fault: `Client` in SOAP 1.1. Sending it again will not help.
    Sender,
    /// The service is at fault: `Server` in SOAP 1.1.
    Receiver,
    /// A code outside of the specifications.
    Other,
}

/// A fault's code: its class, and its name as it was written.
///
/// ```
/// use wsdlgen_runtime::{FaultClass, FaultCode, xml::QName};
///
/// let soap = "http://schemas.xmlsoap.org/soap/envelope/";
/// let code = FaultCode::named(QName::new(soap, "Client.Authentication"));
/// assert_eq!(code.class(), FaultClass::Sender);
/// assert_eq!(code.to_string(), "Client.Authentication");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FaultCode {
    class: FaultClass,
    name: QName,
}

impl FaultCode {
    /// The code of a class, which each version of SOAP spells in its own way.
    pub fn of(class: FaultClass) -> Self {
        let local = match class {
            FaultClass::VersionMismatch => "VersionMismatch",
            FaultClass::MustUnderstand => "MustUnderstand",
            FaultClass::DataEncodingUnknown => "DataEncodingUnknown",
            FaultClass::Sender => "Sender",
            FaultClass::Receiver | FaultClass::Other => "Receiver",
        };
        Self { class, name: QName::new("", local) }
    }

    /// A code as it was written; its class is told from the name up to the first dot, which is how
    /// SOAP 1.1 makes a code more exact (`Client.Authentication`).
    pub fn named(name: QName) -> Self {
        let (general, _) = name.local().split_once('.').unwrap_or((name.local(), ""));
        let class = match general {
            "VersionMismatch" => FaultClass::VersionMismatch,
            "MustUnderstand" => FaultClass::MustUnderstand,
            "DataEncodingUnknown" => FaultClass::DataEncodingUnknown,
            "Client" | "Sender" => FaultClass::Sender,
            "Server" | "Receiver" => FaultClass::Receiver,
            _ => FaultClass::Other,
        };
        Self { class, name }
    }

    /// Whom the fault blames.
    pub fn class(&self) -> FaultClass {
        self.class
    }

    /// The code as it was written; of a fault made here, the name that SOAP 1.2 has for it.
    pub fn name(&self) -> &QName {
        &self.name
    }
}

impl fmt::Display for FaultCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name.local())
    }
}

impl<D> Fault<D> {
    /// A fault with a code and a reason in English.
    pub fn new(code: FaultCode, reason: impl Into<String>) -> Self {
        Self {
            code,
            subcodes: Vec::new(),
            reasons: vec![Reason { language: None, text: reason.into() }],
            node: None,
            role: None,
            detail: None,
            raw_detail: None,
            headers: Vec::new(),
        }
    }

    /// The caller is to blame.
    pub fn sender(reason: impl Into<String>) -> Self {
        Self::new(FaultCode::of(FaultClass::Sender), reason)
    }

    /// The service is to blame.
    pub fn receiver(reason: impl Into<String>) -> Self {
        Self::new(FaultCode::of(FaultClass::Receiver), reason)
    }

    /// The same fault with a detail.
    #[must_use]
    pub fn with_detail(mut self, detail: impl Into<D>) -> Self {
        self.detail = Some(detail.into());
        self
    }

    /// The same fault with a header block.
    ///
    /// # Errors
    ///
    /// When the block holds a character that XML cannot carry.
    pub fn with_header<H: FaultHeader>(mut self, block: &H) -> Result<Self, WriteError> {
        let mut writer = Writer::default();
        block.write_block(&mut writer);
        let written = writer.finish_text()?;
        self.headers.extend(AnyElement::within(H::DECLARATIONS, &written));
        Ok(self)
    }

    /// The header block of this type, if the fault came with one.
    ///
    /// # Errors
    ///
    /// When it is not what the contract says.
    pub fn header<H: FaultHeader>(&self) -> Result<Option<H>, ReadError> {
        let is_named = |block: &&AnyElement| {
            block.name.namespace() == H::NAMESPACES.uri(H::NAME.namespace)
                && block.name.local() == H::NAME.local
        };
        let block = self.headers.iter().find(is_named);
        block.map(|block| block.decode_as(&ReadOptions::default())).transpose()
    }

    /// The HTTP status of a response that is this fault (SOAP 1.1, §6.2; SOAP 1.2 part 2, §7.5.2.2).
    pub fn status(&self, version: SoapVersion) -> StatusCode {
        match (version, self.code.class()) {
            (SoapVersion::Soap12, FaultClass::Sender) => StatusCode::BAD_REQUEST,
            _ => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// The first reason, empty where there is none.
    pub fn reason(&self) -> &str {
        self.reasons.first().map_or("", |reason| &reason.text)
    }
}

impl Fault<AnyElement> {
    /// The envelope of this fault, for a service without a generated server.
    ///
    /// ```
    /// use wsdlgen_runtime::{Fault, SoapVersion, xml::AnyElement};
    ///
    /// let fault = Fault::<AnyElement>::receiver("try again later");
    /// let envelope = String::from_utf8(fault.to_envelope(SoapVersion::Soap11))?;
    /// assert!(envelope.contains("<faultstring>try again later</faultstring>"));
    /// assert_eq!(fault.status(SoapVersion::Soap11), 500);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// A fault that holds a character that XML cannot carry is still one, with another reason.
    pub fn to_envelope(&self, version: SoapVersion) -> Vec<u8> {
        fault_envelope(self, version, "", None::<fn(&mut Writer)>)
    }
}

/// Of the raw detail and of the headers only names: what they hold may be secret.
impl<D: fmt::Debug> fmt::Debug for Fault<D> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        /// The number of elements that are named, and the length of their names.
        const SHOWN: usize = 16;
        const LONGEST: usize = 200;
        let short = |name: &QName| shorten(&name.to_string(), LONGEST).into_owned();
        let names = |elements: &mut dyn Iterator<Item = &AnyElement>| {
            elements.take(SHOWN).map(|element| short(&element.name)).collect::<Vec<_>>()
        };
        let subcodes: Vec<_> = self.subcodes.iter().take(SHOWN).map(short).collect();
        let entries = names(&mut self.raw_entries());
        let blocks = names(&mut self.headers.iter());
        formatter
            .debug_struct("Fault")
            .field("code", &self.code)
            .field("subcodes", &subcodes)
            .field("reasons", &self.reasons)
            .field("node", &self.node)
            .field("role", &self.role)
            .field("detail", &self.detail)
            .field("raw_detail", &entries)
            .field("headers", &blocks)
            .finish()
    }
}

impl<D: fmt::Debug> fmt::Display for Fault<D> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}", self.code, self.reason())?;
        match &self.detail {
            Some(detail) => write!(formatter, " [{detail:?}]"),
            None => Ok(()),
        }
    }
}

impl<D: fmt::Debug> std::error::Error for Fault<D> {}

/// What the detail of a fault may hold: an enum over the faults that the contract declares.
pub trait FaultDetail: Sized + fmt::Debug + Send + Sync + 'static {
    /// Reads the detail entry that comes next, if it is one of these; the cursor is not moved
    /// otherwise.
    ///
    /// # Errors
    ///
    /// When the entry has a name that is known but is not what the contract says.
    fn read_entry(cursor: &mut Cursor<'_>) -> Result<Option<Self>, ReadError>;

    /// Writes the entry, tags included.
    fn write_entry(&self, writer: &mut Writer);
}

/// Detail of any name: the first entry, as it came.
impl FaultDetail for AnyElement {
    fn read_entry(cursor: &mut Cursor<'_>) -> Result<Option<Self>, ReadError> {
        if cursor.next_element()? { cursor.capture().map(Some) } else { Ok(None) }
    }

    fn write_entry(&self, writer: &mut Writer) {
        self.write(writer);
    }
}

/// A type that is a header block of faults (`soap:headerfault`, WSDL 1.1, §3.7).
pub trait FaultHeader: ReadElement {
    /// The block's name.
    const NAME: Name;
    /// The namespace declarations that the block's tags rely on.
    const DECLARATIONS: &'static str;

    /// Writes the block, tags included.
    fn write_block(&self, writer: &mut Writer);
}

/// The detail of faults of which the contract says nothing: there is no typed one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoDetail {}

impl FaultDetail for NoDetail {
    fn read_entry(_cursor: &mut Cursor<'_>) -> Result<Option<Self>, ReadError> {
        Ok(None)
    }

    fn write_entry(&self, _writer: &mut Writer) {
        match *self {}
    }
}
