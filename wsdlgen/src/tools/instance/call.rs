//! Calls without generated code: a request from what a person gives, and what a reply says.

use roxmltree::{Document, Node};

use super::{
    build::Composer,
    data::Data,
    error::InstanceError,
    read::{Reader, shown, shown_name},
    soap::{self, DECLARATION, XSI},
};
use crate::{
    model::{Body, Element, Exchange, Message, Model, NamespaceId, Operation, Port, SoapVersion},
    sample::declaration,
};

/// What a person gives of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MessageInput {
    /// XML: the elements that stand in the body or in the header, or a whole envelope.
    Xml(String),
    /// What is in them. In a body, that is what is inside of its element; of several elements, and in a
    /// header, each is an entry by its name.
    Data(Data),
}

/// A request that keeps to the contract.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct OutgoingRequest {
    /// The address that the contract gives.
    pub address: String,
    /// The value of the header `Content-Type`.
    pub content_type: String,
    /// The value of the header `SOAPAction`, in SOAP 1.1.
    pub soap_action: Option<String>,
    /// The envelope.
    pub envelope: String,
    /// Whether there is no reply to wait for.
    pub one_way: bool,
}

/// The parts of an envelope.
#[derive(Clone, Copy, PartialEq, Eq)]
enum EnvelopePart {
    Header,
    Body,
}

/// What data is given of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Inside {
    /// The only element.
    Element,
    /// What elements are in: each has an entry.
    Part,
}

/// An operation at a port.
pub(crate) struct Call<'m> {
    pub(crate) model: &'m Model,
    pub(crate) operation: &'m Operation,
    pub(crate) port: &'m Port,
    pub(crate) action: &'m str,
}

impl Call<'_> {
    /// The request, if it keeps to the contract.
    pub(crate) fn request(
        &self,
        body: &MessageInput,
        header: Option<&MessageInput>,
    ) -> Result<OutgoingRequest, Vec<InstanceError>> {
        let envelope = self.envelope(&self.operation.input, body, header)?;
        let content_type = soap::content_type(self.port.version);
        let (content_type, soap_action) = match (self.port.version, self.action) {
            (SoapVersion::Soap11, action) => (content_type, Some(format!("\"{action}\""))),
            (SoapVersion::Soap12, "") => (content_type, None),
            (SoapVersion::Soap12, action) => (format!("{content_type}; action=\"{action}\""), None),
        };
        let address = self.port.address.to_string();
        let one_way = self.operation.exchange == Exchange::OneWay;
        Ok(OutgoingRequest { address, content_type, soap_action, envelope, one_way })
    }

    /// The envelope of a reply, if it keeps to the contract.
    pub(crate) fn reply(&self, body: &MessageInput) -> Result<String, Vec<InstanceError>> {
        self.envelope(&self.operation.output, body, None)
    }

    /// The envelope of one of the operation's messages.
    fn envelope(
        &self,
        message: &Message,
        body: &MessageInput,
        header: Option<&MessageInput>,
    ) -> Result<String, Vec<InstanceError>> {
        let elements = message.body.elements(self.model);
        let headers: Vec<&Element> = message.headers.iter().collect();
        if let Some((xml, document, version)) = given_envelope(body) {
            if header.is_some() {
                return Err(vec![plain_error("the header stands in the envelope already")]);
            }
            if version != self.port.version {
                let what = "the envelope is of another version of SOAP than the port";
                return Err(vec![plain_error(what)]);
            }
            self.check_envelope(document.root_element(), &elements, &headers)?;
            // Whatever it was in, it goes out in UTF-8.
            Ok(format!("{DECLARATION}{}", without_declaration(xml)))
        } else {
            let inside = match message.body {
                Body::Element(_) => Inside::Element,
                Body::Empty | Body::Parts(_) => Inside::Part,
            };
            let body = self.part(body, &elements, inside, EnvelopePart::Body)?;
            let header =
                header.map(|given| self.part(given, &headers, Inside::Part, EnvelopePart::Header));
            Ok(self.enveloped(header.transpose()?, &body))
        }
    }

    /// Elements of the body or the header as XML, checked.
    fn part(
        &self,
        given: &MessageInput,
        elements: &[&Element],
        inside: Inside,
        place: EnvelopePart,
    ) -> Result<String, Vec<InstanceError>> {
        let (xml, mut errors) = match given {
            MessageInput::Xml(xml) => (xml.clone(), Vec::new()),
            MessageInput::Data(data) => self.composed(data, elements, inside),
        };
        // A document has one root: these may be several.
        let around =
            format!("<{AROUND} xmlns:xsi=\"{XSI}\">\n{}</{AROUND}>", without_declaration(&xml));
        let document = Document::parse(&around).map_err(|error| {
            // Alone it says where, unless it is several elements.
            let alone = Document::parse(&xml).err().unwrap_or(error);
            vec![plain_error(&format!("it is no XML: {alone}"))]
        })?;
        let found = self.check(document.root_element(), elements, place).err().unwrap_or_default();
        errors.extend(found.into_iter().map(|error| as_given(error, given)));
        if errors.is_empty() { Ok(without_declaration(&xml).to_owned()) } else { Err(errors) }
    }

    fn composed(
        &self,
        data: &Data,
        elements: &[&Element],
        inside: Inside,
    ) -> (String, Vec<InstanceError>) {
        // The envelope declares that one.
        let own = |id: &&NamespaceId| &*self.model.namespace(**id).uri != XSI;
        let namespaces = self.operation.namespaces.iter().filter(own);
        let declared: String = namespaces.map(|id| declaration(self.model, *id)).collect();
        let mut composer = Composer::new(self.model);
        let mut xml = String::new();
        match inside {
            Inside::Element => {
                for element in elements {
                    xml += &composer.element(element, data).compact(self.model, &declared);
                }
            }
            Inside::Part => composer.object(data, |composer, entries| {
                for element in elements {
                    if let Some(data) = entries.take(&element.name.local) {
                        xml += &composer.element(element, data).compact(self.model, &declared);
                    }
                }
            }),
        }
        (xml, composer.errors)
    }

    fn check_envelope(
        &self,
        root: Node<'_, '_>,
        body: &[&Element],
        headers: &[&Element],
    ) -> Result<(), Vec<InstanceError>> {
        if let Some(header) = soap_child(root, "Header") {
            self.check(header, headers, EnvelopePart::Header)?;
        }
        match soap_child(root, "Body") {
            Some(found) => self.check(found, body, EnvelopePart::Body),
            None => Err(vec![plain_error("the envelope has no body")]),
        }
    }

    /// Checks the elements in a node against those that are to be there: in a body each of them once; in a
    /// header any of them, and others that the contract does not know of.
    fn check(
        &self,
        around: Node<'_, '_>,
        elements: &[&Element],
        place: EnvelopePart,
    ) -> Result<(), Vec<InstanceError>> {
        let mut reader = Reader::new(self.model);
        let mut due = elements.to_vec();
        for child in around.children() {
            if child.is_text() && child.text().is_some_and(|text| !text.trim().is_empty()) {
                reader.errors.push(plain_error("there is text where only elements may stand"));
            }
            if !child.is_element() {
                continue;
            }
            if let Some(index) = due.iter().position(|one| reader.is(child, &one.name)) {
                reader.element(due.remove(index), child);
            } else if place == EnvelopePart::Body {
                reader.errors.push(self.unexpected(child, elements));
            }
        }
        if place == EnvelopePart::Body {
            let missing = due.iter().map(|one| format!("`{}` is missing", one.name.local));
            reader.errors.extend(missing.map(|what| plain_error(&what)));
        }
        if reader.errors.is_empty() { Ok(()) } else { Err(reader.errors) }
    }

    /// What is wrong with an element that is none of those that are due, or comes twice.
    pub(super) fn unexpected(&self, child: Node<'_, '_>, elements: &[&Element]) -> InstanceError {
        let due = elements
            .iter()
            .map(|one| shown_name(&self.model.namespace(one.name.namespace).uri, &one.name.local));
        let due: Vec<String> = due.collect();
        let due = if due.is_empty() { "nothing".to_owned() } else { due.join(", ") };
        let found = shown(child);
        plain_error(&format!("{found} has no place here, where the contract has {due}"))
    }

    fn enveloped(&self, header: Option<String>, body: &str) -> String {
        let uri = soap::namespace(self.port.version);
        let header = header.map(|blocks| format!("<soap:Header>{blocks}</soap:Header>"));
        format!(
            "{DECLARATION}<soap:Envelope xmlns:soap=\"{uri}\" \
             xmlns:xsi=\"{XSI}\">{}<soap:Body>{body}</soap:Body></soap:Envelope>",
            header.unwrap_or_default()
        )
    }
}

