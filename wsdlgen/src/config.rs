//! Settings of a run.

#[cfg(feature = "tools")]
mod reading;
mod renaming;
mod run;

use std::path::PathBuf;

use crate::settings::{
    Change, Customization, LexicalForms, References, Settings, Sides, Unreached,
};

/// How to generate: made by [`configure`](crate::configure), used up by
/// [`compile`](Self::compile) or [`generate`](Self::generate).
///
/// ```no_run
/// wsdlgen::configure()
///     .secret("UpdateCustomerPINRequest/PIN")
///     .compile(&["wsdl/CustomerCareService.wsdl"])
///     .unwrap_or_else(|report| report.exit());
/// ```
#[derive(Clone, Debug)]
#[must_use = "settings do nothing until `compile` or `generate`"]
pub struct Config {
    out_dir: Option<PathBuf>,
    settings: Settings,
}

impl Config {
    pub(crate) fn new() -> Self {
        Self { out_dir: None, settings: Settings::default() }
    }

    /// Where to write the generated files, in place of cargo's `OUT_DIR`: for code that is checked
    /// in.
    pub fn out_dir(mut self, directory: impl Into<PathBuf>) -> Self {
        self.out_dir = Some(directory.into());
        self
    }

    /// Where generated code finds the runtime, if the crate has another name for it. The default is
    /// `::wsdlgen_runtime::codegen::v1`.
    pub fn runtime(mut self, path: impl Into<String>) -> Self {
        self.settings.runtime = path.into();
        self
    }

    /// Keeps an element's value out of `Debug`, errors and traces. `selector` is the name of a
    /// complex type and of an element in it, as the contract has them:
    /// `UpdateCustomerPINRequest/PIN`.
    pub fn secret(mut self, selector: impl Into<String>) -> Self {
        self.settings.secrets.push(selector.into());
        self
    }

    /// Reads a schema beside the contract: for elements that the service sends but its contract
    /// does not mention.
    pub fn schema(mut self, path: impl Into<String>) -> Self {
        self.settings.schemas.push(path.into());
        self
    }

    /// Declares a fault that an operation answers with but the contract does not declare, as
    /// contracts made by ASP.NET never do. `element` is the name of a global element, the detail's
    /// entry; see [`schema`](Self::schema).
    pub fn fault(mut self, operation: impl Into<String>, element: impl Into<String>) -> Self {
        self.settings.faults.push((operation.into(), element.into()));
        self
    }

    /// Reads the document at `path` wherever a document of the contract names `location`, for
    /// locations that are addresses, or wrong. The location is matched as it is written and as seen
    /// from the document that names it.
    ///
    /// A file `catalog.json` beside the contract, as `wsdlgen fetch` writes it, says the same for
    /// many locations: one JSON object, whose names are locations and whose values are paths as
    /// seen from the file.
    ///
    /// ```
    /// let load = |location: &str| match location {
    ///     "a.wsdl" => Ok(br#"<definitions xmlns="http://schemas.xmlsoap.org/wsdl/">
    ///         <import namespace="urn:b" location="http://example.org/b?wsdl"/></definitions>"#.to_vec()),
    ///     "b.wsdl" => Ok(br#"<definitions xmlns="http://schemas.xmlsoap.org/wsdl/"/>"#.to_vec()),
    ///     _ => Err(std::io::ErrorKind::NotFound.into()),
    /// };
    /// let config = wsdlgen::configure().catalog("http://example.org/b?wsdl", "b.wsdl");
    /// assert!(config.generate("a.wsdl", load).is_ok());
    /// ```
    pub fn catalog(mut self, location: impl Into<String>, path: impl Into<String>) -> Self {
        self.settings.catalog.push((location.into(), path.into()));
        self
    }

    /// Reads a catalog that is not beside the contract, or not called `catalog.json`: see
    /// [`catalog`](Self::catalog).
    pub fn catalog_file(mut self, path: impl Into<String>) -> Self {
        self.settings.catalog_files.push(path.into());
        self
    }

    /// Reads documents of this folder, too, if a contract imports them.
    ///
    /// Without it, [`compile`](Self::compile) and [`read`](Self::read) read only documents in the repository that a
    /// contract is in, else in the outermost folder around it with a `Cargo.toml`, else in its own folder. They read
    /// regular files of at most 64 MiB. Functions that are given to [`generate`](Self::generate) and
    /// [`load`](Self::load) decide for themselves.
    ///
    /// ```
    /// # use wsdlgen::configure;
    /// configure().import_folder("../shared-schemas");
    /// ```
    pub fn import_folder(mut self, path: impl Into<PathBuf>) -> Self {
        self.settings.import_folders.push(path.into());
        self
    }

    /// Generates everything else where a contract refers to what is defined nowhere, which is an
    /// error otherwise. A type that is missing can hold anything then; an element, attribute or
    /// group that is missing is left out; so is an operation that needs what is missing. There is a
    /// warning for each.
    pub fn skip_unresolved(mut self) -> Self {
        self.settings.references = References::Lenient;
        self
    }

    /// Generates these operations alone, and the types that their messages reach. Each is the name
    /// of an operation, or `Service/Operation` where several services have one of that name.
    ///
    /// Where a type is derived from one that is reached, and reached in no other way, it is left out:
    /// what has it reads as `Other`. [`types`](Self::types) brings it in.
    ///
    /// ```
    /// # use wsdlgen::configure;
    /// configure().operations(&["GetFolder", "FindItem"]);
    /// ```
    pub fn operations(mut self, names: &[impl AsRef<str>]) -> Self {
        self.settings.operations.extend(names.iter().map(|name| name.as_ref().to_owned()));
        self
    }

