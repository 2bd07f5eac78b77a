//! The Plane service with WS-Addressing: replies over the connection, and at a listener.

use std::{error::Error, time::Duration};

use axum::Router;
use wsdlgen_expectations::rpc_literal::{calls::Scale, ports, PlaneClient, Point};
use wsdlgen_runtime::{
    client::ReplyListener,
    soap::{Addressing, AddressingVersion, Endpoints},
    ClientSettings,
};

use crate::{plane::scale, refused, Tally};

/// Calls the service with one version of WS-Addressing, which `path` names.
pub(crate) async fn drive(url: &str, path: &str, tally: &mut Tally) {
    let (addressing, version) = match path {
        "august" => (Addressing::August2004, AddressingVersion::August2004),
        _ => (Addressing::On, AddressingVersion::V1),
    };
    let listener = match listen().await {
        Ok(listener) => listener,
        Err(error) => return tally.add("addressing: listen", Err(error.to_string())),
    };
    let settings = tally.settings().addressing(addressing).timeout(Duration::from_secs(10));
    let url = format!("{url}/{path}/plane");
    let at_listener = settings.clone().reply_listener(listener.clone());
    let faults = Endpoints {
        reply_to: Some(version.anonymous().into()),
        fault_to: Some(listener.address().into()),
        ..Endpoints::default()
    };
    let faults = at_listener.clone().endpoints(faults);
    drive_way(&url, &format!("{path}: over the connection"), settings, tally).await;
    drive_way(&url, &format!("{path}: at the listener"), at_listener, tally).await;
    drive_way(&url, &format!("{path}: faults at the listener"), faults, tally).await;
}

/// Starts a listener on a local port.
async fn listen() -> Result<ReplyListener, Box<dyn Error>> {
    let socket = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await?;
    let listener = ReplyListener::new(format!("http://{}/replies", socket.local_addr()?));
    let router = Router::new().route_service("/replies", listener.clone());
    tokio::spawn(async move { axum::serve(socket, router).await });
    Ok(listener)
}

async fn drive_way(url: &str, name: &str, settings: ClientSettings, tally: &mut Tally) {
    let client = match PlaneClient::connect(ports::PLANE11.at(url)) {
        Ok(client) => client.with_settings(settings),
        Err(error) => return tally.add(&format!("{name}: connect"), Err(error.to_string())),
    };
    let scaled = scale(&client, Point { x: 1, y: -2 }, 3, Point { x: 3, y: -6 }).await;
    tally.add(&format!("{name}: scale"), scaled);
    let call = client.scale(Scale::new(Point { x: 1, y: 2 }, 3)).await;
    tally.add(&format!("{name}: a fault"), refused(call, "there is no session"));
}
