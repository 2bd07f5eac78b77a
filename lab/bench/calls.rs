//! Sequential calls over one loopback connection: with the generated client, with its parts (encoding, reqwest,
//! decoding), with reqwest and fixed bytes, and with the program given after the message.

wsdlgen_runtime::include_wsdl!(pub mod orders = "orders");

use std::hint::black_box;
use std::io::{ErrorKind, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::Command;
use std::time::{Duration, Instant};

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderValue};
use http::{Request, Response};
use orders::operations::EchoOrder;
use orders::{EchoOrderInputHeaders, OrdersClient, OrdersContract, Session, ports};
use wsdlgen_runtime::message::{Reply, decode, encode};
use wsdlgen_runtime::xml::ReadOptions;
use wsdlgen_runtime::{Payload, Port};

const CALLS: u32 = 20_000;
const XML: HeaderValue = HeaderValue::from_static("text/xml; charset=utf-8");
/// Number of rounds of each measurement, in turns. The best one counts.
const ROUNDS: usize = 5;

/// Answers every request on a connection with one message. It never sleeps, so that the time to wake it is not
/// measured.
fn serve(mut stream: TcpStream, message: &[u8]) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    stream.set_nonblocking(true)?;
    let head = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: text/xml; charset=utf-8\r\ncontent-length: {}\r\n\r\n",
        message.len()
    );
    let answer = [head.as_bytes(), message].concat();
    let mut request = Vec::new();
    let mut chunk = [0; 16 << 10];
    loop {
        match stream.read(&mut chunk) {
            Ok(0) => return Ok(()),
            Ok(length) => request.extend_from_slice(&chunk[..length]),
            Err(error) if error.kind() == ErrorKind::WouldBlock => {
                std::hint::spin_loop();
                continue;
            }
            Err(error) => return Err(error),
        }
        if is_whole(&request) {
            request.clear();
            stream.write_all(&answer)?;
        }
    }
}

/// Returns whether a request is complete.
fn is_whole(request: &[u8]) -> bool {
    let Some(head) = request.windows(4).position(|end| end == b"\r\n\r\n") else { return false };
    let lines = String::from_utf8_lossy(&request[..head]).to_ascii_lowercase();
    let length = lines.lines().find_map(|line| line.strip_prefix("content-length:"));
    let length: usize = length.and_then(|length| length.trim().parse().ok()).unwrap_or_default();
    request.len() >= head + 4 + length
}

/// Returns the processor time of this thread, if the system reports it.
fn processor_time() -> Option<Duration> {
    let statistics = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    statistics.split_whitespace().next()?.parse().ok().map(Duration::from_nanos)
}

/// The best of several rounds: calls per second, and microseconds of processor time per call.
#[derive(Clone, Copy, Default)]
struct Best {
    rate: f64,
    microseconds: Option<f64>,
}

impl Best {
    async fn measure(&mut self, call: impl AsyncFn()) {
        let (start, before) = (Instant::now(), processor_time());
        for _ in 0..CALLS {
            call().await;
        }
        let rate = f64::from(CALLS) / start.elapsed().as_secs_f64();
        self.rate = self.rate.max(rate);
        if let Some((before, after)) = before.zip(processor_time()) {
            let each = (after - before).as_secs_f64() * 1e6 / f64::from(CALLS);
            self.microseconds = Some(self.microseconds.map_or(each, |best| best.min(each)));
        }
    }

    fn print(self, name: &str) {
        println!("{name} {:.0}", self.rate);
        if let Some(microseconds) = self.microseconds {
            println!("{name}-cpu {microseconds:.2}");
        }
    }
}

/// Serves the message on loopback, and returns the address.
fn serve_in_background(message: &[u8]) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = format!("http://{}/", listener.local_addr().expect("an address"));
    let answer = message.to_vec();
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let answer = answer.clone();
            std::thread::spawn(move || serve(stream, &answer));
        }
    });
    address
}

/// A request and its address.
struct Call {
    port: Port<OrdersContract>,
    order: orders::EchoOrder,
    headers: EchoOrderInputHeaders,
    client: reqwest::Client,
}

impl Call {
    fn new(message: Bytes, address: &str) -> Self {
        let session = Session {
            token: "6513270e269e0d37f2a74de452e6b438".to_owned(),
            user: "Kilo Alpha".to_owned(),
            request_id: "1818e811892f902bd23f0824128b2f33".to_owned(),
        };
        let mut response = Response::new(message);
        response.headers_mut().insert(CONTENT_TYPE, XML);
        Self {
            port: ports::ORDERS_PORT.at(address),
            order: orders::EchoOrder { order: read(response).body },
            headers: EchoOrderInputHeaders { session: Some(session) },
            client: reqwest::Client::new(),
        }
    }

    fn encoded(&self, order: &orders::EchoOrder) -> Request<Bytes> {
        let request = encode::<EchoOrder>(&self.port, order, &self.headers);
        request.expect("a request").map(Payload::into_bytes)
    }

    /// Encodes, sends and decodes without a generated client.
    async fn by_hand(&self) -> Reply<EchoOrder> {
        // A client consumes its request.
        let order = black_box(self.order.clone());
        let request = reqwest::Request::try_from(self.encoded(&order)).expect("a request");
        let response = self.client.execute(request).await.expect("a reply");
        let (status, xml) = (response.status(), response.headers()[CONTENT_TYPE].clone());
        let mut whole = Response::new(response.bytes().await.expect("a body"));
        *whole.status_mut() = status;
        whole.headers_mut().insert(CONTENT_TYPE, xml);
        read(whole)
    }

    /// Sends fixed bytes, and ignores the reply's.
    async fn fixed(&self, bytes: &Bytes) -> Bytes {
        let request = self.client.post(self.port.address()).body(bytes.clone());
        let response = request.header(CONTENT_TYPE, XML).send().await.expect("a reply");
        response.bytes().await.expect("a body")
    }
}

fn read(response: Response<Bytes>) -> Reply<EchoOrder> {
    decode::<EchoOrder>(response, &ReadOptions::default()).expect("it is a reply")
}

/// Returns the calls per second that a program reports.
fn rate_of(program: &str, message: &str, address: &str) -> f64 {
    let mut command = Command::new(program);
    command.args([message, message, "call", address, &CALLS.to_string()]);
    let said = command.output().expect("the peer runs").stdout;
    String::from_utf8_lossy(&said).trim().parse().expect("a rate")
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let message = Bytes::from(std::fs::read(&arguments[0]).expect("a message to read"));
    let address = serve_in_background(&message);
    let call = Call::new(message, &address);
    let bytes = call.encoded(&call.order).into_body();
    let client = OrdersClient::connect(call.port.clone()).expect("a transport");
    let client = client.with_header(call.headers.session.clone().expect("it was put there"));
    let (mut ours, mut fixed, mut by_hand) = (Best::default(), Best::default(), Best::default());
    let mut theirs = 0.0_f64;
    for _ in 0..ROUNDS {
        ours.measure(async || {
            let reply = client.echo_order(call.order.clone()).await;
            drop(black_box(reply.expect("a reply")));
        })
        .await;
        fixed.measure(async || drop(black_box(call.fixed(&bytes).await))).await;
        by_hand.measure(async || drop(black_box(call.by_hand().await))).await;
        if let Some(program) = arguments.get(1) {
            theirs = theirs.max(rate_of(program, &arguments[0], &address));
        }
    }
    ours.print("client");
    fixed.print("reqwest");
    by_hand.print("by-hand");
    println!("peer {theirs:.0}");
}
