//! Generating code from a contract, by the command `wsdlgen` and by peers.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use tempfile::TempDir;
use xshell::cmd;

use super::{Goal, Ratio, is_there, processor_time};
use crate::{Result, workspace};

/// Each runs so often; the fastest run counts.
const ROUNDS: usize = 3;

/// How often the smallest of the synthetic schemas is doubled.
const SYNTHETIC: [usize; 3] = [5_000, 10_000, 20_000];

/// How much more twice as much may take.
const DOUBLED: f64 = 2.6;

/// A schema that says what the attributes of XML are, for tools that do not know.
const XML_SCHEMA: &str = r#"<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"
    targetNamespace="http://www.w3.org/XML/1998/namespace">
  <xs:attribute name="lang" type="xs:language"/>
</xs:schema>
"#;

/// Prints what generating takes, and gives the ratios. `corpus` has the contract of EWS.
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
    Ok(ratios)
}

/// The fastest of several runs, in seconds of processor time.
fn fastest(folder: &Path, command: &[&str]) -> Result<f64> {
    let times = (0..ROUNDS).map(|_| processor_time(folder, command));
    let times = times.collect::<Result<Vec<f64>>>()?;
    Ok(times.into_iter().fold(f64::INFINITY, f64::min))
}

/// Twice as many types are to take twice as long.
fn synthetic(program: &Path) -> Result<Vec<Ratio>> {
    let scratch = TempDir::new()?;
    let mut before: Option<f64> = None;
    let mut ratios = Vec::new();
    for types in SYNTHETIC {
        std::fs::write(scratch.path().join("synthetic.wsdl"), contract_of(types))?;
        let program = program.to_string_lossy();
        let time =
            fastest(scratch.path(), &[&program, "generate", "synthetic.wsdl", "--out", "."])?;
        println!("generating {types:>6} types: {time:.2} s");
        if let Some(before) = before {
            let name = format!("gen-doubled-{types}");
            ratios.push(Ratio::new(name, time / before, Goal::AtMost(DOUBLED)));
        }
        before = Some(time);
    }
    Ok(ratios)
}

/// A contract with so many types, each of which has another one in it.
fn contract_of(types: usize) -> String {
    let mut contract = String::from(
        r#"<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:xs="http://www.w3.org/2001/XMLSchema"
 xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:t="urn:t" targetNamespace="urn:t">
<types><xs:schema targetNamespace="urn:t"><xs:element name="Call" type="t:Type0"/>
"#,
    );
    for number in 0..types {
        // Ten of them side by side in the one before: nothing is deep.
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

/// A peer: what it is called, the programs that run one after the other, and how much faster we are
/// to be.
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
    let program = program.to_string_lossy();
    let ours = fastest(folder, &[&program, "generate", "services.wsdl", "--out", "ours"])?;
    println!("generating EWS: wsdlgen {ours:.2} s");
    let mut ratios = Vec::new();
    for peer in &PEERS {
        let name = peer.name;
        if let Some(missing) =
            peer.commands.iter().map(|command| command[0]).find(|it| !is_there(it))
        {
            println!("skipped: {name} ({missing} is not installed)");
            continue;
        }
        let times = peer.commands.iter().map(|command| fastest(folder, command));
        let time: f64 = times.sum::<Result<f64>>()?;
        println!("generating EWS: {name} {time:.2} s");
        let goal = Goal::AtLeast(peer.goal);
        ratios.push(Ratio::new(format!("gen-ews-{name}"), time / ours, goal));
    }
    Ok(ratios)
}

/// The contract in a folder where every tool can read it: some do not know the attributes of XML.
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
