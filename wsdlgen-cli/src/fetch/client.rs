//! The HTTP client: credentials, TLS and proxy.

use std::time::Duration;

use ureq::http::Response;
use ureq::tls::{ClientCert, RootCerts, TlsConfig};
use ureq::{Agent, Body, ProxyProtocol};
use url::{Origin, Url};

use super::{Authorities, Credentials, Limits, Options, Problem, Proxy};

/// An HTTP client that sends credentials only to the origin of the entry document.
pub(super) struct Client<'a> {
    origin: Origin,
    credentials: &'a Credentials,
    /// The agent for requests to the origin.
    trusted: Agent,
    /// The agent for all other servers. An agent presents its client certificate to every server it contacts.
    others: Agent,
}

impl<'a> Client<'a> {
    pub(super) fn new(entry: &Url, options: &'a Options) -> Result<Self, Problem> {
        let credentials = &options.credentials;
        let proxy = proxy(&options.proxy, credentials)?;
        Ok(Self {
            origin: entry.origin(),
            credentials,
            trusted: agent(options, proxy.clone(), credentials.certificate().cloned()),
            others: agent(options, proxy, None),
        })
    }

    pub(super) fn get(&self, url: &Url) -> Result<Response<Body>, ureq::Error> {
        if url.origin() != self.origin {
            return self.others.get(url.as_str()).call();
        }
        let request = self.trusted.get(url.as_str());
        self.credentials
            .headers()
            .fold(request, |request, (name, value)| request.header(name, value))
            .call()
    }
}

/// Returns the agent for a call to a service. It presents the client certificate.
pub(crate) fn calling(options: &Options, timeout: Duration) -> Result<Agent, Problem> {
    let proxy = proxy(&options.proxy, &options.credentials)?;
    let limits = Limits { request: timeout, ..options.limits.clone() };
    let options = Options { limits, ..options.clone() };
    Ok(agent(&options, proxy, options.credentials.certificate().cloned()))
}

fn agent(options: &Options, proxy: Option<ureq::Proxy>, certificate: Option<ClientCert>) -> Agent {
    let roots = options.authorities.as_ref().map_or(RootCerts::WebPki, Authorities::roots);
    let tls = TlsConfig::builder().root_certs(roots).client_cert(certificate).build();
    Agent::config_builder()
        .timeout_connect(Some(options.limits.connect))
        .timeout_global(Some(options.limits.request))
        // Redirects are followed in `download`, which checks each of them like an import.
        .max_redirects(0)
        .http_status_as_error(false)
        .user_agent(concat!("wsdlgen/", env!("CARGO_PKG_VERSION")))
        // Documents are stored as served, so compression is not wanted.
        .accept_encoding("identity")
        .tls_config(tls)
        .proxy(proxy)
        .build()
        .into()
}

fn proxy(proxy: &Proxy, credentials: &Credentials) -> Result<Option<ureq::Proxy>, Problem> {
    let proxy = match proxy {
        Proxy::Direct => None,
        Proxy::Environment => ureq::Proxy::try_from_env(),
        Proxy::At(address) => Some(ureq::Proxy::new(address).map_err(|_| Problem::Proxy)?),
    };
    let over_tls = proxy.as_ref().is_some_and(|it| it.protocol() == ProxyProtocol::Https);
    if over_tls && credentials.certificate().is_some() {
        return Err(Problem::ProxyCertificate);
    }
    Ok(proxy)
}
