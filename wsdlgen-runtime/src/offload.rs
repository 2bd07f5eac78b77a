//! Reading long messages on a thread for blocking work, so that the other tasks of a runtime go on.
//!
//! A megabyte takes some milliseconds, and up to a tenth of a second if its sender wants it to. In a
//! tokio runtime, messages of more than 64 KiB are read on a thread for blocking work. Without
//! one, they are read on the thread that polls.

/// Messages of more bytes are read on another thread.
#[cfg(feature = "tokio")]
const LONG: usize = 64 << 10;

/// Does the work for a message of `bytes` bytes; returns `None` if the runtime shuts down before it is done.
///
/// A panic of the work is a panic of the future.
#[cfg(feature = "tokio")]
pub(crate) async fn for_message<T: Send + 'static>(
    bytes: usize,
    work: impl FnOnce() -> T + Send + 'static,
) -> Option<T> {
    if bytes <= LONG {
        return Some(work());
    }
    let Ok(runtime) = tokio::runtime::Handle::try_current() else { return Some(work()) };
    match runtime.spawn_blocking(crate::observe::in_span(work)).await {
        Ok(done) => Some(done),
        Err(error) => match error.try_into_panic() {
            Ok(panic) => std::panic::resume_unwind(panic),
            Err(_) => None,
        },
    }
}

/// Without tokio, there is no other thread.
#[cfg(not(feature = "tokio"))]
pub(crate) async fn for_message<T>(_bytes: usize, work: impl FnOnce() -> T) -> Option<T> {
    Some(work())
}

#[cfg(all(test, feature = "tokio"))]
mod tests {
    use std::{
        panic::AssertUnwindSafe,
        thread::{self, ThreadId},
    };

    use tokio::runtime::{Builder, Runtime};

    use super::*;

    fn runtime() -> Runtime {
        Builder::new_current_thread().build().expect("a runtime")
    }

    async fn thread_for(bytes: usize) -> Option<ThreadId> {
        for_message(bytes, || thread::current().id()).await
    }

    #[test]
    fn only_long_messages_are_for_another_thread() {
        let here = Some(thread::current().id());
        assert_eq!(runtime().block_on(thread_for(LONG)), here);
        let elsewhere = runtime().block_on(thread_for(LONG + 1));
        assert!(elsewhere.is_some() && elsewhere != here);
    }

    #[test]
    fn without_a_runtime_all_messages_are_for_this_thread() {
        let mut future = std::pin::pin!(thread_for(LONG + 1));
        let waker = std::task::Waker::noop();
        let polled = future.as_mut().poll(&mut std::task::Context::from_waker(waker));
        assert_eq!(polled, std::task::Poll::Ready(Some(thread::current().id())));
    }

    #[test]
    fn a_panic_goes_on() {
        let panics = || runtime().block_on(for_message(LONG + 1, || -> u8 { panic!("the work") }));
        let panic = std::panic::catch_unwind(AssertUnwindSafe(panics)).expect_err("it panics");
        assert_eq!(panic.downcast_ref(), Some(&"the work"));
    }
}
