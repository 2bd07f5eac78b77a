//! Calls of services whose contracts are known only at run time.

mod error;
mod packing;

use std::{
    fmt,
    future::{Future, IntoFuture},
    pin::Pin,
    sync::Arc,
    time::Duration,
};

use http::{HeaderName, HeaderValue, StatusCode};
use wsdlgen_runtime::{
    Attachment, Transport,
    message::{Attachments, ContentType, inline_and_separate, public_address},
    soap::{Addressing, AddressingVersion},
    xml::{Limits, ReadOptions},
};

use super::{
    contract::{Contract, Soap},
    instance::{CallOutcome, Data, InstanceError, MessageInput, OutgoingRequest},
};
pub use error::DynamicError;
pub use packing::PackError;

/// A client of a contract that is known only at run time.
///
/// It is for gateways, test tools and scripts. Requests are given as XML or as [`Data`], which has the shape of JSON, and
/// are checked against the contract before they are sent. Programs that know the contract when they are built should use
/// generated clients: their types are checked by the compiler, and they are faster.
///
/// Requests have the WS-Addressing headers that the contract requires. WS-Security headers are up to the caller, as header
/// blocks in XML.
///
/// ```no_run
/// # async fn example(transport: wsdlgen_runtime::Transport) -> Result<(), Box<dyn std::error::Error>> {
/// use wsdlgen::tools::{Data, DynamicClient, MessageInput};
///
/// let contract = wsdlgen::configure().load("Orders.wsdl", |path| std::fs::read(path))?;
/// let client = DynamicClient::new(contract, transport);
/// let body = Data::Object(vec![("OrderId".to_owned(), Data::Number("7".to_owned()))]);
/// let reply = client.call("FindOrder", MessageInput::Data(body)).await?;
/// println!("{:?}", reply.data);
/// # Ok(()) }
/// ```
#[derive(Clone)]
pub struct DynamicClient {
    contract: Arc<Contract>,
    transport: Transport,
    address: Option<String>,
    timeout: Duration,
    reading: ReadOptions,
    addressing: Addressing,
}

impl DynamicClient {
    /// Creates a client that calls the addresses in the contract through a transport.
    pub fn new(contract: impl Into<Arc<Contract>>, transport: Transport) -> Self {
        Self {
            contract: contract.into(),
            transport,
            address: None,
            timeout: Duration::from_secs(60),
            reading: ReadOptions::default(),
            addressing: Addressing::default(),
        }
    }

    /// Sets the address of all calls.
    #[must_use]
    pub fn with_address(mut self, address: impl Into<String>) -> Self {
        self.address = Some(address.into());
        self
    }

    /// Limits the time of a call, from sending to the end of the reply. The default is 60 seconds.
    #[must_use]
    pub fn with_timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Sets the limits of reading replies. The default is [`Limits::CLIENT`].
    #[must_use]
    pub fn with_limits(mut self, limits: Limits) -> Self {
        self.reading.limits = limits;
        self
    }

    /// Sets whether requests have WS-Addressing headers, and in which version. By default, they have those that the binding
    /// requires. A request whose header already has some is sent as it is.
    ///
    /// Replies are accepted only in the HTTP response (the anonymous endpoint of WS-Addressing).
    #[must_use]
    pub fn with_addressing(mut self, addressing: Addressing) -> Self {
        self.addressing = addressing;
        self
    }

    /// Returns the contract.
    pub fn contract(&self) -> &Contract {
        &self.contract
    }

    /// Creates a call of an operation, named `Operation` or `Service/Operation`. Await it to make the call.
    pub fn call(&self, operation: impl Into<String>, body: MessageInput) -> DynamicCall<'_> {
        DynamicCall {
            client: self,
            operation: operation.into(),
            version: None,
            body,
            header: None,
            attachments: Vec::new(),
            http_headers: Vec::new(),
            timeout: self.timeout,
        }
    }
}

/// Omits the contract, which is long.
impl fmt::Debug for DynamicClient {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("DynamicClient")
            .field("address", &self.address.as_deref().map(public_address))
            .field("timeout", &self.timeout)
            .finish_non_exhaustive()
    }
}

/// A call that has not been made yet. Await it to make the call.
#[must_use = "a call is made when it is awaited"]
pub struct DynamicCall<'a> {
    client: &'a DynamicClient,
    operation: String,
    version: Option<Soap>,
    body: MessageInput,
    header: Option<MessageInput>,
    attachments: Vec<Attachment>,
    http_headers: Vec<(HeaderName, HeaderValue)>,
    timeout: Duration,
}

