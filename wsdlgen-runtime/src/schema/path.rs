//! The paths of identity constraints (XML Schema part 1, §3.11.6): a small part of `XPath`.

use std::sync::Arc;

use crate::xml::{AnyElement, QName};

/// The alternatives of a selector or a field.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Paths(Vec<Path>);

/// One alternative: `.//a/b/@c`.
#[derive(Debug, Default, PartialEq, Eq)]
struct Path {
    /// Set if the path begins with `.//`.
    is_deep: bool,
    steps: Vec<Test>,
    attribute: Option<Test>,
}

/// A name test.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Test {
    Any,
    In(Arc<str>),
    Name(QName),
}

/// An element or an attribute that a path selects.
pub(super) enum Selected<'d> {
    Element(&'d AnyElement),
    /// The attribute of an element, by name.
    Attribute(&'d AnyElement, QName),
}

impl Test {
    fn matches(&self, name: &QName) -> bool {
        match self {
            Self::Any => true,
            Self::In(namespace) => name.namespace() == &**namespace,
            Self::Name(expected) => expected == name,
        }
    }
}

impl Paths {
    /// Reads the alternatives, or returns `None` if the text is not such a path or uses an undeclared prefix.
    pub(super) fn read(
        text: &str,
        namespace_of: &dyn Fn(&str) -> Option<Arc<str>>,
    ) -> Option<Self> {
        let paths = text.split('|').map(|text| Path::read(text, namespace_of));
        paths.collect::<Option<Vec<_>>>().map(Self)
    }

    /// Returns what the paths select below `element`, without duplicates.
    ///
    /// `attributes` returns the names of an element's attributes, including those with default values.
    pub(super) fn select<'d>(
        &self,
        element: &'d AnyElement,
        attributes: &dyn Fn(&'d AnyElement) -> Vec<QName>,
    ) -> Vec<Selected<'d>> {
        let mut selected: Vec<Selected<'d>> = Vec::new();
        let mut seen = std::collections::HashSet::new();
        for path in &self.0 {
            for element in path.elements(element) {
                let address = std::ptr::from_ref(element).addr();
                match &path.attribute {
                    None if seen.insert((address, None)) => {
                        selected.push(Selected::Element(element));
                    }
                    None => {}
                    Some(test) => {
                        let names = attributes(element).into_iter();
                        for name in names.filter(|name| test.matches(name)) {
                            if seen.insert((address, Some(name.clone()))) {
                                selected.push(Selected::Attribute(element, name));
                            }
                        }
                    }
                }
            }
        }
        selected
    }
}

impl Path {
    fn read(text: &str, namespace_of: &dyn Fn(&str) -> Option<Arc<str>>) -> Option<Self> {
        let text: String = text.chars().filter(|c| !c.is_ascii_whitespace()).collect();
        let (is_deep, text) = match text.strip_prefix(".//") {
            Some(rest) => (true, rest),
            None => (false, text.as_str()),
        };
        let mut path = Self { is_deep, ..Self::default() };
        let mut steps = text.split('/').peekable();
        while let Some(step) = steps.next() {
            let attribute = step.strip_prefix('@').or_else(|| step.strip_prefix("attribute::"));
            if let Some(name) = attribute {
                path.attribute = Some(test(name, namespace_of)?);
                return steps.peek().is_none().then_some(path);
            }
            if step != "." {
                let name = step.strip_prefix("child::").unwrap_or(step);
                path.steps.push(test(name, namespace_of)?);
            }
        }
        Some(path)
    }

    /// Returns the elements that the steps select.
    fn elements<'d>(&self, element: &'d AnyElement) -> Vec<&'d AnyElement> {
        let mut current = if self.is_deep { descendants(element) } else { vec![element] };
        for test in &self.steps {
            let children = current.into_iter().flat_map(AnyElement::elements);
            current = children.filter(|child| test.matches(&child.name)).collect();
        }
        current
    }
}

/// Returns an element and all elements below it.
fn descendants(element: &AnyElement) -> Vec<&AnyElement> {
    let mut found = vec![element];
    let mut next = 0;
    while let Some(at) = found.get(next).copied() {
        found.extend(at.elements());
        next += 1;
    }
    found
}

fn test(name: &str, namespace_of: &dyn Fn(&str) -> Option<Arc<str>>) -> Option<Test> {
    if name == "*" {
        return Some(Test::Any);
    }
    let (prefix, local) = name.split_once(':').unwrap_or(("", name));
    // An unprefixed name is in no namespace, whatever the default namespace is.
    let namespace = if prefix.is_empty() { Arc::default() } else { namespace_of(prefix)? };
    match local {
        "*" => Some(Test::In(namespace)),
        local if crate::xml::is_ncname(local) => Some(Test::Name(QName::new(namespace, local))),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{AnyElement, Arc, Paths, Selected};

    fn namespace_of(prefix: &str) -> Option<Arc<str>> {
        (prefix == "p").then(|| "urn:p".into())
    }

    fn selected(path: &str, document: &str) -> Option<Vec<String>> {
        let root: AnyElement = document.parse().unwrap();
        let paths = Paths::read(path, &namespace_of)?;
        let attributes =
            |element: &AnyElement| element.attributes.iter().map(|one| one.name.clone()).collect();
        let shown = |selected| match selected {
            Selected::Element(element) => format!("{} {}", element.name.local(), element.text()),
            Selected::Attribute(element, name) => {
                format!("{} @{}", element.name.local(), name.local())
            }
        };
        Some(paths.select(&root, &attributes).into_iter().map(shown).collect())
    }

    #[test]
    fn selects_elements_and_attributes() {
        let document = "<r xmlns:p='urn:p' i='0'><a i='1'>x<b>y</b></a><p:a p:i='2'>z</p:a></r>";
        let cases: [(&str, &[&str]); 12] = [
            (".", &["r "]),
            ("a", &["a x"]),
            ("./a", &["a x"]),
            ("p:a", &["a z"]),
            ("p:*", &["a z"]),
            ("*", &["a x", "a z"]),
            ("*/b", &["b y"]),
            (".//b", &["b y"]),
            ("a | child::a | p:a", &["a x", "a z"]),
            (".//@i", &["r @i", "a @i"]),
            ("p:a/@p:*", &["a @i"]),
            ("a/attribute::*", &["a @i"]),
        ];
        for (path, expected) in cases {
            assert_eq!(selected(path, document).unwrap(), expected, "{path}");
        }
    }

    #[test]
    fn refuses_what_is_not_such_a_path() {
        for path in ["", "a//b", "/a", "@a/b", "q:a", "a[1]", "..", "a|", "descendant::a"] {
            assert_eq!(selected(path, "<r/>"), None, "{path}");
        }
    }
}
