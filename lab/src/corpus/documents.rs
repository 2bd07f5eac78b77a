//! Generation from the documents of a service.

use std::fs;
use std::path::Path;

use wsdlgen::{
    Config,
    tools::{Contract, Sample},
};

use super::services::Service;
use crate::generate::{Attempt, attempt, isolated};

/// Runs the generator for a service. Locations in reports are relative to the corpus.
pub(crate) fn generate(directory: &Path, service: &Service, config: Config) -> Attempt {
    let (directory, entry) = (directory.to_owned(), service.entry.clone());
    attempt(&service.id, move || {
        config.generate(&entry, |location| fs::read(directory.join(location)))
    })
}

/// Returns samples of a service's messages, or `None` if the contract is invalid.
pub(crate) fn samples(directory: &Path, service: &Service) -> Option<Vec<Sample>> {
    let load = |location: &str| fs::read(directory.join(location));
    config(directory, service).samples(&service.entry, load).ok()
}

/// Loads the contract of a service and applies `look` to it. Returns `None` if the contract is invalid.
///
/// # Errors
///
/// Returns the message of a panic or timeout.
pub(super) fn load<T: Send + 'static>(
    directory: &Path,
    service: &Service,
    config: Config,
    look: impl FnOnce(Contract) -> T + Send + 'static,
) -> Result<Option<T>, String> {
    let (directory, entry) = (directory.to_owned(), service.entry.clone());
    isolated(&service.id, move || {
        let load = |location: &str| fs::read(directory.join(location));
        config.load(&entry, load).ok().map(look)
    })
}

/// Returns the generator configuration for a service.
pub(crate) fn config(directory: &Path, service: &Service) -> Config {
    let catalog = format!("{}/catalog.json", service.id);
    let config = wsdlgen::configure();
    // The catalog is in the service's folder, while the entry document may be in a subfolder.
    if directory.join(&catalog).is_file() { config.catalog_file(catalog) } else { config }
}
