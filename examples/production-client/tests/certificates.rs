//! TLS over loopback, with a certificate authority created by the test.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::{env, fs, io, net::SocketAddr, process::Command, sync::Arc};

use example_production_client::tls::{from_pkcs12, trusting, trusting_as};
use p12_keystore::{EncryptionAlgorithm, KeyStore, KeyStoreEntry, PrivateKey, PrivateKeyChain};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use support::{call, plain, service};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::{
    TlsAcceptor,
    rustls::{
        RootCertStore, ServerConfig,
        crypto::ring,
        pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject},
        server::WebPkiClientVerifier,
    },
    server::TlsStream,
};

/// A private certificate authority.
struct Authority(CertifiedIssuer<'static, KeyPair>);

impl Authority {
    fn new() -> Self {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        Self(CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap())
    }

    fn pem(&self) -> String {
        self.0.pem()
    }

    /// Issues a certificate for this name. Returns it and its private key in PEM.
    fn issue(&self, name: &str) -> (String, String) {
        let key = KeyPair::generate().unwrap();
        let params = CertificateParams::new([name.to_owned()]).unwrap();
        (params.signed_by(&key, &self.0).unwrap().pem(), key.serialize_pem())
    }
}

/// A listener that yields connections after their TLS handshake.
struct Tls(TcpListener, TlsAcceptor);

impl axum::serve::Listener for Tls {
    type Io = TlsStream<TcpStream>;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, SocketAddr) {
        loop {
            let Ok((stream, address)) = self.0.accept().await else { continue };
            // Skip connections whose handshake fails.
            if let Ok(stream) = self.1.accept(stream).await {
                return (stream, address);
            }
        }
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.0.local_addr()
    }
}

/// Serves with a certificate for `localhost`. If `callers` is given, clients need a certificate issued by it.
async fn serve(authority: &Authority, callers: Option<&Authority>) -> String {
    let (certificate, key) = authority.issue("localhost");
    // If other crates enable another cryptography provider, rustls has no default, so choose one explicitly.
    let provider = Arc::new(ring::default_provider());
    let config = ServerConfig::builder_with_provider(Arc::clone(&provider));
    let config = config.with_safe_default_protocol_versions().unwrap();
    let config = match callers {
        None => config.with_no_client_auth(),
        Some(callers) => {
            let mut roots = RootCertStore::empty();
            roots.add(CertificateDer::from_pem_slice(callers.pem().as_bytes()).unwrap()).unwrap();
            config.with_client_cert_verifier(
                WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider)
                    .build()
                    .unwrap(),
            )
        }
    };
    let chain = vec![CertificateDer::from_pem_slice(certificate.as_bytes()).unwrap()];
    let key = PrivateKeyDer::from_pem_slice(key.as_bytes()).unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config.with_single_cert(chain, key).unwrap()));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let router = service(|_| "UPDATED".to_owned());
    tokio::spawn(async move { axum::serve(Tls(listener, acceptor), router).await });
    format!("https://localhost:{port}/")
}

#[tokio::test]
async fn trusts_only_the_given_authority() {
    let (authority, other) = (Authority::new(), Authority::new());
    let url = serve(&authority, None).await;
    assert_eq!(
        call(&url, &trusting(authority.pem().as_bytes()).unwrap()).await.unwrap(),
        "UPDATED"
    );
    for stranger in [plain(), trusting(other.pem().as_bytes()).unwrap()] {
        let error = call(&url, &stranger).await.unwrap_err().to_string();
        assert!(error.contains("certificate"), "{error}");
    }
}

#[tokio::test]
async fn sends_the_client_certificate() {
    let (authority, callers) = (Authority::new(), Authority::new());
    let url = serve(&authority, Some(&callers)).await;
    let (certificate, key) = callers.issue("billing");
    let identity = key + &certificate;
    let known = trusting_as(authority.pem().as_bytes(), identity.as_bytes()).unwrap();
    assert_eq!(call(&url, &known).await.unwrap(), "UPDATED");
    let (certificate, key) = authority.issue("billing");
    let stranger = trusting_as(authority.pem().as_bytes(), (key + &certificate).as_bytes());
    for refused in [trusting(authority.pem().as_bytes()), stranger] {
        let error = call(&url, &refused.unwrap()).await.unwrap_err().to_string();
        assert!(error.starts_with("the call failed: "), "{error}");
    }
}

/// A file as Windows exports it, with the algorithms of 1999, and one as OpenSSL 3 writes it.
#[tokio::test]
async fn reads_the_client_certificate_from_pkcs12() {
    let (authority, callers) = (Authority::new(), Authority::new());
    let url = serve(&authority, Some(&callers)).await;
    let (certificate, key) = callers.issue("billing");
    let key =
        PrivateKey::from_der(PrivateKeyDer::from_pem_slice(key.as_bytes()).unwrap().secret_der());
    let chain = [certificate, callers.pem()].map(|pem| {
        let der = CertificateDer::from_pem_slice(pem.as_bytes()).unwrap();
        p12_keystore::Certificate::from_der(&der).unwrap()
    });
    let mut store = KeyStore::new();
    let chain = PrivateKeyChain::new("1", key.unwrap(), chain);
    store.add_entry("billing", KeyStoreEntry::PrivateKeyChain(chain));
    for algorithm in [
        EncryptionAlgorithm::PbeWithShaAnd3KeyTripleDesCbc,
        EncryptionAlgorithm::PbeWithHmacSha256AndAes256,
    ] {
        let file = store.writer("open sesame").encryption_algorithm(algorithm).write().unwrap();
        let identity = from_pkcs12(&file, "open sesame").unwrap();
        let known = trusting_as(authority.pem().as_bytes(), identity.as_bytes()).unwrap();
        assert_eq!(call(&url, &known).await.unwrap(), "UPDATED");
        assert!(from_pkcs12(&file, "wrong").is_err());
    }
    assert!(from_pkcs12(b"not PKCS#12", "").is_err());
}

/// Runs itself in a child process whose `SSL_CERT_FILE` replaces the platform's authorities, which Linux supports.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn trusts_the_authorities_of_the_platform() {
    const URL: &str = "WSDLGEN_EXAMPLE_URL";
    if let Ok(url) = env::var(URL) {
        assert_eq!(call(&url, &plain()).await.unwrap(), "UPDATED");
        return;
    }
    let authority = Authority::new();
    let url = serve(&authority, None).await;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("authorities.pem");
    fs::write(&file, authority.pem()).unwrap();
    for (authorities, trusted) in [(file, true), (folder.path().join("none.pem"), false)] {
        let mut again = Command::new(env::current_exe().unwrap());
        again.args(["--exact", "trusts_the_authorities_of_the_platform"]);
        again.env(URL, &url).env("SSL_CERT_FILE", authorities).env_remove("SSL_CERT_DIR");
        let ended = tokio::task::spawn_blocking(move || again.output()).await.unwrap().unwrap();
        let said = String::from_utf8_lossy(&ended.stdout);
        assert_eq!(ended.status.success(), trusted, "{said}");
        assert_eq!(said.contains("certificate"), !trusted, "{said}");
    }
}
