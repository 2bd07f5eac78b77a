//! Lines and columns of errors.

/// A position in a document, with its line and column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::xml) struct Location {
    offset: usize,
    /// The line, starting at 1.
    pub(in crate::xml) line: usize,
    /// The column in characters, starting at 1.
    pub(in crate::xml) column: usize,
}

impl Location {
    pub(in crate::xml) const START: Self = Self { offset: 0, line: 1, column: 1 };

    /// Returns the location at `offset`.
    ///
    /// Only what is between the two positions is counted. A lenient reader may meet an error in every element of a document.
    pub(in crate::xml) fn moved(self, document: &str, offset: usize) -> Self {
        let (first, last) = (self.offset.min(offset), self.offset.max(offset));
        let Some(between) = document.get(first..last) else {
            // The offset is inside of a character.
            let before = (0..=offset.min(document.len())).rev();
            let boundary = before.into_iter().find(|at| document.is_char_boundary(*at));
            return Self::START.moved(document, boundary.unwrap_or(0));
        };
        let lines = between.bytes().filter(|byte| *byte == b'\n').count();
        let is_forward = self.offset <= offset;
        let line = if is_forward { self.line + lines } else { self.line - lines };
        let column = if lines == 0 {
            let characters = between.chars().count();
            if is_forward { self.column + characters } else { self.column - characters }
        } else {
            let start = document[..offset].rfind('\n').map_or(0, |newline| newline + 1);
            document[start..offset].chars().count() + 1
        };
        Self { offset, line, column }
    }
}

#[cfg(test)]
mod tests {
    use super::Location;

    #[test]
    fn moves_in_both_directions() {
        let document = "ab\ncé\n\nd";
        let places: Vec<usize> =
            (0..=document.len()).filter(|at| document.is_char_boundary(*at)).collect();
        let counted = |offset: usize| {
            let before = &document[..offset];
            let line = before.matches('\n').count() + 1;
            (line, before.rsplit('\n').next().unwrap().chars().count() + 1)
        };
        for from in &places {
            let from = Location::START.moved(document, *from);
            for to in &places {
                let to_location = from.moved(document, *to);
                assert_eq!((to_location.line, to_location.column), counted(*to), "{from:?} {to}");
            }
        }
        assert_eq!(Location::START.moved(document, 5).column, 2);
    }
}
