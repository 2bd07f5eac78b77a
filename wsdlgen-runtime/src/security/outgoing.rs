//! Security headers for outgoing messages.

use std::{
    sync::Arc,
    time::{Duration, SystemTime},
};

use ring::rand::{SecureRandom, SystemRandom};

use super::{
    Password, SecurityError, SigningKey, WSSE,
    placing::{Placing, WSU},
    signature, timestamp, token,
    username::Username,
};
use crate::{
    soap::SoapVersion,
    xml::{WriteError, Writer},
};

/// The end tag of the header block.
const END: &str = "</wsse:Security>";

/// The security header added to outgoing messages. See the [module](super).
///
/// Cloning is cheap.
///
/// ```
/// use std::time::Duration;
/// use wsdlgen_runtime::security::{Password, Security, Verifier};
///
/// let envelope = "<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Body/></s:Envelope>";
/// let security = Security::new()
///     .username_token("ada", Password::Digest("secret".into()))
///     .timestamp(Duration::from_secs(60));
/// let secured = security.apply(envelope)?;
///
/// let verifier = Verifier::new()
///     .username(|user| (user == "ada").then(|| "secret".into()))
///     .timestamp();
/// assert_eq!(verifier.verify(&secured)?.username.as_deref(), Some("ada"));
/// // Verifying the message a second time reports a replay.
/// assert!(verifier.verify(&secured).is_err());
/// # Ok::<(), wsdlgen_runtime::security::SecurityError>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Security {
    username: Option<Arc<Username>>,
    lifetime: Option<Duration>,
    key: Option<SigningKey>,
    actor: Option<Arc<str>>,
}

impl Security {
    /// Creates an empty security header.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a user name and password (`UsernameToken` Profile 1.0).
    #[must_use]
    pub fn username_token(mut self, user: impl Into<String>, password: Password) -> Self {
        self.username = Some(Arc::new(Username { name: user.into(), password }));
        self
    }

    /// Adds a timestamp with the creation time and the time when the message expires (SOAP Message
    /// Security 1.1, §10).
    #[must_use]
    pub fn timestamp(mut self, lifetime: Duration) -> Self {
        self.lifetime = Some(lifetime);
        self
    }

    /// Signs the body, the timestamp, the user name token and the WS-Addressing headers. The certificate is
    /// sent with the message (X.509 Certificate Token Profile 1.1, §3.3.1).
    ///
    /// Binary data is then inlined in the envelope. Signed messages cannot have attachments or streamed records.
    #[must_use]
    pub fn sign(mut self, key: SigningKey) -> Self {
        self.key = Some(key);
        self
    }

    /// Addresses the header to the node in this role instead of the ultimate receiver. The attribute is `actor`
    /// in SOAP 1.1 and `role` in SOAP 1.2.
    #[must_use]
    pub fn actor(mut self, actor: impl Into<String>) -> Self {
        self.actor = Some(actor.into().into());
        self
    }

    pub(super) fn signs(&self) -> bool {
        self.key.is_some()
    }

    /// Adds the security header to an envelope.
    ///
    /// # Errors
    ///
    /// If `envelope` is not a SOAP envelope or already has a security header.
    pub fn apply(&self, envelope: &str) -> Result<String, SecurityError> {
        self.apply_at(envelope, SystemTime::now())
    }

    /// Adds the security header to an envelope as of the time `now`.
    ///
    /// # Errors
    ///
    /// If `envelope` is not a SOAP envelope or already has a security header.
    pub fn apply_at(&self, envelope: &str, now: SystemTime) -> Result<String, SecurityError> {
        let placing = Placing::of(envelope)?;
        let mut nonce = [0; 16];
        let random = SystemRandom::new();
        random.fill(&mut nonce).map_err(|_| no_random_numbers())?;
        let ids = Ids::new(&random)?;
        let block = self.block(placing.version, &ids, &nonce, now);
        let block = block.map_err(|error| SecurityError::invalid(error.to_string()))?;
        let Some(key) = &self.key else { return Ok(placing.with(&block, END, &[]).0) };
        let mut signed: Vec<String> =
            (0..placing.signable()).map(|number| ids.of(&format!("Part{number}"))).collect();
        let (mut text, inside) = placing.with(&block, END, &signed);
        signed.extend(self.lifetime.map(|_| ids.of("Timestamp")));
        signed.extend(self.username.as_ref().map(|_| ids.of("UsernameToken")));
        let signature = signature::sign(&text, &signed, &ids.of("Token"), key)?;
        text.insert_str(inside, &signature);
        Ok(text)
    }

    /// Writes the header block without the signature.
    fn block(
        &self,
        version: SoapVersion,
        ids: &Ids,
        nonce: &[u8],
        now: SystemTime,
    ) -> Result<String, WriteError> {
        let mut writer = Writer::default();
        writer.raw("<wsse:Security");
        for (prefix, uri) in [("env", version.namespace()), ("wsse", WSSE), ("wsu", WSU)] {
            writer.attribute(&format!("xmlns:{prefix}"), uri);
        }
        writer.attribute("env:mustUnderstand", "1");
        if let Some(actor) = &self.actor {
            let name = if version == SoapVersion::Soap11 { "env:actor" } else { "env:role" };
            writer.attribute(name, actor);
        }
        writer.raw(">");
        if let Some(key) = &self.key {
            token::write(&ids.of("Token"), key.certificate(), &mut writer);
        }
        if let Some(lifetime) = self.lifetime {
            timestamp::write(&ids.of("Timestamp"), now, lifetime, &mut writer);
        }
        if let Some(username) = &self.username {
            username.write(&ids.of("UsernameToken"), now, nonce, &mut writer);
        }
        writer.raw(END);
        writer.finish_text()
    }
}

/// A generator of ids that do not occur elsewhere in the message.
struct Ids(String);

impl Ids {
    fn new(random: &SystemRandom) -> Result<Self, SecurityError> {
        let mut own = [0; 8];
        random.fill(&mut own).map_err(|_| no_random_numbers())?;
        Ok(Self(format!("{:016x}", u64::from_be_bytes(own))))
    }

    fn of(&self, what: &str) -> String {
        [what, "-", &self.0].concat()
    }
}

fn no_random_numbers() -> SecurityError {
    SecurityError::invalid("cannot generate random numbers")
}
