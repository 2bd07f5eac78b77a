//! What is wrong with a contract, collected over a whole run and shown with its source.

pub(crate) mod cargo;
mod code;
mod excerpt;
mod render;
mod shown;
mod suggest;
mod unknown_code;

use std::{
    fmt,
    io::{IsTerminal, Write},
};

pub use code::Code;
pub(crate) use suggest::{did_you_mean, nearest};
pub use unknown_code::UnknownCode;

use crate::document::{Sources, Span};

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Severity {
    /// Nothing is generated.
    Error,
    /// Something was passed over.
    Warning,
}

/// One finding: what is wrong, where, and what to do.
#[derive(Clone, Debug)]
pub(crate) struct Diagnostic {
    pub(crate) severity: Severity,
    pub(crate) code: Code,
    pub(crate) message: String,
    /// The first is where the finding is; the others are places that belong to it.
    pub(crate) labels: Vec<(Span, String)>,
    pub(crate) help: Option<String>,
}

impl Diagnostic {
    pub(crate) fn error(code: Code, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, code, message.into())
    }

    pub(crate) fn warning(code: Code, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, code, message.into())
    }

    fn new(severity: Severity, code: Code, message: String) -> Self {
        Self { severity, code, message, labels: Vec::new(), help: None }
    }

    pub(crate) fn label(mut self, span: Span, text: impl Into<String>) -> Self {
        self.labels.push((span, text.into()));
        self
    }

    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Asks whether the known name is meant that this word is near to, in place of other help.
    pub(crate) fn near<'a>(self, word: &str, known: impl Iterator<Item = &'a str>) -> Self {
        match nearest(word, known) {
            Some(nearest) => self.help(did_you_mean(nearest)),
            None => self,
        }
    }
}

/// Everything that a run found.
///
/// It shows itself the way rustc does, with file, line, column and source line:
///
/// ```
/// let report = wsdlgen::generate("a.wsdl", |_| Ok(b"<a>".to_vec())).unwrap_err();
/// assert!(report.to_string().contains("--> a.wsdl:1:"));
/// assert_eq!(report.codes(), [wsdlgen::Code::MalformedXml]);
/// ```
#[derive(Clone, Default)]
pub struct Report {
    diagnostics: Vec<Diagnostic>,
    sources: Sources,
    purpose: Purpose,
}

/// What the run is for that a report is of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Purpose {
    #[default]
    Generating,
    /// Nothing is generated in any case.
    Looking,
}

impl Report {
    pub(crate) fn add(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    pub(crate) fn of(purpose: Purpose) -> Self {
        Self { purpose, ..Self::default() }
    }

    pub(crate) fn set_sources(&mut self, sources: &Sources) {
        self.sources = sources.clone();
    }

    /// Whether nothing can be generated.
    ///
    /// ```
    /// let report = wsdlgen::generate("a.wsdl", |_| Ok(b"<a>".to_vec())).unwrap_err();
    /// assert!(report.has_errors());
    /// ```
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
    }

    /// Whether nothing was found.
    ///
    /// ```
    /// let report = wsdlgen::generate("a.wsdl", |_| Ok(b"<a>".to_vec())).unwrap_err();
    /// assert!(!report.is_empty());
    /// ```
    pub fn is_empty(&self) -> bool {
        self.diagnostics.is_empty()
    }

    /// The codes of the findings, in the order of their places.
    ///
    /// ```
    /// let report = wsdlgen::generate("a.wsdl", |_| Ok(b"<html/>".to_vec())).unwrap_err();
    /// assert_eq!(report.codes(), [wsdlgen::Code::WrongRoot]);
    /// ```
    pub fn codes(&self) -> Vec<Code> {
        self.sorted().iter().map(|diagnostic| diagnostic.code).collect()
    }

    /// What was found, in the order of the documents; what has no place comes first.
    fn sorted(&self) -> Vec<&Diagnostic> {
        let mut sorted: Vec<_> = self.diagnostics.iter().collect();
        sorted.sort_by_key(|diagnostic| diagnostic.labels.first().map(|(span, _)| *span));
        sorted
    }

    /// The report in colour, for a terminal.
    ///
    /// ```
    /// let report = wsdlgen::generate("a.wsdl", |_| Ok(b"<a>".to_vec())).unwrap_err();
    /// assert!(report.to_ansi_string().contains("\u{1b}["));
    /// ```
    pub fn to_ansi_string(&self) -> String {
        render::render(self, &render::ansi())
    }

    /// Shows the report on the standard error: in colour on a terminal, unless `NO_COLOR` is set.
    ///
    /// ```
    /// if let Err(report) = wsdlgen::generate("a.wsdl", |_| Ok(b"<a>".to_vec())) {
    ///     report.print_to_stderr();
    /// }
    /// ```
    pub fn print_to_stderr(&self) {
        let mut stderr = std::io::stderr();
        let no_colour = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        let in_colour = stderr.is_terminal() && !no_colour;
        let text = if in_colour { self.to_ansi_string() } else { self.to_string() };
        // Nobody can be told that the standard error is closed.
        let _ = stderr.write_all(text.as_bytes());
    }

    /// Shows the report and ends the program with exit code 1: for build scripts, which have nobody
    /// to return an error to. Cargo shows a line for each finding, and the whole report below them.
    ///
    /// ```no_run
    /// wsdlgen::compile("wsdl/Echo.wsdl").unwrap_or_else(|report| report.exit());
    /// ```
    pub fn exit(&self) -> ! {
        self.show();
        std::process::exit(1)
    }

    /// Shows what was found: to whoever reads the standard error, and in a build script to cargo.
    pub(crate) fn show(&self) {
        if cargo::out_dir().is_some() {
            for line in cargo::lines(self) {
                cargo::print(&line);
            }
        }
        self.print_to_stderr();
    }
}

impl fmt::Display for Report {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&render::render(self, &render::plain()))
    }
}

impl fmt::Debug for Report {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Report\n{self}")
    }
}

impl std::error::Error for Report {}
