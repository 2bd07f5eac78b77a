//! Signatures and attacks on them.

use std::time::{Duration, SystemTime};

use wsdlgen_runtime::security::{
    Certificate, Identity, Password, Security,
    SecurityCode::{
        self, FailedAuthentication, FailedCheck, InvalidSecurity, SecurityTokenUnavailable,
        UnsupportedAlgorithm, UnsupportedSecurityToken,
    },
    Verifier,
};

use crate::{DAY, ENVELOPE, MINUTE, NOW, keys::KEYS, passwords, refused};

fn signed_by(key: &Identity) -> String {
    Security::new().timestamp(MINUTE).sign(key.clone()).apply_at(ENVELOPE, *NOW).unwrap()
}

fn verifier() -> Verifier {
    Verifier::new().root(KEYS.authority.clone()).timestamp()
}

#[test]
fn authenticates_the_signer() {
    let message = signed_by(&KEYS.issued);
    let certificate = KEYS.issued.certificate().clone();
    let pinned = Verifier::new().pinned(certificate.clone());
    for verifier in [verifier(), pinned] {
        let authenticated = verifier.verify_at(&message, *NOW).unwrap();
        assert_eq!(authenticated.certificate.as_ref(), Some(&certificate));
        assert_eq!(refused(&verifier, &message, *NOW), Some(FailedCheck), "a replay");
    }
    // A verifier that requires no signature ignores it.
    assert_eq!(Verifier::new().verify_at(&message, *NOW).unwrap().certificate, None);
}

#[test]
fn signs_tokens_and_addressing_headers() {
    let addressed = ENVELOPE.replace(
        "<s:Body>",
        "<s:Header><w:To xmlns:w='http://www.w3.org/2005/08/addressing'>urn:to</w:To>\
         <t:other/></s:Header><s:Body>",
    );
    let security = Security::new()
        .username_token("ada", Password::Digest("secret".into()))
        .timestamp(MINUTE)
        .sign(KEYS.issued.clone());
    let message = security.apply_at(&addressed, *NOW).unwrap();
    let verifier = || verifier().username(passwords);
    let authenticated = verifier().verify_at(&message, *NOW).unwrap();
    assert_eq!(authenticated.username.as_deref(), Some("ada"));
    assert_eq!(message.matches("<ds:Reference ").count(), 4);
    let tampered = message.replace("urn:to", "urn:other");
    assert_eq!(refused(&verifier(), &tampered, *NOW), Some(FailedCheck));
    // The contract's own headers are not signed.
    let tampered = message.replace("<t:other/>", "<t:another/>");
    assert_eq!(refused(&verifier(), &tampered, *NOW), None);
}

#[test]
fn rejects_untrusted_certificates() {
    let verifier = || Verifier::new().root(KEYS.authority.clone());
    let cases = [
        (&KEYS.issued, verifier(), None),
        (&KEYS.stranger, verifier(), Some(FailedAuthentication)),
        (&KEYS.stranger, verifier().pinned(KEYS.stranger.certificate().clone()), None),
        (
            &KEYS.issued,
            Verifier::new().pinned(KEYS.stranger.certificate().clone()),
            Some(FailedAuthentication),
        ),
    ];
    for (number, (key, verifier, expected)) in cases.into_iter().enumerate() {
        let message = signed_by(key);
        assert_eq!(refused(&verifier, &message, *NOW), expected, "{number}");
    }
    // The validity period applies to certificates issued by the authority but not to pinned ones.
    let late = Security::new().sign(KEYS.issued.clone());
    let late = late.timestamp(MINUTE).apply_at(ENVELOPE, *NOW + 3 * DAY).unwrap();
    assert_eq!(refused(&verifier(), &late, *NOW + 3 * DAY), Some(FailedAuthentication));
    let pinned = Verifier::new().pinned(KEYS.issued.certificate().clone());
    assert_eq!(refused(&pinned, &late, *NOW + 3 * DAY), None);
    // The certificate need not be in the message if the receiver has it.
    let message = signed_by(&KEYS.issued);
    let reference = between(&message, "<wsse:Reference ", "/>");
    let elsewhere = message.replace(reference, "<wsse:KeyIdentifier>x</wsse:KeyIdentifier>");
    let pinned = |key: &Identity| Verifier::new().pinned(key.certificate().clone());
    assert_eq!(refused(&pinned(&KEYS.issued), &elsewhere, *NOW), None);
    assert_eq!(refused(&pinned(&KEYS.stranger), &elsewhere, *NOW), Some(FailedCheck));
    assert_eq!(refused(&verifier(), &elsewhere, *NOW), Some(FailedCheck));
}

