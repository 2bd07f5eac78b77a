//! Conversion of samples to values, for programs that call generated code in the same process.

use std::future::{Future, IntoFuture};
use std::pin::pin;
use std::task::{Context as TaskContext, Poll, Waker};

use wsdlgen_runtime::xml::{Cursor, Namespaces, ReadError, ReadOptions, Reading};
use wsdlgen_runtime::{Contract, Operation};

/// Reads the sample of a request.
pub fn input<O: Operation>(sample: &str) -> Result<O::Input, String> {
    read(sample, O::Contract::NAMESPACES, O::read_input)
}

/// Reads the sample of a reply, if there is one.
pub fn output<O: Operation>(sample: &str) -> Result<O::Output, String> {
    match O::without_output() {
        Some(output) => Ok(output),
        None => read(sample, O::Contract::NAMESPACES, O::read_output),
    }
}

/// Reads a sample strictly, as the content of a body.
fn read<T>(
    sample: &str,
    namespaces: &'static Namespaces,
    read: impl FnOnce(&mut Cursor<'_>) -> Result<T, ReadError>,
) -> Result<T, String> {
    let document =
        format!("<Body xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">{sample}</Body>");
    let options = ReadOptions { reading: Reading::Strict, ..ReadOptions::default() };
    let error = |error: ReadError| format!("cannot read the sample: {error}");
    let mut cursor = Cursor::new(&document, namespaces, &options).map_err(error)?;
    cursor.enter().map_err(error)?;
    let value = read(&mut cursor).map_err(error)?;
    cursor.leave().map_err(error)?;
    cursor.finish().map_err(error)?;
    Ok(value)
}

/// Polls a future until it is ready. The future must not depend on a reactor.
pub fn now<F: IntoFuture>(future: F) -> F::Output {
    let mut future = pin!(future.into_future());
    loop {
        let mut context = TaskContext::from_waker(Waker::noop());
        if let Poll::Ready(output) = future.as_mut().poll(&mut context) {
            return output;
        }
    }
}
