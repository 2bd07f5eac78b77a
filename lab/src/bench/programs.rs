//! The programs to measure, and their messages.

use std::path::{Path, PathBuf};
use std::time::Duration;

use xshell::cmd;

use super::{is_there, orders, source};
use crate::scratch::{Scratch, write, write_program};
use crate::{Result, workspace};

/// The built programs.
pub(super) struct Programs {
    scratch: Scratch,
    pub(super) small: PathBuf,
    pub(super) big: PathBuf,
    /// The gSOAP program, or `None` if gSOAP is not installed.
    pub(super) gsoap: Option<PathBuf>,
    /// The JAXB program, or `None` if JAX-WS is not installed.
    pub(super) jaxb: Option<PathBuf>,
}

/// The Rust programs with their source files in `lab/bench`.
const RUST: [(&str, &str); 7] = [
    ("ours", "ours.rs"),
    ("compact", "ours.rs"),
    ("lists", "lists.rs"),
    ("quick-xml-serde", "serde.rs"),
    ("calls", "calls.rs"),
    ("stream", "stream.rs"),
    ("attachments", "attachments.rs"),
];

/// The code of the contract whose strings are `CompactString`.
const COMPACT: &str = "orders_compact";

/// Dependencies of the Rust programs in addition to the runtime.
const NEEDED: &str = r#"axum = { version = "*", default-features = false, features = ["http1", "tokio"] }
bytes = "1"
futures-core = { version = "*", default-features = false }
http = "1"
quick-xml = { version = "*", features = ["serialize"] }
reqwest = { version = "*", default-features = false }
serde = { version = "1", features = ["derive"] }
tokio = { version = "1", features = ["macros", "net", "rt"] }
"#;

impl Programs {
    pub(super) fn build() -> Result<Self> {
        let scratch = Scratch::new("bench", Duration::from_secs(600));
        let (small, big) = (scratch.path("small.xml"), scratch.path("big.xml"));
        write(&small, &orders::small())?;
        write(&big, &orders::big())?;
        build_rust(&scratch)?;
        let gsoap = build_gsoap(&scratch)?;
        if gsoap.is_none() {
            println!("skipped: gsoap (needs wsdl2h, soapcpp2 and g++)");
        }
        let jaxb = build_jaxb(&scratch)?;
        if jaxb.is_none() {
            println!("skipped: jaxb (needs wsimport, javac and their libraries)");
        }
        Ok(Self { scratch, small, big, gsoap, jaxb })
    }

    /// Returns the path for a message with this name.
    pub(super) fn message(&self, name: &str) -> PathBuf {
        self.scratch.path(name).with_extension("xml")
    }

    /// Returns the path of a Rust program.
    pub(super) fn rust(&self, name: &str) -> PathBuf {
        self.scratch.path("target/release").join(name)
    }
}

/// Builds the Rust programs in release mode.
fn build_rust(scratch: &Scratch) -> Result<()> {
    let compact = wsdlgen::configure().strings(wsdlgen::Strings::CompactStr);
    for (name, config) in [("orders", wsdlgen::configure()), (COMPACT, compact)] {
        let generated = config.generate("orders.wsdl", |name| std::fs::read(source(name)));
        scratch.add_code(name, &generated.map_err(|report| report.to_string())?.code)?;
    }
    let fixture = workspace::root().join("wsdlgen/tests/fixtures/media");
    let generated =
        wsdlgen::configure().generate("media.wsdl", |name| std::fs::read(fixture.join(name)));
    scratch.add_code("media", &generated.map_err(|report| report.to_string())?.code)?;
    let with_transport =
        "wsdlgen-runtime = { workspace = true, features = [\"compact_str\", \"reqwest\"] }\n";
    let package = crate::scratch::package("bench");
    let package = package.replace("wsdlgen-runtime.workspace = true\n", with_transport);
    write(&scratch.path("crates/bench/Cargo.toml"), &(package + NEEDED))?;
    write(
        &scratch.path("crates/bench/src/lib.rs"),
        &std::fs::read_to_string(source("timing.rs"))?,
    )?;
    for (name, file) in RUST {
        let program = scratch.path(format!("crates/bench/src/bin/{name}"));
        let mut text = std::fs::read_to_string(source(file))?;
        if name == "compact" {
            text = text.replace("\"orders\"", &format!("\"{COMPACT}\""));
        }
        write(&program.join("main.rs"), &text)?;
    }
    scratch.set_members(&["bench"])?;
    let shell = workspace::shell()?;
    let built = scratch.in_workspace(cmd!(shell, "cargo build --release --quiet")).status()?;
    if built.success() { Ok(()) } else { Err("the programs cannot be built".into()) }
}

/// Builds the gSOAP program with optimisation, if gSOAP is installed.
fn build_gsoap(scratch: &Scratch) -> Result<Option<PathBuf>> {
    if !["wsdl2h", "soapcpp2", "g++"].into_iter().all(is_there) {
        return Ok(None);
    }
    let folder = scratch.path("gsoap");
    std::fs::create_dir_all(&folder)?;
    let shell = workspace::shell()?;
    shell.change_dir(&folder);
    let (contract, program) = (source("orders.wsdl"), source("gsoap.cpp"));
    cmd!(shell, "wsdl2h -o orders.h {contract}").quiet().ignore_stdout().ignore_stderr().run()?;
    cmd!(shell, "soapcpp2 -CL -x orders.h").quiet().ignore_stdout().ignore_stderr().run()?;
    cmd!(shell, "g++ -O2 -w -I. -o gsoap {program} soapC.cpp soapClient.cpp -lgsoap++")
        .quiet()
        .run()?;
    Ok(Some(folder.join("gsoap")))
}

/// Debian's folder for Java libraries.
const JARS: &str = "/usr/share/java";

/// The libraries for JAX-WS and JAXB, and an XML parser that is faster than Java's own.
const JAXB: [&str; 16] = [
    "FastInfoset",
    "istack-commons-runtime",
    "javax.activation",
    "javax.xml.soap-api",
    "jaxb-api",
    "jaxb-core",
    "jaxb-impl",
    "jaxb-runtime",
    "jaxws-api",
    "jaxws-rt",
    "jws-api",
    "saaj-impl",
    "stax-ex",
    "stax2-api",
    "txw2",
    "woodstox-core",
];

/// Builds the JAXB program and a script that starts it, if JAX-WS is installed.
fn build_jaxb(scratch: &Scratch) -> Result<Option<PathBuf>> {
    let jars = JAXB.map(|jar| Path::new(JARS).join(format!("{jar}.jar")));
    if !["wsimport", "javac", "java"].into_iter().all(is_there)
        || !jars.iter().all(|it| it.exists())
    {
        return Ok(None);
    }
    let folder = scratch.path("jaxb");
    std::fs::create_dir_all(&folder)?;
    let shell = workspace::shell()?;
    shell.change_dir(&folder);
    let path = std::env::join_paths(jars.iter().chain([&folder]))?;
    let (contract, program) = (source("orders.wsdl"), source("Jaxb.java"));
    cmd!(shell, "wsimport -quiet -p orders -d . {contract}").quiet().ignore_stderr().run()?;
    cmd!(shell, "javac -cp {path} -d . {program}").quiet().run()?;
    let script = folder.join("jaxb");
    let path = path.to_string_lossy();
    write_program(&script, &format!("#!/bin/sh\nexec java -cp '{path}' Jaxb \"$@\"\n"))?;
    Ok(Some(script))
}
