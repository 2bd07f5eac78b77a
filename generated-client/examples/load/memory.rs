//! Measuring the memory of the process, to detect growth.

use std::{
    fs,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::Instant,
};

/// The number of calls between two measurements.
const EVERY: u64 = 50_000;
/// The number of calls after which memory use should be stable.
const SETTLED: u64 = 100_000;
/// The allowed growth after [`SETTLED`] calls, in percent.
const GROWTH: u64 = 5;

/// Measurements of the process's memory, taken every [`EVERY`] calls.
pub(crate) struct Memory {
    start: Instant,
    done: AtomicU64,
    /// The number of calls and the resident memory in KiB of each measurement.
    samples: Mutex<Vec<(u64, u64)>>,
}

impl Memory {
    pub(crate) fn new(start: Instant) -> Self {
        Self { start, done: AtomicU64::new(0), samples: Mutex::default() }
    }

    /// Counts a call, and measures the memory if a measurement is due.
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
        println!("{done:>9} calls, {rate} per second, {resident} KiB");
    }

    /// Returns the peak memory up to [`SETTLED`] calls and the peak afterwards.
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
            None => "memory: too few calls to measure".to_owned(),
            Some((settled, most)) => {
                let word = if self.has_grown() { "GROWN" } else { "stable" };
                format!("memory: {word}, {settled} KiB up to {SETTLED} calls, {most} KiB later")
            }
        }
    }
}

/// Returns the resident memory of this process in KiB, or `None` if the system does not report it.
fn resident() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.trim().strip_suffix("kB")?.trim().parse().ok()
}
