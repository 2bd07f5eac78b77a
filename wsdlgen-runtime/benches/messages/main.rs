//! Reading and writing the messages of `CustomerCareService`, compared with quick-xml and serde's
//! derive.
//!
//! The messages are the samples of the service's help page with values filled in, in the form that ASP.NET
//! sends. The peer does less work than we do:
//!
//! - It reads from `&str`, while we check that the bytes are valid UTF-8.
//! - It keeps dates as strings.
//! - Its types have no fields for foreign attributes.
//! - Where we handle whole HTTP messages, it handles only the envelope.

mod checks;
mod ours;
mod peer;
mod samples;

use std::hint::black_box;

use criterion::{
    BenchmarkGroup, Criterion, Throughput, criterion_group, criterion_main, measurement::WallTime,
};
use wsdlgen_runtime::xml::Writer;

use samples::Sample;

/// The initial capacity of both sides' buffers, in bytes.
const CAPACITY: usize = 1024;

fn read_requests(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("read request");
    for sample in samples::REQUESTS {
        checks::request(&sample);
        group.throughput(bytes(sample.xml.as_bytes()));
        group.bench_function(format!("wsdlgen/{}", sample.name()), |bencher| {
            bencher.iter(|| ours::read_request(black_box(sample.xml.as_bytes()), sample.version));
        });
        group.bench_function(format!("quick-xml/{}", sample.name()), |bencher| {
            bencher.iter(|| peer::read::<peer::RequestBody>(black_box(sample.xml)));
        });
    }
    group.finish();
}

fn read_responses(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("read response");
    for sample in samples::RESPONSES {
        checks::response(&sample);
        group.throughput(bytes(sample.xml.as_bytes()));
        group.bench_function(format!("wsdlgen/{}", sample.name()), |bencher| {
            let mut responses = ours::Responses::new(&sample);
            bencher.iter(|| responses.read());
        });
        group.bench_function(format!("quick-xml/{}", sample.name()), |bencher| {
            bencher.iter(|| peer::read::<peer::ResponseBody>(black_box(sample.xml)));
        });
    }
    group.finish();
}

fn write_requests(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("write request");
    for sample in samples::REQUESTS {
        let request = ours::read_request(sample.xml.as_bytes(), sample.version);
        let peer = peer::read::<peer::RequestBody>(sample.xml).declared(sample.version);
        let written = ours::write_request(&request, sample.version, Writer::default());
        group.throughput(bytes(&written));
        group.bench_function(format!("wsdlgen HTTP request/{}", sample.name()), |bencher| {
            let port = ours::port(sample.version);
            bencher.iter(|| ours::encode_request(black_box(&request), &port));
        });
        bench_writing(&mut group, &sample, &peer, |writer| {
            ours::write_request(black_box(&request), sample.version, writer)
        });
    }
    group.finish();
}

fn write_responses(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("write response");
    for sample in samples::RESPONSES {
        let response = ours::Responses::new(&sample).read();
        let peer = peer::read::<peer::ResponseBody>(sample.xml).declared(sample.version);
        let written = ours::write_response(&response, sample.version, Writer::default());
        group.throughput(bytes(&written));
        bench_writing(&mut group, &sample, &peer, |writer| {
            ours::write_response(black_box(&response), sample.version, writer)
        });
    }
    group.finish();
}

/// Benchmarks writing envelopes on both sides, into fresh buffers and into a reused one.
fn bench_writing<B: peer::Body>(
    group: &mut BenchmarkGroup<'_, WallTime>,
    sample: &Sample,
    peer: &peer::Envelope<B>,
    write: impl Fn(Writer) -> Vec<u8>,
) {
    group.bench_function(format!("wsdlgen/{}", sample.name()), |bencher| {
        bencher.iter(|| write(Writer::with_buffer(Vec::with_capacity(CAPACITY))));
    });
    group.bench_function(format!("quick-xml/{}", sample.name()), |bencher| {
        bencher.iter(|| {
            let mut buffer = String::with_capacity(CAPACITY);
            peer::write(black_box(peer), &mut buffer);
            buffer
        });
    });
    group.bench_function(format!("wsdlgen reused buffer/{}", sample.name()), |bencher| {
        let mut buffer = Vec::new();
        bencher.iter(|| {
            buffer.clear();
            buffer = write(Writer::with_buffer(std::mem::take(&mut buffer)));
        });
    });
    group.bench_function(format!("quick-xml reused buffer/{}", sample.name()), |bencher| {
        let mut buffer = String::new();
        bencher.iter(|| {
            buffer.clear();
            peer::write(black_box(peer), &mut buffer);
        });
    });
}

fn bytes(message: &[u8]) -> Throughput {
    Throughput::Bytes(message.len() as u64)
}

criterion_group!(benches, read_requests, read_responses, write_requests, write_responses);
criterion_main!(benches);
