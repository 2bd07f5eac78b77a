//! What servers show of the contract: its documents and samples of its messages, as constants.

use std::str::FromStr;

use proc_macro2::Literal;
use syn::{Expr, ExprLit, Item, ItemConst, Lit};

use super::{
    Emitter,
    docs::doc,
    syntax::{number, text},
    template::{Fill, template},
};
use crate::{
    instance::Content,
    model::{Interface, SoapVersion},
    publish::{Document, Piece, Publication, PublishedInterface, PublishedOperation},
};

template! {
    fn documents() -> ItemConst {
        const DOCUMENTS: &[rt::PublishedDocument<'_>] = &[__documents];
    }
}
template! {
    fn document() -> Expr {
        rt::PublishedDocument { kind: rt::DocumentKind::__kind, pieces: &[__pieces] }
    }
}
template! { fn text_piece() -> Expr { rt::Piece::Text(__text) } }
template! {
    fn address_piece() -> Expr { rt::Piece::Address { service: __service, port: __port, written: __written } }
}
template! { fn location_piece() -> Expr { rt::Piece::Location(__number) } }
template! {
    fn publications() -> ItemConst {
        const PUBLICATIONS: &[rt::Publication<'_>] = &[__publications];
    }
}
template! {
    fn publication() -> Expr {
        rt::Publication {
            service: __service,
            documentation: __documentation,
            ports: &[__ports],
            entry: __entry,
            documents: DOCUMENTS,
            operations: &[__operations],
        }
    }
}
template! {
    fn operation() -> Expr {
        rt::PublishedOperation {
            name: __operation,
            documentation: __documentation,
            versions: &[__versions],
            request: __request,
            reply: __reply,
        }
    }
}
template! { fn version() -> Expr { (rt::SoapVersion::__version, __action) } }
template! { fn sample() -> Expr { Some(rt::SampleMessage { header: __header, body: __body }) } }
template! { fn nothing() -> Expr { None } }

/// The constants, as what stands behind everything else.
pub(super) fn items(emitter: Emitter<'_>, publication: &Publication) -> Vec<Item> {
    let given = publication.documents.iter().map(document_of).collect();
    let mut documents = documents(Fill::new().elements("__documents", given));
    documents
        .attrs
        .push(doc("The documents of the contract, in pieces: addresses depend on who asks."));
    let interfaces = emitter.named.model.interfaces.iter().zip(&publication.interfaces);
    let shown = interfaces.map(|(interface, shown)| of_interface(interface, shown)).collect();
    let mut publications = publications(Fill::new().elements("__publications", shown));
    publications.attrs.push(doc("What servers show of the contract to people and tools."));
    vec![Item::Const(documents), Item::Const(publications)]
}

fn document_of(given: &Document) -> Expr {
    let kind = if given.is_wsdl { "Wsdl" } else { "Schema" };
    let pieces = given.pieces.iter().map(|piece| match piece {
        Piece::Text(text) => text_piece(Fill::new().expr("__text", raw(text))),
        Piece::Address { service, port, written } => address_piece(
            Fill::new()
                .expr("__service", text(service))
                .expr("__port", text(port))
                .expr("__written", text(written)),
        ),
        Piece::Location(place) => location_piece(Fill::new().expr("__number", number(*place))),
    });
    let fill = Fill::new().name("__kind", super::syntax::word(kind));
    document(fill.elements("__pieces", pieces.collect()))
}

fn of_interface(interface: &Interface, shown: &PublishedInterface) -> Expr {
    let operations = interface.operations.iter().zip(&shown.operations);
    let operations = operations.map(|(operation, shown)| {
        of_operation(operation.documentation.as_deref().unwrap_or_default(), shown)
    });
    let documentation = interface.documentation.as_deref().unwrap_or_default();
    let ports = interface.ports.iter().map(|port| text(&port.name)).collect();
    publication(
        Fill::new()
            .expr("__service", text(&interface.service))
            .expr("__documentation", text(documentation))
            .elements("__ports", ports)
            .expr("__entry", number(shown.entry))
            .elements("__operations", operations.collect()),
    )
}

fn of_operation(documentation: &str, shown: &PublishedOperation) -> Expr {
    let versions = shown.versions.iter().map(|(soap, action)| {
        let name = match soap {
            SoapVersion::Soap11 => "Soap11",
            SoapVersion::Soap12 => "Soap12",
        };
        let fill = Fill::new().name("__version", super::syntax::word(name));
        version(fill.expr("__action", text(action)))
    });
    operation(
        Fill::new()
            .expr("__operation", text(&shown.name))
            .expr("__documentation", text(documentation))
            .elements("__versions", versions.collect())
            .expr("__request", of_message(shown.request.as_ref()))
            .expr("__reply", of_message(shown.reply.as_ref())),
    )
}

fn of_message(content: Option<&Content>) -> Expr {
    let Some(Content { header, body }) = content else { return nothing(Fill::new()) };
    sample(Fill::new().expr("__header", raw(header)).expr("__body", raw(body)))
}

/// Text of several lines as it is read, in a raw string; escaped where that cannot hold it.
fn raw(value: &str) -> Expr {
    // The compiler warns of what is not seen, or shows in another order than it stands.
    let is_plain = |character: char| {
        matches!(character, '\n' | '\t') || !(character.is_control() || is_invisible(character))
    };
    if !value.contains('\n') || !value.chars().all(is_plain) {
        return text(value);
    }
    let longest =
        value.split('"').skip(1).map(|rest| rest.len() - rest.trim_start_matches('#').len());
    let hashes = "#".repeat(longest.max().map_or(0, |length| length + 1));
    match Literal::from_str(&format!("r{hashes}\"{value}\"{hashes}")) {
        Ok(literal) => Expr::Lit(ExprLit { attrs: Vec::new(), lit: Lit::new(literal) }),
        Err(_) => text(value),
    }
}

/// Whether a character is not seen itself, or changes the order that others are shown in.
fn is_invisible(character: char) -> bool {
    matches!(
        character,
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}'
    )
}

#[cfg(test)]
mod tests {
    use quote::ToTokens;

    use super::raw;

    #[test]
    fn lines_stay_readable() {
        let cases = [
            ("a", r#""a""#),
            ("a\nb", "r\"a\nb\""),
            ("<a b=\"c\">\n", "r#\"<a b=\"c\">\n\"#"),
            ("\n\"## \"#", "r###\"\n\"## \"#\"###"),
            ("a\n\u{202e}b", r#""a\n\u{202e}b""#),
            ("a\n\u{1}b", r#""a\n\u{1}b""#),
        ];
        for (value, expected) in cases {
            assert_eq!(raw(value).into_token_stream().to_string(), expected, "{value:?}");
        }
    }
}
