//! Messages that are read and written one record at a time.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod support;

use std::{
    convert::Infallible,
    future::{ready, Ready},
    io::{self, Read},
    pin::Pin,
    task::{Context, Poll},
};

use http::{Request, Response};
use http_body::Body;
use support::now;
use wsdlgen_expectations::streams::{
    operations, ports, Batch, Compare, CompareResponse, Few, ListResponse, Meter, MeterClient,
    MeterServer, Name, Reading, Readings,
};
use wsdlgen_runtime::{
    client::{ClientSettings, Transport, Validation},
    message::{EncodeError, Payload, Records},
    server::Context as Served,
    xml::{Limits, ReadOptions},
    CallError, Fault, NoDetail,
};

struct Station;

impl Meter for Station {
    async fn list(
        &self,
        _context: &mut Served<operations::List>,
        from: i32,
    ) -> Result<ListResponse, Fault<NoDetail>> {
        if from < 0 {
            return Err(Fault::sender("no such reading"));
        }
        let note = vec!["a".to_owned(), "b".to_owned()];
        let remark = vec!["c".to_owned()];
        Ok(ListResponse { note, reading: (from..1000).map(reading).collect(), total: 1000, remark })
    }

    /// Returns the first and the last reading of the batch.
    async fn store(
        &self,
        _context: &mut Served<operations::Store>,
        request: Option<Batch>,
    ) -> Result<Option<Batch>, Fault<NoDetail>> {
        Ok(request.map(|batch| {
            let all = batch.base.reading;
            let ends = [all.first().cloned(), all.last().cloned()];
            let source = format!("{} of {}", all.len(), batch.source);
            Batch { base: Readings { reading: ends.into_iter().flatten().collect() }, source }
        }))
    }

    async fn few(
        &self,
        _context: &mut Served<operations::Few>,
        request: Few,
    ) -> Result<Vec<Name>, Fault<NoDetail>> {
        Ok(request.name)
    }

    async fn compare(
        &self,
        _context: &mut Served<operations::Compare>,
        _request: Compare,
    ) -> Result<CompareResponse, Fault<NoDetail>> {
        let [first, second] = [1, 2].map(reading);
        Ok(CompareResponse { reading: vec![first], reading_2: vec![second] })
    }
}

fn reading(number: i32) -> Reading {
    Reading { name: format!("r{number}"), value: number }
}

fn client() -> MeterClient {
    let server = MeterServer::new(Station).into_service();
    MeterClient::new(ports::METER_SOAP, Transport::new(server))
}

#[test]
fn streams_records_and_returns_the_rest_at_the_end() {
    let client = client();
    now(async {
        let mut records = client.list(3).stream::<Reading>().await.unwrap();
        let mut expected = 3;
        while let Some(record) = records.next().await {
            assert_eq!(record.unwrap(), reading(expected));
            expected += 1;
        }
        assert_eq!(expected, 1000);
        let reply = records.finish().await.unwrap();
        let note = vec!["a".into(), "b".into()];
        let rest = ListResponse { note, reading: vec![], total: 1000, remark: vec!["c".into()] };
        assert_eq!((reply.body, reply.deviations), (rest, vec![]));
    });
}

#[test]
fn streams_each_repeated_element_of_a_reply() {
    now(async {
        let mut notes = client().list(998).stream::<operations::ListNoteRecords>().await.unwrap();
        let mut found = Vec::new();
        while let Some(note) = notes.next().await {
            found.push(note.unwrap());
        }
        assert_eq!(found, ["a", "b"]);
        let reply = notes.finish().await.unwrap().body;
        assert_eq!((reply.note.len(), reply.reading.len(), reply.remark.len()), (0, 2, 1));
        let mut remarks = client().list(0).stream::<operations::ListRemarkRecords>().await.unwrap();
        assert_eq!(remarks.next().await.unwrap().unwrap(), "c");
    });
}

#[test]
fn distinguishes_elements_whose_names_are_the_same_in_rust() {
    now(async {
        let client = client();
        let mut first =
            client.compare().stream::<operations::CompareReadingRecords>().await.unwrap();
        assert_eq!(first.next().await.unwrap().unwrap(), reading(1));
        let mut second =
            client.compare().stream::<operations::CompareReadingRecords2>().await.unwrap();
        assert_eq!(second.next().await.unwrap().unwrap(), reading(2));
    });
}

#[test]
fn skips_records_that_are_not_read() {
    let reply =
        now(async { client().list(0).stream::<Reading>().await.unwrap().finish().await }).unwrap();
    assert_eq!((reply.body.reading.len(), reply.body.total), (0, 1000));
}

