//! SAML assertions in requests, and attacks on them.

use std::sync::LazyLock;

use wsdlgen_expectations::policies::{EchoContract, EchoServer};
use wsdlgen_runtime::{
    policy::{Binding, Protection, Requirements, SamlVersion, Token},
    security::{Assertion, AssertionBuilder, Credentials, Verifier},
    Port, Transport,
};

use super::{
    asymmetric, call_with, callers::WithCaller, credentials, never, port, symmetric, Mirror,
    Tampering, Wire, KEYS,
};

const ISSUER: &str = "https://sts.example";

fn about(subject: &str, version: SamlVersion) -> AssertionBuilder {
    Assertion::builder(version, ISSUER, subject)
}

fn issued(assertion: AssertionBuilder) -> Assertion {
    assertion.sign(KEYS.service.clone()).unwrap()
}

/// Returns an assertion whose subject has the caller's key.
fn held(version: SamlVersion) -> Assertion {
    issued(about("grace", version).holder_of_key(KEYS.caller.certificate()))
}

fn bearer(subject: &str) -> Assertion {
    issued(about(subject, SamlVersion::V20).bearer())
}

fn verifier() -> Verifier {
    Verifier::new()
        .signature_without_timestamp()
        .username(|user| (user == "ada").then(|| "secret".into()))
        .pinned(KEYS.caller.certificate().clone())
        .assertion_issuer(ISSUER, KEYS.service.certificate().clone())
        .identity(KEYS.service.clone())
}

fn server(
    port: &Port<EchoContract>,
    verifier: Verifier,
    tamper: fn(String) -> String,
) -> (Transport, Wire) {
    let server = EchoServer::new(Mirror).into_service().with_policy_of(port, verifier).unwrap();
    let wire = Wire::default();
    let service = Tampering { server, wire: Wire::clone(&wire), tamper };
    (Transport::new(service), wire)
}

/// Calls a server with an assertion, and returns its reply or the reason of its fault.
fn outcome(
    requirements: Requirements,
    assertion: Assertion,
    tamper: fn(String) -> String,
) -> String {
    let port = port(requirements);
    let (transport, _) = server(&port, verifier(), tamper);
    reason(call_with(&port, transport, credentials().assertion(assertion), "hello"))
}

fn reason(outcome: Result<String, String>) -> String {
    outcome.unwrap_or_else(|error| error.trim_start_matches("fault [] ").to_owned())
}

fn tls() -> Requirements {
    Requirements::of(Binding::tls()).timestamp()
}

type Make = fn(SamlVersion) -> Requirements;

/// Returns an asymmetric binding in which the subject of an assertion signs requests.
fn initiated(version: SamlVersion) -> Requirements {
    asymmetric(Token::saml(version), never()).timestamp()
}

static POLICIES: [(&str, Make); 16] = [
    ("TLS", |version| tls().token(Token::saml(version))),
    ("TLS, signed", |version| tls().token(Token::saml(version).signed())),
    ("TLS, endorsing", |version| tls().token(Token::saml(version).endorsing())),
    ("TLS, signed and endorsing", |version| tls().token(Token::saml(version).signed().endorsing())),
    ("no binding", |version| Requirements::of(Binding::None).token(Token::saml(version))),
    ("symmetric", |version| symmetric(never()).token(Token::saml(version).endorsing())),
    ("symmetric, signed", |version| {
        symmetric(never()).token(Token::saml(version).signed().endorsing())
    }),
    ("symmetric, encrypted", |version| {
        symmetric(never()).token(Token::saml(version).signed().encrypted().endorsing())
    }),
    ("asymmetric", |version| asymmetric(Token::x509(), never()).token(Token::saml(version))),
    ("asymmetric, signed", |version| {
        asymmetric(Token::x509(), never()).token(Token::saml(version).signed())
    }),
    ("asymmetric, signed and encrypted", |version| {
        asymmetric(Token::x509(), never()).token(Token::saml(version).signed().encrypted())
    }),
    ("asymmetric, encrypted first", |version| {
        let token = Token::saml(version).signed().encrypted();
        asymmetric(Token::x509(), never()).encrypt_before_signing().token(token)
    }),
    ("initiator", initiated),
    ("protected initiator", |version| initiated(version).protect_tokens()),
    ("initiator, hidden signature", |version| {
        initiated(version).encrypt_signature().confirm_signatures()
    }),
    ("encrypted elements", |version| {
        let protection =
            Protection::default().sign_body().encrypt_body().sign_assertions().encrypt_assertions();
        initiated(version).messages(protection)
    }),
];

