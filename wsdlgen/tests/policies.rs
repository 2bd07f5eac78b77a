//! Security policies, described in words.

#![allow(clippy::panic, reason = "a test fails by panicking")]

use wsdlgen::tools::Overview;

/// The namespace of WS-SecurityPolicy 1.2.
const SP: &str = "http://docs.oasis-open.org/ws-sx/ws-securitypolicy/200702";

/// Returns the overview of a contract with policies, and what was reported.
fn overview(policies: &str, of_binding: &str, of_input: &str) -> (Overview, String) {
    let contract = format!(
        r#"<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/"
            xmlns:wsp="http://www.w3.org/ns/ws-policy" xmlns:sp="{SP}" xmlns:t="urn:t" targetNamespace="urn:t">
          {policies}
          <types><xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:t">
            <xs:element name="Text" type="xs:string"/></xs:schema></types>
          <message name="Text"><part name="text" element="t:Text"/></message>
          <portType name="Echo"><operation name="Echo"><input message="t:Text"/><output message="t:Text"/></operation></portType>
          <binding name="Echo" type="t:Echo">{of_binding}
            <soap:binding transport="http://schemas.xmlsoap.org/soap/http"/>
            <operation name="Echo"><soap:operation soapAction=""/>
              <input>{of_input}<soap:body use="literal"/></input><output><soap:body use="literal"/></output></operation>
          </binding>
          <service name="Echo"><port name="Echo" binding="t:Echo"><soap:address location="http://localhost/"/></port></service>
        </definitions>"#
    );
    let contract = wsdlgen::configure().load("t.wsdl", |location| match location {
        "t.wsdl" => Ok(contract.as_bytes().to_vec()),
        "more/policies.xml" => Ok(EXTERNAL.as_bytes().to_vec()),
        _ => Err(std::io::ErrorKind::NotFound.into()),
    });
    let contract = contract.unwrap_or_else(|error| panic!("{error}"));
    (contract.overview(), contract.warnings().to_string())
}

const EXTERNAL: &str = r##"<policies xmlns:p="http://schemas.xmlsoap.org/ws/2004/09/policy"
    xmlns:sp="http://schemas.xmlsoap.org/ws/2005/07/securitypolicy" xmlns:u="urn:utility">
  <p:Policy u:Id="Tls"><p:PolicyReference URI="#Rest"/></p:Policy>
  <p:Policy u:Id="Rest"><sp:TransportBinding><p:Policy><sp:TransportToken><p:Policy>
    <sp:HttpsToken RequireClientCertificate="true"/></p:Policy></sp:TransportToken></p:Policy>
  </sp:TransportBinding></p:Policy>
</policies>"##;

/// An asymmetric binding.
const ASYMMETRIC: &str = "<sp:AsymmetricBinding><wsp:Policy><sp:InitiatorToken><wsp:Policy><sp:X509Token/>\
    </wsp:Policy></sp:InitiatorToken><sp:RecipientToken><wsp:Policy><sp:X509Token/></wsp:Policy>\
    </sp:RecipientToken></wsp:Policy></sp:AsymmetricBinding>";

/// Returns the words for a policy that is attached to the binding.
fn words(policy: &str) -> String {
    let policy = format!("<wsp:Policy>{policy}</wsp:Policy>");
    security(&overview("", &policy, "").0)
}

fn security(overview: &Overview) -> String {
    overview.services[0].ports[0].security.clone().unwrap_or_default()
}

/// Returns a transport binding.
fn tls(token: &str) -> String {
    format!(
        "<sp:TransportBinding><wsp:Policy><sp:TransportToken><wsp:Policy>{token}</wsp:Policy>\
         </sp:TransportToken></wsp:Policy></sp:TransportBinding>"
    )
}

