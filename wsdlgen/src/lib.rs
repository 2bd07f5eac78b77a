//! Generates typed Rust clients and servers from WSDL 1.1, in a build script.
//!
//! # Quick start
//!
//! ```toml
//! [dependencies]
//! wsdlgen-runtime = "0.1"
//!
//! [build-dependencies]
//! wsdlgen = "0.1"
//! ```
//!
//! In `build.rs`:
//!
//! ```no_run
//! wsdlgen::compile("wsdl/CustomerCareService.wsdl").unwrap_or_else(|report| report.exit());
//! ```
//!
//! In the crate, `wsdlgen_runtime::include_wsdl!(pub mod customer_care = "customer_care_service");`
//! makes a module of what was generated: a struct or enum for each type of the contract, a client
//! `CustomerCareServiceClient` with a method for each operation, and a trait
//! `CustomerCareService` for servers.
//!
//! # How it works
//!
//! A run goes through stages, each a module of its own: documents are loaded (`source`), parsed
//! into trees (`parse`), linked across documents (`resolve`), brought into a neutral form
//! (`lower`), given Rust names (`name`) and written as Rust (`emit`). What is wrong with a contract
//! is collected on the way into a [`Report`], which shows each finding with its source line.

#![cfg_attr(
    not(feature = "tools"),
    allow(
        dead_code,
        reason = "parts of the model, of samples and of signatures are for tools alone"
    )
)]

mod config;
mod diagnostic;
mod document;
mod emit;
mod generated;
mod html;
mod lower;
mod model;
mod name;
mod parse;
mod pattern;
mod pipeline;
mod publish;
mod resolve;
mod sample;
mod settings;
mod shown;
mod source;
mod syntax;
#[cfg(feature = "tools")]
pub mod tools;

use std::{io, path::Path};

pub use config::Config;
pub use diagnostic::{Code, Report, UnknownCode};
pub use generated::Generated;
pub use model::SkippedOperation;
pub use settings::Sides;

/// Settings to generate with, all at their defaults.
pub fn configure() -> Config {
    Config::new()
}

/// Generates code from a WSDL file into cargo's `OUT_DIR`, with the default settings: see
/// [`Config::compile`].
///
/// # Errors
///
/// Everything that is wrong with the contract; nothing is written then.
pub fn compile(path: impl AsRef<Path>) -> Result<(), Report> {
    configure().compile(&[path])
}

/// Generates code from a WSDL and returns it, with documents from `load` in place of the disk and
/// the default settings: see [`Config::generate`].
///
/// # Errors
///
/// Everything that is wrong with the contract.
pub fn generate(
    location: &str,
    load: impl Fn(&str) -> io::Result<Vec<u8>>,
) -> Result<Generated, Report> {
    configure().generate(location, load)
}
