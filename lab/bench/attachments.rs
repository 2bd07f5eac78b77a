//! Attachments of a gigabyte over a socket in each direction, by MIME parts and by MTOM. Client and server share the process.

wsdlgen_runtime::include_wsdl!(pub mod media = "media");

use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context as Task, Poll};
use std::time::Instant;

use bytes::Bytes;
use futures_core::Stream;
use media::{
    Book, Deposit, DepositResponse, Film, LatestOut, Media, MediaClient, MediaServer, operations, ports,
};
use wsdlgen_runtime::{Attachment, Context, Fault, NoDetail};

/// The length of an attachment, in bytes.
const BYTES: usize = 1_000_000_000;
const CHUNK: usize = 50_000;

/// Content that is produced while it is sent.
struct Produced {
    chunk: Bytes,
    left: usize,
}

impl Stream for Produced {
    type Item = Result<Bytes, Infallible>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Task<'_>) -> Poll<Option<Self::Item>> {
        if self.left == 0 {
            return Poll::Ready(None);
        }
        self.left -= CHUNK;
        Poll::Ready(Some(Ok(self.chunk.clone())))
    }
}

fn produced() -> Attachment {
    // Line breaks and hyphens, as in delimiters.
    let chunk: Bytes = b"\r\n--\0".iter().copied().cycle().take(CHUNK).collect();
    Attachment::from_stream("video/mp4", Produced { chunk, left: BYTES })
}

/// Reads an attachment and returns its length.
async fn consumed(attachment: Attachment) -> usize {
    let mut stream = attachment.into_stream();
    let mut length = 0;
    while let Some(chunk) = stream.next_chunk().await {
        length += chunk.expect("content").len();
    }
    length
}

struct Service;

type Answer<T> = Result<T, Fault<NoDetail>>;

impl Media for Service {
    async fn print(&self, _: &mut Context<operations::Print>, request: Book) -> Answer<Book> {
        Ok(request)
    }

    async fn screen(&self, _: &mut Context<operations::Screen>, request: Film) -> Answer<Film> {
        if request.title == "send" {
            return Ok(Film::new("sent", produced()));
        }
        Ok(Film::new(consumed(request.frames).await.to_string(), Attachment::default()))
    }

    async fn deposit(
        &self,
        _: &mut Context<operations::Deposit>,
        request: Deposit,
    ) -> Answer<DepositResponse> {
        let length = consumed(request.file.unwrap_or_default()).await;
        Ok(DepositResponse { receipt: Some(length.to_string().into()) })
    }

    async fn latest(&self, _: &mut Context<operations::Latest>) -> Answer<LatestOut> {
        Ok(LatestOut { file: Some(produced()) })
    }
}

/// Serves on loopback, and returns the address.
async fn serve_in_background() -> String {
    let server = MediaServer::new(Service).into_service().with_streamed_attachments();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = format!("http://{}/media", listener.local_addr().expect("an address"));
    let router = axum::Router::new().route_service("/media", server);
    tokio::spawn(async { axum::serve(listener, router).await });
    address
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let address = serve_in_background().await;
    let client = MediaClient::connect(ports::MEDIA_SOAP.at(address)).expect("a transport");
    let before = generated_bench::most_memory().unwrap_or_default();
    for name in ["part-sent", "part-received", "mtom-sent", "mtom-received"] {
        let start = Instant::now();
        let length = exchange(&client, name).await;
        assert_eq!(length, BYTES, "{name}");
        println!("{name} {:.0}", BYTES as f64 / 1e6 / start.elapsed().as_secs_f64());
    }
    println!("idle-kib {before}");
    println!("kib {}", generated_bench::most_memory().unwrap_or_default());
}

/// Sends or receives an attachment, and returns its length.
async fn exchange(client: &MediaClient, name: &str) -> usize {
    match name {
        "part-sent" => {
            let request = Deposit { file: Some(produced()), ..Deposit::new(1) };
            let reply = client.deposit(request).await.expect("a reply");
            let receipt = reply.body.receipt.expect("a receipt");
            String::from_utf8_lossy(receipt.bytes().expect("bytes")).parse().expect("a length")
        }
        "part-received" => {
            let reply = client.latest().stream_attachments().await.expect("a reply");
            consumed(reply.body.file.expect("a file")).await
        }
        "mtom-sent" => {
            let reply = client.screen(Film::new("receive", produced())).await.expect("a reply");
            reply.body.title.parse().expect("a length")
        }
        _ => {
            let request = Film::new("send", Attachment::default());
            let reply = client.screen(request).stream_attachments().await.expect("a reply");
            consumed(reply.body.frames).await
        }
    }
}
