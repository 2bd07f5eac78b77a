//! One document over HTTP, within limits and on hosts that may be asked.

use std::io::{self, Read};

use ureq::http::Response;
use ureq::http::header::LOCATION;
use ureq::{Agent, Body};
use url::Url;

use super::{Event, FetchError, Hosts, Limits, Options, Problem};

pub(super) struct Downloader<'a> {
    agent: Agent,
    entry_host: String,
    hosts: Hosts,
    limits: &'a Limits,
    progress: &'a mut dyn FnMut(Event<'_>),
}

impl<'a> Downloader<'a> {
    pub(super) fn new(
        entry: &Url,
        options: &'a Options,
        progress: &'a mut dyn FnMut(Event<'_>),
    ) -> Self {
        let limits = &options.limits;
        let config = Agent::config_builder()
            .timeout_connect(Some(limits.connect))
            .timeout_global(Some(limits.request))
            // Redirects are followed here, so that each is checked like an import.
            .max_redirects(0)
            .http_status_as_error(false)
            .build();
        let entry_host = entry.host_str().unwrap_or_default().to_owned();
        Self { agent: config.into(), entry_host, hosts: options.hosts, limits, progress }
    }

    /// The document at `url` and the address where redirects ended; `number` is for the progress.
    pub(super) fn get(&mut self, url: &Url, number: usize) -> Result<(Url, Vec<u8>), FetchError> {
        (self.progress)(Event::Requested { address: &shown(url), number });
        let mut at = url.clone();
        self.follow(&mut at).map(|bytes| (at.clone(), bytes)).map_err(|problem| {
            // Where a redirect led is where it failed.
            FetchError::new(shown(&at), problem)
        })
    }

    /// Requests `at`, which moves with every redirect.
    fn follow(&mut self, at: &mut Url) -> Result<Vec<u8>, Problem> {
        for _ in 0..=self.limits.redirects {
            self.permit(at)?;
            let response = self.agent.get(at.as_str()).call().map_err(transport)?;
            let status = response.status();
            if status.is_success() {
                return self.body(&shown(at), response);
            }
            let Some(location) =
                response.headers().get(LOCATION).filter(|_| status.is_redirection())
            else {
                return Err(Problem::Status { status: status.as_u16() });
            };
            let target = String::from_utf8_lossy(location.as_bytes());
            *at = at
                .join(&target)
                .map_err(|error| Problem::Address { reason: format!("{target}: {error}") })?;
        }
        Err(Problem::Redirects { limit: self.limits.redirects })
    }

    fn permit(&self, url: &Url) -> Result<(), Problem> {
        if !matches!(url.scheme(), "http" | "https") {
            return Err(Problem::Scheme { scheme: url.scheme().to_owned() });
        }
        let host = url.host_str().unwrap_or_default();
        if self.hosts == Hosts::Any || host == self.entry_host {
            return Ok(());
        }
        Err(Problem::OtherHost { host: host.to_owned(), entry_host: self.entry_host.clone() })
    }

    fn body(&mut self, address: &str, response: Response<Body>) -> Result<Vec<u8>, Problem> {
        let body = response.into_body();
        let announced = body.content_length();
        let limit = self.limits.document_size;
        if announced.is_some_and(|length| length > limit) {
            return Err(Problem::DocumentSize { limit });
        }
        let mut reader = body.into_reader();
        let mut bytes = Vec::new();
        let mut chunk = [0; 16 * 1024];
        loop {
            let received = bytes.len() as u64;
            let length = match (reader.read(&mut chunk), announced) {
                (Ok(0), Some(announced)) if received < announced => {
                    return Err(Problem::Truncated { received, announced });
                }
                (Ok(0), _) => return Ok(bytes),
                (Ok(length), _) => length,
                (Err(error), Some(announced)) if was_cut_short(&error) => {
                    return Err(Problem::Truncated { received, announced });
                }
                (Err(error), _) => return Err(Problem::Transport { source: error.into() }),
            };
            bytes.extend_from_slice(&chunk[..length]);
            let received = bytes.len() as u64;
            if received > limit {
                return Err(Problem::DocumentSize { limit });
            }
            (self.progress)(Event::Received { address, bytes: received });
        }
    }
}

fn was_cut_short(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::UnexpectedEof | io::ErrorKind::ConnectionReset)
}

fn transport(error: ureq::Error) -> Problem {
    Problem::Transport { source: error.into() }
}

/// An address as messages may show it: without the password.
pub(super) fn shown(url: &Url) -> String {
    let mut url = url.clone();
    if url.password().is_some() {
        // Refused only for addresses that cannot have a password.
        let _ = url.set_password(Some("***"));
    }
    url.into()
}
