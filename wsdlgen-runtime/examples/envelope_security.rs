//! Secures or verifies an envelope. `cargo lab interop` compares it with other implementations.
//!
//! ```text
//! envelope_security apply  text|digest|signature KEY CERTIFICATE < envelope > secured
//! envelope_security verify user < secured
//! envelope_security verify signature|root|sha1 CERTIFICATE < secured
//! ```

use std::{
    env,
    error::Error,
    fs,
    io::{Read, stdin},
    time::Duration,
};

use wsdlgen_runtime::security::{Certificate, Identity, Password, Security, Verifier};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let mut envelope = String::new();
    stdin().read_to_string(&mut envelope)?;
    let timed = Security::new().timestamp(Duration::from_secs(60));
    let user = |password| Security::new().username_token("ada", password);
    let known = |name: &str| (name == "ada").then(|| "secret".into());
    let certificate = |path: &str| -> Result<Certificate, Box<dyn Error>> {
        Ok(Certificate::from_pem(&fs::read(path)?)?)
    };
    let security = match arguments[..] {
        ["apply", "text"] => user(Password::Text("secret".into())),
        ["apply", "digest"] => user(Password::Digest("secret".into())),
        ["apply", "signature", key, certificate] => {
            timed.sign(Identity::from_pem(&fs::read(key)?, &fs::read(certificate)?)?)
        }
        ["verify", "user"] => return verify(&Verifier::new().username(known), &envelope),
        ["verify", "signature", path] => {
            return verify(&Verifier::new().pinned(certificate(path)?), &envelope);
        }
        ["verify", "root", path] => {
            return verify(&Verifier::new().root(certificate(path)?), &envelope);
        }
        ["verify", "sha1", path] => {
            let verifier = Verifier::new().pinned(certificate(path)?).sha1_signatures();
            return verify(&verifier, &envelope);
        }
        _ => return Err("invalid arguments: see the source for usage".into()),
    };
    print!("{}", security.apply(&envelope)?);
    Ok(())
}

fn verify(verifier: &Verifier, envelope: &str) -> Result<(), Box<dyn Error>> {
    let authenticated = verifier.verify(envelope)?;
    let user = authenticated.username.as_deref().unwrap_or("-");
    let signer = if authenticated.certificate.is_some() { "signed" } else { "-" };
    println!("{user} {signer}");
    Ok(())
}
