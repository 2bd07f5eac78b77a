//! Complete HTTP messages with headers, as ASP.NET's help pages show them.

use wsdlgen_runtime::server::{SampleMessage, reply_head, request_head, sample_envelope};

use super::soap;
use crate::{
    model::{Exchange, Interface, Model, Port, SoapVersion},
    sample::{Content, Values},
};

/// Returns the request and the reply of an operation at a port.
pub(crate) fn exchange(
    model: &Model,
    interface: &Interface,
    index: usize,
    (port, version): (&Port, SoapVersion),
    values: Values,
) -> Option<(String, String)> {
    let operation = &interface.operations[index];
    let action = port.action(index);
    let version = soap::of_runtime(version);
    let request = Content::of(model, &operation.input, values)?;
    let request = request_head(version, &port.address, action) + &request.envelope(version);
    let reply = match operation.exchange {
        Exchange::OneWay => reply_head(None),
        Exchange::RequestResponse => {
            let reply = Content::of(model, &operation.output, values)?;
            reply_head(Some(version)) + &reply.envelope(version)
        }
    };
    Some((request, reply))
}

impl Content {
    /// Converts the content to the runtime's type.
    pub(crate) fn as_message(&self) -> SampleMessage<'_> {
        SampleMessage { header: &self.header, body: &self.body }
    }

    fn envelope(&self, version: wsdlgen_runtime::SoapVersion) -> String {
        sample_envelope(version, &self.as_message())
    }
}
