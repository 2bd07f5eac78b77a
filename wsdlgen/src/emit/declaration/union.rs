//! Unions: an enum over the member types.

use super::{facets::checks, kind::Kind, member::kind_word};
use crate::{
    emit::{
        Emitter, ItemLocation,
        text::{
            docs::{self, origin},
            lines::{Words, declaration, quoted, type_text},
        },
    },
    model::{Definition, TypeId, Union, ValueType, WhiteSpace},
};

/// Declares a union.
pub(crate) fn declare(emitter: Emitter<'_>, id: TypeId, union: &Union) -> String {
    let names = emitter.named.names(id);
    declaration("union", |lines| {
        let ty = emitter.named.model.get(id);
        lines.docs(&docs::lines(&ty.documentation, &origin(ty)));
        lines.attributes(&emitter.type_attributes(id));
        let wire = quoted(emitter.wire_name(id));
        let faceted = emitter.named.model.faceted.contains(&id);
        let mut flags = Words::default();
        flags.word(&wire);
        if faceted {
            flags.word("faceted");
        }
        lines.open_words(&format!("pub enum {} =", names.name), &flags);
        let variants = union.members.iter().zip(&names.members.content);
        for ((member, name), words) in variants.zip(words(emitter, union)) {
            lines.attributes(&emitter.member_attributes(id, &member.called));
            let ty = emitter.value_type(member.value, ItemLocation::Module(names.module));
            lines.assign(&format!("{name}({})", type_text(&ty)), &format!("{words},"));
        }
        lines.close("}");
    })
}

/// Returns the words that describe how each member is read.
///
/// The first member whose values include the text wins (XML Schema part 2 §2.5.1.3). Any text is a
/// string, so members after a string without facets are never reached. A string with facets takes
/// the text that no other member takes, and validation reports it.
fn words(emitter: Emitter<'_>, union: &Union) -> Vec<String> {
    let mut words = Vec::new();
    let mut rest: Option<usize> = None;
    let mut is_reached = true;
    for (index, member) in union.members.iter().enumerate() {
        let kind = emitter.simple_kind(member.value);
        let facets = checks(emitter, member.value, emitter.place()).own;
        let facets_word = facets.as_ref().map(|facets| format!(" facets({facets})"));
        let word = format!("{}{}", text_word(kind), facets_word.unwrap_or_default());
        let is_open = is_open(emitter, member.value);
        words.push(match (is_reached, is_open) {
            (false, _) => format!("unreached {word}"),
            (true, true) => format!("open {word}"),
            (true, false) => word,
        });
        if is_reached && !is_open && matches!(kind, Kind::Text(_)) {
            if facets.is_none() {
                rest = Some(index);
                is_reached = false;
            } else {
                rest.get_or_insert(index);
            }
        }
    }
    if let Some(rest) = rest {
        words[rest].push_str(" rest");
    }
    words
}

fn text_word(kind: Kind) -> &'static str {
    match kind {
        Kind::Text(WhiteSpace::Preserve | WhiteSpace::Replace) => "string",
        // Names are read like other values, since only the document can resolve their prefixes.
        Kind::Names => "value",
        kind => kind_word(kind),
    }
}

/// Returns whether a member is an enumeration that keeps unlisted values.
fn is_open(emitter: Emitter<'_>, value: ValueType) -> bool {
    let ValueType::Defined(id) = value else { return false };
    match &emitter.named.model.get(id).definition {
        Definition::Enumeration(enumeration) => enumeration.is_open,
        Definition::Simple(simple) => simple.shape.atom().is_some_and(|one| is_open(emitter, one)),
        _ => false,
    }
}
