//! Protection against cross-site requests from browsers.

use http::{HeaderMap, Method, StatusCode, header, request::Parts, uri::Authority};

use super::{
    PeerAddress, Rejection,
    rejection::{refuse, unsupported_type},
};
use crate::{
    message::ContentType,
    soap::{Fault, SoapVersion},
    xml::shorten,
};

/// The longest origin shown in an error, in characters.
const SHOWN: usize = 100;

/// The sites that may call a server, and the server's own host names.
#[derive(Clone, Debug, Default)]
pub(super) struct Callers {
    /// The origins (RFC 6454) of other sites whose pages may call the server.
    pub(super) origins: Vec<String>,
    /// The server's host names, without ports. Any host name is accepted if this is empty.
    pub(super) hosts: Vec<String>,
}

impl Callers {
    /// Returns a rejection if the request is for another host or comes from another site's page.
    ///
    /// `is_call` is whether the request calls an operation, whatever its method.
    pub(super) fn refusal(
        &self,
        head: &Parts,
        address: Option<&str>,
        is_call: bool,
    ) -> Option<Rejection> {
        if !self.is_known_host(head) {
            return Some(forbidden(
                StatusCode::MISDIRECTED_REQUEST,
                "the request's host name is not one of this service's".to_owned(),
            ));
        }
        if head.method != Method::POST && !is_call || self.may_call(head, address) {
            return None;
        }
        let origin = texts(&head.headers, header::ORIGIN.as_str()).next().unwrap_or("another site");
        let origin = shorten(origin, SHOWN);
        Some(forbidden(
            StatusCode::FORBIDDEN,
            format!("pages of {origin} may not call this service (see `Server::with_origins`)"),
        ))
    }

    fn is_known_host(&self, head: &Parts) -> bool {
        self.hosts.is_empty()
            || authority(head).is_some_and(|authority| {
                self.hosts.iter().any(|host| host.eq_ignore_ascii_case(authority.host()))
            })
    }

    /// Returns whether a request comes from a program, from a page of this service, or from an allowed origin.
    ///
    /// Browsers add `Origin` to every POST, and `Sec-Fetch-Site` to every request.
    fn may_call(&self, head: &Parts, address: Option<&str>) -> bool {
        let allowed = |origin: &str| self.origins.iter().any(|known| known == origin);
        let mut origins = texts(&head.headers, header::ORIGIN.as_str()).peekable();
        if origins.peek().is_some() && origins.all(allowed) {
            return true;
        }
        is_own_page(head, address)
    }
}

/// Returns the rejection of a request that a program on this machine must not pass on to another service: it is not SOAP, or a
/// page of another site may have sent it.
///
/// Browsers send the requests of such pages without asking first, and the program would add its own credentials. If the
/// request has the extension [`PeerAddress`], it came over a socket, and its host name must be that of this machine: a page's
/// host name may have been made to resolve to it.
pub fn refuse_forwarding(head: &Parts) -> Option<Rejection> {
    let content_type = ContentType::of(&head.headers).unwrap_or_default();
    if !content_type.may_be_soap() {
        return Some(unsupported_type(&content_type));
    }
    let is_misdirected = head.extensions.get::<PeerAddress>().is_some() && !is_asked_here(head);
    if is_misdirected {
        let reason = "the request's host name is not that of this machine".to_owned();
        return Some(forbidden(StatusCode::FORBIDDEN, reason));
    }
    Callers::default().refusal(head, None, true)
}

/// Returns whether a request comes from a program or from a page of this service.
pub(super) fn is_own_page(head: &Parts, address: Option<&str>) -> bool {
    let own = [authority(head), address.and_then(|address| site(address)?.parse().ok())];
    let is_own = |origin: &str| {
        let site = site(origin);
        own.iter().flatten().any(|own| site.is_some_and(|site| own.as_str() == site))
    };
    let mut sites = texts(&head.headers, "sec-fetch-site");
    sites.all(|site| matches!(site, "same-origin" | "none"))
        && texts(&head.headers, header::ORIGIN.as_str()).all(is_own)
}

/// Returns the host and port that a request is addressed to.
fn authority(head: &Parts) -> Option<Authority> {
    let mut hosts = texts(&head.headers, header::HOST.as_str());
    match (hosts.next(), hosts.next()) {
        (Some(host), None) => host.parse().ok(),
        (None, _) => head.uri.authority().cloned(),
        (Some(_), Some(_)) => None,
    }
}

/// Returns whether the request's host name is this machine's own.
pub(super) fn is_asked_here(head: &Parts) -> bool {
    authority(head).is_some_and(|authority| is_loopback_name(authority.host()))
}

