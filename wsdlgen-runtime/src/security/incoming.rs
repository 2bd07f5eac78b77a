//! Processing of the security header of an incoming message: decryption and verification, in the order of the header.
//!
//! Requirements on the content of the header are checked afterwards.

mod attachments;
mod decrypting;
mod key_info;
mod signature;
mod tokens;

pub(super) use signature::LONGEST_INFO;

use super::{
    Authenticated, Certificate, Identity, SecurityCode, SecurityError, WSSE,
    keys::{Derivation, SharedKey, id_of},
    message::{Message, is},
    mime::MimePart,
    public_key::PublicKey,
    replay::Once,
    saml::{self, Holder},
    sealing::{KeyName, KeyOfRequest, Reference},
    tree::{self, Path},
    uris::{DS, XENC},
};
use crate::{
    policy::{AttachmentCoverage, Cipher},
    xml::{AnyElement, QName, ReadOptions},
};

/// The keys with which incoming messages are decrypted and verified.
#[derive(Default)]
pub(super) struct Keys<'k> {
    /// Decrypts keys that are encrypted for its certificate.
    pub(super) identity: Option<&'k Identity>,
    /// Certificates that messages may refer to without containing them.
    pub(super) certificates: Vec<&'k Certificate>,
    /// The shared key of the request that a reply answers.
    pub(super) of_request: Option<&'k KeyOfRequest>,
    /// The names of tokens that signatures may cover, in addition to those of the specifications.
    pub(super) tokens: Vec<&'k QName>,
    /// Decides whether an assertion has the signature of a trusted issuer, if an assertion is wanted.
    pub(super) issued: Option<&'k dyn Fn(&AnyElement) -> bool>,
    /// The ciphers that are accepted, or an empty list for all.
    pub(super) ciphers: Vec<Cipher>,
    /// `true` if SHA-1 is accepted in digests and signatures of RSA keys.
    pub(super) accepts_sha1: bool,
    /// `true` if keys may be encrypted with RSA and the padding of PKCS #1 1.5.
    pub(super) accepts_rsa15: bool,
}

/// An incoming message after its security header has been processed.
pub(super) struct Received {
    /// The message with decrypted elements.
    pub(super) text: String,
    pub(super) tree: AnyElement,
    pub(super) attachments: Vec<MimePart>,
    /// The attachments that were decrypted.
    pub(super) decrypted_attachments: Vec<DecryptedAttachment>,
    /// The position of the security header, if there is one.
    pub(super) security: Option<Path>,
    pub(super) signatures: Vec<Verified>,
    /// The reason why the first signature that is not valid was rejected.
    pub(super) rejected: Option<SecurityError>,
    pub(super) encrypted: Vec<Decrypted>,
    /// The greatest length of what a signature covers, in canonical form.
    pub(super) longest: usize,
    /// The number of signatures, valid or not.
    count: usize,
    /// The number of lists of encrypted elements.
    lists: usize,
    /// The keys that the message brought, with their ids and digests.
    pub(super) shared: Vec<BroughtKey>,
}

/// A valid signature.
pub(super) struct Verified {
    pub(super) signer: Signer,
    /// The signed elements.
    pub(super) covered: Vec<Path>,
    /// The indices of the signed attachments, and what is signed of them.
    pub(super) attachments: Vec<(usize, AttachmentCoverage)>,
    pub(super) value: Vec<u8>,
    /// The digest by which a message is recognised when it is received again.
    pub(super) once: Once,
    /// The number of signatures up to this one.
    pub(super) number: usize,
    /// The position of the signature itself.
    pub(super) element: Path,
}

/// The owner of the key of a signature.
#[derive(Clone, Debug)]
pub(super) enum Signer {
    /// The owner of a certificate, and the position of its token in the message.
    Certificate(Certificate, Option<Path>),
    /// The subject of an assertion, and the position of the assertion in the message.
    Holder(Holder, Path),
    /// The side that knows the shared key. `base` is the index of the encrypted key from which it was derived.
    Shared { origin: KeyOrigin, base: usize },
}

impl Signer {
    /// Returns the public key, or `None` if the key is shared.
    pub(super) fn public_key(&self) -> Option<PublicKey> {
        match self {
            Self::Certificate(certificate, _) => Some(certificate.public_key()),
            Self::Holder(holder, _) => Some(holder.key()),
            Self::Shared { .. } => None,
        }
    }

    /// Returns the position of the token with the key, if the message contains it.
    pub(super) fn token(&self) -> Option<&Path> {
        match self {
            Self::Certificate(_, token) => token.as_ref(),
            Self::Holder(_, assertion) => Some(assertion),
            Self::Shared { .. } => None,
        }
    }
}

