//! The spans and events that `tracing` receives for calls, on both sides.

#![cfg(feature = "tracing")]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use std::{
    collections::BTreeMap,
    fmt,
    future::{Future, IntoFuture},
    sync::{Arc, Mutex},
};

use common::{Echo, EchoContract};
use futures_util::FutureExt;
use tracing::{
    Event, Id, Metadata, Subscriber,
    field::{Field, Visit},
    span::{Attributes, Record},
};
use tracing_subscriber::{Layer, layer::Context, layer::SubscriberExt, registry::LookupSpan};
use wsdlgen_runtime::{
    Client, Fault, Operation, Port, Server, SoapVersion, Transport,
    server::{Dispatch, DispatchFuture, IncomingRequest},
};

/// The fields of spans by the span's name, and events as lines.
#[derive(Clone, Default)]
struct Seen(Arc<Mutex<SpansAndEvents>>);

type SpansAndEvents = (BTreeMap<&'static str, Fields>, Vec<String>);

#[derive(Clone, Debug, Default)]
struct Fields(BTreeMap<&'static str, String>);

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.0.insert(field.name(), format!("{value:?}").trim_matches('"').to_owned());
    }
}

impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for Seen {
    fn on_new_span(&self, attributes: &Attributes<'_>, _id: &Id, _context: Context<'_, S>) {
        let mut seen = self.0.lock().unwrap();
        attributes.record(seen.0.entry(attributes.metadata().name()).or_default());
    }

    fn on_record(&self, id: &Id, values: &Record<'_>, context: Context<'_, S>) {
        let metadata: &Metadata<'_> = context.metadata(id).unwrap();
        values.record(self.0.lock().unwrap().0.entry(metadata.name()).or_default());
    }

    fn on_event(&self, event: &Event<'_>, context: Context<'_, S>) {
        let mut fields = Fields::default();
        event.record(&mut fields);
        fields.0.remove("elapsed_us");
        let span = context.event_span(event).map_or("-", |span| span.name());
        let values: Vec<_> = fields.0.values().cloned().collect();
        let line = format!("{} {span}: {}", event.metadata().level(), values.join(" "));
        self.0.lock().unwrap().1.push(line);
    }
}

#[derive(Clone, Debug)]
struct EchoServer;

impl Dispatch for EchoServer {
    type Contract = EchoContract;

    fn dispatch(&self, _operation: usize, received: IncomingRequest) -> DispatchFuture<'_> {
        Box::pin(async move {
            let (context, text) = received.read::<Echo>().await?;
            assert_ne!(text, "panic", "the test requests a panic");
            let refused = text == "refuse";
            Ok(context.answer(if refused { Err(Fault::sender("no")) } else { Ok(text) }))
        })
    }
}

fn now<T>(future: impl Future<Output = T>) -> T {
    future.now_or_never().expect("no future here waits")
}

/// Returns the spans and events of one call.
fn seen(text: &str) -> SpansAndEvents {
    let address = "http://user:secret@localhost/echo?key=secret";
    let operations = const { &[""] };
    let port = Port::new("Echo", "", SoapVersion::Soap11, operations).at(address);
    let client = Client::new(port, Transport::new(Server::new(EchoServer)));
    let seen = Seen::default();
    let subscriber = tracing_subscriber::registry().with(seen.clone());
    tracing::subscriber::with_default(subscriber, || {
        let _ = now(client.call::<Echo>(text.to_owned()).into_future());
    });
    let seen = seen.0.lock().unwrap();
    seen.clone()
}

#[test]
fn creates_a_span_on_either_side_of_a_call() {
    let (spans, events) = seen("hello");
    let expected = [
        ("soap.call", "otel.kind", "client"),
        ("soap.call", "rpc.service", "EchoService"),
        ("soap.call", "rpc.method", "Echo"),
        ("soap.call", "url.full", "http://localhost/echo"),
        ("soap.call", "http.response.status_code", "200"),
        ("soap.request", "otel.kind", "server"),
        ("soap.request", "rpc.method", "Echo"),
        ("soap.request", "url.path", "/echo"),
        ("soap.request", "http.response.status_code", "200"),
    ];
    for (span, field, value) in expected {
        assert_eq!(spans[span].0[field], value, "{span} {field}");
    }
    for size in ["http.request.body.size", "http.response.body.size"] {
        let (sent, came) = (&spans["soap.call"].0[size], &spans["soap.request"].0[size]);
        assert_eq!(sent, came, "{size}");
        assert!(sent.parse::<usize>().unwrap() > 100, "{size} {sent}");
    }
    assert_eq!(events, ["DEBUG soap.request: ended reply", "DEBUG soap.call: ended reply"]);
    // Neither the message nor the secrets in the address are recorded.
    let all = format!("{spans:?} {events:?}");
    assert!(!all.contains("hello") && !all.contains("secret"), "{all}");
}

#[test]
fn reports_errors_in_the_span_where_they_occur() {
    let cases: [(&str, &[&str]); 2] = [
        ("refuse", &["DEBUG soap.request: ended fault", "DEBUG soap.call: ended fault"]),
        (
            "panic",
            &[
                "ERROR soap.request: the method panicked",
                "DEBUG soap.request: ended fault",
                "DEBUG soap.call: ended fault",
            ],
        ),
    ];
    for (text, expected) in cases {
        let (spans, events) = seen(text);
        assert_eq!(events, expected, "{text}");
        assert_eq!(spans["soap.call"].0["http.response.status_code"], "500");
    }
    assert_eq!(Echo::INDEX, 0);
}
