//! The texts of all fetch errors.

use std::fmt;

use super::{FetchError, Problem};

impl Problem {
    /// Returns a suggestion for fixing the problem.
    pub fn advice(&self) -> &'static str {
        match self {
            Self::Address { .. } => "give the full address, such as https://example.com/a?wsdl",
            Self::Scheme { .. } => {
                "only http and https addresses are fetched, never local files named by a remote document"
            }
            Self::OtherHost { .. } => {
                "use `wsdlgen fetch --allow-hosts` if you trust the documents to refer to other hosts"
            }
            Self::Transport { .. } => {
                "check the address, the network, the proxy, and for https the certificates"
            }
            Self::Status { status: 401 | 403, .. } => {
                "pass credentials with --user, --bearer-file, --header or --client-cert; they are sent only to the address's own scheme, host and port"
            }
            Self::Timeout { .. } => "try again, or raise the time limit",
            Self::Status { .. } => "open the address in a browser to see what the server says",
            Self::Redirects { .. } => "fetch the address where the redirects end",
            Self::Truncated { .. } => "try again; the server or a proxy cut the document short",
            Self::DocumentSize { .. } | Self::TotalSize { .. } | Self::Documents { .. } => {
                "check the address; contracts of this size do not occur in practice"
            }
            Self::Encoding { .. } | Self::Gzip { .. } => {
                "contact the server's operator; the document was requested without compression"
            }
            Self::WebPage => "a sign-in page often means that credentials are missing",
            Self::NotXml { .. } => "check that the address is a WSDL and not a login or error page",
            Self::Root { .. } => "the address of a WSDL 1.1 document often ends with ?wsdl",
            Self::AmbiguousLocation { .. } => {
                "download the documents by hand and keep their folders"
            }
            Self::Name { .. } => "use a file name without folders",
            Self::Write { .. } => "check the folder's permissions and free space",
            Self::Read { .. } => "check the file's name and permissions",
            Self::Pem { .. } => "PEM is text with a line that starts with -----BEGIN",
            Self::Certificate { .. } => "check that the certificate and the key match",
            Self::Header => "use the form `Name: value`, in ASCII and on one line",
            Self::Secret { .. } => "check it for colons, line breaks and invisible characters",
            Self::NoPassword { .. } => "use --password-file or set WSDLGEN_PASSWORD",
            Self::Proxy => {
                "use the form http://host:port; https, socks4 and socks5 are also supported"
            }
            Self::ProxyCertificate => {
                "connect to the proxy over http; traffic to https servers is still encrypted"
            }
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Address { reason } => write!(f, "invalid address: {reason}"),
            Self::Scheme { scheme } => write!(f, "cannot fetch `{scheme}:` addresses"),
            Self::OtherHost { host, entry_host } => {
                write!(f, "expected host `{entry_host}`, found `{host}`")
            }
            Self::Transport { source } => write!(f, "cannot be downloaded: {source}"),
            Self::Status { status, .. } => write!(f, "the server returned status {status}"),
            Self::Timeout { limit } => write!(f, "no complete response within {limit:?}"),
            Self::Redirects { limit } => write!(f, "more than {limit} redirects"),
            Self::Truncated { received, announced: Some(announced) } => {
                write!(f, "received only {received} of {announced} bytes")
            }
            Self::Truncated { received, announced: None } => {
                write!(f, "the connection was closed after {received} bytes")
            }
            Self::DocumentSize { limit } => write!(f, "the document is larger than {limit} bytes"),
            Self::TotalSize { limit } => {
                write!(f, "all documents together are larger than {limit} bytes")
            }
            Self::Encoding { encoding } => {
                write!(f, "unsupported content encoding `{encoding}`")
            }
            Self::Gzip { source } => write!(f, "invalid gzip data: {source}"),
            Self::Documents { limit } => write!(f, "more than {limit} documents"),
            Self::NotXml { reason } => write!(f, "not well-formed XML: {reason}"),
            Self::WebPage => f.write_str("expected a WSDL or schema, found a web page"),
            Self::Root { found, expected } => {
                write!(f, "expected {expected}, found `{found}`")
            }
            Self::AmbiguousLocation { location } => {
                write!(
                    f,
                    "the location `{location}` refers to different documents in different imports"
                )
            }
            Self::Name { name } => write!(f, "invalid file name `{name}`"),
            Self::Write { path, source } => {
                write!(f, "cannot write `{}`: {source}", path.display())
            }
            Self::Read { path, source } => write!(f, "cannot read `{}`: {source}", path.display()),
            Self::Pem { path, expected } => {
                write!(f, "`{}` contains no {expected} in PEM format", path.display())
            }
            Self::Certificate { path, source } => {
                write!(f, "cannot use `{}`: {source}", path.display())
            }
            Self::Header => f.write_str("invalid HTTP header"),
            Self::Secret { what } => {
                write!(f, "the {what} contains an invalid character")
            }
            Self::NoPassword { user } => write!(f, "no password for user `{user}`"),
            Self::Proxy => f.write_str("invalid proxy address"),
            Self::ProxyCertificate => {
                f.write_str("cannot use a client certificate with a proxy over https")
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
