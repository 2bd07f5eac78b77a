//! Helpers shared by several tests.

use std::{
    future::{Future, IntoFuture},
    pin::pin,
    task::{Context, Poll, Waker},
};

/// Polls a future until it is ready, and returns its output.
pub(crate) fn now<F: IntoFuture>(future: F) -> F::Output {
    let mut future = pin!(future.into_future());
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            return output;
        }
    }
}
