//! Attacks on ports with security policies.

use wsdlgen_runtime::{
    policy::{Binding, Requirements, SecurityPolicy, Token},
    security::Credentials,
    AnyElement, Port, Transport,
};

use super::{
    asymmetric, call, call_with, credentials, never, port, port_of, server, symmetric, Wire, KEYS,
};
use wsdlgen_expectations::policies::{EchoClient, EchoContract};

/// Returns the fault code of a call, or its reply.
fn outcome(port: &Port<EchoContract>, transport: Transport) -> String {
    match call(port, transport, "hello") {
        Ok(reply) => reply,
        Err(error) => error.trim_start_matches("fault [] ").to_owned(),
    }
}

/// Returns the text from `start` through `end`.
pub(super) fn between<'t>(text: &'t str, start: &str, end: &str) -> &'t str {
    let at = text.find(start).unwrap_or_else(|| panic!("no {start} in {text}"));
    &text[at..at + text[at..].find(end).unwrap() + end.len()]
}

/// Changes a character in the middle of the content of the last element with this name.
fn corrupt(text: &str, name: &str) -> String {
    let start = text.rfind(&format!("<{name}>")).unwrap() + name.len() + 2;
    let end = start + text[start..].find('<').unwrap();
    let middle = start + (end - start) / 2;
    let other = if &text[middle..=middle] == "A" { "B" } else { "A" };
    [&text[..middle], other, &text[middle + 1..]].concat()
}

const FAILED: &str = "the message failed a security check";

/// A description, the change to a request, and the name of the fault.
type Attack = (&'static str, fn(String) -> String, &'static str);

/// Attacks on a message that is signed and then encrypted.
static ATTACKS: [Attack; 14] = [
    ("nothing", |text| text, "hello of ada with key"),
    ("changed cipher text", |text| corrupt(&text, "xenc:CipherValue"), FAILED),
    (
        "changed encrypted key",
        |text| {
            let value = between(&text, "<xenc:EncryptedKey", "</xenc:EncryptedKey>").to_owned();
            text.replace(&value, &corrupt(&value, "xenc:CipherValue"))
        },
        FAILED,
    ),
    (
        "no encrypted key",
        |text| {
            let key = between(&text, "<xenc:EncryptedKey", "</xenc:EncryptedKey>").to_owned();
            text.replace(&key, "")
        },
        "a reference is unresolved",
    ),
    (
        "no list of encrypted elements",
        |text| {
            let list = between(&text, "<xenc:ReferenceList", "</xenc:ReferenceList>").to_owned();
            text.replace(&list, "")
        },
        "the signature is missing",
    ),
    (
        "no security header",
        |text| {
            let header = between(&text, "<wsse:Security", "</wsse:Security>").to_owned();
            text.replace(&header, "")
        },
        "the security header is missing",
    ),
    (
        "the encrypted body twice",
        |text| {
            let body = text.rfind("<xenc:EncryptedData").unwrap();
            let end = body
                + text[body..].find("</xenc:EncryptedData>").unwrap()
                + "</xenc:EncryptedData>".len();
            let data = text[body..end].to_owned();
            [&text[..end], &*data, &text[end..]].concat()
        },
        FAILED,
    ),
    (
        "the body in the header",
        |text| {
            let start = text.rfind("<soap:Body").unwrap();
            let end = text.rfind("</soap:Envelope>").unwrap();
            let body = text[start..end].to_owned();
            let other =
                "<soap:Body><x:Text xmlns:x='urn:example:policies'>hello</x:Text></soap:Body>";
            let header = format!("<wrapper>{body}</wrapper></soap:Header>");
            let text = [&text[..start], other, &text[end..]].concat();
            text.replacen("</soap:Header>", &header, 1)
        },
        FAILED,
    ),
    (
        "many encrypted keys",
        |text| {
            let key = between(&text, "<xenc:EncryptedKey", "</xenc:EncryptedKey>").to_owned();
            text.replace(&key, &key.repeat(20))
        },
        "the message has too many encrypted keys",
    ),
    (
        "a list that refers to the timestamp",
        |text| {
            text.replace(
                "<xenc:DataReference URI=\"#Encrypted0",
                "<xenc:DataReference URI=\"#Timestamp",
            )
        },
        "expected `EncryptedData`",
    ),
    (
        "a broken derived key after what was decrypted",
        |text| {
            let key = "<d:DerivedKeyToken xmlns:d='http://schemas.xmlsoap.org/ws/2005/02/sc'/>";
            text.replacen("</wsse:Security>", &[key, "</wsse:Security>"].concat(), 1)
        },
        FAILED,
    ),
    (
        "a broken certificate after what was decrypted",
        |text| {
            let token = "<wsse:BinarySecurityToken>!</wsse:BinarySecurityToken>";
            text.replacen("</wsse:Security>", &[token, "</wsse:Security>"].concat(), 1)
        },
        FAILED,
    ),
    (
        "many children",
        |text| text.replacen("<wsu:Timestamp", &("<a/>".repeat(100) + "<wsu:Timestamp"), 1),
        "the security header has too many elements",
    ),
    (
        "an encrypted header block in no list",
        |text| {
            let block = "<w:EncryptedHeader xmlns:w='http://docs.oasis-open.org/wss/oasis-wss-wssecurity-secext-1.1.xsd'/>";
            text.replacen("</soap:Header>", &[block, "</soap:Header>"].concat(), 1)
        },
        FAILED,
    ),
];

