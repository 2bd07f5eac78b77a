//! Credentials of callers, and their authentication in HTTP and TLS.

use http::Request;
use tower_service::Service;
use wsdlgen_expectations::policies::{ports, EchoClient, EchoContract, EchoServer};
use wsdlgen_runtime::{
    policy::{Binding, PasswordType, Requirements, SecurityPolicy, Token, TokenKind},
    security::{Credentials, Identity, Security, TlsCaller, Verifier},
    AnyElement, Payload, Port, QName, Transport,
};

use super::{asymmetric, call_with, credentials, never, port, server, support::now, Mirror, KEYS};

#[test]
fn lists_what_is_missing() {
    let client = |port: Port<EchoContract>, credentials: Credentials| {
        let (transport, _) = server(&ports::TLS, |text| text);
        EchoClient::new(port, transport).with_credentials(credentials).map(|_| ())
    };
    let user = || Credentials::new().username("ada", "secret");
    let identity = "a certificate with its private key (`Credentials::identity`)";
    let service = "the certificate of the service (`Credentials::service`)";
    let password = "a user name and a password (`Credentials::username`)";
    let cases = [
        (ports::PLAIN, Credentials::new(), vec![]),
        (ports::TLS, Credentials::new(), vec![password]),
        (ports::TLS, user(), vec![]),
        (ports::HTTP, Credentials::new(), vec![]),
        (ports::ASYMMETRIC, user(), vec![identity, service]),
        (ports::ASYMMETRIC, user().identity(KEYS.caller.clone()), vec![service]),
        // The user is optional there.
        (ports::SYMMETRIC, Credentials::new(), vec![password, identity, service]),
        (ports::SYMMETRIC, user(), vec![identity, service]),
        (
            ports::SYMMETRIC,
            Credentials::new()
                .identity(KEYS.caller.clone())
                .service(KEYS.service.certificate().clone()),
            vec![],
        ),
        (ports::SYMMETRIC, credentials(), vec![]),
        (ports::KERBEROS, credentials(), vec!["support of `KerberosToken` in wsdlgen"]),
        (ports::KERBEROS.without_policy(), Credentials::new(), vec![]),
    ];
    for (port, credentials, expected) in cases {
        let name = port.name();
        let missing = client(port, credentials).err();
        let missing: Vec<String> =
            missing.iter().flat_map(|error| error.missing().map(str::to_owned)).collect();
        assert_eq!(missing, expected, "{name}");
    }
}

#[test]
fn sends_nothing_that_violates_the_policy() {
    let without = EchoClient::connect(ports::ASYMMETRIC).unwrap_err().to_string();
    let policy = ports::ASYMMETRIC.policy().unwrap();
    let expected = format!(
        "the policy of port `Asymmetric` is not met ({policy}): it needs a certificate with its \
         private key (`Credentials::identity`); the certificate of the service (`Credentials::service`)"
    );
    assert_eq!(without, expected);
    let user = || Credentials::new().username("ada", "secret");
    let without_tls = EchoClient::connect_with(ports::TLS.at("http://localhost/"), user());
    let missing = "needs an address that begins with `https:` (`Port::at`)";
    assert!(without_tls.unwrap_err().to_string().ends_with(missing));
    // A password is not sent without TLS because another alternative works without it.
    let policy = || {
        let tls = Requirements::of(Binding::tls()).token(Token::username().signed());
        SecurityPolicy::any_of([
            tls,
            Requirements::of(Binding::asymmetric(Token::x509(), Token::x509())),
        ])
    };
    let either = ports::PLAIN.with_policy(policy);
    assert!(EchoClient::connect_with(either.clone(), user()).is_err());
    assert!(EchoClient::connect_with(either.at("https://localhost/"), user()).is_ok());
    // Calls of a client without credentials are not sent.
    let (transport, wire) = server(&ports::TLS, |text| text);
    let error = now(EchoClient::new(ports::TLS, transport).echo("hello")).unwrap_err();
    assert!(error.to_string().contains("it needs a user name and a password"), "{error}");
    assert!(wire.lock().unwrap().is_empty());
    // Neither are servers without what the policy requires.
    let server = |verifier| {
        let server = EchoServer::new(Mirror).into_service();
        server.with_policy_of(&ports::SYMMETRIC, verifier).unwrap_err()
    };
    let error = server(Verifier::new());
    assert_eq!(error.missing().count(), 5, "{error}");
    // Messages without a timestamp can be replayed.
    let requirements = || super::asymmetric(Token::x509(), super::never());
    let [bare, timed] = [requirements(), requirements().timestamp()].map(|requirements| {
        let verifier = Verifier::new()
            .pinned(KEYS.caller.certificate().clone())
            .identity(KEYS.service.clone());
        let server = EchoServer::new(Mirror).into_service();
        server.with_policy_of(&port(requirements), verifier).map(|_| ())
    });
    assert!(bare.unwrap_err().to_string().contains("`Verifier::signature_without_timestamp`"));
    assert!(timed.is_ok());
}

