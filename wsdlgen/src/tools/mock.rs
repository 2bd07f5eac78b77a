//! A mock server for a contract, without generated code. It replaces a service that is not available.

mod answer;
mod forward;
mod page;
mod received;
mod recording;
mod replay;
mod service;

use std::{
    collections::{HashMap, VecDeque},
    fmt,
    path::Path,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use forward::Forward;
use recording::Recorder;
use replay::Replay;

use crate::{
    model::Place,
    publish::{self, Publication},
    tools::contract::{Contract, MessageError},
};
pub use answer::MockAnswer;
pub use received::{MockReply, MockRequest};
pub use replay::ReplayError;
pub use service::{MockError, MockFuture};

/// Maximum number of recorded requests. Older ones are dropped.
const REMEMBERED: usize = 1000;
/// Maximum total length of recorded requests, in bytes.
const REMEMBERED_BYTES: usize = 64 << 20;

/// A mock server for a contract.
///
/// It checks requests against the contract, answers with samples or configured answers, and records
/// requests. GET requests return the contract.
///
/// A mock is a `tower::Service`. It can be the `Transport` of a client in a test without a socket, or
/// run in an HTTP server such as `wsdlgen mock`. Clones share their configuration and their recorded
/// requests.
///
/// ```
/// # let contract = std::fs::read("tests/fixtures/published/published.wsdl")?;
/// # let types = std::fs::read("tests/fixtures/published/types.xsd")?;
/// # let load = |path: &str| match path {
/// #     "a.wsdl" => Ok(contract.clone()),
/// #     "types.xsd" => Ok(types.clone()),
/// #     _ => Err(std::io::ErrorKind::NotFound.into()),
/// # };
/// use wsdlgen::tools::{Mock, MockAnswer};
///
/// let mock = Mock::new(wsdlgen::configure().load("a.wsdl", load)?);
/// mock.answer("Say", MockAnswer::Fault("not today".to_owned()))?;
/// assert!(mock.requests().is_empty());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Mock(Arc<Inner>);

struct Inner {
    contract: Contract,
    publication: Publication,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// Configured answers.
    answers: HashMap<Place, MockAnswer>,
    delay: Duration,
    requests: VecDeque<MockRequest>,
    /// Number of requests received, including those that were dropped.
    count: u64,
    spoilt: Vec<(u64, MockAnswer)>,
    watcher: Option<Watcher>,
    forward: Option<Forward>,
    recorder: Option<Arc<Recorder>>,
    replay: Option<Replay>,
}

/// A callback for each request and its number, counted from 1.
type Watcher = Arc<dyn Fn(u64, &MockRequest) + Send + Sync>;

impl Mock {
    /// Creates a mock that answers with samples.
    pub fn new(contract: Contract) -> Self {
        let publication = publish::publish(&contract.sources, &contract.named.model);
        Self(Arc::new(Inner { contract, publication, state: Mutex::default() }))
    }

    /// Sets the answer to an operation. A body is checked against the contract.
    ///
    /// # Errors
    ///
    /// If there is no such operation, or the body violates the contract.
    pub fn answer(&self, operation: &str, answer: MockAnswer) -> Result<(), MessageError> {
        let contract = &self.0.contract;
        let place = contract.place(operation)?;
        if let MockAnswer::Body(body) = &answer {
            contract.reply_at(place, None, body)?;
        }
        self.state().answers.insert(place, answer);
        Ok(())
    }

    /// Sets a delay before each answer.
    pub fn delay(&self, delay: Duration) {
        self.state().delay = delay;
    }

    /// Answers every `count`th request with `answer`, regardless of its operation. A `count` of 0 has no effect.
    pub fn spoil_every(&self, count: u64, answer: MockAnswer) {
        self.state().spoilt.push((count, answer));
    }

    /// Answers requests with the responses that [`record`](Self::record) has written to a folder.
    ///
    /// A recorded response is used if its request called the same operation and had the same values in all elements with the
    /// local names `elements`. Responses to equal requests are used in the order of their recording, and the last one is
    /// repeated. Requests without a recording get a fault. Requests that violate the contract are answered, too, as the service
    /// did. The id of the new request replaces the recorded one, for WS-Addressing; signatures cannot be replayed.
    ///
    /// # Errors
    ///
    /// If the folder cannot be read, has no exchange with an operation of the contract, or an element is secret or
    /// unknown.
    pub fn replay<S: AsRef<str>>(&self, folder: &Path, elements: &[S]) -> Result<(), ReplayError> {
        let elements: Vec<_> = elements.iter().map(|element| element.as_ref().to_owned()).collect();
        let replay = Replay::open(&self.0.contract.named.model, folder, &elements)?;
        self.state().replay = Some(replay);
        Ok(())
    }

    /// Returns the recorded requests, oldest first.
    ///
    /// At most 1000 requests and 64 MiB are recorded. Older requests are dropped.
    pub fn requests(&self) -> Vec<MockRequest> {
        self.state().requests.iter().cloned().collect()
    }

    /// Sets a callback for each request, which is called before the request is answered.
    ///
    /// It receives the number of the request, counted from 1, and replaces any previous callback.
    pub fn watch(&self, watcher: impl Fn(u64, &MockRequest) + Send + Sync + 'static) {
        self.state().watcher = Some(Arc::new(watcher));
    }

    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        // A panic cannot leave the state half changed.
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Records a request, and returns the answer set by [`Mock::spoil_every`] for its number, if any.
    fn remember(&self, request: MockRequest) -> Option<MockAnswer> {
        let (count, watcher) = {
            let mut state = self.state();
            state.count += 1;
            (state.count, state.watcher.clone())
        };
        // The watcher runs without the lock: it may be slow or call the mock.
        if let Some(watcher) = watcher {
            watcher(count, &request);
        }
        let mut state = self.state();
        state.requests.push_back(request);
        state.forget(REMEMBERED_BYTES);
        let mut spoilt = state.spoilt.iter();
        spoilt.find(|(every, _)| *every > 0 && count % every == 0).map(|(_, answer)| answer.clone())
    }
}

impl State {
    /// Drops the oldest requests while there are too many, or their total length is too large.
    fn forget(&mut self, most_bytes: usize) {
        let mut bytes: usize = self.requests.iter().map(MockRequest::length).sum();
        while self.requests.len() > REMEMBERED || bytes > most_bytes {
            let Some(forgotten) = self.requests.pop_front() else { return };
            bytes -= forgotten.length();
        }
    }
}

impl fmt::Debug for Mock {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Mock").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
