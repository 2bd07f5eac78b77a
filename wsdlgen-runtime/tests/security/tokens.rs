//! Users and times.

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
fn users_with_their_password_are_known() {
    for message in [digest(), with(Password::Text("secret".into()))] {
        let authenticated = verifier().verify_at(&message, *NOW).unwrap();
        assert_eq!(authenticated.username.as_deref(), Some("ada"));
        assert_eq!(authenticated.certificate, None);
    }
}

#[test]
fn headers_go_where_there_are_some() {
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
fn users_who_are_not_known_are_refused_alike() {
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
        // Nobody's password is empty.
        wrong("bob", Password::Text("".into())),
        wrong("bob", Password::Digest("".into())),
    ];
    for error in &errors {
        assert_eq!((error.code(), error), (FailedAuthentication, &errors[0]));
    }
}

/// What is done to a message, and how it is refused.
type Tampered = (&'static str, fn(&str) -> String, SecurityCode);

#[test]
fn what_was_tampered_with_is_refused() {
    let cases: [Tampered; 13] = [
        ("no header", |_| ENVELOPE.to_owned(), InvalidSecurity),
        ("no XML", |text| text[1..].to_owned(), InvalidSecurity),
        ("no user", |text| text.replace("UsernameToken", "OtherToken"), InvalidSecurity),
        ("two users", |text| doubled(text, "wsse:UsernameToken"), InvalidSecurity),
        ("two names", |text| doubled(text, "wsse:Username"), InvalidSecurity),
        ("two times", |text| doubled(text, "wsu:Timestamp"), InvalidSecurity),
        ("two headers", |text| doubled(text, "wsse:Security"), InvalidSecurity),
        ("no timestamp", |text| text.replace("wsu:Timestamp", "wsu:Other"), InvalidSecurity),
        ("no time", |text| text.replace("1970-01-02T00:01:00Z", "soon"), InvalidSecurity),
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

/// The message with the first element of this name twice.
fn doubled(text: &str, name: &str) -> String {
    let end = format!("</{name}>");
    let start =
        text.find(&format!("<{name} ")).or_else(|| text.find(&format!("<{name}>"))).unwrap();
    let end = text.find(&end).unwrap() + end.len();
    [&text[..end], &text[start..end], &text[end..]].concat()
}

#[test]
fn messages_have_their_time() {
    let message = Security::new().timestamp(MINUTE).apply_at(ENVELOPE, *NOW + 60 * MINUTE).unwrap();
    let long =
        Security::new().timestamp(60 * MINUTE).apply_at(ENVELOPE, *NOW + 60 * MINUTE).unwrap();
    // Minutes since it was made, skew that is allowed.
    let cases = [
        (&message, 0, 0, None),
        (&message, 1, 0, None),
        (&message, 2, 0, Some(MessageExpired)),
        (&message, 6, 5, None),
        (&message, 7, 5, Some(MessageExpired)),
        (&message, -1, 0, Some(MessageExpired)),
        (&message, -5, 5, None),
        (&message, -6, 5, Some(MessageExpired)),
        // However long it would last, it is too old then.
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
fn a_digest_is_good_once() {
    let (verifier, message) = (verifier(), digest());
    assert_eq!(refused(&verifier, &message, *NOW), None);
    assert_eq!(refused(&verifier.clone(), &message, *NOW), Some(FailedCheck));
    assert_eq!(refused(&verifier, &digest(), *NOW), None);
    // What was refused does not use its nonce up.
    let bad = digest();
    let tampered = bad.replace(">ada<", ">eve<");
    assert_eq!(refused(&verifier, &tampered, *NOW), Some(FailedAuthentication));
    assert_eq!(refused(&verifier, &bad, *NOW), None);
    let forgetful = verifier.remembered(0);
    assert_eq!(refused(&forgetful, &digest(), *NOW), Some(FailedCheck));
}

#[test]
fn a_verifier_may_ask_for_digests() {
    let strict = verifier().digests_only();
    let text = with(Password::Text("secret".into()));
    assert_eq!(refused(&strict, &text, *NOW), Some(UnsupportedSecurityToken));
    assert_eq!(refused(&strict, &digest(), *NOW), None);
}
