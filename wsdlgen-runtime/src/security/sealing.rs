//! Creation of the security header of an outgoing message: tokens, signatures and encrypted elements.

mod encrypting;
mod references;
mod signing;
mod tokens;

use std::time::{Duration, SystemTime};

#[cfg(feature = "ws-encryption")]
pub(super) use encrypting::{encrypted_key, encrypted_token};
pub(super) use references::Reference;
use signing::Key;

use super::{
    Assertion, Certificate, Identity, IssuedToken, SecurityCode, SecurityError, WSSE,
    keys::SharedKey, mime::MimePart, placing::Placing, provider, tree::Path, uris::WSU,
    username::Username,
};
use crate::{
    policy::{Binding, Protection, ProtectionOrder, Requirements, SupportingToken, Token},
    soap::SoapVersion,
    xml::{AnyElement, Limits, ReadOptions, Writer},
};

/// The security of one message.
pub(super) struct Sealing<'s> {
    pub(super) requirements: &'s Requirements,
    pub(super) protection: &'s Protection,
    /// The supporting tokens of requests.
    pub(super) tokens: Vec<&'s SupportingToken>,
    pub(super) direction: Direction<'s>,
    pub(super) username: Option<&'s Username>,
    pub(super) assertion: Option<&'s Assertion>,
    pub(super) issued: Option<&'s IssuedToken>,
    pub(super) attachments: Vec<MimePart>,
    /// Tokens of other kinds.
    pub(super) others: &'s [AnyElement],
    /// The sender.
    pub(super) identity: Option<&'s Identity>,
    /// The certificate of the receiver.
    pub(super) receiver: Option<&'s Certificate>,
    pub(super) lifetime: Duration,
    pub(super) actor: Option<&'s str>,
    pub(super) now: SystemTime,
}

/// The direction of a message.
#[derive(Clone, Copy)]
pub(super) enum Direction<'s> {
    Request,
    Reply(&'s RequestKeys),
}

/// The keys and signatures of a request.
#[derive(Clone, Debug, Default)]
pub(super) struct RequestKeys {
    pub(super) shared: Option<KeyOfRequest>,
    /// The values of the request's signatures.
    pub(super) signatures: Vec<Vec<u8>>,
    /// The certificate of the request's sender.
    pub(super) sender: Option<Certificate>,
}

/// The shared key of a request.
#[derive(Clone, Debug)]
pub(super) struct KeyOfRequest {
    pub(super) key: SharedKey,
    pub(super) name: KeyName,
}

/// The name of the shared key of a request.
#[derive(Clone, Debug)]
pub(super) enum KeyName {
    /// The digest of its encrypted form.
    Sha1(Vec<u8>),
    /// The id of the token with the key, and the reference to it.
    Token(String, Reference),
}

/// The order of the children of the security header. Receivers process them in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Timestamp,
    Certificate,
    EncryptedKey,
    DerivedKey,
    /// The list of elements that were encrypted after signing.
    EncryptedLast,
    Assertion,
    Token,
    Confirmation,
    Signature,
    Endorsement,
    /// The list of elements that were encrypted before signing.
    EncryptedFirst,
}

/// A child of the security header.
struct Part {
    rank: Rank,
    /// The id by which signatures refer to the part.
    id: String,
    xml: String,
    is_encrypted: bool,
}

/// A message whose security header is being created.
struct Draft<'s> {
    sealing: &'s Sealing<'s>,
    version: SoapVersion,
    /// The envelope before and after the security header.
    before: String,
    after: String,
    /// The header blocks and the body.
    elements: Vec<Element>,
    parts: Vec<Part>,
    suffix: String,
    /// The ids of signed elements.
    signed: Vec<String>,
    shared: Option<Shared>,
    sent: Option<SentToken>,
    /// The key of the endorsement, and the reference to it.
    endorser: Option<(Key<'s>, Reference)>,
    /// The attachments, encrypted if the policy requires it.
    attachments: Vec<MimePart>,
    keys: RequestKeys,
}

/// A secured message.
pub(super) struct SealedMessage {
    pub(super) text: String,
    pub(super) attachments: Vec<MimePart>,
}

/// The assertion or the issued token in the message.
struct SentToken {
    reference: Reference,
    /// The id by which signatures cover the token, and the id of the assertion that it refers to.
    signed: (String, Option<String>),
    /// The shared key that belongs to the token.
    key: Option<SharedKey>,
}

/// A header block or the body.
struct Element {
    id: String,
    /// The position without the security header.
    path: Path,
    is_body: bool,
    is_encrypted: bool,
}

/// The shared key of a symmetric binding.
struct Shared {
    key: SharedKey,
    reference: Reference,
}

/// The end tag of the header block.
const END: &str = "</wsse:Security>";

