//! The part of a document that a finding is shown with.

use std::ops::Range;

use annotate_snippets::{Annotation, AnnotationKind, Snippet};

use super::{Diagnostic, Report};
use crate::document::{FileId, SourceFile};

/// A line above so many bytes is cut around each label: a document may be one line of a megabyte.
const LONG: usize = 500;
/// Labels further apart than so many bytes are shown each with its own line.
const FAR: usize = 20_000;
/// So many bytes are shown before a label and behind it, where a line is cut.
const AROUND: usize = 50;
/// So many bytes of a label's own text are shown, where a line is cut.
const WITHIN: usize = 60;
/// What stands for what is cut off.
const CUT: &str = "...";
/// Stands in a location until the place behind it is put right: no location has it.
const MARK: char = '\u{e000}';

type Excerpt<'a> = Snippet<'a, Annotation<'a>>;

/// A label with its place in its document.
struct Label<'a> {
    range: Range<usize>,
    text: &'a str,
    kind: AnnotationKind,
}

/// The places that were counted in cut lines, and those that they have in the document.
#[derive(Default)]
pub(super) struct Places {
    counted: Vec<(String, String)>,
}

impl Places {
    /// Notes a place, and gives the location to show in its stead.
    fn mark(&mut self, location: &str, counted: (usize, usize), meant: (usize, usize)) -> String {
        let marked = format!("{location}{MARK}{}", self.counted.len());
        let counted = format!("{marked}:{}:{}", counted.0, counted.1);
        self.counted.push((counted, format!("{location}:{}:{}", meant.0, meant.1)));
        marked
    }

    /// Puts the places right in what was rendered.
    pub(super) fn corrected(&self, rendered: String) -> String {
        let replace = |text: String, (from, to): &(String, String)| text.replacen(from, to, 1);
        self.counted.iter().fold(rendered, replace)
    }
}

/// The labels in one document, with the lines between the first and the last of them.
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

/// Whole lines, as they are.
fn whole<'a>(source: &'a SourceFile, lines: Range<usize>, labels: Vec<Label<'a>>) -> Excerpt<'a> {
    // A carriage return would be shown as a character of its own.
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

/// One label with what is around it on its line.
fn cut<'a>(source: &'a SourceFile, label: &Label<'a>, places: &mut Places) -> Excerpt<'a> {
    let text = &*source.text;
    let Range { start, end } = label.range;
    let mut shown = line(text, start);
    let (mut before, mut behind, mut until) = ("", "", end);
    if shown.len() > LONG {
        until = end.min(boundary(text, start + WITHIN));
        let from = boundary(text, start.saturating_sub(AROUND)).max(shown.start);
        let to = boundary(text, until + AROUND).min(shown.end);
        before = if from > shown.start { CUT } else { "" };
        behind = if to < shown.end { CUT } else { "" };
        shown = from..to;
    }
    let meant = place(text, start);
    let counted = before.len() + text[shown.start..start].chars().count() + 1;
    let location = places.mark(&source.location, (meant.0, counted), meant);
    let shift = |offset: usize| offset - shown.start + before.len();
    let annotation = label.kind.span(shift(start)..shift(until)).label(label.text);
    Snippet::source(format!("{before}{}{behind}", &text[shown.clone()]))
        .line_start(meant.0)
        .path(location)
        .annotation(annotation)
}

/// The offset, or that of the character it is inside of.
fn boundary(text: &str, offset: usize) -> usize {
    let boundary = (0..=offset.min(text.len())).rev().find(|offset| text.is_char_boundary(*offset));
    boundary.unwrap_or_default()
}

/// The line that an offset is in, without its end.
fn line(text: &str, offset: usize) -> Range<usize> {
    let start = text[..offset].rfind('\n').map_or(0, |newline| newline + 1);
    let end = text[offset..].find('\n').map_or(text.len(), |newline| offset + newline);
    start..start + text[start..end].trim_end_matches('\r').len()
}

/// The number of the line that an offset is in, from 1.
fn line_of(text: &str, offset: usize) -> usize {
    text[..offset].matches('\n').count() + 1
}

/// Line and column of an offset, both from 1; columns count characters.
pub(super) fn place(text: &str, offset: usize) -> (usize, usize) {
    let offset = offset.min(text.len());
    let start = line(text, offset).start;
    (line_of(text, offset), text[start..offset].chars().count() + 1)
}

/// The range cut to one line: a label for a long element points at its start tag.
fn within(text: &str, range: Range<usize>) -> Range<usize> {
    let start = range.start.min(text.len());
    let line_end = line(text, start).end;
    let start = start.min(line_end);
    start..range.end.clamp(start, line_end)
}
