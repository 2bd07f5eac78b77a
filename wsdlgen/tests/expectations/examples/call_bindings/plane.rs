//! The Plane service: rpc/literal in both SOAP versions.

use wsdlgen_expectations::rpc_literal::{
    calls::{ResetResponse, Scale},
    ports, PlaneClient, Point,
};

use crate::{refused, same, Checked, Tally};

pub(crate) async fn drive(url: &str, tally: &mut Tally) {
    for (version, port) in [("1.1", ports::PLANE11), ("1.2", ports::PLANE12)] {
        let client = match PlaneClient::connect(port.at(url)) {
            Ok(client) => client.with_settings(tally.settings()),
            Err(error) => {
                tally.add(&format!("plane {version}: connect"), Err(error.to_string()));
                continue;
            }
        };
        drive_version(&client, version, tally).await;
    }
}

async fn drive_version(client: &PlaneClient, version: &str, tally: &mut Tally) {
    let scaled = scale(client, Point { x: 1, y: -2 }, 3, Point { x: 3, y: -6 }).await;
    tally.add(&format!("plane {version}: scale"), scaled);
    let scaled = scale(client, Point { x: i32::MAX, y: 0 }, -1, Point { x: -i32::MAX, y: 0 }).await;
    tally.add(&format!("plane {version}: scale large numbers"), scaled);
    let call = || client.scale(Scale::new(Point { x: 1, y: 2 }, 3));
    let result = refused(call().await, "there is no session");
    tally.add(&format!("plane {version}: scale without a header"), result);
    let session = "<a> & \"b\" \u{e9}\u{4e2d}\u{1f600}";
    let result =
        refused(call().header(session.to_owned()).await, &format!("the session is '{session}'"));
    tally.add(&format!("plane {version}: scale with another header"), result);
    let reset = client.reset().await.map_err(|error| error.to_string());
    let reset = reset.and_then(|reply| same(&reply.body, &ResetResponse {}));
    tally.add(&format!("plane {version}: reset"), reset);
}

pub(crate) async fn scale(client: &PlaneClient, point: Point, by: i32, expected: Point) -> Checked {
    let call = client.scale(Scale::new(point, by)).header("open".to_owned());
    let reply = call.await.map_err(|error| error.to_string())?;
    same(&reply.body, &expected)
}
