//! In-place comparison of start tags in their expected form: without attributes, and with the prefix that was last
//! bound to the namespace.

use super::Cursor;
use crate::xml::{Name, NamespaceId, bytes::same};

/// The end of the start tag of an unqualified element inside a qualified one, as written by ASP.NET.
const UNDECLARED: &[u8] = b" xmlns=\"\">";

/// A start tag that has not been compared with a name yet.
#[derive(Clone, Copy)]
pub(in crate::xml) struct NextTag<'x> {
    namespace: NamespaceId,
    /// The number of bytes in the tag before the local name.
    before: usize,
    /// The tag from the local name on.
    rest: &'x [u8],
}

/// The namespace and position of a possible start tag that was compared without being scanned. It may turn out to be
/// a comment, or to have another prefix or attributes.
#[derive(Clone, Copy)]
pub(in crate::xml) struct Compared {
    pub(super) namespace: NamespaceId,
    pub(super) position: usize,
}

impl NextTag<'_> {
    /// Returns a record of the comparison, for a tag that matched none of the names.
    pub(in crate::xml) fn compared(self, position: usize) -> Compared {
        Compared { namespace: self.namespace, position }
    }

    /// Returns whether the tag consists of exactly this name.
    #[inline]
    pub(in crate::xml) fn is(&self, name: &Name) -> bool {
        let length = name.local.len();
        name.namespace == self.namespace
            && self.rest.get(length) == Some(&b'>')
            && same(&self.rest[..length], name.local.as_bytes())
    }
}

impl<'x> Cursor<'x> {
    /// Enters the next element if its start tag has the expected form and is named `name`. Returns whether it did.
    #[inline]
    pub(crate) fn guess(&mut self, name: &Name) -> bool {
        self.scope.recall(name.namespace);
        match self.next_tag() {
            Some(tag) if tag.is(name) => {
                self.enter_tag(tag, name.local);
                true
            }
            _ => self.guess_undeclaring(name),
        }
    }

    /// Enters the next element if its start tag is `<local xmlns="">`. See also [`guess`](Self::guess).
    fn guess_undeclaring(&mut self, name: &Name) -> bool {
        if name.namespace != NamespaceId::NONE {
            return false;
        }
        let tag = self.next_undeclaring_tag();
        let rest = tag.and_then(|tag| tag.strip_prefix(name.local.as_bytes()));
        let is_next = rest.is_some_and(|rest| rest.starts_with(UNDECLARED));
        if is_next {
            self.enter_undeclaring(name.local);
        }
        is_next
    }

    /// Returns the name in the next start tag if the tag is `<local xmlns="">`.
    pub(in crate::xml) fn next_undeclaring(&mut self) -> Option<&'x [u8]> {
        let tag = self.next_undeclaring_tag()?;
        let length = tag.iter().position(|byte| matches!(byte, b' ' | b'>' | b'/' | b':'))?;
        let (local, rest) = tag.split_at(length);
        rest.starts_with(UNDECLARED).then_some(local)
    }

    /// Returns the next tag from its name on, unless the limits forbid another declaration.
    #[inline]
    fn next_undeclaring_tag(&mut self) -> Option<&'x [u8]> {
        let limits = &self.options.limits;
        if !self.is_between_tags()
            || limits.attributes == 0
            || self.scope.len() >= limits.namespaces
        {
            return None;
        }
        self.skip_space();
        self.input.as_bytes()[self.position..].strip_prefix(b"<")
    }

    /// Enters the start tag at the cursor, which has been found to be `<local xmlns="">`.
    pub(in crate::xml) fn enter_undeclaring(&mut self, local: &str) {
        self.push_open(self.position + 1, local.len(), self.scope.len());
        self.scope.undeclare_default();
        self.position += 1 + local.len() + UNDECLARED.len();
    }

    /// Returns whether the end tag comes next and no attribute is left to check before it.
    #[inline]
    pub(in crate::xml) fn is_at_end_tag(&self) -> bool {
        self.is_between_tags() && self.input.as_bytes()[self.position..].starts_with(b"</")
    }

    /// Returns whether the content at the cursor has not been scanned yet and may begin with an element.
    #[inline]
    fn is_between_tags(&self) -> bool {
        self.peeked.is_none()
            && !self.empty
            && self.attributes.is_empty()
            && self.open.len() < self.options.limits.depth
    }

    /// Returns the next start tag if it begins with the prefix resolved last.
    #[inline]
    pub(in crate::xml) fn next_tag(&mut self) -> Option<NextTag<'x>> {
        if !self.is_between_tags() {
            return None;
        }
        self.skip_space();
        let tag = self.input.as_bytes().get(self.position..)?;
        let recent = self.scope.recent().filter(|recent| recent.begins(tag))?;
        let (namespace, before) = (recent.namespace, recent.length);
        Some(NextTag { namespace, before, rest: tag.get(before..)? })
    }

    /// Enters the start tag at the cursor, which has been found to be named `local`.
    #[inline]
    pub(in crate::xml) fn enter_tag(&mut self, tag: NextTag<'_>, local: &str) {
        let length = tag.before + local.len();
        self.push_open(self.position + 1, length - 1, self.scope.len());
        self.position += length + 1;
    }
}