#[test]
fn sends_assertions_as_policies_require() {
    for version in [SamlVersion::V11, SamlVersion::V20] {
        for (name, make) in POLICIES {
            let requirements = make(version);
            let has_proof = requirements.binding.protects_messages()
                || requirements.all_tokens().any(|token| token.is_endorsing);
            let assertion =
                if has_proof { held(version) } else { issued(about("grace", version).bearer()) };
            let is_encrypted = requirements.to_string().contains("encrypted: body");
            let signer = if name.starts_with("asymmetric") { " with key" } else { "" };
            let port = port(requirements);
            let (transport, wire) = server(&port, verifier(), |text| text);
            let reply = call_with(&port, transport, credentials().assertion(assertion), "hello");
            let expected = format!("hello of grace{signer}");
            let wire = wire.lock().unwrap();
            assert_eq!(reply, Ok(expected), "{name}, {version:?}: {wire:?}");
            assert!(wire[0].contains("grace") != name.contains("encrypted"), "{name}: {wire:?}");
            let is_plain = |text: &String| text.contains("hello");
            assert!(wire.iter().all(|text| is_plain(text) != is_encrypted), "{name}: {wire:?}");
        }
    }
}

#[test]
fn names_missing_assertions() {
    let old = about("grace", SamlVersion::V11).bearer().unsigned().unwrap();
    let cases = [
        (Credentials::new(), "SAML 2.0 assertion (`Credentials::assertion`); a certificate"),
        (credentials().assertion(old), "SAML 2.0 assertion (`Credentials::assertion`)"),
        (
            Credentials::new().assertion(held(SamlVersion::V20)),
            "a certificate with its private key",
        ),
    ];
    let port = port(tls().token(Token::saml(SamlVersion::V20).endorsing()));
    for (credentials, expected) in cases {
        let client = wsdlgen_expectations::policies::EchoClient::new(
            port.clone(),
            Transport::new(EchoServer::new(Mirror).into_service()),
        );
        let error = client.with_credentials(credentials).unwrap_err().to_string();
        assert!(error.contains(expected), "{error}");
    }
    let error = EchoServer::new(Mirror).into_service().with_policy_of(&port, Verifier::new());
    let error = error.unwrap_err().to_string();
    assert!(error.ends_with("the issuers of assertions (`Verifier::assertion_issuer`)"), "{error}");
}

const UNCONFIRMED: &str = "the sender could not be authenticated";
const FAILED: &str = "the message failed a security check";

#[test]
fn rejects_assertions_of_others() {
    let v20 = SamlVersion::V20;
    let stolen = || issued(about("grace", v20).holder_of_key(KEYS.stranger.certificate()));
    let vouched = || issued(about("grace", v20).sender_vouches());
    let endorsing = || tls().token(Token::saml(v20).endorsing());
    let supporting = || tls().token(Token::saml(v20));
    let asymmetric = || asymmetric(Token::x509(), never());
    let cases = [
        ("endorsed with another key", endorsing(), stolen(), FAILED),
        ("endorsed bearer", endorsing(), bearer("grace"), FAILED),
        ("held by another", supporting(), stolen(), UNCONFIRMED),
        ("vouched by nobody", supporting(), vouched(), UNCONFIRMED),
        (
            "vouched by the signer",
            asymmetric().token(Token::saml(v20).signed()),
            vouched(),
            "hello of grace with key",
        ),
        (
            "vouched by the signer of another part",
            asymmetric().token(Token::saml(v20)),
            vouched(),
            UNCONFIRMED,
        ),
        ("initiated with another key", initiated(v20), stolen(), FAILED),
        ("initiated by a bearer", initiated(v20), bearer("grace"), FAILED),
    ];
    for (name, requirements, assertion, expected) in cases {
        assert_eq!(outcome(requirements, assertion, |text| text), expected, "{name}");
    }
}

#[test]
fn accepts_callers_that_tls_has_authenticated() {
    let port = port(tls().token(Token::saml(SamlVersion::V20)));
    let assertions =
        [held(SamlVersion::V20), issued(about("grace", SamlVersion::V20).sender_vouches())];
    for assertion in assertions {
        for (caller, expected) in [(&KEYS.caller, true), (&KEYS.stranger, false)] {
            let server =
                EchoServer::new(Mirror).into_service().with_policy_of(&port, verifier()).unwrap();
            let service = WithCaller { server, certificate: Some(caller) };
            let credentials = credentials().assertion(assertion.clone());
            let reply = call_with(&port, Transport::new(service), credentials, "hello");
            assert_eq!(reply.is_ok(), expected, "{reply:?}");
        }
    }
}

