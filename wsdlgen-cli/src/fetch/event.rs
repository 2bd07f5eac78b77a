//! Progress events of a fetch.

use std::sync::Arc;
use std::time::Duration;

use super::Problem;

/// A progress event of a fetch.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Event<'a> {
    /// A document is requested.
    Requested {
        /// The address of the document.
        address: &'a str,
        /// The number of the document within the fetch, starting at 1.
        number: usize,
    },
    /// A part of a document arrived.
    Received {
        /// The address of the document.
        address: &'a str,
        /// The number of bytes received so far.
        bytes: u64,
    },
    /// A request failed and will be retried.
    Retried {
        /// The requested address.
        address: &'a str,
        /// The reason for the failure.
        problem: &'a Problem,
        /// The number of the retry, starting at 1.
        retry: usize,
        /// The delay before the retry.
        wait: Duration,
    },
}

/// An owned [`Event`] that is sent from a worker thread to the caller's thread.
pub(super) enum Notice {
    Requested { address: Arc<str>, number: usize },
    Received { address: Arc<str>, bytes: u64 },
    Retried { address: Arc<str>, problem: Arc<Problem>, retry: usize, wait: Duration },
}

impl Notice {
    pub(super) fn event(&self) -> Event<'_> {
        match self {
            Self::Requested { address, number } => Event::Requested { address, number: *number },
            Self::Received { address, bytes } => Event::Received { address, bytes: *bytes },
            Self::Retried { address, problem, retry, wait } => {
                Event::Retried { address, problem, retry: *retry, wait: *wait }
            }
        }
    }
}
