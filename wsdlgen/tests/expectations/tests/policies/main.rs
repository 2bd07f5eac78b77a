//! Calls of ports with security policies, against our own server.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "../support/mod.rs"]
mod support;

mod attacks;
mod keys;

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
    security::{Authenticated, Credentials, Identity, TlsCaller, Verifier},
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
        Ok(format!("{request} of {}{signer}", who.username.as_deref().unwrap_or("nobody")))
    }
}

/// Messages on their way, as texts.
type Wire = Arc<Mutex<Vec<String>>>;

/// Returns a transport to a server with the policy of a port, and the messages that pass.
fn server(port: &Port<EchoContract>, tamper: fn(String) -> String) -> (Transport, Wire) {
    let verifier = Verifier::new()
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
    POLICY.set(requirements.into());
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

static CHANGES: [(&str, Change); 12] = [
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

#[test]
fn lists_what_is_missing() {
    let client = |port: Port<EchoContract>, credentials: Credentials| {
        let (transport, _) = server(&ports::TLS, |text| text);
        EchoClient::new(port, transport).with_credentials(credentials).map(|_| ())
    };
    let user = || Credentials::new().username("ada", "secret");
    let identity = "a certificate with its private key (`Credentials::identity`)";
    let service = "the certificate of the service (`Credentials::service`)";
    let password = "a user name and a password (`Credentials::username`)";
    let cases = [
        (ports::PLAIN, Credentials::new(), vec![]),
        (ports::TLS, Credentials::new(), vec![password]),
        (ports::TLS, user(), vec![]),
        (ports::HTTP, Credentials::new(), vec![]),
        (ports::ASYMMETRIC, user(), vec![identity, service]),
        (ports::ASYMMETRIC, user().identity(KEYS.caller.clone()), vec![service]),
        // The user is optional there.
        (ports::SYMMETRIC, Credentials::new(), vec![password, identity, service]),
        (ports::SYMMETRIC, user(), vec![identity, service]),
        (
            ports::SYMMETRIC,
            Credentials::new()
                .identity(KEYS.caller.clone())
                .service(KEYS.service.certificate().clone()),
            vec![],
        ),
        (ports::SYMMETRIC, credentials(), vec![]),
        (ports::KERBEROS, credentials(), vec!["support of `KerberosToken` in wsdlgen"]),
        (ports::KERBEROS.without_policy(), Credentials::new(), vec![]),
    ];
    for (port, credentials, expected) in cases {
        let name = port.name();
        let missing = client(port, credentials).err();
        let missing: Vec<String> =
            missing.iter().flat_map(|error| error.missing().map(str::to_owned)).collect();
        assert_eq!(missing, expected, "{name}");
    }
}

#[test]
fn sends_nothing_that_violates_the_policy() {
    let without = EchoClient::connect(ports::ASYMMETRIC).unwrap_err().to_string();
    let policy = ports::ASYMMETRIC.policy().unwrap();
    let expected = format!(
        "the policy of port `Asymmetric` is not met ({policy}): it needs a certificate with its \
         private key (`Credentials::identity`); the certificate of the service (`Credentials::service`)"
    );
    assert_eq!(without, expected);
    let without_tls = EchoClient::connect(ports::TLS.at("http://localhost/")).unwrap_err();
    assert!(without_tls
        .to_string()
        .ends_with("needs an address that begins with `https:` (`Port::at`)"));
    // Calls of a client without credentials are not sent.
    let (transport, wire) = server(&ports::TLS, |text| text);
    let error = now(EchoClient::new(ports::TLS, transport).echo("hello")).unwrap_err();
    assert!(error.to_string().contains("it needs a user name and a password"), "{error}");
    assert!(wire.lock().unwrap().is_empty());
    // Neither are servers without what the policy requires.
    let server = |verifier| {
        let server = EchoServer::new(Mirror).into_service();
        server.with_policy_of(&ports::SYMMETRIC, verifier).unwrap_err()
    };
    let error = server(Verifier::new());
    assert_eq!(error.missing().count(), 5, "{error}");
}

#[test]
fn requires_the_caller_of_http_or_tls() {
    let verifier = || Verifier::new().username(|user| (user == "ada").then(|| "secret".into()));
    let server =
        || EchoServer::new(Mirror).into_service().with_policy_of(&ports::HTTP, verifier()).unwrap();
    let call = |credentials: Credentials, certificate: Option<&'static Identity>| {
        let server = server();
        let transport = Transport::new(WithCaller { server, certificate });
        let client = EchoClient::new(ports::HTTP, transport).with_credentials(credentials).unwrap();
        now(client.echo("hello")).map(|reply| reply.body).map_err(|_| ())
    };
    let user = |password| Credentials::new().username("ada", password);
    assert_eq!(call(user("secret"), None).as_deref(), Ok("hello of ada"));
    assert_eq!(call(user("wrong"), None), Err(()));
    assert_eq!(call(Credentials::new(), None), Err(()));
    let certified = call(Credentials::new(), Some(&KEYS.caller));
    assert_eq!(certified.as_deref(), Ok("hello of nobody with key"));
    // A server cannot authenticate users whose passwords it does not know.
    let error =
        EchoServer::new(Mirror).into_service().with_policy_of(&ports::HTTP, Verifier::new());
    assert_eq!(error.unwrap_err().missing().count(), 1);
}

/// A server behind TLS, whose callers may have a certificate.
#[derive(Clone)]
struct WithCaller<S> {
    server: S,
    certificate: Option<&'static Identity>,
}

impl<S: Service<Request<Payload>>> Service<Request<Payload>> for WithCaller<S> {
    type Response = S::Response;
    type Error = S::Error;
    type Future = S::Future;

    fn poll_ready(
        &mut self,
        context: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Result<(), S::Error>> {
        self.server.poll_ready(context)
    }

    fn call(&mut self, mut request: Request<Payload>) -> S::Future {
        if let Some(identity) = self.certificate {
            request.extensions_mut().insert(TlsCaller(identity.certificate().clone()));
        }
        self.server.call(request)
    }
}