    /// Generates types that no operation reaches, and the types that they reach. See
    /// [`attribute`](Self::attribute) for the selectors of types.
    ///
    /// ```
    /// # use wsdlgen::configure;
    /// configure().operations(&["GetItem"]).types(&["MessageType", "CalendarItemType"]);
    /// ```
    pub fn types(mut self, selectors: &[impl AsRef<str>]) -> Self {
        self.settings.types.extend(selectors.iter().map(|one| one.as_ref().to_owned()));
        self
    }

    /// Generates every type of the contract.
    ///
    /// By default, types are generated that messages of the operations reach, and the types that are derived from
    /// them. A contract without operations that can be called has all its types generated in any case.
    ///
    /// ```
    /// # use wsdlgen::configure;
    /// configure().all_types();
    /// ```
    pub fn all_types(mut self) -> Self {
        self.settings.unreached = Unreached::Generated;
        self
    }

    /// Derives more traits for a type: paths with commas between them. See
    /// [`attribute`](Self::attribute) for what a selector is.
    ///
    /// ```
    /// # use wsdlgen::configure;
    /// configure().derive("Address", "Eq, Hash");
    /// ```
    pub fn derive(self, selector: impl Into<String>, traits: impl AsRef<str>) -> Self {
        self.customized(selector, Change::Derive(traits.as_ref().into()))
    }

    /// Gives a type, a field or a variant an attribute.
    ///
    /// A selector is in the contract's own words: `Address` is the type of this name, wherever it
    /// is, `{urn:example}Address` the one in this namespace, `Order/item` the type written in place
    /// at the element `item` of `Order`. `Address/street` is the field for an element, `Address/@id`
    /// for an attribute, `Colour/red` the variant for a value or a branch. `*` is every type.
    ///
    /// ```
    /// # use wsdlgen::configure;
    /// configure()
    ///     .attribute("Address", "#[allow(clippy::large_enum_variant, reason = \"it is rare\")]")
    ///     .attribute("Address/street", "#[doc(alias = \"road\")]");
    /// ```
    pub fn attribute(self, selector: impl Into<String>, attribute: impl AsRef<str>) -> Self {
        self.customized(selector, Change::Attribute(attribute.as_ref().into()))
    }

    /// Calls a type, a field or a variant this, in place of what its name in the contract becomes.
    /// See [`attribute`](Self::attribute) for what a selector is.
    pub fn rename(self, selector: impl Into<String>, name: impl AsRef<str>) -> Self {
        self.customized(selector, Change::Rename(name.as_ref().into()))
    }

    /// Uses a type of yours in place of one of the contract's, which is not generated then.
    ///
    /// In place of a simple type it has to implement `xsd::Lexical` of the runtime, in place of a
    /// complex one `xml::ReadElement` and `xml::WriteElement`, as types that were generated from
    /// another contract do; and `Clone`, `Debug` and `PartialEq`. Its values are not validated. Types
    /// that others extend have to be generated. A built-in type is one of XML Schema's namespace:
    /// `{http://www.w3.org/2001/XMLSchema}dateTime`.
    ///
    /// ```
    /// # use wsdlgen::configure;
    /// configure().external("{urn:example}Money", "crate::money::Money");
    /// ```
    pub fn external(self, selector: impl Into<String>, path: impl AsRef<str>) -> Self {
        self.customized(selector, Change::External(path.as_ref().into()))
    }

    /// Gives an enumeration a variant `Unknown(String)`, for values that a later version of the
    /// service may send. `*` is every enumeration.
    pub fn open_enum(self, selector: impl Into<String>) -> Self {
        self.customized(selector, Change::Open)
    }

    /// Derives `Serialize` and `Deserialize` for every type, with names as they are on the wire: for
    /// JSON and the like. Needs the feature `serde` of the runtime. A choice is an object with what
    /// was chosen by its name, nil is null, what is absent is left out, and what XML alone can say
    /// (what stands for a wildcard) is a text of XML.
    pub fn serde(mut self) -> Self {
        self.settings.serde = true;
        self
    }

    /// Keeps how numbers, truth values and hexadecimal bytes were written, and writes them back like
    /// that: `+42`, `1` for true, `ab` in lower case. They are `AsWritten<i32>` and the like then,
    /// which a value converts into. For programs that hand on what others have signed, or compare
    /// documents as text; all else is better off without.
    pub fn keep_lexical_forms(mut self) -> Self {
        self.settings.lexical_forms = LexicalForms::Kept;
        self
    }

    fn customized(mut self, selector: impl Into<String>, change: Change) -> Self {
        let selector = selector.into();
        self.settings.customizations.push(Customization { selector, change });
        self
    }

    /// Generates only what one side of the services needs: a client, or a trait for servers. Otherwise
    /// both are generated.
    ///
    /// ```
    /// # use wsdlgen::{Sides, configure};
    /// configure().sides(Sides::Client);
    /// ```
    pub fn sides(mut self, sides: Sides) -> Self {
        self.settings.sides = sides;
        self
    }

    /// Has servers show the contract: its documents as `?wsdl`, with the addresses of whoever asks, and
    /// pages for people, with a sample of each message and a form to try operations that is there for
    /// the local machine alone. The documents and samples become a part of the generated code.
    ///
    /// ```
    /// # use wsdlgen::configure;
    /// configure().publish();
    /// ```
    pub fn publish(mut self) -> Self {
        self.settings.publish = true;
        self
    }

    /// Generates an enum `Document` over the global elements too: documents are read by their root
    /// elements.
    pub fn documents(mut self) -> Self {
        self.settings.documents = true;
        self
    }
}
