//! The facets of built-in types (XML Schema part 2, §3.2 and §3.3).

use std::sync::LazyLock;

use super::{Builtin, Facets, Pattern, WhiteSpace};
use crate::pattern;

static LANGUAGE: LazyLock<Pattern> =
    LazyLock::new(|| production("[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*"));
static NAME: LazyLock<Pattern> = LazyLock::new(|| production(r"\i\c*"));
static NCNAME: LazyLock<Pattern> = LazyLock::new(|| production(r"[\i-[:]][\c-[:]]*"));
static NMTOKEN: LazyLock<Pattern> = LazyLock::new(|| production(r"\c+"));

fn production(written: &str) -> Pattern {
    let regex = pattern::translate(written).expect("the specification's patterns are valid");
    Pattern { written: written.into(), regex }
}

impl Builtin {
    /// Returns the `whiteSpace` facet of the type (part 2, §4.3.6).
    pub(crate) fn white_space(self) -> WhiteSpace {
        match self {
            Self::AnyType | Self::AnySimpleType | Self::String => WhiteSpace::Preserve,
            Self::NormalizedString => WhiteSpace::Replace,
            _ => WhiteSpace::Collapse,
        }
    }

    /// Returns the facets of the type that its Rust type does not enforce.
    pub(crate) fn facets(self) -> Facets {
        let mut facets = Facets::default();
        match self {
            Self::PositiveInteger => facets.min_inclusive = Some("1".into()),
            Self::NonNegativeInteger => facets.min_inclusive = Some("0".into()),
            Self::NonPositiveInteger => facets.max_inclusive = Some("0".into()),
            Self::NegativeInteger => facets.max_inclusive = Some("-1".into()),
            Self::NmTokens | Self::IdRefs | Self::Entities => facets.min_length = Some(1),
            _ => facets.patterns.extend(self.pattern().cloned()),
        }
        facets
    }

    /// Returns whether the type has facets.
    pub(crate) fn has_facets(self) -> bool {
        self.pattern().is_some() || !self.facets().is_empty()
    }

    /// Returns the pattern of the type: for names, the production in the XML specification.
    fn pattern(self) -> Option<&'static Pattern> {
        match self {
            Self::Language => Some(&LANGUAGE),
            Self::Name => Some(&NAME),
            Self::NcName | Self::Id | Self::IdRef | Self::Entity => Some(&NCNAME),
            Self::NmToken => Some(&NMTOKEN),
            _ => None,
        }
    }
}