/// The assertion about another user that an attacker puts into a message.
static OTHER: LazyLock<String> = LazyLock::new(|| {
    let other = bearer("eve");
    other.element().to_xml().unwrap()
});

fn assertion_in(text: &str) -> &str {
    let start = text.find("<saml:Assertion").unwrap();
    let end = text.find("</saml:Assertion>").unwrap() + "</saml:Assertion>".len();
    &text[start..end]
}

/// A description, the change to a request, and the reply or the reason of the fault.
type Attack = (&'static str, fn(String) -> String, &'static str);
static ATTACKS: [Attack; 7] = [
    ("nothing", |text| text, "hello of grace with key"),
    ("replaced", |text| text.replace(assertion_in(&text), &OTHER), "a reference is unresolved"),
    (
        "replaced, with the same id",
        |text| {
            let id = |text: &str| {
                let start = text.find(" ID=\"").unwrap() + 5;
                text[start..start + 33].to_owned()
            };
            let own = assertion_in(&text).to_owned();
            text.replace(&own, &OTHER.replace(&id(&OTHER), &id(&own)))
        },
        FAILED,
    ),
    (
        "another one before it",
        |text| {
            let own = assertion_in(&text).to_owned();
            text.replace(&own, &[OTHER.as_str(), &own].concat())
        },
        "a security token is not valid",
    ),
    (
        "wrapped into another one",
        |text| {
            let own = assertion_in(&text).to_owned();
            let wrapped = OTHER.replace("</saml:Assertion>", &format!("{own}</saml:Assertion>"));
            text.replace(&own, &wrapped)
        },
        FAILED,
    ),
    (
        "moved into the signature of another one",
        |text| {
            let own = assertion_in(&text).to_owned();
            let object = format!("<ds:Object>{own}</ds:Object></ds:Signature>");
            text.replace(&own, &OTHER.replace("</ds:Signature>", &object))
        },
        "the key is not in the security header",
    ),
    (
        "twice",
        |text| {
            let own = assertion_in(&text).to_owned();
            text.replace(&own, &own.repeat(2))
        },
        "a security token is not valid",
    ),
];

#[test]
fn detects_replaced_and_wrapped_assertions() {
    for (name, attack, expected) in ATTACKS {
        let protection = Protection::default().sign_body();
        let binding = Binding::asymmetric(Token::x509(), never());
        let token = Token::saml(SamlVersion::V20).signed();
        let requirements = Requirements::of(binding).messages(protection).timestamp().token(token);
        assert_eq!(outcome(requirements, bearer("grace"), attack), expected, "{name}");
    }
}

/// A certificate and a signature by a stranger, which covers only this certificate.
static STRANGER: LazyLock<String> = LazyLock::new(|| {
    let binding = Binding::asymmetric(Token::x509(), never());
    let requirements = Requirements::of(binding).protect_tokens();
    let port = port(requirements);
    let stranger = Verifier::new()
        .signature_without_timestamp()
        .pinned(KEYS.stranger.certificate().clone())
        .identity(KEYS.service.clone());
    let (transport, wire) = server(&port, stranger, |text| text);
    let credentials = credentials().identity(KEYS.stranger.clone());
    call_with(&port, transport, credentials, "hello").unwrap();
    let text = wire.lock().unwrap()[0].clone();
    let part = |start: &str, end: &str| {
        let at = text.find(start).unwrap();
        text[at..at + text[at..].find(end).unwrap() + end.len()].to_owned()
    };
    let token = part("<wsse:BinarySecurityToken", "</wsse:BinarySecurityToken>");
    token + &part("<ds:Signature ", "</ds:Signature>")
});

#[test]
fn encrypts_replies_for_the_required_signer() {
    // The policy of another thread-local port is set while the stranger signs.
    assert!(STRANGER.contains("<ds:Signature "));
    let insert = |text: String| {
        text.replacen("<saml:Assertion", &[STRANGER.as_str(), "<saml:Assertion"].concat(), 1)
    };
    let reply = outcome(initiated(SamlVersion::V20), held(SamlVersion::V20), insert);
    assert_eq!(reply, "hello of grace");
}
