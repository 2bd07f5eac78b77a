//! Requests that are answered after their connections were released.

use std::{
    future::{Future, poll_fn},
    pin::pin,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    task::Poll,
};

use futures_channel::oneshot;
use http::Response;
use tokio::{runtime::Handle, task::JoinHandle};

use crate::{
    message::Payload,
    observe,
    server::{answer::accepted, rejection},
};

/// The greatest number of tasks at once.
const MAX_TASKS: usize = 256;

/// The tasks that answer requests, in a tokio runtime.
#[derive(Clone, Default)]
pub(super) struct Tasks(Arc<AtomicUsize>);

impl Tasks {
    /// Runs `work`, which answers a request, as a task. If `released` completes first, returns status 202 while the task
    /// continues. Without a runtime, or if too many tasks are running, waits for `work`.
    pub(super) async fn run<W>(&self, work: W, released: oneshot::Receiver<()>) -> Response<Payload>
    where
        W: Future<Output = Response<Payload>> + Send + 'static,
    {
        let runtime = Handle::try_current().ok();
        let Some((runtime, permit)) = runtime.zip(Permit::take(&self.0)) else {
            drop(released);
            return work.await;
        };
        let work = observe::instrumented(work);
        let task = runtime.spawn(async move {
            let _permit = permit;
            work.await
        });
        first_of(task, released).await
    }
}

/// A place among the tasks.
struct Permit(Arc<AtomicUsize>);

impl Permit {
    fn take(in_progress: &Arc<AtomicUsize>) -> Option<Self> {
        let permit = Self(Arc::clone(in_progress));
        let before = in_progress.fetch_add(1, Ordering::Relaxed);
        (before < MAX_TASKS).then_some(permit)
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// Waits for the response of a task, or for the release of its connection.
async fn first_of(
    mut task: JoinHandle<Response<Payload>>,
    released: oneshot::Receiver<()>,
) -> Response<Payload> {
    let mut released = Some(released);
    poll_fn(move |context| {
        if let Poll::Ready(answered) = pin!(&mut task).poll(context) {
            // A task fails only if the runtime shuts down: panics of methods are caught.
            return Poll::Ready(answered.unwrap_or_else(|_| *rejection::unavailable()));
        }
        if let Some(receiver) = &mut released {
            match pin!(receiver).poll(context) {
                Poll::Ready(Ok(())) => return Poll::Ready(accepted()),
                // The connection is not released before the task ends.
                Poll::Ready(Err(_)) => released = None,
                Poll::Pending => {}
            }
        }
        Poll::Pending
    })
    .await
}