#[test]
fn describes_bindings_and_tokens() {
    let asymmetric = |more: &str| {
        ASYMMETRIC.replace(
            "</wsp:Policy></sp:AsymmetricBinding>",
            &[more, "</wsp:Policy></sp:AsymmetricBinding>"].concat(),
        )
    };
    let suite = |name: &str| {
        format!("<sp:AlgorithmSuite><wsp:Policy><sp:{name}/></wsp:Policy></sp:AlgorithmSuite>")
    };
    let user =
        "<sp:SupportingTokens><wsp:Policy><sp:UsernameToken/></wsp:Policy></sp:SupportingTokens>";
    let signed = "<sp:SignedParts/><sp:EncryptedParts><sp:Body/><sp:Header Name='A' Namespace='urn:a'/></sp:EncryptedParts>";
    let cases = [
        (tls("<sp:HttpsToken/>"), "TLS"),
        (tls("<sp:HttpsToken><wsp:Policy><sp:HttpBasicAuthentication/></wsp:Policy></sp:HttpsToken>"),
            "TLS with HTTP Basic authentication"),
        (tls("<sp:HttpsToken RequireClientCertificate='true'/>"), "TLS with a client certificate"),
        (user.to_owned(), "user name and password"),
        (format!("<wsp:ExactlyOne><wsp:All>{user}</wsp:All><wsp:All>{}</wsp:All></wsp:ExactlyOne>", tls("")),
            "user name and password or else TLS"),
        // No token of this set of algorithms is used.
        (tls("<sp:HttpsToken/>").replace("<sp:TransportToken>", &(suite("Unheard") + "<sp:TransportToken>")), "TLS"),
        (asymmetric("<sp:IncludeTimestamp/>"),
            "X.509 certificate; the service's certificate; signed: timestamp; algorithms Basic256Sha256"),
        (asymmetric("<sp:EncryptSignature/><sp:ProtectTokens/>") + signed,
            "X.509 certificate; the service's certificate; signed: body, all headers; \
             encrypted: body, headers A, signature; signatures cover their tokens; algorithms Basic256Sha256"),
        (asymmetric(&suite("Basic128Rsa15")), "X.509 certificate; the service's certificate; algorithms Basic128Rsa15"),
        (asymmetric(&suite("Unheard")), "Unheard (unsupported)"),
        ("<sp:SupportingTokens><wsp:Policy><sp:KerberosToken/><sp:RelToken/></wsp:Policy></sp:SupportingTokens>".into(),
            "KerberosToken, RelToken (unsupported)"),
        ("<r:RMAssertion xmlns:r='urn:r'/>".into(), "RMAssertion (unsupported)"),
        ("<r:RMAssertion xmlns:r='urn:r' wsp:Optional='true'/>".into(), ""),
        ("<r:Other xmlns:r='urn:r'/>".into(), ""),
        // No alternative at all.
        ("<wsp:ExactlyOne/>".into(), ""),
    ];
    for (policy, expected) in cases {
        assert_eq!(words(&policy), expected, "{policy}");
    }
}

#[test]
fn describes_assertions_and_issued_tokens() {
    let supporting = |tokens: &str| {
        format!("<sp:SupportingTokens><wsp:Policy>{tokens}</wsp:Policy></sp:SupportingTokens>")
    };
    let cases = [
        (supporting("<sp:SamlToken/>"), "SAML 1.1 assertion"),
        (
            supporting(
                "<sp:SamlToken><wsp:Policy><sp:WssSamlV20Token11/></wsp:Policy></sp:SamlToken>",
            ),
            "SAML 2.0 assertion",
        ),
        (supporting("<sp:IssuedToken/>"), "token of a security token service"),
        (
            supporting(
                "<sp:IssuedToken><sp:Issuer><a:Address xmlns:a='urn:a'>urn:sts</a:Address></sp:Issuer></sp:IssuedToken>",
            ),
            "token of urn:sts",
        ),
        (
            supporting("<sp:SamlToken/><sp:IssuedToken/>"),
            "several supporting tokens of one kind (unsupported)",
        ),
        (
            ASYMMETRIC.replacen("<sp:X509Token/>", "<sp:IssuedToken/>", 1),
            "an IssuedToken of the initiator without a public key (unsupported)",
        ),
        (
            ASYMMETRIC.to_owned()
                + &supporting("<sp:SamlToken/>").replace("Supporting", "EncryptedSupporting"),
            "X.509 certificate; the service's certificate; SAML 1.1 assertion (encrypted); algorithms Basic256Sha256",
        ),
        // TLS encrypts tokens.
        (
            tls("<sp:HttpsToken/>")
                + &supporting("<sp:SamlToken/>").replace("Supporting", "EncryptedSupporting"),
            "TLS; SAML 1.1 assertion",
        ),
    ];
    for (policy, expected) in cases {
        assert_eq!(words(&policy), expected, "{policy}");
    }
}

