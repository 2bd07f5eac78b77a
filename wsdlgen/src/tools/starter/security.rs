//! The credentials that a program needs for a port with a security policy.

use wsdlgen_runtime::policy::{Need, SecurityPolicy};

use super::{WIDTH, on_one_line};

/// The part of a program that meets the security policy of a port.
#[derive(Default)]
pub(super) struct SecurityCode {
    /// A comment about the policy, in the function that creates the client.
    pub(super) comment: String,
    /// The function that returns the credentials. Empty if none are needed.
    pub(super) credentials: String,
    /// The types that the function uses.
    pub(super) imports: Vec<&'static str>,
    /// The feature of the runtime that secures messages.
    pub(super) feature: Option<&'static str>,
}

impl SecurityCode {
    /// Returns the code for the first alternative of a policy.
    pub(super) fn of(policy: &SecurityPolicy) -> Self {
        let mut code =
            Self { comment: comment(&format!("The port requires: {policy}.")), ..Self::default() };
        let Some(requirements) = policy.alternatives().first() else { return code };
        let needs = requirements.needs();
        let (mut calls, mut others) = (String::new(), String::new());
        for need in &needs {
            match code.call(*need) {
                Some(call) => calls += call,
                None if matches!(need, Need::WsSecurity | Need::WsEncryption | Need::Tls) => {}
                None => {
                    others += &comment(&format!("The port also requires {need}."));
                }
            }
        }
        let encrypts = needs.contains(&Need::WsEncryption);
        let is_secured = needs.contains(&Need::WsSecurity) || !calls.is_empty();
        code.feature = match (encrypts, is_secured) {
            (true, _) => Some("ws-encryption"),
            (false, true) => Some("ws-security"),
            (false, false) => return code,
        };
        code.imports.push("Credentials");
        code.imports.sort_unstable();
        code.credentials = format!(
            "\n/// Returns the credentials that the port requires. Replace the placeholders with your own.\n\
             fn credentials() -> Result<Credentials, Box<dyn Error>> {{\n{others}    \
             Ok(Credentials::new(){calls})\n}}\n"
        );
        code
    }

    /// Returns the call of the client's function that connects to a port.
    pub(super) fn connect(&self) -> &'static str {
        if self.credentials.is_empty() {
            "connect(port)"
        } else {
            "connect_with(port, credentials()?)"
        }
    }

    /// Returns the builder call that supplies a need, or `None` if the program has to supply it in another way.
    fn call(&mut self, need: Need) -> Option<&'static str> {
        match need {
            Need::UserName => {
                Some("\n        .username(\"user\", std::env::var(\"SERVICE_PASSWORD\")?)")
            }
            Need::Identity => {
                self.imports.push("Identity");
                Some(
                    "\n        .identity(Identity::from_pem(&std::fs::read(\"key.pem\")?, \
                     &std::fs::read(\"certificate.pem\")?)?)",
                )
            }
            Need::ServiceCertificate | Need::ServiceOrAuthority => {
                self.imports.push("Certificate");
                Some("\n        .service(Certificate::from_pem(&std::fs::read(\"service.pem\")?)?)")
            }
            Need::Rsa15 => Some("\n        .rsa15_encryption()"),
            _ => None,
        }
    }
}

/// Returns an indented comment, on as many lines as it needs.
fn comment(text: &str) -> String {
    const START: &str = "    //";
    let mut lines = START.to_owned();
    let mut length = START.len();
    for word in on_one_line(text).split_whitespace() {
        if length + 1 + word.len() > WIDTH {
            lines = lines + "\n" + START;
            length = START.len();
        }
        lines = lines + " " + word;
        length += 1 + word.len();
    }
    lines + "\n"
}
