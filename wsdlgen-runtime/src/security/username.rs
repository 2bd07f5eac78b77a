//! `wsse:UsernameToken`: a user's name and password (`UsernameToken` Profile 1.0).

use std::time::SystemTime;

use super::{
    Secret, SecurityCode, SecurityError, WSSE,
    message::{attribute, only, text_of},
    provider::{digest, hmac, rand::SystemRandom},
    timestamp::{Freshness, written},
    uris::{BASE64, WSU},
};
use crate::{
    policy::PasswordType,
    xml::{AnyElement, Writer},
};
use base64::{Engine as _, engine::general_purpose::STANDARD};

/// The common prefix of password types (§3.1).
const PROFILE: &str =
    "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-username-token-profile-1.0";
/// The greatest length of a nonce, in bytes.
const NONCE: usize = 256;

/// A password, and the form in which it is sent.
#[derive(Clone, Debug)]
pub enum Password {
    /// Plain text, for encrypted connections.
    Text(Secret),
    /// A SHA-1 digest of the password, a nonce and the time.
    ///
    /// The server has to know the password itself, not just a hash of it.
    Digest(Secret),
}

/// The user name and password added to outgoing messages.
#[derive(Debug)]
pub(super) struct Username {
    pub(super) name: String,
    /// `None` if the sender of the message vouches for the user.
    pub(super) password: Option<Password>,
}

impl Username {
    pub(super) fn new(name: &str, password: &Secret, form: PasswordType) -> Self {
        let password = password.clone();
        let password = match form {
            PasswordType::Text => Some(Password::Text(password)),
            PasswordType::Digest => Some(Password::Digest(password)),
            PasswordType::None => None,
        };
        Self { name: name.to_owned(), password }
    }

    pub(super) fn write(&self, id: &str, now: SystemTime, nonce: &[u8], writer: &mut Writer) {
        writer.raw("<wsse:UsernameToken");
        writer.attribute("wsu:Id", id);
        writer.raw("><wsse:Username>");
        writer.text(&self.name);
        writer.raw("</wsse:Username>");
        match &self.password {
            None => {}
            Some(Password::Text(text)) => {
                writer.raw("<wsse:Password Type=\"");
                writer.raw(PROFILE);
                writer.raw("#PasswordText\">");
                writer.text(text.expose());
                writer.raw("</wsse:Password>");
            }
            Some(Password::Digest(password)) => {
                let created = written(now);
                let digest = digest_of(nonce, &created, password.expose());
                writer.raw("<wsse:Password Type=\"");
                writer.raw(PROFILE);
                writer.raw("#PasswordDigest\">");
                writer.raw(&STANDARD.encode(digest));
                writer.raw("</wsse:Password><wsse:Nonce");
                writer.attribute("EncodingType", BASE64);
                writer.raw(">");
                writer.raw(&STANDARD.encode(nonce));
                writer.raw("</wsse:Nonce><wsu:Created>");
                writer.raw(&created);
                writer.raw("</wsu:Created>");
            }
        }
        writer.raw("</wsse:UsernameToken>");
    }
}

/// Computes `SHA-1(nonce + created + password)` (§3.1).
fn digest_of(nonce: &[u8], created: &str, password: &str) -> digest::Digest {
    let mut context = digest::Context::new(&digest::SHA1_FOR_LEGACY_USE_ONLY);
    for part in [nonce, created.as_bytes(), password.as_bytes()] {
        context.update(part);
    }
    context.finish()
}

/// A parsed token.
pub(super) struct UsernameToken {
    pub(super) name: String,
    /// The password or its digest.
    password: Option<String>,
    is_digest: bool,
    nonce: Vec<u8>,
    created: String,
}

impl UsernameToken {
    pub(super) fn read(token: &AnyElement) -> Result<Self, SecurityError> {
        let child = |namespace, local| only(token, namespace, local);
        let name =
            child(WSSE, "Username")?.ok_or_else(|| invalid("the token has no `Username`"))?;
        let password = child(WSSE, "Password")?;
        let kind = password.and_then(|password| attribute(password, "", "Type"));
        let kind = kind.unwrap_or("#PasswordText");
        let is_digest = match kind.strip_prefix(PROFILE).unwrap_or(kind) {
            "#PasswordText" | "PasswordText" => false,
            "#PasswordDigest" | "PasswordDigest" => true,
            _ => {
                let code = SecurityCode::UnsupportedSecurityToken;
                return Err(SecurityError::new(code, "unknown password type"));
            }
        };
        let nonce = child(WSSE, "Nonce")?.map_or(Ok(Vec::new()), read_nonce)?;
        let created = child(WSU, "Created")?.map(text_of).unwrap_or_default();
        if is_digest && (nonce.is_empty() || created.is_empty()) {
            return Err(invalid("a password digest requires `Nonce` and `Created`"));
        }
        Ok(Self {
            name: text_of(name),
            password: password.map(|password| password.text().into_owned()),
            is_digest,
            nonce,
            created,
        })
    }

