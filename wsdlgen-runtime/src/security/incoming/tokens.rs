//! Encrypted assertions, and the encrypted keys in assertions.

#[cfg(not(feature = "ws-encryption"))]
use super::decrypting::without_feature;
#[cfg(feature = "ws-encryption")]
use super::{
    KeyOrigin,
    decrypting::{UNDECIPHERABLE, start_around},
};
use super::{Keys, Received};
#[cfg(feature = "ws-encryption")]
use crate::security::{
    message::only,
    saml, tree,
    uris::{DS, XENC},
};
use crate::{
    security::{SecurityError, tree::Path},
    xml::{AnyElement, ReadOptions},
};

#[cfg(not(feature = "ws-encryption"))]
impl Received {
    #[expect(clippy::unused_self, reason = "the signature is that of the method with the feature")]
    pub(super) fn encrypted_token(
        &mut self,
        _: &AnyElement,
        _: &Path,
        _: &dyn Fn(&AnyElement) -> bool,
        _: &Keys<'_>,
        _: &ReadOptions,
    ) -> Result<(), SecurityError> {
        Err(without_feature())
    }

    #[expect(clippy::unused_self, reason = "the signature is that of the method with the feature")]
    pub(super) fn assertion_keys(&mut self, _: &AnyElement, _: &Keys<'_>) {}
}

#[cfg(feature = "ws-encryption")]
impl Received {
    /// Adds the keys of an assertion that are encrypted for our certificate.
    pub(super) fn assertion_keys(&mut self, assertion: &AnyElement, keys: &Keys<'_>) {
        for element in saml::encrypted_keys(assertion).unwrap_or_default() {
            // The key may be for another receiver.
            if let Ok(base) = self.unwrap(element, KeyOrigin::Assertion, keys) {
                self.shared[base].id = saml::id(assertion).map(str::to_owned);
            }
        }
    }

    /// Decrypts an assertion that contains its encrypted key, at a position of the message.
    ///
    /// Anything but an assertion of a trusted issuer stays hidden. Otherwise the sender could learn the content of
    /// other data by the effects that it has as a token.
    pub(super) fn encrypted_token(
        &mut self,
        data: &AnyElement,
        path: &Path,
        issued: &dyn Fn(&AnyElement) -> bool,
        keys: &Keys<'_>,
        options: &ReadOptions,
    ) -> Result<(), SecurityError> {
        self.count_list()?;
        let info = only(data, DS, "KeyInfo")?;
        let key = info.map(|info| only(info, XENC, "EncryptedKey")).transpose()?.flatten();
        let missing = || SecurityError::invalid("an encrypted token has no key");
        let base = self.unwrap(key.ok_or_else(missing)?, KeyOrigin::Message, keys)?;
        let mut part = self.part(path, Some(base), None, options)?;
        let around = tree::along(&self.tree, path).unwrap_or_default();
        let around = around.get(..path.len()).unwrap_or_default();
        if !assertion(&part.text, around, options).is_some_and(|token| issued(&token)) {
            UNDECIPHERABLE.clone_into(&mut part.text);
            part.decrypted.is_broken = true;
        }
        self.replace(&[(part.replaced, part.text)], vec![part.decrypted], options)
    }
}

#[cfg(feature = "ws-encryption")]
/// Reads a decrypted assertion, which is inside of the elements `around`.
fn assertion(text: &str, around: &[&AnyElement], options: &ReadOptions) -> Option<AnyElement> {
    let document = [&*start_around(around)?, text, "</around>"].concat();
    let tree = AnyElement::parse(&document, options).ok()?;
    let mut assertion = tree.elements().find(|child| saml::version(child).is_some())?.clone();
    saml::declare_inherited(&mut assertion, &[&tree]);
    Some(assertion)
}
