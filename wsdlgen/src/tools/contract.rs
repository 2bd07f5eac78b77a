//! Loaded contracts, the starting point of all tools.

mod place;

use std::fmt;

use wsdlgen_runtime::schema::Schema;

use super::{
    compare::{self, Difference},
    cost::{self, OperationCost},
    inspect::{self, Overview},
    instance::{CallOutcome, InstanceError, MessageInput, OutgoingRequest},
};
use crate::{diagnostic::Report, document::Sources, emit, name::Named, settings::Settings};

/// A loaded contract. [`Config::load`](crate::Config::load) returns one.
///
/// ```
/// # let contract = br#"<definitions xmlns="http://schemas.xmlsoap.org/wsdl/"/>"#;
/// let contract = wsdlgen::configure().load("a.wsdl", |_| Ok(contract.to_vec()))?;
/// assert!(contract.overview().services.is_empty());
/// # Ok::<(), wsdlgen::Report>(())
/// ```
#[derive(Debug)]
pub struct Contract {
    pub(crate) named: Named,
    /// The documents of the contract.
    pub(crate) sources: Sources,
    pub(crate) settings: Settings,
    pub(crate) warnings: Report,
}

impl Contract {
    /// Returns warnings about parts of the contract that are skipped or not enforced.
    ///
    /// ```
    /// # let contract = br#"<definitions xmlns="http://schemas.xmlsoap.org/wsdl/"/>"#;
    /// let contract = wsdlgen::configure().load("a.wsdl", |_| Ok(contract.to_vec()))?;
    /// assert!(!contract.warnings().has_errors());
    /// # Ok::<(), wsdlgen::Report>(())
    /// ```
    pub fn warnings(&self) -> &Report {
        &self.warnings
    }

    /// Returns an overview of the contract: services, ports, operations, types.
    ///
    /// ```no_run
    /// let contract = wsdlgen::configure().load("a.wsdl", |path| std::fs::read(path))?;
    /// for service in contract.overview().services {
    ///     println!("{}: {} operations", service.name, service.operations.len());
    /// }
    /// # Ok::<(), wsdlgen::Report>(())
    /// ```
    pub fn overview(&self) -> Overview {
        inspect::overview(&self.named, &emit::signatures(&self.named, &self.settings))
    }

    /// Returns the size of the generated code for each operation, in the order of the contract.
    ///
    /// ```no_run
    /// let contract = wsdlgen::configure().read("a.wsdl")?;
    /// let most = contract.costs().into_iter().max_by_key(|cost| cost.own_lines);
    /// # Ok::<(), wsdlgen::Report>(())
    /// ```
    pub fn costs(&self) -> Vec<OperationCost> {
        cost::of(&self.named, &emit::lines_of_types(&self.named, &self.settings))
    }

