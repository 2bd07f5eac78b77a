//! Measures signed and encrypted calls. `cargo lab bench` compares them with another implementation.
//!
//! ```text
//! secured_calls KEYS N > the microseconds of a call
//! ```
//!
//! `KEYS` is a folder with the keys and certificates of both sides, `caller.pem` and `service.pem`.

use std::{
    error::Error,
    fs,
    future::{Future, IntoFuture},
    path::Path,
    pin::pin,
    task::{Context as Task, Poll, Waker},
    time::Instant,
};

use wsdlgen_expectations::policies::{operations, ports, Echo, EchoClient, EchoServer};
use wsdlgen_runtime::{
    policy::{Binding, Inclusion, KeyReference, Protection, Requirements, SecurityPolicy, Token},
    security::{Credentials, Identity, Verifier},
    server::Context,
    Fault, NoDetail, Transport,
};

struct Mirror;

impl Echo for Mirror {
    async fn echo(
        &self,
        _context: &mut Context<operations::Echo>,
        request: String,
    ) -> Result<String, Fault<NoDetail>> {
        Ok(request)
    }
}

/// Returns the policy of both directions: the body and the timestamp are signed, and the body is encrypted.
fn policy() -> SecurityPolicy {
    let service =
        Token::x509().included(Inclusion::AlwaysToInitiator).referred_by(KeyReference::Thumbprint);
    let requirements = Requirements::of(Binding::asymmetric(Token::x509(), service)).timestamp();
    requirements.messages(Protection::default().sign_body().encrypt_body()).into()
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [keys, rounds] = &arguments[..] else {
        return Err("invalid arguments: see the source for usage".into());
    };
    let rounds: u32 = rounds.parse()?;
    let identity = |name: &str| -> Result<Identity, Box<dyn Error>> {
        let pem = fs::read(Path::new(keys).join(name))?;
        Ok(Identity::from_pem(&pem, &pem)?)
    };
    let (caller, service) = (identity("caller.pem")?, identity("service.pem")?);
    let port = ports::TLS.with_policy(policy);
    let credentials =
        Credentials::new().identity(caller.clone()).service(service.certificate().clone());
    let verifier = Verifier::new().pinned(caller.certificate().clone()).identity(service);
    let server = EchoServer::new(Mirror).into_service().with_policy_of(&port, verifier)?;
    let client = EchoClient::new(port, Transport::new(server)).with_credentials(credentials)?;
    let measure = || -> Result<f64, Box<dyn Error>> {
        let start = Instant::now();
        for _ in 0..rounds {
            if now(client.echo("hello"))?.body != "hello" {
                return Err("the reply is wrong".into());
            }
        }
        Ok(start.elapsed().as_secs_f64() * 1e6 / f64::from(rounds))
    };
    // The first round warms up.
    measure()?;
    println!("ours {}", measure()?);
    Ok(())
}

/// Polls a future until it is ready, and returns its output.
fn now<F: IntoFuture>(future: F) -> F::Output {
    let mut future = pin!(future.into_future());
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut Task::from_waker(Waker::noop())) {
            return output;
        }
    }
}
