use std::time::{Duration, SystemTime};

use super::{Assertion, holders, version};
use crate::{
    policy::SamlVersion,
    security::{Identity, Security, Verifier},
};

const ISSUER: &str = "https://sts.example";
const SERVICE: &str = "https://service.example";
const ENVELOPE: &str =
    "<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Body/></s:Envelope>";
const VERSIONS: [SamlVersion; 2] = [SamlVersion::V11, SamlVersion::V20];

fn identity() -> Identity {
    let key = rcgen::generate_simple_self_signed(vec!["example".to_owned()]).unwrap();
    let certificate = crate::security::Certificate::from_der(key.cert.der().to_vec());
    Identity::from_pkcs8(&key.signing_key.serialize_der(), certificate).unwrap()
}

fn builder(version: SamlVersion) -> super::AssertionBuilder {
    Assertion::builder(version, ISSUER, "ada & co").audience(SERVICE).attribute("role", ["a", "b"])
}

#[test]
fn reads_what_it_builds() {
    let (issuer, holder) = (identity(), identity());
    for version in VERSIONS {
        let built = builder(version).holder_of_key(holder.certificate()).sign(issuer.clone());
        let read: Assertion = built.unwrap().element().to_xml().unwrap().parse().unwrap();
        assert_eq!(read.version(), version);
        assert_eq!((read.issuer(), read.subject()), (ISSUER, Some("ada & co")));
        let role: Vec<_> = read.attribute("role").map(|value| value.text().into_owned()).collect();
        assert_eq!(role, ["a", "b"]);
        assert_eq!(read.attribute("other").count(), 0);
        let holders = holders(read.element()).unwrap();
        assert_eq!(holders.len(), 1);
        assert_eq!(holders[0].key(), holder.certificate().public_key());
        assert!(!format!("{read:?}").contains("ada &"));
    }
}

/// Changes the text of a message.
type Change = fn(String) -> String;

/// Verifies a message with an assertion, and returns the subject or the reason why it is rejected.
fn outcome(security: &Security, verifier: &Verifier, change: Change) -> Result<String, String> {
    let message = change(security.apply(ENVELOPE).unwrap());
    let authenticated = verifier.verify(&message).map_err(|error| error.to_string())?;
    Ok(authenticated.assertion.unwrap().subject().unwrap_or_default().to_owned())
}

/// Makes an assertion with the keys of the issuer and of someone else.
type Make = fn(SamlVersion, &Identity, &Identity) -> Assertion;

fn bearer(version: SamlVersion, issuer: &Identity) -> Assertion {
    builder(version).bearer().sign(issuer.clone()).unwrap()
}

const SAME: Change = |text| text;
const HOUR: Duration = Duration::from_secs(3600);
const FAILED: &str = "FailedCheck: the signed element was changed";

