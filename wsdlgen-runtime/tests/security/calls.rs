//! Secured calls between clients and servers in memory.

use std::{
    future::{Future, IntoFuture},
    sync::{Arc, Mutex},
};

use futures_util::FutureExt;
use http::{Request, header};
use tower_service::Service;
use wsdlgen_runtime::{
    CallError, Client, ClientSettings, Fault, FaultClass, Operation, Payload, Port, Reply, Server,
    SoapVersion, Transport,
    message::{EncodeError, decode},
    security::{Authenticated, Password, Security, SecurityCode, Verifier},
    server::{Dispatch, DispatchFuture, IncomingRequest},
    xml::{QName, ReadOptions},
};

use crate::{
    MINUTE,
    common::{Echo, EchoContract, EchoFault},
    keys::KEYS,
    passwords,
};

const WSSE: &str =
    "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd";

/// A server that replies with the name of the caller.
#[derive(Clone, Debug)]
struct WhoIsIt;

impl Dispatch for WhoIsIt {
    type Contract = EchoContract;

    fn dispatch(&self, _operation: usize, received: IncomingRequest) -> DispatchFuture<'_> {
        Box::pin(async move {
            let (context, text) = received.read::<Echo>().await?;
            let who = context.http.extensions.get::<Authenticated>();
            let named = who.map_or("anonymous", |who| match (&who.username, &who.certificate) {
                (Some(user), _) => user,
                (None, Some(certificate)) if certificate == KEYS.issued.certificate() => "issued",
                _ => "other",
            });
            let result = match &*text {
                "busy" => Err(Fault::receiver("busy").with_detail(EchoFault::Busy(5))),
                _ => Ok(named.to_owned()),
            };
            Ok(context.answer(result))
        })
    }
}

fn now<T>(future: impl Future<Output = T>) -> T {
    future.now_or_never().expect("the future never waits")
}

type Called = Result<Reply<Echo>, CallError<EchoFault>>;

fn call(
    server: &Server<WhoIsIt>,
    version: SoapVersion,
    settings: ClientSettings,
    text: &str,
) -> Called {
    let port = Port::<EchoContract>::new("Echo", "http://localhost/", version, &[]);
    let client = Client::new(port, Transport::new(server.clone())).with_settings(settings);
    now(client.call::<Echo>(text.to_owned()).into_future())
}

fn sending(security: Security) -> ClientSettings {
    ClientSettings::default().security(security)
}

fn user(password: &str) -> Security {
    Security::new().username_token("ada", Password::Digest(password.into())).timestamp(MINUTE)
}

fn signing() -> Security {
    Security::new().timestamp(MINUTE).sign(KEYS.issued.clone())
}

/// Returns a verifier that pins the certificate, because certificates issued by the authority have expired.
fn trusting() -> Verifier {
    Verifier::new().pinned(KEYS.issued.certificate().clone()).timestamp()
}

const VERSIONS: [SoapVersion; 2] = [SoapVersion::Soap11, SoapVersion::Soap12];

#[test]
fn passes_the_sender_to_methods() {
    let by_user = Server::new(WhoIsIt).with_security(Verifier::new().username(passwords));
    let by_key = Server::new(WhoIsIt).with_security(trusting());
    for version in VERSIONS {
        let cases = [
            (&by_user, sending(user("secret")), "ada"),
            (&by_key, sending(signing()), "issued"),
            (&by_key, sending(user("secret").sign(KEYS.issued.clone())), "issued"),
            (&Server::new(WhoIsIt), ClientSettings::default(), "anonymous"),
        ];
        for (server, settings, who) in cases {
            assert_eq!(call(server, version, settings, "x").unwrap().body, who);
        }
    }
}

/// Returns the class of a fault, its most specific code, and its reason.
fn fault(called: Called) -> (FaultClass, QName, String) {
    let Err(CallError::Fault(fault)) = called else { panic!("{called:?}") };
    let code = fault.subcodes.last().unwrap_or(fault.code.name()).clone();
    (fault.code.class(), code, fault.reason().to_owned())
}

#[test]
fn rejects_requests_with_the_faults_of_the_specification() {
    let server =
        Server::new(WhoIsIt).with_security(Verifier::new().username(passwords).timestamp());
    let by_key = Server::new(WhoIsIt).with_security(trusting());
    let expired =
        Security::new().timestamp(MINUTE).username_token("ada", Password::Text("secret".into()));
    let old = |request: &str| expired.apply_at(request, std::time::UNIX_EPOCH).unwrap();
    for (version, class) in
        [(SoapVersion::Soap11, FaultClass::Other), (SoapVersion::Soap12, FaultClass::Sender)]
    {
        let cases = [
            (
                &server,
                ClientSettings::default(),
                "InvalidSecurity",
                "the security header is missing",
            ),
            (&server, sending(signing()), "InvalidSecurity", "the `UsernameToken` is missing"),
            (
                &server,
                sending(user("wrong")),
                "FailedAuthentication",
                "the sender could not be authenticated",
            ),
            (&by_key, sending(user("secret")), "InvalidSecurity", "the signature is missing"),
        ];
        for (server, settings, code, reason) in cases {
            let refused = fault(call(server, version, settings, "x"));
            assert_eq!(refused, (class, QName::new(WSSE, code), reason.to_owned()));
        }
        let port = Port::<EchoContract>::new("Echo", "http://localhost/", version, &[]);
        let client = Client::new(port, Transport::new(server.clone()));
        let request = client.call::<Echo>("x".to_owned()).encode().unwrap();
        let (head, body) = request.into_parts();
        let body = old(std::str::from_utf8(&body.into_bytes()).unwrap());
        let Ok(response) = now(server.clone().call(Request::from_parts(head, Payload::new(body))));
        let called = decode::<Echo>(response.map(Payload::into_bytes), &ReadOptions::default());
        let reason = "the message is too old".to_owned();
        assert_eq!(fault(called), (class, QName::new(WSSE, "MessageExpired"), reason));
    }
}

