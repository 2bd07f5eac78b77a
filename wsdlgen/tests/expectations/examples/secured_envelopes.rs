//! Secures and verifies envelopes as policies require. `cargo lab interop` compares it with other implementations.
//!
//! ```text
//! secured_envelopes list
//! secured_envelopes request POLICY KEYS > secured request
//! secured_envelopes call POLICY KEYS > secured request in a line, then < its reply > the text of the reply
//! secured_envelopes reply POLICY KEYS < secured request > secured reply, or a fault
//! secured_envelopes assertion POLICY KEYS > the assertion that the policy requires
//! ```
//!
//! `KEYS` is a folder with the keys and certificates of both sides, `caller.pem` and `service.pem`.

use std::{
    cell::RefCell,
    convert::Infallible,
    error::Error,
    fs,
    future::{ready, Future, IntoFuture, Ready},
    io::{stdin, Read},
    path::Path,
    pin::pin,
    sync::{Arc, Mutex},
    task::{Context as Task, Poll, Waker},
};

use http::{Request, Response};
use tower_service::Service;
use wsdlgen_expectations::policies::{
    operations, ports, Echo, EchoClient, EchoContract, EchoServer,
};
use wsdlgen_runtime::{
    policy::{
        AlgorithmSuite, Binding, Cipher, Digest, Inclusion, KeyReference, KeyTransport,
        PasswordType, Protection, Requirements, SamlVersion, SecurityPolicy, Token, TokenKind,
    },
    security::{Assertion, Credentials, Identity, Verifier},
    server::Context,
    Fault, NoDetail, Payload, Port, Transport,
};

/// The issuer of assertions, which has the key of the service.
const ISSUER: &str = "https://sts.example";

thread_local! {
    static POLICY: RefCell<SecurityPolicy> = RefCell::default();
}

/// Makes a policy.
type Make = fn() -> Requirements;

/// The policies, by name.
static POLICIES: [(&str, Make); 20] = [
    ("user-text", || tls().token(Token::username().signed())),
    ("user-digest", || tls().token(Token::new(TokenKind::Username(PasswordType::Digest)).signed())),
    ("endorsed", || tls().token(Token::x509().endorsing())),
    ("signed", || asymmetric(Token::x509()).messages(signed())),
    ("signed-serial", || asymmetric(by(KeyReference::IssuerSerial)).messages(signed())),
    ("signed-thumbprint", || asymmetric(by(KeyReference::Thumbprint)).messages(signed())),
    ("signed-identifier", || asymmetric(by(KeyReference::KeyIdentifier)).messages(signed())),
    ("signed-saml11", || {
        asymmetric(Token::x509()).messages(signed()).token(Token::saml(SamlVersion::V11).signed())
    }),
    ("signed-saml20", || {
        asymmetric(Token::x509()).messages(signed()).token(Token::saml(SamlVersion::V20).signed())
    }),
    ("encrypted-saml20", || {
        let token = Token::saml(SamlVersion::V20).signed().encrypted();
        asymmetric(Token::x509()).messages(encrypted()).token(token)
    }),
    ("symmetric-saml20", || {
        let token = Token::saml(SamlVersion::V20).signed();
        symmetric(by(KeyReference::Thumbprint)).token(token)
    }),
    ("encrypted", || asymmetric(Token::x509()).messages(encrypted())),
    ("encrypted-gcm", || {
        asymmetric(Token::x509()).messages(encrypted()).algorithms(AlgorithmSuite::BASIC_256_GCM)
    }),
    ("encrypted-rsa15", || {
        let suite = AlgorithmSuite::new(Cipher::Aes256Cbc, Digest::Sha256, KeyTransport::Rsa15);
        asymmetric(Token::x509()).messages(encrypted()).algorithms(suite)
    }),
    ("encrypted-first", || {
        asymmetric(Token::x509()).messages(encrypted()).encrypt_before_signing()
    }),
    ("encrypted-signature", || {
        let user = Token::username().signed().encrypted();
        asymmetric(Token::x509()).messages(encrypted()).encrypt_signature().token(user)
    }),
    ("symmetric", || symmetric(by(KeyReference::Thumbprint))),
    ("symmetric-128", || {
        symmetric(by(KeyReference::Thumbprint)).algorithms(AlgorithmSuite::BASIC_128)
    }),
    ("symmetric-derived", || symmetric(by(KeyReference::Thumbprint).with_derived_keys())),
    ("symmetric-endorsed", || {
        symmetric(by(KeyReference::Thumbprint)).token(Token::x509().endorsing())
    }),
];

fn tls() -> Requirements {
    Requirements::of(Binding::tls()).timestamp()
}

/// Returns an asymmetric binding in which the sender signs with this token.
fn asymmetric(sender: Token) -> Requirements {
    let service = by(KeyReference::Thumbprint).included(Inclusion::AlwaysToInitiator);
    Requirements::of(Binding::asymmetric(sender, service)).timestamp()
}

fn symmetric(token: Token) -> Requirements {
    Requirements::of(Binding::Symmetric(token)).timestamp().messages(encrypted())
}

/// Returns a certificate that messages only refer to.
fn by(reference: KeyReference) -> Token {
    Token::x509().included(Inclusion::Never).referred_by(reference)
}

fn signed() -> Protection {
    Protection::default().sign_body()
}

