//! Everything for tools that look at contracts: overviews, differences, samples, calls and a mock server, all
//! without generated code. Needs the feature `tools`.
//!
//! [`Config::load`](crate::Config::load) and [`Config::read`](crate::Config::read) return a [`Contract`].

mod compare;
mod contract;
mod inspect;
mod instance;
mod mock;

pub use self::{
    compare::{Difference, Effect},
    contract::{Contract, MessageError, SampleError, SampleExchange, SampleValues, Soap},
    inspect::{
        MessageOverview, NamespaceOverview, OperationOverview, Overview, PortOverview,
        ServiceOverview, TypeCounts, TypeOverview,
    },
    instance::{CallOutcome, Data, FaultAnswer, InstanceError, MessageInput, OutgoingRequest},
    mock::{Mock, MockAnswer, MockError, MockFuture, MockRequest},
};
use crate::{
    diagnostic::{Purpose, Report},
    name, parse, pipeline,
    settings::Settings,
    source::Loader,
};

/// A sample of the messages of an operation.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Sample {
    /// The service, or the portType where a service has several.
    pub interface: String,
    /// The operation's name in the contract.
    pub operation: String,
    /// What stands in the body of the request, each element with its namespace declarations; `None`
    /// where every value would go on for ever.
    pub request: Option<String>,
    /// The same of the reply; empty where there is none.
    pub reply: Option<String>,
}

/// Returns whether the entities that a document declares could expand to more than 1 MiB and more than its length.
///
/// XML libraries limit how deep entities refer to entities, but not how often a document refers to one. Tools that parse
/// the documents of a contract, and accept document type declarations, should ask before.
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

/// Makes samples of the messages of contracts.
pub(crate) fn samples(
    entries: &[String],
    loader: &Loader<'_>,
    settings: &Settings,
) -> Result<Vec<Sample>, Report> {
    let (model, ..) = pipeline::model(entries, loader, settings, Purpose::Looking)?;
    Ok(instance::samples(&model))
}
