//! Execution of work that may panic or never end, on a separate thread with a large stack.

use std::any::Any;
use std::cell::RefCell;
use std::panic::{self, AssertUnwindSafe, PanicHookInfo};
use std::sync::Once;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

/// The stack size. Unused stack costs no memory.
const STACK: usize = 1 << 30;

/// The reason why work did not complete.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Broken {
    /// A panic with its message and location.
    Panic(String),
    Timeout,
}

thread_local! {
    /// The panic message recorded by the hook. `None` on threads that are not isolated.
    static HEARD: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Runs `work` on a thread named `name`, which appears in the message of a stack overflow.
///
/// After a timeout, the thread keeps running, since threads cannot be killed.
pub(super) fn run<T, F>(name: &str, time: Duration, work: F) -> Result<T, Broken>
where
    T: Send + 'static,
    F: FnOnce() -> T + Send + 'static,
{
    listen();
    let (sender, receiver) = mpsc::channel();
    let body = move || {
        HEARD.set(Some(String::new()));
        let result = panic::catch_unwind(AssertUnwindSafe(work));
        let result = result.map_err(|payload| Broken::Panic(heard(&*payload)));
        // The receiver is dropped after a timeout.
        let _ = sender.send(result);
    };
    let thread = thread::Builder::new().name(name.to_owned()).stack_size(STACK).spawn(body);
    if let Err(error) = thread {
        return Err(Broken::Panic(format!("cannot start a thread: {error}")));
    }
    match receiver.recv_timeout(time) {
        Ok(result) => result,
        Err(RecvTimeoutError::Timeout) => Err(Broken::Timeout),
        Err(RecvTimeoutError::Disconnected) => Err(Broken::Panic("unknown reason".to_owned())),
    }
}

/// Installs a panic hook that records panics on isolated threads and forwards all others to the previous hook.
fn listen() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let others = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if HEARD.with_borrow(Option::is_some) {
                HEARD.set(Some(describe(info)));
            } else {
                others(info);
            }
        }));
    });
}

fn describe(info: &PanicHookInfo<'_>) -> String {
    let message = message(info.payload());
    match info.location() {
        Some(place) => format!("{message} ({}:{})", place.file(), place.line()),
        None => message,
    }
}

fn heard(payload: &(dyn Any + Send)) -> String {
    HEARD.take().filter(|text| !text.is_empty()).unwrap_or_else(|| message(payload))
}

fn message(payload: &(dyn Any + Send)) -> String {
    let text = payload.downcast_ref::<&str>().copied();
    text.or_else(|| payload.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("no message")
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    const LONG: Duration = Duration::from_secs(60);

    #[test]
    fn reports_panics_with_location() {
        assert_eq!(run("sound", LONG, || 7), Ok(7));
        let broken = run("unsound", LONG, || panic!("seven of {}", 9)).unwrap_err();
        let Broken::Panic(message) = broken else { panic!("no panic: {broken:?}") };
        assert!(message.starts_with("seven of 9 (lab"), "{message}");
        assert!(message.contains("isolation.rs:"), "{message}");
    }

    #[test]
    fn abandons_endless_work() {
        let work = || thread::sleep(LONG);
        assert_eq!(run("endless", Duration::from_millis(20), work), Err(Broken::Timeout));
    }

    #[test]
    fn supports_deep_recursion() {
        fn depth(left: u32) -> u32 {
            let padding = std::hint::black_box([0_u8; 1024]);
            if left == 0 { u32::from(padding[0]) } else { 1 + depth(left - 1) }
        }
        assert_eq!(run("deep", LONG, || depth(100_000)), Ok(100_000));
    }
}
