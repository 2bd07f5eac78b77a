//! Hostile messages: valid messages with a repeated fragment.

use std::fmt;
use std::ops::Range;

use bytes::Bytes;

/// Number of attributes or namespace declarations of an element, just within the limits.
const MANY: usize = 240;
/// Nesting depth of elements, just within the limits inside an envelope.
const DEEP: usize = 120;

/// The kind of message under attack.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Request,
    Reply,
}

/// A hostile message: a kind of attack at one position of a valid message.
#[derive(Clone, Debug)]
pub(super) struct Hostile {
    pub(super) side: Side,
    /// The operation, and the element with its parent, for display.
    place: String,
    kind: Kind,
    /// The range of the valid message that is replaced with the repeated fragment.
    replaced: Range<usize>,
    /// The element's name with its namespace declarations.
    tag: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// The element without content.
    Empty,
    Nil,
    /// The element with an unknown `xsi:type`.
    UnknownType,
    /// The element as in the sample.
    Sample,
    WithAttributes,
    WithNamespaces,
    /// The element nested inside itself.
    Nested,
    /// Unknown elements as content.
    Unknown,
    UnknownNested,
    UnknownOfOtherNames,
    /// Text of different forms as content.
    Numbers,
    Letters,
    References,
    CharacterData,
    Comments,
    Instructions,
    /// The element as a reference to a much longer one (SOAP 1.1, §5.2.1).
    Reference,
}

/// The kinds that replace the element.
const ELEMENTS: [Kind; 7] = [
    Kind::Empty,
    Kind::Nil,
    Kind::UnknownType,
    Kind::Sample,
    Kind::WithAttributes,
    Kind::WithNamespaces,
    Kind::Nested,
];
/// The kinds that replace the element's content.
const CONTENTS: [Kind; 9] = [
    Kind::Unknown,
    Kind::UnknownNested,
    Kind::UnknownOfOtherNames,
    Kind::Numbers,
    Kind::Letters,
    Kind::References,
    Kind::CharacterData,
    Kind::Comments,
    Kind::Instructions,
];

/// Creates every kind of hostile message at every position for which `is_new` returns true.
pub(super) fn all(
    operation: &str,
    bodies: &[String],
    is_new: impl Fn(&str) -> bool,
) -> Result<Vec<Hostile>, String> {
    let mut all = Vec::new();
    for (side, body) in [Side::Request, Side::Reply].into_iter().zip(bodies) {
        let document = roxmltree::Document::parse(body).map_err(|error| error.to_string())?;
        for element in document.descendants().filter(roxmltree::Node::is_element) {
            let parent = element.parent_element();
            let parent = parent.map_or("", |parent| parent.tag_name().name());
            let name = format!("{parent}/{}", element.tag_name().name());
            if parent.is_empty() || !is_new(&format!("{side:?} {name}")) {
                continue;
            }
            let whole = element.range();
            let head = head(&body[whole.clone()]);
            let hostile = |kind, replaced| Hostile {
                side,
                place: format!("{operation} {name}"),
                kind,
                replaced,
                tag: head[1..].to_owned(),
            };
            all.extend(ELEMENTS.map(|kind| hostile(kind, whole.clone())));
            let is_encoded = body.contains("http://schemas.xmlsoap.org/soap/encoding/");
            all.extend(is_encoded.then(|| hostile(Kind::Reference, whole.clone())));
            let content = content(&body[whole.clone()]);
            let content = whole.start + content.start..whole.start + content.end;
            all.extend(CONTENTS.map(|kind| hostile(kind, content.clone())));
        }
    }
    Ok(all)
}

/// Returns the beginning of an element, up to its first attribute that is not a namespace declaration.
fn head(element: &str) -> &str {
    let end = element.find('>').map_or(element.len(), |at| at);
    let tag = element[..end].trim_end_matches('/');
    let attributes = tag.match_indices(' ').map(|(at, _)| at);
    let mut others = attributes.filter(|at| !tag[at + 1..].starts_with("xmlns"));
    others.next().map_or(tag, |at| &tag[..at])
}

/// Returns the range of an element's content. For an empty-element tag, it is the empty range at its end.
fn content(element: &str) -> Range<usize> {
    let start = element.find('>').map_or(0, |at| at + 1);
    let end = element.rfind("</").unwrap_or(start);
    if element[..start].ends_with("/>") { start..start } else { start..end }
}

impl Hostile {
    pub(super) fn is_deep(&self) -> bool {
        matches!(self.kind, Kind::Nested | Kind::UnknownNested | Kind::Empty)
    }

    /// Returns the message, with the fragment repeated until the length is close to `bytes`.
    pub(super) fn message(&self, honest: &str, bytes: usize) -> Bytes {
        let Range { start, end } = self.replaced;
        let (before, replaced, after) = (&honest[..start], &honest[start..end], &honest[end..]);
        let target = if self.kind == Kind::Reference { target() } else { String::new() };
        let room = bytes.saturating_sub(honest.len() - replaced.len() + target.len());
        let mut message = String::with_capacity(bytes + honest.len() + target.len());
        message += before;
        let mut count = 0;
        loop {
            let unit = self.unit(replaced, count);
            count += 1;
            if count > 1 && message.len() - start + unit.len() > room {
                break;
            }
            message += &unit;
        }
        // The target is inserted before the end tags of body and envelope.
        let body_end = after.rmatch_indices("</").nth(1).map_or(0, |(at, _)| at);
        message += &after[..body_end];
        message += &target;
        message += &after[body_end..];
        Bytes::from(message)
    }

    fn unit(&self, replaced: &str, count: usize) -> String {
        let tag = &self.tag;
        let name = tag.split([' ', '\n']).next().unwrap_or(tag);
        match self.kind {
            Kind::Empty => format!("<{tag}/>"),
            Kind::Nil => format!("<{tag} {INSTANCE} xsi:nil=\"true\"/>"),
            Kind::UnknownType => format!("<{tag} {INSTANCE} xsi:type=\"Unknown\"/>"),
            Kind::Sample => replaced.to_owned(),
            Kind::WithAttributes => format!("<{tag}{}/>", many(" a", "=\"\"")),
            Kind::WithNamespaces => format!("<{tag}{}/>", many(" xmlns:n", "=\"u\"")),
            Kind::Nested => format!("<{tag}>").repeat(DEEP) + &format!("</{name}>").repeat(DEEP),
            Kind::Unknown => "<z/>".to_owned(),
            Kind::UnknownNested => "<z>".repeat(DEEP) + &"</z>".repeat(DEEP),
            Kind::UnknownOfOtherNames => format!("<z{count}/>"),
            Kind::Numbers => "1 ".to_owned(),
            Kind::Letters => "x".to_owned(),
            Kind::References => "&#38;".to_owned(),
            Kind::CharacterData => "<![CDATA[]]>".to_owned(),
            Kind::Comments => "<!---->".to_owned(),
            Kind::Instructions => "<?a?>".to_owned(),
            Kind::Reference => format!("<{tag} href=\"#target\"/>"),
        }
    }
}

/// Returns the element that references refer to.
fn target() -> String {
    format!("<z id=\"target\">{}</z>", "<a b=\"\"/>".repeat(500))
}

/// The declaration of the prefix `xsi`.
const INSTANCE: &str = "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"";

fn many(before: &str, after: &str) -> String {
    (0..MANY).map(|count| format!("{before}{count}{after}")).collect()
}

impl fmt::Display for Hostile {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:?}\t{:?} {}", self.side, self.kind, self.place)
    }
}
