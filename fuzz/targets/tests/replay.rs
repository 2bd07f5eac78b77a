//! Replay of the seeds and regressions without a fuzzer.

use std::{fs, path::PathBuf};

use wsdlgen_fuzz_targets::TARGETS;

/// Returns the inputs in a folder, or an empty list if the folder does not exist.
fn inputs(kind: &str, target: &str) -> Vec<PathBuf> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..").join(kind).join(target);
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut files: Vec<_> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    files.sort();
    files
}

#[test]
fn replays_every_input() {
    for target in TARGETS {
        let seeds = inputs("corpus", target.name);
        assert!(seeds.len() >= 5, "{} has {} seeds", target.name, seeds.len());
        let found = inputs("regressions", target.name);
        println!("{}: {} seeds, {} regressions", target.name, seeds.len(), found.len());
        for file in seeds.iter().chain(&found) {
            target.run(&fs::read(file).expect("the input should be readable"));
        }
    }
}
