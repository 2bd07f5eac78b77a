//! Every shape of a message's body, sent from a client to a server in the same process.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on should stop and say where"
)]

use std::{
    future::{Future, IntoFuture},
    pin::pin,
    sync::{Arc, Mutex},
    task::{Context, Poll, Waker},
};

use wsdlgen_expectations::{
    messages::{self, KeyAndNote, Note, Store, StoreClient, StoreServer},
    rpc_literal::{self, calls, Plane, PlaneClient, PlaneServer, Point},
};
use wsdlgen_runtime::{
    client::{Settings, Transport},
    server::Context as Served,
    Fault, NoDetail,
};

/// What a future that waits for nothing gives.
fn now<F: IntoFuture>(future: F) -> F::Output {
    let mut future = pin!(future.into_future());
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            return output;
        }
    }
}

/// What went over the wire.
type Wire = Arc<Mutex<Vec<String>>>;

fn listening(wire: &Wire) -> Settings {
    let wire = Arc::clone(wire);
    Settings::default().trace(move |trace| wire.lock().unwrap().push(trace.body.clone()))
}

/// What stands in the body of a message.
fn body(message: &str) -> &str {
    let (_, rest) = message.split_once("<soap:Body>").unwrap();
    rest.split_once("</soap:Body>").unwrap().0
}

struct Shelf;

impl Store for Shelf {
    async fn put(
        &self,
        _context: &mut Served<messages::operations::Put>,
        request: KeyAndNote,
    ) -> Result<(), Fault<NoDetail>> {
        assert_eq!((&*request.key, &*request.note.text), ("k", "n"));
        Ok(())
    }

    async fn size(
        &self,
        _context: &mut Served<messages::operations::Size>,
    ) -> Result<i32, Fault<NoDetail>> {
        Ok(7)
    }

    async fn touch(
        &self,
        _context: &mut Served<messages::operations::Touch>,
        request: String,
    ) -> Result<(), Fault<NoDetail>> {
        if request == "k" {
            Ok(())
        } else {
            Err(Fault::sender("no such key"))
        }
    }

    async fn get(
        &self,
        _context: &mut Served<messages::operations::Get>,
        request: String,
    ) -> Result<KeyAndNote, Fault<NoDetail>> {
        Ok(KeyAndNote { key: request, note: Note { text: "by key".to_owned() } })
    }

    async fn get_by_number(
        &self,
        _context: &mut Served<messages::operations::GetByNumber>,
        request: i32,
    ) -> Result<KeyAndNote, Fault<NoDetail>> {
        Ok(KeyAndNote { key: request.to_string(), note: Note { text: "by number".to_owned() } })
    }
}

#[test]
fn document_style_has_nothing_one_element_or_several() {
    let wire = Wire::default();
    let transport = Transport::new(StoreServer::new(Shelf).into_service());
    let client =
        StoreClient::new(messages::ports::STORE_SOAP, transport).with_settings(listening(&wire));

    let note = Note { text: "n".to_owned() };
    now(client.put(KeyAndNote { key: "k".to_owned(), note })).unwrap();
    assert_eq!(now(client.size()).unwrap().body, 7);
    assert_eq!(now(client.touch("k")).unwrap().http.status, 202);
    let fault = now(client.touch("x")).unwrap_err();
    assert_eq!(fault.fault().unwrap().reason(), "no such key");
    assert_eq!(now(client.get("k")).unwrap().body.note.text, "by key");
    assert_eq!(now(client.get_by_number(3)).unwrap().body.key, "3");

    let wire = wire.lock().unwrap();
    let (put, put_reply) = (&wire[0], &wire[1]);
    let expected = "<tns:Key>k</tns:Key><tns:Note><tns:text>n</tns:text></tns:Note>";
    assert_eq!((body(put), body(put_reply)), (expected, ""));
    assert_eq!((body(&wire[2]), body(&wire[3])), ("", "<number>7</number>"));
    assert_eq!((body(&wire[4]), &*wire[5]), ("<tns:Key>k</tns:Key>", ""));
}

struct Flat;

impl Plane for Flat {
    async fn scale(
        &self,
        context: &mut Served<rpc_literal::operations::Scale>,
        request: calls::Scale,
    ) -> Result<Point, Fault<NoDetail>> {
        assert_eq!(context.headers.session.as_deref(), Some("s"));
        let calls::Scale { point, by } = request;
        Ok(Point { x: point.x * by, y: point.y * by })
    }

    async fn reset(
        &self,
        _context: &mut Served<rpc_literal::operations::Reset>,
        _request: calls::Reset,
    ) -> Result<calls::ResetResponse, Fault<NoDetail>> {
        Ok(calls::ResetResponse {})
    }
}

#[test]
fn rpc_style_has_a_wrapper_around_parts_without_a_namespace() {
    for port in [rpc_literal::ports::PLANE11, rpc_literal::ports::PLANE12] {
        let wire = Wire::default();
        let transport = Transport::new(PlaneServer::new(Flat).into_service());
        let client = PlaneClient::new(port, transport).with_settings(listening(&wire));

        let call = client.scale(calls::Scale::new(Point { x: 1, y: 2 }, 3));
        assert_eq!(now(call.header("s".to_owned())).unwrap().body, Point { x: 3, y: 6 });
        now(client.reset(calls::Reset {})).unwrap();

        let wire = wire.lock().unwrap();
        assert_eq!(
            body(&wire[0]),
            "<ns2:scale><point><tns:x>1</tns:x><tns:y>2</tns:y></point><by>3</by></ns2:scale>"
        );
        let reply = "<ns2:scaleResponse><result><tns:x>3</tns:x><tns:y>6</tns:y></result>\
                     </ns2:scaleResponse>";
        assert_eq!(body(&wire[1]), reply);
        let (reset, reset_reply) = (body(&wire[2]), body(&wire[3]));
        assert_eq!(reset, "<ns2:reset></ns2:reset>");
        assert_eq!(reset_reply, "<ns2:resetResponse></ns2:resetResponse>");
    }
}
