//! Signatures of elements, and attacks on them.

use wsdlgen_runtime::{
    AnyElement,
    security::{
        Certificate,
        SecurityCode::{
            self, FailedAuthentication, FailedCheck, InvalidSecurity, SecurityTokenUnavailable,
            UnsupportedAlgorithm,
        },
        XmlSigner, XmlVerifier,
    },
};

use crate::keys::KEYS;

const INVOICE: &str = "<i:Invoice xmlns:i='urn:invoice' xmlns='urn:other'><i:Total Id='T1' b='2' a=\"1\">100 &lt; 200</i:Total>\
    <Note xml:space='preserve'>a\tb</Note></i:Invoice>";

fn verifier() -> XmlVerifier {
    XmlVerifier::new(|certificate: &Certificate| certificate == KEYS.issued.certificate())
}

/// Returns the local name of the signed element, or the reason for rejecting the signature.
fn signed(document: &str) -> Result<String, SecurityCode> {
    let document: AnyElement = document.parse().unwrap();
    let verified = verifier().verify(&document);
    verified.map(|signed| signed.element.name.local().to_owned()).map_err(|error| error.code())
}

fn sign(signer: &XmlSigner, id: Option<&str>) -> String {
    signer.sign(INVOICE.parse().unwrap(), id).unwrap().to_xml().unwrap()
}

fn signers() -> [XmlSigner; 2] {
    let signer = XmlSigner::new(KEYS.issued.clone());
    [signer.clone(), signer.inclusive()]
}

#[test]
fn verifies_what_it_signs() {
    for signer in signers() {
        for (id, expected) in [(None, "Invoice"), (Some("T1"), "Total")] {
            let document = sign(&signer, id);
            assert_eq!(signed(&document).as_deref(), Ok(expected), "{document}");
        }
        assert!(signer.sign(INVOICE.parse().unwrap(), Some("nowhere")).is_err());
    }
}

#[test]
fn depends_on_the_context_only_in_the_inclusive_form() {
    for (signer, is_valid) in signers().into_iter().zip([true, false]) {
        let document = sign(&signer, None);
        let around: AnyElement =
            format!("<s:Envelope xmlns:s='urn:s'>{document}</s:Envelope>").parse().unwrap();
        let inner = around.elements().next().unwrap();
        // The element alone has the same context as before.
        assert!(verifier().verify(inner).is_ok());
        let moved = document.replacen("<i:Invoice ", "<i:Invoice xmlns:s='urn:s' ", 1);
        assert_eq!(signed(&moved).is_ok(), is_valid, "{moved}");
    }
}

#[test]
fn rejects_changed_elements() {
    type Change = fn(&str) -> String;
    let changes: [(&str, Change, SecurityCode); 11] = [
        ("text", |text| text.replace(">100", ">900"), FailedCheck),
        ("attribute", |text| text.replace("a=\"1\"", "a=\"2\""), FailedCheck),
        ("name", |text| text.replace("Note", "Node"), FailedCheck),
        ("white space", |text| text.replace("a\tb", "a b"), FailedCheck),
        ("a new element", |text| text.replace("<Note", "<New/><Note"), FailedCheck),
        (
            "SHA-1",
            |text| text.replace("2001/04/xmlenc#sha256", "2000/09/xmldsig#sha1"),
            FailedCheck,
        ),
        ("no signature", |text| text.replace("Signature", "Signatur"), InvalidSecurity),
        (
            "two signatures",
            |text| {
                let start = text.find("<ds:Signature ").unwrap();
                let end = text.find("</ds:Signature>").unwrap() + "</ds:Signature>".len();
                text.replace(&text[start..end], &text[start..end].repeat(2))
            },
            InvalidSecurity,
        ),
        ("HMAC", |text| text.replace("#rsa-sha256", "#hmac-sha256"), UnsupportedAlgorithm),
        (
            "another transform",
            |text| text.replace("2000/09/xmldsig#enveloped-signature", "TR/1999/REC-xslt-19991116"),
            FailedCheck,
        ),
        (
            "no certificate",
            |text| text.replace("X509Certificate", "X509Cert"),
            SecurityTokenUnavailable,
        ),
    ];
    for signer in signers() {
        let document = sign(&signer, None);
        for (about, change, code) in &changes {
            let other = change(&document);
            assert_ne!(other, document, "{about}");
            assert_eq!(signed(&other), Err(*code), "{about}: {other}");
        }
    }
    let stranger = sign(&XmlSigner::new(KEYS.stranger.clone()), None);
    assert_eq!(signed(&stranger), Err(FailedAuthentication));
}

/// The verifier returns the signed element, so that another one with its name is not taken for it.
#[test]
fn returns_the_signed_element() {
    let [signer, _] = signers();
    let document = sign(&signer, Some("T1"));
    let wrapped = document.replace("<Note", "<i:Total Id='T2'>900</i:Total><Note");
    let tree: AnyElement = wrapped.parse().unwrap();
    assert_eq!(verifier().verify(&tree).unwrap().element.text(), "100 < 200");
    let twice = document.replace("<Note", "<i:Total Id='T1'>900</i:Total><Note");
    assert_eq!(signed(&twice), Err(FailedCheck));
}
