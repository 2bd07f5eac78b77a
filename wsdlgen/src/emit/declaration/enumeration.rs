//! Enumerations, and aliases for simple types.

use super::kind::Kind;
use crate::{
    emit::{
        Emitter, ItemLocation,
        text::{
            docs::{self, code, origin},
            lines::{Lines, Words, declaration, quoted, type_text},
            paths::own_type,
        },
    },
    model::{Enumeration, Simple, TypeId, ValueType, WhiteSpace},
};

/// Declares an enumeration.
pub(crate) fn declare(emitter: Emitter<'_>, id: TypeId, enumeration: &Enumeration) -> String {
    let names = emitter.named.names(id);
    declaration("enumeration", |lines| {
        let ty = emitter.named.model.get(id);
        lines.docs(&docs::lines(&ty.documentation, &origin(ty)));
        lines.attributes(&emitter.type_attributes(id));
        let flags = flags(emitter, id, enumeration);
        lines.open_words(&format!("pub enum {} =", names.name), &flags);
        for (value, name) in enumeration.values.iter().zip(&names.members.content) {
            lines.docs(&docs::lines(&value.documentation, ""));
            lines.attributes(&emitter.serde_name(&value.text, name, std::iter::empty()));
            lines.attributes(&emitter.member_attributes(id, &value.text));
            let text = quoted(&value.text);
            match shown(&value.text) {
                None => lines.assign(&name.to_string(), &format!("{text},")),
                Some(shown) => {
                    let escaped = format!("escaped({text}, {}),", quoted(&shown));
                    lines.assign(&name.to_string(), &escaped);
                }
            }
        }
        if let Some(other) = &names.members.other {
            lines.attributes(&emitter.serde_rest());
            lines.line(format_args!("..{other}"));
        }
        lines.close("}");
    })
}

/// Returns the words after the enum's name: its name in XML, and how texts are compared.
fn flags(emitter: Emitter<'_>, id: TypeId, enumeration: &Enumeration) -> Words {
    let mut flags = Words::default();
    flags.word(&quoted(emitter.wire_name(id)));
    match enumeration.white_space {
        WhiteSpace::Preserve => {}
        WhiteSpace::Replace => flags.word("replace"),
        WhiteSpace::Collapse => flags.word("collapse"),
    }
    let base = ValueType::Builtin(enumeration.base);
    // A string has only one lexical form. Numbers and dates have several, so values are compared.
    if !matches!(emitter.simple_kind(base), Kind::Text(_)) {
        // Values are compared as the specification says, whichever types fields have.
        flags.call("same_as", type_text(&own_type(enumeration.base)));
    }
    flags
}

/// Returns the documentation of a value that Markdown cannot show verbatim.
fn shown(text: &str) -> Option<String> {
    let is_plain = |character: char| !character.is_control() && character != '`';
    if text.is_empty() {
        return Some("The empty string.".to_owned());
    }
    let is_shown = text.chars().all(is_plain) && text.trim() == text;
    (!is_shown).then(|| format!("{}.", code(text)))
}

/// Declares an alias for a simple type, which keeps its name and documentation.
pub(crate) fn declare_alias(emitter: Emitter<'_>, id: TypeId, simple: &Simple) -> String {
    let names = emitter.named.names(id);
    let target = emitter.shape_type(simple.shape, ItemLocation::Module(names.module));
    let ty = emitter.named.model.get(id);
    let mut lines = Lines::default();
    lines.docs(&docs::lines(&ty.documentation, &origin(ty)));
    lines.assign(&format!("pub type {}", names.name), &format!("{};", type_text(&target)));
    lines.finish()
}