fn encrypted() -> Protection {
    signed().encrypt_body()
}

struct Mirror;

impl Echo for Mirror {
    async fn echo(
        &self,
        _context: &mut Context<operations::Echo>,
        request: String,
    ) -> Result<String, Fault<NoDetail>> {
        Ok(request)
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let (direction, name, keys) = match arguments[..] {
        ["list"] => {
            for (name, _) in &POLICIES {
                println!("{name}");
            }
            return Ok(());
        }
        [direction @ ("request" | "call" | "reply" | "assertion"), name, keys] => {
            (direction, name, Path::new(keys))
        }
        _ => return Err("invalid arguments: see the source for usage".into()),
    };
    let make = POLICIES.iter().find(|(known, _)| *known == name);
    let (_, make) = make.ok_or("there is no such policy")?;
    POLICY.set(make().into());
    // This port has neither addressing nor MTOM.
    let port = ports::TLS.with_policy(|| POLICY.with_borrow(Clone::clone));
    let identity = |name: &str| -> Result<Identity, Box<dyn Error>> {
        let pem = fs::read(keys.join(name))?;
        Ok(Identity::from_pem(&pem, &pem)?)
    };
    let (caller, service) = (identity("caller.pem")?, identity("service.pem")?);
    let version = if name.ends_with("saml11") { SamlVersion::V11 } else { SamlVersion::V20 };
    let assertion = Assertion::builder(version, ISSUER, "ada").bearer().sign(service.clone())?;
    let text = match direction {
        "assertion" => assertion.element().to_xml()?,
        "request" => {
            let kept = Kept::default();
            // The answer is empty, since only the request matters.
            let _ = call(port, caller, &service, assertion, Transport::new(kept.clone()));
            let text = kept.0.lock().map_err(|_| "the request was not kept")?.clone();
            text
        }
        "call" => call(port, caller, &service, assertion, Transport::new(Piped))?,
        _ => {
            let mut envelope = String::new();
            stdin().read_to_string(&mut envelope)?;
            reply(&port, &caller, service, envelope)?
        }
    };
    print!("{text}");
    Ok(())
}

/// Calls a service through a transport, and returns its reply.
fn call(
    port: Port<EchoContract>,
    caller: Identity,
    service: &Identity,
    assertion: Assertion,
    transport: Transport,
) -> Result<String, Box<dyn Error>> {
    let credentials = Credentials::new()
        .assertion(assertion)
        .rsa15_encryption()
        .username("ada", "secret")
        .identity(caller)
        .service(service.certificate().clone());
    let client = EchoClient::new(port, transport).with_credentials(credentials)?;
    Ok(now(client.echo("hello"))?.body)
}

/// Returns the reply to a secured request, or a fault.
fn reply(
    port: &Port<EchoContract>,
    caller: &Identity,
    service: Identity,
    envelope: String,
) -> Result<String, Box<dyn Error>> {
    let verifier = Verifier::new()
        .signature_without_timestamp()
        .username(|user| (user == "ada").then(|| "secret".into()))
        .pinned(caller.certificate().clone())
        .rsa15_encryption()
        .assertion_issuer(ISSUER, service.certificate().clone())
        .identity(service);
    let mut server = EchoServer::new(Mirror).into_service().with_policy_of(port, verifier)?;
    let request = Request::post("/").header("content-type", "text/xml; charset=utf-8");
    let request = request.body(Payload::new(envelope))?;
    let response = match now(server.call(request)) {
        Ok(response) => response,
        Err(never) => match never {},
    };
    Ok(String::from_utf8(response.into_body().into_bytes().to_vec())?)
}

/// A transport that writes the request to the output and reads the reply from the input.
#[derive(Clone)]
struct Piped;

impl Service<Request<Payload>> for Piped {
    type Response = Response<Payload>;
    type Error = Box<dyn Error + Send + Sync>;
    type Future = Ready<Result<Response<Payload>, Self::Error>>;

    fn poll_ready(&mut self, _: &mut Task<'_>) -> Poll<Result<(), Self::Error>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<Payload>) -> Self::Future {
        println!("{}", String::from_utf8_lossy(&request.into_body().into_bytes()));
        let mut reply = String::new();
        let read = stdin().read_to_string(&mut reply);
        ready(read.map_err(Into::into).and_then(|_| {
            let response = Response::builder().header("content-type", "text/xml; charset=utf-8");
            Ok(response.body(Payload::new(reply))?)
        }))
    }
}

/// A transport that keeps the last request.
#[derive(Clone, Default)]
struct Kept(Arc<Mutex<String>>);

impl Service<Request<Payload>> for Kept {
    type Response = Response<Payload>;
    type Error = Infallible;
    type Future = Ready<Result<Response<Payload>, Infallible>>;

    fn poll_ready(&mut self, _: &mut Task<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<Payload>) -> Self::Future {
        let bytes = request.into_body().into_bytes();
        if let Ok(mut kept) = self.0.lock() {
            *kept = String::from_utf8_lossy(&bytes).into_owned();
        }
        ready(Ok(Response::new(Payload::default())))
    }
}

/// Polls a future until it is ready, and returns its output.
fn now<F: IntoFuture>(future: F) -> F::Output {
    let mut future = pin!(future.into_future());
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut Task::from_waker(Waker::noop())) {
            return output;
        }
    }
}