#[test]
fn yields_a_fault_as_the_only_item() {
    now(async {
        let mut records = client().list(-1).stream::<Reading>().await.unwrap();
        let Some(Err(CallError::Fault(fault))) = records.next().await else {
            panic!("expected a fault")
        };
        assert_eq!(fault.fault.reason(), "no such reading");
        assert!(records.next().await.is_none());
        assert!(matches!(records.finish().await, Err(CallError::Transport(_))));
    });
}

const HEAD: &str = "<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/' \
                    xmlns='urn:example:streams'><s:Body><ListResponse>";
const TAIL: &str = "<total>7</total></ListResponse></s:Body></s:Envelope>";

/// Returns the records of a reply to `List` that is read from a blocking source.
fn blocking(
    body: impl Read,
    options: &ReadOptions,
) -> Records<operations::List, Reading, impl Read> {
    let response = Response::builder().header("content-type", "text/xml");
    Records::new(response.body(body).unwrap(), options)
}

#[test]
fn yields_preceding_records_before_an_error() {
    let limits = Limits { record_bytes: 200, ..Limits::default() };
    let options = ReadOptions { limits, ..ReadOptions::default() };
    let good = "<reading><name>n</name><value>1</value></reading>";
    let long = format!("<reading><name>{}</name></reading>", "x".repeat(200));
    let cases = [
        ("<reading><name>n</name><value>x</value></reading>", "/reading/value"),
        ("<reading><name>n</name></reading>", "missing element `value`"),
        ("<reading><name>n</nam></reading>", "not well-formed"),
        (&*long, "more than 200 bytes in a record"),
        ("<reading><name>n</name>", "unexpected end of document"),
    ];
    for (bad, expected) in cases {
        let tail = if bad.ends_with("</reading>") { TAIL } else { "" };
        let reply = format!("{HEAD}{good}{good}{bad}{tail}");
        let mut records = blocking(reply.as_bytes(), &options);
        for _ in 0..2 {
            assert_eq!(records.next().unwrap().unwrap().value, 1);
        }
        let error = records.next().unwrap().unwrap_err();
        assert!(matches!(error, CallError::Decode(_)), "{bad}: {error:?}");
        assert!(error.to_string().contains(expected), "{bad}: {error}");
        assert!(records.next().is_none());
    }
}

#[test]
fn returns_deviations_of_records_in_the_reply() {
    let reply = format!("{HEAD}<reading><name>n</name><new/><value>1</value></reading>{TAIL}");
    let mut records = blocking(reply.as_bytes(), &ReadOptions::default());
    assert_eq!(records.by_ref().count(), 1);
    let reply = records.finish().unwrap();
    let path = "/Envelope/Body/ListResponse/reading";
    assert_eq!(
        (&*reply.deviations[0].path, reply.deviations.len(), reply.body.total),
        (path, 1, 7)
    );
}

#[test]
fn reads_replies_in_other_encodings() {
    let reply = format!(
        "<?xml version='1.0' encoding='ISO-8859-1'?>{HEAD}<note>ü</note><reading><name>é</name>\
         <value>1</value></reading>{TAIL}"
    );
    let latin: Vec<u8> = reply.chars().map(|one| u8::try_from(one).unwrap()).collect();
    let mut records = blocking(latin.as_slice(), &ReadOptions::default());
    assert_eq!(records.next().unwrap().unwrap().name, "é");
    assert_eq!(records.finish().unwrap().body.note, ["ü"]);
}

/// A reply with a given length of records, generated while it is read.
struct Made {
    pending: Vec<u8>,
    records: usize,
}

impl Made {
    const RECORD: &'static str = "\n  <reading><name>reading</name><value>12345</value></reading>";

    fn of(bytes: usize) -> Self {
        Self { pending: HEAD.into(), records: bytes / Self::RECORD.len() }
    }
}

impl Read for Made {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.pending.len() < buffer.len() && self.records > 0 {
            self.records -= 1;
            self.pending.extend_from_slice(Self::RECORD.as_bytes());
            if self.records == 0 {
                self.pending.extend_from_slice(TAIL.as_bytes());
            }
        }
        let length = self.pending.len().min(buffer.len());
        buffer[..length].copy_from_slice(&self.pending[..length]);
        self.pending.drain(..length);
        Ok(length)
    }
}

#[test]
fn reads_long_replies_in_constant_memory() {
    const MOST: u64 = 128 << 10;
    for megabytes in [1, 16] {
        let made = Made::of(megabytes << 20);
        let expected = made.records;
        let mut count = 0;
        let measured = allocation_counter::measure(|| {
            let records = blocking(made, &ReadOptions::default());
            count = records.map(|record| assert_eq!(record.unwrap().value, 12345)).count();
        });
        assert_eq!(count, expected);
        assert!(measured.bytes_max < MOST, "{} bytes for {megabytes} MB", measured.bytes_max);
    }
}

