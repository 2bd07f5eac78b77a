//! The responses to GET requests: the contract's documents and HTML pages with a form for trying operations.

mod document;
mod fields;
mod form;
mod html;
mod local;
mod outcome;
mod page;
mod sample;

use std::net::SocketAddr;

use bytes::Bytes;
use http::{HeaderValue, Method, Response, StatusCode, header, request::Parts};

pub(super) use form::Tried;
pub use sample::{SampleMessage, reply_head, request_head, sample_envelope};

use super::{PeerAddress, Rejection};
use crate::{message::Payload, soap::SoapVersion};

/// The published form of a contract: its documents and a sample of each message.
///
/// Generated code contains one if the generator's `publish` setting is on.
#[derive(Clone, Copy, Debug)]
pub struct Publication<'a> {
    /// The name of the service.
    pub service: &'a str,
    /// The service's documentation in the contract, or an empty string if there is none.
    pub documentation: &'a str,
    /// The names of the service's ports that this server implements.
    pub ports: &'a [&'a str],
    /// The index of the main WSDL document, which `?wsdl` returns.
    pub entry: usize,
    /// The contract's documents. They refer to each other by index.
    pub documents: &'a [Document<'a>],
    /// The operations that can be called.
    pub operations: &'a [PublishedOperation<'a>],
}

/// A document of a contract, split into constant text and addresses that depend on the request.
#[derive(Clone, Copy, Debug)]
pub struct Document<'a> {
    /// The kind of document.
    pub kind: DocumentKind,
    /// The pieces of the document, in order.
    pub pieces: &'a [Piece<'a>],
}

/// The kind of a document, named after its root element.
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
    /// Constant text.
    Text(&'a str),
    /// The address of a port (`soap:address`, WSDL 1.1, §3.8).
    Address {
        /// The service that the port belongs to.
        service: &'a str,
        /// The port's name.
        port: &'a str,
        /// The address in the contract.
        written: &'a str,
    },
    /// The location of another document, by its index in [`Publication::documents`].
    Location(usize),
}

/// A published operation.
#[derive(Clone, Copy, Debug)]
pub struct PublishedOperation<'a> {
    /// The unique name of the operation in the contract.
    pub name: &'a str,
    /// The operation's documentation in the contract, or an empty string if there is none.
    pub documentation: &'a str,
    /// The SOAP versions supported by the operation, each with its action.
    pub versions: &'a [(SoapVersion, &'a str)],
    /// A sample request with the names of types in place of values, or `None` if a message would be infinite.
    pub request: Option<SampleMessage<'a>>,
    /// A sample reply, or `None` if the operation has no reply.
    pub reply: Option<SampleMessage<'a>>,
    /// A valid request from which the form is built, or `None` to begin with the envelope of the sample. Elements without notes occur
    /// once, and the types of their values are unknown.
    ///
    /// Attributes with the undeclared prefix `f` are notes for the fields of the form: `f:min` and `f:max` are the number of
    /// occurrences if it is not 1, `f:type` is the type of a value, `f:values` lists the only values in lines, `f:secret` marks
    /// a secret value, and `f:fixed` content without fields. The elements `f:sequence` and `f:choice` group others: the members of
    /// a sequence occur together, and each child of a choice is a branch. The first branch is the default.
    pub form: Option<SampleMessage<'a>>,
}

impl Publication<'_> {
    /// Answers a GET or HEAD request with the requested page or document.
    ///
    /// `address` is the public address of the service if it differs from the request's address. The page has a form for trying
    /// operations if the request has the extension [`PeerAddress`] with an address of this machine.
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
        self.pages(head, address).get()
    }

    /// Returns the SOAP request of a submitted form, or `None` for any other request.
    ///
    /// # Errors
    ///
    /// If the user may not try operations, or the form is invalid: the response to send.
    pub fn form_request(
        &self,
        head: &Parts,
        body: &[u8],
    ) -> Option<Result<(Parts, Bytes), Rejection>> {
        let pages = self.pages(head, None);
        Pages::are_tried(head).then(|| match pages.refusal() {
            Some(refusal) => Err(Box::new(refusal)),
            None => match pages.tried(body) {
                Ok(tried) if tried.adds() => Err(Box::new(pages.extended(&tried))),
                tried => tried.map(|tried| tried.request(head)),
            },
        })
    }

    /// Returns the page that shows the response to the request of [`form_request`](Self::form_request).
    pub fn form_response(
        &self,
        head: &Parts,
        body: &[u8],
        response: Response<Payload>,
    ) -> Response<Payload> {
        let pages = self.pages(head, None);
        match pages.tried(body) {
            Ok(tried) => pages.answered(&tried, response),
            Err(rejection) => *rejection,
        }
    }

    fn pages<'a>(&'a self, head: &'a Parts, address: Option<&'a str>) -> Pages<'a> {
        let peer = head.extensions.get().map(|PeerAddress(peer)| *peer);
        Pages { publication: self, head, address, peer }
    }
}

/// The data for answering one request for a page.
pub(super) struct Pages<'a> {
    pub(super) publication: &'a Publication<'a>,
    pub(super) head: &'a Parts,
    /// The public address of the service, if it differs from the request's address.
    pub(super) address: Option<&'a str>,
    /// The peer's address, if it is known.
    pub(super) peer: Option<SocketAddr>,
}

/// The resource that a request's query names.
enum Asked<'a> {
    Service,
    Operation(&'a PublishedOperation<'a>),
    Document(&'a Document<'a>),
    Style,
    Nothing,
}

impl<'a> Pages<'a> {
    /// Returns whether a request asks for a page rather than sending a message.
    pub(super) fn are_asked_for(head: &Parts) -> bool {
        matches!(head.method, Method::GET | Method::HEAD)
    }

    /// Returns the requested page or document.
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
            document.filter(|found| found.kind == kind).map_or(Asked::Nothing, Asked::Document)
        };
        match &*name.to_ascii_lowercase() {
            "wsdl" => document(DocumentKind::Wsdl),
            "xsd" => document(DocumentKind::Schema),
            "op" => self.operation(&value).map_or(Asked::Nothing, Asked::Operation),
            "style" => Asked::Style,
            _ => Asked::Service,
        }
    }

    /// Returns whether the user may try operations.
    fn is_local(&self) -> bool {
        local::is_local(self.head, self.peer)
    }

    fn operation(&self, name: &str) -> Option<&'a PublishedOperation<'a>> {
        self.publication.operations.iter().find(|operation| operation.name == name)
    }

    /// Returns the address of the service: the configured one, or else the address of the request.
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
        // Pages with the content of a form may contain secrets.
        let cached = if self.head.method == Method::POST { "no-store" } else { "no-cache" };
        // Pages run no scripts, cannot be framed, and must not be sniffed for another content type.
        let headers = [
            (header::CONTENT_TYPE, content_type),
            (header::CACHE_CONTROL, cached),
            (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
            // Browsers need this policy to send the form's `Origin`, which shows that the form is ours.
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
