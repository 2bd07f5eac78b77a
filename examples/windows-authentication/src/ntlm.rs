//! NTLM messages: NEGOTIATE, CHALLENGE and AUTHENTICATE (MS-NLMP, §1.3.1).

use sspi::{
    AuthIdentity, AuthIdentityBuffers, BufferType, ClientRequestFlags, CredentialUse,
    DataRepresentation, Ntlm, SecurityBuffer, Sspi as _, SspiImpl as _,
};

/// The client's side of an exchange.
pub(crate) struct NtlmExchange {
    ntlm: Ntlm,
    credentials: Option<AuthIdentityBuffers>,
}

impl NtlmExchange {
    pub(crate) fn new(identity: &AuthIdentity) -> sspi::Result<Self> {
        let mut ntlm = Ntlm::new();
        let acquired = ntlm
            .acquire_credentials_handle()
            .with_credential_use(CredentialUse::Outbound)
            .with_auth_data(identity)
            .execute(&mut ntlm)?;
        Ok(Self { ntlm, credentials: acquired.credentials_handle })
    }

    /// Returns the token that answers one of the server, or the first token.
    pub(crate) fn next(&mut self, received: Vec<u8>) -> sspi::Result<Vec<u8>> {
        let mut input = [SecurityBuffer::new(received, BufferType::Token)];
        let mut output = [SecurityBuffer::new(Vec::new(), BufferType::Token)];
        let mut builder = self
            .ntlm
            .initialize_security_context()
            .with_credentials_handle(&mut self.credentials)
            .with_context_requirements(ClientRequestFlags::ALLOCATE_MEMORY)
            .with_target_data_representation(DataRepresentation::Native)
            .with_input(&mut input)
            .with_output(&mut output);
        self.ntlm.initialize_security_context_impl(&mut builder)?.resolve_to_result()?;
        let [token] = output;
        Ok(token.buffer)
    }
}
