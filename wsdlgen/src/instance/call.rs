//! Calls without generated code: a request from what a person gives, and what a reply says.

use roxmltree::{Document, Node};

use super::{
    build::Composer,
    data::Data,
    error::InstanceError,
    read::{Reader, source},
    tree::declaration,
};
use crate::model::{Body, Element, Model, NamespaceId, Operation, Port, SoapVersion};

const SOAP11: &str = "http://schemas.xmlsoap.org/soap/envelope/";
const SOAP12: &str = "http://www.w3.org/2003/05/soap-envelope";

/// What a person gives of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Given {
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
}

/// What came back.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Answer {
    /// A reply.
    Reply {
        /// The elements of the body, as they are written.
        xml: String,
        /// What is in them, by their names.
        data: Data,
        /// What in it the contract does not allow.
        errors: Vec<InstanceError>,
    },
    /// A fault.
    Fault(FaultAnswer),
}

/// A fault in its parts (SOAP 1.1, §4.4; SOAP 1.2 part 1, §5.4).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct FaultAnswer {
    /// Whose fault it is, and in SOAP 1.2 which of its kinds behind it.
    pub codes: Vec<String>,
    /// Reasons for people.
    pub reasons: Vec<String>,
    /// Who found it, where that is said.
    pub role: Option<String>,
    /// What stands in the detail, as it is written.
    pub details: Vec<String>,
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
        body: &Given,
        header: Option<&Given>,
    ) -> Result<OutgoingRequest, Vec<InstanceError>> {
        let message = &self.operation.input;
        let elements = message.body.elements(self.model);
        let headers: Vec<&Element> = message.headers.iter().collect();
        let envelope = match body {
            Given::Xml(xml) if is_envelope(xml) => {
                self.check_envelope(xml, &elements, &headers)?;
                xml.clone()
            }
            _ => {
                let inside = match message.body {
                    Body::Element(_) => Inside::Element,
                    Body::Empty | Body::Parts(_) => Inside::Part,
                };
                let body = self.part(body, &elements, inside)?;
                let header = header.map(|given| self.part(given, &headers, Inside::Part));
                self.enveloped(header.transpose()?, &body)
            }
        };
        let (content_type, soap_action) = match self.port.version {
            SoapVersion::Soap11 => {
                ("text/xml; charset=utf-8".to_owned(), Some(format!("\"{}\"", self.action)))
            }
            SoapVersion::Soap12 => {
                let action = match self.action {
                    "" => String::new(),
                    action => format!("; action=\"{action}\""),
                };
                (format!("application/soap+xml; charset=utf-8{action}"), None)
            }
        };
        let address = self.port.address.to_string();
        Ok(OutgoingRequest { address, content_type, soap_action, envelope })
    }

    /// Elements of the body or the header as XML, checked.
    fn part(
        &self,
        given: &Given,
        elements: &[&Element],
        inside: Inside,
    ) -> Result<String, Vec<InstanceError>> {
        let (xml, mut errors) = match given {
            Given::Xml(xml) => (xml.clone(), Vec::new()),
            Given::Data(data) => self.composed(data, elements, inside),
        };
        // A document has one root: these may be several.
        let around =
            format!("<{AROUND} xmlns:xsi=\"{XSI}\">\n{}</{AROUND}>", without_declaration(&xml));
        let document = parse(&around)?;
        let found = self.check(document.root_element(), elements).err().unwrap_or_default();
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
        for element in elements {
            let data = match inside {
                Inside::Element => Some(data),
                Inside::Part => data.get(&element.name.local),
            };
            if let Some(data) = data {
                xml += &composer.element(element, data).compact(self.model, &declared);
            }
        }
        (xml, composer.errors)
    }

    fn check_envelope(
        &self,
        xml: &str,
        body: &[&Element],
        headers: &[&Element],
    ) -> Result<(), Vec<InstanceError>> {
        let document = parse(xml)?;
        let root = document.root_element();
        if let Some(header) = soap_child(root, "Header") {
            self.check(header, headers)?;
        }
        match soap_child(root, "Body") {
            Some(found) => self.check(found, body),
            None => Err(vec![plain_error("the envelope has no body")]),
        }
    }

    /// Checks the elements in a node against those that may be there; header blocks may be absent.
    fn check(&self, around: Node<'_, '_>, elements: &[&Element]) -> Result<(), Vec<InstanceError>> {
        let mut reader = Reader::new(self.model);
        for child in around.children().filter(Node::is_element) {
            if let Some(element) = elements.iter().find(|one| reader.is(child, &one.name)) {
                reader.element(element, child);
                continue;
            }
            let due: Vec<&str> = elements.iter().map(|one| &*one.name.local).collect();
            let due = if due.is_empty() { "nothing".to_owned() } else { due.join(", ") };
            let found = child.tag_name().name();
            let what = format!("`{found}` has no place here, where the contract has {due}");
            reader.errors.push(plain_error(&what));
        }
        if reader.errors.is_empty() { Ok(()) } else { Err(reader.errors) }
    }

    fn enveloped(&self, header: Option<String>, body: &str) -> String {
        let uri = match self.port.version {
            SoapVersion::Soap11 => SOAP11,
            SoapVersion::Soap12 => SOAP12,
        };
        let header = header.map(|blocks| format!("<soap:Header>{blocks}</soap:Header>"));
        format!(
            "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<soap:Envelope xmlns:soap=\"{uri}\" \
             xmlns:xsi=\"{XSI}\">{}<soap:Body>{body}</soap:Body></soap:Envelope>",
            header.unwrap_or_default()
        )
    }

    /// What an envelope says that came back.
    pub(crate) fn answer(&self, envelope: &str) -> Result<Answer, InstanceError> {
        let document = Document::parse(envelope)
            .map_err(|error| plain_error(&format!("the answer is no XML: {error}")))?;
        let root = document.root_element();
        if root.tag_name().name() != "Envelope" {
            let found = root.tag_name().name();
            return Err(plain_error(&format!("the answer is `{found}`, and no envelope of SOAP")));
        }
        let Some(body) = soap_child(root, "Body") else {
            return Err(plain_error("the answer has no body"));
        };
        if let Some(fault) = soap_child(body, "Fault") {
            return Ok(Answer::Fault(fault_parts(fault)));
        }
        let elements = self.operation.output.body.elements(self.model);
        let mut reader = Reader::new(self.model);
        let (mut xml, mut entries) = (String::new(), Vec::new());
        for child in body.children().filter(Node::is_element) {
            xml += source(child);
            if let Some(element) = elements.iter().find(|one| reader.is(child, &one.name)) {
                let data = reader.element(element, child);
                entries.push((element.name.local.to_string(), data));
            } else {
                let what = format!("`{}` is not declared", child.tag_name().name());
                reader.errors.push(plain_error(&what));
            }
        }
        Ok(Answer::Reply { xml, data: Data::Object(entries), errors: reader.errors })
    }
}

