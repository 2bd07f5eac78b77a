//! File names for downloaded documents.

use std::collections::HashSet;

use url::Url;

use super::crawl::Document;
use super::document::Role;
use super::{Problem, catalog};

/// Assigns a unique file name to each document.
pub(super) fn assign(
    documents: &[Document],
    entry_name: Option<&str>,
) -> Result<Vec<String>, Problem> {
    let mut taken = HashSet::from([catalog::FILE_NAME.to_owned()]);
    let mut names = Vec::with_capacity(documents.len());
    for (index, document) in documents.iter().enumerate() {
        let name = match entry_name {
            Some(name) if index == 0 => plain(name)?,
            _ if index == 0 => entry_file_name(&document.url),
            _ => import_file_name(&document.url, document.role),
        };
        names.push(unique(&name, &mut taken));
    }
    Ok(names)
}

/// Checks that a name given by the user is a plain file name.
fn plain(name: &str) -> Result<String, Problem> {
    if name.is_empty() || sanitised(name) != name {
        return Err(Problem::Name { name: name.to_owned() });
    }
    Ok(name.to_owned())
}

/// Derives the entry's file name: `CustomerCareService.asmx?WSDL` -> `CustomerCareService.wsdl`.
fn entry_file_name(url: &Url) -> String {
    let segment = last_segment(url);
    let (stem, _) = segment.rsplit_once('.').unwrap_or((&segment, ""));
    format!("{stem}.wsdl")
}

/// Derives an import's file name: `types.xsd` -> `types.xsd`, `Service.svc?xsd=xsd0` -> `Service.svc-xsd-xsd0.xsd`.
fn import_file_name(url: &Url, role: Role) -> String {
    let extension = match role {
        Role::Wsdl => ".wsdl",
        Role::Schema => ".xsd",
    };
    let mut name = last_segment(url);
    if let Some(query) = url.query() {
        name = format!("{name}-{}", sanitised(&query.replace(['=', '&'], "-")));
    }
    if !name.to_ascii_lowercase().ends_with(extension) {
        name.push_str(extension);
    }
    name
}

fn last_segment(url: &Url) -> String {
    let segment = url.path_segments().and_then(|segments| segments.rev().find(|it| !it.is_empty()));
    sanitised(segment.unwrap_or("service"))
}

/// Replaces characters that are not portable between file systems, and prefixes a leading dot or a device name
/// with `_`. The result cannot refer to another folder.
fn sanitised(name: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() || "._-".contains(c) { c } else { '_' };
    let name: String = name.chars().map(plain).collect();
    if name.starts_with('.') || is_device(&name) { format!("_{name}") } else { name }
}

/// Returns whether a name is reserved for a device on Windows, with any extension.
fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or(name).to_ascii_lowercase();
    let numbered = |of: &str| {
        let number = stem.strip_prefix(of).map(str::as_bytes);
        number.is_some_and(|number| matches!(number, [b'0'..=b'9']))
    };
    matches!(&*stem, "con" | "prn" | "aux" | "nul") || numbered("com") || numbered("lpt")
}

/// Appends a number to a name that is taken, ignoring case: `types.xsd` -> `types-2.xsd`.
fn unique(name: &str, taken: &mut HashSet<String>) -> String {
    let (stem, extension) = match name.rsplit_once('.') {
        Some((stem, extension)) => (stem, format!(".{extension}")),
        None => (name, String::new()),
    };
    let candidates = (2..).map(|number: usize| format!("{stem}-{number}{extension}"));
    std::iter::once(name.to_owned())
        .chain(candidates)
        .find(|candidate| taken.insert(candidate.to_ascii_lowercase()))
        .expect("an unbounded range contains a free number")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(text: &str) -> Url {
        text.parse().unwrap()
    }

    #[test]
    fn derives_entry_names() {
        let check = |address, expected| assert_eq!(entry_file_name(&url(address)), expected);
        check("http://h/webservices/CustomerCareService.asmx?WSDL", "CustomerCareService.wsdl");
        check("http://h/services/Billing?wsdl", "Billing.wsdl");
        check("http://h/services/v1.2/?wsdl", "v1.wsdl");
        check("http://h/a%2Fb.wsdl", "a_2Fb.wsdl");
        check("http://h/NUL.asmx?wsdl", "_NUL.wsdl");
        check("http://h/com1?wsdl", "_com1.wsdl");
        check("http://h/console?wsdl", "console.wsdl");
        check("http://h", "service.wsdl");
    }

    #[test]
    fn derives_distinct_import_names() {
        let check = |address, role, expected| {
            assert_eq!(import_file_name(&url(address), role), expected);
        };
        check("http://h/a/types.xsd", Role::Schema, "types.xsd");
        check("http://h/S.svc?xsd=xsd0", Role::Schema, "S.svc-xsd-xsd0.xsd");
        check("http://h/S?wsdl=I.wsdl", Role::Wsdl, "S-wsdl-I.wsdl");
        check("http://h/S?x=../../etc", Role::Schema, "S-x-.._.._etc.xsd");
    }

    #[test]
    fn numbers_equal_names_ignoring_case() {
        let mut taken = HashSet::new();
        let names = ["a.xsd", "A.xsd", "a-2.xsd", "b"].map(|it| unique(it, &mut taken));
        assert_eq!(names, ["a.xsd", "A-2.xsd", "a-2-2.xsd", "b"]);
    }

    #[test]
    fn rejects_names_with_folders() {
        assert_eq!(plain("Billing.wsdl").unwrap(), "Billing.wsdl");
        for name in ["", "../a.wsdl", "a/b.wsdl", ".hidden", "aux.wsdl"] {
            assert!(matches!(plain(name), Err(Problem::Name { .. })), "{name}");
        }
    }
}
