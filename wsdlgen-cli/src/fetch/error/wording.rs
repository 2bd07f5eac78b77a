//! How problems are worded. The wording is here and nowhere else.

use std::fmt;

use super::{FetchError, Problem};

impl Problem {
    /// What the reader can do about it.
    pub fn advice(&self) -> &'static str {
        match self {
            Self::Address { .. } => "give the full address, such as https://example.com/a?wsdl",
            Self::Scheme { .. } => {
                "only http and https are fetched, never a file that a remote document names"
            }
            Self::OtherHost { .. } => {
                "fetch it with `wsdlgen fetch --allow-hosts` if you trust the documents to name other hosts"
            }
            Self::Transport { .. } => {
                "check the address, the network, the proxy, and for https the certificates"
            }
            Self::Status { status: 401 | 403, .. } => {
                "give credentials, which only the address's own scheme, host and port are sent: --user, --bearer-file, --header, --client-cert"
            }
            Self::Timeout { .. } => "try again, or allow more time",
            Self::Status { .. } => "open the address in a browser to see what the server says",
            Self::Redirects { .. } => "fetch the address where the redirects end",
            Self::Truncated { .. } => "try again; the server or a proxy cut the document short",
            Self::DocumentSize { .. } | Self::TotalSize { .. } | Self::Documents { .. } => {
                "check that the address is right: contracts of this size are unknown to us"
            }
            Self::Encoding { .. } | Self::Gzip { .. } => {
                "ask the server's owner: it was asked for the document as it is"
            }
            Self::WebPage => "a page to sign in at often means that credentials are missing",
            Self::NotXml { .. } => "check that the address is a WSDL and not a login or error page",
            Self::Root { .. } => "the address of a WSDL 1.1 document often ends with ?wsdl",
            Self::AmbiguousLocation { .. } => {
                "download the documents by hand and keep their folders"
            }
            Self::Name { .. } => "give a file name without folders",
            Self::Write { .. } => "check the folder's permissions and free space",
            Self::Read { .. } => "check the file's name and permissions",
            Self::Pem { .. } => "PEM is text with a line that starts with -----BEGIN",
            Self::Certificate { .. } => "check that certificate and key belong together",
            Self::Header => "write it `Name: value`, in ASCII and one line",
            Self::Secret { .. } => "check it for colons, line breaks and invisible characters",
            Self::NoPassword { .. } => "give --password-file, or set WSDLGEN_PASSWORD",
            Self::Proxy => "write it http://host:port; https, socks4 and socks5 go too",
            Self::ProxyCertificate => "ask the proxy over http: what goes through is encrypted",
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Address { reason } => write!(f, "not an address: {reason}"),
            Self::Scheme { scheme } => write!(f, "cannot fetch `{scheme}:` addresses"),
            Self::OtherHost { host, entry_host } => {
                write!(f, "leads to host `{host}`, away from `{entry_host}`")
            }
            Self::Transport { source } => write!(f, "cannot be downloaded: {source}"),
            Self::Status { status, .. } => write!(f, "the server answered with status {status}"),
            Self::Timeout { limit } => write!(f, "no whole answer within {limit:?}"),
            Self::Redirects { limit } => write!(f, "more than {limit} redirects"),
            Self::Truncated { received, announced: Some(announced) } => {
                write!(f, "only {received} of {announced} bytes arrived")
            }
            Self::Truncated { received, announced: None } => {
                write!(f, "the connection broke off after {received} bytes")
            }
            Self::DocumentSize { limit } => write!(f, "is larger than {limit} bytes"),
            Self::TotalSize { limit } => {
                write!(f, "all documents together are larger than {limit} bytes")
            }
            Self::Encoding { encoding } => {
                write!(f, "is encoded as `{encoding}`, which cannot be decoded")
            }
            Self::Gzip { source } => write!(f, "is not the gzip it is said to be: {source}"),
            Self::Documents { limit } => write!(f, "is one document more than the limit, {limit}"),
            Self::NotXml { reason } => write!(f, "is not well-formed XML: {reason}"),
            Self::WebPage => f.write_str("is a web page"),
            Self::Root { found, expected } => {
                write!(f, "its root element is `{found}`, expected {expected}")
            }
            Self::AmbiguousLocation { location } => {
                write!(f, "its imports mean different documents by the location `{location}`")
            }
            Self::Name { name } => write!(f, "cannot be stored as `{name}`"),
            Self::Write { path, source } => {
                write!(f, "cannot write {}: {source}", path.display())
            }
            Self::Read { path, source } => write!(f, "cannot read {}: {source}", path.display()),
            Self::Pem { path, expected } => {
                write!(f, "{} has no {expected} in PEM form", path.display())
            }
            Self::Certificate { path, source } => {
                write!(f, "cannot use {}: {source}", path.display())
            }
            Self::Header => f.write_str("a header is not one of HTTP's"),
            Self::Secret { what } => {
                write!(f, "the {what} has a character that cannot be sent in it")
            }
            Self::NoPassword { user } => write!(f, "no password for user `{user}`"),
            Self::Proxy => f.write_str("the proxy's address is none"),
            Self::ProxyCertificate => {
                f.write_str("a proxy over https would be shown the client certificate")
            }
        }
    }
}

impl fmt::Display for FetchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.address, self.problem)?;
        if let Some(importer) = &self.imported_by {
            write!(f, "\n  imported by {importer}")?;
        }
        write!(f, "\n  help: {}", self.problem.advice())
    }
}