    /// Returns the form of the password.
    pub(super) fn form(&self) -> PasswordType {
        match self.password {
            None => PasswordType::None,
            Some(_) if self.is_digest => PasswordType::Digest,
            Some(_) => PasswordType::Text,
        }
    }

    /// Compares the password with the known one. The check takes just as long for unknown users.
    pub(super) fn check(
        &self,
        known: Option<&Secret>,
        freshness: Freshness,
        now: SystemTime,
    ) -> Result<(), SecurityError> {
        if !self.created.is_empty() {
            freshness.created(&self.created, now)?;
        }
        let given = self.password.as_deref();
        let given = given.ok_or_else(|| invalid("the token has no `Password`"))?;
        let password = known.map_or("", Secret::expose);
        let holds = if self.is_digest {
            let digest = digest_of(&self.nonce, &self.created, password);
            is_same(STANDARD.encode(digest).as_bytes(), given.trim().as_bytes())?
        } else {
            is_same(password.as_bytes(), given.as_bytes())?
        };
        if holds && known.is_some() { Ok(()) } else { Err(SecurityError::not_authenticated()) }
    }

    /// Returns a digest that is unique to the message, or `None` if the token has no nonce.
    pub(super) fn once(&self) -> Option<digest::Digest> {
        let mut context = digest::Context::new(&digest::SHA256);
        for part in [self.name.as_bytes(), b"\0", &*self.nonce, b"\0", self.created.as_bytes()] {
            context.update(part);
        }
        (!self.nonce.is_empty()).then(|| context.finish())
    }
}

fn read_nonce(nonce: &AnyElement) -> Result<Vec<u8>, SecurityError> {
    let text = text_of(nonce);
    let decoded = STANDARD.decode(&text).ok();
    let decoded = decoded.filter(|nonce| nonce.len() <= NONCE);
    decoded.ok_or_else(|| invalid("the nonce is too long or not valid base64"))
}

fn invalid(reason: &'static str) -> SecurityError {
    SecurityError::new(SecurityCode::InvalidSecurityToken, reason)
}

/// Returns whether two texts are equal. The time taken does not depend on where they differ.
pub(super) fn is_same(known: &[u8], given: &[u8]) -> Result<bool, SecurityError> {
    let key = hmac::Key::generate(hmac::HMAC_SHA256, &SystemRandom::new())
        .map_err(|_| SecurityError::invalid("cannot generate random numbers"))?;
    let tag = hmac::sign(&key, known);
    Ok(hmac::verify(&key, given, tag.as_ref()).is_ok())
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, SystemTime};

    use base64::{Engine as _, engine::general_purpose::STANDARD};

    use super::{Password, Username, digest_of, is_same};
    use crate::xml::Writer;

    #[test]
    fn computes_the_digest_of_the_profile() {
        // The expected digest was computed with another implementation of SHA-1.
        let nonce = STANDARD.decode("AAECAwQFBgcICQoLDA0ODw==").unwrap();
        let digest = digest_of(&nonce, "2026-01-02T03:04:05Z", "secret");
        assert_eq!(STANDARD.encode(digest), "kFEsDyAWyMvuU4XN4w6Dym/sfO4=");
    }

    #[test]
    fn writes_tokens() {
        let now = SystemTime::UNIX_EPOCH + Duration::from_millis(1_767_323_045_250);
        let nonce: Vec<u8> = (0..16).collect();
        let written = |password| {
            let mut writer = Writer::default();
            let token = Username { name: "<ada>".to_owned(), password: Some(password) };
            token.write("U", now, &nonce, &mut writer);
            String::from_utf8(writer.finish().unwrap()).unwrap()
        };
        let profile =
            "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-username-token-profile-1.0";
        let start = format!(
            "<wsse:UsernameToken wsu:Id=\"U\"><wsse:Username>&lt;ada&gt;</wsse:Username>\
             <wsse:Password Type=\"{profile}#Password"
        );
        assert_eq!(
            written(Password::Text("a&b".into())),
            format!("{start}Text\">a&amp;b</wsse:Password></wsse:UsernameToken>")
        );
        let digest = written(Password::Digest("secret".into()));
        let base64 = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-soap-message-security-1.0#Base64Binary";
        assert_eq!(
            digest,
            format!(
                "{start}Digest\">pPBg0/sYcrvRbs/iBpX60cWmPsk=</wsse:Password><wsse:Nonce EncodingType=\"{base64}\">\
                 AAECAwQFBgcICQoLDA0ODw==</wsse:Nonce><wsu:Created>2026-01-02T03:04:05.25Z</wsu:Created>\
                 </wsse:UsernameToken>"
            )
        );
    }

    #[test]
    fn compares_texts() {
        let cases = [("", "", true), ("a", "a", true), ("a", "b", false), ("a", "aa", false)];
        for (left, right, same) in cases {
            assert_eq!(is_same(left.as_bytes(), right.as_bytes()), Ok(same), "{left} {right}");
        }
    }
}
