//! Tools that work on contracts without generated code: overviews, differences, samples, calls and a mock server.
//!
//! Requires the feature `tools`.
//!
//! [`Config::load`](crate::Config::load) and [`Config::read`](crate::Config::read) return a [`Contract`].

mod compare;
mod contract;
mod cost;
mod dynamic;
mod inspect;
mod instance;
mod mock;
mod starter;
#[cfg(test)]
mod support;

pub use self::{
    compare::{Difference, Effect},
    contract::{Contract, MessageError, SampleError, SampleExchange, SampleValues, Soap},
    cost::OperationCost,
    dynamic::{DynamicCall, DynamicClient, DynamicError, DynamicReply, PackError},
    inspect::{
        MessageOverview, NamespaceOverview, OperationOverview, Overview, PortOverview,
        ServiceOverview, TypeCounts, TypeOverview,
    },
    instance::{
        CallOutcome, Data, FaultAnswer, InstanceError, MessageInput, OutgoingAttachment,
        OutgoingHttp, OutgoingRequest,
    },
    mock::{Mock, MockAnswer, MockError, MockFuture, MockReply, MockRequest, ReplayError},
    starter::Starter,
};

use crate::{
    diagnostic::{Purpose, Report},
    name, parse, pipeline,
    settings::{SchemaText, Settings},
    source::{self, Loader},
};

/// Sample messages of an operation.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Sample {
    /// The name of the service, or of the portType if the service has several.
    pub interface: String,
    /// The operation's name in the contract.
    pub operation: String,
    /// The content of the request's body, each element with its namespace declarations.
    ///
    /// `None` if every value would be infinitely large.
    pub request: Option<String>,
    /// The content of the reply's body, each element with its namespace declarations.
    ///
    /// Empty for a one-way operation; `None` if every value would be infinitely large.
    pub reply: Option<String>,
}

/// Returns whether the schema of a namespace is built in, so that contracts can import it without a document.
///
/// ```
/// assert!(wsdlgen::tools::is_built_in("http://www.w3.org/XML/1998/namespace"));
/// assert!(!wsdlgen::tools::is_built_in("urn:example"));
/// ```
pub fn is_built_in(namespace: &str) -> bool {
    source::is_known(namespace)
}

/// Returns whether the entities that a document declares could expand to more than 1 MiB and more than its length.
///
/// XML libraries limit how deeply entities refer to entities, but not how often a document refers to one. Tools that
/// accept document type declarations should call this function before they parse the documents of a contract.
///
/// ```
/// let declared = format!("<!DOCTYPE a [<!ENTITY e '{}'>]>", "x".repeat(20_000));
/// assert!(wsdlgen::tools::expands_too_much(&format!("{declared}<a>{}</a>", "&e;".repeat(1_000))));
/// assert!(!wsdlgen::tools::expands_too_much(&format!("{declared}<a>&e;</a>")));
/// ```
pub fn expands_too_much(document: &str) -> bool {
    parse::expands_too_much(document)
}

/// Reads contracts without generating code.
pub(crate) fn load(
    entries: &[String],
    loader: &Loader<'_>,
    settings: &Settings,
) -> Result<Contract, Report> {
    let (model, sources, mut warnings) =
        pipeline::model(entries, loader, settings, Purpose::Looking)?;
    let named = name::name(model);
    pipeline::report_rejected(&named, &mut warnings);
    Ok(Contract { named, sources, settings: settings.clone(), warnings })
}

/// Looks for mistakes in contracts.
pub(crate) fn lint(entries: &[String], loader: &Loader<'_>, settings: &Settings) -> Report {
    let settings = Settings { schema_text: SchemaText::Included, ..settings.clone() };
    match pipeline::model(entries, loader, &settings, Purpose::Linting) {
        Ok((_, _, report)) | Err(report) => report,
    }
}

/// Creates sample messages for the operations of contracts.
pub(crate) fn samples(
    entries: &[String],
    loader: &Loader<'_>,
    settings: &Settings,
) -> Result<Vec<Sample>, Report> {
    let (model, ..) = pipeline::model(entries, loader, settings, Purpose::Looking)?;
    Ok(instance::samples(&model))
}
