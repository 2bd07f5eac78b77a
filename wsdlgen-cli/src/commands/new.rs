//! `wsdlgen new`.

use std::fs;
use std::path::{Component, Path, PathBuf};

use wsdlgen::tools::{Contract, Starter};

use super::Reading;
use crate::{Done, Failure, out};

/// Create a crate that calls a service
///
/// The crate has the contract in `wsdl/`, a build script, a program that calls an operation, and a test that calls a mock.
/// `cargo test` passes without the service.
///
/// Example: `wsdlgen new orders-client https://example.com/Orders.asmx?wsdl --operation Find`
#[derive(clap::Args)]
pub(crate) struct New {
    /// The folder of the crate, which must not exist. The crate has its name
    #[arg(value_name = "NAME")]
    name: PathBuf,
    /// The WSDL: a file, or an address to fetch it from
    #[arg(value_name = "FILE|URL")]
    contract: String,
    /// Call this operation, and generate only the chosen operations; may be repeated, the first is called [default: call the
    /// first operation of the contract, and generate all]
    #[arg(long, value_name = "NAME")]
    operation: Vec<String>,
    /// Use the crates of wsdlgen in this clone of its repository [default: the published crates]
    #[arg(long, value_name = "DIR")]
    path: Option<PathBuf>,
    #[command(flatten)]
    reading: Reading,
}

impl New {
    pub(crate) fn run(self) -> Result<Done, Failure> {
        let package = package_name(&self.name)?;
        if self.name.exists() {
            return Err(format!("`{}` already exists", self.name.display()).into());
        }
        let location = self.reading.find(&self.contract)?;
        // The operations are those of the build script, so that the names are the same.
        let config = self.reading.add_to(wsdlgen::configure()).operations(&self.operation);
        let contract = config.read(location.file()).map_err(Box::new)?;
        let documents = Documents::of(&contract)?;
        let main = format!("wsdl/{}", documents.main()?);
        let starter = contract.starter(&main, self.operation.first().map(String::as_str))?;
        let dependencies = self.dependencies()?;
        // A crate that cannot be completed is removed.
        let written = write(&self.name, &package, &documents, &starter, &dependencies)
            .and_then(|()| fs::write(self.name.join("build.rs"), self.build_script(&main)));
        let failed = |error| format!("cannot write `{}`: {error}", self.name.display()).into();
        if let Err(failure) = written.map_err(failed).and_then(|()| self.generate(&main)) {
            let _ = fs::remove_dir_all(&self.name);
            return Err(failure);
        }
        let folder = self.name.display();
        out::put(&format!(
            "created `{folder}`, which calls `{}`\n  cd {folder}\n  cargo test    calls a mock\n  cargo run     calls the service\n",
            starter.operation
        ))?;
        Ok(Done::Well)
    }

    /// Generates the code once, so that the first build cannot fail because of the contract.
    fn generate(&self, contract: &str) -> Result<(), Failure> {
        let folder = tempfile::tempdir()?;
        let config = self.reading.add_to(wsdlgen::configure()).out_dir(folder.path());
        let config = config.operations(&self.operation);
        Ok(config.compile(&[self.name.join(contract)]).map_err(Box::new)?)
    }

    fn build_script(&self, contract: &str) -> String {
        let repair = if self.reading.repair { "\n        .repair()" } else { "" };
        let names: Vec<String> = self.operation.iter().map(|name| format!("{name:?}")).collect();
        let operations = match names.join(", ") {
            names if names.is_empty() => names,
            names => format!("\n        .operations(&[{names}])"),
        };
        let settings = format!("{repair}{operations}");
        let compile = if settings.is_empty() {
            format!("wsdlgen::compile({contract:?}).unwrap_or_else(|report| report.exit());")
        } else {
            format!(
                "wsdlgen::configure(){settings}\n        .compile(&[{contract:?}])\n        .unwrap_or_else(|report| report.exit());"
            )
        };
        format!(
            "//! Generates the client and the server of the contract.\n\nfn main() {{\n    {compile}\n}}\n"
        )
    }

