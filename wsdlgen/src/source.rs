//! Document loading: finding, reading and decoding. The only stage that reads the disk.

mod catalog;
mod disk;
mod known;
mod load;
mod location;
mod output;

use std::io;

use crate::document::{Declared, Import};
pub(crate) use disk::Disk;
#[cfg(feature = "tools")]
pub(crate) use known::is_known;
#[cfg(test)]
pub(crate) use known::schemas as known_schemas;
pub(crate) use load::load;
pub(crate) use output::{is_foreign, remove_stale, write_output};

/// The part of parsing that loading needs: the imports and namespaces of a document.
///
/// **Invariant:** this stage knows no XML, and `parse` does no I/O.
#[derive(Clone, Copy)]
pub(crate) struct Scanner {
    /// Returns the imports and includes of a document, in order.
    pub(crate) imports: fn(&str) -> Vec<Import>,
    /// Returns the namespaces that a document declares.
    pub(crate) namespaces: for<'a> fn(&'a str) -> Vec<&'a str>,
    /// Declares the prefixes that a document uses without declaring them, if there are any.
    pub(crate) declare: fn(&str) -> Option<Declared>,
}

/// A function that returns the bytes of a document: from the disk, or supplied by the caller.
pub(crate) type Loader<'a> = dyn Fn(&str) -> io::Result<Vec<u8>> + 'a;

#[cfg(test)]
pub(crate) mod testing {
    //! In-memory documents for tests.

    use std::io;

    use super::load;
    use crate::{diagnostic::Report, document::Sources, parse, settings::Settings};

    /// Documents by their locations.
    pub(crate) type Documents<'a> = [(&'a str, &'a str)];

    /// Loads the first document and the others that it imports.
    pub(crate) fn loaded(documents: &Documents<'_>, settings: &Settings) -> (Sources, Report) {
        let loader = |location: &str| {
            let found = documents.iter().find(|(known, _)| *known == location);
            let found = found.map(|(_, text)| text.as_bytes().to_vec());
            found.ok_or_else(|| io::Error::from(io::ErrorKind::NotFound))
        };
        let mut report = Report::default();
        let entries: Vec<String> =
            documents.iter().take(1).map(|(entry, _)| (*entry).to_owned()).collect();
        let sources = load(&entries, &loader, parse::SCANNER, settings, &mut report);
        (sources, report)
    }

    /// Returns a schema with the prefix `xs`, and `t` for its target namespace.
    pub(crate) fn schema(namespace: &str, content: &str) -> String {
        let xs = "http://www.w3.org/2001/XMLSchema";
        let target = match namespace {
            "" => String::new(),
            uri => format!(r#" targetNamespace="{uri}" xmlns:t="{uri}""#),
        };
        format!(r#"<xs:schema xmlns:xs="{xs}"{target}>{content}</xs:schema>"#)
    }

    /// Returns a WSDL with the prefixes `xs` and `soap`, and `t` for its target namespace, `urn:t`.
    pub(crate) fn wsdl(content: &str) -> String {
        format!(
            r#"<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" targetNamespace="urn:t"
                xmlns:t="urn:t" xmlns:xs="http://www.w3.org/2001/XMLSchema"
                xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/">{content}</definitions>"#
        )
    }
}
