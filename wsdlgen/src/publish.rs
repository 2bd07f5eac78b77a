//! The published form of a contract: its documents, in pieces, and sample messages.

use std::{collections::HashMap, ops::Range};

use crate::{
    document::{FileId, Role, Sources, Span},
    html,
    model::{Exchange, Interface, Message, Model, SoapVersion},
    parse,
    sample::{Content, Values},
    syntax::Documentation,
};

/// Length limit for samples, in bytes. Longer ones are left out.
const SAMPLE_LIMIT: usize = 64 << 10;

/// The XML declaration of every published document.
const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n";

/// The documents and samples that servers publish.
#[derive(Clone, Debug)]
pub(crate) struct Publication {
    pub(crate) documents: Vec<Document>,
    /// The interfaces, in the order of the model.
    pub(crate) interfaces: Vec<PublishedInterface>,
}

/// A document of a contract.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Document {
    pub(crate) is_wsdl: bool,
    pub(crate) pieces: Vec<Piece>,
}

/// A piece of a document: verbatim text, or an address that depends on the request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Piece {
    Text(String),
    /// The address of a port of a service.
    Address {
        service: String,
        port: String,
        written: String,
    },
    /// The location of a document.
    Location(usize),
}

/// The published description of an interface.
#[derive(Clone, Debug)]
pub(crate) struct PublishedInterface {
    /// Documentation as plain text.
    pub(crate) documentation: String,
    /// The index of the document that defines its service.
    pub(crate) entry: usize,
    pub(crate) operations: Vec<PublishedOperation>,
}

/// The published description of an operation.
#[derive(Clone, Debug)]
pub(crate) struct PublishedOperation {
    pub(crate) name: String,
    /// Documentation as plain text.
    pub(crate) documentation: String,
    pub(crate) versions: Vec<(SoapVersion, String)>,
    pub(crate) request: Option<Content>,
    /// A valid request with notes for a form.
    pub(crate) form: Option<Content>,
    pub(crate) reply: Option<Content>,
}

/// Returns what servers publish of a model and the documents it was built from.
pub(crate) fn publish(sources: &Sources, model: &Model) -> Publication {
    let outlined = outlined(sources);
    let interfaces = model.interfaces.iter().map(|interface| PublishedInterface {
        documentation: plain(&interface.documentation),
        entry: entry(&outlined, interface),
        operations: operations(model, interface),
    });
    Publication { interfaces: interfaces.collect(), documents: documents(sources, &outlined) }
}

/// A document to publish.
struct Outlined<'a> {
    file: FileId,
    text: &'a str,
    outline: parse::Outline,
}

fn outlined(sources: &Sources) -> Vec<Outlined<'_>> {
    let given = sources.iter().filter(|(file, _)| sources.role(*file) != Role::Known);
    let outlined = given.filter_map(|(file, source)| {
        let text = &*source.text;
        Some(Outlined { file, text, outline: parse::outline(text)? })
    });
    outlined.collect()
}

