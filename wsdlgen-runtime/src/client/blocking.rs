//! Blocking calls, driven by a small internal runtime.

use std::{future::IntoFuture, sync::OnceLock};

use tokio::runtime::{Builder, Handle, Runtime};

use super::Call;
use crate::{
    message::{CallError, Reply, TransportError},
    soap::Operation,
};

impl<O: Operation> Call<'_, O> {
    /// Makes the call and blocks until the reply arrives, for programs that are not asynchronous.
    ///
    /// The call runs on the current thread, over the client's transport. A background thread, which all
    /// blocking calls share, drives the connections.
    ///
    /// # Errors
    ///
    /// Returns the errors of an awaited call. Inside an asynchronous runtime, returns
    /// [`CallError::Transport`], since blocking would stall other tasks. Await the call there.
    ///
    /// ```no_run
    /// # use wsdlgen_runtime::{Call, CallError, Operation};
    /// # fn example<O: Operation>(call: Call<'_, O>) -> Result<(), CallError<O::Fault>> {
    /// let reply = call.send()?;
    /// # let _ = reply.http; Ok(()) }
    /// ```
    pub fn send(self) -> Result<Reply<O>, CallError<O::Fault>> {
        if Handle::try_current().is_ok() {
            let why = "cannot block inside an asynchronous runtime: await the call instead";
            return Err(CallError::Transport(TransportError::new(why)));
        }
        let runtime = runtime().map_err(CallError::Transport)?;
        runtime.block_on(self.into_future())
    }
}

/// Returns the runtime that drives the connections of all blocking calls.
fn runtime() -> Result<&'static Runtime, TransportError> {
    static RUNTIME: OnceLock<Result<Runtime, String>> = OnceLock::new();
    let made = RUNTIME.get_or_init(|| {
        let mut builder = Builder::new_multi_thread();
        builder.worker_threads(1).thread_name("wsdlgen-blocking").enable_all();
        builder.build().map_err(|error| error.to_string())
    });
    made.as_ref().map_err(|error| TransportError::new(error.as_str()))
}
