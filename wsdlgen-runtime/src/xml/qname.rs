//! Qualified names as values. Prefixes are resolved when a value is read and declared when it is written.

use std::sync::Arc;

use super::{Cursor, Writer, is_ncname};
use crate::xsd::{DeclaredNames, Lexical, Prefixes, QName, XML_NAMESPACE};

fn declaration(prefix: &str, namespace: &str) -> String {
    format!(" xmlns:{prefix}=\"{namespace}\"")
}

impl Prefixes for Cursor<'_> {
    fn namespace_of(&self, prefix: &str) -> Option<Arc<str>> {
        let resolved = self.scope.resolve(prefix)?;
        Some(self.scope.shared_uri(resolved, self.namespaces))
    }
}

impl Writer {
    /// Declares prefixes for the names in a value on the start tag that is being written.
    pub fn declare_names<T: Lexical>(&mut self, value: &T) {
        value.each_name(&mut |name| self.declare_name(name));
    }

    /// Declares a prefix for a name on the start tag that is being written.
    pub fn declare_name(&mut self, name: &QName) {
        if matches!(name.namespace(), "" | XML_NAMESPACE) {
            return;
        }
        let tag = self.tag_start();
        if self.names.tag != tag {
            self.names = DeclaredNames { tag, declared: Vec::new() };
        }
        if self.names.prefix(name.namespace()).is_some() {
            return;
        }
        let own = name.prefix();
        if tag == 0 && self.root_declarations.contains(&declaration(own, name.namespace())) {
            self.names.declared.push((name.namespace().into(), own.to_owned()));
            return;
        }
        let own = (is_ncname(own) && !matches!(own, "xml" | "xmlns")).then(|| own.to_owned());
        let others = (0..).map(|number: u32| format!("q{number}"));
        let free = own.into_iter().chain(others).find(|prefix| !self.tag_uses(prefix));
        let prefix = free.unwrap_or_default();
        self.attribute(&format!("xmlns:{prefix}"), name.namespace());
        self.names.declared.push((name.namespace().into(), prefix));
    }

    /// Appends a name for which a prefix has been declared.
    pub fn name(&mut self, name: &QName) {
        name.append_in(&mut self.out, &self.names);
    }

    /// Returns whether the start tag that is being written uses or declares a prefix.
    pub(super) fn tag_uses(&self, prefix: &str) -> bool {
        let tag = String::from_utf8_lossy(&self.out[self.tag_start()..]);
        let begins_name = |at: usize| tag[..at].ends_with(['<', ' ']);
        let used = tag.match_indices(&format!("{prefix}:")).any(|(at, _)| begins_name(at));
        let declares = format!(" xmlns:{prefix}=");
        let at_root = self.tag_start() == 0 && self.root_declarations.contains(&declares);
        used || at_root || tag.contains(&declares)
    }

    fn tag_start(&self) -> usize {
        memchr::memrchr(b'<', &self.out).unwrap_or(0)
    }
}
