//! Times of small pieces of work, as the peers in other languages take theirs.

use std::hint::black_box;
use std::time::{Duration, Instant};

/// So long one batch is to take.
const BATCH: Duration = Duration::from_millis(20);
const BATCHES: usize = 15;

/// How the program was called: `SMALL BIG` measures all, `SMALL BIG NAME COUNT` does one piece of
/// work so many times, for whoever counts instructions.
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

    /// Prints the nanoseconds that a piece of work takes: the median of several batches.
    pub fn time<T>(&self, name: &str, mut work: impl FnMut() -> T) {
        if let Some((only, count)) = &self.only {
            for _ in 0..if only == name { *count } else { 0 } {
                black_box(work());
            }
            return;
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
        println!("{name} {:.1}", batches[BATCHES / 2]);
    }
}
