//! Serves People, Plane, Archive, Scales and Stock on a local port, for other clients to call.
//!
//! This is the server of `cargo lab interop`. It prints `ready` when it listens.
//!
//! ```text
//! cargo run -p wsdlgen-expectations --example serve_bindings -- PORT
//! ```

mod stock;

use std::error::Error;

use axum::Router;
use wsdlgen_expectations::{
    attachments::{self, AlbumIn, Archive, ArchiveServer, Store},
    data_sets::StockServer,
    http_bindings::{self, ConvertHttpIn, Scale, ScalesHttp, ScalesHttpServer},
    rpc_encoded::{self, ArrayOfPerson, Find, FindFault, People, PeopleServer, Table},
    rpc_literal::{self, calls, Plane, PlaneServer, Point},
};
use wsdlgen_runtime::{
    server::{Context, ReplySender},
    soap::Array,
    Attachment, Base64Binary, Fault, NoDetail, Transport,
};

type Answer<T, D = NoDetail> = Result<T, Fault<D>>;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let port: u16 = std::env::args().nth(1).ok_or("usage: serve_bindings PORT")?.parse()?;
    // Callers with WS-Addressing listen for replies at the next port.
    let listener_address = format!("http://127.0.0.1:{}", port + 1);
    let replies = ReplySender::new(Transport::http(&listener_address)?, [listener_address])?
        .on_failure(|address, error| eprintln!("no reply to {address}: {error}"));
    let plane = PlaneServer::new(Service).into_service().with_reply_sender(replies);
    let router = Router::new()
        .route_service("/people", PeopleServer::new(Service).into_service())
        .route_service("/plane", plane)
        .route_service("/archive", ArchiveServer::new(Service).into_service())
        .route_service("/stock.asmx", StockServer::new(Service).into_service())
        .route_service("/scales.asmx/Convert", ScalesHttpServer::new(Service).into_service());
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", port)).await?;
    println!("ready");
    axum::serve(listener, router).await?;
    Ok(())
}

struct Service;

impl People for Service {
    /// Returns each requested person twice, or once if the match must be exact.
    async fn find(
        &self,
        _context: &mut Context<rpc_encoded::operations::Find>,
        request: Find,
    ) -> Answer<Option<ArrayOfPerson>, FindFault> {
        let Some(names) = request.names else { return Ok(None) };
        let mut found = names.items.into_vec();
        if found.iter().any(|person| person.name.as_deref() == Some("nobody")) {
            return Err(Fault::sender("nobody & <nothing> is known"));
        }
        if request.exact != Some(true) {
            found = [found.clone(), found].concat();
        }
        Ok(Some(found.into()))
    }

    /// Transposes the table.
    async fn turn(
        &self,
        _context: &mut Context<rpc_encoded::operations::Turn>,
        request: Option<Table>,
    ) -> Answer<Option<Table>> {
        let Some(Table { items: table }) = request else { return Ok(None) };
        let [rows, columns] = *table.dimensions() else {
            return Err(Fault::sender(format!("the table is {:?}", table.dimensions())));
        };
        let places = (0..columns).flat_map(|column| (0..rows).map(move |row| (row, column)));
        let turned = places.map(|(row, column)| table.get(row * columns + column).copied());
        let turned = turned.collect::<Option<Vec<i32>>>();
        let turned = turned.ok_or_else(|| Fault::sender("the table has holes"))?;
        Ok(Some(Table { items: Array::from(turned).with_dimensions(&[columns, rows]) }))
    }
}

impl Plane for Service {
    async fn scale(
        &self,
        context: &mut Context<rpc_literal::operations::Scale>,
        request: calls::Scale,
    ) -> Answer<Point> {
        match context.headers.session.as_deref() {
            Some("open") => {}
            Some(session) => return Err(Fault::sender(format!("the session is '{session}'"))),
            None => return Err(Fault::sender("there is no session")),
        }
        let calls::Scale { point, by } = request;
        Ok(Point { x: point.x.wrapping_mul(by), y: point.y.wrapping_mul(by) })
    }

    async fn reset(
        &self,
        _context: &mut Context<rpc_literal::operations::Reset>,
        _request: calls::Reset,
    ) -> Answer<calls::ResetResponse> {
        Ok(calls::ResetResponse {})
    }
}

impl Archive for Service {
    /// Returns the content, the reversed content and the bytes of the title.
    async fn store(
        &self,
        _context: &mut Context<attachments::operations::Store>,
        request: Store,
    ) -> Answer<Vec<Base64Binary>> {
        let backwards: Vec<u8> = request.content.iter().rev().copied().collect();
        Ok(vec![request.content, backwards.into(), request.title.into_bytes().into()])
    }

    /// Returns a reference to a cover, which is an attachment with the content of the logo.
    async fn bind(
        &self,
        _context: &mut Context<attachments::operations::Bind>,
        request: AlbumIn,
    ) -> Answer<Attachment> {
        let (Some(logo), Some(notes)) = (request.logo, request.notes) else {
            return Err(Fault::sender(format!("{} has no logo, or no notes", request.body)));
        };
        if notes.bytes().is_none_or(|notes| std::str::from_utf8(notes).is_err()) {
            return Err(Fault::sender("the notes are not in UTF-8"));
        }
        Ok(logo.with_id("cover@shelf"))
    }
}

impl ScalesHttp for Service {
    async fn convert(
        &self,
        _context: &mut Context<http_bindings::operations::ScalesHttpConvert>,
        request: ConvertHttpIn,
    ) -> Answer<f64> {
        let degrees = request.degrees.parse::<f64>();
        let degrees = degrees.map_err(|error| Fault::sender(error.to_string()))?;
        Ok(match request.to {
            Scale::Celsius => degrees - 273.15,
            Scale::Kelvin => degrees + 273.15,
        })
    }
}
