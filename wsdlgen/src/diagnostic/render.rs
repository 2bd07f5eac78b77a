//! Showing a report, as rustc would.

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use super::{Diagnostic, Report, Severity};
use crate::source::FileId;

pub(super) fn plain() -> Renderer {
    Renderer::plain()
}

pub(super) fn ansi() -> Renderer {
    Renderer::styled()
}

/// How many findings are shown: whoever has more will look at these first.
const SHOWN: usize = 50;

/// The findings, and a line that counts them.
pub(super) fn render(report: &Report, renderer: &Renderer) -> String {
    let sorted = report.sorted();
    let mut text = String::new();
    for diagnostic in sorted.iter().take(SHOWN) {
        text.push_str(&renderer.render(&[group(report, diagnostic)]));
        text.push_str("\n\n");
    }
    if sorted.len() > SHOWN {
        let more = (sorted.len() - SHOWN).to_string();
        text.extend(["… and ", &more, " more\n\n"]);
    }
    text + &summary(report)
}

fn group<'a>(report: &'a Report, diagnostic: &'a Diagnostic) -> Group<'a> {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level.primary_title(&*diagnostic.message).id(diagnostic.code.to_string());
    let mut files: Vec<FileId> = diagnostic.labels.iter().map(|(span, _)| span.file).collect();
    files.dedup();
    let snippets = files.into_iter().map(|file| snippet(report, diagnostic, file));
    let mut group = Group::with_title(title).elements(snippets);
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(&**help));
    }
    group
}

/// The labels in one document, with the lines between the first and the last of them.
fn snippet<'a>(
    report: &'a Report,
    diagnostic: &'a Diagnostic,
    file: FileId,
) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
    let source = report.sources.get(file);
    let labels: Vec<_> = diagnostic
        .labels
        .iter()
        .enumerate()
        .filter(|(_, (span, _))| span.file == file)
        .map(|(index, (span, text))| (index, within(&source.text, span.range()), text))
        .collect();
    let first = labels.iter().map(|(_, range, _)| range.start).min().unwrap_or_default();
    let last = labels.iter().map(|(_, range, _)| range.end).max().unwrap_or_default();
    let start = source.text[..first].rfind('\n').map_or(0, |newline| newline + 1);
    let end = source.text[last..].find('\n').map_or(source.text.len(), |newline| last + newline);
    let annotations = labels.into_iter().map(|(index, range, text)| {
        let kind = if index == 0 { AnnotationKind::Primary } else { AnnotationKind::Context };
        kind.span(range.start - start..range.end - start).label(&**text)
    });
    Snippet::source(&source.text[start..end])
        .line_start(line_of(&source.text, start))
        .path(&*source.location)
        .annotations(annotations)
}

/// The line that an offset is in, from 1.
fn line_of(text: &str, offset: usize) -> usize {
    text[..offset].bytes().filter(|byte| *byte == b'\n').count() + 1
}

/// The range cut to one line: a label for a long element points at its start tag.
fn within(text: &str, range: std::ops::Range<usize>) -> std::ops::Range<usize> {
    let end = range.end.min(text.len());
    let start = range.start.min(end);
    let line = text[start..end].find('\n').map_or(end, |newline| start + newline);
    start..line
}

fn summary(report: &Report) -> String {
    let count = |severity| {
        report.diagnostics.iter().filter(|diagnostic| diagnostic.severity == severity).count()
    };
    let plural =
        |count: usize, word: &str| format!("{count} {word}{}", if count == 1 { "" } else { "s" });
    match (count(Severity::Error), count(Severity::Warning)) {
        (0, 0) => String::new(),
        (0, warnings) => format!("{}\n", plural(warnings, "warning")),
        (errors, 0) => format!("{}: nothing was generated\n", plural(errors, "error")),
        (errors, warnings) => format!(
            "{} and {}: nothing was generated\n",
            plural(errors, "error"),
            plural(warnings, "warning")
        ),
    }
}

/// A finding in one line, for places that have no room for source lines.
pub(super) fn one_line(report: &Report, diagnostic: &Diagnostic) -> String {
    let Diagnostic { code, message, labels, .. } = diagnostic;
    let Some((span, _)) = labels.first() else { return format!("{code}: {message}") };
    let source = report.sources.get(span.file);
    let before = &source.text[..span.range().start.min(source.text.len())];
    let line = line_of(before, before.len());
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    format!("{}:{line}:{column}: {code}: {message}", source.location)
}
