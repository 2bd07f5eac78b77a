//! Peers that do with a connection what no proper one would: servers for the client, and a client for
//! the server.

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

/// No peer waits longer for the other side: a test that hangs has failed.
const PATIENCE: Duration = Duration::from_secs(30);

/// A server that does with each connection what a test says.
pub(crate) struct Peer {
    address: SocketAddr,
    counts: Arc<Counts>,
}

/// What has come and gone so far.
#[derive(Default)]
struct Counts {
    connections: AtomicUsize,
    /// Bytes that the system took.
    sent: AtomicU64,
}

impl Peer {
    /// A server whose connections are handled by `handle`, each in a thread of its own; where that
    /// ends, the connection does.
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

    /// A server that reads a request, sends these bytes, and closes the connection.
    pub(crate) fn sending(bytes: impl Into<Vec<u8>>) -> Self {
        let bytes = bytes.into();
        Self::start(move |connection| {
            connection.read_request()?;
            connection.send(&bytes)
        })
    }

    /// A client of it, over the default transport.
    pub(crate) fn client(&self) -> CustomerCareServiceClient {
        CustomerCareServiceClient::connect(ports::CUSTOMER_CARE_SERVICE_SOAP12.at(self.url()))
            .expect("a transport")
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}/", self.address)
    }

    /// How many connections there have been.
    pub(crate) fn connections(&self) -> usize {
        self.counts.connections.load(Ordering::SeqCst)
    }

    /// How many bytes the system has taken from it.
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

    /// Sends the same bytes until the other side has enough of them.
    pub(crate) fn send_for_ever(&mut self, bytes: &[u8]) -> io::Result<()> {
        loop {
            self.send(bytes)?;
        }
    }

    /// Sends bytes one by one, with this time between them.
    pub(crate) fn trickle(&mut self, bytes: &[u8], pause: Duration) -> io::Result<()> {
        bytes.chunks(1).try_for_each(|byte| {
            thread::sleep(pause);
            self.send(byte)
        })
    }

    /// Has the connection end with a reset (RST) in place of an end (FIN).
    pub(crate) fn reset(&mut self) -> io::Result<()> {
        socket2::SockRef::from(self.stream.get_ref()).set_linger(Some(Duration::ZERO))
    }
}

/// Sends bytes to a server and gives what comes back until it closes the connection, or is silent for
/// [`PATIENCE`].
pub(crate) fn exchange(server: SocketAddr, request: &[u8]) -> Answer {
    let mut stream = BufReader::new(connect(server));
    // A server that has heard enough closes its side: what comes back is still to be read.
    let _ = stream.get_mut().write_all(request);
    read_answer(&mut stream).expect("an answer")
}

/// A connection to a server, with limits on waiting.
pub(crate) fn connect(server: SocketAddr) -> TcpStream {
    let stream = TcpStream::connect(server).expect("a connection");
    limit(&stream).expect("limits on waiting");
    stream
}

/// What a server answered.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) body: String,
}

/// Reads one answer.
pub(crate) fn read_answer(stream: &mut impl BufRead) -> io::Result<Answer> {
    let (head, body) = read_message(stream)?;
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok());
    let status = status.ok_or(io::ErrorKind::InvalidData)?;
    Ok(Answer { status, body: String::from_utf8_lossy(&body).into_owned() })
}

/// Reads head and body of a message that says how long it is.
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
