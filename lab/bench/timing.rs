//! Times of small pieces of work, measured as the peers in other languages measure theirs.

use std::hint::black_box;
use std::time::{Duration, Instant};

/// Duration of the warm-up, after which memory is allocated and caches are warm.
const WARMING: Duration = Duration::from_millis(100);
/// Target duration of a batch.
const BATCH: Duration = Duration::from_millis(20);
const BATCHES: usize = 15;

/// The command line: `SMALL BIG` measures everything, `SMALL BIG NAME COUNT` repeats one piece of work for a
/// program that counts instructions.
pub struct Runs {
    pub small: Vec<u8>,
    pub big: Vec<u8>,
    only: Option<(String, u32)>,
}

impl Runs {
    pub fn from_arguments() -> Self {
        let arguments: Vec<String> = std::env::args().skip(1).collect();
        let file = |index: usize| std::fs::read(&arguments[index]).expect("a message to read");
        let only = arguments.get(2).map(|name| {
            let count = arguments.get(3).and_then(|count| count.parse().ok());
            (name.clone(), count.unwrap_or(1))
        });
        Self { small: file(0), big: file(1), only }
    }

    /// Prints the nanoseconds of a piece of work.
    pub fn time<T>(&self, name: &str, mut work: impl FnMut() -> T) {
        let Some((only, count)) = &self.only else {
            return println!("{name} {:.1}", median(work));
        };
        for _ in 0..if only == name { *count } else { 0 } {
            black_box(work());
        }
    }
}

/// Returns the nanoseconds of a piece of work, as the median of several batches.
pub fn median<T>(mut work: impl FnMut() -> T) -> f64 {
    let warming = Instant::now();
    while warming.elapsed() < WARMING {
        black_box(work());
    }
    let start = Instant::now();
    black_box(work());
    let once = start.elapsed().max(Duration::from_nanos(1));
    let count = (BATCH.as_nanos() / once.as_nanos()).clamp(1, 1_000_000);
    let mut batches: Vec<f64> = (0..BATCHES)
        .map(|_| {
            let start = Instant::now();
            for _ in 0..count {
                black_box(work());
            }
            start.elapsed().as_nanos() as f64 / count as f64
        })
        .collect();
    batches.sort_by(f64::total_cmp);
    batches[BATCHES / 2]
}

/// Returns the peak memory of the process, in KiB.
pub fn most_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix(" kB")?.parse().ok()
}
