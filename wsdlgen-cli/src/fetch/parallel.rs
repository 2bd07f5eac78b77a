//! Parallel downloads with the same outcome as sequential ones.

use std::panic;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, Sender};
use std::thread;
use std::time::{Duration, Instant};

use url::Url;

use super::download::{Downloaded, Downloader};
use super::event::Notice;
use super::{Event, FetchError};

/// Interval at which a waiting thread checks whether its download is still needed.
const GLANCE: Duration = Duration::from_millis(20);

/// Downloads the documents at `urls` and returns them in this order.
///
/// If any download fails, returns the index and error of the first failed one. `before` is the number of
/// documents downloaded earlier.
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

/// The state shared by all workers.
struct Queue<'a> {
    urls: &'a [Url],
    before: usize,
    /// The index of the next document to download.
    next: AtomicUsize,
    /// The lowest index that failed. Later documents are no longer needed.
    failed: AtomicUsize,
}

impl Queue<'_> {
    /// Downloads documents from the queue until it is empty.
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

/// The connection of a download to the caller and to the other downloads.
pub(super) struct Link<'a> {
    events: Sender<Notice>,
    index: usize,
    failed: &'a AtomicUsize,
}

impl Link<'_> {
    pub(super) fn tell(&self, notice: Notice) {
        // The receiver waits until all senders are dropped.
        let _ = self.events.send(notice);
    }

    /// Returns whether an earlier document failed, so that this download is no longer needed.
    pub(super) fn is_moot(&self) -> bool {
        self.failed.load(Ordering::Relaxed) < self.index
    }

    /// Sleeps for `wait`, or until the download becomes moot.
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
