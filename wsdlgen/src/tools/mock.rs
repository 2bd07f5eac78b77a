//! A server for a contract, without generated code: for trying a client while there is no service.

mod answer;
mod page;
mod received;
mod service;

use std::{
    collections::{HashMap, VecDeque},
    fmt,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use crate::{
    publish::{self, Publication},
    tools::{
        contract::{Contract, MessageError},
        instance::MessageInput,
    },
};
pub use answer::MockAnswer;
pub use received::MockRequest;
pub use service::{MockError, MockFuture};

/// So many requests are remembered, and of them so many bytes: those that came last.
const REMEMBERED: usize = 1000;
const REMEMBERED_BYTES: usize = 64 << 20;

/// A server for a contract: it checks requests against the contract, answers with samples or with what it
/// is told to, and remembers what it was asked. It shows the contract to whoever asks with GET.
///
/// It is a `tower::Service`, for a client's `Transport` in a test without a socket, or for an HTTP server;
/// `wsdlgen mock` is one. Clones share what they remember and are told.
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
    /// By the operations' names in the contract, each of an interface.
    answers: HashMap<(usize, usize), MockAnswer>,
    delay: Duration,
    requests: VecDeque<MockRequest>,
    /// How many came, those that are forgotten too.
    count: u64,
    spoilt: Vec<(u64, MockAnswer)>,
    watcher: Option<Watcher>,
}

/// Is told of every request, and which it is, from 1.
type Watcher = Arc<dyn Fn(u64, &MockRequest) + Send + Sync>;

impl Mock {
    /// A server that answers with samples.
    pub fn new(contract: Contract) -> Self {
        let publication = publish::publish(&contract.sources, &contract.named.model);
        Self(Arc::new(Inner { contract, publication, state: Mutex::default() }))
    }

    /// Answers an operation with this from now on. A body is checked against the contract.
    ///
    /// # Errors
    ///
    /// When there is no such operation, or the body does not keep to the contract.
    pub fn answer(&self, operation: &str, answer: MockAnswer) -> Result<(), MessageError> {
        let contract = &self.0.contract;
        if let MockAnswer::Body(body) = &answer {
            contract.reply(operation, None, &MessageInput::clone(body))?;
        }
        let place = contract.place(operation)?;
        self.state().answers.insert(place, answer);
        Ok(())
    }

    /// Waits so long before each answer.
    pub fn delay(&self, delay: Duration) {
        self.state().delay = delay;
    }

    /// Answers every `count`th request with this, whatever it calls; never where that is 0.
    pub fn spoil_every(&self, count: u64, answer: MockAnswer) {
        self.state().spoilt.push((count, answer));
    }

    /// The requests that came, the oldest first; of more than a thousand, or 64 MiB of them, the last.
    pub fn requests(&self) -> Vec<MockRequest> {
        self.state().requests.iter().cloned().collect()
    }

    /// Tells this of every request that comes, before it is answered, with its number from 1; in place of
    /// whatever was told before.
    pub fn watch(&self, watcher: impl Fn(u64, &MockRequest) + Send + Sync + 'static) {
        self.state().watcher = Some(Arc::new(watcher));
    }

    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        // Each change of it is whole.
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Remembers a request, and says what every request is to be answered with that is the so-manieth.
    fn remember(&self, request: MockRequest) -> Option<MockAnswer> {
        let (count, watcher) = {
            let mut state = self.state();
            state.count += 1;
            (state.count, state.watcher.clone())
        };
        // It may take its time, or ask the mock something.
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
    /// Forgets the oldest requests, as far as there are too many or they are too long together.
    fn forget(&mut self, most_bytes: usize) {
        let mut bytes: usize = self.requests.iter().map(|one| one.envelope.len()).sum();
        while self.requests.len() > REMEMBERED || bytes > most_bytes {
            let Some(forgotten) = self.requests.pop_front() else { return };
            bytes -= forgotten.envelope.len();
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
