//! The library behind the `wsdlgen` command, for tools that need its functionality from Rust.
//!
//! [`fetch`](mod@fetch) downloads a service's WSDL and every document it imports, checks them, and
//! then replaces the files on disk:
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
//! Documents are fetched only on request. Builds never access the network.

pub mod contract;
pub mod fetch;
pub mod json;
pub mod mock;
pub mod progress;
pub mod send;
pub mod settings;
pub mod transport;
