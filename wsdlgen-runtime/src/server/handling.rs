//! Request handling: published pages, SOAP messages and requests without SOAP.

use std::sync::Arc;

use bytes::{Buf, Bytes};
use http::{Request, Response, StatusCode, header, request::Parts};
use http_body::Body;

use super::{
    Dispatch, IncomingRequest, PeerAddress, Server, ServerLocation,
    http_binding::{self, HttpRequest},
    publication::Pages,
    rejection,
    replies::ReplyDelivery,
    unwind,
};
use crate::{
    message::{Arriving, ContentType, Payload, Unpacked, arriving_body, collect},
    observe::CallSpan,
    offload::for_message,
    soap::{Contract, SoapVersion},
};

impl<D: Dispatch> Server<D> {
    pub(super) async fn answer<B>(self, request: Request<B>) -> Response<Payload>
    where
        B: Body + Send + 'static,
        B::Data: Buf + Send,
    {
        let (head, body) = request.into_parts();
        let address = self.whereabouts.address.as_deref();
        let found = HttpRequest::find::<D::Contract>(&head);
        if let Some(refusal) = self.callers.refusal(&head, address, found.is_some()) {
            return *refusal;
        }
        if let Some(found) = found {
            let observed = CallSpan::request(D::Contract::NAME, &head.uri);
            let response = observed.within(self.answer_http(found, head, body)).await;
            observed.answered(response.status().as_u16(), Some(response.body().len()));
            observed.ended(if response.status().is_success() { "reply" } else { "fault" });
            return response;
        }
        let pages = self.pages(&head);
        if let Some(pages) = pages.as_ref().filter(|_| Pages::are_asked_for(&head)) {
            return pages.get();
        }
        if head.method != http::Method::POST {
            return rejection::method_not_allowed(pages.is_some());
        }
        let form = pages.filter(|_| Pages::are_tried(&head));
        if let Some(refusal) = form.as_ref().and_then(Pages::refusal) {
            return refusal;
        }
        if form.is_none() && self.streams(&head) {
            return self.answer_arriving(head, body).await;
        }
        let bytes = match collect(body, self.options.limits.message_bytes).await {
            Ok(bytes) => bytes,
            Err(error) => return *rejection::body_failed(&head, &error),
        };
        match form {
            Some(form) => self.try_out(&form, &bytes).await,
            None => self.answer_message(head, &bytes, None).await,
        }
    }

