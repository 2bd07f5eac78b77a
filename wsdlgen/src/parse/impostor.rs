//! Recognition of documents that are not contracts, to say what they are.

use roxmltree::Node;

/// A kind of document that is often saved in place of a contract.
pub(super) struct Impostor {
    /// A noun phrase for the document.
    pub(super) what: &'static str,
    /// Advice.
    pub(super) help: &'static str,
}

const PAGE: Impostor = Impostor {
    what: "a web page (HTML)",
    help: "open the page: it may ask to log in, or show an error; the contract is often at the same address with \
           `?wsdl` appended",
};
const EMPTY: Impostor = Impostor { what: "empty", help: "fetch it again" };
const JSON: Impostor = Impostor {
    what: "JSON",
    help: "the service may be a REST service, or answer with an error; `?wsdl` may be missing from the address",
};
const WSDL_2: Impostor = Impostor {
    what: "a WSDL 2.0 description, which is not supported",
    help: "look for the service's WSDL 1.1, which is often at the same address with `?wsdl` appended",
};
const MESSAGE: Impostor = Impostor {
    what: "a SOAP message",
    help: "if it is a fault, it says why the contract was not sent; the contract is often at the same address with \
           `?wsdl` appended",
};
const DISCOVERY: Impostor = Impostor {
    what: "a discovery document (DISCO)",
    help: "fetch the contract from the address in `contractRef`",
};
const WADL: Impostor =
    Impostor { what: "a WADL description of a REST service", help: "look for the service's WSDL" };

/// Returns the kind of a document that is not well-formed XML.
pub(super) fn of_text(text: &str) -> Option<Impostor> {
    let start = text.trim_start_matches('\u{feff}').trim_start();
    let begins =
        |word: &str| start.get(..word.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(word));
    match start.chars().next() {
        None => Some(EMPTY),
        Some('{' | '[') => Some(JSON),
        Some(_) => (begins("<!doctype html") || begins("<html")).then_some(PAGE),
    }
}

/// Returns the kind of a document by its root element.
pub(super) fn of_root(root: Node<'_, '_>) -> Option<Impostor> {
    match (root.tag_name().namespace().unwrap_or_default(), root.tag_name().name()) {
        ("http://www.w3.org/ns/wsdl" | "http://www.w3.org/2006/01/wsdl", "description") => {
            Some(WSDL_2)
        }
        ("http://schemas.xmlsoap.org/disco/", "discovery") => Some(DISCOVERY),
        (uri, "application") if uri.contains("wadl") => Some(WADL),
        (uri, "Envelope") if uri.contains("soap") => Some(MESSAGE),
        (_, name) => name.eq_ignore_ascii_case("html").then_some(PAGE),
    }
}
