//! Addresses as they are asked for: without a fragment, and without a name and password.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;
use url::Url;

use super::{FetchError, Options, Problem};

/// The address to start at, and the options with the user name and password that stood in it.
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

/// What is sent to a server and shown in messages. A document does not choose credentials: those
/// in an import or a redirect are left out.
pub(super) fn plain(mut url: Url) -> Url {
    url.set_fragment(None);
    // Refused only for addresses that cannot have them.
    let _ = url.set_username("");
    let _ = url.set_password(None);
    url
}

/// `http://name:password@[bad` -> `http://***@[bad`
fn without_user(address: &str) -> String {
    let Some((user, rest)) = address.rsplit_once('@') else { return address.to_owned() };
    let scheme = user.find("://").map_or("", |end| &user[..end + 3]);
    format!("{scheme}***@{rest}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_leave_the_address() {
        let options = Options::default();
        let (url, options) = entry("http://me:s%20t@h/a?b=c@d#e", &options).unwrap();
        assert_eq!(url.as_str(), "http://h/a?b=c@d");
        let header = options.credentials.headers().next().unwrap();
        assert_eq!(header, ("authorization", b"Basic bWU6cyB0".as_slice()));
    }

    #[test]
    fn passwords_in_what_is_no_address_are_not_shown() {
        let error = entry("http://me:secret@[bad", &Options::default()).unwrap_err();
        assert_eq!(error.address, "http://***@[bad");
        assert_eq!(without_user("me:secret@h"), "***@h");
    }
}