#[test]
fn describes_protected_attachments() {
    let content = "<x:ContentSignatureTransform xmlns:x='urn:x'/>";
    let parts = |name: &str, children: &str| {
        format!("<sp:{name}><sp:Attachments>{children}</sp:Attachments></sp:{name}>")
    };
    let policy =
        ASYMMETRIC.to_owned() + &parts("SignedParts", content) + &parts("EncryptedParts", "");
    let expected = "signed: attachments; encrypted: attachments";
    assert!(words(&policy).contains(expected), "{}", words(&policy));
    let first = "<sp:EncryptBeforeSigning/></wsp:Policy></sp:AsymmetricBinding>";
    let policy = policy.replace("</wsp:Policy></sp:AsymmetricBinding>", first);
    let expected =
        "attachments that are encrypted and signed with EncryptBeforeSigning (unsupported)";
    assert_eq!(words(&policy), expected);
}

#[test]
fn selects_elements_by_simple_paths() {
    let names = "xmlns:s='http://schemas.xmlsoap.org/soap/envelope/' xmlns:a='urn:a'";
    let cases = [
        ("SignedElements", "/s:Envelope/s:Body", "signed: body"),
        ("SignedElements", " //s:Envelope/s:Header/a:Name ", "signed: headers Name"),
        ("ContentEncryptedElements", "/s:Envelope/s:Body", "encrypted: body"),
        ("EncryptedElements", "/s:Envelope/s:Header/a:Name", "encrypted: headers Name"),
        (
            "EncryptedElements",
            "/s:Envelope/s:Body",
            "EncryptedElements `/s:Envelope/s:Body` (unsupported)",
        ),
        ("SignedElements", "//a:Name", "SignedElements `//a:Name` (unsupported)"),
        (
            "SignedElements",
            "/s:Envelope/s:Header/*",
            "SignedElements `/s:Envelope/s:Header/*` (unsupported)",
        ),
        (
            "SignedElements",
            "/s:Envelope/s:Body[1]",
            "SignedElements `/s:Envelope/s:Body[1]` (unsupported)",
        ),
    ];
    for (assertion, path, expected) in cases {
        let elements =
            format!("<sp:{assertion} {names}><sp:XPath>{path}</sp:XPath></sp:{assertion}>");
        let words = words(&(ASYMMETRIC.to_owned() + &elements));
        let words = words.trim_start_matches("X.509 certificate; the service's certificate; ");
        assert_eq!(words.trim_end_matches("; algorithms Basic256Sha256"), expected, "{elements}");
    }
}

