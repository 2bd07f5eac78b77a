//! Rendering of reports in the style of rustc.

use annotate_snippets::{Group, Level, Renderer};

use super::{
    Diagnostic, Purpose, Report, Severity,
    excerpt::{Places, excerpts, place},
    shown::{self, ReportedFinding},
};
use crate::{document::FileId, shown::for_terminals};

pub(super) fn plain() -> Renderer {
    Renderer::plain()
}

pub(super) fn ansi() -> Renderer {
    Renderer::styled()
}

/// Maximum number of diagnostics in a rendered report.
const SHOWN: usize = 50;

/// Renders the diagnostics, followed by a summary line.
pub(super) fn render(report: &Report, renderer: &Renderer) -> String {
    let selection = shown::select(&report.sorted(), SHOWN);
    let mut text = String::new();
    for shown in &selection.shown {
        let mut places = Places::default();
        let drawn = renderer.render(&[group(report, shown, &mut places)]);
        text.push_str(&for_terminals(&places.corrected(drawn)));
        text.push_str("\n\n");
    }
    if selection.left_out > 0 {
        let more = selection.left_out.to_string();
        text.extend(["… and ", &more, " more\n\n"]);
    }
    text + &summary(report)
}

fn group<'a>(report: &'a Report, shown: &ReportedFinding<'a>, places: &mut Places) -> Group<'a> {
    let ReportedFinding { diagnostic, alike } = *shown;
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level.primary_title(&*diagnostic.message).id(diagnostic.code.to_string());
    let mut files: Vec<FileId> = Vec::new();
    for (span, _) in &diagnostic.labels {
        if !files.contains(&span.file) {
            files.push(span.file);
        }
    }
    let excerpts = files.into_iter().flat_map(|file| excerpts(report, diagnostic, file, places));
    let mut group = Group::with_title(title).elements(excerpts);
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(&**help));
    }
    if let Some(guess) = &diagnostic.guess {
        group = group.element(match diagnostic.severity {
            Severity::Error => Level::HELP.message(format!("with the setting `repair`, {guess}")),
            Severity::Warning => Level::NOTE.message(&**guess),
        });
    }
    if alike > 0 {
        group = group.element(Level::NOTE.message(format!("and {alike} more like this")));
    }
    group
}

fn summary(report: &Report) -> String {
    let count = |severity| {
        report.diagnostics.iter().filter(|diagnostic| diagnostic.severity == severity).count()
    };
    let plural =
        |count: usize, word: &str| format!("{count} {word}{}", if count == 1 { "" } else { "s" });
    let outcome = match report.purpose {
        Purpose::Generating => ": nothing was generated",
        Purpose::Looking | Purpose::Linting => "",
    };
    match (count(Severity::Error), count(Severity::Warning)) {
        (0, 0) => String::new(),
        (0, warnings) => format!("{}\n", plural(warnings, "warning")),
        (errors, 0) => format!("{}{outcome}\n", plural(errors, "error")),
        (errors, warnings) => {
            let (errors, warnings) = (plural(errors, "error"), plural(warnings, "warning"));
            format!("{errors} and {warnings}{outcome}\n")
        }
    }
}

/// Formats a diagnostic in one line, without a source excerpt.
pub(super) fn one_line(report: &Report, diagnostic: &Diagnostic) -> String {
    let Diagnostic { code, message, labels, .. } = diagnostic;
    let mut line = format!("{code}: {message}");
    if let (Severity::Warning, Some(guess)) = (diagnostic.severity, &diagnostic.guess) {
        line.extend(["; ", guess]);
    }
    let Some((span, _)) = labels.first() else { return line };
    let source = report.sources.get(span.file);
    let (number, column) = place(&source.text, span.range().start);
    format!("{}:{number}:{column}: {line}", source.location)
}
