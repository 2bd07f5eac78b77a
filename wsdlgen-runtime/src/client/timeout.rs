//! A limit on how long a future may take, under any executor.

use std::{
    future::{Future, poll_fn},
    pin::{Pin, pin},
    task::Poll,
    time::Duration,
};

use futures_timer::Delay;

/// The future's output, or `None` once `limit` has passed; the future is dropped then.
pub(super) async fn within<F: Future>(limit: Duration, future: F) -> Option<F::Output> {
    let mut future = pin!(future);
    let mut delay = Delay::new(limit);
    poll_fn(|context| match future.as_mut().poll(context) {
        Poll::Ready(output) => Poll::Ready(Some(output)),
        Poll::Pending => Pin::new(&mut delay).poll(context).map(|()| None),
    })
    .await
}
