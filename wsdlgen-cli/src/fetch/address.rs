//! Normalized addresses: without a fragment, user name or password.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;
use url::Url;

use super::{FetchError, Options, Problem};

/// Returns the address to start at, and the options with the user name and password from the address.
pub(super) fn entry<'a>(
    address: &str,
    options: &'a Options,
) -> Result<(Url, Cow<'a, Options>), FetchError> {
    let url = Url::parse(address).map_err(|error| {
        FetchError::new(without_user(address), Problem::Address { reason: error.to_string() })
    })?;
    let entry = plain(url.clone());
    if url.username().is_empty() && url.password().is_none() {
        return Ok((entry, Cow::Borrowed(options)));
    }
    let decoded = |text| percent_decode_str(text).decode_utf8_lossy();
    let password = decoded(url.password().unwrap_or_default());
    let credentials = options.credentials.clone().basic(&decoded(url.username()), &password);
    let credentials = credentials.map_err(|problem| FetchError::new(entry.to_string(), problem))?;
    Ok((entry, Cow::Owned(Options { credentials, ..options.clone() })))
}

/// Removes the fragment, user name and password from an address. The result can be sent to a server and shown in
/// messages. Credentials in an import or a redirect are never used.
pub(super) fn plain(mut url: Url) -> Url {
    url.set_fragment(None);
    // These fail only for addresses that cannot have credentials.
    let _ = url.set_username("");
    let _ = url.set_password(None);
    url
}

/// Returns whether an address is on the entry's server: on its host, and on its port or on port 80 or 443. Other
/// ports of the host may belong to internal services.
pub(super) fn is_same_server(url: &Url, entry: &Url) -> bool {
    let (port, of_entry) = (url.port_or_known_default(), entry.port_or_known_default());
    url.host_str() == entry.host_str() && (port == of_entry || matches!(port, Some(80 | 443)))
}

/// Returns the host of an address, and the port if the address has one.
pub(super) fn authority(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}

/// Masks the credentials in an invalid address: `http://name:password@[bad` -> `http://***@[bad`.
fn without_user(address: &str) -> String {
    let Some((user, rest)) = address.rsplit_once('@') else { return address.to_owned() };
    let scheme = user.find("://").map_or("", |end| &user[..end + 3]);
    format!("{scheme}***@{rest}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accepts_entry_port_and_default_ports() {
        let check = |address: &str, expected| {
            let (url, entry) = (address.parse().unwrap(), "https://h:8443/a".parse().unwrap());
            assert_eq!(is_same_server(&url, &entry), expected, "{address}");
        };
        check("https://h:8443/b", true);
        check("http://h/b", true);
        check("https://h/b", true);
        check("http://h:8080/b", false);
        check("https://i:8443/b", false);
    }

    #[test]
    fn moves_password_from_address_to_credentials() {
        let options = Options::default();
        let (url, options) = entry("http://me:s%20t@h/a?b=c@d#e", &options).unwrap();
        assert_eq!(url.as_str(), "http://h/a?b=c@d");
        let header = options.credentials.headers().next().unwrap();
        assert_eq!(header, ("authorization", b"Basic bWU6cyB0".as_slice()));
    }

    #[test]
    fn hides_password_in_invalid_address() {
        let error = entry("http://me:secret@[bad", &Options::default()).unwrap_err();
        assert_eq!(error.address, "http://***@[bad");
        assert_eq!(without_user("me:secret@h"), "***@h");
    }
}
