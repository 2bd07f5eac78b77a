//! Validation of what a message holds as a whole: an element of a body, or a header block.

use syn::{Expr, Stmt, token};

use super::{
    Emitter, Place,
    facets::{checks, fixed},
    kind::Kind,
    syntax::{text, variable, word},
    template::{Fill, template},
};
use crate::model::{Body, Element, Nillable, ValueType};

template! { fn validate() -> Expr { rt::Validate::validate(__value) } }
template! { fn unless_nil() -> Expr { __value.as_option().map_or(Ok(()), |value| __check) } }
template! { fn unless_absent() -> Expr { __value.as_ref().map_or(Ok(()), |value| __check) } }
template! { fn whole() -> Expr { rt::Check::whole(__name, |check| __check) } }
template! { fn block() -> Expr { { __body; } } }
template! { fn secretly() -> Expr { check.secretly(|check| __check) } }
template! { fn content_check() -> Expr { check.content(__value, __facets) } }

/// What checks the body that a variable refers to, if there is something to check.
pub(super) fn of_body(emitter: Emitter<'_>, body: &Body, holder: &str) -> Option<Expr> {
    match body {
        Body::Empty => None,
        Body::Element(element) => of_element(emitter, element, holder, Place::Below),
        Body::Parts(id) => {
            let value = variable(word(holder));
            let checked = emitter.named.model.checked.contains(id);
            checked.then(|| validate(Fill::new().expr("__value", value)))
        }
    }
}

/// What checks the element that a variable refers to, as seen from a place.
pub(super) fn of_element(
    emitter: Emitter<'_>,
    element: &Element,
    holder: &str,
    from: Place,
) -> Option<Expr> {
    let nillable = element.nillable;
    let value = if nillable == Nillable::No { holder } else { "value" };
    let value = variable(word(value));
    let check = match emitter.kind(element) {
        Kind::Complex => {
            let ValueType::Defined(id) = element.value else { return None };
            let checked = emitter.named.model.checked.contains(&id);
            checked.then(|| validate(Fill::new().expr("__value", value)))?
        }
        _ => simple(emitter, element, &value, from)?,
    };
    let fill = Fill::new().expr("__value", variable(word(holder))).expr("__check", check.clone());
    Some(match nillable {
        Nillable::No => check,
        Nillable::Yes => unless_nil(fill),
        Nillable::AsAbsent => unless_absent(fill),
    })
}

fn simple(emitter: Emitter<'_>, element: &Element, value: &Expr, from: Place) -> Option<Expr> {
    let mut checks = check_content(emitter, element.value, value, from);
    let always = element.constraint.iter().filter(|one| one.is_fixed());
    let always = always.filter(|_| emitter.is_faceted(element.value));
    checks.extend(always.map(|constraint| {
        let fill = Fill::new().expr("__value", value.clone());
        let check = content_check(fill.expr("__facets", fixed(&constraint.text)));
        Stmt::Expr(check, Some(token::Semi::default()))
    }));
    let check = match <[Stmt; 1]>::try_from(checks) {
        Ok([Stmt::Expr(check, _)]) => check,
        Ok(other) => block(Fill::new().statements("__body", other.into())),
        Err(none) if none.is_empty() => return None,
        Err(several) => block(Fill::new().statements("__body", several)),
    };
    let is_secret = emitter.named.model.secrets.contains(&element.name);
    let check = if is_secret { secretly(Fill::new().expr("__check", check)) } else { check };
    let name = text(&element.name.local);
    Some(whole(Fill::new().expr("__name", name).expr("__check", check)))
}

template! { fn contents_check() -> Expr { check.values("", __value, __facets) } }
template! { fn borrowed() -> Expr { &__value } }

/// What checks simple content, as seen from a place.
fn check_content(emitter: Emitter<'_>, value: ValueType, place: &Expr, from: Place) -> Vec<Stmt> {
    let checks = checks(emitter, value, from);
    let statement = |check: fn(Fill) -> Expr, facets: String| {
        let facets = syn::parse_str(&facets).expect("the path of a static");
        let facets = borrowed(Fill::new().expr("__value", facets));
        let fill = Fill::new().expr("__value", place.clone()).expr("__facets", facets);
        Stmt::Expr(check(fill), Some(token::Semi::default()))
    };
    let own = checks.own.map(|facets| statement(content_check, facets));
    let items = checks.items.map(|facets| statement(contents_check, facets));
    own.into_iter().chain(items).collect()
}
