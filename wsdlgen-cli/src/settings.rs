//! `wsdlgen.toml`: build script settings in a file.
//!
//! ```toml
//! contract = "wsdl/CustomerCareService.wsdl"
//! out = "src/generated"
//! operations = ["UpdateCustomerPIN"]
//! secrets = ["UpdateCustomerPINRequest/PIN"]
//!
//! [rename]
//! "Address/street" = "road"
//! ```
//!
//! Every key is named after the corresponding method of [`wsdlgen::Config`]. Paths are relative to the file's
//! folder.

mod keys;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{fmt, fs, io};

use serde::Deserialize;
use wsdlgen::{Code, Config, Dates, Decimals, Sides, Strings, UnknownCode};

/// The settings read from a file.
#[derive(Debug)]
pub struct Settings {
    /// The generator configuration.
    pub config: Config,
    /// The contracts to generate code from.
    pub contracts: Vec<String>,
    /// The output folder.
    pub out: Option<PathBuf>,
}

impl Default for Settings {
    fn default() -> Self {
        Self { config: wsdlgen::configure(), contracts: Vec::new(), out: None }
    }
}

/// An error in a settings file.
#[derive(Debug)]
#[non_exhaustive]
pub enum SettingsError {
    /// The file cannot be read.
    Unreadable {
        /// The file.
        path: PathBuf,
        /// The I/O error.
        source: io::Error,
    },
    /// The file is not valid TOML, or a value has the wrong type.
    Malformed {
        /// The file.
        path: PathBuf,
        /// The parser's message with the location.
        reason: String,
    },
    /// The file contains an unknown setting.
    UnknownKey {
        /// The file.
        path: PathBuf,
        /// The unknown key.
        key: String,
        /// The most similar known key, if any is close.
        near: Option<&'static str>,
    },
}

impl fmt::Display for SettingsError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable { path, source } => {
                write!(formatter, "cannot read `{}`: {source}", path.display())
            }
            Self::Malformed { path, reason } => {
                write!(formatter, "{}: {}", path.display(), reason.trim_end())
            }
            Self::UnknownKey { path, key, near } => {
                write!(formatter, "{}: unknown setting `{key}`", path.display())?;
                match near {
                    Some(near) => write!(formatter, "\n  help: did you mean `{near}`?"),
                    None => {
                        write!(formatter, "\n  help: expected one of {}", keys::KEYS.join(", "))
                    }
                }
            }
        }
    }
}

impl std::error::Error for SettingsError {}

/// Reads the settings from a file.
///
/// # Errors
///
/// Returns an error if the file cannot be read, is not valid TOML, or contains an unknown setting.
///
/// ```no_run
/// use std::path::Path;
/// use wsdlgen_cli::settings;
///
/// let settings = settings::read(Path::new("wsdlgen.toml"))?;
/// settings.config.out_dir("src/generated").compile(&settings.contracts)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn read(path: &Path) -> Result<Settings, SettingsError> {
    let text = fs::read_to_string(path)
        .map_err(|source| SettingsError::Unreadable { path: path.to_owned(), source })?;
    let malformed = |error: toml::de::Error| SettingsError::Malformed {
        path: path.to_owned(),
        reason: error.to_string(),
    };
    let table: toml::Table = toml::from_str(&text).map_err(malformed)?;
    if let Some(key) = table.keys().find(|key| !keys::KEYS.contains(&&***key)) {
        let near = keys::nearest(key);
        return Err(SettingsError::UnknownKey { path: path.to_owned(), key: key.clone(), near });
    }
    let file: SettingsFile = toml::from_str(&text).map_err(malformed)?;
    Ok(file.settings(path.parent().unwrap_or(Path::new(""))))
}

/// The code of a diagnostic, as text.
#[derive(Debug, Deserialize)]
#[serde(try_from = "String")]
struct DeniedCode(Code);

impl TryFrom<String> for DeniedCode {
    type Error = UnknownCode;

    fn try_from(text: String) -> Result<Self, UnknownCode> {
        text.parse().map(Self)
    }
}

/// The deserialized content of a settings file.
#[expect(clippy::struct_excessive_bools, reason = "each is a switch in the file")]
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "kebab-case", deny_unknown_fields)]
struct SettingsFile {
    all_types: bool,
    attribute: BTreeMap<String, OneOrMore>,
    catalog: BTreeMap<String, String>,
    catalog_files: Vec<String>,
    import_folders: Vec<String>,
    contract: Option<String>,
    contracts: Vec<String>,
    dates: Option<DateTypes>,
    decimals: Option<DecimalType>,
    deny: Vec<DeniedCode>,
    derive: BTreeMap<String, OneOrMore>,
    documents: bool,
    external: BTreeMap<String, String>,
    faults: Vec<Added>,
    file_per_module: bool,
    headers: Vec<Added>,
    http_bindings: bool,
    keep_lexical_forms: bool,
    modules: BTreeMap<String, String>,
    open_enums: Vec<String>,
    operations: Vec<String>,
    out: Option<PathBuf>,
    publish: bool,
    rename: BTreeMap<String, String>,
    rename_operations: BTreeMap<String, String>,
    rename_ports: BTreeMap<String, String>,
    rename_services: BTreeMap<String, String>,
    repair: bool,
    runtime: Option<String>,
    schema_validation: bool,
    schemas: Vec<String>,
    secrets: Vec<String>,
    serde: bool,
    sides: Option<Side>,
    skip_unresolved: bool,
    strings: Option<StringType>,
    types: Vec<String>,
    uuid: bool,
}