/// A description, an assertion, the change to its message, and its subject or the reason why it is rejected.
type Case = (&'static str, Make, Change, Result<&'static str, &'static str>);

static CASES: [Case; 10] = [
    ("valid", |version, issuer, _| bearer(version, issuer), SAME, Ok("ada & co")),
    (
        "another name",
        |version, issuer, _| bearer(version, issuer),
        |text| text.replace("ada &amp; co", "eve"),
        Err(FAILED),
    ),
    (
        "a comment in the name",
        |version, issuer, _| bearer(version, issuer),
        |text| text.replace("ada", "a<!-- -->da"),
        Ok("ada & co"),
    ),
    (
        "another key",
        |version, _, other| bearer(version, other),
        SAME,
        Err("FailedCheck: the signature is not valid"),
    ),
    (
        "another issuer",
        |version, issuer, _| {
            let builder = Assertion::builder(version, "urn:eve", "ada").bearer();
            builder.sign(issuer.clone()).unwrap()
        },
        SAME,
        Err("FailedAuthentication: the issuer of the assertion is not trusted"),
    ),
    (
        "no signature",
        |version, _, _| builder(version).bearer().unsigned().unwrap(),
        SAME,
        Err("FailedAuthentication: the assertion is not signed by its issuer"),
    ),
    (
        "expired",
        |version, issuer, _| {
            let issued = SystemTime::now() - HOUR;
            builder(version).bearer().issued_at(issued).sign(issuer.clone()).unwrap()
        },
        SAME,
        Err("InvalidSecurityToken: the assertion has expired"),
    ),
    (
        "not valid yet",
        |version, issuer, _| {
            let issued = SystemTime::now() + HOUR;
            builder(version).bearer().issued_at(issued).sign(issuer.clone()).unwrap()
        },
        SAME,
        Err("InvalidSecurityToken: the assertion is not valid yet"),
    ),
    (
        "one more audience",
        |version, issuer, _| {
            builder(version).bearer().audience("urn:other").sign(issuer.clone()).unwrap()
        },
        SAME,
        Ok("ada & co"),
    ),
    (
        "no confirmation",
        |version, issuer, _| builder(version).sign(issuer.clone()).unwrap(),
        SAME,
        Err("InvalidSecurityToken: the assertion has no method of confirmation"),
    ),
];

#[test]
fn checks_issuers_and_conditions() {
    let (issuer, other) = (identity(), identity());
    let trusting = || Verifier::new().assertion_issuer(ISSUER, issuer.certificate().clone());
    for version in VERSIONS {
        for (about, make, change, expected) in CASES {
            let security = Security::new().assertion(make(version, &issuer, &other));
            let found = outcome(&security, &trusting().audience(SERVICE), change);
            let found = found.as_deref().map_err(|error| &**error);
            assert_eq!(found, expected, "{about}, {version:?}");
        }
        let security = Security::new().assertion(bearer(version, &issuer));
        let found = outcome(&security, &trusting(), SAME);
        let reason = "InvalidSecurityToken: the assertion is meant for other receivers";
        assert_eq!(found.unwrap_err(), reason);
    }
}

#[test]
fn accepts_assertions_for_one_use_once() {
    let issuer = identity();
    let verifier =
        Verifier::new().assertion_issuer(ISSUER, issuer.certificate().clone()).audience(SERVICE);
    let outcomes = |builder: super::AssertionBuilder| {
        let assertion = builder.bearer().sign(issuer.clone()).unwrap();
        let security = Security::new().assertion(assertion);
        [outcome(&security, &verifier, SAME), outcome(&security, &verifier, SAME)].map(Result::err)
    };
    let builder = || builder(SamlVersion::V20);
    assert_eq!(outcomes(builder()), [None, None]);
    let replayed = Some("FailedCheck: the message was received before".to_owned());
    assert_eq!(outcomes(builder().one_time_use()), [None, replayed]);
    let long =
        Some("InvalidSecurityToken: the assertion for one use is valid for too long".to_owned());
    let long_lived = builder().one_time_use().lifetime(Duration::from_secs(12 * 60));
    assert_eq!(outcomes(long_lived), [long.clone(), long]);
}

#[test]
fn confirms_senders() {
    const UNCONFIRMED: &str = "FailedAuthentication: the sender of the assertion is not confirmed";
    const UNSIGNED: &str = "InvalidSecurity: the signature is missing";
    let (issuer, caller, other) = (identity(), identity(), identity());
    let minute = Duration::from_secs(60);
    for version in VERSIONS {
        let trusting = || {
            Verifier::new().assertion_issuer(ISSUER, issuer.certificate().clone()).audience(SERVICE)
        };
        let sign = |builder: super::AssertionBuilder| builder.sign(issuer.clone()).unwrap();
        let held = || sign(builder(version).holder_of_key(caller.certificate()));
        let vouched = || sign(builder(version).sender_vouches());
        let plain = || Security::new().timestamp(minute);
        let by = |identity: &Identity| plain().sign(identity.clone());
        let pinned = || trusting().pinned(caller.certificate().clone());
        let cases = [
            ("held", by(&caller).assertion(held()), trusting(), Ok("ada & co")),
            ("held, not signed", plain().assertion(held()), trusting(), Err(UNSIGNED)),
            ("held by another", by(&other).assertion(held()), trusting(), Err(UNSIGNED)),
            ("vouched", by(&caller).assertion(vouched()), pinned(), Ok("ada & co")),
            (
                "vouched by a stranger",
                by(&caller).assertion(vouched()),
                trusting(),
                Err(UNCONFIRMED),
            ),
            (
                "held, without a timestamp",
                Security::new().sign(caller.clone()).assertion(held()),
                trusting(),
                Err("InvalidSecurity: a signed message requires a timestamp"),
            ),
            (
                "no issuer",
                by(&caller).assertion(builder(version).sender_vouches().unsigned().unwrap()),
                pinned().vouched_assertions(),
                Ok("ada & co"),
            ),
            (
                "no issuer, and vouched by its subject",
                by(&other).assertion(
                    builder(version).holder_of_key(other.certificate()).unsigned().unwrap(),
                ),
                trusting().vouched_assertions(),
                Err("InvalidSecurityToken: nobody trusted has signed the assertion"),
            ),
        ];
        for (about, security, verifier, expected) in cases {
            let found = outcome(&security, &verifier, |text| text);
            assert_eq!(
                found.as_deref().map_err(|error| &**error),
                expected,
                "{about}, {version:?}"
            );
        }
    }
}

#[test]
fn ignores_subjects_inside_signatures() {
    let (issuer, other) = (identity(), identity());
    let signed = builder(SamlVersion::V11).bearer().sign(issuer).unwrap();
    let own = builder(SamlVersion::V11).holder_of_key(other.certificate()).unsigned();
    let own = own.unwrap().element().to_xml().unwrap();
    let (start, end) = (own.find("<saml:Subject>").unwrap(), own.find("</saml:Subject>").unwrap());
    let subject = &own[start..end + "</saml:Subject>".len()];
    let xml = signed.element().to_xml().unwrap();
    let changed = xml.replace("</ds:Signature>", &format!("{subject}</ds:Signature>"));
    let changed: Assertion = changed.parse().unwrap();
    assert_eq!(holders(changed.element()).unwrap(), []);
}

#[test]
fn recognizes_assertions() {
    let cases = [
        (
            "<a:Assertion xmlns:a='urn:oasis:names:tc:SAML:2.0:assertion' Version='2.0'/>",
            Some(SamlVersion::V20),
        ),
        ("<a:Assertion xmlns:a='urn:oasis:names:tc:SAML:2.0:assertion' Version='3.0'/>", None),
        (
            "<a:Assertion xmlns:a='urn:oasis:names:tc:SAML:1.0:assertion' MajorVersion='1'/>",
            Some(SamlVersion::V11),
        ),
        ("<a:Assertion xmlns:a='urn:oasis:names:tc:SAML:2.0:protocol' Version='2.0'/>", None),
    ];
    for (text, expected) in cases {
        assert_eq!(version(&text.parse().unwrap()), expected, "{text}");
    }
}

#[test]
fn rejects_another_assertion_for_the_same_key() {
    let (issuer, caller) = (identity(), identity());
    let held = |subject: &str| {
        let builder = Assertion::builder(SamlVersion::V20, ISSUER, subject);
        builder.holder_of_key(caller.certificate()).sign(issuer.clone()).unwrap()
    };
    let verifier = Verifier::new().assertion_issuer(ISSUER, issuer.certificate().clone());
    let (ada, eve) = (held("ada"), held("eve"));
    let security = Security::new().timestamp(HOUR).sign(caller.clone()).assertion(ada.clone());
    let message = security.apply(ENVELOPE).unwrap();
    let [ada, eve] = [ada, eve].map(|one| (one.id().to_owned(), one.element().to_xml().unwrap()));
    let changed = message.replace(&ada.1, &eve.1).replace(&ada.0, &eve.0);
    assert_ne!(changed, message);
    let error = verifier.verify(&changed).unwrap_err().to_string();
    assert_eq!(error, "FailedCheck: a signed element was changed");
    assert!(verifier.verify(&message).is_ok());
}

#[test]
fn limits_the_number_of_keys_to_try() {
    let caller = identity();
    let xml = builder(SamlVersion::V11).holder_of_key(caller.certificate()).unsigned().unwrap();
    let xml = xml.element().to_xml().unwrap();
    let method = "<saml:ConfirmationMethod>urn:oasis:names:tc:SAML:1.0:cm:holder-of-key</saml:ConfirmationMethod>";
    let many_methods: Assertion = xml.replace(method, &method.repeat(10_000)).parse().unwrap();
    assert_eq!(holders(many_methods.element()).unwrap().len(), 1);
    let start = xml.find("<saml:SubjectConfirmation>").unwrap();
    let end =
        xml.find("</saml:SubjectConfirmation>").unwrap() + "</saml:SubjectConfirmation>".len();
    let many = [&xml[..start], &xml[start..end].repeat(5), &xml[end..]].concat();
    let error = many.parse::<Assertion>().unwrap_err().to_string();
    assert_eq!(error, "InvalidSecurityToken: the assertion has too many methods of confirmation");
}
