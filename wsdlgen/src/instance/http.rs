//! Whole messages, HTTP heads included, as ASP.NET's help pages show them.

use wsdlgen_runtime::server::{SampleMessage, reply_head, request_head, sample_envelope};

use super::{
    body_trees,
    content::{Builder, Values},
    soap,
    tree::Tree,
};
use crate::model::{Exchange, Interface, Message, Model, Port};

/// The messages of an operation at a port: the request and the reply.
pub(crate) fn exchange(
    model: &Model,
    interface: &Interface,
    index: usize,
    port: &Port,
    values: Values,
) -> Option<(String, String)> {
    let operation = &interface.operations[index];
    let action = port.actions.get(index).map_or("", |action| &**action);
    let version = soap::of_runtime(port.version);
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

/// What is in an envelope, in indented lines.
#[derive(Clone, Debug)]
pub(crate) struct Content {
    pub(crate) header: String,
    pub(crate) body: String,
}

impl Content {
    /// What is in a message; `None` where it would go on for ever.
    pub(crate) fn of(model: &Model, message: &Message, values: Values) -> Option<Self> {
        let mut builder = Builder::new(model, values);
        let headers = message.headers.iter().map(|header| builder.element(header));
        let headers: Vec<Tree> = headers.collect::<Option<_>>()?;
        let body = body_trees(&mut builder, model, &message.body)?;
        let lines = |trees: &[Tree]| trees.iter().map(|tree| tree.indented(model, 2)).collect();
        Some(Self { header: lines(&headers), body: lines(&body) })
    }

    pub(crate) fn as_message(&self) -> SampleMessage<'_> {
        SampleMessage { header: &self.header, body: &self.body }
    }

    fn envelope(&self, version: wsdlgen_runtime::SoapVersion) -> String {
        sample_envelope(version, &self.as_message())
    }
}
