//! Download of a single document over HTTP, within limits and from permitted hosts.

use std::io::Read;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::SystemTime;

use ureq::http::header::{CONTENT_TYPE, LOCATION};
use ureq::http::{HeaderMap, HeaderValue, Response};
use ureq::{Body, Timeout};
use url::Url;

use super::client::Client;
use super::content::ContentEncoding;
use super::event::Notice;
use super::parallel::Link;
use super::{FetchError, Hosts, Limits, Options, Problem, address, retry};

/// A downloader, shared by several threads.
pub(super) struct Downloader<'a> {
    client: Client<'a>,
    entry: Url,
    options: &'a Options,
    /// Total size of all documents so far, in bytes.
    total: AtomicU64,
}

/// A downloaded document.
pub(super) struct Downloaded {
    /// The final address after redirects.
    pub(super) base: Url,
    pub(super) media_type: MediaType,
    pub(super) bytes: Vec<u8>,
}

/// The media type of a response. Used only in error messages, since many servers mislabel WSDL documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum MediaType {
    WebPage,
    Other,
}

/// The response to a single request.
enum Answer {
    Redirect(Url),
    Document(MediaType, Vec<u8>),
}

impl<'a> Downloader<'a> {
    pub(super) fn new(entry: &Url, options: &'a Options) -> Result<Self, Problem> {
        let client = Client::new(entry, options)?;
        Ok(Self { client, entry: entry.clone(), options, total: AtomicU64::new(0) })
    }

    pub(super) fn connections(&self) -> usize {
        self.limits().connections.max(1)
    }

    /// Downloads the document at `url`. `number` is the document's number in progress events.
    pub(super) fn get(
        &self,
        url: &Url,
        number: usize,
        link: &Link<'_>,
    ) -> Result<Downloaded, FetchError> {
        link.tell(Notice::Requested { address: url.as_str().into(), number });
        let mut at = url.clone();
        match self.follow(&mut at, link) {
            Ok((media_type, bytes)) => Ok(Downloaded { base: at, media_type, bytes }),
            // After a redirect, `at` is the address that failed.
            Err(problem) => Err(FetchError::new(at.into(), problem)),
        }
    }

    /// Requests `at` and follows redirects. `at` is updated with each of them.
    fn follow(&self, at: &mut Url, link: &Link<'_>) -> Result<(MediaType, Vec<u8>), Problem> {
        for _ in 0..=self.limits().redirects {
            self.permit(at)?;
            match self.persist(at, link)? {
                Answer::Redirect(target) => *at = target,
                Answer::Document(media_type, bytes) => return Ok((media_type, bytes)),
            }
        }
        Err(Problem::Redirects { limit: self.limits().redirects })
    }

    fn permit(&self, url: &Url) -> Result<(), Problem> {
        if !matches!(url.scheme(), "http" | "https") {
            return Err(Problem::Scheme { scheme: url.scheme().to_owned() });
        }
        if self.options.hosts == Hosts::Any || address::is_same_server(url, &self.entry) {
            return Ok(());
        }
        Err(Problem::OtherHost {
            host: address::authority(url),
            entry_host: address::authority(&self.entry),
        })
    }

    /// Requests `url`, and retries after temporary failures.
    fn persist(&self, url: &Url, link: &Link<'_>) -> Result<Answer, Problem> {
        let retries = &self.options.retries;
        let mut retry = 0;
        loop {
            let problem = match self.request(url, link) {
                Ok(answer) => return Ok(answer),
                Err(problem) => problem,
            };
            if retry == retries.number || link.is_moot() || !retry::is_worthwhile(&problem) {
                return Err(problem);
            }
            retry += 1;
            let wait = retry::wait(retries, retry, &problem);
            let (address, problem) = (url.as_str().into(), Arc::new(problem));
            link.tell(Notice::Retried { address, problem, retry, wait });
            link.sleep(wait);
        }
    }

    fn request(&self, url: &Url, link: &Link<'_>) -> Result<Answer, Problem> {
        let response = self.client.get(url).map_err(|error| self.transport(error))?;
        let (status, headers) = (response.status(), response.headers());
        if status.is_success() {
            let media_type = media_type(headers);
            let body = Receiver { downloader: self, link, taken: 0 }.receive(url, response)?;
            return Ok(Answer::Document(media_type, body));
        }
        let Some(location) = headers.get(LOCATION).filter(|_| status.is_redirection()) else {
            let retry_after = retry::retry_after(headers, SystemTime::now());
            return Err(Problem::Status { status: status.as_u16(), retry_after });
        };
        let target = String::from_utf8_lossy(location.as_bytes());
        let target =
            url.join(&target).map_err(|error| Problem::Address { reason: error.to_string() })?;
        Ok(Answer::Redirect(address::plain(target)))
    }

