//! Names as values: `xs:QName` and `xs:NOTATION` (XML Schema part 2, §3.2.18 and §3.2.19).

use std::sync::Arc;

use super::{Cursor, QName, Writer, is_ncname, name::XML_NAMESPACE};
use crate::xsd::{Lexical, Prefixes, ValueError};

/// The prefixes that have been declared for the names in values.
#[derive(Clone, Debug, Default)]
pub struct DeclaredNames {
    /// Where the start tag begins that they are declared on.
    tag: usize,
    /// Namespace and prefix.
    declared: Vec<(Arc<str>, String)>,
}

impl DeclaredNames {
    fn prefix(&self, namespace: &str) -> Option<&str> {
        let found = self.declared.iter().rev().find(|(declared, _)| **declared == *namespace);
        found.map(|(_, prefix)| prefix.as_str())
    }
}

/// `xs:QName`: a name whose prefix is resolved when it is read, and declared where it is written.
impl Lexical for QName {
    const MAY_HOLD_MARKUP: bool = true;
    const HOLDS_NAMES: bool = true;

    /// Without a document there are no prefixes: only a name without one can be read.
    fn parse_lexical(text: &str) -> Result<Self, ValueError> {
        if is_ncname(text) {
            return Ok(Self::new("", text));
        }
        Err(ValueError::new("xs:QName", "a prefix means nothing outside of a document"))
    }

    fn append_lexical(&self, out: &mut Vec<u8>) {
        append(self.prefix(), self.local(), out);
    }

    fn parse_in(text: &str, prefixes: &dyn Prefixes) -> Result<Self, ValueError> {
        let (prefix, local) = text.split_once(':').unwrap_or(("", text));
        let well_formed = is_ncname(local) && (!text.contains(':') || is_ncname(prefix));
        if !well_formed {
            return Err(ValueError::new("xs:QName", "not a name with or without a prefix"));
        }
        match prefixes.namespace_of(prefix) {
            Some(namespace) => Ok(Self::new(namespace, local).with_prefix(prefix)),
            None => Err(ValueError::new("xs:QName", "its prefix is not declared")),
        }
    }

    fn append_in(&self, out: &mut Vec<u8>, names: &DeclaredNames) {
        let prefix = match self.namespace() {
            "" => "",
            XML_NAMESPACE => "xml",
            namespace => names.prefix(namespace).unwrap_or(self.prefix()),
        };
        append(prefix, self.local(), out);
    }

    fn each_name(&self, visit: &mut dyn FnMut(&QName)) {
        visit(self);
    }
}

fn declaration(prefix: &str, namespace: &str) -> String {
    format!(" xmlns:{prefix}=\"{namespace}\"")
}

fn append(prefix: &str, local: &str, out: &mut Vec<u8>) {
    if !prefix.is_empty() {
        out.extend_from_slice(prefix.as_bytes());
        out.push(b':');
    }
    out.extend_from_slice(local.as_bytes());
}

impl Prefixes for Cursor<'_> {
    fn namespace_of(&self, prefix: &str) -> Option<Arc<str>> {
        let resolved = self.scope.resolve(prefix)?;
        Some(self.scope.shared_uri(resolved, self.namespaces))
    }
}

impl Writer {
    /// Declares the prefixes of the names in a value on the start tag that is being written.
    pub fn declare_names<T: Lexical>(&mut self, value: &T) {
        value.each_name(&mut |name| self.declare_name(name));
    }

    /// Declares a name's prefix on the start tag that is being written.
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

    /// Appends a name whose prefix has been declared.
    pub fn name(&mut self, name: &QName) {
        name.append_in(&mut self.out, &self.names);
    }

    /// Whether the start tag that is being written uses or declares a prefix.
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
