//! The chapters, and what is in them.

use std::{fs, path::PathBuf};

/// Where a snippet leaves something out.
const GAPS: [&str; 2] = ["// …", "<!-- … -->"];

/// A chapter of the guide.
pub(crate) struct Chapter {
    /// The file's name.
    pub(crate) name: String,
    pub(crate) text: String,
}

/// A fenced block.
pub(crate) struct Block<'c> {
    /// The file and the line, for messages.
    pub(crate) place: String,
    /// What stands behind the fence.
    pub(crate) info: &'c str,
    /// What the comment above it says.
    pub(crate) marker: Option<&'c str>,
    pub(crate) lines: Vec<&'c str>,
}

/// The project's folder.
pub(crate) fn project() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Every file in `src` but the summary, by name.
pub(crate) fn chapters() -> impl Iterator<Item = Chapter> {
    let folder = project().join("docs/src");
    let entries = fs::read_dir(&folder).expect("the folder of the chapters");
    let mut names: Vec<String> = entries
        .map(|entry| entry.expect("a file").file_name().to_string_lossy().into_owned())
        .filter(|name| name != "SUMMARY.md")
        .collect();
    names.sort();
    names.into_iter().map(move |name| {
        let text = fs::read_to_string(folder.join(&name)).expect("a chapter");
        Chapter { name, text }
    })
}

/// The fenced blocks of a chapter.
pub(crate) fn blocks(chapter: &Chapter) -> Vec<Block<'_>> {
    let lines: Vec<&str> = chapter.text.lines().collect();
    let fences: Vec<usize> = (0..lines.len()).filter(|at| lines[*at].starts_with("```")).collect();
    assert!(fences.len().is_multiple_of(2), "{}: a block without an end", chapter.name);
    let block = |fence: &[usize]| Block {
        place: format!("{}:{}", chapter.name, fence[0] + 1),
        info: lines[fence[0]].trim_start_matches('`'),
        marker: fence[0].checked_sub(1).and_then(|above| comment(lines[above])),
        lines: lines[fence[0] + 1..fence[1]].to_vec(),
    };
    fences.chunks_exact(2).map(block).collect()
}

/// What a line says that is a comment of HTML.
fn comment(line: &str) -> Option<&str> {
    Some(line.strip_prefix("<!--")?.strip_suffix("-->")?.trim())
}

/// Where the links of a text lead to.
pub(crate) fn links(text: &str) -> impl Iterator<Item = &str> {
    let rests = text.split("](").skip(1);
    rests.filter_map(|rest| rest.split_once(')')).map(|(target, _)| target)
}

/// Whether a snippet stands in a text: line by line, without indentation, doc comments, derives and
/// what the guide hides. Behind an item, and where the snippet has one of [`GAPS`], the text may have
/// more. The error is the first line of what it does not have.
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

/// A line that counts, without what may differ: methods are shown as those of a trait.
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
    fn indentation_and_what_is_left_out_make_no_difference() {
        let text = "a {\n    /// Documented.\n    pub fn b() {\n    c;\n    d,\n    e\n}";
        assert_eq!(shown(&["a", "fn b();", "c"], text), Ok(()));
        assert_eq!(shown(&["# hidden", "a {", "// …", "d,", "  e", "}"], text), Ok(()));
        assert_eq!(shown(&["a", "c"], text), Err("a"));
        assert_eq!(shown(&["d,", "// …", "c"], text), Err("c"));
    }
}
