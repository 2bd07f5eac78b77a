//! Published pages without generated code, rendered by the runtime.

use bytes::Bytes;
use http::{Response, StatusCode, request::Parts};
use wsdlgen_runtime::{
    Payload,
    server::{self as runtime, DocumentKind, Rejection},
};

use crate::{
    model::{Interface, Model},
    publish::{Document, Piece, Publication, PublishedInterface, PublishedOperation},
    sample::Content,
    tools::instance::of_runtime,
};

impl Publication {
    /// Answers a GET request.
    pub(crate) fn page(&self, model: &Model, head: &Parts) -> Response<Payload> {
        let page = self.with(model, head, |publication| publication.page(head, None));
        page.unwrap_or_else(|| {
            let mut nothing = Response::new(Payload::default());
            *nothing.status_mut() = StatusCode::NOT_FOUND;
            nothing
        })
    }

    /// Returns the SOAP request of a submitted form, the response to an invalid one, or `None` for any other request.
    pub(crate) fn form_request(
        &self,
        model: &Model,
        head: &Parts,
        body: &[u8],
    ) -> Option<Result<(Parts, Bytes), Rejection>> {
        self.with(model, head, |publication| publication.form_request(head, body))?
    }

    /// Returns the page that shows the response to a form.
    pub(crate) fn form_response(
        &self,
        model: &Model,
        (head, body): (&Parts, &[u8]),
        response: Response<Payload>,
    ) -> Response<Payload> {
        let mut response = Some(response);
        let show = |publication: &runtime::Publication<'_>| {
            Some(publication.form_response(head, body, response.take()?))
        };
        self.with(model, head, show).flatten().unwrap_or_default()
    }

    /// Calls a function with the publication of the interface whose address has the requested path, or else of the first one.
    fn with<T>(
        &self,
        model: &Model,
        head: &Parts,
        work: impl FnOnce(&runtime::Publication<'_>) -> T,
    ) -> Option<T> {
        let is_there = |interface: &Interface| {
            interface.ports.iter().any(|port| path_of(&port.address) == head.uri.path())
        };
        let at = model.interfaces.iter().position(is_there).unwrap_or_default();
        let (interface, shown) = model.interfaces.get(at).zip(self.interfaces.get(at))?;
        Some(with_publication(&self.documents, interface, shown, work))
    }
}

/// Returns the path of an address.
fn path_of(address: &str) -> &str {
    let rest = address.split_once("://").map_or("", |(_, rest)| rest);
    let path = rest.find('/').map_or("/", |at| &rest[at..]);
    path.split(['?', '#']).next().unwrap_or_default()
}

/// Calls a function with a publication of borrowed data.
fn with_publication<T>(
    documents: &[Document],
    interface: &Interface,
    shown: &PublishedInterface,
    work: impl FnOnce(&runtime::Publication<'_>) -> T,
) -> T {
    let pieces: Vec<Vec<_>> =
        documents.iter().map(|one| one.pieces.iter().map(piece).collect()).collect();
    let documents = documents.iter().zip(&pieces).map(|(one, pieces)| runtime::Document {
        kind: if one.is_wsdl { DocumentKind::Wsdl } else { DocumentKind::Schema },
        pieces,
    });
    let documents: Vec<_> = documents.collect();
    let versions: Vec<Vec<_>> = shown.operations.iter().map(versions).collect();
    let operations = shown.operations.iter().zip(&versions);
    let operations: Vec<_> =
        operations.map(|(shown, versions)| of_operation(shown, versions)).collect();
    let ports: Vec<&str> = interface.ports.iter().map(|port| &*port.name).collect();
    let publication = runtime::Publication {
        service: &interface.service,
        documentation: &shown.documentation,
        ports: &ports,
        entry: shown.entry,
        documents: &documents,
        operations: &operations,
    };
    work(&publication)
}

fn piece(piece: &Piece) -> runtime::Piece<'_> {
    match piece {
        Piece::Text(text) => runtime::Piece::Text(text),
        Piece::Address { service, port, written } => {
            runtime::Piece::Address { service, port, written }
        }
        Piece::Location(place) => runtime::Piece::Location(*place),
    }
}

fn versions(shown: &PublishedOperation) -> Vec<(wsdlgen_runtime::SoapVersion, &str)> {
    shown.versions.iter().map(|(version, action)| (of_runtime(*version), &**action)).collect()
}

fn of_operation<'a>(
    shown: &'a PublishedOperation,
    versions: &'a [(wsdlgen_runtime::SoapVersion, &'a str)],
) -> runtime::PublishedOperation<'a> {
    runtime::PublishedOperation {
        name: &shown.name,
        documentation: &shown.documentation,
        versions,
        request: shown.request.as_ref().map(Content::as_message),
        reply: shown.reply.as_ref().map(Content::as_message),
        form: shown.form.as_ref().map(Content::as_message),
    }
}
