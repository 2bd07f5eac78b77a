//! Executor-independent timeouts of futures.

use std::{
    future::{Future, poll_fn},
    pin::{Pin, pin},
    task::{Context, Poll},
    time::{Duration, Instant},
};

use super::clock::{self, Sleeper};

/// Returns the output of a future, or `None` if it takes longer than `limit`.
pub(crate) async fn within<F: Future>(limit: Duration, future: F) -> Option<F::Output> {
    let mut future = pin!(future);
    let mut delay = Delay::new(limit);
    poll_fn(|context| match future.as_mut().poll(context) {
        Poll::Ready(output) => Poll::Ready(Some(output)),
        Poll::Pending => Pin::new(&mut delay).poll(context).map(|()| None),
    })
    .await
}

/// A future that completes after some time.
pub(super) struct Delay {
    /// `None` if the deadline cannot be represented as an `Instant`: the future never completes.
    deadline: Option<Instant>,
    sleeper: Option<Sleeper>,
}

impl Delay {
    pub(super) fn new(time: Duration) -> Self {
        Self { deadline: Instant::now().checked_add(time), sleeper: None }
    }
}

impl Future for Delay {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let Some(deadline) = self.deadline else { return Poll::Pending };
        let is_waiting = if let Some(sleeper) = &self.sleeper {
            sleeper.wake(context.waker())
        } else {
            let is_due = Instant::now() >= deadline;
            // If there is no timer thread, an early timeout is better than waiting forever.
            self.sleeper = clock::wake_at(deadline, context.waker()).filter(|_| !is_due);
            self.sleeper.is_some()
        };
        if is_waiting { Poll::Pending } else { Poll::Ready(()) }
    }
}

#[cfg(test)]
mod tests {
    use std::{
        future::{Future, pending, ready},
        pin::pin,
        sync::Arc,
        task::{Context, Poll, Wake, Waker},
        thread::{self, Thread},
        time::{Duration, Instant},
    };

    use super::within;

    struct Unpark(Thread);

    impl Wake for Unpark {
        fn wake(self: Arc<Self>) {
            self.0.unpark();
        }
    }

    /// Runs a future to completion. Polls it only when woken.
    fn block_on<F: Future>(future: F) -> F::Output {
        let waker = Waker::from(Arc::new(Unpark(thread::current())));
        let mut future = pin!(future);
        loop {
            match future.as_mut().poll(&mut Context::from_waker(&waker)) {
                Poll::Ready(output) => return output,
                Poll::Pending => thread::park(),
            }
        }
    }

    #[test]
    fn returns_ready_outputs_despite_an_expired_limit() {
        assert_eq!(block_on(within(Duration::ZERO, ready(7))), Some(7));
        assert_eq!(block_on(within(Duration::MAX, ready(7))), Some(7));
    }

    #[test]
    fn expires_at_each_limit() {
        // The clock already sleeps for ten minutes. This test takes as long if the shorter waits do not wake it.
        let mut longest = pin!(within(Duration::from_secs(600), pending::<()>()));
        assert!(longest.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
        let waits = [60, 20].map(|milliseconds| {
            thread::spawn(move || {
                let limit = Duration::from_millis(milliseconds);
                let start = Instant::now();
                assert_eq!(block_on(within(limit, pending::<()>())), None);
                assert!(start.elapsed() >= limit);
            })
        });
        for wait in waits {
            wait.join().unwrap();
        }
    }

    #[test]
    fn removes_sleepers_of_dropped_futures() {
        let waker = Waker::noop();
        for _ in 0..1000 {
            let mut future = pin!(within(Duration::from_secs(3600), pending::<()>()));
            assert!(future.as_mut().poll(&mut Context::from_waker(waker)).is_pending());
        }
        assert_eq!(super::clock::sleepers_until(Duration::from_secs(3000)), 0);
    }
}