/// A fault or a header block that is missing from the contract.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Added {
    operation: String,
    element: String,
}

/// The sides of a service to generate.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Side {
    Both,
    Client,
    Server,
}

/// The crate whose types hold dates and times.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum DateTypes {
    Chrono,
    Jiff,
    Time,
}

/// The crate whose type holds decimal numbers.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum DecimalType {
    RustDecimal,
}

/// The crate whose type holds strings.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum StringType {
    CompactStr,
}

/// A method of `Config` without arguments.
type Switch = fn(Config) -> Config;

/// A method of `Config` that renames an item.
type Naming = fn(Config, String, String) -> Config;

/// One string, or a list of strings.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum OneOrMore {
    One(String),
    More(Vec<String>),
}

impl OneOrMore {
    fn into_vec(self) -> Vec<String> {
        match self {
            Self::One(text) => vec![text],
            Self::More(texts) => texts,
        }
    }
}

impl SettingsFile {
    /// Converts the file to settings. Relative paths are resolved against `folder`.
    fn settings(self, folder: &Path) -> Settings {
        let inside = |path: &str| {
            let is_address = path.contains("://");
            if is_address {
                path.to_owned()
            } else {
                folder.join(path).to_string_lossy().into_owned()
            }
        };
        let contracts = self.contract.iter().chain(&self.contracts).map(|path| inside(path));
        let (contracts, out) = (contracts.collect(), self.out.as_ref().map(|out| folder.join(out)));
        let mut config = wsdlgen::configure().operations(&self.operations).types(&self.types);
        for (location, path) in &self.catalog {
            config = config.catalog(location, inside(path));
        }
        for path in &self.catalog_files {
            config = config.catalog_file(inside(path));
        }
        for folder in &self.import_folders {
            config = config.import_folder(inside(folder));
        }
        for path in &self.schemas {
            config = config.schema(inside(path));
        }
        for Added { operation, element } in &self.faults {
            config = config.fault(operation, element);
        }
        for Added { operation, element } in &self.headers {
            config = config.header(operation, element);
        }
        for selector in &self.secrets {
            config = config.secret(selector);
        }
        config = self.flags(config);
        Settings { config: self.customized(config), contracts, out }
    }

    fn flags(&self, mut config: Config) -> Config {
        if let Some(runtime) = &self.runtime {
            config = config.runtime(runtime);
        }
        match self.sides {
            Some(Side::Client) => config = config.sides(Sides::Client),
            Some(Side::Server) => config = config.sides(Sides::Server),
            Some(Side::Both) | None => {}
        }
        if let Some(dates) = self.dates {
            config = config.dates(match dates {
                DateTypes::Chrono => Dates::Chrono,
                DateTypes::Jiff => Dates::Jiff,
                DateTypes::Time => Dates::Time,
            });
        }
        if let Some(DecimalType::RustDecimal) = self.decimals {
            config = config.decimals(Decimals::RustDecimal);
        }
        if let Some(StringType::CompactStr) = self.strings {
            config = config.strings(Strings::CompactStr);
        }
        let flags: [(bool, Switch); 11] = [
            (self.all_types, Config::all_types),
            (self.documents, Config::documents),
            (self.file_per_module, Config::file_per_module),
            (self.http_bindings, Config::http_bindings),
            (self.keep_lexical_forms, Config::keep_lexical_forms),
            (self.publish, Config::publish),
            (self.repair, Config::repair),
            (self.schema_validation, Config::schema_validation),
            (self.serde, Config::serde),
            (self.skip_unresolved, Config::skip_unresolved),
            (self.uuid, Config::uuid),
        ];
        let wanted = flags.into_iter().filter(|(wanted, _)| *wanted);
        wanted.fold(config, |config, (_, set)| set(config))
    }

    fn customized(self, mut config: Config) -> Config {
        for (selector, attributes) in self.attribute {
            for attribute in attributes.into_vec() {
                config = config.attribute(&selector, attribute);
            }
        }
        for DeniedCode(code) in self.deny {
            config = config.deny(code);
        }
        for (selector, traits) in self.derive {
            config = config.derive(selector, traits.into_vec().join(", "));
        }
        for (selector, name) in self.rename {
            config = config.rename(selector, name);
        }
        let renamings: [(BTreeMap<String, String>, Naming); 4] = [
            (self.rename_services, |config, service, name| config.rename_service(service, name)),
            (self.rename_operations, |config, operation, name| {
                config.rename_operation(operation, name)
            }),
            (self.rename_ports, |config, port, name| config.rename_port(port, name)),
            (self.modules, |config, namespace, name| config.module(namespace, name)),
        ];
        for (names, give) in renamings {
            config = names.into_iter().fold(config, |config, (of, name)| give(config, of, name));
        }
        for (selector, path) in self.external {
            config = config.external(selector, path);
        }
        for selector in self.open_enums {
            config = config.open_enum(selector);
        }
        config
    }
}
