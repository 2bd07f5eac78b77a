//! Fetching through a proxy, and bypassing it.

use std::io::{self, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

use wsdlgen_cli::fetch::{Credentials, FetchError, Options, Problem, Proxy};

use crate::command::run;
use crate::server::{Server, ok, read_head};
use crate::{get, options, wsdl};

/// A proxy that tunnels every connection to one server.
struct TunnelTo {
    address: String,
    heads: Arc<Mutex<Vec<String>>>,
}

impl TunnelTo {
    fn start(server: String) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let heads = Arc::new(Mutex::new(Vec::new()));
        let seen = Arc::clone(&heads);
        thread::spawn(move || {
            for stream in listener.incoming() {
                tunnel(stream.unwrap(), &server, &seen);
            }
        });
        Self { address, heads }
    }
}

fn tunnel(client: TcpStream, server: &str, heads: &Mutex<Vec<String>>) {
    let mut reader = BufReader::new(client.try_clone().unwrap());
    let Some(head) = read_head(&mut reader) else { return };
    heads.lock().unwrap().push(head);
    let mut client = client;
    client.write_all(b"HTTP/1.1 200 Connected\r\n\r\n").unwrap();
    let mut server = TcpStream::connect(server).unwrap();
    let mut back = (server.try_clone().unwrap(), client);
    thread::spawn(move || io::copy(&mut back.0, &mut back.1));
    thread::spawn(move || io::copy(&mut reader, &mut server));
}

fn through(proxy: String, address: &str) -> Result<String, FetchError> {
    let folder = tempfile::tempdir().unwrap();
    let options = Options { proxy: Proxy::At(proxy), ..options() };
    let fetched = get(address, folder.path(), &options)?;
    Ok(std::fs::read_to_string(&fetched.files[0].path).unwrap())
}

#[test]
fn sends_requests_through_proxy() {
    let server = Server::start(&[("/a.wsdl", ok(&wsdl("")))]);
    let proxy = TunnelTo::start(server.address("").replace("http://", ""));
    // Only the proxy can resolve this host.
    let address = "http://contracts.invalid/a.wsdl";
    let fetched = through(format!("http://pro:xy@{}", proxy.address), address).unwrap();
    assert_eq!(fetched, wsdl(""));
    assert_eq!(server.requests(), ["/a.wsdl"]);
    let heads = proxy.heads.lock().unwrap();
    assert!(heads[0].starts_with("CONNECT contracts.invalid:80 HTTP/1.1\r\n"), "{heads:?}");
    assert!(heads[0].contains("Proxy-Authorization: Basic cHJvOnh5\r\n"), "{heads:?}");
    assert!(!server.heads()[0].contains("proxy-authorization"), "{:?}", server.heads());
}

#[test]
fn reads_proxy_and_exceptions_from_environment() {
    let server = Server::start(&[("/a.wsdl", ok(&wsdl("")))]);
    let tunnel = TunnelTo::start(server.address("").replace("http://", ""));
    let proxy = format!("http://{}", tunnel.address);
    let folder = tempfile::tempdir().unwrap();
    let address = server.address("/a.wsdl");
    for (arguments, environment, tunnelled) in [
        (vec![], vec![("HTTP_PROXY", &*proxy)], 1),
        (vec![], vec![("HTTP_PROXY", &*proxy), ("NO_PROXY", "127.0.0.1")], 1),
        (vec!["--proxy", &proxy], vec![("NO_PROXY", "127.0.0.1")], 2),
    ] {
        let arguments = [vec![&*address, "--out", "."], arguments].concat();
        let (code, _, error) = run(&folder, &arguments, &environment);
        assert_eq!(code, 0, "{error}");
        assert_eq!(tunnel.heads.lock().unwrap().len(), tunnelled, "{arguments:?}");
    }
    assert_eq!(server.requests().len(), 3);
}

#[test]
fn reports_refusing_and_invalid_proxies() {
    let refusing = Server::start(&[]);
    let proxy = refusing.address("").replace("http://", "http://pro:xy@");
    let error = through(proxy, "http://contracts.invalid/a.wsdl").unwrap_err();
    assert_eq!(
        error.problem.to_string(),
        "cannot be downloaded: CONNECT proxy failed: proxy server responded 404/404"
    );
    for none in ["", "ftp://pro:xy@h", "http://pro:xy@"] {
        let error = through(none.to_owned(), "http://contracts.invalid/a.wsdl").unwrap_err();
        assert!(matches!(error.problem, Problem::Proxy), "{error}");
        assert!(!error.to_string().contains("pro:xy"), "{error}");
    }
}

#[test]
fn rejects_client_certificate_with_tls_proxy() {
    let (certificate, key) = crate::tls::client_files();
    let credentials = Credentials::default().client_certificate(certificate.path(), key.path());
    let proxy = Proxy::At("https://proxy.invalid".to_owned());
    let options = Options { credentials: credentials.unwrap(), proxy, ..options() };
    let folder = tempfile::tempdir().unwrap();
    let error = get("https://contracts.invalid/a.wsdl", folder.path(), &options).unwrap_err();
    assert!(matches!(error.problem, Problem::ProxyCertificate), "{error}");
}
