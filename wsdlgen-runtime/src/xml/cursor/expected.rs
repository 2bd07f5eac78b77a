//! Start tags as they are expected: without attributes, and with the prefix that stood for the
//! namespace last. They are compared in place.

use super::Cursor;
use crate::xml::{Name, NamespaceId, bytes::same};

/// The end of the start tag of an unqualified element inside of a qualified one, as ASP.NET writes
/// it.
const UNDECLARED: &[u8] = b" xmlns=\"\">";

/// A start tag that has not been compared with a name yet.
#[derive(Clone, Copy)]
pub(in crate::xml) struct NextTag<'x> {
    namespace: NamespaceId,
    /// How many bytes of the tag stand before the local name.
    before: usize,
    /// The tag from the local name on.
    rest: &'x [u8],
}

/// What was taken for a start tag of a namespace, at a position, without being taken apart: it may
/// be a comment, or have another prefix or attributes.
#[derive(Clone, Copy)]
pub(in crate::xml) struct Compared {
    pub(super) namespace: NamespaceId,
    pub(super) position: usize,
}

impl NextTag<'_> {
    /// The same where no name was the right one.
    pub(in crate::xml) fn compared(self, position: usize) -> Compared {
        Compared { namespace: self.namespace, position }
    }

    /// Whether the tag has this name, and nothing else.
    #[inline]
    pub(in crate::xml) fn is(&self, name: &Name) -> bool {
        let length = name.local.len();
        name.namespace == self.namespace
            && self.rest.get(length) == Some(&b'>')
            && same(&self.rest[..length], name.local.as_bytes())
    }
}

impl<'x> Cursor<'x> {
    /// Enters the next element if its start tag is the expected one of `name`.
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

    /// As [`guess`](Self::guess), for `<local xmlns="">`.
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

    /// The name in the next start tag, if that is `<local xmlns="">`.
    pub(in crate::xml) fn next_undeclaring(&mut self) -> Option<&'x [u8]> {
        let tag = self.next_undeclaring_tag()?;
        let length = tag.iter().position(|byte| matches!(byte, b' ' | b'>' | b'/' | b':'))?;
        let (local, rest) = tag.split_at(length);
        rest.starts_with(UNDECLARED).then_some(local)
    }

    /// The next tag from its name on, where one may undeclare the default namespace.
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

    /// Enters the start tag that has been found to be `<local xmlns="">`.
    pub(in crate::xml) fn enter_undeclaring(&mut self, local: &str) {
        self.push_open(self.position + 1, local.len(), self.scope.len());
        self.scope.undeclare_default();
        self.position += 1 + local.len() + UNDECLARED.len();
    }

    /// Whether the end tag comes next, and nothing needs a look before it.
    #[inline]
    pub(in crate::xml) fn is_at_end_tag(&self) -> bool {
        self.is_between_tags() && self.input.as_bytes()[self.position..].starts_with(b"</")
    }

    /// Whether what comes next has not been looked at, and may be an element.
    #[inline]
    fn is_between_tags(&self) -> bool {
        self.peeked.is_none()
            && !self.empty
            && self.attributes.is_empty()
            && self.open.len() < self.options.limits.depth
    }

    /// The next start tag, if it begins with the prefix that stood for a namespace last.
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

    /// Enters the start tag that has been found to be called `local`.
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
    fn a_prefix_is_only_expected_where_it_stands_for_the_namespace() {
        let cases: [(&str, NamespaceId, NamespaceId); 6] = [
            ("<a:r xmlns:a='urn:x'><a:c></a:c></a:r>", X, X),
            ("<r xmlns='urn:x'><c></c></r>", X, X),
            ("<a:r xmlns:a='urn:x'><c></c></a:r>", X, NamespaceId::NONE),
            ("<r xmlns='urn:x'><c xmlns=\"\"></c></r>", X, NamespaceId::NONE),
            // The longest prefix is too long to be compared in one step.
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
    fn a_prefix_that_is_declared_again_is_not_the_outer_one() {
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
