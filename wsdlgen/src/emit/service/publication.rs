//! Publications: constants with the documents of the contract and sample messages, for servers.

use std::str::FromStr;

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use syn::{Item, parse_quote};

use crate::{
    emit::{Emitter, text::paths::word},
    model::{Interface, Model, SoapVersion},
    publish::{Document, Piece, Publication, PublishedInterface, PublishedOperation},
    sample::Content,
};

/// Returns the constants, which come after all other items.
pub(crate) fn items(emitter: Emitter<'_>, publication: &Publication) -> Vec<Item> {
    let documents = publication.documents.iter().map(document_of);
    let interfaces = emitter.named.model.interfaces.iter().zip(&publication.interfaces);
    let publications = interfaces.map(|(interface, shown)| of_interface(interface, shown));
    vec![
        parse_quote! {
            /// The documents of the contract, in pieces, since addresses depend on the request.
            const DOCUMENTS: &[rt::PublishedDocument<'_>] = &[#(#documents),*];
        },
        parse_quote! {
            /// The contract as servers publish it.
            const PUBLICATIONS: &[rt::Publication<'_>] = &[#(#publications),*];
        },
    ]
}

/// Returns the schema, which comes last, or nothing.
pub(crate) fn schema(model: &Model) -> String {
    let Some(text) = &model.schema else { return String::new() };
    format!("\nrt::schema! {{ {} }}\n", raw(text))
}

fn document_of(document: &Document) -> TokenStream {
    let kind = word(if document.is_wsdl { "Wsdl" } else { "Schema" });
    let pieces = document.pieces.iter().map(|piece| match piece {
        Piece::Text(text) => {
            let text = raw(text);
            quote!(rt::Piece::Text(#text))
        }
        Piece::Address { service, port, written } => {
            let (service, port, written) = (&**service, &**port, &**written);
            quote!(rt::Piece::Address { service: #service, port: #port, written: #written })
        }
        Piece::Location(place) => {
            let place = Literal::usize_unsuffixed(*place);
            quote!(rt::Piece::Location(#place))
        }
    });
    quote!(rt::PublishedDocument { kind: rt::DocumentKind::#kind, pieces: &[#(#pieces),*] })
}

fn of_interface(interface: &Interface, shown: &PublishedInterface) -> TokenStream {
    let operations = shown.operations.iter().map(of_operation);
    let service = &*interface.service;
    let documentation = &*shown.documentation;
    let ports = interface.ports.iter().map(|port| &*port.name);
    let entry = Literal::usize_unsuffixed(shown.entry);
    quote! {
        rt::Publication {
            service: #service,
            documentation: #documentation,
            ports: &[#(#ports),*],
            entry: #entry,
            documents: DOCUMENTS,
            operations: &[#(#operations),*],
        }
    }
}

fn of_operation(shown: &PublishedOperation) -> TokenStream {
    let documentation = &*shown.documentation;
    let versions = shown.versions.iter().map(|(soap, action)| {
        let version = word(match soap {
            SoapVersion::Soap11 => "Soap11",
            SoapVersion::Soap12 => "Soap12",
        });
        let action = &**action;
        quote!((rt::SoapVersion::#version, #action))
    });
    let name = &*shown.name;
    let request = of_message(shown.request.as_ref());
    let form = of_message(shown.form.as_ref());
    let reply = of_message(shown.reply.as_ref());
    quote! {
        rt::PublishedOperation {
            name: #name,
            documentation: #documentation,
            versions: &[#(#versions),*],
            request: #request,
            reply: #reply,
            form: #form,
        }
    }
}

fn of_message(content: Option<&Content>) -> TokenStream {
    let Some(Content { header, body }) = content else { return quote!(None) };
    let (header, body) = (raw(header), raw(body));
    quote!(Some(rt::SampleMessage { header: #header, body: #body }))
}

/// Returns a string literal: a raw string for text with several lines, unless it needs escapes.
fn raw(value: &str) -> Literal {
    // The compiler warns about invisible characters and characters that change the display order.
    let is_plain = |character: char| {
        matches!(character, '\n' | '\t') || !(character.is_control() || is_invisible(character))
    };
    if !value.contains('\n') || !value.chars().all(is_plain) {
        return Literal::string(value);
    }
    let longest =
        value.split('"').skip(1).map(|rest| rest.len() - rest.trim_start_matches('#').len());
    let hashes = "#".repeat(longest.max().map_or(0, |length| length + 1));
    Literal::from_str(&format!("r{hashes}\"{value}\"{hashes}"))
        .unwrap_or_else(|_| Literal::string(value))
}

/// Returns whether a character is invisible or changes the display order of others.
fn is_invisible(character: char) -> bool {
    matches!(
        character,
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}'
    )
}

#[cfg(test)]
mod tests {
    use super::raw;

    #[test]
    fn writes_lines_as_raw_strings() {
        let cases = [
            ("a", r#""a""#),
            ("a\nb", "r\"a\nb\""),
            ("<a b=\"c\">\n", "r#\"<a b=\"c\">\n\"#"),
            ("\n\"## \"#", "r###\"\n\"## \"#\"###"),
            ("a\n\u{202e}b", r#""a\n\u{202e}b""#),
            ("a\n\u{1}b", r#""a\n\u{1}b""#),
        ];
        for (value, expected) in cases {
            assert_eq!(raw(value).to_string(), expected, "{value:?}");
        }
    }
}
