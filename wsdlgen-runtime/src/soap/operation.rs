//! What generated code says of a contract: its ports, operations, headers and faults.

use std::{borrow::Cow, fmt, marker::PhantomData};

use super::{Addressing, FaultDetail, SoapVersion, Target, Use, WireSignature};
use crate::{
    address::public_address,
    validate::ValidationErrors,
    xml::{Cursor, Name, Namespaces, ReadError, Writer},
};

/// A service contract: the operations that a client calls and a server offers.
pub trait Contract: Sized + Send + Sync + 'static {
    /// The name of the `wsdl:service`, or of the `wsdl:portType` where a service has several.
    const NAME: &'static str;
    /// The namespaces that the contract's names refer to.
    const NAMESPACES: &'static Namespaces;
    /// Elements that logs, traces and errors must not show.
    const SECRETS: &'static [Name];
    /// What calls each operation, in the order of [`Operation::INDEX`].
    const SIGNATURES: &'static [WireSignature];
}

/// An operation of a contract (`wsdl:operation`), with how its messages are read and written.
///
/// Generated code implements it on a type without values.
pub trait Operation: Sized + Send + Sync + 'static {
    /// The contract it belongs to.
    type Contract: Contract;
    /// The input message's body.
    type Input: Send + Sync;
    /// The output message's body.
    type Output: Send + Sync;
    /// The output as a caller sees it: what is inside the wrapper, where there is one.
    type Body: Send;
    /// The headers of the input message.
    type InputHeaders: Headers;
    /// The headers of the output message.
    type OutputHeaders: Headers;
    /// What the detail of a fault may hold.
    type Fault: FaultDetail;

    /// The operation's name in the contract.
    const NAME: &'static str;
    /// The operation's place among the contract's operations.
    const INDEX: usize;
    /// The namespace declarations that the messages' tags rely on.
    const DECLARATIONS: &'static str;
    /// The action of requests in WS-Addressing; that of the port where it is empty.
    const REQUEST_ACTION: &'static str = "";
    /// The action of replies.
    const REPLY_ACTION: &'static str = "";
    /// The parts of the input that go as attachments (`mime:content`, WSDL 1.1, §5.2).
    const INPUT_ATTACHMENTS: &'static [&'static str] = &[];
    /// The parts of the output that do.
    const OUTPUT_ATTACHMENTS: &'static [&'static str] = &[];
    /// How the messages' parts are written.
    const USE: Use = Use::Literal;

    /// Writes the content of the input's `Body`.
    fn write_input(input: &Self::Input, writer: &mut Writer);

    /// Reads the content of the input's `Body`.
    ///
    /// # Errors
    ///
    /// When it is not what the contract says.
    fn read_input(cursor: &mut Cursor<'_>) -> Result<Self::Input, ReadError>;

    /// Writes the content of the output's `Body`.
    fn write_output(output: &Self::Output, writer: &mut Writer);

    /// Reads the content of the output's `Body`.
    ///
    /// # Errors
    ///
    /// When it is not what the contract says.
    fn read_output(cursor: &mut Cursor<'_>) -> Result<Self::Output, ReadError>;

    /// Checks the input against the facets and occurrence constraints of the contract.
    ///
    /// # Errors
    ///
    /// Everything that the contract forbids.
    fn validate_input(_input: &Self::Input) -> Result<(), ValidationErrors> {
        Ok(())
    }

    /// Checks the output in the same way.
    ///
    /// # Errors
    ///
    /// Everything that the contract forbids.
    fn validate_output(_output: &Self::Output) -> Result<(), ValidationErrors> {
        Ok(())
    }

    /// The output of a one-way operation (WSDL 1.1, §2.4.1), which has none: the call is over when
    /// the message is accepted.
    fn without_output() -> Option<Self::Output> {
        None
    }

    /// Takes the output out of its wrapper.
    fn body(output: Self::Output) -> Self::Body;
}

/// The header blocks that go with one message (`soap:header` of a binding).
pub trait Headers: Default + fmt::Debug + Send + Sync {
    /// The blocks' names.
    const NAMES: &'static [Name];

    /// Writes the blocks that are set, tags included.
    fn write(&self, writer: &mut Writer);

    /// Takes over the blocks that are set in `other`.
    fn merge(&mut self, other: Self);

    /// Checks the blocks that are set against the facets and occurrence constraints of the
    /// contract.
    ///
    /// # Errors
    ///
    /// Everything that the contract forbids in the first block that is wrong.
    fn validate(&self) -> Result<(), ValidationErrors> {
        Ok(())
    }

    /// Whether block `index` of [`NAMES`](Self::NAMES) is set.
    fn is_set(&self, index: usize) -> bool;

    /// Reads block `index`; the cursor stands behind its start tag.
    ///
    /// # Errors
    ///
    /// When the block is not what the contract says.
    fn read(&mut self, index: usize, cursor: &mut Cursor<'_>) -> Result<(), ReadError>;
}

/// The headers of a message that has none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NoHeaders;

impl Headers for NoHeaders {
    const NAMES: &'static [Name] = &[];

    fn write(&self, _writer: &mut Writer) {}

    fn merge(&mut self, _other: Self) {}

    fn is_set(&self, _index: usize) -> bool {
        false
    }

    fn read(&mut self, _index: usize, cursor: &mut Cursor<'_>) -> Result<(), ReadError> {
        cursor.leave()
    }
}

/// A type that is a header block of a contract: it can be sent with every call, or with one.
pub trait HeaderBlock<C: Contract> {
    /// The block's name.
    const NAME: Name;

    /// Writes the block, tags included.
    fn write_block(&self, writer: &mut Writer);

    /// Checks the block against the facets and occurrence constraints of the contract.
    ///
    /// # Errors
    ///
    /// Everything that the contract forbids.
    fn validate_block(&self) -> Result<(), ValidationErrors> {
        Ok(())
    }

    /// Who the block is for, where it says so.
    fn target(&self) -> Option<&Target> {
        None
    }
}

impl<C: Contract, H: HeaderBlock<C>> HeaderBlock<C> for &H {
    const NAME: Name = H::NAME;

    fn write_block(&self, writer: &mut Writer) {
        H::write_block(self, writer);
    }

    fn validate_block(&self) -> Result<(), ValidationErrors> {
        H::validate_block(self)
    }

    fn target(&self) -> Option<&Target> {
        H::target(self)
    }
}

/// Where and how a contract is served (`wsdl:port`).
///
/// Generated code has a constant for each port; [`at`](Self::at) gives the same port another
/// address.
pub struct Port<C> {
    name: &'static str,
    address: Cow<'static, str>,
    version: SoapVersion,
    /// The `soapAction` of each operation, empty where the contract has none.
    actions: &'static [&'static str],
    addressing: Addressing,
    contract: PhantomData<fn() -> C>,
}

impl<C> Port<C> {
    /// A port; `actions` has the `soapAction` of each operation, in the order of [`Operation::INDEX`].
    pub const fn new(
        name: &'static str,
        address: &'static str,
        version: SoapVersion,
        actions: &'static [&'static str],
    ) -> Self {
        Self {
            name,
            address: Cow::Borrowed(address),
            version,
            actions,
            addressing: Addressing::Off,
            contract: PhantomData,
        }
    }

    /// The same port, whose binding asks for headers of WS-Addressing 1.0.
    #[must_use]
    pub const fn with_addressing(mut self) -> Self {
        self.addressing = Addressing::On;
        self
    }

    /// Whether requests over this port have headers of WS-Addressing.
    pub(crate) fn addresses(&self, wanted: Addressing) -> bool {
        let decided = if wanted == Addressing::AsBound { self.addressing } else { wanted };
        decided == Addressing::On
    }

    /// The same port at another address.
    #[must_use]
    pub fn at(mut self, address: impl Into<String>) -> Self {
        self.address = Cow::Owned(address.into());
        self
    }

    /// The name in the contract.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// The URL that requests go to.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// The version of SOAP spoken there.
    pub fn version(&self) -> SoapVersion {
        self.version
    }

    /// The `soapAction` of an operation over this port; empty where there is none.
    pub(crate) fn action(&self, operation: usize) -> &'static str {
        self.actions.get(operation).copied().unwrap_or_default()
    }
}

impl<C> Clone for Port<C> {
    fn clone(&self) -> Self {
        Self { address: self.address.clone(), ..*self }
    }
}

impl<C> fmt::Debug for Port<C> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Port")
            .field("name", &self.name)
            .field("address", &public_address(&self.address))
            .field("version", &self.version)
            .finish_non_exhaustive()
    }
}
