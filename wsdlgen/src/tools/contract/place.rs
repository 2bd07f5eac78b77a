//! The operations of a contract, found by name or by their place in the model.

use std::collections::BTreeSet;

use super::{Contract, MessageError, SampleError, SampleExchange, SampleValues, Soap};
use crate::{
    model::{Interface, Operation, Place, Port, SoapVersion},
    sample,
    tools::instance::{self, CallOutcome, MessageInput, OutgoingRequest},
};

impl Contract {
    /// Returns the place of an operation by its name, which may be preceded by that of its service or port:
    /// `Service/Operation`.
    ///
    /// Overloaded operations have numbered names. Those come before the name that all share.
    pub(crate) fn place(&self, wanted: &str) -> Result<Place, SampleError> {
        let (scope, name) = wanted.rsplit_once('/').unwrap_or(("", wanted));
        let model = &self.named.model;
        let is_in_scope = |interface: &Interface| {
            let ports = interface.ports.iter().map(|port| &port.name);
            let mut names = [&interface.name, &interface.service].into_iter().chain(ports);
            scope.is_empty() || names.any(|name| **name == *scope)
        };
        let find = |name_of: fn(&Operation) -> &str| {
            model.places().find(|place| {
                let (interface, operation) = model.operation(*place);
                is_in_scope(interface) && name_of(operation) == name
            })
        };
        let found =
            find(|operation| &operation.called).or_else(|| find(|operation| &operation.name));
        found.ok_or_else(|| {
            let names = model.places().map(|place| model.operation(place).1.called.to_string());
            let names: BTreeSet<String> = names.collect();
            let near = crate::diagnostic::nearest(wanted, names.iter().map(|name| &**name));
            SampleError::NoOperation { wanted: wanted.to_owned(), near: near.map(str::to_owned) }
        })
    }

    /// Builds a request to an operation, and checks it against the contract.
    pub(crate) fn request_at(
        &self,
        place: Place,
        version: Option<Soap>,
        body: &MessageInput,
        header: Option<&MessageInput>,
    ) -> Result<OutgoingRequest, MessageError> {
        self.call(place, version)?.request(body, header).map_err(MessageError::Invalid)
    }

    /// Builds the envelope of a reply from an operation, and checks it against the contract.
    pub(crate) fn reply_at(
        &self,
        place: Place,
        version: Option<Soap>,
        body: &MessageInput,
    ) -> Result<String, MessageError> {
        self.call(place, version)?.reply(body).map_err(MessageError::Invalid)
    }

    /// Parses the envelope of a response from an operation.
    pub(crate) fn answer_at(
        &self,
        place: Place,
        version: Option<Soap>,
        envelope: &str,
    ) -> Result<CallOutcome, MessageError> {
        self.call(place, version)?.answer(envelope).map_err(MessageError::Answer)
    }

    /// Returns the call of an operation with the first port that has this SOAP version.
    fn call(&self, place: Place, version: Option<Soap>) -> Result<instance::Call<'_>, SampleError> {
        let Place { interface, operation: index } = place;
        let interface = &self.named.model.interfaces[interface];
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
            actions: &interface.actions,
        })
    }

    /// Returns sample messages of an operation.
    pub(crate) fn sample_at(
        &self,
        place: Place,
        version: Option<Soap>,
        values: SampleValues,
    ) -> Result<SampleExchange, SampleError> {
        let Place { interface, operation: index } = place;
        let interface = &self.named.model.interfaces[interface];
        let port = port_of(interface, index, version).ok_or(SampleError::NoPort { version })?;
        let values = match values {
            SampleValues::Valid => sample::Values::Valid,
            SampleValues::Placeholders => sample::Values::Placeholders,
        };
        let exchange = instance::exchange(&self.named.model, interface, index, port, values);
        let (request, reply) = exchange.ok_or(SampleError::Endless)?;
        Ok(SampleExchange { request, reply })
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
