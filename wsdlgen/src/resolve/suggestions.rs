//! Suggestions for unresolved names.

use super::{
    dangling::in_namespace,
    kind::Kind,
    schemas::{Schemas, XSD},
    table::Tables,
};
use crate::{
    diagnostic::{did_you_mean, nearest},
    document::Span,
    syntax::Builtin,
    syntax::QName,
};

/// All defined names, to search for suggestions.
pub(super) struct Suggestions<'a> {
    pub(super) schemas: &'a Schemas,
    pub(super) tables: &'a Tables<'a>,
}

/// A definition that the author of a contract may have meant.
pub(super) struct Suggestion {
    /// The help text.
    pub(super) help: String,
    /// A label at the suggested definition.
    pub(super) label: Option<(Span, String)>,
}

impl Suggestions<'_> {
    /// Returns a suggestion for a name. `written` is the name as its document has it.
    pub(super) fn by(&self, kind: Kind, name: &QName, written: &str) -> Option<Suggestion> {
        self.elsewhere(kind, name)
            .or_else(|| self.of_other_kind(kind, name))
            .or_else(|| self.near(kind, name, written))
    }

    /// Suggests a definition with the same local name in another namespace.
    fn elsewhere(&self, kind: Kind, name: &QName) -> Option<Suggestion> {
        let noun = kind.noun();
        if kind == Kind::Type && Builtin::lookup(&name.local).is_some() {
            let known = format!("there is a type `{}` in namespace `{XSD}`", name.local);
            return Some(Suggestion {
                help: format!("{known}; is the prefix wrong?"),
                label: None,
            });
        }
        let (same, span) = self.names(kind).find(|(known, _)| known.local == name.local)?;
        let place = in_namespace(same);
        let known = format!("there is {} {noun} `{}` {place}", article(noun), same.local);
        let help = format!("{known}; is an import missing, or the prefix wrong?");
        Some(Suggestion { help, label: label(span, "defined here, in another namespace") })
    }

    /// Suggests a definition of another kind with the same name.
    fn of_other_kind(&self, kind: Kind, name: &QName) -> Option<Suggestion> {
        let found = |other: Kind| {
            let (_, span) = self.names(other).find(|(known, _)| *known == name)?;
            Some((other.noun(), span))
        };
        let (other, span) = Kind::ALL.into_iter().filter(|other| *other != kind).find_map(found)?;
        let noun = kind.noun();
        let help =
            format!("`{}` is {} {other}, not {} {noun}", name.local, article(other), article(noun));
        Some(Suggestion { help, label: label(span, &format!("the {other}")) })
    }

    /// Suggests a similar name in the same namespace, with the prefix as written.
    fn near(&self, kind: Kind, name: &QName, written: &str) -> Option<Suggestion> {
        let known = || self.names(kind).filter(|(known, _)| known.namespace == name.namespace);
        let is_builtin = kind == Kind::Type && &*name.namespace == XSD;
        let builtin = Builtin::names().filter(|_| is_builtin).map(|name| -> &str { name });
        let nearest = nearest(&name.local, builtin.chain(known().map(|(known, _)| &*known.local)))?;
        let help = match written.rsplit_once(':') {
            Some((prefix, _)) => did_you_mean(&format!("{prefix}:{nearest}")),
            None => did_you_mean(nearest),
        };
        let span = known().find(|(known, _)| &*known.local == nearest).and_then(|(_, span)| span);
        Some(Suggestion { help, label: label(span, &format!("`{nearest}` is defined here")) })
    }

    fn names(&self, kind: Kind) -> Box<dyn Iterator<Item = (&QName, Option<Span>)> + '_> {
        let Self { schemas, tables } = self;
        match kind {
            Kind::Type => Box::new(schemas.types.names()),
            Kind::Element => Box::new(schemas.elements.names()),
            Kind::Attribute => Box::new(schemas.attributes.names()),
            Kind::Group => Box::new(schemas.groups.names()),
            Kind::AttributeGroup => Box::new(schemas.attribute_groups.names()),
            Kind::Message => Box::new(tables.messages.names()),
            Kind::PortType => Box::new(tables.port_types.names()),
            Kind::Binding => Box::new(tables.bindings.names()),
        }
    }
}

fn label(span: Option<Span>, text: &str) -> Option<(Span, String)> {
    span.map(|span| (span, text.to_owned()))
}

pub(super) fn article(noun: &str) -> &'static str {
    if noun.starts_with(['a', 'e']) { "an" } else { "a" }
}
