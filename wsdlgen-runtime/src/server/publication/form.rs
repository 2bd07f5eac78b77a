//! The form for trying an operation. Its envelope is handled like a client's request.

use std::borrow::Cow;

use bytes::Bytes;
use http::{HeaderValue, Method, Request, Response, StatusCode, header, request::Parts};

use super::{
    Pages, PublishedOperation,
    fields::{Fields, Input},
    page,
};
use crate::{
    message::{ContentType, Payload, SOAP_ACTION},
    server::Rejection,
    soap::SoapVersion,
};

const FORM: &str = "application/x-www-form-urlencoded";

/// A submitted form.
pub(in crate::server) struct Tried<'a> {
    pub(super) operation: &'a PublishedOperation<'a>,
    pub(super) version: SoapVersion,
    pub(super) envelope: String,
    /// The values of the fields, unless the envelope was edited as a whole.
    pub(super) input: Option<Input>,
    action: &'a str,
}

impl<'a> Pages<'a> {
    /// Returns whether a request submits the form.
    pub(in crate::server) fn are_tried(head: &Parts) -> bool {
        let is_form = |kind: ContentType<'_>| kind.media_type().eq_ignore_ascii_case(FORM);
        head.method == Method::POST && ContentType::of(&head.headers).is_some_and(is_form)
    }

    /// Returns the rejection for a user who may not try operations.
    ///
    /// It is checked before the body is read.
    pub(in crate::server) fn refusal(&self) -> Option<Response<Payload>> {
        let is_refused = !self.is_local();
        is_refused.then(|| self.html(StatusCode::FORBIDDEN, page::refused(self)))
    }

    /// Returns the SOAP version that the query names, or else the first one of the operation.
    pub(super) fn chosen_version(&self, operation: &PublishedOperation<'_>) -> SoapVersion {
        let wanted = value(self.head.uri.query().unwrap_or_default().as_bytes(), "soap");
        let mut versions = operation.versions.iter().map(|(version, _)| *version);
        let is_wanted = |version: &SoapVersion| wanted.as_deref() == Some(page::number(*version));
        let first = versions.clone().next().unwrap_or(SoapVersion::Soap11);
        versions.find(is_wanted).unwrap_or(first)
    }

    /// Parses a submitted form.
    pub(in crate::server) fn tried(&self, body: &[u8]) -> Result<Tried<'a>, Rejection> {
        let unusable = || Box::new(self.html(StatusCode::BAD_REQUEST, page::unusable(self)));
        let query = self.head.uri.query().unwrap_or_default();
        let operation = value(query.as_bytes(), "op").and_then(|name| self.operation(&name));
        let operation = operation.ok_or_else(unusable)?;
        let wanted = value(body, "version").ok_or_else(unusable)?;
        let is_wanted = |(version, _): &&(SoapVersion, &str)| page::number(*version) == wanted;
        let version = operation.versions.iter().find(is_wanted);
        let (version, action) = *version.ok_or_else(unusable)?;
        let input = Input::of(body);
        let envelope = match &input {
            Some(input) => {
                let fields = operation.form.as_ref().and_then(Fields::of).ok_or_else(unusable)?;
                if input.adds() {
                    String::new()
                } else {
                    fields.envelope(version, input).map_err(|_| {
                        Box::new(self.html(StatusCode::BAD_REQUEST, page::unwritable(self)))
                    })?
                }
            }
            // Browsers normalize line breaks in forms to CRLF.
            None => value(body, "envelope").ok_or_else(unusable)?.replace("\r\n", "\n"),
        };
        Ok(Tried { operation, version, envelope, input, action })
    }

    /// Returns the page with the form and another occurrence of the chosen element.
    pub(in crate::server) fn extended(&self, tried: &Tried<'_>) -> Response<Payload> {
        self.html(StatusCode::OK, page::extended(self, tried))
    }

    /// Returns whether the query asks for the envelope rather than for fields.
    pub(super) fn wants_envelope(&self) -> bool {
        let query = self.head.uri.query().unwrap_or_default();
        value(query.as_bytes(), "as").as_deref() == Some("envelope")
    }

    /// Returns the page that shows the response of the service.
    pub(in crate::server) fn answered(
        &self,
        tried: &Tried<'_>,
        answer: Response<Payload>,
    ) -> Response<Payload> {
        let (head, body) = answer.into_parts();
        let text = String::from_utf8_lossy(&body.into_bytes()).into_owned();
        self.html(StatusCode::OK, page::answered(self, tried, head.status, &text))
    }
}

impl Tried<'_> {
    /// Returns whether the form asks for another occurrence of an element.
    pub(in crate::server) fn adds(&self) -> bool {
        self.input.as_ref().is_some_and(Input::adds)
    }

    /// Returns the request that a client would send.
    ///
    /// The address and the extensions are those of the form's request. The headers describe the message.
    pub(in crate::server) fn request(&self, head: &Parts) -> (Parts, Bytes) {
        let mut request = Request::new(());
        *request.method_mut() = Method::POST;
        *request.uri_mut() = head.uri.clone();
        *request.extensions_mut() = head.extensions.clone();
        let headers = request.headers_mut();
        let content_type = HeaderValue::from_static(self.version.content_type());
        headers.insert(header::CONTENT_TYPE, content_type);
        if self.version == SoapVersion::Soap11 {
            let action = HeaderValue::try_from(format!("\"{}\"", self.action));
            headers.extend(action.ok().map(|action| (SOAP_ACTION, action)));
        }
        let (head, ()) = request.into_parts();
        (head, Bytes::from(self.envelope.clone()))
    }
}

/// Returns the first value of a field in form data.
fn value<'b>(body: &'b [u8], name: &str) -> Option<Cow<'b, str>> {
    form_urlencoded::parse(body).find(|(found, _)| found == name).map(|(_, value)| value)
}
