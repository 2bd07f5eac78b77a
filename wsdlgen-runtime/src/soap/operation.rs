//! The traits by which generated code describes a contract: ports, operations and headers.

use std::fmt;

use super::{FaultDetail, Target, Use, WireSignature};
use crate::{
    validate::ValidationErrors,
    xml::{Cursor, DocumentKind, Name, Namespaces, ReadError, ReadOptions, Writer},
};

/// A service contract: the operations that a client calls and a server implements.
pub trait Contract: Sized + Send + Sync + 'static {
    /// The name of the `wsdl:service`, or of the `wsdl:portType` if a service has several.
    const NAME: &'static str;
    /// The beginning of the operations' default WS-Addressing actions: the namespace and the `wsdl:portType` (Metadata,
    /// §4.4.4).
    const ACTIONS: &'static str = "";
    /// The namespaces that the contract's names refer to.
    const NAMESPACES: &'static Namespaces;
    /// The elements whose content logs, traces and errors must not show.
    const SECRETS: &'static [Name];
    /// The wire signature of each operation, in the order of [`Operation::INDEX`].
    const SIGNATURES: &'static [WireSignature];
}

/// An operation of a contract (`wsdl:operation`), with functions to read and write its messages.
///
/// Generated code implements it for an uninhabited type.
pub trait Operation: Sized + Send + Sync + 'static {
    /// The contract of the operation.
    type Contract: Contract;
    /// The body of the input message.
    type Input: Send + Sync;
    /// The body of the output message.
    type Output: Send + Sync;
    /// The output as the caller sees it: without its wrapper element, if it has one.
    type Body: Send;
    /// The headers of the input message.
    type InputHeaders: Headers;
    /// The headers of the output message.
    type OutputHeaders: Headers;
    /// The typed detail of faults.
    type Fault: FaultDetail;

    /// The name of the operation in the contract.
    const NAME: &'static str;
    /// The index of the operation in the contract.
    const INDEX: usize;
    /// The namespace declarations that the messages' tags rely on.
    const DECLARATIONS: &'static str;
    /// The WS-Addressing action of requests. If empty, it is the port's `soapAction`, or else the default action.
    const REQUEST_ACTION: &'static str = "";
    /// The WS-Addressing action of replies. If empty, it is the default action.
    const REPLY_ACTION: &'static str = "";
    /// The parts of the input that are sent as attachments (`mime:content`, WSDL 1.1, §5.2).
    const INPUT_ATTACHMENTS: &'static [&'static str] = &[];
    /// The parts of the output that are sent as attachments.
    const OUTPUT_ATTACHMENTS: &'static [&'static str] = &[];
    /// The encoding of the messages' parts.
    const USE: Use = Use::Literal;

    /// Writes the content of the input's `Body`.
    fn write_input(input: &Self::Input, writer: &mut Writer);

    /// Reads the content of the input's `Body`.
    ///
    /// # Errors
    ///
    /// If the content does not match the contract.
    fn read_input(cursor: &mut Cursor<'_>) -> Result<Self::Input, ReadError>;

    /// Writes the content of the output's `Body`.
    fn write_output(output: &Self::Output, writer: &mut Writer);

    /// Reads the content of the output's `Body`.
    ///
    /// # Errors
    ///
    /// If the content does not match the contract.
    fn read_output(cursor: &mut Cursor<'_>) -> Result<Self::Output, ReadError>;

    /// Checks the input against the facets and occurrence constraints of the contract.
    ///
    /// # Errors
    ///
    /// Returns all violations of the contract.
    fn validate_input(_input: &Self::Input) -> Result<(), ValidationErrors> {
        Ok(())
    }

    /// Checks the output against the facets and occurrence constraints of the contract.
    ///
    /// # Errors
    ///
    /// Returns all violations of the contract.
    fn validate_output(_output: &Self::Output) -> Result<(), ValidationErrors> {
        Ok(())
    }

    /// Returns the empty output of a one-way operation (WSDL 1.1, §2.4.1), or `None` for other
    /// operations. A one-way call is complete when the message is accepted.
    fn without_output() -> Option<Self::Output> {
        None
    }

    /// Unwraps the output.
    fn body(output: Self::Output) -> Self::Body;
}

/// Assesses a message that is read strictly, if generated code includes the schema.
///
/// Encoded messages are not assessed: their elements have types of the schema, but no declarations.
pub(crate) fn assess_message<O: Operation>(
    envelope: &str,
    options: &ReadOptions,
) -> Result<(), ReadError> {
    match O::USE {
        Use::Literal => O::Contract::NAMESPACES.assess(envelope, DocumentKind::Message, options),
        Use::Encoded => Ok(()),
    }
}

/// The header blocks of a message (`soap:header` of a binding).
pub trait Headers: Default + fmt::Debug + Send + Sync {
    /// The names of the blocks.
    const NAMES: &'static [Name];

    /// Writes the blocks that are set, tags included.
    fn write(&self, writer: &mut Writer);

    /// Sets the blocks that are set in `other`.
    fn merge(&mut self, other: Self);

    /// Checks the blocks that are set against the facets and occurrence constraints of the
    /// contract.
    ///
    /// # Errors
    ///
    /// Returns all violations of the contract in the first invalid block.
    fn validate(&self) -> Result<(), ValidationErrors> {
        Ok(())
    }

    /// Returns whether the block at `index` of [`NAMES`](Self::NAMES) is set.
    fn is_set(&self, index: usize) -> bool;

    /// Reads the block at `index` of [`NAMES`](Self::NAMES). The cursor is after its start tag.
    ///
    /// # Errors
    ///
    /// If the block does not match the contract.
    fn read(&mut self, index: usize, cursor: &mut Cursor<'_>) -> Result<(), ReadError>;
}

/// The headers of a message without header blocks.
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

/// A header block of a contract. It can be sent with a single call or with every call of a client.
pub trait HeaderBlock<C: Contract> {
    /// The name of the block. The namespace of a declared block is one of the contract.
    const NAME: Name;

    /// `true` if an operation of the contract declares the block. Clients send a declared block only with the operations
    /// that declare it, and an undeclared one with every operation.
    const IS_DECLARED: bool = false;

    /// Namespace declarations to add to the start tag. Empty for a declared block, whose envelope has them.
    const DECLARATIONS: &'static str = "";

    /// Writes the block, tags included.
    fn write_block(&self, writer: &mut Writer);

    /// Checks the block against the facets and occurrence constraints of the contract.
    ///
    /// # Errors
    ///
    /// Returns all violations of the contract.
    fn validate_block(&self) -> Result<(), ValidationErrors> {
        Ok(())
    }

    /// Returns the SOAP attributes of the block, if any.
    fn target(&self) -> Option<&Target> {
        None
    }
}

impl<C: Contract, H: HeaderBlock<C>> HeaderBlock<C> for &H {
    const NAME: Name = H::NAME;
    const IS_DECLARED: bool = H::IS_DECLARED;
    const DECLARATIONS: &'static str = H::DECLARATIONS;

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
