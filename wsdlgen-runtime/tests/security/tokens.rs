//! User name tokens and timestamps.

use std::time::Duration;

use wsdlgen_runtime::security::{
    Password, Security,
    SecurityCode::{
        self, FailedAuthentication, FailedCheck, InvalidSecurity, InvalidSecurityToken,
        MessageExpired, UnsupportedSecurityToken,
    },
    Verifier,
};

use crate::{ENVELOPE, MINUTE, NOW, passwords, refused};

fn with(password: Password) -> String {
    let security = Security::new().username_token("ada", password).timestamp(MINUTE);
    security.apply_at(ENVELOPE, *NOW).unwrap()
}

fn digest() -> String {
    with(Password::Digest("secret".into()))
}

fn verifier() -> Verifier {
    Verifier::new().username(passwords).timestamp()
}

#[test]
fn accepts_known_users() {
    for message in [digest(), with(Password::Text("secret".into()))] {
        let authenticated = verifier().verify_at(&message, *NOW).unwrap();
        assert_eq!(authenticated.username.as_deref(), Some("ada"));
        assert_eq!(authenticated.certificate, None);
    }
}

#[test]
fn adds_the_header_block_to_any_envelope() {
    let with_header = ENVELOPE.replace("<s:Body>", "<s:Header><t:h/></s:Header><s:Body>");
    let empty = ENVELOPE.replace("<s:Body>", "<s:Header></s:Header><s:Body>");
    let as_12 = ENVELOPE.replace(
        "http://schemas.xmlsoap.org/soap/envelope/",
        "http://www.w3.org/2003/05/soap-envelope",
    );
    let security = Security::new().timestamp(MINUTE).actor("urn:node");
    for (envelope, kept, role) in [
        (ENVELOPE, "", "env:actor=\"urn:node\""),
        (&*with_header, "<t:h/></s:Header>", "env:actor=\"urn:node\""),
        (&*empty, "</wsse:Security></s:Header>", "env:actor=\"urn:node\""),
        (&*as_12, "", "env:role=\"urn:node\""),
    ] {
        let secured = security.apply_at(envelope, *NOW).unwrap();
        assert!(secured.contains(kept) && secured.contains(role), "{secured}");
        assert!(secured.contains("env:mustUnderstand=\"1\""), "{secured}");
        let for_node = Verifier::new().timestamp().actor("urn:node");
        assert_eq!(refused(&for_node, &secured, *NOW), None, "{secured}");
        assert_eq!(refused(&Verifier::new(), &secured, *NOW), Some(InvalidSecurity), "{secured}");
        assert!(security.apply_at(&secured, *NOW).is_err());
    }
    for bad in ["", "<a/>", "<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'/>"] {
        assert_eq!(security.apply_at(bad, *NOW).unwrap_err().code(), InvalidSecurity, "{bad}");
    }
}

#[test]
fn rejects_unknown_users_and_wrong_passwords_alike() {
    let wrong = |user: &str, password| {
        let security = Security::new().username_token(user, password).timestamp(MINUTE);
        let message = security.apply_at(ENVELOPE, *NOW).unwrap();
        verifier().verify_at(&message, *NOW).unwrap_err()
    };
    let errors = [
        wrong("ada", Password::Text("Secret".into())),
        wrong("ada", Password::Digest("Secret".into())),
        wrong("bob", Password::Text("secret".into())),
        wrong("bob", Password::Digest("secret".into())),
        // An empty password does not match an unknown user.
        wrong("bob", Password::Text("".into())),
        wrong("bob", Password::Digest("".into())),
    ];
    for error in &errors {
        assert_eq!((error.code(), error), (FailedAuthentication, &errors[0]));
    }
}