/// The origin of a shared key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum KeyOrigin {
    /// Sent with the message, encrypted for our certificate. Anyone may have created it.
    Message,
    /// Part of an assertion, encrypted for our certificate. Only the sender whom its issuer means knows it.
    Assertion,
    /// Sent with the request that the message answers. Only the receiver of the request knows it.
    Request,
}

/// A shared key that the message brought.
#[derive(Debug)]
pub(super) struct BroughtKey {
    id: Option<String>,
    /// The digest of the encrypted key.
    pub(super) sha1: Vec<u8>,
    pub(super) key: SharedKey,
    origin: KeyOrigin,
    /// The index of the encrypted key from which this key was derived, or of this key if it is not derived.
    pub(super) base: usize,
    /// `true` for the encrypted key itself, `false` for keys derived from it.
    pub(super) is_base: bool,
}

impl BroughtKey {
    /// Returns the key for the reply to its message.
    pub(super) fn of_request(&self, authenticated: &Authenticated) -> KeyOfRequest {
        let assertion = authenticated.assertion.as_ref();
        let name = match assertion.filter(|_| self.origin == KeyOrigin::Assertion) {
            Some(assertion) => {
                let id = assertion.id().to_owned();
                KeyName::Token(id.clone(), Reference::Assertion(assertion.version(), id))
            }
            None => KeyName::Sha1(self.sha1.clone()),
        };
        KeyOfRequest { key: self.key.clone(), name }
    }
}

/// A part of the message that was encrypted.
#[derive(Debug)]
pub(super) struct Decrypted {
    pub(super) part: Path,
    /// `true` if the content of the element was encrypted, `false` for the whole element.
    pub(super) is_content: bool,
    pub(super) cipher: Cipher,
    /// The index of the encrypted key from which its key was derived.
    pub(super) base: usize,
    /// The number of signatures that were processed before.
    pub(super) signatures: usize,
    /// `true` for a token that someone else has encrypted for us, with a key of its own.
    pub(super) is_foreign: bool,
    /// `true` if it was not decrypted, or not to well-formed content.
    pub(super) is_broken: bool,
}

/// An attachment that was encrypted.
#[derive(Debug)]
pub(super) struct DecryptedAttachment {
    pub(super) index: usize,
    pub(super) cipher: Cipher,
    /// The number of signatures before it was decrypted.
    pub(super) signatures: usize,
    /// The index of the encrypted key from which its key was derived.
    pub(super) base: usize,
    /// `true` if it was not decrypted.
    pub(super) is_broken: bool,
}

/// The greatest number of tokens, keys, signatures and references in a security header.
const CHILDREN: usize = 64;
/// The greatest number of encrypted keys, whose decryption is expensive.
const ENCRYPTED_KEYS: usize = 4;
/// The greatest number of signatures.
const SIGNATURES: usize = 4;
/// The greatest length of an element in canonical form, as a multiple of the message's length.
const LONGER: usize = 16;

impl Received {
    /// Processes the security header for the role `actor`, or for the ultimate receiver.
    pub(super) fn process(
        (envelope, attachments): (&str, Vec<MimePart>),
        actor: Option<&str>,
        keys: &Keys<'_>,
        options: &ReadOptions,
    ) -> Result<Self, SecurityError> {
        let tree = parse(envelope, options)?;
        let message = Message::of(&tree)?;
        let security = message.security_path(actor)?;
        let lengths = attachments.iter().map(|attachment| attachment.content.len());
        let length = lengths.fold(envelope.len(), usize::saturating_add);
        let mut received = Self {
            text: envelope.to_owned(),
            tree,
            attachments,
            decrypted_attachments: Vec::new(),
            security,
            signatures: Vec::new(),
            rejected: None,
            // The tree takes the other half of the memory.
            longest: (LONGER * length).min(options.limits.memory_bytes / 2),
            count: 0,
            lists: 0,
            encrypted: Vec::new(),
            shared: Vec::new(),
        };
        if let Some(KeyOfRequest { key, name }) = keys.of_request {
            let (id, sha1) = match name {
                KeyName::Sha1(sha1) => (None, sha1.clone()),
                KeyName::Token(id, _) => (Some(id.clone()), Vec::new()),
            };
            let (key, origin) = (key.clone(), KeyOrigin::Request);
            let brought = BroughtKey { id, sha1, key, origin, base: 0, is_base: true };
            received.shared.push(brought);
        }
        if let Some(security) = received.security.clone() {
            received.children(&security, keys, options)?;
        }
        Ok(received)
    }