/// Adds the security header to an envelope. Returns the message, and what it leaves for its reply.
pub(super) fn seal(
    envelope: &str,
    sealing: &Sealing<'_>,
) -> Result<(SealedMessage, RequestKeys), SecurityError> {
    let mut draft = Draft::new(envelope, sealing)?;
    draft.timestamp()?;
    draft.confirmations();
    draft.assertion()?;
    draft.shared_key()?;
    draft.username()?;
    draft.others()?;
    draft.supporting_certificate()?;
    draft.endorser()?;
    match sealing.requirements.order {
        ProtectionOrder::SignBeforeEncrypting => {
            draft.sign()?;
            draft.endorse()?;
            draft.encrypt(Rank::EncryptedLast)?;
        }
        ProtectionOrder::EncryptBeforeSigning => {
            draft.encrypt(Rank::EncryptedFirst)?;
            draft.sign()?;
            draft.endorse()?;
        }
    }
    let text = if draft.parts.is_empty() { envelope.to_owned() } else { draft.text()? };
    Ok((SealedMessage { text, attachments: draft.attachments }, draft.keys))
}

impl<'s> Draft<'s> {
    fn new(envelope: &str, sealing: &'s Sealing<'s>) -> Result<Self, SecurityError> {
        let placing = Placing::of(envelope)?;
        let suffix = format!("{:016x}", u64::from_be_bytes(provider::random()?));
        let Protection { signed, encrypted, .. } = sealing.protection;
        let mut elements = Vec::new();
        let mut ids = Vec::new();
        let mut to_sign = Vec::new();
        let body = placing.elements.len() - 1;
        for (index, placed) in placing.elements.iter().enumerate() {
            let is_body = index == body;
            let has = |parts: &crate::policy::Parts| {
                if is_body {
                    parts.body
                } else {
                    parts.has_header(&placed.namespace, &placed.local)
                }
            };
            let (is_signed, is_encrypted) = (has(signed), has(encrypted));
            let id = if is_signed || is_encrypted && !is_body {
                format!("Part{index}-{suffix}")
            } else {
                String::new()
            };
            if is_signed {
                to_sign.push(id.clone());
            }
            ids.push(id.clone());
            let path = if is_body { vec![1] } else { vec![0, index] };
            elements.push(Element { id, path, is_body, is_encrypted });
        }
        let (before, after) = placing.around(&ids);
        Ok(Self {
            sealing,
            version: placing.version,
            before,
            after,
            elements,
            parts: Vec::new(),
            suffix,
            signed: to_sign,
            shared: None,
            sent: None,
            endorser: None,
            attachments: sealing.attachments.clone(),
            keys: RequestKeys::default(),
        })
    }

    fn id(&self, name: &str) -> String {
        [name, "-", &self.suffix].concat()
    }

    fn add(&mut self, rank: Rank, id: String, xml: String) {
        let encrypts_signature = self.sealing.requirements.encrypt_signature;
        let is_signature = matches!(rank, Rank::Signature | Rank::Endorsement | Rank::Confirmation);
        let is_encrypted = is_signature && encrypts_signature;
        self.parts.push(Part { rank, id, xml, is_encrypted });
    }

    /// Adds a token, encrypted or not.
    fn add_token(&mut self, rank: Rank, id: String, xml: String, is_encrypted: bool) {
        self.parts.push(Part { rank, id, xml, is_encrypted });
    }

    /// Returns the token of the sender, if the binding has one.
    fn own_token(&self) -> Option<&'s Token> {
        match (&self.sealing.requirements.binding, self.sealing.direction) {
            (Binding::Asymmetric { initiator, .. }, Direction::Request) => Some(initiator),
            (Binding::Asymmetric { recipient, .. }, Direction::Reply(_)) => Some(recipient),
            _ => None,
        }
    }

    /// Returns the token of the receiver, if the binding has one.
    fn receivers_token(&self) -> Option<&'s Token> {
        match (&self.sealing.requirements.binding, self.sealing.direction) {
            (Binding::Asymmetric { recipient, .. }, Direction::Request) => Some(recipient),
            (Binding::Asymmetric { initiator, .. }, Direction::Reply(_)) => Some(initiator),
            (Binding::Symmetric(token), _) => Some(token),
            _ => None,
        }
    }

    /// Returns the message with the parts that have been added.
    fn text(&self) -> Result<String, SecurityError> {
        let version = self.version;
        let start = written(|writer| {
            writer.raw("<wsse:Security");
            for (prefix, uri) in [("env", version.namespace()), ("wsse", WSSE), ("wsu", WSU)] {
                writer.attribute(&format!("xmlns:{prefix}"), uri);
            }
            writer.attribute("env:mustUnderstand", "1");
            if let Some(actor) = self.sealing.actor {
                let name = if version == SoapVersion::Soap11 { "env:actor" } else { "env:role" };
                writer.attribute(name, actor);
            }
            writer.raw(">");
        })?;
        let mut parts: Vec<&Part> = self.parts.iter().collect();
        parts.sort_by_key(|part| part.rank);
        let parts: String = parts.iter().map(|part| part.xml.as_str()).collect();
        Ok([&*self.before, &*start, &*parts, END, &*self.after].concat())
    }
}

fn written(write: impl FnOnce(&mut Writer)) -> Result<String, SecurityError> {
    let mut writer = Writer::default();
    write(&mut writer);
    writer.finish_text().map_err(|error| SecurityError::invalid(error.to_string()))
}

/// Returns the options for reading our own messages.
fn trusting() -> ReadOptions {
    let limits = Limits { message_bytes: usize::MAX, ..Limits::default() };
    ReadOptions { limits, ..ReadOptions::default() }
}

fn cannot_sign() -> SecurityError {
    SecurityError::new(SecurityCode::FailedCheck, "the key cannot sign the message")
}
