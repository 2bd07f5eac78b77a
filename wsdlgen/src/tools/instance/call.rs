//! Calls without generated code: building requests from user input.

use roxmltree::{Document, Node};

use wsdlgen_runtime::soap::AddressingVersion;

use super::{
    InstanceError,
    build::Composer,
    data::Data,
    outgoing::{OutgoingAttachment, OutgoingHttp, OutgoingRequest},
    read::{Reader, shown, shown_name},
    soap::{self, DECLARATION, XSI},
};
use crate::{
    model::{
        Addressing, Body, Element, Exchange, HttpMethod, Message, Model, NamespaceId, Operation,
        Port, Protocol, SoapVersion,
    },
    sample::declaration,
};

/// User input for a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MessageInput {
    /// XML: the elements of the body or of the header, or a whole envelope.
    Xml(String),
    /// Structured data.
    ///
    /// For a body with a single element, this is the content of the element. For a body with several
    /// elements, and for a header, it is an object with an entry for each element.
    Data(Data),
}

/// The parts of an envelope.
#[derive(Clone, Copy, PartialEq, Eq)]
enum EnvelopePart {
    Header,
    Body,
}

/// The scope of the data for a part of an envelope.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Inside {
    /// The content of the only element.
    Element,
    /// The content of the part, with an entry for each element.
    Part,
}

/// An operation at a port.
pub(crate) struct Call<'m> {
    pub(crate) model: &'m Model,
    pub(crate) operation: &'m Operation,
    pub(crate) port: &'m Port,
    /// The SOAP version of the port. HTTP ports have none, and do not use it.
    pub(crate) version: SoapVersion,
    pub(crate) action: &'m str,
    /// The beginning of default actions in WS-Addressing.
    pub(crate) actions: &'m str,
}