    /// Returns whether the attachments of a request are read as they arrive.
    fn streams(&self, head: &Parts) -> bool {
        let is_multipart = |content_type: ContentType<'_>| {
            content_type.is_multipart() && content_type.may_be_soap()
        };
        self.streams_attachments
            && !self.guard.verifies()
            && !head.headers.contains_key(header::CONTENT_ENCODING)
            && ContentType::of(&head.headers).is_some_and(is_multipart)
    }

    /// Answers a multipart message whose attachments are still arriving.
    async fn answer_arriving<B>(&self, head: Parts, body: B) -> Response<Payload>
    where
        B: Body + Send + 'static,
        B::Data: Buf + Send,
    {
        let content_type = ContentType::of(&head.headers).unwrap_or_default();
        let limit = self.options.limits.message_bytes;
        let arrived = Arriving::open(&content_type, arriving_body(body), limit).await;
        match arrived {
            Ok(arrived) => {
                let envelope = arrived.envelope.clone();
                self.answer_message(head, &envelope, Some(arrived)).await
            }
            Err(error) => {
                let version = content_type.soap_version().unwrap_or(SoapVersion::Soap11);
                *rejection::unreadable(version, &error)
            }
        }
    }

    /// Answers a request for an operation that is bound to HTTP without SOAP.
    async fn answer_http<B>(&self, found: HttpRequest, head: Parts, body: B) -> Response<Payload>
    where
        B: Body,
        B::Data: Buf,
    {
        if self.guard.verifies() || self.guard.seals() {
            let reason = "this service requires SOAP messages with WS-Security";
            return http_binding::error(StatusCode::FORBIDDEN, reason);
        }
        let form = if found.is_form {
            match collect(body, self.options.limits.message_bytes).await {
                Ok(form) => form,
                Err(error) => return http_binding::rejected(rejection::body_failed(&head, &error)),
            }
        } else {
            Bytes::new()
        };
        let operation = found.operation;
        let fields = match found.body(&head, &form) {
            Ok(fields) => fields,
            Err(reason) => return http_binding::error(StatusCode::BAD_REQUEST, &reason),
        };
        let received = IncomingRequest::of_fields(head, &fields, &self.options, &self.guard);
        let answer = self.dispatch.dispatch(operation, received);
        let answered = unwind::Unwinding(answer).await.unwrap_or_else(|_| {
            CallSpan::panicked();
            Err(rejection::failed(SoapVersion::Soap11))
        });
        answered.unwrap_or_else(http_binding::rejected)
    }

    /// Returns the pages for this request, or `None` if nothing is published.
    fn pages<'a>(&'a self, head: &'a Parts) -> Option<Pages<'a>> {
        let publication = D::PUBLICATION?;
        let ServerLocation { address, peer } = &*self.whereabouts;
        let peer = match peer {
            Some(peer) => peer(&head.extensions),
            None => head.extensions.get().map(|PeerAddress(peer)| *peer),
        };
        Some(Pages { publication, head, address: address.as_deref(), peer })
    }

    /// Answers a request submitted with a page's form.
    async fn try_out(&self, pages: &Pages<'_>, form: &[u8]) -> Response<Payload> {
        match pages.tried(form) {
            Ok(tried) if tried.adds() => pages.extended(&tried),
            Ok(tried) => {
                let (head, envelope) = tried.request(pages.head);
                pages.answered(&tried, self.answer_message(head, &envelope, None).await)
            }
            Err(refusal) => *refusal,
        }
    }

    /// Answers a SOAP message. If its attachments are still arriving, `arrived` is its beginning, and `bytes` its envelope.
    async fn answer_message(
        &self,
        head: Parts,
        bytes: &Bytes,
        arrived: Option<Unpacked<'static>>,
    ) -> Response<Payload> {
        let observed = CallSpan::request(D::Contract::NAME, &head.uri);
        observed.asked(bytes.len());
        let response = observed.within(self.answer_observed(head, bytes, arrived)).await;
        observed.answered(response.status().as_u16(), Some(response.body().len()));
        observed.ended(if response.status().is_success() { "reply" } else { "fault" });
        response
    }

    async fn answer_observed(
        &self,
        head: Parts,
        bytes: &Bytes,
        arrived: Option<Unpacked<'static>>,
    ) -> Response<Payload> {
        let (options, guard) = (Arc::clone(&self.options), Arc::clone(&self.guard));
        let (length, bytes) = (bytes.len(), bytes.clone());
        let opened = for_message(length, move || {
            IncomingRequest::open::<D::Contract>(head, (&bytes, arrived), &options, &guard)
        });
        let opened = opened.await.unwrap_or_else(|| Err(rejection::failed(SoapVersion::Soap11)));
        let (operation, mut received) = match opened {
            Ok(opened) => opened,
            Err(refusal) => return *refusal,
        };
        let sender = self.reply_sender.as_ref().filter(|_| received.has_other_destination());
        let Some(sender) = sender else { return self.call_method(operation, received, None).await };
        let (replies, released) = ReplyDelivery::new(sender);
        received.set_reply_delivery(replies.clone());
        let server = (self.clone(), Arc::clone(sender));
        let work = async move {
            let (server, sender) = server;
            let response = server.call_method(operation, received, Some(replies.clone())).await;
            replies.release_after(&response);
            sender.deliver(response).await
        };
        sender.run(work, released).await
    }

    /// Calls the method of an operation.
    async fn call_method(
        &self,
        operation: usize,
        received: IncomingRequest,
        replies: Option<ReplyDelivery>,
    ) -> Response<Payload> {
        let version = received.version();
        let answer = self.dispatch.dispatch(operation, received);
        let answered = unwind::Unwinding(answer).await.unwrap_or_else(|_| {
            CallSpan::panicked();
            let addressed = replies.and_then(|replies| replies.released()).unwrap_or_default();
            Err(rejection::failed_to(&addressed, version))
        });
        answered.unwrap_or_else(|refusal| *refusal)
    }
}
