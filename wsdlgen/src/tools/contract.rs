//! A contract that was read and understood, for tools that look at it.

use std::{collections::BTreeSet, fmt};

use super::{
    compare::{self, Difference},
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

/// A contract that was read and understood: what [`Config::load`](crate::Config::load) gives.
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
    /// The documents that it was read from.
    pub(crate) sources: Sources,
    pub(crate) settings: Settings,
    pub(crate) warnings: Report,
}

impl Contract {
    /// What in the contract is skipped or not enforced, and why.
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

    /// What there is in the contract: services, ports, operations, types.
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

    /// What is different in a newer version of the contract.
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

    /// The messages of an operation as ASP.NET's help pages show them, HTTP heads included.
    ///
    /// # Errors
    ///
    /// When there is no such operation, no port of that version, or no end to a message.
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
        let port = port_of(interface, version).ok_or(SampleError::NoPort { version })?;
        let values = match values {
            SampleValues::Valid => sample::Values::Valid,
            SampleValues::Placeholders => sample::Values::Placeholders,
        };
        let exchange = instance::exchange(&self.named.model, interface, index, port, values);
        let (request, reply) = exchange.ok_or(SampleError::Endless)?;
        Ok(SampleExchange { request, reply })
    }

    /// A request to an operation from what a person gives of it, if that keeps to the contract.
    ///
    /// # Errors
    ///
    /// When there is no such operation or port, or the request does not keep to the contract.
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

    /// What an envelope says that an operation answered with.
    ///
    /// # Errors
    ///
    /// When there is no such operation, or what came is no envelope.
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

    /// The envelope of a reply of an operation, if it keeps to the contract.
    pub(crate) fn reply(
        &self,
        operation: &str,
        version: Option<Soap>,
        body: &MessageInput,
    ) -> Result<String, MessageError> {
        self.call(operation, version)?.reply(body).map_err(MessageError::Invalid)
    }

    /// Which of the model's interfaces and of its operations has this name.
    pub(crate) fn place(&self, operation: &str) -> Result<(usize, usize), SampleError> {
        let (interface, index) = self.find(operation)?;
        let mut interfaces = self.named.model.interfaces.iter();
        let place = interfaces.position(|one| std::ptr::eq(one, interface));
        Ok((place.expect("what was found is one of them"), index))
    }

    fn call(
        &self,
        operation: &str,
        version: Option<Soap>,
    ) -> Result<instance::Call<'_>, SampleError> {
        let (interface, index) = self.find(operation)?;
        let port = port_of(interface, version).ok_or(SampleError::NoPort { version })?;
        Ok(instance::Call {
            model: &self.named.model,
            operation: &interface.operations[index],
            port,
            action: port.actions.get(index).map_or("", |action| action),
        })
    }

    /// The operation of this name, which may have its service's before it: `Service/Operation`.
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

/// The first port of a version, or of SOAP 1.1 where it is left open.
fn port_of(interface: &Interface, version: Option<Soap>) -> Option<&Port> {
    let of = |version| interface.ports.iter().find(|port| port.version == version);
    match version {
        Some(Soap::V11) => of(SoapVersion::Soap11),
        Some(Soap::V12) => of(SoapVersion::Soap12),
        None => of(SoapVersion::Soap11).or_else(|| interface.ports.first()),
    }
}

/// A version of SOAP.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Soap {
    /// 1.1
    V11,
    /// 1.2
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

/// What stands in a sample in the place of values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SampleValues {
    /// What has to be put in their place: `string`, `dateTime`, `UPDATE or DELETE`.
    Placeholders,
    /// Something that is valid by the contract, as far as one can tell by looking.
    Valid,
}

/// A request and its reply, HTTP heads included; lines end with a line feed alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SampleExchange {
    /// What a client sends.
    pub request: String,
    /// What the service answers with.
    pub reply: String,
}

/// Why there is no sample.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SampleError {
    /// The contract has no operation of this name.
    NoOperation {
        /// The name that was asked for.
        wanted: String,
        /// The one that may be meant.
        near: Option<String>,
    },
    /// The operation's service has no such port.
    NoPort {
        /// The version that was asked for.
        version: Option<Soap>,
    },
    /// Every message is endless, since something required contains itself, or is larger than a sample may be.
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
                write!(formatter, "the service has no port for SOAP {version}")
            }
            Self::NoPort { version: None } => formatter.write_str("the service has no port"),
            Self::Endless => formatter
                .write_str("every message is endless or too large: look at what is required in it"),
        }
    }
}

impl std::error::Error for SampleError {}

/// Why there is no call.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum MessageError {
    /// There is no such operation or port.
    Unknown(SampleError),
    /// The message does not keep to the contract.
    Invalid(Vec<InstanceError>),
    /// What came is no answer to the operation.
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
                formatter.write_str("the message does not keep to the contract")?;
                errors.iter().try_for_each(|error| write!(formatter, "\n  {error}"))
            }
        }
    }
}

impl std::error::Error for MessageError {}
