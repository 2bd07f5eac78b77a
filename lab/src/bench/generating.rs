//! Benchmarks of generating code with `wsdlgen` and its peers.

use std::ffi::OsStr;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;
use xshell::cmd;

use super::usage::{self, Usage};
use super::{Goal, Ratio, is_there};
use crate::{Result, workspace};

/// Number of runs. The fastest one counts.
const ROUNDS: usize = 3;

/// Numbers of types in synthetic schemas. Each is twice the previous one.
const SYNTHETIC: [usize; 3] = [5_000, 10_000, 20_000];

/// Goal: growth of the instruction count if the number of types doubles.
const DOUBLED: f64 = 2.1;

/// A schema for the `xml` namespace, for tools that do not know it.
const XML_SCHEMA: &str = r#"<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"
    targetNamespace="http://www.w3.org/XML/1998/namespace">
  <xs:attribute name="lang" type="xs:language"/>
</xs:schema>
"#;

/// Measures the generators, prints the figures, and returns the ratios. `corpus` should contain the EWS contract.
pub(super) fn measure(corpus: &Path) -> Result<Vec<Ratio>> {
    let shell = workspace::shell()?;
    workspace::run(cmd!(shell, "cargo build --release --quiet -p wsdlgen-cli"))?;
    let program = workspace::root().join("target/release/wsdlgen");
    let mut ratios = synthetic(&program)?;
    let ews = corpus.join("ms-ews-services");
    if ews.is_dir() {
        ratios.extend(peers(&program, &ews)?);
    } else {
        println!("skipped: generating EWS ({} is not there)", ews.display());
    }
    for contract in &LARGE {
        ratios.extend(contract.measure(&program, corpus)?);
    }
    Ok(ratios)
}

/// A large contract: name, file, and goals in seconds and MiB.
struct Large {
    name: &'static str,
    file: &'static str,
    goal: Option<(f64, f64)>,
}

const LARGE: [Large; 4] = [
    Large { name: "ews", file: "ms-ews-services/services.wsdl", goal: Some((0.5, 100.0)) },
    Large { name: "virtualbox", file: "virtualbox-vboxweb/vboxweb.wsdl", goal: Some((1.0, 100.0)) },
    Large { name: "vim25", file: "vmware-vim25-vimservice/vimService.wsdl", goal: None },
    Large { name: "axl", file: "cisco-axl-axlapi/AXLAPI.wsdl", goal: None },
];

impl Large {
    fn measure(&self, program: &Path, corpus: &Path) -> Result<Vec<Ratio>> {
        let file = corpus.join(self.file);
        if !file.is_file() {
            println!("skipped: generating {} ({} is not there)", self.name, file.display());
            return Ok(Vec::new());
        }
        let scratch = TempDir::new()?;
        let mut generate = Command::new(program);
        generate.arg("generate").arg(file).arg("--out").arg(scratch.path());
        let usage = fastest(&generate)?;
        println!("generating {}: {}", self.name, shown(usage));
        let most = |what: &str, value, goal| {
            Ratio::new(format!("gen-{what}-{}", self.name), value, Goal::AtMost(goal))
        };
        Ok(self.goal.map_or_else(Vec::new, |(seconds, memory)| {
            vec![most("s", usage.seconds, seconds), most("mib", usage.memory, memory)]
        }))
    }
}

fn shown(usage: Usage) -> String {
    format!("{:.2} s and {:.0} MiB", usage.seconds, usage.memory)
}

/// Returns the usage of the fastest of several runs.
fn fastest(command: &Command) -> Result<Usage> {
    let mut best = usage::of(command)?;
    for _ in 1..ROUNDS {
        let usage = usage::of(command)?;
        if usage.seconds < best.seconds {
            best = usage;
        }
    }
    Ok(best)
}

/// Measures the growth with the number of types. Instructions are compared because times grow faster, due to cache
/// misses.
fn synthetic(program: &Path) -> Result<Vec<Ratio>> {
    let scratch = TempDir::new()?;
    let contract = scratch.path().join("synthetic.wsdl");
    let arguments: [&OsStr; 4] =
        ["generate".as_ref(), contract.as_ref(), "--out".as_ref(), scratch.path().as_ref()];
    let mut before: Option<f64> = None;
    let mut ratios = Vec::new();
    for types in SYNTHETIC {
        std::fs::write(&contract, contract_of(types))?;
        let usage = fastest(Command::new(program).args(arguments))?;
        let Some(count) = usage::instructions(program, &arguments)? else {
            println!("generating {types:>6} types: {}", shown(usage));
            continue;
        };
        println!("generating {types:>6} types: {} · {count} instructions", shown(usage));
        #[expect(clippy::cast_precision_loss, reason = "counts are far below 2^53")]
        let count = count as f64;
        if let Some(before) = before.replace(count) {
            let name = format!("gen-doubled-{types}");
            ratios.push(Ratio::new(name, count / before, Goal::AtMost(DOUBLED)));
        }
    }
    if before.is_none() {
        println!("skipped: doubling synthetic contracts (valgrind is not installed)");
    }
    Ok(ratios)
}