    fn transport(&self, error: ureq::Error) -> Problem {
        match error {
            ureq::Error::Timeout(Timeout::Connect | Timeout::Resolve) => {
                Problem::Timeout { limit: self.limits().connect.min(self.limits().request) }
            }
            ureq::Error::Timeout(_) => Problem::Timeout { limit: self.limits().request },
            error => Problem::Transport { source: error.into() },
        }
    }

    fn limits(&self) -> &Limits {
        &self.options.limits
    }
}

/// A reader for one body.
struct Receiver<'a> {
    downloader: &'a Downloader<'a>,
    link: &'a Link<'a>,
    /// Number of bytes that this body has added to the total.
    taken: u64,
}

impl Receiver<'_> {
    fn receive(mut self, url: &Url, response: Response<Body>) -> Result<Vec<u8>, Problem> {
        let encoding = ContentEncoding::of(response.headers())?;
        let body = self.read(url, response.into_body()).and_then(|body| {
            let length = body.len() as u64;
            let decoded = encoding.decode(body, self.downloader.limits().document_size)?;
            self.take((decoded.len() as u64).saturating_sub(length))?;
            Ok(decoded)
        });
        if body.is_err() {
            // A retry counts its bytes from zero.
            self.downloader.total.fetch_sub(self.taken, Ordering::Relaxed);
        }
        body
    }

    fn read(&mut self, url: &Url, body: Body) -> Result<Vec<u8>, Problem> {
        let address: Arc<str> = url.as_str().into();
        let announced = body.content_length();
        let limit = self.downloader.limits().document_size;
        if announced.is_some_and(|length| length > limit) {
            return Err(Problem::DocumentSize { limit });
        }
        let mut reader = body.into_reader();
        let mut bytes = Vec::new();
        let mut chunk = [0; 16 * 1024];
        loop {
            let received = bytes.len() as u64;
            let length = match reader.read(&mut chunk).map_err(ureq::Error::from) {
                Ok(0) if announced.is_none_or(|announced| received >= announced) => {
                    return Ok(bytes);
                }
                Ok(length) if length > 0 && !self.link.is_moot() => length,
                Ok(_) => return Err(Problem::Truncated { received, announced }),
                Err(error) if was_cut_short(&error) => {
                    return Err(Problem::Truncated { received, announced });
                }
                Err(error) => return Err(self.downloader.transport(error)),
            };
            bytes.extend_from_slice(&chunk[..length]);
            if bytes.len() as u64 > limit {
                return Err(Problem::DocumentSize { limit });
            }
            self.take(length as u64)?;
            let (address, bytes) = (Arc::clone(&address), bytes.len() as u64);
            self.link.tell(Notice::Received { address, bytes });
        }
    }

    /// Adds `bytes` to the total and checks the limit.
    fn take(&mut self, bytes: u64) -> Result<(), Problem> {
        self.taken += bytes;
        let limit = self.downloader.limits().total_size;
        let before = self.downloader.total.fetch_add(bytes, Ordering::Relaxed);
        if before + bytes > limit { Err(Problem::TotalSize { limit }) } else { Ok(()) }
    }
}

fn media_type(headers: &HeaderMap) -> MediaType {
    let value = headers.get(CONTENT_TYPE).map(HeaderValue::as_bytes).unwrap_or_default();
    let name = value.split(|byte| *byte == b';').next().unwrap_or_default().trim_ascii();
    let is = |page: &str| name.eq_ignore_ascii_case(page.as_bytes());
    if is("text/html") || is("application/xhtml+xml") {
        MediaType::WebPage
    } else {
        MediaType::Other
    }
}

fn was_cut_short(error: &ureq::Error) -> bool {
    use std::io::ErrorKind::{ConnectionAborted, ConnectionReset, UnexpectedEof};
    let ureq::Error::Io(error) = error else { return false };
    matches!(error.kind(), UnexpectedEof | ConnectionReset | ConnectionAborted)
}
