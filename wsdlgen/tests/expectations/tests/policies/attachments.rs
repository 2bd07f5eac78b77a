//! Attachments that policies sign and encrypt.

use std::{
    future::Future,
    pin::Pin,
    sync::{Arc, Mutex},
    task::{Context as Task, Poll},
};

use http::{Request, Response};
use tower_service::Service;
use wsdlgen_expectations::policies::{operations, Echo, EchoClient, EchoServer};
use wsdlgen_runtime::{
    message::{Attachment, CallError},
    policy::{AlgorithmSuite, Binding, Protection, Requirements, SecurityPolicy, Token},
    security::Verifier,
    server::Context,
    Fault, NoDetail, Payload, QName, Transport,
};

use super::{attacks::between, credentials, never, port_of, support::now, KEYS};

/// Returns the attachments of the request with the reply.
#[derive(Debug)]
struct Archive;

impl Echo for Archive {
    async fn echo(
        &self,
        context: &mut Context<operations::Echo>,
        request: String,
    ) -> Result<String, Fault<NoDetail>> {
        context.reply_attachments = context.attachments.iter().cloned().collect();
        Ok(request)
    }
}

/// Changes the bytes of requests on their way.
#[derive(Clone)]
struct Changing<S, F> {
    server: S,
    change: F,
}

impl<S, F> Service<Request<Payload>> for Changing<S, F>
where
    F: Fn(Vec<u8>) -> Vec<u8> + Clone,
    S: Service<Request<Payload>, Response = Response<Payload>> + Clone + Send + 'static,
    S::Future: Send,
{
    type Response = Response<Payload>;
    type Error = S::Error;
    type Future = Pin<Box<dyn Future<Output = Result<Response<Payload>, S::Error>> + Send>>;

    fn poll_ready(&mut self, _: &mut Task<'_>) -> Poll<Result<(), S::Error>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<Payload>) -> Self::Future {
        let Self { mut server, change } = self.clone();
        let (mut head, body) = request.into_parts();
        let body = change(body.into_bytes().to_vec());
        if body.starts_with(b"--added") {
            let packed = r#"multipart/related; boundary=added; type="text/xml""#.parse().unwrap();
            head.headers.insert("Content-Type", packed);
        }
        let request = Request::from_parts(head, Payload::new(body));
        Box::pin(async move { server.call(request).await })
    }
}

/// Calls the server with an attachment of each kind. Returns those of the reply, or the reason of the fault.
fn outcome(
    policy: impl Into<SecurityPolicy>,
    attachments: &[Attachment],
    change: impl Fn(Vec<u8>) -> Vec<u8> + Clone + Send + Sync + 'static,
) -> Result<Vec<Attachment>, String> {
    let port = port_of(policy.into());
    let verifier =
        Verifier::new().pinned(KEYS.caller.certificate().clone()).identity(KEYS.service.clone());
    let server = EchoServer::new(Archive).into_service().with_policy_of(&port, verifier).unwrap();
    let transport = Transport::new(Changing { server, change });
    let client = EchoClient::new(port, transport).with_credentials(credentials()).unwrap();
    let call =
        attachments.iter().fold(client.echo("hello"), |call, one| call.attachment(one.clone()));
    match now(call) {
        Ok(reply) => Ok(reply.attachments.iter().cloned().collect()),
        Err(CallError::Fault(fault)) => {
            let codes: Vec<_> = fault.fault.subcodes.iter().map(QName::local).collect();
            Err(format!("{codes:?} {}", fault.fault.reason()))
        }
        Err(error) => Err(error.to_string()),
    }
}

fn attachments() -> Vec<Attachment> {
    vec![
        Attachment::new("image/jpeg", vec![0, 159, 146, 150, 255]).with_id("logo=1@example.org"),
        Attachment::new("text/plain; charset=UTF-8", "one\ntwo\r\n"),
        Attachment::new("text/xml", "<a  b='1'><!-- c --><b/></a>").with_id("data@example.org"),
    ]
}

fn asymmetric(protection: Protection) -> Requirements {
    Requirements::of(Binding::asymmetric(Token::x509(), never())).messages(protection).timestamp()
}

fn symmetric(protection: Protection) -> Requirements {
    Requirements::of(Binding::Symmetric(never())).messages(protection).timestamp()
}

fn both() -> Protection {
    Protection::default()
        .sign_body()
        .encrypt_body()
        .sign_attachments_with_headers()
        .encrypt_attachments()
}