fn is_loopback_name(host: &str) -> bool {
    let address = host.trim_start_matches('[').trim_end_matches(']');
    host.eq_ignore_ascii_case("localhost")
        || address.parse().is_ok_and(|address: std::net::IpAddr| address.is_loopback())
}

/// Returns the host and port of an address.
fn site(address: &str) -> Option<&str> {
    address.split_once("://").map(|(_, rest)| rest.split(['/', '?', '#']).next().unwrap_or(rest))
}

/// Returns all values of a header. A value that is not text becomes an empty string, which every check rejects.
fn texts<'h>(headers: &'h HeaderMap, name: &str) -> impl Iterator<Item = &'h str> {
    headers.get_all(name).into_iter().map(|value| value.to_str().unwrap_or_default())
}

fn forbidden(status: StatusCode, reason: String) -> Rejection {
    let mut response = refuse(SoapVersion::Soap11, &Fault::sender(reason));
    *response.status_mut() = status;
    response
}

#[cfg(test)]
mod tests {
    use http::Request;

    use super::Callers;

    /// The method, the headers, the configured address, and the status of the rejection.
    type Case =
        (&'static str, &'static [(&'static str, &'static str)], Option<&'static str>, Option<u16>);

    const HOST: (&str, &str) = ("host", "api.example:81");

    fn check(callers: &Callers, cases: &[Case]) {
        for (method, headers, address, expected) in cases {
            let mut request = Request::builder().method(*method).uri("/service");
            for (name, value) in *headers {
                request = request.header(*name, *value);
            }
            let (head, ()) = request.body(()).unwrap().into_parts();
            let refusal = callers.refusal(&head, *address, false);
            let status = refusal.map(|response| response.status().as_u16());
            assert_eq!(status, *expected, "{method} {headers:?}");
        }
    }

    #[test]
    fn rejects_pages_of_other_sites() {
        let origins = vec!["https://shop.example".to_owned()];
        let callers = Callers { origins, hosts: Vec::new() };
        let public = Some("https://public.example/service");
        check(
            &callers,
            &[
                ("POST", &[HOST], None, None),
                ("POST", &[], None, None),
                ("POST", &[HOST, ("origin", "http://api.example:81")], None, None),
                ("POST", &[HOST, ("origin", "https://public.example")], public, None),
                ("POST", &[HOST, ("origin", "https://public.example")], None, Some(403)),
                ("POST", &[HOST, ("origin", "https://shop.example")], None, None),
                ("POST", &[HOST, ("origin", "https://shop.example:82")], None, Some(403)),
                ("POST", &[HOST, ("origin", "null")], None, Some(403)),
                ("POST", &[HOST, ("origin", "")], None, Some(403)),
                ("POST", &[("origin", "http://api.example:81")], None, Some(403)),
                ("POST", &[HOST, ("sec-fetch-site", "cross-site")], None, Some(403)),
                ("POST", &[HOST, ("sec-fetch-site", "same-site")], None, Some(403)),
                ("POST", &[HOST, ("sec-fetch-site", "same-origin")], None, None),
                ("POST", &[HOST, ("sec-fetch-site", "none")], None, None),
                (
                    "POST",
                    &[HOST, ("origin", "https://shop.example"), ("sec-fetch-site", "cross-site")],
                    None,
                    None,
                ),
                // Every value of a repeated header must be valid.
                (
                    "POST",
                    &[HOST, ("origin", "http://api.example:81"), ("origin", "http://evil.example")],
                    None,
                    Some(403),
                ),
                (
                    "POST",
                    &[HOST, ("sec-fetch-site", "none"), ("sec-fetch-site", "cross-site")],
                    None,
                    Some(403),
                ),
                (
                    "POST",
                    &[HOST, ("host", "evil.example"), ("origin", "http://api.example:81")],
                    None,
                    Some(403),
                ),
                ("GET", &[HOST, ("sec-fetch-site", "cross-site")], None, None),
            ],
        );
    }

    #[test]
    fn rejects_unknown_host_names() {
        let hosts = vec!["api.example".to_owned()];
        let callers = Callers { origins: Vec::new(), hosts };
        check(
            &callers,
            &[
                ("POST", &[HOST], None, None),
                ("GET", &[("host", "API.example")], None, None),
                ("GET", &[("host", "evil.example")], None, Some(421)),
                ("POST", &[("host", "evil.example:81")], None, Some(421)),
                ("POST", &[HOST, HOST], None, Some(421)),
                ("POST", &[], None, Some(421)),
            ],
        );
    }
}
