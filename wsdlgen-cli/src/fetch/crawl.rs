//! From the entry's address to every document it imports, each downloaded once.

use std::collections::{HashMap, VecDeque};

use url::Url;

use super::document::{self, Role};
use super::download::{Downloader, shown};
use super::{Event, FetchError, Options, Problem};

/// A document as served, and where its imports lead.
pub(super) struct Document {
    /// The address it was asked for at.
    pub(super) url: Url,
    pub(super) role: Role,
    pub(super) bytes: Vec<u8>,
    pub(super) imports: Vec<Import>,
}

/// One import of a document.
pub(super) struct Import {
    /// As written.
    pub(super) location: String,
    /// The absolute address it means.
    pub(super) url: Url,
    /// The index of the document it leads to.
    pub(super) target: usize,
}

/// The entry document, first, and all it imports, breadth first.
pub(super) fn closure(
    entry: &Url,
    options: &Options,
    progress: &mut dyn FnMut(Event<'_>),
) -> Result<Vec<Document>, FetchError> {
    let mut crawl = Crawl {
        downloader: Downloader::new(entry, options, progress),
        limit: options.limits.documents,
        documents: Vec::new(),
        known: HashMap::new(),
        pending: VecDeque::new(),
    };
    crawl.visit(without_fragment(entry.clone()))?;
    while let Some(pending) = crawl.pending.pop_front() {
        crawl.follow(pending)?;
    }
    Ok(crawl.documents)
}

struct Crawl<'a> {
    downloader: Downloader<'a>,
    limit: usize,
    documents: Vec<Document>,
    /// Every address that was asked for or redirected to, and the document it gave.
    known: HashMap<Url, usize>,
    pending: VecDeque<Pending>,
}

/// An import that was met and not yet followed.
struct Pending {
    importer: usize,
    /// The importer's address after redirects: relative locations start there.
    base: Url,
    location: String,
}

impl Crawl<'_> {
    fn follow(&mut self, pending: Pending) -> Result<(), FetchError> {
        let Pending { importer, base, location } = pending;
        let imported_by = |error: FetchError, crawl: &Self| FetchError {
            imported_by: Some(shown(&crawl.documents[importer].url)),
            ..error
        };
        let url = base.join(&location).map(without_fragment).map_err(|error| {
            let problem = Problem::Address { reason: error.to_string() };
            imported_by(FetchError::new(location.clone(), problem), self)
        })?;
        let target = self.visit(url.clone()).map_err(|error| imported_by(error, self))?;
        self.documents[importer].imports.push(Import { location, url, target });
        Ok(())
    }

    /// The index of the document at `url`, which is downloaded unless it is known.
    fn visit(&mut self, url: Url) -> Result<usize, FetchError> {
        if let Some(&index) = self.known.get(&url) {
            return Ok(index);
        }
        let index = self.documents.len();
        if index == self.limit {
            return Err(FetchError::new(shown(&url), Problem::Documents { limit: self.limit }));
        }
        let (base, bytes) = self.downloader.get(&url, index + 1)?;
        let base = without_fragment(base);
        if let Some(&index) = self.known.get(&base) {
            self.known.insert(url, index);
            return Ok(index);
        }
        let inspected = document::inspect(&bytes)
            .and_then(|it| if index == 0 { it.expect_wsdl() } else { Ok(it) })
            .map_err(|problem| FetchError::new(shown(&url), problem))?;
        for location in inspected.locations {
            self.pending.push_back(Pending { importer: index, base: base.clone(), location });
        }
        self.known.insert(base, index);
        self.known.insert(url.clone(), index);
        self.documents.push(Document { url, role: inspected.role, bytes, imports: Vec::new() });
        Ok(index)
    }
}

fn without_fragment(mut url: Url) -> Url {
    url.set_fragment(None);
    url
}