type Make = fn() -> Requirements;

static POLICIES: [Make; 6] = [
    || asymmetric(Protection::default().sign_body().sign_attachments()),
    || asymmetric(Protection::default().sign_body().sign_attachments_with_headers()),
    || asymmetric(both()),
    || symmetric(both()).encrypt_signature(),
    || {
        let protection = Protection::default().sign_body().encrypt_attachments();
        symmetric(protection).algorithms(AlgorithmSuite::BASIC_256_GCM)
    },
    || {
        let binding = Binding::Symmetric(never().with_derived_keys());
        Requirements::of(binding).messages(both()).timestamp()
    },
];

const FAILED: &str = "[] the message failed a security check";

#[test]
fn protects_attachments() {
    for (number, make) in POLICIES.into_iter().enumerate() {
        let requirements = make();
        let about = format!("{number}: {requirements}");
        let sent = attachments();
        let received = outcome(requirements, &sent, |bytes| bytes);
        let received = received.unwrap_or_else(|error| panic!("{about}: {error}"));
        let content = |one: &Attachment| (one.content_type().to_owned(), one.bytes().cloned());
        let [sent, received] =
            [sent, received].map(|all| all.iter().map(content).collect::<Vec<_>>());
        assert_eq!(received, sent, "{about}");
        assert_eq!(outcome(make(), &[], |bytes| bytes), Ok(Vec::new()), "{about}");
    }
}

#[test]
fn hides_encrypted_attachments() {
    let secret = [Attachment::new("text/plain", "a secret")];
    let reveals: fn(Vec<u8>) -> Vec<u8> = |bytes| {
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.contains("a secret") && text.contains("text/plain"), "{text}");
        bytes
    };
    assert!(outcome(symmetric(both()), &secret, reveals).is_ok());
}

/// Replaces a text in a message of bytes.
fn replace(bytes: &[u8], from: &str, to: &str) -> Vec<u8> {
    let at = bytes.windows(from.len()).rposition(|window| window == from.as_bytes()).unwrap();
    [&bytes[..at], to.as_bytes(), &bytes[at + from.len()..]].concat()
}

#[test]
fn rejects_changed_attachments() {
    type Change = fn(Vec<u8>) -> Vec<u8>;
    let signed = || asymmetric(Protection::default().sign_body().sign_attachments());
    let complete = || asymmetric(Protection::default().sign_body().sign_attachments_with_headers());
    let cases: [(&str, Make, Change, &str); 6] = [
        ("content", signed, |bytes| replace(&bytes, "one\ntwo", "one\nsix"), FAILED),
        ("type, not signed", signed, |bytes| replace(&bytes, "image/jpeg", "image/webp"), ""),
        ("type, signed", complete, |bytes| replace(&bytes, "image/jpeg", "image/webp"), FAILED),
        (
            "one more",
            signed,
            |bytes| {
                let text = String::from_utf8_lossy(&bytes);
                let boundary = text.lines().find(|line| line.starts_with("--")).unwrap();
                let more = format!("{boundary}\r\nContent-ID: <more>\r\n\r\nmore\r\n{boundary}--");
                replace(&bytes, &format!("{boundary}--"), &more)
            },
            FAILED,
        ),
        (
            "another id",
            signed,
            |bytes| replace(&bytes, "Content-ID: <data@", "Content-ID: <date@"),
            "[] an attachment is missing or duplicated",
        ),
        (
            "cipher text",
            || symmetric(both()),
            |mut bytes| {
                let at = bytes.windows(8).rposition(|window| window == b"example.").unwrap() + 17;
                bytes[at] ^= 1;
                bytes
            },
            FAILED,
        ),
    ];
    for (about, make, change, expected) in cases {
        let error = outcome(make(), &attachments(), change).err().unwrap_or_default();
        assert_eq!(error, expected, "{about}");
    }
}

#[test]
fn refuses_attachments_that_the_policy_does_not_protect() {
    let requirements = asymmetric(Protection::default().sign_body());
    let error = outcome(requirements, &attachments(), |bytes| bytes).unwrap_err();
    assert!(error.ends_with("the signature does not cover attachments"), "{error}");
}

