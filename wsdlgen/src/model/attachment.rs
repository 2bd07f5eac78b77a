//! Attachments: parts of messages, and values of elements.

use std::sync::Arc;

use super::{Element, Nillable};

/// A part of a message that is sent as an attachment (WSDL 1.1 §5.2).
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct AttachmentPart {
    pub(crate) part: Arc<str>,
    /// Allowed media types; any if empty.
    pub(crate) media_types: Vec<Arc<str>>,
}

/// The way an element's value is sent as an attachment, if at all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum AttachmentUse {
    No,
    /// The element refers to the attachment (`wsi:swaRef`, WS-I Attachments Profile 1.0, §4.4).
    Reference,
    /// The element contains or includes binary data of these media types (`xmime:expectedContentTypes`, Describing Media
    /// Content of Binary Data in XML, §2.2).
    Binary(Arc<str>),
}

impl Element {
    /// Returns whether the value is an attachment. Always `false` in SOAP encoding.
    pub(crate) fn is_attachment(&self) -> bool {
        self.attachment != AttachmentUse::No && self.nillable != Nillable::AsAbsent
    }

    /// Returns whether the value is a reference to an attachment.
    pub(crate) fn refers_to_attachment(&self) -> bool {
        self.attachment == AttachmentUse::Reference && self.is_attachment()
    }
}
