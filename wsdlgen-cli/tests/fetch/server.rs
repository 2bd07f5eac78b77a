//! A loopback HTTP server with predefined responses.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

/// A server that runs until the test process ends.
pub(crate) struct Server {
    port: u16,
    seen: Arc<Mutex<Seen>>,
}

/// A predefined response.
#[derive(Clone)]
pub(crate) enum Answer {
    Bytes(Vec<u8>),
    /// No response for a long time.
    Hang,
    /// The bytes, followed by an endless sequence of chunks.
    Endless(Vec<u8>),
    /// A delayed response.
    Late(Duration, Box<Answer>),
    /// The responses in order. The last one is repeated.
    InTurn(Vec<Answer>),
    /// The response to requests with this header, and 401 to others.
    Guarded(String, Box<Answer>),
}

#[derive(Default)]
struct Seen {
    /// The path and query of each request.
    paths: Vec<String>,
    /// The request line and headers of each request, in lower case.
    heads: Vec<String>,
    running: usize,
    most_running: usize,
}

impl Server {
    /// Starts a server. `answers` contains the responses by path and query. Everything else returns 404.
    pub(crate) fn start(answers: &[(&str, Answer)]) -> Self {
        let listener =
            TcpListener::bind("127.0.0.1:0").expect("the loopback interface should be available");
        let port = listener.local_addr().expect("the socket should be bound").port();
        let seen = Arc::new(Mutex::new(Seen::default()));
        let answers: Arc<HashMap<String, Answer>> = Arc::new(
            answers.iter().map(|(path, answer)| ((*path).to_owned(), answer.clone())).collect(),
        );
        let server = Self { port, seen: Arc::clone(&seen) };
        thread::spawn(move || {
            for stream in listener.incoming() {
                let (answers, seen) = (Arc::clone(&answers), Arc::clone(&seen));
                let stream = stream.expect("accept should succeed");
                thread::spawn(move || serve(stream, &answers, &seen));
            }
        });
        server
    }

    pub(crate) fn address(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    /// Returns the requested paths so far.
    pub(crate) fn requests(&self) -> Vec<String> {
        self.seen.lock().expect("the lock should not be poisoned").paths.clone()
    }

    /// Returns the request lines and headers so far, in lower case.
    pub(crate) fn heads(&self) -> Vec<String> {
        self.seen.lock().expect("the lock should not be poisoned").heads.clone()
    }

    /// Returns the maximum number of concurrent requests.
    pub(crate) fn most_running(&self) -> usize {
        self.seen.lock().expect("the lock should not be poisoned").most_running
    }
}

/// Reads and answers one request. The stream may use TLS.
pub(crate) fn serve_one(stream: impl Read + Write, answers: &HashMap<String, Answer>) {
    serve(stream, answers, &Mutex::default());
}

fn serve(stream: impl Read + Write, answers: &HashMap<String, Answer>, seen: &Mutex<Seen>) {
    let mut reader = BufReader::new(stream);
    let Some(head) = read_head(&mut reader) else { return };
    let path = head.split(' ').nth(1).unwrap_or_default().to_owned();
    let turn = {
        let mut seen = seen.lock().expect("the lock should not be poisoned");
        seen.paths.push(path.clone());
        seen.heads.push(head.to_ascii_lowercase());
        seen.running += 1;
        seen.most_running = seen.most_running.max(seen.running);
        seen.paths.iter().filter(|seen| **seen == path).count() - 1
    };
    let missing = status("404 Not Found", "");
    let mut said = answers.get(&path).unwrap_or(&missing);
    while let Answer::Late(delay, inner) = said {
        thread::sleep(*delay);
        said = inner;
    }
    // Decremented before the response is sent, since the client may then send the next request.
    seen.lock().expect("the lock should not be poisoned").running -= 1;
    answer(reader.get_mut(), said, &head, turn);
}

/// Reads the request line and the headers. Returns `None` if the client closed the connection.
pub(crate) fn read_head(reader: &mut impl BufRead) -> Option<String> {
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        if reader.read_line(&mut head).ok()? == 0 {
            return None;
        }
    }
    Some(head)
}

fn answer(stream: &mut impl Write, what: &Answer, head: &str, turn: usize) {
    // Write errors are ignored because the client may have closed the connection early.
    match what {
        Answer::Bytes(bytes) => drop(stream.write_all(bytes)),
        Answer::Hang => thread::sleep(Duration::from_secs(5)),
        Answer::Endless(start) => {
            let mut alive = stream.write_all(start).is_ok();
            while alive {
                alive = stream.write_all(b"5\r\n     \r\n").is_ok();
            }
        }
        Answer::Late(delay, then) => {
            thread::sleep(*delay);
            answer(stream, then, head, turn);
        }
        Answer::InTurn(answers) => {
            answer(stream, &answers[turn.min(answers.len() - 1)], head, turn);
        }
        Answer::Guarded(header, then) => {
            let known = head.lines().any(|line| line.eq_ignore_ascii_case(header));
            let refusal = status("401 Unauthorized", "WWW-Authenticate: Basic\r\n");
            answer(stream, if known { then } else { &refusal }, head, turn);
        }
    }
}

/// Returns a complete, successful response.
pub(crate) fn ok(body: &str) -> Answer {
    announced(body.len(), body)
}

/// Returns a successful response that announces `length` bytes, regardless of the body's length.
pub(crate) fn announced(length: usize, body: &str) -> Answer {
    response("200 OK", &format!("Content-Length: {length}\r\n"), body.as_bytes())
}

/// Returns a successful response with additional headers.
pub(crate) fn with_headers(headers: &str, body: &[u8]) -> Answer {
    response("200 OK", &format!("Content-Length: {}\r\n{headers}", body.len()), body)
}

/// Returns a response without a body.
pub(crate) fn status(status: &str, headers: &str) -> Answer {
    response(status, &format!("Content-Length: 0\r\n{headers}"), b"")
}

pub(crate) fn redirect(location: &str) -> Answer {
    status("302 Found", &format!("Location: {location}\r\n"))
}

/// Returns a response with the given headers and body.
pub(crate) fn response(status: &str, headers: &str, body: &[u8]) -> Answer {
    let head = format!("HTTP/1.1 {status}\r\nConnection: close\r\n{headers}\r\n");
    Answer::Bytes([head.as_bytes(), body].concat())
}
