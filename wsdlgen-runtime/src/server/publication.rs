//! What a server shows of its contract to whoever asks with GET: the documents, as `?wsdl`, and pages
//! for people with a form to try operations.

mod document;
mod form;
mod html;
mod local;
mod page;
mod sample;

use std::net::SocketAddr;

use http::{HeaderValue, Method, Response, StatusCode, header, request::Parts};

pub(super) use form::Tried;
pub use sample::{SampleMessage, reply_head, request_head, sample_envelope};

use crate::{message::Payload, soap::SoapVersion};

/// A contract as its server shows it: its documents, and a sample of each message. Generated code has
/// one where the generator was told to `publish`.
#[derive(Clone, Copy, Debug)]
pub struct Publication<'a> {
    /// The name of the service.
    pub service: &'a str,
    /// What the contract says of it; empty where that is nothing.
    pub documentation: &'a str,
    /// The ports of the service that are served here, by their names.
    pub ports: &'a [&'a str],
    /// Which of the documents is the service's own: what `?wsdl` asks for.
    pub entry: usize,
    /// The contract's documents, each referring to others by their places in this list.
    pub documents: &'a [Document<'a>],
    /// What can be called.
    pub operations: &'a [PublishedOperation<'a>],
}

/// A document of a contract, in pieces: what stands in it as it is, and what depends on where it is
/// asked for.
#[derive(Clone, Copy, Debug)]
pub struct Document<'a> {
    /// Whether it is a WSDL or a schema.
    pub kind: DocumentKind,
    /// Its text, in order.
    pub pieces: &'a [Piece<'a>],
}

/// What a document's root element is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DocumentKind {
    /// `wsdl:definitions`
    Wsdl,
    /// `xs:schema`
    Schema,
}

/// A piece of a document.
#[derive(Clone, Copy, Debug)]
pub enum Piece<'a> {
    /// Text that stands in it as it is.
    Text(&'a str),
    /// The address of a port (`soap:address`, WSDL 1.1, §3.8).
    Address {
        /// The service that the port belongs to.
        service: &'a str,
        /// The port's name.
        port: &'a str,
        /// What the contract has for it.
        written: &'a str,
    },
    /// The location of another of the documents, by its place in the list.
    Location(usize),
}

/// An operation as it is shown.
#[derive(Clone, Copy, Debug)]
pub struct PublishedOperation<'a> {
    /// Its name in the contract, which tells it from others.
    pub name: &'a str,
    /// What the contract says of it; empty where that is nothing.
    pub documentation: &'a str,
    /// The versions of SOAP that it can be called in, each with the action to name.
    pub versions: &'a [(SoapVersion, &'a str)],
    /// A sample of what it takes; none where a message would have no end.
    pub request: Option<SampleMessage<'a>>,
    /// A sample of what it answers with; none where it has no answer.
    pub reply: Option<SampleMessage<'a>>,
}

impl Publication<'_> {
    /// Answers a request with GET or HEAD: with the page or the document that it asks for. `address` is
    /// where the service is reached, if that is not where it was asked. There is no form to try
    /// operations: a [`Server`](super::Server) has it.
    ///
    /// ```
    /// use wsdlgen_runtime::server::Publication;
    ///
    /// let publication = Publication {
    ///     service: "Orders",
    ///     documentation: "",
    ///     ports: &[],
    ///     entry: 0,
    ///     documents: &[],
    ///     operations: &[],
    /// };
    /// let (head, ()) = http::Request::get("/orders").body(())?.into_parts();
    /// let page = publication.page(&head, None);
    /// assert_eq!(page.status(), 200);
    /// # Ok::<(), http::Error>(())
    /// ```
    pub fn page(&self, head: &Parts, address: Option<&str>) -> Response<Payload> {
        Pages { publication: self, head, address, peer: None }.get()
    }
}