/// Returns the index of the document that defines an interface's service, or 0 if there is no service.
fn entry(outlined: &[Outlined<'_>], interface: &Interface) -> usize {
    let has = |one: &Outlined<'_>| one.outline.services.iter().any(|it| **it == *interface.service);
    outlined.iter().position(has).unwrap_or_default()
}

fn documents(sources: &Sources, outlined: &[Outlined<'_>]) -> Vec<Document> {
    let places = outlined.iter().enumerate().map(|(place, one)| (one.file, place));
    let places: HashMap<FileId, usize> = places.collect();
    outlined.iter().map(|one| document(one, links(sources, one, &places))).collect()
}

/// Returns edits for a document's references to other published documents.
fn links(sources: &Sources, one: &Outlined<'_>, places: &HashMap<FileId, usize>) -> Vec<Edit> {
    let imports = parse::imports(one.text).into_iter();
    let links = imports.filter_map(|import| {
        let target = sources.target(Span::new(one.file, import.range.clone()))?;
        Some(Edit { range: import.range, piece: Piece::Location(*places.get(&target)?) })
    });
    links.collect()
}

/// A replacement for a part of a document.
struct Edit {
    range: Range<usize>,
    piece: Piece,
}

fn document(one: &Outlined<'_>, links: Vec<Edit>) -> Document {
    let Outlined { text, outline, .. } = one;
    let addresses = outline.addresses.iter().cloned().map(|address| Edit {
        range: address.range,
        piece: Piece::Address {
            service: address.service,
            port: address.port,
            written: address.location,
        },
    });
    let mut edits: Vec<Edit> = links.into_iter().chain(addresses).collect();
    edits.sort_by_key(|edit| edit.range.start);
    // Published documents are in UTF-8, whatever encoding the original had.
    let mut pieces = Pieces(vec![Piece::Text(DECLARATION.to_owned())]);
    let rest = text[outline.declaration.end..].trim_start();
    let mut done = text.len() - rest.len();
    for edit in edits {
        pieces.text(&text[done..edit.range.start]);
        pieces.0.push(edit.piece);
        done = edit.range.end;
    }
    pieces.text(&text[done..]);
    Document { is_wsdl: outline.is_wsdl, pieces: pieces.0 }
}

struct Pieces(Vec<Piece>);

impl Pieces {
    /// Adds text with normalized line ends (XML 1.0 §2.11).
    fn text(&mut self, text: &str) {
        let text = text.replace("\r\n", "\n").replace('\r', "\n");
        match self.0.last_mut() {
            Some(Piece::Text(last)) => last.push_str(&text),
            _ => self.0.push(Piece::Text(text)),
        }
    }
}

fn plain(documentation: &Documentation) -> String {
    documentation.as_deref().map(html::plain).unwrap_or_default()
}

fn operations(model: &Model, interface: &Interface) -> Vec<PublishedOperation> {
    let operations = interface.operations.iter().enumerate();
    let shown = operations.map(|(index, operation)| PublishedOperation {
        name: operation.called.to_string(),
        documentation: plain(&operation.documentation),
        versions: versions(interface, index),
        request: sample(model, &operation.input, Values::Placeholders),
        // A form that is too long with notes may fit without them.
        form: Content::for_form(model, &operation.input)
            .filter(is_short)
            .or_else(|| sample(model, &operation.input, Values::Valid)),
        reply: match operation.exchange {
            Exchange::RequestResponse => sample(model, &operation.output, Values::Placeholders),
            Exchange::OneWay => None,
        },
    });
    shown.collect()
}

/// Returns the SOAP versions that an operation supports, each with the action of its first port.
fn versions(interface: &Interface, operation: usize) -> Vec<(SoapVersion, String)> {
    let mut versions: Vec<(SoapVersion, String)> = Vec::new();
    for port in interface.ports.iter().filter(|port| port.binds(operation)) {
        let Some(own) = port.version() else { continue };
        if versions.iter().all(|(version, _)| *version != own) {
            versions.push((own, port.action(operation).to_owned()));
        }
    }
    versions
}

fn sample(model: &Model, message: &Message, values: Values) -> Option<Content> {
    Content::of(model, message, values).filter(is_short)
}

fn is_short(content: &Content) -> bool {
    content.header.len() + content.body.len() <= SAMPLE_LIMIT
}

#[cfg(test)]
mod tests {
    use super::{DECLARATION, Document, Piece, documents, outlined};
    use crate::{settings::Settings, source::testing::loaded};

    #[test]
    fn splits_documents_at_addresses_and_locations() {
        let wsdl = "<?xml version='1.0' encoding='iso-8859-1'?>\r\n\
            <definitions xmlns='http://schemas.xmlsoap.org/wsdl/' \
            xmlns:s='http://schemas.xmlsoap.org/wsdl/soap/'>\r\n\
            <types><xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'>\
            <xs:import namespace='urn:a' schemaLocation='a.xsd'/>\
            <xs:import namespace='urn:b' schemaLocation='missing.xsd'/></xs:schema></types>\
            <service name='S'><port name='P'><s:address location='http://s?a&amp;b'/></port></service>\
            </definitions>";
        let schema = "<schema xmlns='http://www.w3.org/2001/XMLSchema' targetNamespace='urn:a'/>";
        let given: [(&str, &str); 2] = [("s.wsdl", wsdl), ("a.xsd", schema)];
        let (sources, _) = loaded(&given, &Settings::default());
        let found = documents(&sources, &outlined(&sources));
        let text = |text: &str| Piece::Text(text.to_owned());
        let expected = [
            Document {
                is_wsdl: true,
                pieces: vec![
                    text(&format!(
                        "{DECLARATION}<definitions xmlns='http://schemas.xmlsoap.org/wsdl/' \
                         xmlns:s='http://schemas.xmlsoap.org/wsdl/soap/'>\n<types>\
                         <xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'>\
                         <xs:import namespace='urn:a' schemaLocation='"
                    )),
                    Piece::Location(1),
                    text(
                        "'/><xs:import namespace='urn:b' schemaLocation='missing.xsd'/>\
                         </xs:schema></types><service name='S'><port name='P'><s:address location='",
                    ),
                    Piece::Address {
                        service: "S".to_owned(),
                        port: "P".to_owned(),
                        written: "http://s?a&b".to_owned(),
                    },
                    text("'/></port></service></definitions>"),
                ],
            },
            Document { is_wsdl: false, pieces: vec![text(&format!("{DECLARATION}{schema}"))] },
        ];
        assert_eq!(found, expected);
    }
}