    /// Processes the children of the security header in order. An encrypted child that a later one decrypts is processed
    /// after that.
    fn children(
        &mut self,
        security: &[usize],
        keys: &Keys<'_>,
        options: &ReadOptions,
    ) -> Result<(), SecurityError> {
        let mut is_done = [false; CHILDREN];
        loop {
            let Some(header) = tree::at(&self.tree, security) else { return Ok(()) };
            if header.elements().count() > CHILDREN {
                let error = SecurityError::invalid("the security header has too many elements");
                return Err(self.masked(error));
            }
            let open = |(index, child): &(usize, &AnyElement)| {
                let waits = is(child, XENC, "EncryptedData") && !has_own_key(child);
                !is_done[*index] && !waits
            };
            let Some((index, child)) = header.elements().enumerate().find(open) else {
                return Ok(());
            };
            // A decrypted token is processed again.
            is_done[index] = !is(child, XENC, "EncryptedData") || keys.issued.is_none();
            let child = child.clone();
            let path = [security, &[index]].concat();
            self.child(&child, path, keys, options).map_err(|error| self.masked(error))?;
        }
    }

    fn child(
        &mut self,
        child: &AnyElement,
        path: Path,
        keys: &Keys<'_>,
        options: &ReadOptions,
    ) -> Result<(), SecurityError> {
        if is(child, XENC, "EncryptedKey") {
            self.encrypted_key(child, keys, options)?;
        } else if is(child, XENC, "EncryptedData") {
            if let Some(issued) = keys.issued {
                self.encrypted_token(child, &path, issued, keys, options)?;
            }
        } else if saml::version(child).is_some() {
            if keys.issued.is_some() {
                self.assertion_keys(child, keys);
            }
        } else if is(child, XENC, "ReferenceList") {
            self.decrypt(child, None, keys, options)?;
        } else if is(child, DS, "Signature") {
            if self.count >= SIGNATURES {
                return Err(SecurityError::invalid("the message has too many signatures"));
            }
            self.count += 1;
            match self.verify(path, keys) {
                Ok(verified) => self.signatures.push(verified),
                Err(error) => self.rejected = self.rejected.take().or(Some(error)),
            }
        } else if Derivation::is_token(child) {
            let derivation = Derivation::read(child)?;
            let of = self.shared_key(derivation.base)?;
            if !of.is_base {
                return Err(SecurityError::invalid("a key is derived from a derived key"));
            }
            let (key, origin, base) = (derivation.derive(&of.key), of.origin, of.base);
            let id = id_of(child).map(str::to_owned);
            let sha1 = Vec::new();
            self.shared.push(BroughtKey { id, sha1, key, origin, base, is_base: false });
        }
        Ok(())
    }

    /// Returns the security header.
    pub(super) fn header(&self) -> Result<&AnyElement, SecurityError> {
        let header = self.security.as_ref().and_then(|path| tree::at(&self.tree, path));
        header.ok_or_else(|| SecurityError::invalid("the security header is missing"))
    }

    /// Returns the position of the only child of the security header with this name.
    pub(super) fn token(
        &self,
        namespace: &str,
        local: &str,
    ) -> Result<Option<Path>, SecurityError> {
        let mut found =
            self.header()?.elements().enumerate().filter(|(_, child)| is(child, namespace, local));
        let first = found.next();
        if found.next().is_some() {
            return Err(SecurityError::invalid(format!("the element `{local}` is duplicated")));
        }
        let security = self.security.as_deref().unwrap_or_default();
        Ok(first.map(|(index, _)| [security, &[index]].concat()))
    }

    /// Returns whether there is a signature, valid or not.
    pub(super) fn has_signatures(&self) -> bool {
        self.count > 0
    }

    /// Returns whether nothing was encrypted.
    pub(super) fn is_plain(&self) -> bool {
        self.encrypted.is_empty() && self.decrypted_attachments.is_empty()
    }

    /// Hides an error if something is encrypted: what anyone has signed or issued could tell whether it was decrypted.
    pub(super) fn masked(&self, error: SecurityError) -> SecurityError {
        if self.is_plain() { error } else { failed("the message could not be verified") }
    }
}

/// Returns whether an `xenc:EncryptedData` contains its encrypted key, as security token services encrypt tokens.
fn has_own_key(data: &AnyElement) -> bool {
    let info = data.elements().find(|child| is(child, DS, "KeyInfo"));
    info.is_some_and(|info| info.elements().any(|child| is(child, XENC, "EncryptedKey")))
}

fn parse(envelope: &str, options: &ReadOptions) -> Result<AnyElement, SecurityError> {
    AnyElement::parse(envelope, options)
        .map_err(|error| SecurityError::invalid(format!("the envelope cannot be read: {error}")))
}

/// Creates the error for a failed check. It does not tell apart the reasons for which decryption or verification fails.
fn failed(reason: &'static str) -> SecurityError {
    SecurityError::new(SecurityCode::FailedCheck, reason)
}

/// Returns the child of a security token reference or a `KeyInfo` that refers to a key.
fn reference_in(key_info: &AnyElement) -> Result<&AnyElement, SecurityError> {
    let inner = super::message::only(key_info, WSSE, "SecurityTokenReference")?;
    Ok(inner.unwrap_or(key_info))
}
