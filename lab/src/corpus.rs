//! `cargo lab corpus DIR`: generates and compiles every service of a folder.

mod documents;
mod forms;
mod judge;
mod look;
mod measure;
mod names;
mod services;
mod table;
mod warnings;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use wsdlgen::Config;

pub(crate) use self::documents::{config, generate, samples};
use self::judge::Row;
pub(crate) use self::services::Service;
use crate::generate::{Attempt, in_parallel};
use crate::scratch::{Checked, Crate, Scratch};
use crate::{Outcome, Result};

/// Time limit for compiling one service.
const COMPILER_TIME: Duration = Duration::from_secs(300);

/// The services to generate, and the outputs to write.
#[derive(clap::Args)]
pub struct Options {
    /// A folder of services with a `manifest.csv`
    dir: PathBuf,
    /// Write the generated code to this folder, one file per service
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Also write the table as JSON to this file
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
    /// Use only services whose name contains this string
    #[arg(long, value_name = "SUBSTRING", default_value = "")]
    filter: String,
    /// Do not compile the generated code
    #[arg(long)]
    no_check: bool,
    /// Also generate types that no operation uses
    #[arg(long)]
    all_types: bool,
    /// Correct mistakes in the contracts
    #[arg(long)]
    repair: bool,
}

impl Options {
    fn config(&self, service: &Service) -> Config {
        let config = documents::config(&self.dir, service);
        let config = if self.repair { config.repair() } else { config };
        if self.all_types { config.all_types() } else { config }
    }
}

/// Generates and compiles every service and prints a table. The last line printed is the count.
pub(crate) fn run(options: &Options) -> Result {
    let mut services = services::read(&options.dir, &options.filter)?;
    if options.repair {
        services.iter_mut().for_each(Service::accept_code);
    }
    if services.is_empty() {
        return Err("no service in the manifest matches the filter".into());
    }
    let start = Instant::now();
    let attempts = in_parallel(&services, |service| {
        documents::generate(&options.dir, service, options.config(service))
    });
    eprintln!("corpus: generated in {:.1} s", start.elapsed().as_secs_f64());
    // Measured before the compiler runs, so that only the generator's memory counts.
    let peak = peak_memory();
    if let Some(folder) = &options.out {
        keep(folder, &services, &attempts)?;
    }
    let checked = if options.no_check { None } else { Some(check(&services, &attempts)?) };
    let rows: Vec<Row> = services
        .iter()
        .zip(&attempts)
        .map(|(service, attempt)| judge::row(service, attempt, checked.as_ref()))
        .collect();
    if let Some(file) = &options.json {
        fs::write(file, serde_json::to_string_pretty(&rows)? + "\n")?;
    }
    print!("{}", table::table(&rows));
    print!("{}", table::summary(&rows, peak));
    let looks = look::at(options, &services);
    for problem in &looks.problems {
        println!("{problem}");
    }
    println!("{}\n{looks}", looks.names);
    let count = table::Count::of(&rows);
    println!("{count}");
    Ok(if count.is_success() && looks.problems.is_empty() {
        Outcome::Passed
    } else {
        Outcome::Failed
    })
}

/// Returns the services of a folder whose names contain `filter`.
pub(crate) fn services(directory: &Path, filter: &str) -> Result<Vec<Service>> {
    services::read(directory, filter)
}

/// Returns the successfully generated services with their code.
fn generated<'a>(
    services: &'a [Service],
    attempts: &'a [Attempt],
) -> impl Iterator<Item = (&'a Service, &'a str)> {
    let pairs = services.iter().zip(attempts);
    pairs.filter_map(|(service, attempt)| Some((service, &*attempt.result.as_ref().ok()?.code)))
}

fn keep(folder: &Path, services: &[Service], attempts: &[Attempt]) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    for (service, code) in generated(services, attempts) {
        fs::write(folder.join(format!("{}.rs", service.id)), code)?;
    }
    Ok(())
}

fn check(services: &[Service], attempts: &[Attempt]) -> Result<Checked> {
    let crates: Vec<Crate<'_>> = generated(services, attempts)
        .map(|(service, code)| Crate { name: &service.id, code })
        .collect();
    if crates.is_empty() {
        return Ok(Checked::default());
    }
    let start = Instant::now();
    let scratch = Scratch::new("corpus", COMPILER_TIME);
    scratch.set_libraries(&crates)?;
    eprintln!("corpus: checking {} crates", crates.len());
    let checked = scratch.check()?;
    eprintln!("corpus: checked in {:.1} s", start.elapsed().as_secs_f64());
    Ok(checked)
}

/// Returns the peak memory of this process in MiB, if the system reports it.
fn peak_memory() -> Option<usize> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kibibytes: usize = line.trim().strip_suffix(" kB")?.parse().ok()?;
    Some(kibibytes / 1024)
}