#[test]
fn rejects_attachments_that_the_policy_does_not_protect() {
    // Only replies may have attachments.
    let requirements = || {
        let body = || Protection::default().sign_body();
        asymmetric(body()).replies(body().sign_attachments())
    };
    let pack: fn(Vec<u8>) -> Vec<u8> = |envelope| {
        let head = b"--added\r\nContent-Type: text/xml\r\n\r\n";
        let more = b"\r\n--added\r\nContent-ID: <more>\r\n\r\nmore\r\n--added--";
        [head, &envelope[..], more].concat()
    };
    assert_eq!(outcome(requirements(), &[], pack).unwrap_err(), FAILED);
    // Only the attachment is the reason.
    let pack: fn(Vec<u8>) -> Vec<u8> = |envelope| {
        [b"--added\r\nContent-Type: text/xml\r\n\r\n", &envelope[..], b"\r\n--added--"].concat()
    };
    assert_eq!(outcome(requirements(), &[], pack), Ok(Vec::new()));
}

#[test]
fn refuses_to_sign_cipher_text() {
    let policies: [Make; 2] = [|| asymmetric(both()), || symmetric(both())];
    for make in policies {
        let error = outcome(make().encrypt_before_signing(), &attachments(), |bytes| bytes);
        let error = error.unwrap_err();
        assert!(
            error.ends_with("attachments cannot be encrypted before they are signed"),
            "{error}"
        );
        assert_eq!(outcome(make().encrypt_before_signing(), &[], |bytes| bytes), Ok(Vec::new()));
    }
}

/// Anyone can add a key and decrypt an attachment with it after its signature was verified.
#[test]
fn rejects_decryption_of_signed_attachments() {
    let suite = AlgorithmSuite::BASIC_256_GCM;
    let id = "logo=1@example.org";
    // An attacker encrypts an attachment for the service, and makes the caller sign the cipher text.
    let sent = Arc::new(Mutex::new(Vec::new()));
    let wire = Arc::clone(&sent);
    let encrypts = asymmetric(Protection::default().sign_body().encrypt_attachments());
    let other = [Attachment::new("text/plain", "of the attacker").with_id(id)];
    let keep = move |bytes: Vec<u8>| {
        wire.lock().unwrap().clone_from(&bytes);
        bytes
    };
    assert!(outcome(encrypts.algorithms(suite), &other, keep).is_ok());
    let sent = sent.lock().unwrap().clone();
    let envelope = String::from_utf8_lossy(&sent).into_owned();
    let key = between(&envelope, "<xenc:EncryptedKey", "</xenc:EncryptedKey>");
    let list = between(&envelope, "<xenc:ReferenceList", "</xenc:ReferenceList>");
    let data = between(&envelope, "<xenc:EncryptedData", "</xenc:EncryptedData>");
    let added = [key, list, data, "</wsse:Security>"].concat();
    let position = |text: &[u8]| sent.windows(text.len()).rposition(|part| part == text).unwrap();
    let start = b"example.org>\r\n\r\n";
    let (start, end) = (position(start) + start.len(), position(b"\r\n--"));
    let cipher_text = sent[start..end].to_vec();
    let signed = [Attachment::new("application/octet-stream", cipher_text).with_id(id)];
    let add = move |bytes: Vec<u8>| replace(&bytes, "</wsse:Security>", &added);
    let policies: [Make; 2] = [
        || asymmetric(Protection::default().sign_body().sign_attachments()),
        || asymmetric(Protection::default().sign_body().sign_attachments_with_headers()),
    ];
    for make in policies {
        let requirements = || make().algorithms(suite);
        assert!(outcome(requirements(), &signed, |bytes| bytes).is_ok());
        assert_eq!(outcome(requirements(), &signed, add.clone()).unwrap_err(), FAILED);
    }
}

/// Without its signature, an encrypted attachment must not meet an alternative that protects no messages.
#[test]
fn rejects_encrypted_attachments_by_alternatives_without_protection() {
    let policy = || {
        let protection = Protection::default().sign_body().encrypt_attachments();
        let encrypts = symmetric(protection).algorithms(AlgorithmSuite::BASIC_256_GCM);
        SecurityPolicy::any_of([encrypts, Requirements::of(Binding::tls())])
    };
    let strip = |bytes: Vec<u8>| {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        replace(&bytes, between(&text, "<ds:Signature ", "</ds:Signature>"), "")
    };
    let sent = [Attachment::new("text/plain", "a secret").with_id("1@example.org")];
    assert!(outcome(policy(), &sent, |bytes| bytes).is_ok());
    assert_eq!(outcome(policy(), &sent, strip).unwrap_err(), FAILED);
}
