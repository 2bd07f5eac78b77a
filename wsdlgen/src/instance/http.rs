//! Whole messages, HTTP heads included, as ASP.NET's help pages show them.

use super::{
    body_trees,
    content::{Builder, Values},
    soap::{self, DECLARATION, XSI},
    tree::{Tree, XSD},
};
use crate::model::{Exchange, Interface, Message, Model, Operation, Port, SoapVersion};

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
    let sample = Sample { model, operation, port, values };
    Some((sample.request(action)?, sample.reply()?))
}

/// What the messages of an operation are made from.
struct Sample<'m> {
    model: &'m Model,
    operation: &'m Operation,
    port: &'m Port,
    values: Values,
}

impl Sample<'_> {
    fn request(&self, action: &str) -> Option<String> {
        let (host, path) = host_and_path(&self.port.address);
        let content_type = soap::content_type(self.port.version);
        let action_line = (self.port.version == SoapVersion::Soap11).then_some(action);
        let action = action_line.map(|action| format!("SOAPAction: \"{action}\"\n"));
        let head = format!(
            "POST {path} HTTP/1.1\nHost: {host}\nContent-Type: {content_type}\n\
             Content-Length: length\n{}\n",
            action.unwrap_or_default()
        );
        Some(head + &self.envelope(&self.operation.input)?)
    }

    fn reply(&self) -> Option<String> {
        if self.operation.exchange == Exchange::OneWay {
            return Some("HTTP/1.1 202 Accepted\nContent-Length: 0\n".to_owned());
        }
        let content_type = soap::content_type(self.port.version);
        let head =
            format!("HTTP/1.1 200 OK\nContent-Type: {content_type}\nContent-Length: length\n\n");
        Some(head + &self.envelope(&self.operation.output)?)
    }

    fn envelope(&self, message: &Message) -> Option<String> {
        let uri = soap::namespace(self.port.version);
        let prefix = match self.port.version {
            SoapVersion::Soap11 => "soap",
            SoapVersion::Soap12 => "soap12",
        };
        let mut builder = Builder::new(self.model, self.values);
        let headers = message.headers.iter().map(|header| builder.element(header));
        let headers: Vec<Tree> = headers.collect::<Option<_>>()?;
        let body = body_trees(&mut builder, self.model, &message.body)?;
        let mut out = format!(
            "{DECLARATION}<{prefix}:Envelope xmlns:xsi=\"{XSI}\" xmlns:xsd=\"{XSD}\" \
             xmlns:{prefix}=\"{uri}\">\n"
        );
        if !headers.is_empty() {
            out += &self.part(prefix, "Header", &headers);
        }
        out += &self.part(prefix, "Body", &body);
        Some(out + &format!("</{prefix}:Envelope>\n"))
    }

    fn part(&self, prefix: &str, local: &str, trees: &[Tree]) -> String {
        if trees.is_empty() {
            return format!("  <{prefix}:{local} />\n");
        }
        let inside: String = trees.iter().map(|tree| tree.indented(self.model, 2)).collect();
        format!("  <{prefix}:{local}>\n{inside}  </{prefix}:{local}>\n")
    }
}

/// What of an address goes into a request's head.
fn host_and_path(address: &str) -> (&str, String) {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    match rest.find(['/', '?']) {
        Some(at) if rest[at..].starts_with('/') => (&rest[..at], rest[at..].to_owned()),
        Some(at) => (&rest[..at], format!("/{}", &rest[at..])),
        None => (rest, "/".to_owned()),
    }
}