#[test]
fn requires_the_caller_of_http_or_tls() {
    let verifier = || Verifier::new().username(|user| (user == "ada").then(|| "secret".into()));
    let server =
        || EchoServer::new(Mirror).into_service().with_policy_of(&ports::HTTP, verifier()).unwrap();
    let call = |credentials: Credentials, certificate: Option<&'static Identity>| {
        let server = server();
        let transport = Transport::new(WithCaller { server, certificate });
        let client = EchoClient::new(ports::HTTP, transport).with_credentials(credentials).unwrap();
        now(client.echo("hello")).map(|reply| reply.body).map_err(|_| ())
    };
    let user = |password| Credentials::new().username("ada", password);
    assert_eq!(call(user("secret"), None).as_deref(), Ok("hello of ada"));
    assert_eq!(call(user("wrong"), None), Err(()));
    assert_eq!(call(Credentials::new(), None), Err(()));
    let certified = call(Credentials::new(), Some(&KEYS.caller));
    assert_eq!(certified.as_deref(), Ok("hello of nobody with key"));
    // A server cannot authenticate users whose passwords it does not know.
    let error =
        EchoServer::new(Mirror).into_service().with_policy_of(&ports::HTTP, Verifier::new());
    assert_eq!(error.unwrap_err().missing().count(), 1);
}

/// A server behind TLS, whose callers may have a certificate.
#[derive(Clone)]
pub(crate) struct WithCaller<S> {
    pub(crate) server: S,
    pub(crate) certificate: Option<&'static Identity>,
}

impl<S: Service<Request<Payload>>> Service<Request<Payload>> for WithCaller<S> {
    type Response = S::Response;
    type Error = S::Error;
    type Future = S::Future;

    fn poll_ready(
        &mut self,
        context: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Result<(), S::Error>> {
        self.server.poll_ready(context)
    }

    fn call(&mut self, mut request: Request<Payload>) -> S::Future {
        if let Some(identity) = self.certificate {
            request.extensions_mut().insert(TlsCaller(identity.certificate().clone()));
        }
        self.server.call(request)
    }
}

#[test]
fn keeps_the_policy_with_other_settings() {
    let verifier = || Verifier::new().username(|user| (user == "ada").then(|| "secret".into()));
    let server = || EchoServer::new(Mirror).into_service();
    let secured = server().with_policy_of(&ports::TLS, verifier()).unwrap();
    let replies = Security::new().timestamp(std::time::Duration::from_secs(60));
    let secured = secured.with_reply_security(replies);
    let plain = EchoClient::new(ports::PLAIN, Transport::new(secured.clone()));
    assert!(now(plain.echo("hello")).is_err());
    let user = Credentials::new().username("ada", "secret");
    let reply = call_with(&ports::TLS, Transport::new(secured), user, "hello");
    assert_eq!(reply.as_deref(), Ok("hello of ada"));
    // A port without a policy requires nothing.
    let open = server().with_policy_of(&ports::PLAIN, Verifier::new()).unwrap();
    assert!(now(EchoClient::new(ports::PLAIN, Transport::new(open)).echo("hello")).is_ok());
}

#[test]
fn requires_the_form_of_the_password() {
    let tls = |form| {
        let token = Token::new(TokenKind::Username(form)).signed();
        Requirements::of(Binding::tls()).timestamp().token(token)
    };
    let digest = port(tls(PasswordType::Digest));
    let (transport, _) = server(&digest, |text| text);
    let user = || Credentials::new().username("ada", "secret");
    assert!(call_with(&digest, transport.clone(), user(), "hello").is_ok());
    let text = ports::PLAIN.with_policy(|| {
        let token = Token::new(TokenKind::Username(PasswordType::Text)).signed();
        Requirements::of(Binding::tls()).timestamp().token(token).into()
    });
    let refused = call_with(&text, transport, user(), "hello").unwrap_err();
    assert!(refused.contains("expected a password digest, found plain text"), "{refused}");
}

/// Nothing can be encrypted for an elliptic curve. The fault is replaced by one that may be read by anyone.
#[test]
fn hides_faults_that_cannot_be_secured() {
    let port = port(super::asymmetric(Token::x509(), super::never()).timestamp());
    let verifier =
        Verifier::new().pinned(KEYS.curve.certificate().clone()).identity(KEYS.service.clone());
    let server = EchoServer::new(Mirror).into_service().with_policy_of(&port, verifier).unwrap();
    let credentials =
        Credentials::new().identity(KEYS.curve.clone()).service(KEYS.service.certificate().clone());
    let fault = call_with(&port, Transport::new(server), credentials, "fail");
    assert_eq!(fault, Err("fault [] the fault cannot be secured".to_owned()));
}

/// Answers every request with an empty body.
#[derive(Clone)]
struct Silent;

impl Service<Request<Payload>> for Silent {
    type Response = http::Response<Payload>;
    type Error = std::convert::Infallible;
    type Future = std::future::Ready<Result<Self::Response, Self::Error>>;