/// A description, the change to a message, and the code of its rejection.
type Tampered = (&'static str, fn(&str) -> String, SecurityCode);

static TAMPERED: [Tampered; 25] = [
    ("another body", |text| text.replace(">100<", ">900<"), FailedCheck),
    ("another attribute", |text| text.replace("to='ada'", "to='eve'"), FailedCheck),
    ("another namespace", |text| text.replace("urn:t'", "urn:u'"), FailedCheck),
    ("another time", |text| text.replace("T00:01:00Z", "T00:02:00Z"), FailedCheck),
    ("another time that is unsigned", unsigned_timestamp, FailedCheck),
    ("no signature", |text| without(text, "<ds:Signature ", "</ds:Signature>"), InvalidSecurity),
    ("no key", |text| without(text, "<ds:KeyInfo", "</ds:KeyInfo>"), InvalidSecurity),
    (
        "no value",
        |text| without(text, "<ds:SignatureValue", "</ds:SignatureValue>"),
        InvalidSecurity,
    ),
    ("another value", |text| changed(text, "<ds:SignatureValue>"), FailedCheck),
    ("another digest", |text| changed(text, "<ds:DigestValue>"), FailedCheck),
    ("a body moved into the header", wrapped_in_header, FailedCheck),
    ("a body moved into the body", wrapped_in_body, FailedCheck),
    (
        "an id of the body's in the header",
        |text| text.replace("</env:Header>", "<x x:id='own' xmlns:x='urn:x'/></env:Header>"),
        FailedCheck,
    ),
    // Readers collapse white space in ids (`xs:ID`) when they resolve references.
    (
        "an id of the body's in the header, after a space",
        |text| text.replace("</env:Header>", "<x x:id=' own' xmlns:x='urn:x'/></env:Header>"),
        FailedCheck,
    ),
    (
        "an id of the body's in the header, before line ends",
        |text| text.replace("</env:Header>", "<x id='own&#10;&#13;&#9;'/></env:Header>"),
        FailedCheck,
    ),
    ("a second body", second_body, InvalidSecurity),
    ("a duplicate id", |text| twice(text, "wsu:Id"), FailedCheck),
    ("a duplicate id in another attribute", |text| twice(text, "ID"), FailedCheck),
    ("an unknown id", |text| text.replacen("URI=\"#Part0", "URI=\"#Part9", 1), FailedCheck),
    (
        "an unknown token",
        |text| text.replace("URI=\"#Token", "URI=\"#Tokem"),
        SecurityTokenUnavailable,
    ),
    (
        "a token outside the message",
        |text| text.replace("URI=\"#Token", "URI=\"http://Token"),
        UnsupportedSecurityToken,
    ),
    (
        "a token of another kind",
        |text| text.replace("#X509v3\" wsu:Id", "#X509PKIPathv1\" wsu:Id"),
        UnsupportedSecurityToken,
    ),
    (
        "SHA-1",
        |text| text.replace("2001/04/xmldsig-more#rsa-sha256", "2000/09/xmldsig#rsa-sha1"),
        UnsupportedAlgorithm,
    ),
    ("HMAC", |text| text.replace("#rsa-sha256", "#hmac-sha256"), UnsupportedAlgorithm),
    (
        "inclusive canonicalization",
        |text| text.replacen("2001/10/xml-exc-c14n#", "TR/2001/REC-xml-c14n-20010315", 1),
        UnsupportedAlgorithm,
    ),
];

#[test]
fn rejects_tampered_messages() {
    for (about, tamper, code) in &TAMPERED {
        let message = signed_by(&KEYS.issued);
        let tampered = tamper(&message);
        assert_ne!(tampered, message, "{about}");
        assert_eq!(refused(&verifier(), &tampered, *NOW), Some(*code), "{about}: {tampered}");
        assert_eq!(refused(&verifier(), &message, *NOW), None, "{about}");
    }
}

/// Returns the text from `start` through `end`.
fn between<'t>(text: &'t str, start: &str, end: &str) -> &'t str {
    let at = text.find(start).unwrap();
    &text[at..at + text[at..].find(end).unwrap() + end.len()]
}

