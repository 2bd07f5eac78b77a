//! How much memory the process has, and whether it grows.

use std::{
    fs,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::Instant,
};

/// How many calls there are between two looks.
const EVERY: u64 = 50_000;
/// After so many calls, whatever is needed at all is there.
const SETTLED: u64 = 100_000;
/// How much more there may be then, in percent.
const GROWTH: u64 = 5;

/// Looks at the memory every so many calls.
pub(crate) struct Memory {
    start: Instant,
    done: AtomicU64,
    /// After how many calls the process had how many KiB.
    samples: Mutex<Vec<(u64, u64)>>,
}

impl Memory {
    pub(crate) fn new(start: Instant) -> Self {
        Self { start, done: AtomicU64::new(0), samples: Mutex::default() }
    }

    /// Counts a call, and looks where it is time to.
    pub(crate) fn one_more(&self) {
        let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
        if !done.is_multiple_of(EVERY) {
            return;
        }
        let Some(resident) = resident() else { return };
        let mut samples = self.samples.lock().unwrap_or_else(PoisonError::into_inner);
        samples.push((done, resident));
        let milliseconds = self.start.elapsed().as_millis().max(1);
        let rate = u128::from(done) * 1000 / milliseconds;
        println!("{done:>9} calls, {rate} a second, {resident} KiB");
    }

    /// The most memory there was until everything was there, and the most there was later.
    fn settled_and_most(&self) -> Option<(u64, u64)> {
        let samples = self.samples.lock().unwrap_or_else(PoisonError::into_inner);
        let most = |is_late| {
            let of_time = samples.iter().filter(|(done, _)| (*done > SETTLED) == is_late);
            of_time.map(|(_, resident)| *resident).max()
        };
        most(false).zip(most(true))
    }

    pub(crate) fn has_grown(&self) -> bool {
        self.settled_and_most().is_some_and(|(settled, most)| most * 100 > settled * (100 + GROWTH))
    }

    pub(crate) fn verdict(&self) -> String {
        match self.settled_and_most() {
            None => "memory: too few calls to say".to_owned(),
            Some((settled, most)) => {
                let word = if self.has_grown() { "GROWN" } else { "level" };
                format!(
                    "memory: {word}, {settled} KiB up to {SETTLED} calls, {most} at most behind them"
                )
            }
        }
    }
}

/// The resident memory of this process in KiB, where the system tells.
fn resident() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.trim().strip_suffix("kB")?.trim().parse().ok()
}
