//! A loopback HTTP server that answers from a table.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

/// Serves until the test process ends.
pub(crate) struct Server {
    port: u16,
    seen: Arc<Mutex<Seen>>,
}

/// What a server answers.
#[derive(Clone)]
pub(crate) enum Answer {
    Bytes(Vec<u8>),
    /// Nothing, for a long time.
    Hang,
    /// The bytes, and then chunks without end.
    Endless(Vec<u8>),
    /// The answer, a little later.
    Late(Duration, Box<Answer>),
    /// One after the other, the last again and again.
    InTurn(Vec<Answer>),
    /// The answer to those who send this header, and 401 to others.
    Guarded(String, Box<Answer>),
}

#[derive(Default)]
struct Seen {
    /// The path and query of each request.
    paths: Vec<String>,
    /// Request line and headers of each request, in lower case.
    heads: Vec<String>,
    running: usize,
    most_running: usize,
}

impl Server {
    /// `answers` has answers by path and query; everything else is 404.
    pub(crate) fn start(answers: &[(&str, Answer)]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("the loopback interface");
        let port = listener.local_addr().expect("a bound socket").port();
        let seen = Arc::new(Mutex::new(Seen::default()));
        let answers: Arc<HashMap<String, Answer>> = Arc::new(
            answers.iter().map(|(path, answer)| ((*path).to_owned(), answer.clone())).collect(),
        );
        let server = Self { port, seen: Arc::clone(&seen) };
        thread::spawn(move || {
            for stream in listener.incoming() {
                let (answers, seen) = (Arc::clone(&answers), Arc::clone(&seen));
                thread::spawn(move || serve(stream.expect("a connection"), &answers, &seen));
            }
        });
        server
    }

    pub(crate) fn address(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    /// The paths asked for so far.
    pub(crate) fn requests(&self) -> Vec<String> {
        self.seen.lock().expect("no panic while locked").paths.clone()
    }

    /// Request line and headers of the requests so far, in lower case.
    pub(crate) fn heads(&self) -> Vec<String> {
        self.seen.lock().expect("no panic while locked").heads.clone()
    }

    /// How many requests there were at the same time.
    pub(crate) fn most_running(&self) -> usize {
        self.seen.lock().expect("no panic while locked").most_running
    }
}

/// Reads one request and answers it; over TLS as well.
pub(crate) fn serve_one(stream: impl Read + Write, answers: &HashMap<String, Answer>) {
    serve(stream, answers, &Mutex::default());
}

fn serve(stream: impl Read + Write, answers: &HashMap<String, Answer>, seen: &Mutex<Seen>) {
    let mut reader = BufReader::new(stream);
    let Some(head) = read_head(&mut reader) else { return };
    let path = head.split(' ').nth(1).unwrap_or_default().to_owned();
    let turn = {
        let mut seen = seen.lock().expect("no panic while locked");
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
    // Before the client can know of the answer, and ask for something else.
    seen.lock().expect("no panic while locked").running -= 1;
    answer(reader.get_mut(), said, &head, turn);
}

/// The request line and the headers, or nothing where the client has gone.
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
    // A client that gave up early has closed the connection.
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

/// A whole, successful response.
pub(crate) fn ok(body: &str) -> Answer {
    announced(body.len(), body)
}

/// A successful response that announces `length` bytes, whatever the body has.
pub(crate) fn announced(length: usize, body: &str) -> Answer {
    response("200 OK", &format!("Content-Length: {length}\r\n"), body.as_bytes())
}

/// A successful response with some headers.
pub(crate) fn with_headers(headers: &str, body: &[u8]) -> Answer {
    response("200 OK", &format!("Content-Length: {}\r\n{headers}", body.len()), body)
}

/// A response without a body.
pub(crate) fn status(status: &str, headers: &str) -> Answer {
    response(status, &format!("Content-Length: 0\r\n{headers}"), b"")
}

pub(crate) fn redirect(location: &str) -> Answer {
    status("302 Found", &format!("Location: {location}\r\n"))
}

/// A response with whatever headers and body.
pub(crate) fn response(status: &str, headers: &str, body: &[u8]) -> Answer {
    let head = format!("HTTP/1.1 {status}\r\nConnection: close\r\n{headers}\r\n");
    Answer::Bytes([head.as_bytes(), body].concat())
}
