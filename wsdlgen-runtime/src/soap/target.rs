//! The SOAP attributes of header blocks: their role, and whether they must be understood.

use std::fmt::Write as _;

use super::{Contract, HeaderBlock, SoapVersion};
use crate::{
    validate::ValidationErrors,
    xml::{Name, Writer},
};

/// A header block with SOAP attributes (SOAP 1.1, §4.2.2 and §4.2.3; SOAP 1.2 part 1, §5.2).
///
/// ```
/// use wsdlgen_runtime::soap::Targeted;
///
/// let session = Targeted::new("open".to_owned()).must_understand().role("urn:example:gate");
/// # let _ = session;
/// ```
#[derive(Clone, Debug)]
pub struct Targeted<H> {
    block: H,
    target: Target,
}

/// The SOAP attributes of a header block.
#[derive(Clone, Debug, Default)]
pub struct Target {
    must_understand: bool,
    role: Option<String>,
    relay: bool,
}

impl<H> Targeted<H> {
    /// Wraps a block without setting any attributes.
    pub fn new(block: H) -> Self {
        Self { block, target: Target::default() }
    }

    /// Requires the receiver to reject the message if it does not understand the block.
    #[must_use]
    pub fn must_understand(mut self) -> Self {
        self.target.must_understand = true;
        self
    }

    /// Sets the role of the node that processes the block (`actor` in SOAP 1.1).
    #[must_use]
    pub fn role(mut self, role: impl Into<String>) -> Self {
        self.target.role = Some(role.into());
        self
    }

    /// Requires nodes that do not process the block to forward it. Ignored in SOAP 1.1.
    #[must_use]
    pub fn relay(mut self) -> Self {
        self.target.relay = true;
        self
    }
}

impl Target {
    /// Returns the attributes that the block's start tag does not have itself, each with a leading space.
    pub(crate) fn attributes(&self, version: SoapVersion, start_tag: &str) -> String {
        let mut text = String::new();
        let mut add = |name: &str, value: &str| {
            // The type of the block may declare the attribute.
            if !start_tag.contains(&format!(":{name}=\"")) {
                // Writing to a `String` cannot fail.
                let _ = write!(text, " soap:{name}=\"{value}\"");
            }
        };
        if self.must_understand {
            add("mustUnderstand", "1");
        }
        if let Some(role) = &self.role {
            let name = if version == SoapVersion::Soap11 { "actor" } else { "role" };
            add(name, &role.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;"));
        }
        if self.relay && version == SoapVersion::Soap12 {
            add("relay", "true");
        }
        text
    }
}

impl<C: Contract, H: HeaderBlock<C>> HeaderBlock<C> for Targeted<H> {
    const NAME: Name = H::NAME;
    const IS_DECLARED: bool = H::IS_DECLARED;
    const DECLARATIONS: &'static str = H::DECLARATIONS;

    fn write_block(&self, writer: &mut Writer) {
        self.block.write_block(writer);
    }

    fn validate_block(&self) -> Result<(), ValidationErrors> {
        self.block.validate_block()
    }

    fn target(&self) -> Option<&Target> {
        Some(&self.target)
    }
}