pub(super) fn plain_error(what: &str) -> InstanceError {
    InstanceError { path: "/".to_owned(), place: None, what: what.to_owned() }
}

/// What is put around the elements that somebody gives.
const AROUND: &str = "given";

/// The same as whoever gave it sees it: without what was put around, on a line of its own.
fn as_given(error: InstanceError, given: &MessageInput) -> InstanceError {
    let path = error.path.strip_prefix(&format!("/{AROUND}")).unwrap_or(&error.path);
    let path = if path.is_empty() { "/" } else { path }.to_owned();
    let place = match given {
        MessageInput::Xml(xml) => {
            let before = &xml[..xml.len() - without_declaration(xml).len()];
            let lines = before.matches('\n').count();
            let above = u32::try_from(lines).unwrap_or_default();
            error.place.map(|(line, column)| ((line + above).saturating_sub(1), column))
        }
        MessageInput::Data(_) => None,
    };
    InstanceError { path, place, what: error.what }
}

/// A whole envelope and its version of SOAP, if that is what was given.
fn given_envelope(given: &MessageInput) -> Option<(&str, Document<'_>, SoapVersion)> {
    let MessageInput::Xml(xml) = given else { return None };
    let document = Document::parse(xml).ok()?;
    let root = document.root_element().tag_name();
    let version = root.namespace().and_then(soap::version_of);
    let version = version.filter(|_| root.name() == "Envelope")?;
    Some((xml, document, version))
}

/// What is behind the declaration of XML: the end of the text that was given.
fn without_declaration(xml: &str) -> &str {
    let xml = xml.trim_start_matches('\u{feff}').trim_start();
    match xml.strip_prefix("<?xml").and_then(|rest| rest.split_once("?>")) {
        Some((_, rest)) => rest.trim_start(),
        None => xml,
    }
}

/// A child in the namespace of the envelope that it is in.
pub(super) fn soap_child<'a, 'i>(node: Node<'a, 'i>, local: &str) -> Option<Node<'a, 'i>> {
    node.children().find(|child| {
        let name = child.tag_name();
        name.name() == local && name.namespace().and_then(soap::version_of).is_some()
    })
}