fn without(text: &str, start: &str, end: &str) -> String {
    text.replacen(between(text, start, end), "", 1)
}

/// Returns the message with another letter directly after `start`.
fn changed(text: &str, start: &str) -> String {
    let at = text.find(start).unwrap() + start.len();
    let letter = if text[at..].starts_with('A') { "B" } else { "A" };
    [&text[..at], letter, &text[at + 1..]].concat()
}

fn unsigned_timestamp(text: &str) -> String {
    let timestamp = between(text, "<wsu:Timestamp", "</wsu:Timestamp>");
    let other = timestamp.replace("wsu:Id=\"Timestamp", "wsu:Id=\"Another");
    let kept = ["<wrapper>", timestamp, "</wrapper>"].concat();
    text.replace(timestamp, &[&*other, &*kept].concat())
}

/// Returns the signed body and an attacker's body.
fn bodies(text: &str) -> (&str, String) {
    let signed = between(text, "<s:Body", "</s:Body>");
    (signed, "<s:Body><t:pay to='eve'>900</t:pay></s:Body>".to_owned())
}

fn wrapped_in_header(text: &str) -> String {
    let (signed, other) = bodies(text);
    let header = ["<wrapper>", signed, "</wrapper></env:Header>"].concat();
    text.replace(signed, &other).replace("</env:Header>", &header)
}

fn wrapped_in_body(text: &str) -> String {
    let (signed, _) = bodies(text);
    text.replace(signed, &["<s:Body>", signed, "</s:Body>"].concat())
}

fn second_body(text: &str) -> String {
    let (signed, other) = bodies(text);
    text.replace(signed, &[&*other, signed].concat())
}

fn twice(text: &str, attribute: &str) -> String {
    let at = text.find("Part0-").unwrap();
    let id = &text[at..at + "Part0-".len() + 16];
    text.replace("</env:Header>", &format!("<x xmlns:wsu='http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd' {attribute}='{id}'/></env:Header>"))
}

#[test]
fn requires_the_signature_to_cover_the_user() {
    let security =
        Security::new().timestamp(MINUTE).username_token("ada", Password::Digest("secret".into()));
    let with_user = security.clone().sign(KEYS.issued.clone()).apply_at(ENVELOPE, *NOW).unwrap();
    let signed = signed_by(&KEYS.issued);
    // The attacker's user name token next to another sender's signature.
    let own = security.apply_at(ENVELOPE, *NOW).unwrap();
    let user = between(&own, "<wsse:UsernameToken", "</wsse:UsernameToken>");
    let mixed = signed.replace("</wsse:Security>", &[user, "</wsse:Security>"].concat());
    let both = || verifier().username(passwords);
    assert_eq!(refused(&both(), &mixed, *NOW), Some(FailedCheck));
    assert_eq!(refused(&both(), &with_user, *NOW), None);
    assert_eq!(refused(&both(), &own, *NOW), Some(InvalidSecurity));
    assert_eq!(refused(&both(), &signed, *NOW), Some(InvalidSecurity));
}