    /// Returns the sources of the crates `wsdlgen` and `wsdlgen-runtime`, in TOML.
    fn dependencies(&self) -> Result<[String; 2], Failure> {
        let Some(clone) = &self.path else {
            let version = concat!("version = \"", env!("CARGO_PKG_VERSION"), "\"").to_owned();
            return Ok([version.clone(), version]);
        };
        let clone = fs::canonicalize(clone)
            .map_err(|error| format!("cannot find `{}`: {error}", clone.display()))?;
        let of_crate = |name: &str| -> Result<String, Failure> {
            let folder = clone.join(name);
            if !folder.join("Cargo.toml").is_file() {
                return Err(format!("`{}` is not a clone of wsdlgen", clone.display()).into());
            }
            // A JSON string is also a valid TOML string.
            Ok(format!("path = {}", serde_json::Value::from(folder.to_string_lossy())))
        };
        Ok([of_crate("wsdlgen")?, of_crate("wsdlgen-runtime")?])
    }
}

/// Returns the name of a crate in a folder.
fn package_name(folder: &Path) -> Result<String, Failure> {
    let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let is_allowed = |one: char| one.is_ascii_alphanumeric() || matches!(one, '-' | '_');
    if name.starts_with(|one: char| one.is_ascii_alphabetic()) && name.chars().all(is_allowed) {
        return Ok(name);
    }
    let reason = format!("`{name}` is not a valid crate name: use letters, digits, `-` and `_`");
    Err(reason.into())
}

/// The documents of a contract, with their paths below the folder that contains them all.
struct Documents(Vec<(PathBuf, PathBuf)>);

impl Documents {
    fn of(contract: &Contract) -> Result<Self, Failure> {
        let files: Vec<PathBuf> = contract
            .documents()
            .map(|file| {
                // Symbolic links keep their names, by which documents import each other.
                let path = std::path::absolute(file).map(|path| without_parents(&path));
                path.map_err(|error| format!("cannot read `{file}`: {error}"))
            })
            .collect::<Result<_, _>>()?;
        let first = files.first().and_then(|first| first.parent());
        let mut common = first.unwrap_or(Path::new("")).to_owned();
        while !files.iter().all(|file| file.starts_with(&common)) && common.pop() {}
        let below = files.into_iter().map(|file| {
            let path = file.strip_prefix(&common).unwrap_or(&file).to_owned();
            (file, path)
        });
        Ok(Self(below.collect()))
    }

    /// Returns the path of the contract, with forward slashes.
    fn main(&self) -> Result<String, Failure> {
        let (_, path) = self.0.first().ok_or("the contract has no document")?;
        let parts = path.iter().map(|part| part.to_str().ok_or("the path is not valid Unicode"));
        Ok(parts.collect::<Result<Vec<_>, _>>()?.join("/"))
    }
}

/// Resolves `..` in an absolute path by its text.
fn without_parents(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => {
                plain.pop();
            }
            part => plain.push(part),
        }
    }
    plain
}

/// Writes all files but the build script.
fn write(
    folder: &Path,
    package: &str,
    documents: &Documents,
    starter: &Starter,
    dependencies: &[String; 2],
) -> std::io::Result<()> {
    fs::create_dir_all(folder.join("src"))?;
    for (from, path) in &documents.0 {
        let to = folder.join("wsdl").join(path);
        fs::create_dir_all(to.parent().unwrap_or(folder))?;
        fs::copy(from, to)?;
    }
    fs::write(folder.join("Cargo.toml"), manifest(package, dependencies, starter.feature))?;
    fs::write(folder.join(".gitignore"), ignored(&starter.main))?;
    fs::write(folder.join("src/main.rs"), &starter.main)?;
    match &starter.request {
        Some(request) => fs::write(folder.join("src/request.xml"), request),
        None => Ok(()),
    }
}

/// Returns the `.gitignore` of a program. Keys do not belong in a repository.
fn ignored(program: &str) -> &'static str {
    if program.contains(".pem") { "/target\n*.pem\n" } else { "/target\n" }
}

fn manifest(package: &str, [generator, runtime]: &[String; 2], feature: Option<&str>) -> String {
    let feature = feature.map_or_else(String::new, |name| format!(", features = [\"{name}\"]"));
    format!(
        "[package]\nname = \"{package}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n\
         [dependencies]\n\
         # The runtime of the generated code.\nwsdlgen-runtime = {{ {runtime}{feature} }}\n\
         # The async runtime.\ntokio = {{ version = \"1\", features = [\"macros\", \"rt-multi-thread\"] }}\n\n\
         [build-dependencies]\n# Generates code from `wsdl/`.\nwsdlgen = {{ {generator} }}\n\n\
         [dev-dependencies]\n# The mock of the service.\nwsdlgen = {{ {generator}, features = [\"tools\"] }}\n"
    )
}
