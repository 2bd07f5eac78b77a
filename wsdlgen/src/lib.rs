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
//! declares a module with the generated code: a struct or enum for each type of the contract, a
//! client `CustomerCareServiceClient` with a method for each operation, and a trait
//! `CustomerCareService` for servers to implement.
//!
//! # How it works
//!
//! A run goes through stages, each a module of its own: documents are loaded (`source`), parsed
//! into trees (`parse`), linked across documents (`resolve`), lowered to a neutral model
//! (`lower`), given Rust names (`name`) and emitted as Rust (`emit`). Every stage adds the problems
//! that it finds to one [`Report`], which shows each problem with its source line.

#![cfg_attr(
    not(feature = "tools"),
    allow(
        dead_code,
        reason = "parts of the model, of samples and of signatures are only used by tools"
    )
)]

mod components;
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
mod rules;
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
pub use emit::ModuleFile;
pub use generated::Generated;
pub use model::SkippedOperation;
pub use settings::{Dates, Decimals, Sides, Strings};

/// Creates a configuration with default settings.
pub fn configure() -> Config {
    Config::new()
}

/// Generates code from a WSDL file into cargo's `OUT_DIR`, with default settings.
///
/// See [`Config::compile`].
///
/// # Errors
///
/// If the contract has errors. The report lists all of them, and nothing is written.
pub fn compile(path: impl AsRef<Path>) -> Result<(), Report> {
    configure().compile(&[path])
}

/// Generates code from a WSDL and returns it, with default settings.
///
/// Documents are read with `load` instead of from disk. See [`Config::generate`].
///
/// # Errors
///
/// If the contract has errors. The report lists all of them.
pub fn generate(
    location: &str,
    load: impl Fn(&str) -> io::Result<Vec<u8>>,
) -> Result<Generated, Report> {
    configure().generate(location, load)
}
