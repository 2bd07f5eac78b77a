//! A reply of a gigabyte, generated while it is sent over a socket and read record by record.

wsdlgen_runtime::include_wsdl!(pub mod orders = "orders");

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::time::Instant;

use orders::{OrdersClient, ports};

/// Minimum length of the reply, in bytes.
const BYTES: usize = 1_000_000_000;
const CHUNK: usize = 64 << 10;

/// Answers one request with the records of a message, repeated.
fn serve(stream: TcpStream, message: &str) -> std::io::Result<()> {
    let mut request = BufReader::new(stream.try_clone()?);
    let mut length = 0;
    loop {
        let mut line = String::new();
        request.read_line(&mut line)?;
        let lower = line.to_ascii_lowercase();
        if let Some(value) = lower.strip_prefix("content-length:") {
            length = value.trim().parse().unwrap_or_default();
        }
        if line.trim().is_empty() {
            break;
        }
    }
    std::io::copy(&mut std::io::Read::take(request, length), &mut std::io::sink())?;
    let first = message.find("<t:Record>").expect("a record");
    let last = message.rfind("</t:Record>").expect("a record") + "</t:Record>".len();
    // Enough whole records for a chunk.
    let end = message[first..first + CHUNK].rfind("</t:Record>").expect("a record");
    let records = &message[first..first + end + "</t:Record>".len()];
    let mut stream = stream;
    write!(
        stream,
        "HTTP/1.1 200 OK\r\ncontent-type: text/xml\r\ntransfer-encoding: chunked\r\n\r\n"
    )?;
    let mut chunk = |text: &str| write!(stream, "{:x}\r\n{text}\r\n", text.len());
    chunk(&message[..first])?;
    for _ in 0..BYTES / records.len() + 1 {
        chunk(records)?;
    }
    chunk(&message[last..])?;
    stream.write_all(b"0\r\n\r\n")
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let file = std::env::args().nth(1).expect("a message to take records from");
    // Only the part that is sent, so that it does not count.
    let whole = std::fs::read_to_string(file).expect("a message to read");
    let last = whole.rfind("</t:Record>").expect("a record");
    let message =
        [&whole[..4 * CHUNK], "</t:Record>", &whole[last + "</t:Record>".len()..]].concat();
    drop(whole);
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = format!("http://{}/", listener.local_addr().expect("an address"));
    std::thread::spawn(move || {
        let (stream, _) = listener.accept().expect("a client");
        serve(stream, &message).expect("a client that listens");
    });
    let client = OrdersClient::connect(ports::ORDERS_PORT.at(address)).expect("a transport");
    let start = Instant::now();
    let mut records = client.list_records().stream().await.expect("a reply");
    let mut count = 0_u64;
    while let Some(record) = records.next().await {
        record.expect("a record");
        count += 1;
    }
    records.finish().await.expect("the end of the reply");
    let seconds = start.elapsed().as_secs_f64();
    println!("records {count}");
    println!("seconds {seconds:.2}");
    // Includes the message that the records are taken from.
    println!("kib {}", generated_bench::most_memory().unwrap_or_default());
}
