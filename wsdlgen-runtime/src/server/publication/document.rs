//! The published documents of a contract.

use std::fmt::Write;

use http::{header, request::Parts, uri::Authority};

use super::{Document, DocumentKind, Piece, Publication, html::Escaped};

/// Returns the text of a document, with the addresses of this server's ports replaced.
pub(super) fn written(
    publication: &Publication<'_>,
    document: &Document<'_>,
    address: Option<&str>,
) -> String {
    let mut text = String::new();
    for piece in document.pieces {
        match *piece {
            Piece::Text(piece) => text.push_str(piece),
            Piece::Address { service, port, written } => {
                let is_ours = service == publication.service && publication.ports.contains(&port);
                let ours = address.filter(|_| is_ours);
                // Writing into a string cannot fail.
                let _ = write!(text, "{}", Escaped(ours.unwrap_or(written)));
            }
            Piece::Location(number) => {
                let location = location(publication, number);
                let location = format!("{}{location}", address.unwrap_or_default());
                let _ = write!(text, "{}", Escaped(&location));
            }
        }
    }
    text
}

/// Returns the query that requests a document.
pub(super) fn location(publication: &Publication<'_>, number: usize) -> String {
    match publication.documents.get(number).map(|document| document.kind) {
        Some(DocumentKind::Wsdl) if number == publication.entry => "?wsdl".to_owned(),
        Some(DocumentKind::Schema) => format!("?xsd={number}"),
        _ => format!("?wsdl={number}"),
    }
}

/// Returns the address of a request, without its query, or `None` if its host is missing or not trustworthy.
pub(super) fn requested_address(head: &Parts) -> Option<String> {
    let host = || head.headers.get(header::HOST)?.to_str().ok()?.parse().ok();
    let authority: Authority = head.uri.authority().cloned().or_else(host)?;
    if authority.host().is_empty() || authority.as_str().contains('@') {
        return None;
    }
    let scheme = head.uri.scheme_str().unwrap_or("http");
    Some(format!("{scheme}://{authority}{}", head.uri.path()))
}
