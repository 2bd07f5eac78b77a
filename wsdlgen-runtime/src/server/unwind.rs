//! Panic isolation: a method that panics fails only its own request.

use std::{
    future::Future,
    panic::{AssertUnwindSafe, catch_unwind},
    pin::Pin,
    task::{Context, Poll},
};

use http::Response;

use super::{DispatchFuture, Rejection};
use crate::message::Payload;

/// A method's future that catches panics. The panic hook has already run when it resolves.
pub(super) struct Unwinding<'a>(pub(super) DispatchFuture<'a>);

/// An error: the method panicked.
pub(super) struct Panicked;

impl Future for Unwinding<'_> {
    type Output = Result<Result<Response<Payload>, Rejection>, Panicked>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        // The state of a future that panicked is dropped and never observed. Only the service itself is
        // shared, and requests share it in any case.
        let polled = catch_unwind(AssertUnwindSafe(|| self.0.as_mut().poll(context)));
        match polled {
            Ok(polled) => polled.map(Ok),
            Err(_) => Poll::Ready(Err(Panicked)),
        }
    }
}
