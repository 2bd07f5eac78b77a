//! Source excerpts of diagnostics.

use std::ops::Range;

use annotate_snippets::{Annotation, AnnotationKind, Snippet};

use super::{Diagnostic, Report};
use crate::document::{FileId, SourceFile};

/// Length in bytes above which a line is truncated around each label. A document may be one line of a megabyte.
const LONG: usize = 500;
/// Distance in bytes above which labels get separate excerpts.
const FAR: usize = 20_000;
/// Context kept on each side of a label when a long line is truncated, in bytes.
const AROUND: usize = 50;
/// Maximum length of the labelled text when a long line is truncated, in bytes.
const WITHIN: usize = 60;
/// Replacement for truncated text.
const CUT: &str = "...";
/// Marks a location whose line and column are corrected after rendering. Does not occur in real locations.
const MARK: char = '\u{e000}';

type Excerpt<'a> = Snippet<'a, Annotation<'a>>;

/// A label with its byte range in the document.
struct Label<'a> {
    range: Range<usize>,
    text: &'a str,
    kind: AnnotationKind,
}

/// Positions in truncated lines, with the positions in the document that replace them.
#[derive(Default)]
pub(super) struct Places {
    counted: Vec<(String, String)>,
}

impl Places {
    /// Records a position, and returns the marked location to render in its place.
    fn mark(&mut self, location: &str, counted: (usize, usize), meant: (usize, usize)) -> String {
        let marked = format!("{location}{MARK}{}", self.counted.len());
        let counted = format!("{marked}:{}:{}", counted.0, counted.1);
        self.counted.push((counted, format!("{location}:{}:{}", meant.0, meant.1)));
        marked
    }

    /// Replaces the marked positions in rendered text.
    pub(super) fn corrected(&self, rendered: String) -> String {
        let replace = |text: String, (from, to): &(String, String)| text.replacen(from, to, 1);
        self.counted.iter().fold(rendered, replace)
    }
}

/// Returns the excerpts of one document: the lines from the first label to the last, or one excerpt per label.
pub(super) fn excerpts<'a>(
    report: &'a Report,
    diagnostic: &'a Diagnostic,
    file: FileId,
    places: &mut Places,
) -> Vec<Excerpt<'a>> {
    let source = report.sources.get(file);
    let text = &*source.text;
    let mut labels = Vec::new();
    for (index, (span, text)) in diagnostic.labels.iter().enumerate() {
        let kind = if index == 0 { AnnotationKind::Primary } else { AnnotationKind::Context };
        if span.file == file {
            labels.push(Label { range: within(&source.text, span.range()), text, kind });
        }
    }
    let first = labels.iter().map(|label| label.range.start).min().unwrap_or_default();
    let last = labels.iter().map(|label| label.range.end).max().unwrap_or_default();
    let is_long = |label: &Label<'_>| line(text, label.range.start).len() > LONG;
    if last - first > FAR || labels.iter().any(is_long) {
        return labels.iter().map(|label| cut(source, label, places)).collect();
    }
    let lines = line(text, first).start..line(text, last).end;
    vec![whole(source, lines, labels)]
}

/// Creates an excerpt of whole lines.
fn whole<'a>(source: &'a SourceFile, lines: Range<usize>, labels: Vec<Label<'a>>) -> Excerpt<'a> {
    // A carriage return would be rendered as a visible character.
    let shown = |range: Range<usize>| source.text[range].replace("\r\n", "\n");
    let start = lines.start;
    let shift = |offset: usize| shown(start..offset).len();
    let annotations = labels.into_iter().map(|Label { range, text, kind }| {
        kind.span(shift(range.start)..shift(range.end)).label(text)
    });
    Snippet::source(shown(lines))
        .line_start(line_of(&source.text, start))
        .path(&*source.location)
        .annotations(annotations)
}

/// Creates an excerpt of one label, truncating a long line around it.
fn cut<'a>(source: &'a SourceFile, label: &Label<'a>, places: &mut Places) -> Excerpt<'a> {
    let text = &*source.text;
    let Range { start, end } = label.range;
    let mut shown = line(text, start);
    let (mut before, mut after, mut until) = ("", "", end);
    if shown.len() > LONG {
        until = end.min(boundary(text, start + WITHIN));
        let from = boundary(text, start.saturating_sub(AROUND)).max(shown.start);
        let to = boundary(text, until + AROUND).min(shown.end);
        before = if from > shown.start { CUT } else { "" };
        after = if to < shown.end { CUT } else { "" };
        shown = from..to;
    }
    let meant = place(text, start);
    let counted = before.len() + text[shown.start..start].chars().count() + 1;
    let location = places.mark(&source.location, (meant.0, counted), meant);
    let shift = |offset: usize| offset - shown.start + before.len();
    let annotation = label.kind.span(shift(start)..shift(until)).label(label.text);
    Snippet::source(format!("{before}{}{after}", &text[shown.clone()]))
        .line_start(meant.0)
        .path(location)
        .annotation(annotation)
}

/// Rounds an offset down to a character boundary.
fn boundary(text: &str, offset: usize) -> usize {
    let boundary = (0..=offset.min(text.len())).rev().find(|offset| text.is_char_boundary(*offset));
    boundary.unwrap_or_default()
}

/// Returns the byte range of the line at an offset, without the line break.
fn line(text: &str, offset: usize) -> Range<usize> {
    let start = text[..offset].rfind('\n').map_or(0, |newline| newline + 1);
    let end = text[offset..].find('\n').map_or(text.len(), |newline| offset + newline);
    start..start + text[start..end].trim_end_matches('\r').len()
}

/// Returns the line number of an offset, from 1.
fn line_of(text: &str, offset: usize) -> usize {
    text[..offset].matches('\n').count() + 1
}

/// Returns the line and column of an offset, both from 1. Columns count characters.
pub(super) fn place(text: &str, offset: usize) -> (usize, usize) {
    let offset = offset.min(text.len());
    let start = line(text, offset).start;
    (line_of(text, offset), text[start..offset].chars().count() + 1)
}

/// Limits a range to its first line, so that a label for a long element points at its start tag.
fn within(text: &str, range: Range<usize>) -> Range<usize> {
    let start = range.start.min(text.len());
    let line_end = line(text, start).end;
    let start = start.min(line_end);
    start..range.end.clamp(start, line_end)
}
