//! The ports of Scales for HTTP GET and POST.

use wsdlgen_expectations::http_bindings::{
    ports, ConvertHttpIn, Scale, ScalesHttpClient, ScalesHttpContract,
};
use wsdlgen_runtime::{CallError, Port};

use crate::{Checked, Tally};

/// Converts temperatures at both ports.
pub(crate) async fn drive(url: &str, tally: &mut Tally) {
    for (name, port) in [("get", ports::SCALES_HTTP_GET), ("post", ports::SCALES_HTTP_POST)] {
        let Some(client) = connect(port.at(url), tally) else { continue };
        for (degrees, to, expected) in
            [("20", Scale::Kelvin, 293.15), ("-0.5", Scale::Celsius, -273.65)]
        {
            let converted = convert(&client, degrees, to, expected).await;
            tally.add(&format!("scales, {name}: {degrees} to {}", to.as_str()), converted);
        }
        tally.add(&format!("scales, {name}: words"), refused(&client).await);
    }
}

fn connect(port: Port<ScalesHttpContract>, tally: &mut Tally) -> Option<ScalesHttpClient> {
    match ScalesHttpClient::connect(port) {
        Ok(client) => Some(client.with_settings(tally.settings())),
        Err(error) => {
            tally.add("scales: connect", Err(error.to_string()));
            None
        }
    }
}

async fn convert(client: &ScalesHttpClient, degrees: &str, to: Scale, expected: f64) -> Checked {
    let reply = client.convert(ConvertHttpIn::new(degrees, to)).await;
    let found = reply.map_err(|error| error.to_string())?.body;
    if (found - expected).abs() > 1e-9 {
        return Err(format!("expected {expected}, found {found}"));
    }
    Ok(())
}

/// Sends a text that is not a number, which has to be an error of HTTP.
async fn refused(client: &ScalesHttpClient) -> Checked {
    match client.convert(ConvertHttpIn::new("hot & cold", Scale::Kelvin)).await {
        Err(CallError::Http(_)) => Ok(()),
        other => Err(format!("expected an error of HTTP, found {other:?}")),
    }
}
