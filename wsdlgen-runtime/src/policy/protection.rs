//! Protection of the parts of a message.

/// The parts of a message that are signed, encrypted or required (§4).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Protection {
    /// The parts that a signature covers (§4.1).
    pub signed: Parts,
    /// The parts that are encrypted (§4.2).
    pub encrypted: Parts,
    /// The header blocks that must be present (§4.3).
    pub required: Vec<HeaderSet>,
}

/// Parts of a message (§4.1.1, §4.2.1).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Parts {
    /// `true` for the body: all of it if it is signed, its content if it is encrypted.
    pub body: bool,
    /// All attachments.
    pub attachments: Option<AttachmentCoverage>,
    /// Header blocks.
    pub headers: Vec<HeaderSet>,
    /// SAML assertions in the security header.
    pub assertions: bool,
}

/// The protected part of attachments (§4.1.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum AttachmentCoverage {
    /// Their content.
    Content,
    /// Their content and their MIME headers.
    Complete,
}

/// Header blocks of one namespace.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct HeaderSet {
    /// The namespace, or an empty string for header blocks of any namespace.
    pub namespace: String,
    /// The local names of the header blocks. If empty, all header blocks of the namespace are meant.
    pub names: Vec<String>,
}

impl HeaderSet {
    /// Creates a set of header blocks. If `names` is empty, it has all header blocks of the namespace.
    pub fn new(
        namespace: impl Into<String>,
        names: impl IntoIterator<Item = impl Into<String>>,
    ) -> Self {
        let names = names.into_iter().map(Into::into).collect();
        Self { namespace: namespace.into(), names }
    }

    /// Returns whether the set has this header block.
    pub fn has(&self, namespace: &str, name: &str) -> bool {
        let has_namespace = self.namespace.is_empty() || self.namespace == namespace;
        has_namespace && (self.names.is_empty() || self.names.iter().any(|known| known == name))
    }
}

impl Parts {
    /// Returns whether there are no parts.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Returns whether the header blocks include this one.
    pub fn has_header(&self, namespace: &str, name: &str) -> bool {
        self.headers.iter().any(|set| set.has(namespace, name))
    }

    /// Adds the parts of `other`.
    pub fn merge(&mut self, other: Self) {
        self.body |= other.body;
        self.attachments = self.attachments.max(other.attachments);
        self.assertions |= other.assertions;
        merge_headers(&mut self.headers, other.headers);
    }
}

impl Protection {
    /// Adds the parts of `other`.
    pub fn merge(&mut self, other: Self) {
        self.signed.merge(other.signed);
        self.encrypted.merge(other.encrypted);
        merge_headers(&mut self.required, other.required);
    }

    /// Returns whether attachments are signed or encrypted.
    #[cfg_attr(not(feature = "ws-security"), allow(dead_code, reason = "nothing is secured"))]
    pub(crate) fn protects_attachments(&self) -> bool {
        self.signed.attachments.is_some() || self.encrypted.attachments.is_some()
    }

    /// Returns whether nothing is protected or required.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Signs the body.
    #[must_use]
    pub fn sign_body(mut self) -> Self {
        self.signed.body = true;
        self
    }

    /// Signs the content of the attachments.
    #[must_use]
    pub fn sign_attachments(mut self) -> Self {
        self.signed.attachments = Some(AttachmentCoverage::Content);
        self
    }

    /// Signs header blocks that are present. If `names` is empty, all header blocks of the namespace are signed.
    #[must_use]
    pub fn sign_headers(mut self, namespace: &str, names: &[&str]) -> Self {
        self.signed.headers.push(HeaderSet::new(namespace, names.iter().copied()));
        self
    }

    /// Signs the SAML assertions in the security header.
    #[must_use]
    pub fn sign_assertions(mut self) -> Self {
        self.signed.assertions = true;
        self
    }

    /// Signs the attachments with their MIME headers.
    #[must_use]
    pub fn sign_attachments_with_headers(mut self) -> Self {
        self.signed.attachments = Some(AttachmentCoverage::Complete);
        self
    }

    /// Encrypts the content of the body.
    #[must_use]
    pub fn encrypt_body(mut self) -> Self {
        self.encrypted.body = true;
        self
    }

    /// Encrypts the content of the attachments.
    #[must_use]
    pub fn encrypt_attachments(mut self) -> Self {
        self.encrypted.attachments = Some(AttachmentCoverage::Content);
        self
    }

    /// Encrypts header blocks that are present.
    #[must_use]
    pub fn encrypt_headers(mut self, namespace: &str, names: &[&str]) -> Self {
        self.encrypted.headers.push(HeaderSet::new(namespace, names.iter().copied()));
        self
    }

    /// Encrypts the SAML assertions in the security header.
    #[must_use]
    pub fn encrypt_assertions(mut self) -> Self {
        self.encrypted.assertions = true;
        self
    }

    /// Requires header blocks.
    #[must_use]
    pub fn require_headers(mut self, namespace: &str, names: &[&str]) -> Self {
        self.required.push(HeaderSet::new(namespace, names.iter().copied()));
        self
    }
}

/// Adds header blocks to those of the same namespace.
fn merge_headers(known: &mut Vec<HeaderSet>, more: Vec<HeaderSet>) {
    for set in more {
        match known.iter_mut().find(|known| known.namespace == set.namespace) {
            // No names: all header blocks.
            Some(known) if known.names.is_empty() || set.names.is_empty() => known.names.clear(),
            Some(known) => {
                for name in set.names {
                    if !known.names.contains(&name) {
                        known.names.push(name);
                    }
                }
            }
            None => known.push(set),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Protection;

    #[test]
    fn merges_header_blocks_by_namespace() {
        let mut signed =
            Protection::default().sign_headers("urn:a", &["A"]).sign_headers("urn:b", &[]);
        signed.merge(
            Protection::default().sign_headers("urn:a", &["A", "B"]).sign_headers("urn:b", &["C"]),
        );
        let expected =
            Protection::default().sign_headers("urn:a", &["A", "B"]).sign_headers("urn:b", &[]);
        assert_eq!(signed, expected);
        let has = [("urn:a", "B"), ("urn:a", "C"), ("urn:b", "C"), ("urn:c", "C")];
        let has = has.map(|(namespace, name)| signed.signed.has_header(namespace, name));
        assert_eq!(has, [true, false, true, false]);
    }
}
