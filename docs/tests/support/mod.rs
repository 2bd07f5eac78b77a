//! Parsing of the guide's chapters: blocks, links and snippets.

use std::{fs, path::PathBuf};

/// The lines that mark an omission in a snippet.
const GAPS: [&str; 2] = ["// …", "<!-- … -->"];

/// A chapter of the guide.
pub(crate) struct Chapter {
    /// The file name.
    pub(crate) name: String,
    pub(crate) text: String,
}

/// A fenced code block.
pub(crate) struct Block<'c> {
    /// The file and line, for messages.
    pub(crate) place: String,
    /// The info string after the opening fence.
    pub(crate) info: &'c str,
    /// The text of the HTML comment above the block.
    pub(crate) marker: Option<&'c str>,
    pub(crate) lines: Vec<&'c str>,
}

/// Returns the project's folder.
pub(crate) fn project() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Returns all files in `src` except the summary, sorted by name.
pub(crate) fn chapters() -> impl Iterator<Item = Chapter> {
    let folder = project().join("docs/src");
    let entries = fs::read_dir(&folder).expect("the folder of the chapters exists");
    let mut names: Vec<String> = entries
        .map(|entry| entry.expect("a readable entry").file_name().to_string_lossy().into_owned())
        .filter(|name| name != "SUMMARY.md")
        .collect();
    names.sort();
    names.into_iter().map(move |name| {
        let text = fs::read_to_string(folder.join(&name)).expect("the chapter is readable");
        Chapter { name, text }
    })
}

/// Returns the fenced code blocks of a chapter.
pub(crate) fn blocks(chapter: &Chapter) -> Vec<Block<'_>> {
    let lines: Vec<&str> = chapter.text.lines().collect();
    let fences: Vec<usize> = (0..lines.len()).filter(|at| lines[*at].starts_with("```")).collect();
    assert!(fences.len().is_multiple_of(2), "{}: unclosed code block", chapter.name);
    let block = |fence: &[usize]| Block {
        place: format!("{}:{}", chapter.name, fence[0] + 1),
        info: lines[fence[0]].trim_start_matches('`'),
        marker: fence[0].checked_sub(1).and_then(|above| comment(lines[above])),
        lines: lines[fence[0] + 1..fence[1]].to_vec(),
    };
    fences.chunks_exact(2).map(block).collect()
}

/// Returns the text of a line that is an HTML comment.
fn comment(line: &str) -> Option<&str> {
    Some(line.strip_prefix("<!--")?.strip_suffix("-->")?.trim())
}

/// Returns the targets of all links in a text.
pub(crate) fn links(text: &str) -> impl Iterator<Item = &str> {
    let rests = text.split("](").skip(1);
    rests.filter_map(|rest| rest.split_once(')')).map(|(target, _)| target)
}

/// Checks that a snippet matches a text line by line. Indentation, doc comments, derives and hidden lines of
/// the guide are ignored. The text may have more lines after an item and at each of the [`GAPS`].
///
/// # Errors
///
/// Returns the first line of the part of the snippet that the text does not contain.
pub(crate) fn shown<'s>(snippet: &[&'s str], text: &str) -> Result<(), &'s str> {
    let text: Vec<&str> = text.lines().filter_map(plain).collect();
    let visible: Vec<&'s str> =
        snippet.iter().copied().filter(|line| !line.starts_with("# ")).collect();
    let mut from = 0;
    for piece in visible.split_inclusive(|line| *line == "}" || GAPS.contains(&line.trim())) {
        let piece: Vec<&'s str> = piece.iter().copied().filter_map(plain).collect();
        let Some(first) = piece.first() else { continue };
        let fits = |at: &usize| text[*at..].starts_with(&piece);
        from = (from..text.len()).find(fits).ok_or(*first)? + piece.len();
    }
    Ok(())
}

/// Normalizes a line for comparison. Returns `None` for a line that is ignored. Methods lose their visibility and
/// their opening brace, since the guide shows them as trait methods.
fn plain(line: &str) -> Option<&str> {
    let line = line.trim();
    let differs = line.starts_with("///") || line.starts_with("#[derive(") || GAPS.contains(&line);
    let line = if line.starts_with("pub fn ") { &line["pub ".len()..] } else { line };
    let line = line.trim_end_matches(['{', ';', ' ']);
    (!differs && !line.is_empty()).then_some(line)
}

#[cfg(test)]
mod tests {
    use super::shown;

    #[test]
    fn ignores_indentation_and_omitted_lines() {
        let text = "a {\n    /// Documented.\n    pub fn b() {\n    c;\n    d,\n    e\n}";
        assert_eq!(shown(&["a", "fn b();", "c"], text), Ok(()));
        assert_eq!(shown(&["# hidden", "a {", "// …", "d,", "  e", "}"], text), Ok(()));
        assert_eq!(shown(&["a", "c"], text), Err("a"));
        assert_eq!(shown(&["d,", "// …", "c"], text), Err("c"));
    }
}
