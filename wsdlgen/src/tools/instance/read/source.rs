//! Source text and display names of elements.

use roxmltree::Node;

pub(in crate::tools::instance) fn text_of(node: Node<'_, '_>) -> String {
    node.children().filter(Node::is_text).filter_map(|child| child.text()).collect()
}

/// Returns the source text inside an element.
pub(in crate::tools::instance) fn inside(node: Node<'_, '_>) -> String {
    let input = node.document().input_text();
    let children = node.children().map(|child| input.get(child.range()).unwrap_or_default());
    children.collect()
}

/// Formats the name of an element for display, with its namespace.
pub(in crate::tools::instance) fn shown(node: Node<'_, '_>) -> String {
    let name = node.tag_name();
    shown_name(name.namespace().unwrap_or_default(), name.name())
}

/// Formats a name for display, with its namespace. An empty URI means that there is none.
pub(in crate::tools::instance) fn shown_name(uri: &str, local: &str) -> String {
    match uri {
        "" => format!("`{local}` (no namespace)"),
        uri => format!("`{local}` (namespace `{uri}`)"),
    }
}

/// Returns the source text of an element, with the namespace declarations that it may inherit.
pub(in crate::tools::instance) fn standalone(node: Node<'_, '_>) -> String {
    let written = source(node);
    let own = |prefix: Option<&str>| {
        let tag = written.split('>').next().unwrap_or_default();
        match prefix {
            Some(prefix) => tag.contains(&format!("xmlns:{prefix}=")),
            None => tag.contains(" xmlns="),
        }
    };
    let is_needed = |prefix: Option<&str>| match prefix {
        Some(prefix) => {
            let begins = |at: usize| {
                written[..at]
                    .ends_with(|before: char| "</\"'>".contains(before) || before.is_whitespace())
            };
            let colon = format!("{prefix}:");
            written.match_indices(&colon).any(|(at, _)| begins(at))
        }
        None => true,
    };
    let needed = node
        .namespaces()
        .filter(|one| one.name() != Some("xml") && !own(one.name()) && is_needed(one.name()));
    let declared = needed.map(|one| {
        let name = one.name().map_or_else(|| "xmlns".to_owned(), |it| format!("xmlns:{it}"));
        format!(" {name}=\"{}\"", crate::sample::escaped(one.uri()))
    });
    let declarations: String = declared.collect();
    let end = written.find([' ', '>', '/', '\t', '\n', '\r']).unwrap_or(written.len());
    let (tag, rest) = written.split_at(end);
    format!("{tag}{declarations}{rest}")
}

/// Returns the source text of an element.
pub(in crate::tools::instance) fn source<'i>(node: Node<'_, 'i>) -> &'i str {
    node.document().input_text().get(node.range()).unwrap_or_default()
}

/// Resolves a qualified name in content to its namespace and local name.
pub(in crate::tools::instance) fn expanded(node: Node<'_, '_>, name: &str) -> (String, String) {
    let (prefix, local) = match name.trim().split_once(':') {
        Some((prefix, local)) => (Some(prefix), local),
        None => (None, name.trim()),
    };
    let uri = node.lookup_namespace_uri(prefix).unwrap_or_default();
    (uri.to_owned(), local.to_owned())
}

pub(in crate::tools::instance) fn path_of(node: Node<'_, '_>) -> String {
    let mut names: Vec<&str> = node
        .ancestors()
        .filter(Node::is_element)
        .map(|element| element.tag_name().name())
        .collect();
    names.reverse();
    format!("/{}", names.join("/"))
}
