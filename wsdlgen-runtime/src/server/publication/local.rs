//! Restricting the form to users on the server's own machine.

use std::net::SocketAddr;

use http::{Method, request::Parts};

use crate::server::origin::{is_asked_here, is_own_page};

/// The headers that proxies add to forwarded requests. Such a request may come from another machine.
const PASSED_ON: [&str; 6] =
    ["forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip"];

/// Returns whether a request was made on this machine, by a program or by a page of this service.
///
/// The peer must be known and local. The other checks rule out:
///
/// - requests forwarded by a proxy on this machine, which have the proxy's headers
/// - sites elsewhere whose host name resolves to this machine, which are recognized by that name
/// - pages of other sites that send a form to this machine, which are recognized by their origin
pub(super) fn is_local(head: &Parts, peer: Option<SocketAddr>) -> bool {
    let is_here = peer.is_some_and(|peer| peer.ip().to_canonical().is_loopback());
    let is_passed_on = PASSED_ON.iter().any(|name| head.headers.contains_key(*name));
    let is_own = head.method != Method::POST || is_own_page(head, None);
    is_here && !is_passed_on && is_asked_here(head) && is_own
}

#[cfg(test)]
mod tests {
    use http::Request;

    use super::is_local;

    /// The peer, the method, the headers, and the expected result.
    type Case = (Option<&'static str>, &'static str, &'static [(&'static str, &'static str)], bool);

    #[test]
    fn accepts_only_requests_from_the_same_machine() {
        let here = Some("127.0.0.1:50000");
        let cases: [Case; 17] = [
            (here, "POST", &[("host", "localhost:80")], true),
            (here, "GET", &[("host", "127.0.0.1:8080")], true),
            (Some("[::1]:1"), "GET", &[("host", "[::1]:8080")], true),
            (Some("[::ffff:127.0.0.1]:1"), "GET", &[("host", "LOCALHOST")], true),
            (None, "GET", &[("host", "localhost")], false),
            (Some("192.0.2.1:1"), "GET", &[("host", "localhost")], false),
            (Some("[::ffff:192.0.2.1]:1"), "GET", &[("host", "localhost")], false),
            (here, "GET", &[], false),
            (here, "GET", &[("host", "example.org")], false),
            (here, "GET", &[("host", "localhost.example.org")], false),
            (here, "GET", &[("host", "localhost"), ("x-forwarded-for", "192.0.2.1")], false),
            (here, "GET", &[("host", "localhost"), ("via", "1.1 proxy")], false),
            (here, "POST", &[("host", "a:1"), ("origin", "http://a:1")], false),
            (here, "POST", &[("host", "localhost:1"), ("origin", "http://localhost:1")], true),
            (here, "POST", &[("host", "localhost:1"), ("origin", "http://localhost:2")], false),
            (here, "POST", &[("host", "localhost:1"), ("origin", "null")], false),
            (here, "POST", &[("host", "localhost"), ("sec-fetch-site", "cross-site")], false),
        ];
        for (peer, method, headers, expected) in cases {
            let mut request = Request::builder().method(method).uri("/service");
            for (name, value) in headers {
                request = request.header(*name, *value);
            }
            let (head, ()) = request.body(()).unwrap().into_parts();
            let peer = peer.map(|peer| peer.parse().unwrap());
            assert_eq!(is_local(&head, peer), expected, "{peer:?} {method} {headers:?}");
        }
    }
}