    fn poll_ready(
        &mut self,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Result<(), Self::Error>> {
        std::task::Poll::Ready(Ok(()))
    }

    fn call(&mut self, _: Request<Payload>) -> Self::Future {
        std::future::ready(Ok(http::Response::new(Payload::new(String::new()))))
    }
}

#[test]
fn rejects_empty_replies_that_should_be_signed() {
    let port = port(super::asymmetric(Token::x509(), super::never()).timestamp());
    let reply = call_with(&port, Transport::new(Silent), super::credentials(), "hello");
    let error = reply.unwrap_err();
    assert!(error.contains("the reply is empty: it cannot be verified"), "{error}");
}

#[test]
fn sends_tokens_of_other_kinds() {
    let ticket: AnyElement = "<t:Ticket xmlns:t='urn:ticket'>4711</t:Ticket>".parse().unwrap();
    let name = QName::new("urn:ticket", "Ticket");
    let accepts = |number: &'static str| move |ticket: &AnyElement| ticket.text() == number;
    let policies = [
        Requirements::of(Binding::tls()),
        Requirements::of(Binding::tls()).timestamp(),
        asymmetric(Token::x509(), never()).timestamp(),
    ];
    for requirements in policies {
        let port = port(requirements);
        let call = |credentials: Credentials, number: &'static str| {
            let verifier = Verifier::new()
                .pinned(KEYS.caller.certificate().clone())
                .identity(KEYS.service.clone())
                .token(name.clone(), accepts(number));
            let server = EchoServer::new(Mirror).into_service();
            let server = server.with_policy_of(&port, verifier).unwrap();
            call_with(&port, Transport::new(server), credentials, "hello").is_ok()
        };
        let with_ticket = || credentials().token(ticket.clone());
        let outcomes =
            [call(with_ticket(), "4711"), call(with_ticket(), "4712"), call(credentials(), "4711")];
        assert_eq!(outcomes, [true, false, false]);
    }
}

#[test]
fn vouches_for_users_without_passwords() {
    let user = || Token::new(TokenKind::Username(PasswordType::None)).signed();
    let port = port(asymmetric(Token::x509(), never()).timestamp().token(user()));
    let call = |user: &str, tamper: fn(String) -> String| {
        let (transport, _) = server(&port, tamper);
        let credentials = credentials().username(user, "");
        call_with(&port, transport, credentials, "hello")
    };
    let same: fn(String) -> String = |text| text;
    assert_eq!(call("ada", same).as_deref(), Ok("hello of ada with key"));
    let refused = "fault [] the sender could not be authenticated";
    assert_eq!(call("eve", same), Err(refused.to_owned()));
    let failed = "fault [] the message failed a security check";
    assert_eq!(call("eve", |text| text.replace("eve", "ada")), Err(failed.to_owned()));
    // The user is not vouched for.
    let port = super::port(Requirements::of(Binding::tls()).timestamp().token(user()));
    let (transport, _) = server(&port, same);
    let reply = call_with(&port, transport, credentials(), "hello");
    assert_eq!(reply, Err(refused.to_owned()));
}