#[test]
fn rejects_security_headers_without_a_verifier() {
    let server = Server::new(WhoIsIt);
    for version in VERSIONS {
        let (class, _, reason) = fault(call(&server, version, sending(user("secret")), "x"));
        assert_eq!(
            (class, reason),
            (FaultClass::MustUnderstand, format!("not understood: {{{WSSE}}}Security"))
        );
        let talkative = server.clone().with_reply_security(signing());
        let Err(CallError::Decode(error)) =
            call(&talkative, version, ClientSettings::default(), "x")
        else {
            panic!("expected an error for the header that must be understood")
        };
        let expected = "`ClientSettings::reply_security` verifies it";
        assert!(error.to_string().contains(expected), "{error}");
    }
}

#[test]
fn understands_timestamps_of_replies_if_it_sends_security() {
    let stamping = Server::new(WhoIsIt)
        .with_security(Verifier::new().username(passwords))
        .with_reply_security(Security::new().timestamp(MINUTE));
    let signing = stamping.clone().with_reply_security(signing());
    let block = QName::new(WSSE, "Security");
    for version in VERSIONS {
        let call = |server, settings| call(server, version, settings, "x").map(|reply| reply.body);
        assert_eq!(call(&stamping, sending(user("secret"))).unwrap(), "ada");
        let signed = call(&signing, sending(user("secret"))).unwrap_err();
        assert!(signed.to_string().contains("must be understood"), "{signed}");
        let settings = sending(user("secret")).understands(block.clone());
        assert_eq!(call(&signing, settings).unwrap(), "ada");
    }
}

#[test]
fn verifies_replies() {
    let settings = || ClientSettings::default().reply_security(trusting());
    let plain = Server::new(WhoIsIt);
    for version in VERSIONS {
        let signing = plain.clone().with_reply_security(signing());
        let reply = call(&signing, version, settings(), "x").unwrap();
        let who = reply.http.extensions.get::<Authenticated>().unwrap();
        assert_eq!(who.certificate.as_ref(), Some(KEYS.issued.certificate()));
        for (server, code) in [
            (&plain, SecurityCode::InvalidSecurity),
            (
                &plain.clone().with_reply_security(
                    Security::new().timestamp(MINUTE).sign(KEYS.stranger.clone()),
                ),
                SecurityCode::FailedAuthentication,
            ),
        ] {
            match call(server, version, settings(), "x") {
                Err(CallError::Security(error)) => assert_eq!(error.code(), code),
                other => panic!("{other:?}"),
            }
        }
        // Faults are accepted with and without security.
        for server in [&plain, &signing] {
            let (class, _, reason) = fault(call(server, version, settings(), "busy"));
            assert_eq!((class, &*reason), (FaultClass::Receiver, "busy"));
        }
    }
}

#[test]
fn does_not_send_unsigned_attachments() {
    let port = Port::<EchoContract>::new("Echo", "http://localhost/", SoapVersion::Soap11, &[]);
    let client = Client::new(port, Transport::new(Server::new(WhoIsIt)))
        .with_settings(sending(signing()).mtom(1));
    let attachment = wsdlgen_runtime::message::Attachment::new("text/plain", "x");
    let refused = client.call::<Echo>("x".to_owned()).attachment(attachment).encode();
    let Err(CallError::Encode(EncodeError::Security(error))) = refused else {
        panic!("expected an error for the unsigned attachment")
    };
    assert_eq!(error.code(), SecurityCode::InvalidSecurity);
    // Binary data stays in the envelope, where the signature covers it.
    let request = client.call::<Echo>("x".to_owned()).encode().unwrap();
    assert_eq!(request.headers()[header::CONTENT_TYPE], "text/xml; charset=utf-8");
}

#[test]
fn traces_hide_tokens() {
    for password in [Password::Text("hush".into()), Password::Digest("hush".into())] {
        let security = Security::new().username_token("ada", password);
        let shown = Arc::new(Mutex::new(String::new()));
        let seen = Arc::clone(&shown);
        let settings = sending(security.clone())
            .trace(move |trace| seen.lock().unwrap().push_str(&trace.body));
        assert!(!format!("{security:?} {settings:?}").contains("hush"));
        let _ = call(&Server::new(WhoIsIt), SoapVersion::Soap11, settings, "x");
        let shown = shown.lock().unwrap();
        assert!(shown.contains(">[redacted]</wsse:Password>"), "{shown}");
        assert!(!shown.contains("hush") && !shown.contains("=</wsse:"), "{shown}");
    }
    assert_eq!(Echo::NAME, "Echo");
}
