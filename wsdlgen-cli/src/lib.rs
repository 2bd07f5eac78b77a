//! The library behind the `wsdlgen` command, for tools that want to do in Rust what the command
//! does on the command line.
//!
//! [`fetch`](mod@fetch) downloads a service's WSDL with every document it imports, checks them,
//! and only then replaces the files on disk:
//!
//! ```no_run
//! use std::path::Path;
//! use wsdlgen_cli::fetch::{Options, fetch};
//!
//! let address = "https://example.com/CustomerCareService.asmx?WSDL";
//! let fetched = fetch(address, Path::new("wsdl"), &Options::default(), &mut |_| {})?;
//! for file in &fetched.files {
//!     println!("{}: {}", file.path.display(), file.change);
//! }
//! # Ok::<(), wsdlgen_cli::fetch::FetchError>(())
//! ```
//!
//! Fetching is a deliberate act of a developer: the network never reaches a user's build.

pub mod contract;
pub mod fetch;
pub mod json;
pub mod mock;
pub mod progress;
pub mod send;
pub mod settings;
