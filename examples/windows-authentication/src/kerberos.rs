//! The client side of Kerberos with mutual authentication: the AP-REQ, and the service's AP-REP (RFC 4120, §3.2).

use std::{
    io::{self, Read as _, Write as _},
    net::{SocketAddr, TcpStream},
    time::Duration,
};

use sspi::{
    AuthIdentity, BufferType, ClientRequestFlags, CredentialUse, CredentialsBuffers,
    DataRepresentation, ErrorKind, Kerberos, KerberosConfig, SecurityBuffer, Sspi as _,
    SspiImpl as _, generator::NetworkRequest, network_client::NetworkClient,
};

/// Time limit for a connection to the KDC, and for each of its responses.
const TIMEOUT: Duration = Duration::from_secs(10);
/// Maximum length of a response, in bytes.
const MAX_RESPONSE: usize = 1 << 20;

/// The client's side of an exchange.
pub(crate) struct KerberosExchange {
    kerberos: Kerberos,
    credentials: Option<CredentialsBuffers>,
    /// The principal of the service: `HTTP/crm.example`.
    service: String,
}

impl KerberosExchange {
    pub(crate) fn new(identity: &AuthIdentity, kdc: &str, host: &str) -> sspi::Result<Self> {
        // The name of this computer is only needed for logons to other computers.
        let config = KerberosConfig::new_with_kdc_url(kdc, String::new());
        let mut kerberos = Kerberos::new_client_from_config(config)?;
        let acquired = kerberos
            .acquire_credentials_handle()
            .with_credential_use(CredentialUse::Outbound)
            .with_auth_data(&identity.clone().into())
            .execute(&mut kerberos)?;
        let service = format!("HTTP/{host}");
        Ok(Self { kerberos, credentials: acquired.credentials_handle, service })
    }

    /// Returns the next token for the service. `received` is empty at first. The first call blocks on requests to the KDC.
    ///
    /// An error after the first token means that the service has not authenticated itself.
    pub(crate) fn next(&mut self, received: Vec<u8>) -> sspi::Result<Vec<u8>> {
        let mut input = [SecurityBuffer::new(received, BufferType::Token)];
        let mut output = [SecurityBuffer::new(Vec::new(), BufferType::Token)];
        let mut builder = self
            .kerberos
            .initialize_security_context()
            .with_credentials_handle(&mut self.credentials)
            .with_context_requirements(ClientRequestFlags::MUTUAL_AUTH)
            .with_target_data_representation(DataRepresentation::Native)
            .with_target_name(&self.service)
            .with_input(&mut input)
            .with_output(&mut output);
        self.kerberos
            .initialize_security_context_impl(&mut builder)?
            .resolve_with_client(&KdcConnection)?;
        let [token] = output;
        Ok(token.buffer)
    }
}

/// The connection to the KDC, over TCP (RFC 4120, §7.2.2).
struct KdcConnection;

impl NetworkClient for KdcConnection {
    fn send(&self, request: &NetworkRequest) -> sspi::Result<Vec<u8>> {
        exchange(request).map_err(|error| {
            let reason = format!("cannot reach the KDC at {}: {error}", request.url);
            sspi::Error::new(ErrorKind::NoAuthenticatingAuthority, reason)
        })
    }
}

/// Connects to the first address that accepts connections.
fn connect(addresses: &[SocketAddr]) -> io::Result<TcpStream> {
    let mut error = io::Error::from(io::ErrorKind::AddrNotAvailable);
    for address in addresses {
        match TcpStream::connect_timeout(address, TIMEOUT) {
            Ok(stream) => return Ok(stream),
            Err(refused) => error = refused,
        }
    }
    Err(error)
}

/// Sends a message with its length, and returns the response with its length.
fn exchange(request: &NetworkRequest) -> io::Result<Vec<u8>> {
    let mut stream = connect(&request.url.socket_addrs(|| Some(88))?)?;
    stream.set_read_timeout(Some(TIMEOUT))?;
    stream.set_write_timeout(Some(TIMEOUT))?;
    stream.write_all(&request.data)?;
    let mut response = vec![0; 4];
    stream.read_exact(&mut response)?;
    let length = u32::from_be_bytes([response[0], response[1], response[2], response[3]]) as usize;
    if length > MAX_RESPONSE {
        return Err(io::Error::from(io::ErrorKind::InvalidData));
    }
    response.resize(4 + length, 0);
    stream.read_exact(&mut response[4..])?;
    Ok(response)
}