#[test]
fn appends_streamed_records_to_those_in_the_request() {
    let reply = now(async {
        let mut batch = Batch::new("meter".to_owned());
        batch.base.reading = vec![reading(0), reading(1)];
        client().store(batch).records((2..5000).map(reading)).await
    });
    let stored = reply.unwrap().body.unwrap();
    assert_eq!(stored.source, "5000 of meter");
    assert_eq!(stored.base.reading, [reading(0), reading(4999)]);
}

#[test]
fn sends_requests_without_records() {
    let reply = now(client().store(Batch::new("m".to_owned())).records([])).unwrap();
    assert_eq!(reply.body.unwrap().source, "0 of m");
}

#[test]
fn fails_on_records_that_cannot_be_written() {
    let long = Reading { name: "123456789".to_owned(), value: 0 };
    let bad = Reading { name: "\0".to_owned(), value: 0 };
    for (wrong, said) in [(long, "/Reading/name"), (bad, "is not allowed in XML")] {
        let records = [reading(0), reading(1), wrong];
        let error = now(client().store(Batch::new("m".to_owned())).records(records)).unwrap_err();
        assert!(matches!(error, CallError::Encode(_)), "{error:?}");
        assert!(error.to_string().contains(said), "{error}");
    }
    let error = now(client().store(None).records([reading(0)])).unwrap_err();
    assert!(matches!(error, CallError::Encode(EncodeError::Records(_))), "{error:?}");
}

#[test]
fn encodes_requests_lazily_and_only_once() {
    let client = client();
    let request = client
        .store(Batch::new("m".to_owned()))
        .records((0..100_000).map(reading))
        .encode()
        .unwrap();
    assert!(!request.headers().contains_key("content-length"));
    let mut body = request.into_body();
    let again = body.clone();
    let mut longest = 0;
    let mut length = 0;
    let mut context = Context::from_waker(std::task::Waker::noop());
    while let Poll::Ready(Some(frame)) = Pin::new(&mut body).poll_frame(&mut context) {
        let chunk = frame.unwrap().into_data().unwrap();
        longest = longest.max(chunk.len());
        length += chunk.len();
    }
    assert!(length > 5_000_000 && longest < 17_000, "{length} bytes, {longest} at once");
    let error = drained(again).unwrap_err();
    assert!(error.contains("cannot be read or sent twice"), "{error}");
}

fn drained(mut body: Payload) -> Result<(), String> {
    let mut context = Context::from_waker(std::task::Waker::noop());
    while let Poll::Ready(Some(frame)) = Pin::new(&mut body).poll_frame(&mut context) {
        frame.map_err(|error| error.to_string())?;
    }
    Ok(())
}

/// A service that always returns the same response.
#[derive(Clone)]
struct Says(String);
impl tower_service::Service<Request<Payload>> for Says {
    type Response = Response<Payload>;
    type Error = Infallible;
    type Future = Ready<Result<Response<Payload>, Infallible>>;

    fn poll_ready(&mut self, _context: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, _request: Request<Payload>) -> Self::Future {
        ready(Ok(Response::new(Payload::new(self.0.clone()))))
    }
}

#[test]
fn validates_records_if_replies_are_validated() {
    let long = format!("{HEAD}<reading><name>123456789</name><value>1</value></reading>{TAIL}");
    for (replies, is_taken) in [(Validation::Off, true), (Validation::Deny, false)] {
        let settings = ClientSettings::default().replies(replies);
        let client = MeterClient::new(ports::METER_SOAP, Transport::new(Says(long.clone())));
        let client = client.with_settings(settings);
        let first =
            now(async { client.list(0).stream::<Reading>().await.unwrap().next().await }).unwrap();
        assert_eq!(first.is_ok(), is_taken, "{first:?}");
        assert!(is_taken || matches!(first, Err(CallError::Invalid(_))), "{first:?}");
    }
}

#[test]
fn rejects_streaming_of_multipart_replies() {
    let response = Response::builder().header("content-type", "multipart/related; boundary=x");
    let response = response.body(b"--x".as_slice()).unwrap();
    let mut records =
        Records::<operations::List, Reading, _>::new(response, &ReadOptions::default());
    let Some(Err(CallError::Decode(error))) = records.next() else { panic!("expected an error") };
    assert!(error.to_string().contains("multipart message"), "{error}");
}
