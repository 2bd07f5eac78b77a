//! Signs or verifies an element. `cargo lab interop` compares it with other implementations.
//!
//! ```text
//! xml_signature sign exclusive|inclusive KEY_AND_CERTIFICATE [ID] < document > signed
//! xml_signature verify CERTIFICATE < signed > name of the signed element
//! ```

use std::{
    env,
    error::Error,
    fs,
    io::{Read, stdin},
};

use wsdlgen_runtime::{
    AnyElement,
    security::{Certificate, Identity, XmlSigner, XmlVerifier},
};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let mut document = String::new();
    stdin().read_to_string(&mut document)?;
    let document: AnyElement = document.parse()?;
    match arguments[..] {
        ["sign", form, path, ref id @ ..] => {
            let pem = fs::read(path)?;
            let signer = XmlSigner::new(Identity::from_pem(&pem, &pem)?);
            let signer = if form == "inclusive" { signer.inclusive() } else { signer };
            print!("{}", signer.sign(document, id.first().copied())?.to_xml()?);
        }
        ["verify", path] => {
            let trusted = Certificate::from_pem(&fs::read(path)?)?;
            let verifier = XmlVerifier::new(move |certificate| *certificate == trusted);
            println!("{}", verifier.verify(&document)?.element.name.local());
        }
        _ => return Err("invalid arguments: see the source for usage".into()),
    }
    Ok(())
}
