//! What a fetch tells while it runs.

use std::sync::Arc;
use std::time::Duration;

use super::Problem;

/// What happens during a fetch.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Event<'a> {
    /// A document is asked for.
    Requested {
        /// Its address.
        address: &'a str,
        /// Which document of the fetch this is, from 1.
        number: usize,
    },
    /// A part of a document arrived.
    Received {
        /// Its address.
        address: &'a str,
        /// How much of it is here.
        bytes: u64,
    },
    /// A request failed and will be made again.
    Retried {
        /// What was asked for.
        address: &'a str,
        /// How it failed.
        problem: &'a Problem,
        /// Which retry this is, from 1.
        retry: usize,
        /// How long it waits.
        wait: Duration,
    },
}

/// An [`Event`] on its way from the thread where it happened.
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