/// Returns a contract with `types` types that contain each other.
fn contract_of(types: usize) -> String {
    let mut contract = String::from(
        r#"<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:xs="http://www.w3.org/2001/XMLSchema"
 xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:t="urn:t" targetNamespace="urn:t">
<types><xs:schema targetNamespace="urn:t"><xs:element name="Call" type="t:Type0"/>
"#,
    );
    for number in 0..types {
        // Each type contains ten others, which keeps the nesting shallow.
        let inner = (number * 10 + 1..number * 10 + 11).filter(|inner| *inner < types);
        let _ = write!(contract, r#"<xs:complexType name="Type{number}"><xs:sequence>"#);
        for field in 0..4 {
            let _ = write!(contract, r#"<xs:element name="text{field}" type="xs:string"/>"#);
        }
        for inner in inner {
            let _ = write!(
                contract,
                r#"<xs:element name="inner{inner}" type="t:Type{inner}" minOccurs="0" maxOccurs="9"/>"#
            );
        }
        contract.push_str("</xs:sequence></xs:complexType>\n");
    }
    contract.push_str(
        r#"</xs:schema></types>
<message name="In"><part name="call" element="t:Call"/></message>
<portType name="Port"><operation name="Call"><input message="t:In"/></operation></portType>
<binding name="Binding" type="t:Port"><soap:binding transport="http://schemas.xmlsoap.org/soap/http"/>
<operation name="Call"><soap:operation soapAction=""/><input><soap:body use="literal"/></input></operation></binding>
<service name="Service"><port name="Port" binding="t:Binding"><soap:address location="http://localhost/"/></port></service>
</definitions>"#,
    );
    contract
}

/// A peer: name, commands to run in order, and the goal for our speed relative to it.
struct Peer {
    name: &'static str,
    commands: &'static [&'static [&'static str]],
    goal: f64,
}

const PEERS: [Peer; 3] = [
    Peer {
        name: "wsimport",
        commands: &[&["wsimport", "-Xnocompile", "-d", "wsimport", "services.wsdl"]],
        goal: 10.0,
    },
    Peer {
        name: "soapcpp2",
        commands: &[
            &["wsdl2h", "-o", "ews.h", "services.wsdl"],
            &["soapcpp2", "-CL", "-x", "-dgsoap", "ews.h"],
        ],
        goal: 4.0,
    },
    Peer {
        name: "mono",
        commands: &[&["wsdl", "-out:ews.cs", "services.wsdl", "types.xsd", "messages.xsd"]],
        goal: 2.0,
    },
];

fn peers(program: &Path, ews: &Path) -> Result<Vec<Ratio>> {
    let scratch = contract_for_all(ews)?;
    let folder = scratch.path();
    let mut generate = Command::new(program);
    generate.args(["generate", "services.wsdl", "--out", "ours"]).current_dir(folder);
    let ours = fastest(&generate)?;
    println!("generating EWS: wsdlgen {}", shown(ours));
    let mut ratios = Vec::new();
    for peer in &PEERS {
        let name = peer.name;
        if let Some(missing) =
            peer.commands.iter().map(|command| command[0]).find(|it| !is_there(it))
        {
            println!("skipped: {name} ({missing} is not installed)");
            continue;
        }
        let run = |command: &&[&str]| {
            fastest(Command::new(command[0]).args(&command[1..]).current_dir(folder))
        };
        let usages = peer.commands.iter().map(run).collect::<Result<Vec<Usage>>>()?;
        let seconds = usages.iter().map(|usage| usage.seconds).sum();
        let memory = usages.iter().fold(0.0_f64, |most, usage| most.max(usage.memory));
        println!("generating EWS: {name} {}", shown(Usage { seconds, memory }));
        let goal = Goal::AtLeast(peer.goal);
        ratios.push(Ratio::new(format!("gen-ews-{name}"), seconds / ours.seconds, goal));
    }
    Ok(ratios)
}

/// Copies the contract to a folder with a schema for the `xml` namespace, which some tools need.
fn contract_for_all(ews: &Path) -> Result<TempDir> {
    let scratch = TempDir::new()?;
    for name in ["services.wsdl", "types.xsd", "messages.xsd"] {
        let text = std::fs::read_to_string(ews.join(name))?;
        let namespace = r#"import namespace="http://www.w3.org/XML/1998/namespace""#;
        let text = text.replace(namespace, &format!(r#"{namespace} schemaLocation="xml.xsd""#));
        std::fs::write(scratch.path().join(name), text)?;
    }
    std::fs::write(scratch.path().join("xml.xsd"), XML_SCHEMA)?;
    for folder in ["wsimport", "gsoap", "ours"] {
        std::fs::create_dir(PathBuf::from(scratch.path()).join(folder))?;
    }
    Ok(scratch)
}
