//! Loaded contracts, the starting point of all tools.

use std::{collections::BTreeSet, fmt};

use wsdlgen_runtime::schema::Schema;

use super::{
    compare::{self, Difference},
    cost::{self, OperationCost},
    inspect::{self, Overview},
    instance::{self, CallOutcome, InstanceError, MessageInput, OutgoingRequest},
};
use crate::{
    diagnostic::Report,
    document::Sources,
    emit,
    model::{Interface, Port, SoapVersion},
    name::Named,
    sample,
    settings::Settings,
};

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
        let (interface, index) = self.find(operation)?;
        let port = port_of(interface, index, version).ok_or(SampleError::NoPort { version })?;
        let values = match values {
            SampleValues::Valid => sample::Values::Valid,
            SampleValues::Placeholders => sample::Values::Placeholders,
        };
        let exchange = instance::exchange(&self.named.model, interface, index, port, values);
        let (request, reply) = exchange.ok_or(SampleError::Endless)?;
        Ok(SampleExchange { request, reply })
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
        self.call(operation, version)?.request(body, header).map_err(MessageError::Invalid)
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
        let call = self.call(operation, version)?;
        call.answer(envelope).map_err(MessageError::Answer)
    }

    /// Builds the envelope of a reply from an operation, and checks it against the contract.
    pub(crate) fn reply(
        &self,
        operation: &str,
        version: Option<Soap>,
        body: &MessageInput,
    ) -> Result<String, MessageError> {
        self.call(operation, version)?.reply(body).map_err(MessageError::Invalid)
    }

    /// Returns the indexes of an operation: that of its interface in the model, and its own.
    pub(crate) fn place(&self, operation: &str) -> Result<(usize, usize), SampleError> {
        let (interface, index) = self.find(operation)?;
        let mut interfaces = self.named.model.interfaces.iter();
        let place = interfaces.position(|one| std::ptr::eq(one, interface));
        Ok((place.expect("the interface comes from the model"), index))
    }

    fn call(
        &self,
        operation: &str,
        version: Option<Soap>,
    ) -> Result<instance::Call<'_>, SampleError> {
        let (interface, index) = self.find(operation)?;
        let http = || {
            let mut ports = interface.ports.iter().filter(|port| port.binds(index));
            let port = ports.find(|port| port.version().is_none() && version.is_none())?;
            Some((port, SoapVersion::Soap11))
        };
        let found = port_of(interface, index, version).or_else(http);
        let (port, version) = found.ok_or(SampleError::NoPort { version })?;
        Ok(instance::Call {
            model: &self.named.model,
            operation: &interface.operations[index],
            port,
            version,
            action: port.action(index),
        })
    }

    /// Finds an operation by its name, which may be preceded by that of its service: `Service/Operation`.
    fn find(&self, wanted: &str) -> Result<(&Interface, usize), SampleError> {
        let all = || {
            let interfaces = self.named.model.interfaces.iter();
            interfaces.flat_map(|one| (0..one.operations.len()).map(move |index| (one, index)))
        };
        let matches = |(interface, index): &(&Interface, usize)| {
            let operation = &interface.operations[*index];
            let (service, name) = wanted.rsplit_once('/').unwrap_or(("", wanted));
            let of_service =
                [&interface.name, &interface.service].iter().any(|it| &***it == service);
            (service.is_empty() || of_service)
                && [&operation.name, &operation.called].iter().any(|it| &***it == name)
        };
        all().find(matches).ok_or_else(|| {
            let names: BTreeSet<String> =
                all().map(|(one, index)| one.operations[index].called.to_string()).collect();
            let near = crate::diagnostic::nearest(wanted, names.iter().map(|name| &**name));
            SampleError::NoOperation { wanted: wanted.to_owned(), near: near.map(str::to_owned) }
        })
    }
}

/// Returns the first SOAP port that has an operation and this version, with its version. Without a version, SOAP 1.1 is
/// preferred.
fn port_of(
    interface: &Interface,
    operation: usize,
    version: Option<Soap>,
) -> Option<(&Port, SoapVersion)> {
    let ports = interface.ports.iter().filter(|port| port.binds(operation));
    let mut ports = ports.filter_map(|port| Some((port, port.version()?)));
    let of = |version| ports.clone().find(|(_, own)| *own == version);
    match version {
        Some(Soap::V11) => of(SoapVersion::Soap11),
        Some(Soap::V12) => of(SoapVersion::Soap12),
        None => of(SoapVersion::Soap11).or_else(|| ports.next()),
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
