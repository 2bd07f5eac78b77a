//! Issues or verifies a SAML assertion. `cargo lab interop` compares it with other implementations.
//!
//! ```text
//! saml_assertions issue 1.1|2.0 KEY_AND_CERTIFICATE > signed assertion
//! saml_assertions draft 1.1|2.0 > assertion without a signature
//! saml_assertions verify CERTIFICATE < signed assertion > name of the subject, or the reason why it is rejected
//! ```

use std::{
    env,
    error::Error,
    fs,
    io::{Read, stdin},
};

use wsdlgen_runtime::{
    policy::SamlVersion,
    security::{Assertion, AssertionBuilder, Certificate, Identity, Security, Verifier},
};

const ISSUER: &str = "https://sts.example";
const SERVICE: &str = "https://service.example";
const ENVELOPE: &str =
    "<s:Envelope xmlns:s='http://www.w3.org/2003/05/soap-envelope'><s:Body/></s:Envelope>";

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        ["issue", version, path] => {
            let pem = fs::read(path)?;
            let assertion = builder(version).sign(Identity::from_pem(&pem, &pem)?)?;
            print!("{}", assertion.element().to_xml()?);
        }
        ["draft", version] => print!("{}", builder(version).unsigned()?.element().to_xml()?),
        ["verify", path] => {
            let issuer = Certificate::from_pem(&fs::read(path)?)?;
            let mut text = String::new();
            stdin().read_to_string(&mut text)?;
            println!("{}", verified(&text, issuer).unwrap_or_else(|error| error.to_string()));
        }
        _ => return Err("invalid arguments: see the source for usage".into()),
    }
    Ok(())
}

fn builder(version: &str) -> AssertionBuilder {
    let version = if version == "1.1" { SamlVersion::V11 } else { SamlVersion::V20 };
    let builder = Assertion::builder(version, ISSUER, "Ada Lovelace <ada@example.org>");
    builder.bearer().audience(SERVICE).attribute("role", ["a & b", "c"])
}

/// Returns the subject of an assertion in a message.
fn verified(text: &str, issuer: Certificate) -> Result<String, Box<dyn Error>> {
    let message = Security::new().assertion(text.parse()?).apply(ENVELOPE)?;
    let verifier = Verifier::new().assertion_issuer(ISSUER, issuer).audience(SERVICE);
    let assertion = verifier.verify(&message)?.assertion.ok_or("there is no assertion")?;
    Ok(assertion.subject().unwrap_or_default().to_owned())
}
