//! The SOAP client, which makes calls over any transport.

mod attachments;
#[cfg(feature = "blocking")]
mod blocking;
mod call;
mod clock;
mod http_headers;
mod records;
mod replies;
mod reqwest;
mod settings;
mod stream;
mod timeout;
mod trace;
mod transport;

use std::{fmt, sync::Arc};

pub use call::Call;
pub use replies::ReplyListener;
pub use settings::{
    ClientSettings, Invalid, OnDeviation, OnInvalid, OnTrace, Trace, TraceDirection, Validation,
};
pub use stream::RecordStream;
pub(crate) use timeout::within;
pub use transport::{ConnectError, Incoming, Transport};

use crate::{
    message::{EncodeError, EncodedHeader},
    policy::PolicyError,
    security::{self, Guard, PortSecurity},
    soap::{Contract, HeaderBlock, Operation, Port},
    xml::AnyElement,
};

/// A client of a contract: a port and a transport to reach it.
///
/// Generated clients wrap it and add a method for each operation. Clones are cheap and share the
/// transport's connections.
pub struct Client<C: Contract> {
    port: Port<C>,
    transport: Transport,
    settings: Arc<ClientSettings>,
    headers: Vec<EncodedHeader>,
    /// The error of a header that could not be encoded. Every call returns it.
    refused: Option<Arc<EncodeError>>,
    /// The security that the port's policy requires, or the reason why it is not met.
    security: Result<PortSecurity, Arc<PolicyError>>,
}

impl<C: Contract> Client<C> {
    /// Creates a client that calls a port through a transport.
    ///
    /// If the port has a security policy that is not met, every call returns an error that lists what is missing, unless
    /// [`ClientSettings`] configure the security header.
    pub fn new(port: Port<C>, transport: Transport) -> Self {
        let settings = Arc::new(ClientSettings::default());
        let security = security::of_port(&port, true).map_err(Arc::new);
        Self { port, transport, settings, headers: Vec::new(), refused: None, security }
    }

    /// Creates a client that calls a port over HTTP with the default transport.
    ///
    /// # Errors
    ///
    /// If the port's address is not a valid HTTP URL, the transport cannot be set up, or the port has a security policy
    /// that is not met: the error lists what is missing.
    pub fn connect(port: Port<C>) -> Result<Self, ConnectError> {
        let has_tls = security::has_tls(&port);
        let security = security::of_port(&port, has_tls).map_err(ConnectError::Policy)?;
        let transport = Transport::http(port.address())?;
        Ok(Self { security: Ok(security), ..Self::new(port, transport) })
    }

    /// Creates a client that calls a port with a security policy over HTTP.
    ///
    /// # Errors
    ///
    /// Returns the errors of [`connect`](Self::connect).
    #[cfg(feature = "ws-security")]
    pub fn connect_with(
        port: Port<C>,
        credentials: security::Credentials,
    ) -> Result<Self, ConnectError> {
        let has_tls = security::has_tls(&port);
        let security = security::of_port_with(&port, credentials, has_tls);
        let security = security.map_err(ConnectError::Policy)?;
        let transport = Transport::http(port.address())?;
        Ok(Self { security: Ok(security), ..Self::new(port, transport) })
    }

    /// Sets the credentials for the security policy of the port.
    ///
    /// # Errors
    ///
    /// If the policy requires others: the error lists what is missing.
    #[cfg(feature = "ws-security")]
    pub fn with_credentials(
        mut self,
        credentials: security::Credentials,
    ) -> Result<Self, PolicyError> {
        self.security = Ok(security::of_port_with(&self.port, credentials, true)?);
        Ok(self)
    }

    /// Sets a policy in place of the port's, and the credentials for it.
    #[cfg(feature = "ws-security")]
    pub(crate) fn with_policy(
        mut self,
        policy: Option<crate::policy::SecurityPolicy>,
        credentials: security::Credentials,
    ) -> Result<Self, PolicyError> {
        let has_tls = security::has_tls(&self.port);
        self.security = Ok(security::of_policy(self.port.name(), policy, credentials, has_tls)?);
        Ok(self)
    }

    /// Returns the state of a new exchange: the token that a security token service has issued for it.
    #[cfg(feature = "ws-security")]
    async fn begin(&self) -> Result<security::Exchange, security::SecurityError> {
        match &self.security {
            Ok(Some(plan)) if self.settings.uses_policy() => {
                plan.begin(&crate::address::public_address(self.port.address())).await
            }
            _ => Ok(security::Exchange::default()),
        }
    }

    #[cfg(not(feature = "ws-security"))]
    #[expect(clippy::unused_async, reason = "the signature is that of the method with the feature")]
    async fn begin(&self) -> Result<security::Exchange, security::SecurityError> {
        Ok(security::Exchange::default())
    }

    /// Replaces the settings.
    #[must_use]
    pub fn with_settings(mut self, settings: ClientSettings) -> Self {
        self.settings = Arc::new(settings);
        self
    }

    /// Adds a header to every call whose operation declares it. A header that no operation declares is added to every
    /// call; declare it with [`header_block!`](crate::codegen::v1::header_block).
    ///
    /// Replaces an earlier header of the same name.
    #[must_use]
    pub fn with_header<H: HeaderBlock<C>>(self, header: H) -> Self {
        let encoded = EncodedHeader::new::<C, H>(&header, self.port.version());
        self.with_encoded(encoded)
    }

    /// Adds an undeclared header block, given as a tree, to every call.
    ///
    /// Replaces an earlier header of the same name.
    #[must_use]
    pub fn with_undeclared_header(self, block: &AnyElement) -> Self {
        self.with_encoded(EncodedHeader::of_element(block).map_err(EncodeError::Value))
    }

    fn with_encoded(mut self, encoded: Result<EncodedHeader, EncodeError>) -> Self {
        match encoded {
            Ok(encoded) => {
                self.headers.retain(|known| !encoded.replaces(known));
                self.headers.push(encoded);
            }
            Err(error) => self.refused = Some(Arc::new(error)),
        }
        self
    }

    /// Creates a call of an operation. Await it to make the call.
    pub fn call<O: Operation<Contract = C>>(&self, input: O::Input) -> Call<'_, O> {
        Call::new(self, input)
    }

    /// Returns the security of the client's messages.
    fn guard(&self) -> Guard {
        self.settings.guard(&self.security)
    }

    /// Returns the port that the client calls.
    pub fn port(&self) -> &Port<C> {
        &self.port
    }
}

impl<C: Contract> Clone for Client<C> {
    fn clone(&self) -> Self {
        Self {
            port: self.port.clone(),
            transport: self.transport.clone(),
            settings: Arc::clone(&self.settings),
            headers: self.headers.clone(),
            refused: self.refused.clone(),
            security: self.security.clone(),
        }
    }
}

impl<C: Contract> fmt::Debug for Client<C> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Client")
            .field("contract", &C::NAME)
            .field("port", &self.port)
            .finish_non_exhaustive()
    }
}