impl DynamicCall<'_> {
    /// Sets the SOAP version. By default, SOAP 1.1 is preferred.
    pub fn version(mut self, version: Soap) -> Self {
        self.version = Some(version);
        self
    }

    /// Sets the header blocks. Those that the contract does not declare have to be XML.
    pub fn header(mut self, header: MessageInput) -> Self {
        self.header = Some(header);
        self
    }

    /// Adds an attachment.
    pub fn attachment(mut self, attachment: Attachment) -> Self {
        self.attachments.push(attachment);
        self
    }

    /// Adds a header to the HTTP request, for authentication for example.
    pub fn http_header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.http_headers.push((name, value));
        self
    }

    /// Sets the timeout of this call.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    async fn make(self) -> Result<DynamicReply, DynamicError> {
        let DynamicClient { contract, transport, address, reading, .. } = self.client;
        let request =
            contract.request(&self.operation, self.version, &self.body, self.header.as_ref());
        let mut request = request.map_err(DynamicError::Request)?;
        request.addressing = match self.client.addressing {
            Addressing::AsBound => request.addressing,
            Addressing::On => request.addressing.or(Some(AddressingVersion::V1)),
            Addressing::August2004 => Some(AddressingVersion::August2004),
            Addressing::Off => None,
        };
        let address = address.as_deref().unwrap_or(&request.address);
        let mut packed =
            request.to_http(address, self.attachments).map_err(DynamicError::Packing)?;
        packed.headers_mut().extend(self.http_headers);
        let limit = reading.limits.message_bytes;
        let response = transport.exchange(packed, limit, self.timeout).await;
        let (head, bytes) = response.map_err(DynamicError::Transport)?.into_parts();
        let content_type = ContentType::of(&head.headers).unwrap_or_default();
        let (text, attachments) = inline_and_separate(content_type, bytes, reading)
            .map_err(|error| DynamicError::Unreadable(head.status, error))?;
        let is_success = head.status.is_success();
        if text.trim().is_empty() {
            let reply = DynamicReply { attachments, ..DynamicReply::empty(head.status) };
            let is_expected = request.one_way && is_success;
            return if is_expected { Ok(reply) } else { Err(DynamicError::Empty(head.status)) };
        }
        match contract.answer(&self.operation, self.version, &text) {
            Ok(CallOutcome::Reply { xml, data, header, errors }) if is_success => {
                Ok(DynamicReply {
                    xml,
                    data,
                    header,
                    violations: errors,
                    attachments,
                    status: head.status,
                })
            }
            Ok(CallOutcome::Fault(fault)) => Err(DynamicError::Fault(fault)),
            Ok(CallOutcome::Reply { .. }) => Err(DynamicError::Status(head.status, text)),
            Err(_) if !is_success => Err(DynamicError::Status(head.status, text)),
            Err(error) => Err(DynamicError::Reply(error)),
        }
    }
}

/// Omits the message and the headers, which may contain secrets.
impl fmt::Debug for DynamicCall<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("DynamicCall")
            .field("operation", &self.operation)
            .field("version", &self.version)
            .field("timeout", &self.timeout)
            .finish_non_exhaustive()
    }
}

impl<'a> IntoFuture for DynamicCall<'a> {
    type Output = Result<DynamicReply, DynamicError>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send + 'a>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.make())
    }
}

/// The reply to a call.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct DynamicReply {
    /// The elements of the body, as XML. Empty for one-way operations.
    pub xml: String,
    /// The contents of the body's elements, by name.
    pub data: Data,
    /// The contents of the declared header blocks, by name.
    pub header: Data,
    /// Violations of the contract.
    pub violations: Vec<InstanceError>,
    /// The attachments to which no element refers by `xop:Include`.
    pub attachments: Attachments,
    /// The HTTP status.
    pub status: StatusCode,
}

impl DynamicReply {
    fn empty(status: StatusCode) -> Self {
        Self {
            xml: String::new(),
            data: Data::Object(Vec::new()),
            header: Data::Object(Vec::new()),
            violations: Vec::new(),
            attachments: Attachments::default(),
            status,
        }
    }
}

impl OutgoingRequest {
    /// Creates the HTTP request to an address, with attachments.
    ///
    /// # Errors
    ///
    /// If the address is not a valid URL, or the values cannot be sent over HTTP.
    ///
    /// ```no_run
    /// # fn example(request: wsdlgen::tools::OutgoingRequest) -> Result<(), wsdlgen::tools::PackError> {
    /// let request = request.to_http("http://localhost:8080/", Vec::new())?;
    /// println!("{} {}", request.method(), request.uri());
    /// # Ok(()) }
    /// ```
    pub fn to_http(
        &self,
        address: &str,
        attachments: Vec<Attachment>,
    ) -> Result<http::Request<wsdlgen_runtime::Payload>, PackError> {
        packing::to_http(self, address, attachments)
    }
}

#[cfg(test)]
mod tests;