#[test]
fn merges_attached_policies() {
    let reference = |uri: &str| format!("<wsp:PolicyReference URI='{uri}'/>");
    let policies = format!(
        "<wsp:Policy xml:id='Parts'><sp:SignedParts><sp:Body/></sp:SignedParts></wsp:Policy>\
         <wsp:Policy Name='urn:tokens'><sp:EndorsingSupportingTokens><wsp:Policy><sp:X509Token/></wsp:Policy>\
         </sp:EndorsingSupportingTokens></wsp:Policy><wsp:Policy xml:id='Self'>{}</wsp:Policy>",
        reference("#Self")
    );
    let cases = [
        (
            format!("<wsp:Policy>{ASYMMETRIC}</wsp:Policy>") + &reference("urn:tokens"),
            reference("#Parts"),
            "X.509 certificate; the service's certificate; X.509 certificate (endorsing); signed: body; \
             algorithms Basic256Sha256",
        ),
        (reference("more/policies.xml#Tls"), String::new(), "TLS with a client certificate"),
        (
            "<wsp:PolicyReference URI='#Self'/>".into(),
            String::new(),
            "a policy that is too large (unsupported)",
        ),
        (reference("#Nowhere"), String::new(), ""),
    ];
    for (of_binding, of_input, expected) in cases {
        let (overview, _) = overview(&policies, &of_binding, &of_input);
        assert_eq!(security(&overview), expected, "{of_binding}");
    }
}

#[test]
fn limits_alternatives() {
    let optional = "<sp:SupportingTokens wsp:Optional='true'><wsp:Policy><sp:X509Token/></wsp:Policy></sp:SupportingTokens>";
    let (overview, warnings) =
        overview("", &format!("<wsp:Policy>{}</wsp:Policy>", optional.repeat(40)), "");
    assert_eq!(security(&overview), "a policy that is too large (unsupported)");
    assert!(warnings.contains("have too many alternatives, or refer to themselves"), "{warnings}");
}

/// Exceptions refer to operations by their index.
#[test]
fn keeps_policies_of_operations_apart() {
    let messages = |policy: &str| {
        format!(
            "<input>{policy}<soap:body use='literal'/></input><output><soap:body use='literal'/></output>"
        )
    };
    let operation = |name: &str, policy: &str| {
        format!(
            "<operation name='{name}'><soap:operation soapAction='{name}'/>{}</operation>",
            messages(policy)
        )
    };
    let names = ["First", "Second", "Third"];
    let signed = "<wsp:Policy><sp:SignedParts><sp:Body/></sp:SignedParts></wsp:Policy>";
    let bound: String = names
        .into_iter()
        .map(|name| operation(name, if name == "Second" { "" } else { signed }))
        .collect();
    let declared = names.map(|name| {
        format!("<operation name='{name}'><input message='t:{name}'/><output message='t:{name}'/></operation>")
    });
    let elements = names.map(|name| format!("<xs:element name='{name}' type='xs:string'/>"));
    let parts = names.map(|name| {
        format!("<message name='{name}'><part name='text' element='t:{name}'/></message>")
    });
    let contract = format!(
        r#"<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/"
            xmlns:wsp="http://www.w3.org/ns/ws-policy" xmlns:sp="{SP}" xmlns:t="urn:t" targetNamespace="urn:t">
          <types><xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:t">{}</xs:schema></types>
          {}<portType name="Echo">{}</portType>
          <binding name="Echo" type="t:Echo"><wsp:Policy>{ASYMMETRIC}</wsp:Policy>
            <soap:binding transport="http://schemas.xmlsoap.org/soap/http"/>{bound}</binding>
          <service name="Echo"><port name="Echo" binding="t:Echo"><soap:address location="http://localhost/"/></port></service>
        </definitions>"#,
        elements.concat(),
        parts.concat(),
        declared.concat()
    );
    let generated = wsdlgen::configure().generate("t.wsdl", |_| Ok(contract.clone().into_bytes()));
    let generated = generated.unwrap_or_else(|report| panic!("{report}"));
    let code: String = generated.code.split_whitespace().collect();
    let exception =
        r#".operation((1,"Second"),Protection::default(),Protection::default(),vec![],)"#;
    assert_eq!(code.matches(".operation((").count(), 1);
    assert!(code.contains(exception), "{}", generated.code);
    assert!(code.contains(".requests(Protection::default().sign_body())"), "{}", generated.code);
}
