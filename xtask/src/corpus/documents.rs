//! Generating from the documents of a service.

use std::fs;
use std::path::Path;

use super::services::Service;
use crate::generate::{Attempt, attempt};

/// Runs the generator for a service. Locations in reports are relative to the corpus.
pub(super) fn generate(directory: &Path, service: &Service) -> Attempt {
    let (directory, entry) = (directory.to_owned(), service.entry.clone());
    let catalog = format!("{}/catalog.json", service.id);
    attempt(&service.id, move || {
        let mut config = wsdlgen::configure();
        // It lies in the service's folder; the entry may lie deeper.
        if directory.join(&catalog).is_file() {
            config = config.catalog_file(catalog);
        }
        config.generate(&entry, |location| fs::read(directory.join(location)))
    })
}
