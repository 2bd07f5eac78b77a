//! HTTP headers that callers add to requests, and the values of `Authorization`.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use http::{
    HeaderMap, HeaderName, HeaderValue,
    header::{AUTHORIZATION, COOKIE, InvalidHeaderValue, PROXY_AUTHORIZATION},
};

/// Returns the credentials of the scheme Basic (RFC 7617). `Debug` does not show them.
pub(super) fn basic(user: &str, password: &str) -> HeaderValue {
    let encoded = STANDARD.encode(format!("{user}:{password}"));
    let value = HeaderValue::try_from(format!("Basic {encoded}"));
    sensitive(value.unwrap_or_else(|_| HeaderValue::from_static("")))
}

/// Returns the credentials of the scheme Bearer (RFC 6750, §2.1). `Debug` does not show them.
pub(super) fn bearer(token: &str) -> Result<HeaderValue, InvalidHeaderValue> {
    HeaderValue::try_from(format!("Bearer {token}")).map(sensitive)
}

/// Hides a value from `Debug` and traces if it authenticates the caller.
pub(super) fn hidden(name: &HeaderName, value: HeaderValue) -> HeaderValue {
    if [AUTHORIZATION, PROXY_AUTHORIZATION, COOKIE].contains(name) {
        sensitive(value)
    } else {
        value
    }
}

fn sensitive(mut value: HeaderValue) -> HeaderValue {
    value.set_sensitive(true);
    value
}

/// Sets headers, replacing those with the same names.
pub(super) fn set(headers: &mut HeaderMap, added: &HeaderMap) {
    for name in added.keys() {
        headers.remove(name);
    }
    for (name, value) in added {
        headers.append(name, value.clone());
    }
}
