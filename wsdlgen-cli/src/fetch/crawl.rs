//! Traversal of all documents reachable from the entry document. Each is downloaded once.

use std::collections::{HashMap, HashSet};

use url::Url;

use super::document::{self, Location, Role};
use super::download::{Downloaded, Downloader, MediaType};
use super::{Event, FetchError, Options, Problem, address, parallel};

/// A document as served, with its resolved imports.
pub(super) struct Document {
    /// The address that was requested.
    pub(super) url: Url,
    pub(super) role: Role,
    pub(super) bytes: Vec<u8>,
    pub(super) imports: Vec<Import>,
}

/// One import of a document.
pub(super) struct Import {
    /// The location as written.
    pub(super) location: String,
    /// The absolute address of the location.
    pub(super) url: Url,
    /// The index of the imported document.
    pub(super) target: usize,
}

/// Downloads the entry document and everything it imports, breadth first.
pub(super) fn closure(
    entry: &Url,
    options: &Options,
    progress: &mut dyn FnMut(Event<'_>),
) -> Result<Vec<Document>, FetchError> {
    let downloader = Downloader::new(entry, options)
        .map_err(|problem| FetchError::new(entry.to_string(), problem))?;
    let mut crawl = Crawl {
        downloader,
        progress,
        entry: entry.clone(),
        limit: options.limits.documents,
        documents: Vec::new(),
        known: HashMap::new(),
        pending: Vec::new(),
    };
    crawl.download(&[Wanted { url: entry.clone(), importer: None }])?;
    while !crawl.pending.is_empty() {
        crawl.descend()?;
    }
    Ok(crawl.documents)
}

struct Crawl<'a> {
    downloader: Downloader<'a>,
    progress: &'a mut dyn FnMut(Event<'_>),
    entry: Url,
    limit: usize,
    documents: Vec<Document>,
    /// Every address that was requested or redirected to, with the index of its document.
    known: HashMap<Url, usize>,
    /// The imports of the documents at the current depth.
    pending: Vec<Pending>,
}

/// An import that has not been followed yet.
struct Pending {
    importer: usize,
    /// The importer's address after redirects, the base of relative locations.
    base: Url,
    location: String,
    /// `true` if the generator has its own schema for the imported namespace.
    is_built_in: bool,
}

/// A document to download.
struct Wanted {
    url: Url,
    /// The first document that imports it.
    importer: Option<usize>,
}

impl Crawl<'_> {
    /// Follows all pending imports. The imports of the new documents are pending afterwards.
    fn descend(&mut self) -> Result<(), FetchError> {
        let mut imports = Vec::new();
        let mut wanted = Vec::new();
        let mut met = HashSet::new();
        for pending in std::mem::take(&mut self.pending) {
            let Pending { importer, base, location, is_built_in } = pending;
            let url = base.join(&location).map(address::plain).map_err(|error| {
                let problem = Problem::Address { reason: error.to_string() };
                self.imported(FetchError::new(location.clone(), problem), Some(importer))
            })?;
            // The publishers of standards limit downloads, and a contract's own copy may differ from the built-in schema.
            if is_built_in && !address::is_same_server(&url, &self.entry) {
                continue;
            }
            if !self.known.contains_key(&url) && met.insert(url.clone()) {
                wanted.push(Wanted { url: url.clone(), importer: Some(importer) });
            }
            imports.push((importer, location, url));
        }
        self.download(&wanted)?;
        for (importer, location, url) in imports {
            let target = self.known[&url];
            self.documents[importer].imports.push(Import { location, url, target });
        }
        Ok(())
    }

    /// Downloads all wanted documents, or none if there are too many.
    fn download(&mut self, wanted: &[Wanted]) -> Result<(), FetchError> {
        let before = self.documents.len();
        if let Some(one_more) = wanted.get(self.limit.saturating_sub(before)) {
            let problem = Problem::Documents { limit: self.limit };
            let error = FetchError::new(one_more.url.to_string(), problem);
            return Err(self.imported(error, one_more.importer));
        }
        let urls: Vec<Url> = wanted.iter().map(|it| it.url.clone()).collect();
        let downloaded = parallel::download(&self.downloader, &urls, before, self.progress)
            .map_err(|(index, error)| self.imported(error, wanted[index].importer))?;
        for (Wanted { url, importer }, downloaded) in wanted.iter().zip(downloaded) {
            self.add(url, downloaded).map_err(|problem| {
                self.imported(FetchError::new(url.to_string(), problem), *importer)
            })?;
        }
        Ok(())
    }

    /// Adds a document, unless a redirect ended at a known one.
    fn add(&mut self, url: &Url, downloaded: Downloaded) -> Result<(), Problem> {
        let Downloaded { base, media_type, bytes } = downloaded;
        if let Some(&index) = self.known.get(&base) {
            self.known.insert(url.clone(), index);
            return Ok(());
        }
        let index = self.documents.len();
        let inspected = document::inspect(&bytes)
            .and_then(|it| if index == 0 { it.expect_wsdl() } else { Ok(it) })
            .map_err(|problem| match media_type {
                MediaType::WebPage => Problem::WebPage,
                MediaType::Other => problem,
            })?;
        for Location { written, is_built_in } in inspected.locations {
            let location = written;
            let pending = Pending { importer: index, base: base.clone(), location, is_built_in };
            self.pending.push(pending);
        }
        self.known.insert(base, index);
        self.known.insert(url.clone(), index);
        let role = inspected.role;
        self.documents.push(Document { url: url.clone(), role, bytes, imports: Vec::new() });
        Ok(())
    }

    fn imported(&self, error: FetchError, importer: Option<usize>) -> FetchError {
        let imported_by = importer.map(|index| self.documents[index].url.to_string());
        FetchError { imported_by, ..error }
    }
}
