//! A call in one process, with spans and measurements collected in memory.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use example_telemetry::{
    continued,
    customer_care::{
        CustomerCareService, CustomerCareServiceClient, CustomerCareServiceServer, OperationType,
        UpdateCustomerPinReply, UpdateCustomerPinRequest, operations, ports,
    },
    traced,
};
use opentelemetry::{metrics::MeterProvider as _, trace::TracerProvider as _};
use opentelemetry_sdk::{
    metrics::{
        InMemoryMetricExporter, PeriodicReader, SdkMeterProvider,
        data::{AggregatedMetrics, HistogramDataPoint, MetricData, ResourceMetrics, ScopeMetrics},
    },
    trace::{InMemorySpanExporter, SdkTracerProvider, SpanData},
};
use tracing_subscriber::layer::SubscriberExt as _;
use wsdlgen_runtime::{Context, Fault, NoDetail, Transport};

struct Accounts;

impl CustomerCareService for Accounts {
    async fn update_customer_pin(
        &self,
        _: &mut Context<operations::UpdateCustomerPin>,
        _: Option<UpdateCustomerPinRequest>,
    ) -> Result<Option<UpdateCustomerPinReply>, Fault<NoDetail>> {
        Ok(None)
    }
}

fn named<'a>(spans: &'a [SpanData], name: &str) -> &'a SpanData {
    let names: Vec<_> = spans.iter().map(|span| &*span.name).collect();
    spans.iter().find(|span| span.name == name).unwrap_or_else(|| panic!("{name} in {names:?}"))
}

#[tokio::test(flavor = "current_thread")]
async fn traces_a_call_across_client_and_server() {
    let (spans, measured) = (InMemorySpanExporter::default(), InMemoryMetricExporter::default());
    let tracers = SdkTracerProvider::builder().with_simple_exporter(spans.clone()).build();
    let reader = PeriodicReader::builder(measured.clone()).build();
    let meters = SdkMeterProvider::builder().with_reader(reader).build();
    let exported = tracing_opentelemetry::layer().with_tracer(tracers.tracer("test"));
    let _subscribed =
        tracing::subscriber::set_default(tracing_subscriber::registry().with(exported));
    let meter = meters.meter("test");
    let server = CustomerCareServiceServer::new(Accounts).into_service();
    let transport = traced(Transport::new(continued(server, &meter)), &meter);
    let client = CustomerCareServiceClient::new(ports::CUSTOMER_CARE_SERVICE_SOAP, transport);

    let request = UpdateCustomerPinRequest::new(OperationType::Lock);
    client.update_customer_pin(request).await.unwrap();

    let finished = spans.get_finished_spans().unwrap();
    let caller = named(&finished, "soap.call");
    let received = named(&finished, "http request");
    let handled = named(&finished, "soap.request");
    assert_eq!(received.parent_span_id, caller.span_context.span_id());
    assert!(received.parent_span_is_remote);
    assert_eq!(handled.parent_span_id, received.span_context.span_id());
    assert_eq!(handled.span_context.trace_id(), caller.span_context.trace_id());

    meters.force_flush().unwrap();
    let batches = measured.get_finished_metrics().unwrap();
    let metrics = batches.iter().flat_map(ResourceMetrics::scope_metrics);
    let counts = metrics.flat_map(ScopeMetrics::metrics).map(|metric| {
        let AggregatedMetrics::F64(MetricData::Histogram(histogram)) = metric.data() else {
            panic!("expected a histogram");
        };
        let count: u64 = histogram.data_points().map(HistogramDataPoint::count).sum();
        (metric.name().to_owned(), count)
    });
    let mut counts: Vec<_> = counts.collect();
    counts.sort();
    let expected = [("rpc.client.call.duration", 1), ("rpc.server.call.duration", 1)];
    assert_eq!(counts, expected.map(|(name, count)| (name.to_owned(), count)));
}
