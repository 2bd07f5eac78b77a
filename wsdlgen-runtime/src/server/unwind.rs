//! A method that panics fails its own request, and no other.

use std::{
    future::Future,
    panic::{AssertUnwindSafe, catch_unwind},
    pin::Pin,
    task::{Context, Poll},
};

use http::Response;

use super::{DispatchFuture, Rejection};
use crate::message::Payload;

/// What a method answers, where a panic is a value. The panic hook has said by then what happened and
/// where.
pub(super) struct Unwinding<'a>(pub(super) DispatchFuture<'a>);

/// A method that panicked.
pub(super) struct Panicked;

impl Future for Unwinding<'_> {
    type Output = Result<Result<Response<Payload>, Rejection>, Panicked>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        // What the future holds is dropped with it and seen by nobody: the implementation of the service
        // is shared, as it is between requests in any case.
        let polled = catch_unwind(AssertUnwindSafe(|| self.0.as_mut().poll(context)));
        match polled {
            Ok(polled) => polled.map(Ok),
            Err(_) => Poll::Ready(Err(Panicked)),
        }
    }
}