/// A description, the change to a message, and the code of its rejection.
type Tampered = (&'static str, fn(&str) -> String, SecurityCode);

#[test]
fn rejects_tampered_messages() {
    let cases: [Tampered; 13] = [
        ("no header", |_| ENVELOPE.to_owned(), InvalidSecurity),
        ("malformed XML", |text| text[1..].to_owned(), InvalidSecurity),
        ("no user", |text| text.replace("UsernameToken", "OtherToken"), InvalidSecurity),
        ("two users", |text| doubled(text, "wsse:UsernameToken"), InvalidSecurity),
        ("two names", |text| doubled(text, "wsse:Username"), InvalidSecurity),
        ("two times", |text| doubled(text, "wsu:Timestamp"), InvalidSecurity),
        ("two headers", |text| doubled(text, "wsse:Security"), InvalidSecurity),
        ("no timestamp", |text| text.replace("wsu:Timestamp", "wsu:Other"), InvalidSecurity),
        ("an invalid time", |text| text.replace("1970-01-02T00:01:00Z", "soon"), InvalidSecurity),
        ("no nonce", |text| text.replace("wsse:Nonce", "wsse:Other"), InvalidSecurityToken),
        ("another type", |text| text.replace("#PasswordDigest", "#Hash"), UnsupportedSecurityToken),
        (
            "another time",
            |text| text.replace(":00Z</wsu:Created></wsse", ":01Z</wsu:Created></wsse"),
            FailedAuthentication,
        ),
        ("another user", |text| text.replace(">ada<", ">eve<"), FailedAuthentication),
    ];
    for (about, tamper, code) in cases {
        let message = digest();
        let tampered = tamper(&message);
        assert_ne!(tampered, message, "{about}");
        assert_eq!(refused(&verifier(), &tampered, *NOW), Some(code), "{about}");
    }
}

/// Returns the message with the first element of this name duplicated.
fn doubled(text: &str, name: &str) -> String {
    let end = format!("</{name}>");
    let start =
        text.find(&format!("<{name} ")).or_else(|| text.find(&format!("<{name}>"))).unwrap();
    let end = text.find(&end).unwrap() + end.len();
    [&text[..end], &text[start..end], &text[end..]].concat()
}

#[test]
fn rejects_expired_and_future_messages() {
    let message = Security::new().timestamp(MINUTE).apply_at(ENVELOPE, *NOW + 60 * MINUTE).unwrap();
    let long =
        Security::new().timestamp(60 * MINUTE).apply_at(ENVELOPE, *NOW + 60 * MINUTE).unwrap();
    // The minutes since the message was created, the allowed clock skew, and the expected outcome.
    let cases = [
        (&message, 0, 0, None),
        (&message, 1, 0, None),
        (&message, 2, 0, Some(MessageExpired)),
        (&message, 6, 5, None),
        (&message, 7, 5, Some(MessageExpired)),
        (&message, -1, 0, Some(MessageExpired)),
        (&message, -5, 5, None),
        (&message, -6, 5, Some(MessageExpired)),
        // The greatest age applies even if the message expires later.
        (&long, 5, 0, None),
        (&long, 6, 0, Some(MessageExpired)),
    ];
    for (message, minutes, skew, expected) in cases {
        let verifier = Verifier::new().timestamp().clock_skew(skew * MINUTE);
        let later = Duration::from_secs(u64::try_from(60 * (60 + minutes)).unwrap());
        assert_eq!(refused(&verifier, message, *NOW + later), expected, "{minutes} {skew}");
    }
    let patient = Verifier::new().timestamp().clock_skew(Duration::ZERO).age(60 * MINUTE);
    assert_eq!(refused(&patient, &long, *NOW + 119 * MINUTE), None);
}

#[test]
fn rejects_replayed_digests() {
    let (verifier, message) = (verifier(), digest());
    assert_eq!(refused(&verifier, &message, *NOW), None);
    assert_eq!(refused(&verifier.clone(), &message, *NOW), Some(FailedCheck));
    assert_eq!(refused(&verifier, &digest(), *NOW), None);
    // A rejected message does not use up its nonce.
    let bad = digest();
    let tampered = bad.replace(">ada<", ">eve<");
    assert_eq!(refused(&verifier, &tampered, *NOW), Some(FailedAuthentication));
    assert_eq!(refused(&verifier, &bad, *NOW), None);
    let forgetful = verifier.remembered(0);
    assert_eq!(refused(&forgetful, &digest(), *NOW), Some(FailedCheck));
}

#[test]
fn rejects_plain_text_passwords_if_digests_are_required() {
    let strict = verifier().digests_only();
    let text = with(Password::Text("secret".into()));
    assert_eq!(refused(&strict, &text, *NOW), Some(UnsupportedSecurityToken));
    assert_eq!(refused(&strict, &digest(), *NOW), None);
}