#[test]
fn requires_a_timestamp_with_signatures_by_default() {
    let message = Security::new().sign(KEYS.issued.clone()).apply_at(ENVELOPE, *NOW).unwrap();
    let verifier = || Verifier::new().root(KEYS.authority.clone());
    assert_eq!(refused(&verifier(), &message, *NOW), Some(InvalidSecurity));
    let accepting = verifier().signature_without_timestamp();
    assert_eq!(refused(&accepting, &message, *NOW), None);
    assert_eq!(refused(&accepting, &message, *NOW + 15 * MINUTE), Some(FailedCheck), "a replay");
    // The documented risk: the message is not remembered forever.
    assert_eq!(refused(&accepting, &message, *NOW + 16 * MINUTE), None);
}

/// A key may have several certificates, and signatures do not cover the one sent with a message.
#[test]
fn rejects_replays_with_another_certificate_of_the_key() {
    let verifier = verifier();
    let message = signed_by(&KEYS.issued);
    assert_eq!(refused(&verifier, &message, *NOW), None);
    let renewed = signed_by(&KEYS.renewed);
    let token = |text: &str| {
        let token = between(text, "<wsse:BinarySecurityToken", "</wsse:Binary");
        token.split_once('>').unwrap().1.to_owned()
    };
    let replayed = message.replace(&token(&message), &token(&renewed));
    assert_ne!(message, replayed);
    assert_eq!(refused(&verifier, &replayed, *NOW), Some(FailedCheck));
}

/// node-soap adds the transform of enveloped signatures, which has no effect on what does not contain the signature.
#[test]
fn accepts_the_transform_of_enveloped_signatures() {
    let message = include_str!("node-soap.xml");
    let certificate = between(message, ">MII", "<").trim_matches(['<', '>']);
    let pem = format!("-----BEGIN CERTIFICATE-----\n{certificate}\n-----END CERTIFICATE-----");
    let certificate = Certificate::from_pem(pem.as_bytes()).unwrap();
    let sent = SystemTime::UNIX_EPOCH + Duration::from_secs(1_796_064_780);
    let verifier = || Verifier::new().pinned(certificate.clone());
    let authenticated = verifier().verify_at(message, sent).unwrap();
    assert_eq!(authenticated.certificate, Some(certificate.clone()));
    let changed = message.replace(">hello<", ">hullo<");
    assert_eq!(refused(&verifier(), &changed, sent), Some(FailedCheck));
    // An element that contains the signature is not accepted, with or without the transform.
    let header = message.replace("<wsse:Security xmlns", "<wsse:Security Id='_1' xmlns");
    let header = header.replace(" Id=\"_1\"><Created", "><Created");
    assert_eq!(refused(&verifier(), &header, sent), Some(FailedCheck));
}

/// `SignedInfo` is read before the sender is authenticated, so its size is limited.
#[test]
fn limits_the_size_of_signed_info() {
    const MANY: usize = 100_000;
    let long = "u".repeat(MANY);
    let prefixes: Vec<_> = (0..MANY).map(|number| format!("p{number}")).collect();
    let list = format!(
        "<ec:InclusiveNamespaces xmlns:ec='http://www.w3.org/2001/10/xml-exc-c14n#' PrefixList='{}'/>",
        prefixes.join(" ")
    );
    let cases = [
        ("</ds:CanonicalizationMethod>", list),
        ("</ds:SignedInfo>", "<a/>".repeat(MANY)),
        ("</ds:SignedInfo>", ">".repeat(MANY)),
        ("</ds:SignedInfo>", format!("<b xmlns:p='{long}'>{}</b>", "<p:a/>".repeat(MANY))),
        ("</ds:SignedInfo>", format!("<b xmlns:p='{long}' p:x=''>{}</b>", "<p:a/>".repeat(MANY))),
    ];
    let message = signed_by(&KEYS.issued);
    for (end, hostile) in cases {
        let message = message.replacen(end, &format!("{hostile}{end}"), 1);
        let verify = || assert_eq!(refused(&verifier(), &message, *NOW), Some(InvalidSecurity));
        let memory = allocation_counter::measure(verify).bytes_max;
        let hostile = &hostile[..60];
        assert!(memory <= 100 * message.len() as u64, "{hostile}: {memory} for {}", message.len());
    }
}
