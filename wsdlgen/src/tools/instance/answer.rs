//! Parsing of responses.

use std::borrow::Cow;

use roxmltree::{Document, Node};
use wsdlgen_runtime::{soap::inline_references, xml::ReadOptions};

use super::{
    InstanceError,
    call::{Call, plain_error, soap_child},
    data::Data,
    read::{Reader, standalone},
};
use crate::model::{Protocol, Use};

/// The outcome of a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CallOutcome {
    /// A reply.
    #[non_exhaustive]
    Reply {
        /// The elements of the body, as XML.
        xml: String,
        /// The contents of the body's elements, by name.
        data: Data,
        /// The contents of the declared header blocks, by name.
        header: Data,
        /// Violations of the contract.
        errors: Vec<InstanceError>,
    },
    /// A fault.
    Fault(FaultAnswer),
}

/// The parts of a fault (SOAP 1.1 §4.4; SOAP 1.2 part 1 §5.4).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct FaultAnswer {
    /// The fault code, followed by subcodes in SOAP 1.2.
    pub codes: Vec<String>,
    /// Human-readable reasons.
    pub reasons: Vec<String>,
    /// The node that raised the fault, if it is given.
    pub role: Option<String>,
    /// The entries of the detail, as XML, or its text.
    pub details: Vec<String>,
}

impl Call<'_> {
    /// Parses the envelope of a response.
    pub(crate) fn answer(&self, envelope: &str) -> Result<CallOutcome, InstanceError> {
        let inlined = match self.operation.r#use {
            Use::Literal => Cow::Borrowed(envelope),
            // Values may be independent elements that others refer to.
            Use::Encoded => inline_references(envelope, &ReadOptions::default())
                .map_err(|error| plain_error(&format!("cannot read the response: {error}")))?,
        };
        let document = Document::parse(&inlined)
            .map_err(|error| plain_error(&format!("the response is not valid XML: {error}")))?;
        let root = document.root_element();
        if matches!(self.port.protocol, Protocol::Http(_)) {
            let read = self.body(std::iter::once(root))?;
            return Ok(read.outcome(Vec::new()));
        }
        if root.tag_name().name() != "Envelope" {
            let found = root.tag_name().name();
            return Err(plain_error(&format!("expected a SOAP envelope, found `{found}`")));
        }
        let Some(body) = soap_child(root, "Body") else {
            return Err(plain_error("the envelope has no body"));
        };
        if let Some(fault) = soap_child(body, "Fault") {
            return Ok(CallOutcome::Fault(fault_parts(fault)));
        }
        let mut read = self.body(body.children().filter(Node::is_element))?;
        let header =
            soap_child(root, "Header").map(|header| self.headers(header, &mut read.reader));
        Ok(read.outcome(header.unwrap_or_default()))
    }

    /// Reads the elements of a reply.
    fn body<'n, 'i: 'n>(
        &self,
        children: impl Iterator<Item = Node<'n, 'i>>,
    ) -> Result<ReadBody<'_>, InstanceError> {
        let elements = self.operation.output.body.elements(self.model);
        let mut reader = Reader::new(self.model);
        let (mut xml, mut entries) = (String::new(), Vec::new());
        for child in children {
            xml += &standalone(child);
            if let Some(element) = elements.iter().find(|one| reader.is(child, &one.name)) {
                let data = reader.element(element, child);
                entries.push((element.name.local.to_string(), data));
            } else {
                reader.errors.push(self.unexpected(child, &elements));
            }
        }
        if entries.is_empty() && !elements.is_empty() {
            let found = reader.errors.pop().map_or_else(|| "it is empty".to_owned(), |it| it.what);
            return Err(plain_error(&format!("the response body is not a reply: {found}")));
        }
        Ok(ReadBody { xml, entries, reader })
    }

    /// Reads the header blocks that the contract declares.
    fn headers(&self, header: Node<'_, '_>, reader: &mut Reader<'_>) -> Vec<(String, Data)> {
        let blocks = header.children().filter(Node::is_element);
        let read = |block: Node<'_, '_>| {
            let mut known = self.operation.output.headers.iter();
            let element = known.find(|one| reader.is(block, &one.name))?;
            Some((element.name.local.to_string(), reader.element(element, block)))
        };
        blocks.filter_map(read).collect()
    }
}

/// The content of a reply's body.
struct ReadBody<'m> {
    xml: String,
    entries: Vec<(String, Data)>,
    reader: Reader<'m>,
}

impl ReadBody<'_> {
    fn outcome(self, header: Vec<(String, Data)>) -> CallOutcome {
        CallOutcome::Reply {
            xml: self.xml,
            data: Data::Object(self.entries),
            header: Data::Object(header),
            errors: self.reader.errors,
        }
    }
}

fn fault_parts(fault: Node<'_, '_>) -> FaultAnswer {
    let named = |local: &str| {
        fault.children().find(|child| child.is_element() && child.tag_name().name() == local)
    };
    let text = |node: Node<'_, '_>| {
        let texts = node.descendants().filter(Node::is_text).filter_map(|one| one.text());
        texts.collect::<String>().trim().to_owned()
    };
    let mut parts = FaultAnswer::default();
    if let Some(code) = named("faultcode") {
        parts.codes.push(text(code));
    }
    if let Some(code) = named("Code") {
        let values = code.descendants().filter(|node| node.tag_name().name() == "Value");
        parts.codes.extend(values.map(text));
    }
    parts.reasons.extend(named("faultstring").map(text));
    if let Some(reason) = named("Reason") {
        parts.reasons.extend(reason.children().filter(Node::is_element).map(text));
    }
    parts.role = named("faultactor").or_else(|| named("Role")).map(text);
    if let Some(detail) = named("detail").or_else(|| named("Detail")) {
        let entries = detail.children().filter(Node::is_element);
        parts.details.extend(entries.map(standalone));
        if parts.details.is_empty() && !text(detail).is_empty() {
            parts.details.push(text(detail));
        }
    }
    parts
}
