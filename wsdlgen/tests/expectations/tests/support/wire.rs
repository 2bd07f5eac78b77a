//! Recording of messages on the wire.

use std::sync::{Arc, Mutex};

use wsdlgen_runtime::client::ClientSettings;

/// The recorded messages, in order.
pub(crate) type Wire = Arc<Mutex<Vec<String>>>;

pub(crate) fn listening(wire: &Wire) -> ClientSettings {
    let wire = Arc::clone(wire);
    ClientSettings::default().trace(move |trace| wire.lock().unwrap().push(trace.body.clone()))
}

/// Returns the content of a message's body.
pub(crate) fn body(message: &str) -> &str {
    let (_, rest) = message.split_once("<soap:Body>").unwrap();
    rest.split_once("</soap:Body>").unwrap().0
}
