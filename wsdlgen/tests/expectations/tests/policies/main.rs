//! Calls of ports with security policies, against our own server.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "../support/mod.rs"]
mod support;

mod assertions;
mod attachments;
mod attacks;
mod callers;
mod issued;
mod keys;
mod sts;

use std::{
    cell::RefCell,
    sync::{Arc, Mutex},
};

use bytes::Bytes;
use http::{Request, Response};
use keys::KEYS;
use support::now;
use tower_service::Service;
use wsdlgen_expectations::policies::{
    operations, ports, Echo, EchoClient, EchoContract, EchoServer,
};
use wsdlgen_runtime::{
    message::CallError,
    policy::{
        AlgorithmSuite, Binding, Cipher, Digest, Inclusion, KeyReference, KeyTransport, Protection,
        Requirements, SecurityPolicy, Token,
    },
    security::{Authenticated, Credentials, Verifier},
    server::Context,
    Fault, NoDetail, Payload, Port, QName, Transport,
};

/// Answers with the caller's name.
#[derive(Debug)]
struct Mirror;

impl Echo for Mirror {
    async fn echo(
        &self,
        context: &mut Context<operations::Echo>,
        request: String,
    ) -> Result<String, Fault<NoDetail>> {
        let who = context.http.extensions.get::<Authenticated>().cloned().unwrap_or_default();
        let signer = who.certificate.map_or("", |certificate| match certificate {
            certificate if certificate == *KEYS.caller.certificate() => " with key",
            _ => " with unknown key",
        });
        if request == "fail" {
            return Err(Fault::receiver("failed as asked"));
        }
        let subject = who.assertion.as_ref().and_then(|assertion| assertion.subject());
        let user = who.username.as_deref().or(subject).unwrap_or("nobody");
        Ok(format!("{request} of {user}{signer}"))
    }
}

/// Messages on their way, as texts.
type Wire = Arc<Mutex<Vec<String>>>;

/// Returns a transport to a server with the policy of a port, and the messages that pass.
fn server(port: &Port<EchoContract>, tamper: fn(String) -> String) -> (Transport, Wire) {
    let verifier = Verifier::new()
        .signature_without_timestamp()
        .username(|user| (user == "ada").then(|| "secret".into()))
        .pinned(KEYS.caller.certificate().clone())
        .identity(KEYS.service.clone());
    let server = EchoServer::new(Mirror).into_service().with_policy_of(port, verifier).unwrap();
    let wire = Wire::default();
    let service = Tampering { server, wire: Arc::clone(&wire), tamper };
    (Transport::new(service), wire)
}

#[derive(Clone)]
struct Tampering<S> {
    server: S,
    wire: Wire,
    tamper: fn(String) -> String,
}

