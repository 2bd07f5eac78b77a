//! Robust execution of the generator on many contracts, including ones that make it panic or hang.

mod findings;
mod isolation;

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use wsdlgen::{Generated, Report};

pub(crate) use self::findings::{Finding, Severity, findings};

/// Time limit for generating one contract.
const TIME: Duration = Duration::from_secs(300);

/// The result and duration of a generator run.
#[derive(Debug)]
pub(crate) struct Attempt {
    pub(crate) result: Result<Generated, Failure>,
    pub(crate) time: Duration,
}

/// The reason why nothing was generated.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The generator reported problems in the contract.
    Report(Report),
    /// The generator panicked. Contains the message and location.
    Panic(String),
    /// The generator did not finish within this time.
    Timeout(Duration),
}

/// Runs the generator in `work` on a thread named `name`. Panics and timeouts are returned as failures.
pub(crate) fn attempt<F>(name: &str, work: F) -> Attempt
where
    F: FnOnce() -> Result<Generated, Report> + Send + 'static,
{
    let start = Instant::now();
    let result = match isolation::run(name, TIME, work) {
        Ok(result) => result.map_err(Failure::Report),
        Err(isolation::Broken::Panic(message)) => Err(Failure::Panic(message)),
        Err(isolation::Broken::Timeout) => Err(Failure::Timeout(TIME)),
    };
    Attempt { result, time: start.elapsed() }
}

/// Runs `work` on a thread named `name`. Panics and timeouts are returned as error messages.
pub(crate) fn isolated<T: Send + 'static>(
    name: &str,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, String> {
    isolation::run(name, TIME, work).map_err(|broken| match broken {
        isolation::Broken::Panic(message) => message,
        isolation::Broken::Timeout => format!("timed out after {} s", TIME.as_secs()),
    })
}

/// Runs `work` for each item, in parallel on all cores. The results are in the order of the items.
pub(crate) fn in_parallel<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let (sender, results) = mpsc::channel();
    let cores = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        for _ in 0..cores.min(items.len()) {
            let sender = sender.clone();
            scope.spawn(|| {
                let sender = sender;
                while let Some((index, item)) = claim(&next, items) {
                    sender
                        .send((index, work(item)))
                        .expect("the receiver should outlive the threads");
                }
            });
        }
    });
    drop(sender);
    let mut results: Vec<_> = results.into_iter().collect();
    results.sort_by_key(|(index, _)| *index);
    results.into_iter().map(|(_, result)| result).collect()
}

fn claim<'a, T>(next: &AtomicUsize, items: &'a [T]) -> Option<(usize, &'a T)> {
    let index = next.fetch_add(1, Ordering::Relaxed);
    items.get(index).map(|item| (index, item))
}

#[cfg(test)]
mod tests {
    use super::in_parallel;

    #[test]
    fn preserves_order_of_results() {
        let items: Vec<u32> = (0..100).collect();
        let doubled: Vec<u32> = (0..100).map(|item| item * 2).collect();
        assert_eq!(in_parallel(&items, |item| item * 2), doubled);
        assert!(in_parallel(&[0; 0], |item: &u32| *item).is_empty());
    }
}
