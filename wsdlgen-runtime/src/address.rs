//! Addresses as shown in errors, traces and `Debug` output, and percent-encoding.

use std::borrow::Cow;

/// Returns an address without the parts that may be secret: user name and password, query and fragment.
///
/// ```
/// use wsdlgen_runtime::message::public_address;
///
/// assert_eq!(public_address("https://ada:secret@host/path?token=x"), "https://host/path");
/// ```
pub fn public_address(address: &str) -> String {
    let address = address.split(['?', '#']).next().unwrap_or_default();
    let (scheme, rest) = match address.find("://") {
        Some(end) => address.split_at(end + "://".len()),
        None => ("", address),
    };
    let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    // If no port follows the colon, this is the beginning of a user name and password.
    let port = host.rsplit_once(':').map_or("", |(_, port)| port);
    if !host.ends_with(']') && !port.bytes().all(|byte| byte.is_ascii_digit()) {
        return format!("{scheme}…");
    }
    format!("{scheme}{host}{path}")
}

/// Decodes percent-encoding: `%40` becomes `@` (RFC 3986, §2.1).
pub(crate) fn unescape(text: &str) -> Cow<'_, str> {
    let mut parts = text.split('%');
    let mut plain = parts.next().unwrap_or_default().as_bytes().to_vec();
    for part in parts {
        match part.get(..2).and_then(|digits| hexadecimal(digits.as_bytes())) {
            Some(byte) => {
                plain.push(byte);
                plain.extend_from_slice(&part.as_bytes()[2..]);
            }
            None => return Cow::Borrowed(text),
        }
    }
    String::from_utf8(plain).map_or(Cow::Borrowed(text), Cow::Owned)
}

/// Parses two hexadecimal digits as a byte.
pub(crate) fn hexadecimal(digits: &[u8]) -> Option<u8> {
    // `from_str_radix` would accept a sign.
    let digits = digits.iter().all(u8::is_ascii_hexdigit).then_some(digits)?;
    u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::public_address;

    #[test]
    fn shows_scheme_host_and_path() {
        let cases = [
            ("http://a/b", "http://a/b"),
            ("https://user:pass@a:1/b@c?key=1", "https://a:1/b@c"),
            ("https://a?key=1", "https://a"),
            ("http://user:pass@[bad#x", "http://[bad"),
            ("user:pass@a", "a"),
            ("http://user:pa/ss@a", "http://…"),
            ("http://user:pa?ss@a", "http://…"),
            ("http://[::1]:8080/a", "http://[::1]:8080/a"),
            ("http://[::1]/a", "http://[::1]/a"),
            ("a", "a"),
        ];
        for (address, expected) in cases {
            assert_eq!(public_address(address), expected);
        }
    }
}