    /// Returns the schema of the contract, which assesses documents, or `None` without the setting
    /// [`schema_validation`](crate::Config::schema_validation).
    ///
    /// ```
    /// # let xsd = br#"<schema xmlns="http://www.w3.org/2001/XMLSchema"><element name="size" type="int"/></schema>"#;
    /// let config = wsdlgen::configure().schema_validation();
    /// let contract = config.load("a.xsd", |_| Ok(xsd.to_vec()))?;
    /// let schema = contract.schema().ok_or("the setting is on")?;
    /// assert!(schema.assess(&"<size>1</size>".parse()?).is_ok());
    /// assert!(schema.assess(&"<size>one</size>".parse()?).is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn schema(&self) -> Option<Schema> {
        self.named.model.schema.clone().map(Schema::of_text)
    }

    /// Returns the differences between this contract and a newer version.
    ///
    /// ```no_run
    /// use wsdlgen::configure;
    ///
    /// let load = |path: &str| configure().load(path, |path| std::fs::read(path));
    /// for difference in load("v1/Orders.wsdl")?.differences(&load("v2/Orders.wsdl")?) {
    ///     println!("{difference}");
    /// }
    /// # Ok::<(), wsdlgen::Report>(())
    /// ```
    pub fn differences(&self, newer: &Self) -> Vec<Difference> {
        compare::contracts(&self.named.model, &newer.named.model)
    }

    /// Returns sample messages of an operation, with HTTP headers, as ASP.NET's help pages show them.
    ///
    /// # Errors
    ///
    /// If there is no such operation, no port with this SOAP version, or a message would be infinite.
    ///
    /// ```no_run
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// use wsdlgen::tools::{SampleValues, Soap};
    ///
    /// let contract = wsdlgen::configure().load("a.wsdl", |path| std::fs::read(path))?;
    /// let sample =
    ///     contract.sample("UpdateCustomerPIN", Some(Soap::V12), SampleValues::Placeholders)?;
    /// println!("{}", sample.request);
    /// # Ok(())
    /// # }
    /// ```
    pub fn sample(
        &self,
        operation: &str,
        version: Option<Soap>,
        values: SampleValues,
    ) -> Result<SampleExchange, SampleError> {
        self.sample_at(self.place(operation)?, version, values)
    }

    /// Builds a request to an operation from user input, and checks it against the contract.
    ///
    /// # Errors
    ///
    /// If there is no such operation or port, or the request violates the contract.
    ///
    /// ```no_run
    /// use wsdlgen::{configure, tools::{Data, MessageInput}};
    ///
    /// let contract = configure().load("Orders.wsdl", |path| std::fs::read(path))?;
    /// let body = Data::Object(vec![("OrderId".to_owned(), Data::Number("7".to_owned()))]);
    /// let request = contract.request("FindOrder", None, &MessageInput::Data(body), None)?;
    /// println!("{}\n{}", request.address, request.envelope);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn request(
        &self,
        operation: &str,
        version: Option<Soap>,
        body: &MessageInput,
        header: Option<&MessageInput>,
    ) -> Result<OutgoingRequest, MessageError> {
        self.request_at(self.place(operation)?, version, body, header)
    }

    /// Parses the envelope of a response from an operation.
    ///
    /// # Errors
    ///
    /// If there is no such operation or port, or the response is not an envelope with a reply or a fault.
    ///
    /// ```no_run
    /// # use wsdlgen::{configure, tools::CallOutcome};
    /// # let contract = configure().load("Orders.wsdl", |path| std::fs::read(path))?;
    /// # let envelope = "";
    /// match contract.answer("FindOrder", None, envelope)? {
    ///     CallOutcome::Reply { data, .. } => println!("{data:?}"),
    ///     CallOutcome::Fault(fault) => println!("{}", fault.reasons.join(" / ")),
    /// }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn answer(
        &self,
        operation: &str,
        version: Option<Soap>,
        envelope: &str,
    ) -> Result<CallOutcome, MessageError> {
        self.answer_at(self.place(operation)?, version, envelope)
    }
}

/// A SOAP version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Soap {
    /// SOAP 1.1.
    V11,
    /// SOAP 1.2.
    V12,
}

impl fmt::Display for Soap {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::V11 => "1.1",
            Self::V12 => "1.2",
        })
    }
}

/// The kind of values in a sample.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SampleValues {
    /// Placeholders for the user to replace: `string`, `dateTime`, `UPDATE or DELETE`.
    Placeholders,
    /// Values that are valid by the contract, as far as they can be found.
    Valid,
}

/// A request and its reply, with HTTP headers. Lines end with a single line feed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SampleExchange {
    /// The request of the client.
    pub request: String,
    /// The reply of the service.
    pub reply: String,
}

/// An error when creating a sample.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SampleError {
    /// The contract has no operation with this name.
    NoOperation {
        /// The requested name.
        wanted: String,
        /// The most similar name, if any.
        near: Option<String>,
    },
    /// The operation's service has no port with this version.
    NoPort {
        /// The requested version.
        version: Option<Soap>,
    },
    /// No operation of the contract can be called over SOAP.
    NoSoap,
    /// Every message is infinite, because a required element contains itself, or larger than a sample may be.
    Endless,
}

impl fmt::Display for SampleError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoOperation { wanted, near } => {
                write!(formatter, "there is no operation `{wanted}`")?;
                match near {
                    Some(near) => write!(formatter, "; did you mean `{near}`?"),
                    None => Ok(()),
                }
            }
            Self::NoPort { version: Some(version) } => {
                write!(formatter, "no port of the service has the operation over SOAP {version}")
            }
            Self::NoPort { version: None } => {
                formatter.write_str("no port of the service has the operation")
            }
            Self::NoSoap => {
                formatter.write_str("the contract has no operation that can be called over SOAP")
            }
            Self::Endless => formatter.write_str(
                "every message is infinite or too large; check for required elements that \
                 contain themselves",
            ),
        }
    }
}

impl std::error::Error for SampleError {}

/// An error when building a message or parsing a response.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum MessageError {
    /// There is no such operation or port.
    Unknown(SampleError),
    /// The message violates the contract.
    Invalid(Vec<InstanceError>),
    /// The response is not a reply or fault of the operation.
    Answer(InstanceError),
}

impl From<SampleError> for MessageError {
    fn from(error: SampleError) -> Self {
        Self::Unknown(error)
    }
}

impl fmt::Display for MessageError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown(error) => error.fmt(formatter),
            Self::Answer(error) => formatter.write_str(&error.what),
            Self::Invalid(errors) => {
                formatter.write_str("the message violates the contract")?;
                errors.iter().try_for_each(|error| write!(formatter, "\n  {error}"))
            }
        }
    }
}

impl std::error::Error for MessageError {}
