//! Benchmarks of reading lists of records: out of order, with unknown elements, and from a kilobyte to a hundred
//! megabytes.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::Command;

use super::programs::Programs;
use super::{Goal, Ratio, figures, orders};
use crate::Result;
use crate::scratch::write;

/// Number of records in the messages for comparing shapes.
const COMPARED: usize = 2_000;

/// Goal: reading time of other shapes, relative to the contract's order.
const OTHERS: f64 = 2.0;

/// Names of sizes with the number of records, from a kilobyte to a hundred megabytes.
const SIZES: [(&str, usize); 6] = [
    ("1kb", 1),
    ("10kb", 15),
    ("100kb", 150),
    ("1mb", 1_500),
    ("10mb", 15_000),
    ("100mb", 150_000),
];

/// Goal: time per byte of the longest message, relative to a message of one megabyte, whose values fit into the
/// processor's cache.
const LINEAR: f64 = 2.0;

/// Goal: bytes of memory per byte of the longest message, including the message itself.
const MEMORY: f64 = 4.0;

/// Measures each message, prints the figures, and returns the ratios.
pub(super) fn measure(programs: &Programs) -> Result<Vec<Ratio>> {
    let mut lists = Lists { programs, files: Vec::new(), lengths: BTreeMap::new() };
    lists.add("in-order", &orders::list(COMPARED, orders::Shape::InOrder))?;
    lists.add("backwards", &orders::list(COMPARED, orders::Shape::Backwards))?;
    lists.add("as-many-known", &orders::list(2 * COMPARED, orders::Shape::InOrder))?;
    lists.add("unknown", &orders::list(COMPARED, orders::Shape::WithUnknown))?;
    for (name, records) in SIZES {
        lists.add(name, &orders::list(records, orders::Shape::InOrder))?;
    }
    let figures = lists.read()?;
    lists.print(&figures);
    let others = |name: &str, ordered: &str| {
        Ratio::new(format!("read-{name}"), figures[name] / figures[ordered], Goal::AtMost(OTHERS))
    };
    let per_byte = |name: &str| figures[name] / lists.lengths[name];
    let longer = per_byte("100mb") / per_byte("1mb");
    let memory = figures["100mb-kib"] * 1024.0 / lists.lengths["100mb"];
    Ok(vec![
        others("backwards", "in-order"),
        others("unknown", "as-many-known"),
        Ratio::new("read-100mb-per-byte".to_owned(), longer, Goal::AtMost(LINEAR)),
        Ratio::new("read-100mb-memory".to_owned(), memory, Goal::AtMost(MEMORY)),
    ])
}

/// The messages, each stored in a file.
struct Lists<'a> {
    programs: &'a Programs,
    files: Vec<PathBuf>,
    /// Lengths in bytes, by name.
    lengths: BTreeMap<&'static str, f64>,
}

impl Lists<'_> {
    fn add(&mut self, name: &'static str, message: &str) -> Result<()> {
        let file = self.programs.message(name);
        write(&file, message)?;
        self.files.push(file);
        #[expect(clippy::cast_precision_loss, reason = "lengths are far below 2^53")]
        self.lengths.insert(name, message.len() as f64);
        Ok(())
    }

    /// Runs the program, and returns nanoseconds by message name and memory by `NAME-kib`.
    fn read(&self) -> Result<BTreeMap<String, f64>> {
        let figures = figures(Command::new(self.programs.rust("lists")).args(&self.files))?;
        Ok(figures.into_iter().collect())
    }

    fn print(&self, figures: &BTreeMap<String, f64>) {
        for (name, length) in &self.lengths {
            let nanoseconds = figures[*name];
            let (rate, most) = (length / nanoseconds * 1e3, figures[&format!("{name}-kib")]);
            println!(
                "reading {name:14} {length:>12} bytes in {:>10.1} µs, {rate:>4.0} MB/s, up to {:.1} MiB",
                nanoseconds / 1e3,
                most / 1024.0
            );
        }
    }
}