impl Call<'_> {
    /// Builds a request and checks it against the contract.
    pub(crate) fn request(
        &self,
        body: &MessageInput,
        header: Option<&MessageInput>,
    ) -> Result<OutgoingRequest, Vec<InstanceError>> {
        if let Protocol::Http(method) = self.port.protocol {
            return self.http_request(method, body, header);
        }
        let envelope = self.envelope(&self.operation.input, body, header)?;
        let content_type = soap::content_type(self.version);
        let (content_type, soap_action) = match (self.version, self.action) {
            (SoapVersion::Soap11, action) => (content_type, Some(format!("\"{action}\""))),
            (SoapVersion::Soap12, "") => (content_type, None),
            (SoapVersion::Soap12, action) => (format!("{content_type}; action=\"{action}\""), None),
        };
        let address = self.port.address.to_string();
        let addressing = self.addressing();
        let stated = [&*self.operation.addressing.request, self.action];
        let stated = stated.into_iter().find(|action| !action.is_empty());
        let default = || format!("{}{}Request", self.actions, self.operation.name);
        let action = stated.map_or_else(default, str::to_owned);
        let one_way = self.operation.exchange == Exchange::OneWay;
        let attachments = &self.operation.input.attachments;
        let attachments = attachments.iter().map(OutgoingAttachment::of).collect();
        let http = None;
        Ok(OutgoingRequest {
            address,
            content_type,
            soap_action,
            envelope,
            addressing,
            action,
            one_way,
            attachments,
            http,
        })
    }

    /// Returns the version of WS-Addressing that the port requires.
    fn addressing(&self) -> Option<AddressingVersion> {
        match self.port.addressing {
            Addressing::NotAsked => None,
            Addressing::Asked => Some(AddressingVersion::V1),
            Addressing::AskedAugust2004 => Some(AddressingVersion::August2004),
        }
    }

    /// Builds a request without SOAP.
    fn http_request(
        &self,
        method: HttpMethod,
        body: &MessageInput,
        header: Option<&MessageInput>,
    ) -> Result<OutgoingRequest, Vec<InstanceError>> {
        if header.is_some() {
            return Err(vec![plain_error("a request without SOAP has no header")]);
        }
        let message = &self.operation.input;
        let elements = message.body.elements(self.model);
        let content = self.part(body, &elements, inside(message, &elements), EnvelopePart::Body)?;
        let method = match method {
            HttpMethod::Get => "GET",
            HttpMethod::Post => "POST",
        };
        Ok(OutgoingRequest {
            address: self.port.address.to_string(),
            content_type: "application/x-www-form-urlencoded".to_owned(),
            soap_action: None,
            envelope: String::new(),
            addressing: None,
            action: String::new(),
            one_way: self.operation.exchange == Exchange::OneWay,
            attachments: Vec::new(),
            http: Some(OutgoingHttp { method, location: self.action.to_owned(), content }),
        })
    }

    /// Builds the envelope of a reply and checks it against the contract.
    pub(crate) fn reply(&self, body: &MessageInput) -> Result<String, Vec<InstanceError>> {
        self.envelope(&self.operation.output, body, None)
    }

    /// Builds the envelope of one of the operation's messages and checks it.
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
                return Err(vec![plain_error("a header cannot be added to a whole envelope")]);
            }
            if version != self.version {
                let what = "the envelope and the port have different SOAP versions";
                return Err(vec![plain_error(what)]);
            }
            self.check_envelope(document.root_element(), &elements, &headers)?;
            // The request is sent in UTF-8, whatever the declaration says.
            Ok(format!("{DECLARATION}{}", without_declaration(xml)))
        } else {
            let inside = inside(message, &elements);
            let body = self.part(body, &elements, inside, EnvelopePart::Body)?;
            let header =
                header.map(|given| self.part(given, &headers, Inside::Part, EnvelopePart::Header));
            Ok(self.enveloped(header.transpose()?, &body))
        }
    }

    /// Returns the elements of the body or the header as XML, after checking them.
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
        // There may be several elements, but a document has only one root.
        let around =
            format!("<{AROUND} xmlns:xsi=\"{XSI}\">\n{}</{AROUND}>", without_declaration(&xml));
        let document = Document::parse(&around).map_err(|error| {
            // Without the root, the error has the right position, unless there are several elements.
            let alone = Document::parse(&xml).err().unwrap_or(error);
            vec![plain_error(&format!("invalid XML: {alone}"))]
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
        // The envelope already declares `xsi`.
        let own = |id: &&NamespaceId| &*self.model.namespace(**id).uri != XSI;
        let namespaces = self.operation.namespaces.iter().filter(own);
        let declared: String = namespaces.map(|id| declaration(self.model, *id)).collect();
        let mut composer = Composer::new(self.model);
        let mut xml = String::new();
        match inside {
            Inside::Element => {
                for element in elements {
                    xml += &composer.body(element, data).compact(self.model, &declared);
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

    /// Checks the elements in a node.
    ///
    /// A body must contain each expected element exactly once. A header may contain any of them, and
    /// blocks that the contract does not declare.
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
                reader.errors.push(plain_error("unexpected text, expected only elements"));
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

    /// Returns the error for an element that is not expected, or that occurs twice.
    pub(super) fn unexpected(&self, child: Node<'_, '_>, elements: &[&Element]) -> InstanceError {
        let due = elements
            .iter()
            .map(|one| shown_name(&self.model.namespace(one.name.namespace).uri, &one.name.local));
        let due: Vec<String> = due.collect();
        let due = if due.is_empty() { "nothing".to_owned() } else { due.join(", ") };
        let found = shown(child);
        plain_error(&format!("unexpected element {found}, expected {due}"))
    }

    fn enveloped(&self, header: Option<String>, body: &str) -> String {
        let uri = soap::namespace(self.version);
        let header = header.map(|blocks| format!("<soap:Header>{blocks}</soap:Header>"));
        format!(
            "{DECLARATION}<soap:Envelope xmlns:soap=\"{uri}\" \
             xmlns:xsi=\"{XSI}\">{}<soap:Body>{body}</soap:Body></soap:Envelope>",
            header.unwrap_or_default()
        )
    }
}

/// Returns the scope of the data for a body.
fn inside(message: &Message, elements: &[&Element]) -> Inside {
    match (&message.body, elements) {
        // The other parts may be attachments.
        (Body::Element(_), _) | (Body::Parts(_), [_]) => Inside::Element,
        (Body::Empty | Body::Parts(_), _) => Inside::Part,
    }
}

pub(super) fn plain_error(what: &str) -> InstanceError {
    InstanceError { path: "/".to_owned(), place: None, what: what.to_owned() }
}

/// The name of the root element that is added around the user's input.
const AROUND: &str = "given";

/// Adjusts the path and position of an error to the user's input, which lacks the added root and its line.
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

/// Returns the text, document and SOAP version if the input is a whole envelope.
fn given_envelope(given: &MessageInput) -> Option<(&str, Document<'_>, SoapVersion)> {
    let MessageInput::Xml(xml) = given else { return None };
    let document = Document::parse(xml).ok()?;
    let root = document.root_element().tag_name();
    let version = root.namespace().and_then(soap::version_of);
    let version = version.filter(|_| root.name() == "Envelope")?;
    Some((xml, document, version))
}

/// Returns the rest of the text after an XML declaration.
fn without_declaration(xml: &str) -> &str {
    let xml = xml.trim_start_matches('\u{feff}').trim_start();
    match xml.strip_prefix("<?xml").and_then(|rest| rest.split_once("?>")) {
        Some((_, rest)) => rest.trim_start(),
        None => xml,
    }
}

/// Returns the child with this name in a SOAP envelope namespace.
pub(super) fn soap_child<'a, 'i>(node: Node<'a, 'i>, local: &str) -> Option<Node<'a, 'i>> {
    node.children().find(|child| {
        let name = child.tag_name();
        name.name() == local && name.namespace().and_then(soap::version_of).is_some()
    })
}
