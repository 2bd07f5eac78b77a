//! Several downloads at a time, with the outcome of one after the other.

use std::panic;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, Sender};
use std::thread;
use std::time::{Duration, Instant};

use url::Url;

use super::download::{Downloaded, Downloader};
use super::event::Notice;
use super::{Event, FetchError};

/// How often a waiting thread looks whether the wait still has a purpose.
const GLANCE: Duration = Duration::from_millis(20);

/// The documents at `urls`, in their order, or the first of them that failed, with its index.
/// `before` is how many documents there are already.
pub(super) fn download(
    downloader: &Downloader<'_>,
    urls: &[Url],
    before: usize,
    progress: &mut dyn FnMut(Event<'_>),
) -> Result<Vec<Downloaded>, (usize, FetchError)> {
    let queue =
        Queue { urls, before, next: AtomicUsize::new(0), failed: AtomicUsize::new(usize::MAX) };
    let mut outcomes = thread::scope(|scope| {
        let (events, arriving) = mpsc::channel();
        let number = downloader.connections().min(urls.len());
        let workers: Vec<_> = (0..number)
            .map(|_| {
                let events = events.clone();
                scope.spawn(|| queue.work(downloader, events))
            })
            .collect();
        drop(events);
        for notice in arriving {
            progress(notice.event());
        }
        let outcomes = workers
            .into_iter()
            .map(|worker| worker.join().unwrap_or_else(|panicked| panic::resume_unwind(panicked)));
        outcomes.flatten().collect::<Vec<_>>()
    });
    outcomes.sort_by_key(|(index, _)| *index);
    outcomes.into_iter().map(|(index, outcome)| outcome.map_err(|error| (index, error))).collect()
}

/// What the workers share.
struct Queue<'a> {
    urls: &'a [Url],
    before: usize,
    /// The index of the next one to download.
    next: AtomicUsize,
    /// The lowest index that failed: nothing behind it matters any more.
    failed: AtomicUsize,
}

impl Queue<'_> {
    /// Downloads one after the other until there are no more.
    fn work(
        &self,
        downloader: &Downloader<'_>,
        events: Sender<Notice>,
    ) -> Vec<(usize, Result<Downloaded, FetchError>)> {
        let mut link = Link { events, index: 0, failed: &self.failed };
        let mut outcomes = Vec::new();
        loop {
            link.index = self.next.fetch_add(1, Ordering::Relaxed);
            let Some(url) = self.urls.get(link.index).filter(|_| !link.is_moot()) else {
                return outcomes;
            };
            let outcome = downloader.get(url, self.before + link.index + 1, &link);
            if outcome.is_err() {
                self.failed.fetch_min(link.index, Ordering::Relaxed);
            }
            outcomes.push((link.index, outcome));
        }
    }
}

/// What a download tells the caller, and hears of the others.
pub(super) struct Link<'a> {
    events: Sender<Notice>,
    index: usize,
    failed: &'a AtomicUsize,
}

impl Link<'_> {
    pub(super) fn tell(&self, notice: Notice) {
        // The receiver waits for the last sender to go.
        let _ = self.events.send(notice);
    }

    /// Whether one before this failed, so that this one's outcome will not be looked at.
    pub(super) fn is_moot(&self) -> bool {
        self.failed.load(Ordering::Relaxed) < self.index
    }

    /// Sleeps, unless it becomes moot.
    pub(super) fn sleep(&self, wait: Duration) {
        let start = Instant::now();
        while let Some(left) = wait.checked_sub(start.elapsed())
            && !left.is_zero()
            && !self.is_moot()
        {
            thread::sleep(left.min(GLANCE));
        }
    }
}