#[cfg(test)]
mod tests {
    use crate::xml::{Cursor, Name, NamespaceId, Namespaces, ReadOptions};

    static NAMESPACES: Namespaces = Namespaces::new(&["urn:x", "urn:y"]);
    const X: NamespaceId = NamespaceId::generated(0);
    const Y: NamespaceId = NamespaceId::generated(1);

    #[test]
    fn matches_a_prefix_only_where_it_is_bound_to_the_namespace() {
        let cases: [(&str, NamespaceId, NamespaceId); 6] = [
            ("<a:r xmlns:a='urn:x'><a:c></a:c></a:r>", X, X),
            ("<r xmlns='urn:x'><c></c></r>", X, X),
            ("<a:r xmlns:a='urn:x'><c></c></a:r>", X, NamespaceId::NONE),
            ("<r xmlns='urn:x'><c xmlns=\"\"></c></r>", X, NamespaceId::NONE),
            // This prefix is too long to be compared in one step.
            (
                "<longprefix:r xmlns:longprefix='urn:x'><longprefix:c></longprefix:c></longprefix:r>",
                X,
                X,
            ),
            ("<a:r xmlns:a='urn:x'><c xmlns='urn:y'></c></a:r>", X, Y),
        ];
        for (document, outer, inner) in cases {
            for asked in [X, Y, NamespaceId::NONE] {
                let mut cursor =
                    Cursor::new(document, &NAMESPACES, &ReadOptions::default()).unwrap();
                cursor.expect(&Name::new(outer, "r")).unwrap();
                let entered = cursor.next_if(&Name::new(asked, "c")).unwrap();
                assert_eq!(entered, asked == inner, "{document} {asked:?}");
            }
        }
    }

    #[test]
    fn respects_redeclared_prefixes() {
        let document =
            "<a:r xmlns:a='urn:x'><a:m xmlns:a='urn:y'><a:c></a:c></a:m><a:c></a:c></a:r>";
        let mut cursor = Cursor::new(document, &NAMESPACES, &ReadOptions::default()).unwrap();
        cursor.expect(&Name::new(X, "r")).unwrap();
        cursor.expect(&Name::new(Y, "m")).unwrap();
        assert!(!cursor.next_if(&Name::new(X, "c")).unwrap());
        assert!(cursor.next_if(&Name::new(Y, "c")).unwrap());
        cursor.leave().unwrap();
        cursor.leave().unwrap();
        assert!(!cursor.next_if(&Name::new(Y, "c")).unwrap());
        assert!(cursor.next_if(&Name::new(X, "c")).unwrap());
    }
}
