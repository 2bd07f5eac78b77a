//! The tokens of a Kerberos exchange: a ticket for the service, and the proof of the service that it is the right one.

use std::{
    io::{self, Read as _, Write as _},
    net::{TcpStream, ToSocketAddrs as _},
    time::Duration,
};

use sspi::{
    AuthIdentity, BufferType, ClientRequestFlags, CredentialUse, CredentialsBuffers,
    DataRepresentation, ErrorKind, Kerberos, KerberosConfig, SecurityBuffer, Sspi as _,
    SspiImpl as _, generator::NetworkRequest, network_client::NetworkClient,
};

/// Time limit for a connection to the key distribution centre, and for each of its answers.
const TIMEOUT: Duration = Duration::from_secs(10);
/// Maximum length of an answer, in bytes.
const MOST: usize = 1 << 20;

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

    /// Returns the token that answers one of the service, or the first token. The first takes several requests to the key
    /// distribution centre, for which it blocks.
    ///
    /// An error after the first token means that the service cannot prove who it is.
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
            .resolve_with_client(&Centre)?;
        let [token] = output;
        Ok(token.buffer)
    }
}

/// The connection to the key distribution centre, over TCP (RFC 4120, §7.2.2).
struct Centre;

impl NetworkClient for Centre {
    fn send(&self, request: &NetworkRequest) -> sspi::Result<Vec<u8>> {
        exchange(request).map_err(|error| {
            let reason = format!("cannot reach the KDC at {}: {error}", request.url);
            sspi::Error::new(ErrorKind::NoAuthenticatingAuthority, reason)
        })
    }
}

/// Sends a message with its length, and returns the answer with its length.
fn exchange(request: &NetworkRequest) -> io::Result<Vec<u8>> {
    let address = request.url.socket_addrs(|| Some(88))?;
    let address = address.as_slice().to_socket_addrs()?.next();
    let address = address.ok_or_else(|| io::Error::from(io::ErrorKind::AddrNotAvailable))?;
    let mut stream = TcpStream::connect_timeout(&address, TIMEOUT)?;
    stream.set_read_timeout(Some(TIMEOUT))?;
    stream.set_write_timeout(Some(TIMEOUT))?;
    stream.write_all(&request.data)?;
    let mut answer = vec![0; 4];
    stream.read_exact(&mut answer)?;
    let length = u32::from_be_bytes([answer[0], answer[1], answer[2], answer[3]]) as usize;
    if length > MOST {
        return Err(io::Error::from(io::ErrorKind::InvalidData));
    }
    answer.resize(4 + length, 0);
    stream.read_exact(&mut answer[4..])?;
    Ok(answer)
}
