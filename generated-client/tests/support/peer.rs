//! Misbehaving peers: servers for testing the client, and a client for testing the server.

use std::{
    io::{self, BufRead, BufReader, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    sync::{
        Arc,
        atomic::{AtomicU64, AtomicUsize, Ordering},
    },
    thread,
    time::Duration,
};

use generated_client::customer_care::{CustomerCareServiceClient, ports};

/// The time after which a peer stops waiting for the other side, so that hanging tests fail.
const PATIENCE: Duration = Duration::from_secs(30);

/// A server whose connections are handled by the test.
pub(crate) struct Peer {
    address: SocketAddr,
    counts: Arc<Counts>,
}

/// The traffic so far.
#[derive(Default)]
struct Counts {
    connections: AtomicUsize,
    /// The number of bytes accepted by the operating system.
    sent: AtomicU64,
}

impl Peer {
    /// Starts a server that handles each connection by calling `handle` on a separate thread.
    ///
    /// The connection ends when `handle` returns.
    pub(crate) fn start(
        handle: impl Fn(&mut Connection) -> io::Result<()> + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("an address");
        let counts = Arc::new(Counts::default());
        let (counting, handle) = (Arc::clone(&counts), Arc::new(handle));
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                counting.connections.fetch_add(1, Ordering::SeqCst);
                let counts = Arc::clone(&counting);
                let handle = Arc::clone(&handle);
                thread::spawn(move || handle(&mut Connection::new(stream, counts)?));
            }
        });
        Self { address, counts }
    }

    /// Starts a server that reads a request, sends these bytes, and closes the connection.
    pub(crate) fn sending(bytes: impl Into<Vec<u8>>) -> Self {
        let bytes = bytes.into();
        Self::start(move |connection| {
            connection.read_request()?;
            connection.send(&bytes)
        })
    }

    /// Creates a client of this server with the default transport.
    pub(crate) fn client(&self) -> CustomerCareServiceClient {
        CustomerCareServiceClient::connect(ports::CUSTOMER_CARE_SERVICE_SOAP12.at(self.url()))
            .expect("a transport")
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}/", self.address)
    }

    /// Returns the number of connections so far.
    pub(crate) fn connections(&self) -> usize {
        self.counts.connections.load(Ordering::SeqCst)
    }

    /// Returns the number of bytes sent so far.
    pub(crate) fn sent(&self) -> u64 {
        self.counts.sent.load(Ordering::SeqCst)
    }
}

/// A connection of a [`Peer`].
pub(crate) struct Connection {
    stream: BufReader<TcpStream>,
    counts: Arc<Counts>,
}

impl Connection {
    fn new(stream: TcpStream, counts: Arc<Counts>) -> io::Result<Self> {
        limit(&stream)?;
        Ok(Self { stream: BufReader::new(stream), counts })
    }

    /// Reads a request to its end.
    pub(crate) fn read_request(&mut self) -> io::Result<()> {
        read_message(&mut self.stream).map(|_| ())
    }

    pub(crate) fn send(&mut self, mut bytes: &[u8]) -> io::Result<()> {
        while !bytes.is_empty() {
            let sent = self.stream.get_mut().write(bytes)?;
            self.counts.sent.fetch_add(sent as u64, Ordering::SeqCst);
            bytes = &bytes[sent..];
        }
        Ok(())
    }

    /// Sends the bytes again and again until the other side closes the connection.
    pub(crate) fn send_for_ever(&mut self, bytes: &[u8]) -> io::Result<()> {
        loop {
            self.send(bytes)?;
        }
    }

    /// Sends bytes one at a time, with a pause before each.
    pub(crate) fn trickle(&mut self, bytes: &[u8], pause: Duration) -> io::Result<()> {
        bytes.chunks(1).try_for_each(|byte| {
            thread::sleep(pause);
            self.send(byte)
        })
    }

    /// Makes the connection end with a reset (RST) instead of a regular close (FIN).
    pub(crate) fn reset(&mut self) -> io::Result<()> {
        socket2::SockRef::from(self.stream.get_ref()).set_linger(Some(Duration::ZERO))
    }
}

/// Sends bytes to a server and reads its response.
pub(crate) fn exchange(server: SocketAddr, request: &[u8]) -> Answer {
    let mut stream = BufReader::new(connect(server));
    // The server may close its side early, but its response can still be read.
    let _ = stream.get_mut().write_all(request);
    read_answer(&mut stream).expect("a response")
}

/// Connects to a server, with timeouts for reading and writing.
pub(crate) fn connect(server: SocketAddr) -> TcpStream {
    let stream = TcpStream::connect(server).expect("a connection");
    limit(&stream).expect("valid timeouts");
    stream
}

/// A server's response.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) body: String,
}

/// Reads one response.
pub(crate) fn read_answer(stream: &mut impl BufRead) -> io::Result<Answer> {
    let (head, body) = read_message(stream)?;
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok());
    let status = status.ok_or(io::ErrorKind::InvalidData)?;
    Ok(Answer { status, body: String::from_utf8_lossy(&body).into_owned() })
}

/// Reads the head and body of a message with a `Content-Length` header.
fn read_message(stream: &mut impl BufRead) -> io::Result<(String, Vec<u8>)> {
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        if stream.read_line(&mut head)? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
    }
    let lower = head.to_ascii_lowercase();
    let length = lower.lines().find_map(|line| line.strip_prefix("content-length:"));
    let length = length.and_then(|length| length.trim().parse().ok()).unwrap_or_default();
    let mut body = vec![0; length];
    stream.read_exact(&mut body)?;
    Ok((head, body))
}

fn limit(stream: &TcpStream) -> io::Result<()> {
    stream.set_nodelay(true)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))
}
