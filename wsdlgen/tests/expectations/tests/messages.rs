//! Message bodies of every shape, sent from a client to a server in the same process.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod support;
#[path = "support/wire.rs"]
mod wire;

use support::now;
use tower_service::Service as _;
use wire::{body, listening, Wire};
use wsdlgen_expectations::{
    messages::{self, KeyAndNote, Note, Store, StoreClient, StoreServer},
    rpc_encoded::{
        self, ArrayOfPerson, Find, FindFault, People, PeopleClient, PeopleServer, Person, Table,
    },
    rpc_literal::{self, calls, Plane, PlaneClient, PlaneServer, Point},
};
use wsdlgen_runtime::{
    client::Transport,
    message::{decode, Payload},
    server::Context as Served,
    soap::{Array, Port, SoapVersion, Targeted},
    xml::{ReadOptions, Reading},
    Fault, NoDetail,
};

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
fn exchanges_document_bodies_with_any_number_of_elements() {
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
    let refused = now(client.get_by_number(-1)).unwrap_err().to_string();
    assert!(refused.contains(r#"/number: "-1" violates minInclusive (0)"#), "{refused}");

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
fn wraps_unqualified_parts_in_rpc_style() {
    for port in [rpc_literal::ports::PLANE11, rpc_literal::ports::PLANE12] {
        let wire = Wire::default();
        let transport = Transport::new(PlaneServer::new(Flat).into_service());
        let client = PlaneClient::new(port, transport).with_settings(listening(&wire));

        let call = client.scale(calls::Scale::new(Point { x: 1, y: 2 }, 3));
        assert_eq!(now(call.header("s".to_owned())).unwrap().body, Point { x: 3, y: 6 });
        now(client.reset()).unwrap();
        assert_eq!(calls::Reset::from(()), calls::Reset {});

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

#[test]
fn writes_types_of_encoded_elements_and_nil_for_none() {
    let (wire, people) = (Wire::default(), PeopleServer::new(Crowd).into_service());
    let client = PeopleClient::new(rpc_encoded::ports::PEOPLE_SOAP, Transport::new(people))
        .with_settings(listening(&wire));
    let ada = Person { name: Some("Ada".to_owned()), age: Some(36), friend: None };
    let request = Find { names: Some(vec![ada.clone()].into()), exact: None };
    let found = now(client.find(request)).unwrap().body.unwrap();
    assert_eq!(found.items.into_vec(), [ada.clone(), ada]);
    let expected = concat!(
        r#"<tns:find><names xsi:type="tns:ArrayOfPerson" soapenc:arrayType="tns:Person[1]">"#,
        r#"<item xsi:type="tns:Person"><name xsi:type="xsd:string">Ada</name>"#,
        r#"<age xsi:type="xsd:int">36</age><friend xsi:type="tns:Person" xsi:nil="true"/></item>"#,
        r#"</names><exact xsi:type="xsd:boolean" xsi:nil="true"/></tns:find>"#,
    );
    assert_eq!(body(&wire.lock().unwrap()[0]), expected);
    let style = r#"soap:encodingStyle="http://schemas.xmlsoap.org/soap/encoding/""#;
    assert!(wire.lock().unwrap()[0].contains(style));

    let table = Table { items: Array::from(vec![1, 2, 3, 4, 5, 6]).with_dimensions(&[2, 3]) };
    let turned = now(client.turn(table)).unwrap().body.unwrap();
    assert_eq!((turned.items.dimensions(), &*turned.items), (vec![3, 2], &[1, 4, 2, 5, 3, 6][..]));
    assert!(wire.lock().unwrap()[2].contains(r#"soapenc:arrayType="xsd:int[2,3]""#));
}

#[test]
fn writes_encoded_fault_details_in_the_binding_namespace() {
    let (wire, people) = (Wire::default(), PeopleServer::new(Crowd).into_service());
    let client = PeopleClient::new(rpc_encoded::ports::PEOPLE_SOAP, Transport::new(people))
        .with_settings(listening(&wire));
    let error = now(client.find(Find::default())).unwrap_err();
    let nobody = Person { name: Some("Nemo".to_owned()), ..Person::default() };
    assert_eq!(error.fault().unwrap().detail, Some(FindFault::Nobody(nobody)));
    let wire = wire.lock().unwrap();
    let (_, detail) = body(&wire[1]).split_once("<detail>").unwrap();
    assert!(detail.starts_with("<ns2:nobody xsi:type=\"tns:Person\"><name"), "{detail}");
    assert!(wire[1].contains(r#"xmlns:ns2="urn:example:faults""#));
}

/// A service that returns each requested person twice.
struct Crowd;

impl People for Crowd {
    async fn find(
        &self,
        _context: &mut Served<rpc_encoded::operations::Find>,
        request: Find,
    ) -> Result<Option<ArrayOfPerson>, Fault<FindFault>> {
        assert_eq!(request.exact, None);
        let names = request.names.unwrap_or_default().items.into_vec();
        if names.is_empty() {
            let nobody = Person { name: Some("Nemo".to_owned()), ..Person::default() };
            return Err(Fault::sender("nobody").with_detail(nobody));
        }
        Ok(Some(names.iter().chain(&names).cloned().collect::<Vec<_>>().into()))
    }

    async fn turn(
        &self,
        _context: &mut Served<rpc_encoded::operations::Turn>,
        request: Option<Table>,
    ) -> Result<Option<Table>, Fault<NoDetail>> {
        let table = request.unwrap().items;
        let [rows, columns] = *table.dimensions() else { panic!("{table:?}") };
        let turned = (0..columns).flat_map(|column| {
            let table = &table;
            (0..rows).map(move |row| table[row * columns + column])
        });
        let items = turned.collect::<Array<i32>>().with_dimensions(&[columns, rows]);
        Ok(Some(Table { items }))
    }
}

#[test]
fn accepts_no_envelope_in_place_of_an_empty_body() {
    let response =
        |status: u16| http::Response::builder().status(status).body(bytes::Bytes::new()).unwrap();
    for status in [200, 202] {
        decode::<messages::operations::Put>(response(status), &<_>::default()).unwrap();
        let error = decode::<messages::operations::Size>(response(status), &<_>::default());
        let error = error.unwrap_err().to_string();
        assert!(error.contains("the service sent no reply"), "{error}");
    }
    assert!(decode::<messages::operations::Put>(response(500), &<_>::default()).is_err());
}

#[test]
fn reads_parts_in_any_order() {
    let envelope = |body: &str| {
        format!(
            "<e:Envelope xmlns:e='http://schemas.xmlsoap.org/soap/envelope/' \
             xmlns:t='urn:example:messages'><e:Body>{body}</e:Body></e:Envelope>"
        )
    };
    let (key, note) = ("<t:Key>k</t:Key>", "<t:Note><t:text>n</t:text></t:Note>");
    let strictly = ReadOptions { reading: Reading::Strict, ..ReadOptions::default() };
    let reply = |body: &str| {
        let response = http::Response::builder().header("content-type", "text/xml");
        let response = response.body(bytes::Bytes::from(envelope(body))).unwrap();
        decode::<messages::operations::Get>(response, &strictly)
    };
    for body in [[key, note], [note, key]] {
        let body = reply(&body.concat()).unwrap().body;
        assert_eq!((&*body.key, &*body.note.text), ("k", "n"));
    }
    let error = reply(note).unwrap_err().to_string();
    assert!(error.contains("missing element `Key`"), "{error}");
    assert!(reply(&[key, note, key].concat()).is_err());
    let mut service = StoreServer::new(Shelf).into_service();
    let request = http::Request::post("/")
        .header("content-type", "text/xml")
        .header("soapaction", "\"urn:put\"")
        .body(Payload::new(envelope(&[note, key].concat())))
        .unwrap();
    assert_eq!(now(service.call(request)).unwrap().status(), 200);
}

#[test]
fn resolves_references_to_independent_elements() {
    let reply = r##"<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"
        xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
        xmlns:n="http://schemas.xmlsoap.org/soap/encoding/"><e:Body>
        <t:findResponse xmlns:t="urn:example:encoded"
            e:encodingStyle="http://schemas.xmlsoap.org/soap/encoding/"><found href="#id0"/>
        </t:findResponse>
        <multiRef id="id0" n:root="0" n:arrayType="t:Person[2]" xmlns:t="urn:example:encoded">
            <x href="#id1"/><x href="#id1"/></multiRef>
        <multiRef id="id1" n:root="0"><name>Ada</name><age xsi:nil="1"/></multiRef>
        </e:Body></e:Envelope>"##;
    let response = http::Response::builder()
        .header("content-type", "text/xml; charset=utf-8")
        .body(bytes::Bytes::from_static(reply.as_bytes()))
        .unwrap();
    let strictly = ReadOptions { reading: Reading::Strict, ..ReadOptions::default() };
    let found = decode::<rpc_encoded::operations::Find>(response, &strictly).unwrap().body;
    let ada = Person { name: Some("Ada".to_owned()), ..Person::default() };
    assert_eq!(found, Some(vec![ada.clone(), ada].into()));
}

#[test]
fn matches_accessors_by_local_name() {
    let request = |body: &str| {
        let envelope = format!(
            "<e:Envelope xmlns:e='http://schemas.xmlsoap.org/soap/envelope/' \
             xmlns:t='urn:example:encoded'><e:Body>{body}</e:Body></e:Envelope>"
        );
        http::Response::builder().header("content-type", "text/xml").body(envelope.into()).unwrap()
    };
    let found = |body: &str| {
        let reply = decode::<rpc_encoded::operations::Find>(request(body), &<_>::default());
        reply.unwrap().body.map(|found| found.items.into_vec())
    };
    let ada = Person { name: Some("Ada".to_owned()), ..Person::default() };
    // Accessors may be qualified or not, and the only result may have any name.
    for (name, result) in [("name", "found"), ("t:name", "t:found"), ("name", "return")] {
        let body = format!(
            "<t:findResponse><{result}><x><{name}>Ada</{name}></x></{result}></t:findResponse>"
        );
        assert_eq!(found(&body), Some(vec![ada.clone()]), "{body}");
    }
}

#[test]
fn accepts_encoding_style_on_every_element() {
    let reply = r#"<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body>
        <t:findResponse xmlns:t="urn:example:encoded"
            e:encodingStyle="http://schemas.xmlsoap.org/soap/encoding/"><found e:encodingStyle=""/>
        </t:findResponse></e:Body></e:Envelope>"#;
    let response = http::Response::builder()
        .header("content-type", "text/xml; charset=utf-8")
        .body(bytes::Bytes::from_static(reply.as_bytes()))
        .unwrap();
    let strictly = ReadOptions { reading: Reading::Strict, ..ReadOptions::default() };
    let found = decode::<rpc_encoded::operations::Find>(response, &strictly).unwrap().body;
    assert_eq!(found, Some(ArrayOfPerson::default()));
}

#[test]
fn reads_encoded_header_blocks_with_absent_and_nil_members() {
    for (members, id) in [("<id xsi:nil='true'/>", None), ("<id>a</id>", Some("a")), ("", None)] {
        let reply = format!(
            "<e:Envelope xmlns:e='http://schemas.xmlsoap.org/soap/envelope/' \
             xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' xmlns:t='urn:example:encoded' \
             e:encodingStyle='http://schemas.xmlsoap.org/soap/encoding/'><e:Header>\
             <t:session xsi:type='t:Session'>{members}</t:session></e:Header>\
             <e:Body><t:turnResponse/></e:Body></e:Envelope>"
        );
        let response = http::Response::builder().header("content-type", "text/xml");
        let response = response.body(bytes::Bytes::from(reply)).unwrap();
        let strictly = ReadOptions { reading: Reading::Strict, ..ReadOptions::default() };
        let reply = decode::<rpc_encoded::operations::Turn>(response, &strictly).unwrap();
        let session = reply.headers.session.unwrap();
        assert_eq!((session.id.as_deref(), session.since), (id, None), "{members}");
    }
}

#[test]
fn writes_targets_of_header_blocks() {
    let cases = [
        (rpc_literal::ports::PLANE11, r#"soap:mustUnderstand="1" soap:actor="urn:a&amp;b""#),
        (
            rpc_literal::ports::PLANE12,
            r#"soap:mustUnderstand="1" soap:role="urn:a&amp;b" soap:relay="true""#,
        ),
    ];
    for (port, attributes) in cases {
        let wire = Wire::default();
        let transport = Transport::new(PlaneServer::new(Flat).into_service());
        let session = Targeted::new("s".to_owned()).must_understand().role("urn:a&b").relay();
        let client =
            PlaneClient::new(port, transport).with_settings(listening(&wire)).with_header(session);
        now(client.scale(calls::Scale::new(Point { x: 1, y: 2 }, 3))).unwrap();
        let expected = format!("<tns:Session {attributes}>s</tns:Session>");
        assert!(wire.lock().unwrap()[0].contains(&expected), "{}", wire.lock().unwrap()[0]);
    }
}

#[test]
fn uses_soap_1_2_encoding() {
    let (wire, people) = (Wire::default(), PeopleServer::new(Crowd).into_service());
    let port = Port::new("PeopleSoap12", "http://localhost/", SoapVersion::Soap12, &[]);
    let client = PeopleClient::new(port, Transport::new(people)).with_settings(listening(&wire));
    let table = Table { items: Array::from(vec![1, 2, 3, 4, 5, 6]).with_dimensions(&[2, 3]) };
    let turned = now(client.turn(table)).unwrap().body.unwrap();
    assert_eq!((turned.items.dimensions(), &*turned.items), (vec![3, 2], &[1, 4, 2, 5, 3, 6][..]));
    let encoding = r#"xmlns:enc="http://www.w3.org/2003/05/soap-encoding""#;
    let table =
        format!(r#"xsi:type="tns:Table" {encoding} enc:itemType="xsd:int" enc:arraySize="2 3">"#);
    let sent = wire.lock().unwrap()[0].clone();
    assert!(sent.contains(&table), "{sent}");
    let style = "soap:encodingStyle=\"http://www.w3.org/2003/05/soap-encoding\"";
    assert!(body(&sent).starts_with(&format!("<tns:turn {style}>")), "{sent}");
    assert_eq!(sent.matches("encodingStyle").count(), 1, "{sent}");

    // The reply names the element that is its result, which is also known from the contract.
    let reply = r##"<e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope"
        xmlns:n="http://www.w3.org/2003/05/soap-encoding"
        xmlns:r="http://www.w3.org/2003/05/soap-rpc"><e:Body>
        <t:findResponse xmlns:t="urn:example:encoded"><r:result>found</r:result>
          <found n:itemType="t:Person" n:arraySize="* "><x n:id="a"><name>Ada</name></x>
            <x n:ref="#a"/></found>
        </t:findResponse></e:Body></e:Envelope>"##;
    let response = http::Response::builder()
        .header("content-type", "application/soap+xml")
        .body(bytes::Bytes::from_static(reply.as_bytes()))
        .unwrap();
    let strictly = ReadOptions { reading: Reading::Strict, ..ReadOptions::default() };
    let found = decode::<rpc_encoded::operations::Find>(response, &strictly).unwrap().body;
    let ada = Person { name: Some("Ada".to_owned()), ..Person::default() };
    assert_eq!(found, Some(vec![ada.clone(), ada].into()));
}
