//! Settings of a run, as plain data for every stage.

mod customization;
mod foreign;

use std::path::PathBuf;

pub(crate) use customization::{Change, Customization, Renamed, Renaming};
pub(crate) use foreign::ForeignTypes;
pub use foreign::{Dates, Decimals, Strings};

/// Settings for all stages.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    /// Path of the runtime in generated code.
    pub(crate) runtime: String,
    /// Fields whose values must not be shown, as `Type/Element`.
    pub(crate) secrets: Vec<String>,
    /// Additional schemas.
    pub(crate) schemas: Vec<String>,
    /// Undeclared faults, as operation and element.
    pub(crate) faults: Vec<(String, String)>,
    /// Undeclared header blocks, as operation and element.
    pub(crate) headers: Vec<(String, String)>,
    /// Locations mapped to paths.
    pub(crate) catalog: Vec<(String, String)>,
    /// Catalog files, in addition to those next to the contracts.
    pub(crate) catalog_files: Vec<String>,
    /// Folders from which documents may be read, in addition to those of the contracts.
    pub(crate) import_folders: Vec<PathBuf>,
    pub(crate) strictness: Strictness,
    /// Numbers of the codes whose warnings are errors.
    pub(crate) denied: Vec<u16>,
    /// Generation of the enum `Document`, which reads documents by their root elements.
    pub(crate) documents: bool,
    /// Operations to generate. If empty, all are generated.
    pub(crate) operations: Vec<String>,
    /// Operations that depend on Cargo features.
    pub(crate) features: Vec<Feature>,
    /// Types to generate in addition to those reachable from operations.
    pub(crate) types: Vec<String>,
    pub(crate) unreached: Unreached,
    pub(crate) http_bindings: HttpBindings,
    /// Derivation of serde traits.
    pub(crate) serde: bool,
    /// Lexical form of values that can be written in more than one way.
    pub(crate) lexical_forms: LexicalForms,
    /// Types of other crates that fields have in place of the runtime's.
    pub(crate) foreign_types: ForeignTypes,
    pub(crate) files: Files,
    /// Generated sides of services.
    pub(crate) sides: Sides,
    /// Publication of the contract by servers.
    pub(crate) publish: bool,
    /// The schema in generated code.
    pub(crate) schema_text: SchemaText,
    /// Changes to generated items.
    pub(crate) customizations: Vec<Customization>,
    /// Rust names for services, operations, ports and modules.
    pub(crate) renamings: Vec<Renaming>,
}

/// Treatment of mistakes in contracts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Strictness {
    /// A mistake is an error.
    #[default]
    Strict,
    /// References to undefined names are left out. Other mistakes are errors.
    SkipUnresolved,
    /// Mistakes are corrected by guesses. References to names that cannot be guessed are left out.
    Repair,
}

impl Strictness {
    /// Returns whether references to undefined names are left out.
    pub(crate) fn skips_unresolved(self) -> bool {
        self >= Self::SkipUnresolved
    }
}

/// Operations that are generated only if a Cargo feature is enabled.
#[derive(Clone, Debug)]
pub(crate) struct Feature {
    pub(crate) is_enabled: bool,
    pub(crate) operations: Vec<String>,
}

/// Treatment of types that are not reachable from an operation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Unreached {
    /// Generated only if [`Settings::types`] names them.
    #[default]
    LeftOut,
    /// Always generated.
    Generated,
}

/// The files of the generated code.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Files {
    #[default]
    One,
    /// Modules of namespaces and of operations have their own.
    PerModule,
}

/// Inclusion of the schema in generated code.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum SchemaText {
    #[default]
    LeftOut,
    /// Strict reading assesses documents against it.
    Included,
}

/// The sides of a service to generate: see [`Config::sides`](crate::Config::sides).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sides {
    /// A client and a server trait.
    #[default]
    Both,
    /// Only a client.
    Client,
    /// Only a server trait and the code that serves an implementation of it.
    Server,
}

/// Lexical form of values that can be written in more than one way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum LexicalForms {
    /// The canonical form of the type.
    #[default]
    Canonical,
    /// The form in which the value was read.
    Kept,
}

/// The services whose ports for HTTP GET and POST get clients and servers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum HttpBindings {
    /// Services without ports for SOAP.
    WithoutSoap,
    All,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            runtime: "::wsdlgen_runtime::codegen::v1".to_owned(),
            secrets: Vec::new(),
            schemas: Vec::new(),
            faults: Vec::new(),
            headers: Vec::new(),
            catalog: Vec::new(),
            catalog_files: Vec::new(),
            import_folders: Vec::new(),
            strictness: Strictness::default(),
            denied: Vec::new(),
            documents: false,
            operations: Vec::new(),
            features: Vec::new(),
            types: Vec::new(),
            unreached: Unreached::default(),
            http_bindings: HttpBindings::WithoutSoap,
            serde: false,
            lexical_forms: LexicalForms::default(),
            foreign_types: ForeignTypes::default(),
            files: Files::default(),
            sides: Sides::default(),
            publish: false,
            schema_text: SchemaText::default(),
            customizations: Vec::new(),
            renamings: Vec::new(),
        }
    }
}
