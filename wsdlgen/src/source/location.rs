//! Resolution of locations in documents to paths.

use std::{borrow::Cow, path::Path};

/// Returns the paths to try for a location in a document, the likeliest first.
///
/// Returns `None` for a remote location, and no paths for a fragment of the document itself.
pub(super) fn candidates(importer: &str, written: &str) -> Option<Vec<String>> {
    let written = written.trim();
    let mut found = Vec::new();
    let mut add = |written: &str| {
        let location = resolve(importer, written);
        if !written.is_empty() && !found.contains(&location) {
            found.push(location);
        }
    };
    if let Some(path) = file_url(written) {
        add(&path);
        return Some(found);
    }
    if is_remote(written) {
        return None;
    }
    // Saved documents often keep names like `Service.svc?xsd=xsd0`.
    let whole = written.split('#').next().unwrap_or_default();
    add(whole);
    add(&percent_decoded(whole));
    add(&percent_decoded(whole.split('?').next().unwrap_or_default()));
    Some(found)
}

/// Returns whether a location has a URI scheme: `https:`, `urn:`, `classpath:`. A single letter is a drive.
pub(super) fn is_remote(location: &str) -> bool {
    let Some((scheme, _)) = location.split_once(':') else { return false };
    let is_scheme = |byte: u8| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte);
    scheme.len() > 1
        && scheme.starts_with(|first: char| first.is_ascii_alphabetic())
        && scheme.bytes().all(is_scheme)
}

/// Returns the path of a `file:` URL (RFC 8089).
fn file_url(location: &str) -> Option<String> {
    let (scheme, rest) = location.split_once(':')?;
    if !scheme.eq_ignore_ascii_case("file") {
        return None;
    }
    let path = match rest.strip_prefix("//") {
        Some(rest) => rest.strip_prefix("localhost").unwrap_or(rest),
        None => rest,
    };
    let path = percent_decoded(path.split(['#', '?']).next().unwrap_or_default());
    // In a URL, `C:/x` is written `/C:/x`.
    let drive = path.strip_prefix('/').filter(|rest| rest.as_bytes().get(1) == Some(&b':'));
    Some(drive.unwrap_or(&path).to_owned())
}

/// Decodes percent-encoded characters such as `%20`.
fn percent_decoded(location: &str) -> Cow<'_, str> {
    if !location.contains('%') {
        return Cow::Borrowed(location);
    }
    let bytes = location.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let escape = location.get(at + 1..at + 3).filter(|_| bytes[at] == b'%');
        let digits = escape.filter(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()));
        if let Some(byte) = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            decoded.push(byte);
            at += 3;
        } else {
            decoded.push(bytes[at]);
            at += 1;
        }
    }
    String::from_utf8(decoded).map_or(Cow::Borrowed(location), Cow::Owned)
}

/// Resolves a location relative to the document that names it, whose own location may be a URL.
pub(super) fn resolve(importer: &str, location: &str) -> String {
    if is_remote(location) || Path::new(location).is_absolute() {
        return normalise(location);
    }
    let importer = if is_remote(importer) {
        importer.split(['?', '#']).next().unwrap_or_default()
    } else {
        importer
    };
    match importer.rsplit_once('/') {
        Some((directory, _)) => normalise(&format!("{directory}/{location}")),
        None => normalise(location),
    }
}

/// Removes `.` and `x/..` from a path, so that each document has one location.
pub(super) fn normalise(location: &str) -> String {
    if is_remote(location) && !location.contains("/.") {
        return location.to_owned();
    }
    let slashes = location.replace('\\', "/");
    let mut segments: Vec<&str> = Vec::new();
    for (index, segment) in slashes.split('/').enumerate() {
        match segment {
            "." => {}
            // Collapse double slashes, except in `//server` and `https://`.
            "" if index > 1 && segments.last().is_some_and(|last| last.is_empty()) => {}
            ".." if segments.last().is_some_and(|last| !matches!(*last, ".." | "")) => {
                segments.pop();
            }
            _ => segments.push(segment),
        }
    }
    segments.join("/")
}

#[cfg(test)]
mod tests {
    use super::{candidates, resolve};

    #[test]
    fn resolves_relative_to_importer() {
        let cases = [
            ("a.wsdl", "b.xsd", "b.xsd"),
            ("wsdl/a.wsdl", "b.xsd", "wsdl/b.xsd"),
            ("wsdl/a.wsdl", "./x/../b.xsd", "wsdl/b.xsd"),
            ("wsdl/a.wsdl", "../b.xsd", "b.xsd"),
            ("../a.wsdl", "../b.xsd", "../../b.xsd"),
            ("wsdl/a.wsdl", "x\\b.xsd", "wsdl/x/b.xsd"),
            ("/abs/a.wsdl", "b.xsd", "/abs/b.xsd"),
            ("/a.wsdl", "b.xsd", "/b.xsd"),
            ("wsdl/a.wsdl", "http://example.org/b.xsd", "http://example.org/b.xsd"),
            ("http://example.org/x/a.svc?wsdl=/1", "b.xsd", "http://example.org/x/b.xsd"),
            ("http://example.org/x/a.svc", "../b.xsd", "http://example.org/b.xsd"),
        ];
        for (importer, location, expected) in cases {
            assert_eq!(resolve(importer, location), expected, "{importer} {location}");
        }
    }

    #[test]
    fn returns_candidates_for_location() {
        let cases: [(&str, &[&str]); 13] = [
            ("b.xsd", &["wsdl/b.xsd"]),
            ("  b.xsd\n", &["wsdl/b.xsd"]),
            ("b.xsd#part", &["wsdl/b.xsd"]),
            ("#part", &[]),
            ("", &[]),
            ("a%20b.xsd", &["wsdl/a%20b.xsd", "wsdl/a b.xsd"]),
            ("100%.xsd", &["wsdl/100%.xsd"]),
            ("S.svc?xsd=xsd0", &["wsdl/S.svc?xsd=xsd0", "wsdl/S.svc"]),
            ("file:///x/a%20b.xsd", &["/x/a b.xsd"]),
            ("file:/x/b.xsd", &["/x/b.xsd"]),
            ("file://localhost/x/b.xsd", &["/x/b.xsd"]),
            ("FILE:b.xsd", &["wsdl/b.xsd"]),
            ("/x/b.xsd", &["/x/b.xsd"]),
        ];
        for (written, expected) in cases {
            assert_eq!(candidates("wsdl/a.wsdl", written).unwrap(), expected, "{written}");
        }
    }

    #[test]
    fn treats_locations_with_scheme_as_remote() {
        for written in ["https://example.org/b.xsd", "urn:example:b", "classpath:b.xsd"] {
            assert_eq!(candidates("a.wsdl", written), None, "{written}");
        }
        assert!(candidates("a.wsdl", "C:\\x\\b.xsd").is_some());
    }
}
