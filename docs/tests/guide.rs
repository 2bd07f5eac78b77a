//! The guide is up to date: its snippets match their source files, its links are valid, and every setting
//! and diagnostic code is documented.

mod support;

use std::{collections::BTreeSet, fs};

use support::{Chapter, blocks, chapters, links, project, shown};

#[test]
fn snippets_match_their_source_files() {
    let mut compared = 0;
    for chapter in chapters() {
        for block in blocks(&chapter) {
            let Some(source) = block.marker.and_then(|marker| marker.strip_prefix("from ")) else {
                continue;
            };
            let text = fs::read_to_string(project().join(source))
                .unwrap_or_else(|error| panic!("{}: {source}: {error}", block.place));
            if let Err(line) = shown(&block.lines, &text) {
                panic!("{}: `{line}` not found in {source}", block.place);
            }
            compared += 1;
        }
    }
    assert!(compared > 40, "only {compared} snippets name their source files");
}

#[test]
fn every_rust_block_is_compiled() {
    let tested = fs::read_to_string(project().join("docs/lib.rs")).unwrap();
    for chapter in chapters() {
        assert!(tested.contains(&format!("\"{}\"", chapter.name)), "lib.rs lacks {}", chapter.name);
        for block in blocks(&chapter) {
            let skipped = ["ignore", "compile_fail"].iter().any(|word| block.info.contains(word));
            assert!(!skipped, "{}: {}", block.place, block.info);
            assert!(!block.info.is_empty(), "{}: the block has no language", block.place);
        }
    }
}

#[test]
fn settings_files_are_valid_and_match_their_contract() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("wsdl")).unwrap();
    for name in ["CustomerCareService.wsdl", "ServiceFault.xsd"] {
        let copy = folder.path().join("wsdl").join(name);
        fs::copy(project().join("wsdl").join(name), copy).unwrap();
    }
    let (mut read, mut generated) = (0, 0);
    for chapter in chapters() {
        for block in blocks(&chapter).iter().filter(|block| block.marker == Some("wsdlgen.toml")) {
            let path = folder.path().join("wsdlgen.toml");
            fs::write(&path, block.lines.join("\n")).unwrap();
            let settings = wsdlgen_cli::settings::read(&path)
                .unwrap_or_else(|error| panic!("{}: {error}", block.place));
            read += 1;
            // Other examples name contracts that do not exist.
            let mut contracts = settings.contracts.iter();
            if let Some(contract) = contracts.find(|path| fs::exists(path).unwrap()) {
                let outcome = settings.config.generate(contract, |location| fs::read(location));
                outcome.unwrap_or_else(|report| panic!("{}: {report}", block.place));
                generated += 1;
            }
        }
    }
    assert_eq!((read, generated), (2, 1));
}

#[test]
fn summary_lists_every_chapter_and_links_are_valid() {
    let folder = project().join("docs/src");
    let summary = fs::read_to_string(folder.join("SUMMARY.md")).unwrap();
    let listed: BTreeSet<&str> = links(&summary).collect();
    let names: BTreeSet<String> = chapters().map(|chapter| chapter.name).collect();
    assert_eq!(listed, names.iter().map(String::as_str).collect());
    for Chapter { name, text } in chapters() {
        for link in links(&text).filter(|link| !link.contains("://")) {
            let file = link.split('#').next().unwrap_or_default();
            assert!(folder.join(file).exists(), "{name}: {link}");
        }
    }
}

/// Returns the words between `before` and `after` in a file of the project.
fn words_of(path: &str, before: &str, after: &str) -> Vec<String> {
    let text = fs::read_to_string(project().join(path)).expect("the file exists");
    let found = text.split(before).skip(1).filter_map(|rest| rest.split_once(after));
    found.map(|(word, _)| word.to_owned()).collect()
}

#[test]
fn guide_documents_every_method_key_and_code() {
    let chapter = |name: &str| fs::read_to_string(project().join("docs/src").join(name)).unwrap();
    let settings = chapter("settings.md");
    let files = ["wsdlgen/src/config.rs", "wsdlgen/src/config/run.rs"];
    let methods = files.map(|file| words_of(file, "    pub fn ", "(")).concat();
    assert!(methods.len() > 20);
    for method in methods {
        assert!(settings.contains(&format!("`{method}(")), "settings.md: {method}");
    }
    let keys = words_of("wsdlgen-cli/src/settings/keys.rs", "\n    \"", "\",");
    assert!(keys.len() > 15);
    let file = chapter("wsdlgen-toml.md");
    for key in keys {
        assert!(file.contains(&format!("`{key}`")), "wsdlgen-toml.md: {key}");
    }
    let troubleshooting = chapter("troubleshooting.md");
    for code in wsdlgen::Code::all() {
        assert!(troubleshooting.contains(&format!("| `{code}` |")), "troubleshooting.md: {code}");
    }
}

#[test]
fn examples_have_the_current_contract() {
    let contract = fs::read(project().join("wsdl/CustomerCareService.wsdl")).unwrap();
    let list = fs::read_to_string(project().join("examples/README.md")).unwrap();
    for entry in fs::read_dir(project().join("examples")).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            let name = path.file_name().unwrap().to_string_lossy();
            assert!(list.contains(&format!("[`{name}`]({name})")), "README.md: {name}");
            // The others have a contract of their own, or none.
            if !["onvif-events", "redis-replays"].contains(&&*name) {
                let copy = fs::read(path.join("wsdl/CustomerCareService.wsdl")).unwrap();
                assert!(copy == contract, "{}: the contract is out of date", path.display());
            }
        }
    }
}
