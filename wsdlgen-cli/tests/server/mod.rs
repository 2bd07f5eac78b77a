//! A loopback HTTP server that answers from a table.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

/// Serves until the test process ends.
pub(crate) struct Server {
    port: u16,
    requests: Arc<Mutex<Vec<String>>>,
}

impl Server {
    /// `answers` has raw HTTP responses by path and query; everything else is 404.
    pub(crate) fn start(answers: &[(&str, String)]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("the loopback interface");
        let port = listener.local_addr().expect("a bound socket").port();
        let requests = Arc::new(Mutex::new(Vec::new()));
        let answers: HashMap<String, String> =
            answers.iter().map(|(path, answer)| ((*path).to_owned(), answer.clone())).collect();
        let seen = Arc::clone(&requests);
        thread::spawn(move || {
            for stream in listener.incoming() {
                answer(stream.expect("a connection"), &answers, &seen);
            }
        });
        Self { port, requests }
    }

    pub(crate) fn address(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    /// The paths asked for so far.
    pub(crate) fn requests(&self) -> Vec<String> {
        self.requests.lock().expect("no panic while locked").clone()
    }
}

fn answer(stream: TcpStream, answers: &HashMap<String, String>, seen: &Mutex<Vec<String>>) {
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    reader.read_line(&mut line).expect("a request");
    let path = line.split(' ').nth(1).unwrap_or_default().to_owned();
    while reader.read_line(&mut line).expect("a request") > 2 {}
    let missing = "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    let answer = answers.get(&path).map_or(missing, String::as_str);
    seen.lock().expect("no panic while locked").push(path);
    // A client that gave up early has closed the connection.
    let _ = reader.into_inner().write_all(answer.as_bytes());
}

/// A whole, successful response.
pub(crate) fn ok(body: &str) -> String {
    announced(body.len(), body)
}

/// A successful response that announces `length` bytes, whatever the body has.
pub(crate) fn announced(length: usize, body: &str) -> String {
    format!("HTTP/1.1 200 OK\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}")
}

pub(crate) fn redirect(location: &str) -> String {
    format!(
        "HTTP/1.1 302 Found\r\nLocation: {location}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    )
}
