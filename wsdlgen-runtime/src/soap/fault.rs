//! SOAP faults.

use std::fmt;

use http::StatusCode;

use super::{SoapVersion, fault_envelope};
use crate::xml::{
    AnyElement, Cursor, Name, QName, ReadElement, ReadError, ReadOptions, WriteError, Writer,
    shorten,
};

/// A SOAP fault, of either version (SOAP 1.1 §4.4, SOAP 1.2 part 1 §5.4).
///
/// `D` is the operation's type for the detail. A server creates faults with
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
    /// The code, which identifies the party at fault (`faultcode`, `Code/Value`).
    pub code: FaultCode,
    /// More specific codes, outermost first (`Subcode`; SOAP 1.2 only).
    pub subcodes: Vec<QName>,
    /// The reason, in one or more languages (`faultstring`, `Reason/Text`).
    pub reasons: Vec<Reason>,
    /// The node on the message path that failed (`Node`; SOAP 1.2 only).
    pub node: Option<String>,
    /// The role in which the node acted (`faultactor`, `Role`).
    pub role: Option<String>,
    /// The detail, if the contract declares it.
    pub detail: Option<D>,
    /// The whole detail element as received. It is never written; servers set `detail`.
    pub raw_detail: Option<Box<AnyElement>>,
    /// The header blocks sent with the fault. They describe errors in the headers of the request (SOAP
    /// 1.1, §4.4). [`header`](Self::header) decodes one of them.
    pub headers: Vec<AnyElement>,
}

/// The reason of a fault in one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// The language (`xml:lang`), if given.
    pub language: Option<String>,
    /// The human-readable text.
    pub text: String,
}

/// The class of a fault, in the terms of SOAP 1.2.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum FaultClass {
    /// The service does not support the version of the envelope.
    VersionMismatch,
    /// The service does not understand a header block that must be understood.
    MustUnderstand,
    /// The service does not support the encoding style (SOAP 1.2 only).
    DataEncodingUnknown,
    /// The message is at fault: `Client` in SOAP 1.1. Retrying will not help.
    Sender,
    /// The service is at fault: `Server` in SOAP 1.1.
    Receiver,
    /// A code that the specifications do not define.
    Other,
}

/// The code of a fault: its class, and its name as received.
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
    /// Creates the code of a class. The versions of SOAP spell it differently.
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

    /// Creates a code with a name as received. The name up to the first dot determines its class, since
    /// SOAP 1.1 appends more specific codes after a dot (`Client.Authentication`).
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

    /// Returns the class of the code.
    pub fn class(&self) -> FaultClass {
        self.class
    }

    /// Returns the name as received, or the SOAP 1.2 name if the code was created by [`of`](Self::of).
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
    /// Creates a fault with a code and a reason in English.
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

    /// Creates a fault of the class [`FaultClass::Sender`]: the caller is at fault.
    pub fn sender(reason: impl Into<String>) -> Self {
        Self::new(FaultCode::of(FaultClass::Sender), reason)
    }

    /// Creates a fault of the class [`FaultClass::Receiver`]: the service is at fault.
    pub fn receiver(reason: impl Into<String>) -> Self {
        Self::new(FaultCode::of(FaultClass::Receiver), reason)
    }

    /// Sets the detail.
    #[must_use]
    pub fn with_detail(mut self, detail: impl Into<D>) -> Self {
        self.detail = Some(detail.into());
        self
    }

    /// Adds a header block.
    ///
    /// # Errors
    ///
    /// If the block contains a character that XML cannot represent.
    pub fn with_header<H: FaultHeader>(mut self, block: &H) -> Result<Self, WriteError> {
        let mut writer = Writer::default();
        block.write_block(&mut writer);
        let written = writer.finish_text()?;
        self.headers.extend(AnyElement::within(H::DECLARATIONS, &written));
        Ok(self)
    }

    /// Returns the header block of this type, if the fault has one.
    ///
    /// # Errors
    ///
    /// If the block does not match the contract.
    pub fn header<H: FaultHeader>(&self) -> Result<Option<H>, ReadError> {
        let is_named = |block: &&AnyElement| {
            block.name.namespace() == H::NAMESPACES.uri(H::NAME.namespace)
                && block.name.local() == H::NAME.local
        };
        let block = self.headers.iter().find(is_named);
        block.map(|block| block.decode_as(&ReadOptions::default())).transpose()
    }

    /// Returns the HTTP status of a response with this fault (SOAP 1.1, §6.2; SOAP 1.2 part 2, §7.5.2.2).
    pub fn status(&self, version: SoapVersion) -> StatusCode {
        match (version, self.code.class()) {
            (SoapVersion::Soap12, FaultClass::Sender) => StatusCode::BAD_REQUEST,
            _ => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    pub(crate) fn convert_detail<E>(
        self,
        convert: impl FnOnce(Option<D>) -> Option<E>,
    ) -> Fault<E> {
        let Self { code, subcodes, reasons, node, role, detail, raw_detail, headers } = self;
        let detail = convert(detail);
        Fault { code, subcodes, reasons, node, role, detail, raw_detail, headers }
    }

    /// Returns the first reason, or an empty string if there is none.
    pub fn reason(&self) -> &str {
        self.reasons.first().map_or("", |reason| &reason.text)
    }
}

impl Fault<AnyElement> {
    /// Returns an envelope with this fault, for a service without a generated server.
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
    /// If the fault contains a character that XML cannot represent, the envelope has a fault of the same
    /// class with another reason.
    pub fn to_envelope(&self, version: SoapVersion) -> Vec<u8> {
        fault_envelope(self, version, "", None::<fn(&mut Writer)>)
    }
}

/// Shows only the names of raw detail entries and headers, since their content may be secret.
impl<D: fmt::Debug> fmt::Debug for Fault<D> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        /// The maximum number of elements to show.
        const SHOWN: usize = 16;
        /// The maximum length of a name, in bytes.
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

/// The typed detail of a fault: an enum of the faults that the contract declares.
pub trait FaultDetail: Sized + fmt::Debug + Send + Sync + 'static {
    /// Reads the next detail entry if the contract declares it. Otherwise, the cursor does not move.
    ///
    /// # Errors
    ///
    /// If the entry has a declared name but does not match the contract.
    fn read_entry(cursor: &mut Cursor<'_>) -> Result<Option<Self>, ReadError>;

    /// Writes the entry, tags included.
    fn write_entry(&self, writer: &mut Writer);
}

/// A detail with any name: the first entry as received.
impl FaultDetail for AnyElement {
    fn read_entry(cursor: &mut Cursor<'_>) -> Result<Option<Self>, ReadError> {
        if cursor.next_element()? { cursor.capture().map(Some) } else { Ok(None) }
    }

    fn write_entry(&self, writer: &mut Writer) {
        self.write(writer);
    }
}

/// A header block of faults (`soap:headerfault`, WSDL 1.1, §3.7).
pub trait FaultHeader: ReadElement {
    /// The name of the block.
    const NAME: Name;
    /// The namespace declarations that the block's tags rely on.
    const DECLARATIONS: &'static str;

    /// Writes the block, tags included.
    fn write_block(&self, writer: &mut Writer);
}

/// The detail of operations for which the contract declares no faults.
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
