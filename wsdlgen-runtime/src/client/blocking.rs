//! Calls that are waited for without async: the same call, on a small runtime behind the scenes.

use std::{future::IntoFuture, sync::OnceLock};

use tokio::runtime::{Builder, Handle, Runtime};

use super::Call;
use crate::{
    message::{CallError, Reply, TransportError},
    soap::Operation,
};

impl<O: Operation> Call<'_, O> {
    /// Makes the call and waits for the reply, in programs that are not asynchronous. It is the same
    /// call over the same transport, in this thread; one thread more, which all such calls share, looks
    /// after connections.
    ///
    /// # Errors
    ///
    /// As when the call is awaited; and, as [`CallError::Transport`], inside of an asynchronous
    /// runtime, where waiting would keep others from working: await the call there.
    ///
    /// ```no_run
    /// # use wsdlgen_runtime::{Call, CallError, Operation};
    /// # fn example<O: Operation>(call: Call<'_, O>) -> Result<(), CallError<O::Fault>> {
    /// let reply = call.send()?;
    /// # let _ = reply.http; Ok(()) }
    /// ```
    pub fn send(self) -> Result<Reply<O>, CallError<O::Fault>> {
        if Handle::try_current().is_ok() {
            let why =
                "a call cannot be waited for inside of an asynchronous runtime: await it there";
            return Err(CallError::Transport(TransportError::new(why)));
        }
        let runtime = runtime().map_err(CallError::Transport)?;
        runtime.block_on(self.into_future())
    }
}

/// What drives the connections of all calls that are waited for.
fn runtime() -> Result<&'static Runtime, TransportError> {
    static RUNTIME: OnceLock<Result<Runtime, String>> = OnceLock::new();
    let made = RUNTIME.get_or_init(|| {
        let mut builder = Builder::new_multi_thread();
        builder.worker_threads(1).thread_name("wsdlgen-blocking").enable_all();
        builder.build().map_err(|error| error.to_string())
    });
    made.as_ref().map_err(|error| TransportError::new(error.as_str()))
}