/// What one request for a page is answered from.
pub(super) struct Pages<'a> {
    pub(super) publication: &'a Publication<'a>,
    pub(super) head: &'a Parts,
    /// Where the service is reached, if that is not where it was asked.
    pub(super) address: Option<&'a str>,
    /// Who asks.
    pub(super) peer: Option<SocketAddr>,
}

/// What a request asks for in its query.
enum Asked<'a> {
    Service,
    Operation(&'a PublishedOperation<'a>),
    Document(&'a Document<'a>),
    Style,
    Nothing,
}

impl<'a> Pages<'a> {
    /// Whether a request is one for a page and no message.
    pub(super) fn are_asked_for(head: &Parts) -> bool {
        matches!(head.method, Method::GET | Method::HEAD)
    }

    /// The page that a request asks for.
    pub(super) fn get(&self) -> Response<Payload> {
        match self.asked() {
            Asked::Service => self.html(StatusCode::OK, page::service(self)),
            Asked::Operation(operation) => {
                self.html(StatusCode::OK, page::operation(self, operation))
            }
            Asked::Document(document) => {
                let text = document::written(self.publication, document, self.address().as_deref());
                self.response(StatusCode::OK, "text/xml; charset=utf-8", text)
            }
            Asked::Style => self.response(StatusCode::OK, "text/css; charset=utf-8", page::STYLE),
            Asked::Nothing => self.html(StatusCode::NOT_FOUND, page::not_found(self)),
        }
    }

    fn asked(&self) -> Asked<'a> {
        let query = self.head.uri.query().unwrap_or_default();
        let Some((name, value)) = form_urlencoded::parse(query.as_bytes()).next() else {
            return Asked::Service;
        };
        let publication = self.publication;
        let document = |kind| {
            let number =
                if value.is_empty() { Some(publication.entry) } else { value.parse().ok() };
            let document = number.and_then(|number| publication.documents.get(number));
            document.filter(|it| it.kind == kind).map_or(Asked::Nothing, Asked::Document)
        };
        match &*name.to_ascii_lowercase() {
            "wsdl" => document(DocumentKind::Wsdl),
            "xsd" => document(DocumentKind::Schema),
            "op" => self.operation(&value).map_or(Asked::Nothing, Asked::Operation),
            "style" => Asked::Style,
            _ => Asked::Service,
        }
    }

    /// Whether who asks may try operations.
    fn is_local(&self) -> bool {
        local::is_local(self.head, self.peer)
    }

    fn operation(&self, name: &str) -> Option<&'a PublishedOperation<'a>> {
        self.publication.operations.iter().find(|operation| operation.name == name)
    }

    /// Where the service is reached: where it was asked for, unless it was told otherwise.
    fn address(&self) -> Option<String> {
        self.address.map(str::to_owned).or_else(|| document::requested_address(self.head))
    }

    fn html(&self, status: StatusCode, page: impl Into<String>) -> Response<Payload> {
        self.response(status, "text/html; charset=utf-8", page)
    }

    fn response(
        &self,
        status: StatusCode,
        content_type: &'static str,
        text: impl Into<String>,
    ) -> Response<Payload> {
        let text = text.into();
        let length = text.len();
        // A page runs nothing, is shown in no frame, and its type is what it says.
        let headers = [
            (header::CONTENT_TYPE, content_type),
            (header::CACHE_CONTROL, "no-cache"),
            (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
            // Without a referrer of its own a form would not say that it is one of ours.
            (header::REFERRER_POLICY, "same-origin"),
            (
                header::CONTENT_SECURITY_POLICY,
                "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; \
                 frame-ancestors 'none'",
            ),
        ];
        let is_head = self.head.method == Method::HEAD;
        let body = if is_head { Payload::default() } else { Payload::new(text) };
        let mut response = Response::new(body);
        *response.status_mut() = status;
        for (name, value) in headers {
            response.headers_mut().insert(name, HeaderValue::from_static(value));
        }
        response.headers_mut().insert(header::CONTENT_LENGTH, length.into());
        response
    }
}

#[cfg(test)]
mod tests;
