//! TLS with a custom authority and with a client certificate.

use std::collections::HashMap;
use std::fs;
use std::io::{self, Write};
use std::net::{Shutdown, TcpListener};
use std::path::Path;
use std::sync::Arc;
use std::thread;

use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::server::WebPkiClientVerifier;
use rustls::{RootCertStore, ServerConfig, ServerConnection, StreamOwned};
use tempfile::NamedTempFile;
use wsdlgen_cli::fetch::{Authorities, Credentials, FetchError, Hosts, Options, Problem};

use crate::server::{Answer, Server, ok, serve_one};
use crate::{file_names, get, options, schema, types};

/// A certificate authority with its certificate.
struct Authority {
    issuer: Issuer<'static, KeyPair>,
    certificate: rcgen::Certificate,
}

impl Authority {
    fn new() -> Self {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().unwrap();
        let certificate = params.self_signed(&key).unwrap();
        Self { issuer: Issuer::new(params, key), certificate }
    }

    fn issue(&self, name: &str) -> (rcgen::Certificate, KeyPair) {
        let key = KeyPair::generate().unwrap();
        let params = CertificateParams::new(vec![name.to_owned()]).unwrap();
        (params.signed_by(&key, &self.issuer).unwrap(), key)
    }

    /// Starts a server that requires client certificates from this authority, and returns its port.
    fn serve(&self, answers: &[(&str, Answer)]) -> u16 {
        let mut roots = RootCertStore::empty();
        roots.add(self.certificate.der().clone()).unwrap();
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let verifier =
            WebPkiClientVerifier::builder_with_provider(Arc::new(roots), Arc::clone(&provider))
                .build()
                .unwrap();
        let (certificate, key) = self.issue("localhost");
        let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(key.serialize_der()));
        let config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_client_cert_verifier(verifier)
            .with_single_cert(vec![certificate.der().clone()], key)
            .unwrap();
        let answers: HashMap<String, Answer> =
            answers.iter().map(|(path, answer)| ((*path).to_owned(), answer.clone())).collect();
        let listener = TcpListener::bind("localhost:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        thread::spawn(move || {
            let config = Arc::new(config);
            for stream in listener.incoming() {
                let connection = ServerConnection::new(Arc::clone(&config)).unwrap();
                let mut stream = stream.unwrap();
                serve_one(StreamOwned::new(connection, &mut stream), &answers);
                // Closing a socket with unread data can reset the connection before the client gets the response.
                drop(stream.shutdown(Shutdown::Write));
                drop(io::copy(&mut stream, &mut io::sink()));
            }
        });
        port
    }
}

fn file(text: &str) -> NamedTempFile {
    let mut file = NamedTempFile::new().unwrap();
    file.write_all(text.as_bytes()).unwrap();
    file
}

/// Creates a client certificate and its key.
pub(crate) fn client_files() -> (NamedTempFile, NamedTempFile) {
    let (certificate, key) = Authority::new().issue("client");
    (file(&certificate.pem()), file(&key.serialize_pem()))
}

fn client_certificate(certificate: &Path, key: &Path) -> Result<Credentials, Problem> {
    Credentials::default().client_certificate(certificate, key)
}

fn read(authorities: &str) -> Result<Authorities, Problem> {
    Authorities::read(file(authorities).path())
}

fn fetch_from(port: u16, options: &Options) -> Result<Vec<String>, FetchError> {
    let folder = tempfile::tempdir().unwrap();
    get(&format!("https://localhost:{port}/a.wsdl"), folder.path(), options)?;
    Ok(file_names(folder.path()))
}

#[test]
fn authenticates_servers_and_clients_by_certificate() {
    let authority = Authority::new();
    let port = authority.serve(&[("/a.wsdl", ok(&types("a.xsd"))), ("/a.xsd", ok(&schema("")))]);
    let (certificate, key) = authority.issue("client");
    let (certificate, key) = (file(&certificate.pem()), file(&key.serialize_pem()));
    let unknown = options();
    let authorities = Some(read(&authority.certificate.pem()).unwrap());
    let trusting = Options { authorities, ..options() };
    let credentials = client_certificate(certificate.path(), key.path()).unwrap();
    let known = Options { credentials, ..trusting.clone() };

    let error = fetch_from(port, &unknown).unwrap_err().problem.to_string();
    assert_eq!(error, "cannot be downloaded: io: invalid peer certificate: UnknownIssuer");
    let error = fetch_from(port, &trusting).unwrap_err().problem.to_string();
    assert!(error.ends_with("received fatal alert: CertificateRequired"), "{error}");
    assert_eq!(fetch_from(port, &known).unwrap(), ["a.wsdl", "a.xsd"]);
}

#[test]
fn sends_client_certificate_to_entry_only() {
    let authority = Authority::new();
    let other = authority.serve(&[("/a.xsd", ok(&schema("")))]);
    let entry =
        Server::start(&[("/a.wsdl", ok(&types(&format!("https://localhost:{other}/a.xsd"))))]);
    let (certificate, key) = authority.issue("client");
    let (certificate, key) = (file(&certificate.pem()), file(&key.serialize_pem()));
    let options = Options {
        authorities: Some(read(&authority.certificate.pem()).unwrap()),
        credentials: client_certificate(certificate.path(), key.path()).unwrap(),
        hosts: Hosts::Any,
        ..options()
    };
    let folder = tempfile::tempdir().unwrap();
    let error = get(&entry.address("/a.wsdl"), folder.path(), &options).unwrap_err().to_string();
    assert!(error.contains("received fatal alert: CertificateRequired"), "{error}");
}

#[test]
fn rejects_unusable_files() {
    let (certificate, key) = client_files();
    let (_, other_key) = client_files();
    let garbage = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    let garbage_key = "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n";
    let check = |problem: Problem, expected: &str| {
        assert!(problem.to_string().contains(expected), "{problem}");
        assert!(!problem.to_string().contains("AAAA"), "{problem}");
    };
    check(read("").unwrap_err(), "contains no certificate in PEM format");
    check(read(garbage).unwrap_err(), "BadEncoding");
    check(read(&garbage[..40]).unwrap_err(), "MissingSectionEnd");
    check(Authorities::read(Path::new("missing.pem")).unwrap_err(), "cannot read `missing.pem`: ");

    let of = |certificate: &Path, key: &Path| client_certificate(certificate, key).unwrap_err();
    check(of(key.path(), key.path()), "contains no certificate in PEM format");
    check(
        of(certificate.path(), certificate.path()),
        "contains no unencrypted private key in PEM format",
    );
    check(of(certificate.path(), other_key.path()), "keys may not be consistent: KeyMismatch");
    check(of(file(garbage).path(), key.path()), "BadEncoding");
    check(of(certificate.path(), file(garbage_key).path()), "unknown or invalid key format");
    let shown = format!("{:?}", client_certificate(certificate.path(), key.path()).unwrap());
    let secret = fs::read_to_string(key.path()).unwrap();
    assert!(!shown.contains(secret.lines().nth(1).unwrap()), "{shown}");
}
