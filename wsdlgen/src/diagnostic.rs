//! Diagnostics, collected over a whole run and rendered with source excerpts.

pub(crate) mod cargo;
mod code;
mod excerpt;
mod render;
mod shown;
mod suggest;
mod unknown_code;

use std::{
    collections::BTreeSet,
    fmt,
    io::{IsTerminal, Write},
};

pub use code::Code;
pub(crate) use suggest::{did_you_mean, nearest};
pub use unknown_code::UnknownCode;

use crate::{
    document::{FileId, Sources, Span},
    settings::Strictness,
};

/// Diagnostic severity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Severity {
    /// A problem that prevents generation.
    Error,
    /// A problem that does not prevent generation.
    Warning,
}

/// A diagnostic: a message with labelled source spans and optional help.
#[derive(Clone, Debug)]
pub(crate) struct Diagnostic {
    pub(crate) severity: Severity,
    pub(crate) code: Code,
    pub(crate) message: String,
    /// Labels. The first is the primary location, and the others are related ones.
    pub(crate) labels: Vec<(Span, String)>,
    pub(crate) help: Option<String>,
    /// The assumption of the setting `repair` in place of a mistake, as a clause: "`xs:int` is assumed".
    pub(crate) guess: Option<String>,
}

impl Diagnostic {
    pub(crate) fn error(code: Code, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, code, message.into())
    }

    pub(crate) fn warning(code: Code, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, code, message.into())
    }

    /// Creates a diagnostic for a mistake that the setting `repair` corrects. It is an error without that setting, and a
    /// warning with it. The caller corrects the mistake in either case.
    pub(crate) fn mistake(
        code: Code,
        message: impl Into<String>,
        guess: impl Into<String>,
    ) -> Self {
        Self { guess: Some(guess.into()), ..Self::error(code, message) }
    }

    fn new(severity: Severity, code: Code, message: String) -> Self {
        Self { severity, code, message, labels: Vec::new(), help: None, guess: None }
    }

    pub(crate) fn label(mut self, span: Span, text: impl Into<String>) -> Self {
        self.labels.push((span, text.into()));
        self
    }

    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Replaces the help text with a suggestion if a known name is close to `word`.
    pub(crate) fn near<'a>(self, word: &str, known: impl Iterator<Item = &'a str>) -> Self {
        match nearest(word, known) {
            Some(nearest) => self.help(did_you_mean(nearest)),
            None => self,
        }
    }
}

/// All diagnostics of a run.
///
/// `Display` renders them in the style of rustc, with file, line, column and source excerpt:
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
    strictness: Strictness,
    /// Numbers of the codes whose warnings are errors.
    denied: Vec<u16>,
}

/// Purpose of the run that a report describes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Purpose {
    #[default]
    Generating,
    /// Inspecting a contract without generating code.
    Looking,
    /// Finding mistakes for the authors of a contract.
    Linting,
}

impl Report {
    pub(crate) fn new(purpose: Purpose, strictness: Strictness, denied: &[u16]) -> Self {
        Self { purpose, strictness, denied: denied.to_vec(), ..Self::default() }
    }

    pub(crate) fn add(&mut self, mut diagnostic: Diagnostic) {
        if diagnostic.guess.is_some() && self.strictness == Strictness::Repair {
            diagnostic.severity = Severity::Warning;
        }
        if self.denied.contains(&(diagnostic.code as u16)) {
            diagnostic.severity = Severity::Error;
        }
        self.diagnostics.push(diagnostic);
    }

    /// Returns whether everything that the authors of a contract should know is reported.
    pub(crate) fn is_linting(&self) -> bool {
        self.purpose == Purpose::Linting
    }

    /// Returns the positions in a document that diagnostics refer to.
    pub(crate) fn mentioned(&self, file: FileId) -> BTreeSet<usize> {
        let labels = self.diagnostics.iter().flat_map(|diagnostic| &diagnostic.labels);
        let in_file = labels.filter(|(span, _)| span.file == file);
        in_file.map(|(span, _)| span.range().start).collect()
    }

    pub(crate) fn set_sources(&mut self, sources: &Sources) {
        self.sources = sources.clone();
    }

    /// Returns whether there are errors, which prevent generation.
    ///
    /// ```
    /// let report = wsdlgen::generate("a.wsdl", |_| Ok(b"<a>".to_vec())).unwrap_err();
    /// assert!(report.has_errors());
    /// ```
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
    }

    /// Returns whether there are no diagnostics.
    ///
    /// ```
    /// let report = wsdlgen::generate("a.wsdl", |_| Ok(b"<a>".to_vec())).unwrap_err();
    /// assert!(!report.is_empty());
    /// ```
    pub fn is_empty(&self) -> bool {
        self.diagnostics.is_empty()
    }

    /// Returns the codes of all diagnostics, in source order.
    ///
    /// ```
    /// let report = wsdlgen::generate("a.wsdl", |_| Ok(b"<html/>".to_vec())).unwrap_err();
    /// assert_eq!(report.codes(), [wsdlgen::Code::WrongRoot]);
    /// ```
    pub fn codes(&self) -> Vec<Code> {
        self.sorted().iter().map(|diagnostic| diagnostic.code).collect()
    }

    /// Returns the diagnostics in source order, starting with those without a location.
    fn sorted(&self) -> Vec<&Diagnostic> {
        let mut sorted: Vec<_> = self.diagnostics.iter().collect();
        sorted.sort_by_key(|diagnostic| diagnostic.labels.first().map(|(span, _)| *span));
        sorted
    }

    /// Renders the report in colour, with ANSI escape sequences.
    ///
    /// ```
    /// let report = wsdlgen::generate("a.wsdl", |_| Ok(b"<a>".to_vec())).unwrap_err();
    /// assert!(report.to_ansi_string().contains("\u{1b}["));
    /// ```
    pub fn to_ansi_string(&self) -> String {
        render::render(self, &render::ansi())
    }

    /// Prints the report to standard error, in colour on a terminal unless `NO_COLOR` is set.
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
        // A failure to write to standard error cannot be reported.
        let _ = stderr.write_all(text.as_bytes());
    }

    /// Prints the report and exits with code 1, for use in build scripts.
    ///
    /// Cargo shows one line for each diagnostic, followed by the whole report.
    ///
    /// ```no_run
    /// wsdlgen::compile("wsdl/Echo.wsdl").unwrap_or_else(|report| report.exit());
    /// ```
    pub fn exit(&self) -> ! {
        self.show();
        std::process::exit(1)
    }

    /// Prints the report to standard error and, in a build script, as cargo directives.
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
