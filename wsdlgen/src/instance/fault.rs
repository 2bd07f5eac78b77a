//! Faults as envelopes (SOAP 1.1, §4.4; SOAP 1.2 part 1, §5.4).

use super::{
    content::{Builder, Values},
    soap::{self, DECLARATION},
    tree::{declaration, escaped},
};
use crate::model::{Model, Operation, SoapVersion};

/// Whose fault it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Blamed {
    /// Who sent the request.
    Sender,
    /// The service.
    Receiver,
}

/// The envelope of a fault; `detail` is XML.
pub(crate) fn fault(version: SoapVersion, blamed: Blamed, reason: &str, detail: &str) -> String {
    let (uri, reason) = (soap::namespace(version), escaped(reason));
    let inside = match version {
        SoapVersion::Soap11 => {
            let code = if blamed == Blamed::Sender { "Client" } else { "Server" };
            let detail = part("detail", detail);
            format!("<faultcode>soap:{code}</faultcode><faultstring>{reason}</faultstring>{detail}")
        }
        SoapVersion::Soap12 => {
            let code = if blamed == Blamed::Sender { "Sender" } else { "Receiver" };
            format!(
                "<soap:Code><soap:Value>soap:{code}</soap:Value></soap:Code><soap:Reason>\
                 <soap:Text xml:lang=\"en\">{reason}</soap:Text></soap:Reason>{}",
                part("soap:Detail", detail)
            )
        }
    };
    format!(
        "{DECLARATION}<soap:Envelope xmlns:soap=\"{uri}\"><soap:Body><soap:Fault>{inside}\
         </soap:Fault></soap:Body></soap:Envelope>"
    )
}

fn part(name: &str, content: &str) -> String {
    if content.is_empty() { String::new() } else { format!("<{name}>{content}</{name}>") }
}

/// A sample of the first detail that an operation declares; empty where it declares none.
pub(crate) fn sample_detail(model: &Model, operation: &Operation) -> String {
    let declared: String = operation.namespaces.iter().map(|id| declaration(model, *id)).collect();
    let mut builder = Builder::new(model, Values::Valid);
    let detail = operation.faults.first().and_then(|element| builder.element(element));
    detail.map(|tree| tree.compact(model, &declared)).unwrap_or_default()
}
