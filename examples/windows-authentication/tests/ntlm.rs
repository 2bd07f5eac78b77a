//! A server over loopback that authenticates connections with NTLM.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::{
    collections::HashMap,
    net::SocketAddr,
    sync::{Arc, Mutex},
};

use axum::{
    Router,
    body::{Body, to_bytes},
    extract::{ConnectInfo, Request},
    response::Response,
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use example_windows_authentication::{
    Credentials,
    customer_care::{
        CustomerCareServiceClient, OperationType, UpdateCustomerPinRequest, operations, ports,
    },
    http, with_ntlm,
};
use http::header::{AUTHORIZATION, CONTENT_TYPE, WWW_AUTHENTICATE};
use sspi::{
    AuthIdentity, AuthIdentityBuffers, BufferType, CredentialUse, DataRepresentation, Ntlm,
    SecurityBuffer, SecurityStatus, ServerRequestFlags, Sspi as _, SspiImpl as _, Username,
};
use wsdlgen_runtime::{CallError, NoDetail, Reply, Transport};

const REPLY: &str = "<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Body>\
    <UpdateCustomerPINResponse xmlns='http://ws.southernco.com/CustSvc-iHub'/></s:Body></s:Envelope>";

/// A connection.
enum Connection {
    Known,
    Exchanging(Box<(Ntlm, Option<AuthIdentityBuffers>)>),
}

/// The connections by the addresses of their clients, and the lengths of the requests that were answered.
#[derive(Default)]
struct Server {
    scheme: &'static str,
    connections: HashMap<SocketAddr, Connection>,
    lengths: Vec<usize>,
}

impl Server {
    /// Returns the challenge for a request, or `None` if its connection is authenticated.
    fn challenge(&mut self, client: SocketAddr, authorization: Option<&str>) -> Option<String> {
        if matches!(self.connections.get(&client), Some(Connection::Known)) {
            return None;
        }
        let Some(token) = authorization.and_then(|value| value.strip_prefix(self.scheme)) else {
            return Some(self.scheme.to_owned());
        };
        let token = STANDARD.decode(token.trim()).unwrap();
        let connection = self.connections.remove(&client);
        let mut exchange = match connection {
            Some(Connection::Exchanging(exchange)) => exchange,
            _ => Box::new(acceptor()),
        };
        let (ntlm, credentials) = &mut *exchange;
        let mut input = [SecurityBuffer::new(token, BufferType::Token)];
        let mut output = [SecurityBuffer::new(Vec::new(), BufferType::Token)];
        let accepting = ntlm
            .accept_security_context()
            .with_credentials_handle(credentials)
            .with_context_requirements(ServerRequestFlags::ALLOCATE_MEMORY)
            .with_target_data_representation(DataRepresentation::Native)
            .with_input(&mut input)
            .with_output(&mut output);
        let status = ntlm.accept_security_context_impl(accepting);
        let status = status.and_then(|mut accepted| accepted.resolve_to_result());
        match status.map(|accepted| accepted.status) {
            Ok(SecurityStatus::ContinueNeeded) => {
                self.connections.insert(client, Connection::Exchanging(exchange));
                Some(format!("{} {}", self.scheme, STANDARD.encode(&output[0].buffer)))
            }
            Ok(_) if ntlm.complete_auth_token(&mut output).is_ok() => {
                self.connections.insert(client, Connection::Known);
                None
            }
            Ok(_) | Err(_) => Some(self.scheme.to_owned()),
        }
    }
}

/// Creates the server's side of an exchange, which knows the password of `CARE\ada`.
fn acceptor() -> (Ntlm, Option<AuthIdentityBuffers>) {
    let mut ntlm = Ntlm::new();
    let username = Username::parse("CARE\\ada").unwrap();
    let identity = AuthIdentity { username, password: "open sesame".to_owned().into() };
    let acquired = ntlm
        .acquire_credentials_handle()
        .with_credential_use(CredentialUse::Inbound)
        .with_auth_data(&identity)
        .execute(&mut ntlm)
        .unwrap();
    (ntlm, acquired.credentials_handle)
}

async fn serve(scheme: &'static str) -> (String, Arc<Mutex<Server>>) {
    let server = Arc::new(Mutex::new(Server { scheme, ..Server::default() }));
    let state = Arc::clone(&server);
    let router = Router::new().fallback(
        move |ConnectInfo(client): ConnectInfo<SocketAddr>, request: Request| async move {
            let authorization = request.headers().get(AUTHORIZATION).cloned();
            let length = to_bytes(request.into_body(), usize::MAX).await.unwrap().len();
            let mut server = state.lock().unwrap();
            let authorization = authorization.as_ref().map(|value| value.to_str().unwrap());
            if let Some(challenge) = server.challenge(client, authorization) {
                let rejection = Response::builder().status(401);
                let rejection = rejection.header(WWW_AUTHENTICATE, challenge);
                return rejection.body(Body::from("<h1>401</h1>")).unwrap();
            }
            server.lengths.push(length);
            let reply = Response::builder().header(CONTENT_TYPE, "text/xml");
            reply.body(Body::from(REPLY)).unwrap()
        },
    );
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    let router = router.into_make_service_with_connect_info::<SocketAddr>();
    tokio::spawn(async move { axum::serve(listener, router).await });
    (url, server)
}

fn transport(password: &str) -> Transport {
    let credentials = Credentials { user: "CARE\\ada".to_owned(), password: password.to_owned() };
    with_ntlm(http(), &credentials).unwrap()
}

async fn call(
    url: &str,
    transport: &Transport,
) -> Result<Reply<operations::UpdateCustomerPin>, CallError<NoDetail>> {
    let port = ports::CUSTOMER_CARE_SERVICE_SOAP.at(url);
    let client = CustomerCareServiceClient::new(port, transport.clone());
    client.update_customer_pin(UpdateCustomerPinRequest::new(OperationType::Lock)).await
}

#[tokio::test]
async fn authenticates_the_connection_once() {
    for scheme in ["NTLM", "Negotiate"] {
        let (url, server) = serve(scheme).await;
        let transport = transport("open sesame");
        for _ in 0..3 {
            call(&url, &transport).await.unwrap();
        }
        let server = server.lock().unwrap();
        assert_eq!(server.connections.len(), 1, "{scheme}");
        assert!(server.lengths.len() == 3 && server.lengths.iter().all(|length| *length > 300));
    }
}

#[tokio::test]
async fn runs_calls_one_after_the_other() {
    let (url, server) = serve("NTLM").await;
    let transport = transport("open sesame");
    let calls = [call(&url, &transport), call(&url, &transport), call(&url, &transport)];
    let [first, second, third] = calls;
    let (first, second, third) = tokio::join!(first, second, third);
    assert!(first.is_ok() && second.is_ok() && third.is_ok());
    assert_eq!(server.lock().unwrap().connections.len(), 1);
}

#[tokio::test]
async fn returns_the_rejection_of_a_wrong_password() {
    let (url, server) = serve("NTLM").await;
    match call(&url, &transport("wrong")).await {
        Err(CallError::Http(error)) => assert_eq!(error.status(), 401),
        other => panic!("{other:?}"),
    }
    assert_eq!(server.lock().unwrap().lengths.len(), 0);
}

#[tokio::test]
async fn leaves_other_challenges_to_the_caller() {
    let (url, _server) = serve("Basic").await;
    match call(&url, &transport("open sesame")).await {
        Err(CallError::Http(error)) => assert_eq!(error.status(), 401),
        other => panic!("{other:?}"),
    }
}
