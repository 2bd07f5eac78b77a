//! The SOAP client, which makes calls over any transport.

#[cfg(feature = "blocking")]
mod blocking;
mod call;
mod clock;
mod records;
mod reqwest;
mod settings;
mod stream;
mod timeout;
mod transport;

use std::{fmt, sync::Arc};

pub use call::Call;
pub use settings::{
    ClientSettings, Invalid, OnDeviation, OnInvalid, OnTrace, Trace, TraceDirection, Validation,
};
pub use stream::RecordStream;
pub use transport::{ConnectError, Incoming, Transport};

use crate::{
    message::{EncodeError, EncodedHeader},
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
}

impl<C: Contract> Client<C> {
    /// Creates a client that calls a port through a transport.
    pub fn new(port: Port<C>, transport: Transport) -> Self {
        let settings = Arc::new(ClientSettings::default());
        Self { port, transport, settings, headers: Vec::new(), refused: None }
    }

    /// Creates a client that calls a port over HTTP with the default transport.
    ///
    /// # Errors
    ///
    /// If the port's address is not a valid HTTP URL, or the transport cannot be set up.
    pub fn connect(port: Port<C>) -> Result<Self, ConnectError> {
        let transport = Transport::http(port.address())?;
        Ok(Self::new(port, transport))
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
