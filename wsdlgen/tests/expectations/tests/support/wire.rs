//! Listening to what goes over the wire.

use std::sync::{Arc, Mutex};

use wsdlgen_runtime::client::ClientSettings;

/// What went over the wire.
pub(crate) type Wire = Arc<Mutex<Vec<String>>>;

pub(crate) fn listening(wire: &Wire) -> ClientSettings {
    let wire = Arc::clone(wire);
    ClientSettings::default().trace(move |trace| wire.lock().unwrap().push(trace.body.clone()))
}

/// What stands in the body of a message.
pub(crate) fn body(message: &str) -> &str {
    let (_, rest) = message.split_once("<soap:Body>").unwrap();
    rest.split_once("</soap:Body>").unwrap().0
}
