//! The forms of a contract's mock, submitted with each branch of their choices.

use std::net::{Ipv4Addr, SocketAddr};

use futures_executor::block_on;
use http::{Request, Uri, header};
use tower_service::Service as _;
use wsdlgen::tools::{Mock, Overview};
use wsdlgen_runtime::server::PeerAddress;

use crate::Result;

/// Contracts with overloaded operations that neither an action nor the first element of the body tells apart.
const AMBIGUOUS: [&str; 1] = ["axis1-clash"];

/// Counts of submitted forms, and the problems found.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Forms {
    /// Number of forms with a field for each element.
    pub(super) shown: usize,
    /// Number of branches of choices in them.
    pub(super) branches: usize,
    pub(super) problems: Vec<String>,
}

/// Submits the forms of each service of a contract.
pub(super) fn submit(id: &str, mock: &Mock, overview: &Overview) -> Forms {
    let mut forms = Forms::default();
    if AMBIGUOUS.contains(&id) {
        return forms;
    }
    for service in &overview.services {
        let address = service.ports.first().and_then(|port| port.address.parse::<Uri>().ok());
        let path = address.as_ref().map(Uri::path).filter(|path| !path.is_empty());
        let used = forms.use_service(mock, path.unwrap_or("/"));
        forms.problems.extend(used.err().map(|error| format!("{}: {error}", service.name)));
    }
    forms
}

impl Forms {
    fn use_service(&mut self, mock: &Mock, path: &str) -> Result<()> {
        let page = exchange(mock, path, None)?;
        for query in values(&page, "<a href=\"?op=") {
            let target = format!("{path}?op={query}");
            let form = exchange(mock, &target, None)?;
            let fields = form.contains("name=\"fields\"");
            let version =
                values(&form, "<select id=\"version\" name=\"version\">\n<option value=\"");
            let Some(version) = version.first().filter(|_| fields) else { continue };
            self.shown += 1;
            let plain = format!("fields=1&version={version}");
            let choices = values(&form, "<input type=\"radio\" id=\"").into_iter().map(|id| {
                let (name, value) = id.rsplit_once(':').unwrap_or_default();
                format!("{plain}&{name}={value}")
            });
            let choices: Vec<String> = choices.collect();
            self.branches += choices.len();
            for submitted in [plain.clone()].iter().chain(&choices) {
                let page = exchange(mock, &target, Some(submitted.clone()))?;
                if !page.contains("<h3>Response: HTTP 20") {
                    let reason = values(&page, "<dt>Reason</dt>\n<dd>").concat();
                    self.problems.push(format!("form of {query} with {submitted}: {reason}"));
                }
            }
        }
        Ok(())
    }
}

/// Returns the page that the mock shows for a GET request, or for a submitted form.
fn exchange(mock: &Mock, target: &str, form: Option<String>) -> Result<String> {
    let request = Request::builder().uri(target).header(header::HOST, "localhost");
    let request = match form {
        Some(form) => request
            .method("POST")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(form),
        None => request.body(String::new()),
    };
    let mut request = request?;
    let peer = SocketAddr::from((Ipv4Addr::LOCALHOST, 1));
    request.extensions_mut().insert(PeerAddress(peer));
    let response = block_on(mock.clone().call(request))?;
    Ok(String::from_utf8(response.into_body().into_bytes().into())?)
}

/// Returns the texts after each `start`, up to the next quotation mark or tag.
fn values<'p>(page: &'p str, start: &str) -> Vec<&'p str> {
    let rests = page.split(start).skip(1);
    rests.map(|rest| rest.split(['"', '<']).next().unwrap_or_default()).collect()
}