const XSI: &str = "http://www.w3.org/2001/XMLSchema-instance";

fn parse(xml: &str) -> Result<Document<'_>, Vec<InstanceError>> {
    Document::parse(xml).map_err(|error| vec![plain_error(&format!("it is no XML: {error}"))])
}

fn plain_error(what: &str) -> InstanceError {
    InstanceError { path: "/".to_owned(), place: None, what: what.to_owned() }
}

/// What is put around the elements that somebody gives.
const AROUND: &str = "given";

/// The same as whoever gave it sees it: without what was put around, on a line of its own.
fn as_given(error: InstanceError, given: &Given) -> InstanceError {
    let path = error.path.strip_prefix(&format!("/{AROUND}")).unwrap_or(&error.path);
    let path = if path.is_empty() { "/" } else { path }.to_owned();
    let place = match given {
        Given::Xml(_) => error.place.map(|(line, column)| (line.saturating_sub(1), column)),
        Given::Data(_) => None,
    };
    InstanceError { path, place, what: error.what }
}

fn is_envelope(xml: &str) -> bool {
    let root = Document::parse(xml).ok();
    root.is_some_and(|document| {
        let name = document.root_element().tag_name();
        name.name() == "Envelope" && matches!(name.namespace(), Some(SOAP11 | SOAP12))
    })
}

fn without_declaration(xml: &str) -> &str {
    let xml = xml.trim_start_matches('\u{feff}').trim();
    match xml.strip_prefix("<?xml").and_then(|rest| rest.split_once("?>")) {
        Some((_, rest)) => rest.trim_start(),
        None => xml,
    }
}

/// A child in the namespace of the envelope that it is in.
fn soap_child<'a, 'i>(node: Node<'a, 'i>, local: &str) -> Option<Node<'a, 'i>> {
    node.children().find(|child| {
        child.tag_name().name() == local
            && matches!(child.tag_name().namespace(), Some(SOAP11 | SOAP12))
    })
}

fn fault_parts(fault: Node<'_, '_>) -> FaultAnswer {
    let named = |local: &str| {
        fault.children().find(|child| child.is_element() && child.tag_name().name() == local)
    };
    let text = |node: Node<'_, '_>| node.text().unwrap_or_default().trim().to_owned();
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
        parts.details.extend(entries.map(|entry| source(entry).to_owned()));
    }
    parts
}