impl<S> Service<Request<Payload>> for Tampering<S>
where
    S: Service<Request<Payload>, Response = Response<Payload>> + Clone + Send + 'static,
    S::Future: Send,
    S::Error: Send,
{
    type Response = Response<Payload>;
    type Error = S::Error;
    type Future = std::pin::Pin<
        Box<dyn std::future::Future<Output = Result<Response<Payload>, S::Error>> + Send>,
    >;

    fn poll_ready(
        &mut self,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Result<(), S::Error>> {
        std::task::Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<Payload>) -> Self::Future {
        let Self { mut server, wire, tamper } = self.clone();
        let text = |bytes: Bytes| String::from_utf8(bytes.to_vec()).unwrap();
        let request = request.map(|body| {
            let text = tamper(text(body.into_bytes()));
            wire.lock().unwrap().push(text.clone());
            Payload::new(text)
        });
        Box::pin(async move {
            let response = server.call(request).await?;
            Ok(response.map(|body| {
                let text = text(body.into_bytes());
                wire.lock().unwrap().push(text.clone());
                Payload::new(text)
            }))
        })
    }
}

fn credentials() -> Credentials {
    Credentials::new()
        .username("ada", "secret")
        .identity(KEYS.caller.clone())
        .service(KEYS.service.certificate().clone())
}

thread_local! {
    static POLICY: RefCell<SecurityPolicy> = RefCell::default();
}

/// Returns a port with this policy.
fn port(requirements: Requirements) -> Port<EchoContract> {
    port_of(requirements.into())
}

fn port_of(policy: SecurityPolicy) -> Port<EchoContract> {
    POLICY.set(policy);
    ports::PLAIN.with_policy(|| POLICY.with_borrow(Clone::clone))
}

fn call(port: &Port<EchoContract>, transport: Transport, text: &str) -> Result<String, String> {
    call_with(port, transport, credentials(), text)
}

fn call_with(
    port: &Port<EchoContract>,
    transport: Transport,
    credentials: Credentials,
    text: &str,
) -> Result<String, String> {
    let client = EchoClient::new(port.clone(), transport).with_credentials(credentials).unwrap();
    let block = "<x:Ticket xmlns:x='urn:x'>ticket</x:Ticket>".parse().unwrap();
    match now(client.echo(text).undeclared_header(&block)) {
        Ok(reply) => Ok(reply.body),
        Err(CallError::Fault(fault)) => Err(format!(
            "fault {:?} {}",
            fault.fault.subcodes.iter().map(QName::local).collect::<Vec<_>>(),
            fault.fault.reason()
        )),
        Err(error) => Err(error.to_string()),
    }
}

#[test]
fn meets_the_policies_of_the_contract() {
    let cases = [
        (ports::TLS, "hello of ada"),
        (ports::HTTP, "hello of ada"),
        (ports::ASYMMETRIC, "hello of nobody with key"),
        (ports::SYMMETRIC, "hello of ada with key"),
    ];
    for (port, expected) in cases {
        let (transport, wire) = server(&port, |text| text);
        assert_eq!(call(&port, transport, "hello").as_deref(), Ok(expected), "{}", port.name());
        let wire = wire.lock().unwrap();
        let is_encrypted = !["Tls", "Http"].contains(&port.name());
        assert!(wire.iter().all(|message| message.contains("hello") != is_encrypted), "{wire:?}");
    }
}

/// Returns the protection of the body and of a header block.
fn protection() -> Protection {
    Protection::default()
        .sign_body()
        .sign_headers("urn:x", &["Ticket"])
        .sign_headers("http://www.w3.org/2005/08/addressing", &[])
        .encrypt_body()
        .encrypt_headers("urn:x", &[])
}

fn asymmetric(caller: Token, service: Token) -> Requirements {
    Requirements::of(Binding::asymmetric(caller, service)).messages(protection())
}

fn symmetric(token: Token) -> Requirements {
    Requirements::of(Binding::Symmetric(token)).messages(protection())
}

fn never() -> Token {
    Token::x509().included(Inclusion::Never)
}

type Change = fn(Requirements) -> Requirements;

static CHANGES: [(&str, Change); 15] = [
    ("as it is", |requirements| requirements),
    ("timestamp", Requirements::timestamp),
    ("encrypted signature", Requirements::encrypt_signature),
    ("protected token", Requirements::protect_tokens),
    ("confirmations", Requirements::confirm_signatures),
    ("encrypted first", Requirements::encrypt_before_signing),
    ("encrypted first, with timestamp", |all| all.encrypt_before_signing().timestamp()),
    ("user", |all| all.token(Token::username().signed())),
    ("encrypted user", |all| all.token(Token::username().signed().encrypted())),
    ("encrypted user first", |all| {
        all.encrypt_before_signing().token(Token::username().signed().encrypted())
    }),
    ("certificate", |all| all.token(Token::x509().signed())),
    ("encrypted certificate", |all| all.token(Token::x509().signed().encrypted())),
    ("encrypted certificate first", |all| {
        all.encrypt_before_signing().token(Token::x509().signed().encrypted())
    }),
    ("endorsed", |all| all.timestamp().token(Token::x509().endorsing())),
    ("all", |all| {
        all.timestamp()
            .encrypt_signature()
            .confirm_signatures()
            .token(Token::username().signed().encrypted())
            .token(never().endorsing())
    }),
];

#[test]
fn meets_each_requirement() {
    type Make = fn() -> Requirements;
    let bindings: [(&str, Make); 4] = [
        ("TLS", || Requirements::of(Binding::tls()).timestamp()),
        ("asymmetric", || asymmetric(Token::x509(), never())),
        ("symmetric", || symmetric(never())),
        ("symmetric with derived keys", || symmetric(never().with_derived_keys())),
    ];
    for (binding, requirements) in bindings {
        for (change, apply) in CHANGES {
            let about = format!("{binding}, {change}");
            let requirements = apply(requirements());
            let words = requirements.to_string();
            let is_tls = binding == "TLS";
            if is_tls && words.contains("encrypted") {
                continue;
            }
            let user = if words.contains("user name") { "ada" } else { "nobody" };
            let has_key = binding == "asymmetric" || words.contains("endorsing");
            let key = if has_key { " with key" } else { "" };
            let port = port(requirements);
            let (transport, wire) = server(&port, |text| text);
            let reply = call(&port, transport.clone(), "hello");
            assert_eq!(reply, Ok(format!("hello of {user}{key}")), "{about}: {wire:?}");
            let user = if change.contains("encrypted user") { ">ada<" } else { "hello" };
            let secrets = ["hello", ">ticket<", user];
            for message in wire.lock().unwrap().iter().filter(|_| !is_tls) {
                let hides = secrets.iter().all(|secret| !message.contains(secret));
                assert!(hides, "{about}: {message}");
            }
            let fault = call(&port, transport, "fail");
            assert_eq!(fault, Err("fault [] failed as asked".to_owned()), "{about}");
        }
    }
}

#[test]
fn uses_each_algorithm() {
    let ciphers = [
        Cipher::Aes128Cbc,
        Cipher::Aes192Cbc,
        Cipher::Aes256Cbc,
        Cipher::Aes128Gcm,
        Cipher::Aes192Gcm,
        Cipher::Aes256Gcm,
    ];
    let digests = [Digest::Sha1, Digest::Sha256, Digest::Sha384, Digest::Sha512];
    for (number, cipher) in ciphers.into_iter().enumerate() {
        let suite = AlgorithmSuite::new(cipher, digests[number % 4], KeyTransport::RsaOaep);
        for requirements in
            [asymmetric(Token::x509(), never()), symmetric(never().with_derived_keys())]
        {
            let port = port(requirements.algorithms(suite).timestamp());
            let (transport, _) = server(&port, |text| text);
            assert!(call(&port, transport, "hello").is_ok(), "{suite:?}");
        }
    }
}

#[test]
fn encrypts_keys_with_rsa15_if_both_sides_accept_it() {
    let suite = AlgorithmSuite::new(Cipher::Aes256Cbc, Digest::Sha256, KeyTransport::Rsa15);
    for requirements in [asymmetric(Token::x509(), never()), symmetric(never())] {
        let port = port(requirements.algorithms(suite).timestamp());
        let verifier = || {
            let verifier = Verifier::new().pinned(KEYS.caller.certificate().clone());
            verifier.identity(KEYS.service.clone())
        };
        let server =
            |verifier| EchoServer::new(Mirror).into_service().with_policy_of(&port, verifier);
        let error = server(verifier()).unwrap_err().to_string();
        assert!(error.ends_with("(`Verifier::rsa15_encryption`)"), "{error}");
        let transport = Transport::new(server(verifier().rsa15_encryption()).unwrap());
        let client = EchoClient::new(port.clone(), transport.clone());
        let error = client.with_credentials(credentials()).unwrap_err().to_string();
        assert!(error.ends_with("(`Credentials::rsa15_encryption`)"), "{error}");
        let credentials = credentials().rsa15_encryption();
        assert!(call_with(&port, transport, credentials, "hello").is_ok());
    }
}

/// A verifier that accepts RSA 1.5 does so only at ports whose policies use it.
#[test]
fn rejects_rsa15_at_other_ports() {
    let suite = |transport| AlgorithmSuite::new(Cipher::Aes256Cbc, Digest::Sha256, transport);
    let requirements = |transport| symmetric(never()).algorithms(suite(transport)).timestamp();
    let verifier = Verifier::new()
        .pinned(KEYS.caller.certificate().clone())
        .identity(KEYS.service.clone())
        .rsa15_encryption();
    let other = port(requirements(KeyTransport::RsaOaep));
    let server = EchoServer::new(Mirror).into_service().with_policy_of(&other, verifier).unwrap();
    let port = port(requirements(KeyTransport::Rsa15));
    let credentials = credentials().rsa15_encryption();
    let error = call_with(&port, Transport::new(server), credentials, "hello").unwrap_err();
    assert!(error.contains("the encryption of the key is not accepted"), "{error}");
}

#[test]
fn refers_to_keys_in_each_form() {
    let forms = [KeyReference::IssuerSerial, KeyReference::KeyIdentifier, KeyReference::Thumbprint];
    let inclusions = [
        Inclusion::Never,
        Inclusion::Once,
        Inclusion::AlwaysToRecipient,
        Inclusion::AlwaysToInitiator,
        Inclusion::Always,
    ];
    for form in forms {
        for inclusion in inclusions {
            let token = || Token::x509().included(inclusion).referred_by(form);
            for requirements in
                [asymmetric(token(), token()), symmetric(token()).token(token().endorsing())]
            {
                let port = port(requirements);
                let (transport, wire) = server(&port, |text| text);
                let reply = call(&port, transport, "hello");
                assert_eq!(
                    reply.as_deref(),
                    Ok("hello of nobody with key"),
                    "{form:?} {inclusion:?} {wire:?}"
                );
            }
        }
    }
}

#[test]
fn signs_with_elliptic_curves() {
    let requirements =
        || Requirements::of(Binding::tls()).timestamp().token(Token::x509().endorsing());
    let port = port(requirements());
    let verifier = Verifier::new().pinned(KEYS.curve.certificate().clone());
    let server = EchoServer::new(Mirror).into_service().with_policy_of(&port, verifier).unwrap();
    let credentials = Credentials::new().identity(KEYS.curve.clone());
    let reply = call_with(&port, Transport::new(server), credentials, "hello");
    assert_eq!(reply.as_deref(), Ok("hello of nobody with unknown key"));
}
