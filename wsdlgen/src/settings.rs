//! Settings of a run: plain data that every stage may read.

mod customization;

use std::path::PathBuf;

pub(crate) use customization::{Change, Customization, Renamed, Renaming};

/// The settings that the stages look at.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    /// Where generated code finds the runtime.
    pub(crate) runtime: String,
    /// `Type/Element` of fields that must not be shown.
    pub(crate) secrets: Vec<String>,
    /// Documents beside the contract.
    pub(crate) schemas: Vec<String>,
    /// Faults that the contract does not declare: operation and element.
    pub(crate) faults: Vec<(String, String)>,
    /// Locations and the paths that stand for them.
    pub(crate) catalog: Vec<(String, String)>,
    /// Files with such entries, beside those that lie beside the entry.
    pub(crate) catalog_files: Vec<String>,
    /// Folders from which documents are read besides those of the contracts.
    pub(crate) import_folders: Vec<PathBuf>,
    /// What becomes of names that are defined nowhere.
    pub(crate) references: References,
    /// Whether documents can be read by their root elements.
    pub(crate) documents: bool,
    /// The operations to generate; all of them where none is named.
    pub(crate) operations: Vec<String>,
    /// The types to generate in addition to those that operations reach.
    pub(crate) types: Vec<String>,
    pub(crate) unreached: Unreached,
    /// Whether types derive serde's traits.
    pub(crate) serde: bool,
    /// How values are written that can be written in several ways.
    pub(crate) lexical_forms: LexicalForms,
    /// What services become.
    pub(crate) sides: Sides,
    /// Whether servers show the contract.
    pub(crate) publish: bool,
    /// What is to be different about generated items.
    pub(crate) customizations: Vec<Customization>,
    /// Names for services, operations, ports and modules.
    pub(crate) renamings: Vec<Renaming>,
}

/// What becomes of names that are defined nowhere.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum References {
    /// They are errors.
    #[default]
    Strict,
    /// What refers to them is left out.
    Lenient,
}

/// Treatment of types that no operation reaches.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Unreached {
    /// They are not generated, unless [`Settings::types`] names them.
    #[default]
    LeftOut,
    /// They are generated.
    Generated,
}

/// What services become: see [`Config::sides`](crate::Config::sides).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sides {
    /// A client and a trait for servers.
    #[default]
    Both,
    /// A client.
    Client,
    /// A trait for servers, and what serves an implementation of it.
    Server,
}

/// How values are written that can be written in several ways.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum LexicalForms {
    /// In the canonical form of their type.
    #[default]
    Canonical,
    /// As they were read.
    Kept,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            runtime: "::wsdlgen_runtime::codegen::v1".to_owned(),
            secrets: Vec::new(),
            schemas: Vec::new(),
            faults: Vec::new(),
            catalog: Vec::new(),
            catalog_files: Vec::new(),
            import_folders: Vec::new(),
            references: References::default(),
            documents: false,
            operations: Vec::new(),
            types: Vec::new(),
            unreached: Unreached::default(),
            serde: false,
            lexical_forms: LexicalForms::default(),
            sides: Sides::default(),
            publish: false,
            customizations: Vec::new(),
            renamings: Vec::new(),
        }
    }
}
