//! Parsing of long messages on a blocking thread, so that the runtime's other tasks make progress.
//!
//! A megabyte takes a few milliseconds to parse, and up to 700 ms if the sender crafts it to be slow.
//! In a tokio runtime, messages of more than 64 KiB are parsed on a blocking thread. Without a
//! runtime, they are parsed on the polling thread.

/// The greatest length of a message that is parsed on the polling thread, in bytes.
#[cfg(feature = "tokio")]
const LONG: usize = 64 << 10;

/// Runs `work` for a message of `bytes` bytes. Returns `None` if the runtime shuts down before `work` is done.
///
/// A panic in `work` propagates to the future.
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

/// Runs `work` on the polling thread.
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
        Builder::new_current_thread().build().expect("a current-thread runtime")
    }

    async fn thread_for(bytes: usize) -> Option<ThreadId> {
        for_message(bytes, || thread::current().id()).await
    }

    #[test]
    fn offloads_only_long_messages() {
        let here = Some(thread::current().id());
        assert_eq!(runtime().block_on(thread_for(LONG)), here);
        let elsewhere = runtime().block_on(thread_for(LONG + 1));
        assert!(elsewhere.is_some() && elsewhere != here);
    }

    #[test]
    fn uses_the_polling_thread_without_a_runtime() {
        let mut future = std::pin::pin!(thread_for(LONG + 1));
        let waker = std::task::Waker::noop();
        let polled = future.as_mut().poll(&mut std::task::Context::from_waker(waker));
        assert_eq!(polled, std::task::Poll::Ready(Some(thread::current().id())));
    }

    #[test]
    fn propagates_panics() {
        let panics = || runtime().block_on(for_message(LONG + 1, || -> u8 { panic!("the work") }));
        let panic =
            std::panic::catch_unwind(AssertUnwindSafe(panics)).expect_err("the work panics");
        assert_eq!(panic.downcast_ref(), Some(&"the work"));
    }
}
