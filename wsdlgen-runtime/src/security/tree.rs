//! Elements of a message by their position, which stays the same while other elements are decrypted.

use std::ops::Range;

use super::{SecurityCode, SecurityError};
use crate::xml::{AnyElement, Cursor, Namespaces, ReadError, ReadOptions, id_value};

/// The position of an element: its index among the child elements of each ancestor, from the root on.
pub(super) type Path = Vec<usize>;

/// Returns the elements from the root to the element at a path, or `None` if there is no such element.
pub(super) fn along<'t>(root: &'t AnyElement, path: &[usize]) -> Option<Vec<&'t AnyElement>> {
    let mut elements = vec![root];
    for index in path {
        elements.push(elements.last()?.elements().nth(*index)?);
    }
    Some(elements)
}

/// Returns the element at a path.
pub(super) fn at<'t>(root: &'t AnyElement, path: &[usize]) -> Option<&'t AnyElement> {
    path.iter().try_fold(root, |element, index| element.elements().nth(*index))
}

/// Returns the position of the only element with this id.
///
/// # Errors
///
/// If no element or more than one has the id.
pub(super) fn by_id(root: &AnyElement, id: &str) -> Result<Path, SecurityError> {
    let mut found = None;
    let mut is_duplicate = false;
    visit(root, &mut Vec::new(), &mut |element, path| {
        if ids(element).any(|own| own == id) {
            is_duplicate |= found.is_some();
            found = Some(path.to_vec());
        }
    });
    if is_duplicate {
        return Err(duplicate_id());
    }
    let missing =
        || SecurityError::new(SecurityCode::SecurityTokenUnavailable, "a reference is unresolved");
    found.ok_or_else(missing)
}

pub(super) fn duplicate_id() -> SecurityError {
    SecurityError::new(SecurityCode::FailedCheck, "an id is duplicated")
}

/// Calls `f` for an element and its descendants, with their positions.
pub(super) fn visit<'t>(
    element: &'t AnyElement,
    path: &mut Path,
    f: &mut impl FnMut(&'t AnyElement, &[usize]),
) {
    f(element, path);
    for (index, child) in element.elements().enumerate() {
        path.push(index);
        visit(child, path, f);
        path.pop();
    }
}

/// Returns the values of all attributes that a reader may take for the element's id, trimmed by [`id_value`].
pub(super) fn ids(element: &AnyElement) -> impl Iterator<Item = &str> {
    let attributes = element.attributes.iter();
    let ids = attributes.filter(|attribute| {
        let local = attribute.name.local();
        local.eq_ignore_ascii_case("id") || local == "AssertionID"
    });
    ids.map(|attribute| id_value(&attribute.value))
}

/// Replaces elements of a document, given by their positions, with texts.
///
/// The positions must not contain each other.
pub(super) fn replaced(
    text: &str,
    replacements: &[(Path, String)],
    options: &ReadOptions,
) -> Result<String, ReadError> {
    let paths: Vec<&Path> = replacements.iter().map(|(path, _)| path).collect();
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for (range, index) in ranges(text, &paths, options)? {
        out.push_str(&text[done..range.start]);
        out.push_str(&replacements[index].1);
        done = range.end;
    }
    out.push_str(&text[done..]);
    Ok(out)
}

/// Returns the ranges of elements in document order, each with its index in `paths`.
pub(super) fn ranges(
    text: &str,
    paths: &[&Path],
    options: &ReadOptions,
) -> Result<Vec<(Range<usize>, usize)>, ReadError> {
    let mut finder = Finder { paths, found: Vec::new() };
    let mut cursor = Cursor::new(text, Namespaces::NONE, options)?;
    finder.children(&mut cursor, None)?;
    Ok(finder.found)
}

/// A search for the places of elements.
struct Finder<'r> {
    paths: &'r [&'r Path],
    found: Vec<(Range<usize>, usize)>,
}

impl Finder<'_> {
    /// Visits the children of the element at `path`, or the root if there is none.
    fn children(&mut self, cursor: &mut Cursor<'_>, path: Option<&Path>) -> Result<(), ReadError> {
        let mut index = 0;
        while cursor.next_element()? {
            let start = cursor.peeked_place().start;
            let own: Path = path.map_or_else(Path::new, |path| [&**path, &[index]].concat());
            if let Some(found) = self.paths.iter().position(|wanted| **wanted == own) {
                cursor.skip()?;
                self.found.push((start..cursor.offset(), found));
            } else if self.paths.iter().any(|wanted| wanted.starts_with(&own)) {
                cursor.enter()?;
                cursor.pass_attributes();
                self.children(cursor, Some(&own))?;
                cursor.leave()?;
            } else {
                cursor.skip()?;
            }
            if path.is_none() {
                return Ok(());
            }
            index += 1;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{at, by_id, replaced};
    use crate::xml::{AnyElement, ReadOptions};

    #[test]
    fn replaces_elements_by_position() {
        let text = "<!-- a --><a><b x='>'/>text<c><d id='one'>1</d><e/> <d Id=' one '/></c></a>";
        let cases = [
            (
                vec![(vec![0], "B")],
                "<!-- a --><a>Btext<c><d id='one'>1</d><e/> <d Id=' one '/></c></a>",
            ),
            (
                vec![(vec![1, 1], "E"), (vec![1, 0], "D")],
                "<!-- a --><a><b x='>'/>text<c>DE <d Id=' one '/></c></a>",
            ),
            (vec![(vec![], "A")], "<!-- a -->A"),
            (vec![(vec![7], "nowhere")], text),
        ];
        for (replacements, expected) in cases {
            let replacements: Vec<_> =
                replacements.into_iter().map(|(path, text)| (path, text.to_owned())).collect();
            let found = replaced(text, &replacements, &ReadOptions::default());
            assert_eq!(found.as_deref(), Ok(expected));
        }
        let tree: AnyElement = text.parse().unwrap();
        assert_eq!(at(&tree, &[1, 0]).map(AnyElement::text).as_deref(), Some("1"));
        assert!(by_id(&tree, "one").is_err());
        assert!(by_id(&tree, "two").is_err());
    }
}