fn secured() -> [Requirements; 2] {
    let all = |requirements: Requirements| {
        requirements.timestamp().encrypt_signature().token(Token::username().signed().encrypted())
    };
    [
        all(asymmetric(Token::x509(), never())),
        all(symmetric(never()).token(Token::x509().endorsing())),
    ]
}

#[test]
fn rejects_changed_requests() {
    let mut wrong = Vec::new();
    for requirements in secured() {
        let port = port(requirements);
        for (about, attack, expected) in ATTACKS {
            let (transport, _) = server(&port, attack);
            let found = outcome(&port, transport);
            if found != expected {
                wrong.push(format!("{about}: {found}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn rejects_replays() {
    for requirements in secured() {
        let port = port(requirements);
        let (transport, wire) = server(&port, |text| text);
        assert_eq!(outcome(&port, transport.clone()), "hello of ada with key");
        let first = wire.lock().unwrap()[0].clone();
        let reply = send(&transport, &wire, first);
        assert!(reply.contains(FAILED), "{reply}");
    }
}

/// Sends a message and returns the reply.
fn send(transport: &Transport, wire: &Wire, message: String) -> String {
    let request = http::Request::builder()
        .method("POST")
        .header("content-type", "text/xml")
        .body(wsdlgen_runtime::Payload::new(message))
        .unwrap();
    super::now(tower_service::Service::call(&mut transport.clone(), request)).unwrap();
    wire.lock().unwrap().last().unwrap().clone()
}

/// A message that meets two alternatives is accepted only once.
#[test]
fn rejects_replays_by_another_alternative() {
    let plain = || symmetric(never()).timestamp();
    let with_user = plain().token(Token::username().signed().encrypted());
    let policy = SecurityPolicy::any_of([with_user, plain()]);
    let port = port_of(policy);
    let (transport, wire) = server(&port, |text| text);
    assert_eq!(outcome(&port, transport.clone()), "hello of ada");
    let first = wire.lock().unwrap()[0].clone();
    let reply = send(&transport, &wire, first);
    assert!(reply.contains(FAILED), "{reply}");
}

/// The reply uses the key of the signature, not one that someone else has put first.
#[test]
fn replies_with_the_key_of_the_signature() {
    let port = port(symmetric(never()).timestamp());
    let (transport, wire) = server(&port, |text| text);
    for _ in 0..2 {
        assert!(call(&port, transport.clone(), "hello").is_ok());
    }
    let [first, _, second, reply] = &*wire.lock().unwrap().clone() else { panic!() };
    let key = between(first, "<xenc:EncryptedKey", "</xenc:EncryptedKey>");
    let keys = [key, "<xenc:EncryptedKey"].concat();
    let changed = second.replacen("<xenc:EncryptedKey", &keys, 1);
    let (transport, wire) = server(&port, |text| text);
    let changed = send(&transport, &wire, changed);
    let name = |reply| between(reply, "#EncryptedKeySHA1\">", "<").to_owned();
    assert_eq!(name(&changed), name(reply));
}

/// A signature of cipher text stays valid if the key is changed. Its content must not vanish.
#[test]
fn rejects_broken_content_under_valid_signatures() {
    for requirements in [asymmetric(Token::x509(), never()), symmetric(never())] {
        let port = port(requirements.encrypt_before_signing().timestamp());
        let (transport, _) = server(&port, |text| {
            let key = between(&text, "<xenc:EncryptedKey", "</xenc:EncryptedKey>").to_owned();
            text.replace(&key, &corrupt(&key, "xenc:CipherValue"))
        });
        assert_eq!(outcome(&port, transport), FAILED);
    }
}

#[test]
fn rejects_other_keys() {
    let cases: [(Credentials, &str); 3] = [
        (credentials().username("ada", "wrong"), "could not be authenticated"),
        (credentials().username("eve", "secret"), "could not be authenticated"),
        // An attacker could otherwise learn what was decrypted.
        (credentials().identity(KEYS.stranger.clone()), FAILED),
    ];
    for requirements in secured() {
        let port = port(requirements);
        for (credentials, expected) in &cases {
            let (transport, _) = server(&port, |text| text);
            let error = call_with(&port, transport, credentials.clone(), "hello").unwrap_err();
            assert!(error.contains(expected), "{error}");
        }
        // The key of the message is encrypted for someone else.
        let wrong = credentials().service(KEYS.stranger.certificate().clone());
        let (transport, _) = server(&port, |text| text);
        let error = call_with(&port, transport, wrong, "hello").unwrap_err();
        assert!(
            error.contains("the key is encrypted for another certificate")
                || error.contains("the certificate is unknown"),
            "{error}"
        );
    }
}

/// The faults of failed decryption and failed verification are the same.
#[test]
fn does_not_tell_why_decryption_fails() {
    let mut faults = Vec::new();
    for position in 0..16 {
        let port = port(symmetric(never()).timestamp());
        let (transport, wire) = server(&port, |text| text);
        assert!(call(&port, transport.clone(), "hello").is_ok());
        let request = wire.lock().unwrap()[0].clone();
        let start =
            request.rfind("<xenc:CipherValue>").unwrap() + "<xenc:CipherValue>".len() + position;
        let other = if &request[start..=start] == "A" { "B" } else { "A" };
        let changed = [&request[..start], other, &request[start + 1..]].concat();
        let fault = send(&transport, &wire, changed);
        let reason = between(&fault, "<faultcode", "</faultstring>").to_owned();
        faults.push(reason);
    }
    faults.dedup();
    assert_eq!(faults.len(), 1, "{faults:?}");
    assert!(faults[0].contains("the message failed a security check"), "{faults:?}");
}

/// The fault says what cannot be read, so it must be as secret as the request.
#[test]
fn encrypts_faults_of_unreadable_requests() {
    for requirements in secured() {
        let port = port(requirements);
        let (transport, wire) = server(&port, |text| text);
        let client = EchoClient::new(port, transport).with_credentials(credentials()).unwrap();
        let block = "<x:Ticket xmlns:x='urn:x' xmlns:s='http://schemas.xmlsoap.org/soap/envelope/' s:mustUnderstand='1'/>";
        let block: AnyElement = block.parse().unwrap();
        let error = super::now(client.echo("hello").undeclared_header(&block)).unwrap_err();
        assert!(error.to_string().contains("Ticket"), "{error}");
        let fault = wire.lock().unwrap().last().unwrap().clone();
        assert!(fault.contains("<xenc:EncryptedData") && !fault.contains("Ticket"), "{fault}");
    }
}

/// Without its signature, an encrypted message must not meet an alternative that protects no messages.
#[test]
fn rejects_encrypted_messages_by_alternatives_without_protection() {
    let alternatives: [fn() -> Requirements; 2] =
        [|| Requirements::of(Binding::tls()), || Requirements::of(Binding::tls()).timestamp()];
    for other in alternatives {
        let port = port_of(SecurityPolicy::any_of([symmetric(never()).timestamp(), other()]));
        let (transport, _) = server(&port, |text| strip_signature(&text));
        assert_eq!(outcome(&port, transport), FAILED);
        let (transport, _) =
            server(&port, |text| corrupt(&strip_signature(&text), "xenc:CipherValue"));
        assert_eq!(outcome(&port, transport), FAILED);
    }
}

fn strip_signature(text: &str) -> String {
    text.replace(between(text, "<ds:Signature ", "</ds:Signature>"), "")
}
