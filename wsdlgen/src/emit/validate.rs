//! Validation: what is checked of a value before it is sent.

use proc_macro2::Ident;
use syn::{Arm, Expr, Item, Stmt, token};

use super::{
    Emitter, Place, RecordItem,
    facets::{checks, fixed},
    kind::Kind,
    record::{attributes, fields},
    syntax::{ident, number, text, variable, word},
    template::{Fill, template},
    union::wire_name,
};
use crate::model::{
    Attribute, Choice, Content, Element, Family, Nillable, Occurs, Presence, Shown, Term, Times,
    TypeId, ValueType,
};

template! {
    fn validate() -> Item {
        impl rt::Validate for __type {
            const NAME: &'static str = __text;

            fn validate_in(&self, check: &mut rt::Check) {
                __body;
            }
        }
    }
}
// What has nothing to check that could be asked of its values.
template! {
    fn validate_nothing() -> Item {
        impl rt::Validate for __type {
            const NAME: &'static str = __text;

            fn validate_in(&self, _check: &mut rt::Check) {}
        }
    }
}
template! { fn by_variant() -> Expr { match self { __arms => {} } } }
template! { fn arm() -> Arm { Self::__variant(value) => { __body; } } }
template! { fn one_variant() -> Expr { if let Self::__variant(value) = self { __body; } } }
template! { fn one_unchecked() -> Arm { Self::__variant(_) => {} } }
template! { fn unchecked() -> Arm { _ => {} } }
template! { fn value_check() -> Expr { check.value(__name, __value, __facets) } }
template! { fn values_check() -> Expr { check.values(__name, __value, __facets) } }
template! { fn attribute_check() -> Expr { check.attribute(__name, __value, __facets) } }
template! { fn attributes_check() -> Expr { check.attributes(__name, __value, __facets) } }
template! { fn content_check() -> Expr { check.content(__value, __facets) } }
template! { fn contents_check() -> Expr { check.values("", __value, __facets) } }
template! { fn count_check() -> Expr { check.count(__name, __value.len(), __least, __most) } }
template! { fn inner_check() -> Expr { check.inner(__name, __value) } }
template! { fn inners_check() -> Expr { check.inners(__name, __value) } }
template! { fn part_check() -> Expr { rt::Validate::validate_in(__value, check) } }
template! { fn each_part() -> Expr { for part in __value { rt::Validate::validate_in(part, check); } } }
template! {
    fn present_part() -> Expr {
        if let Some(part) = __value {
            rt::Validate::validate_in(part, check);
        }
    }
}
template! { fn secretly() -> Expr { check.secretly(|check| __check) } }
template! { fn borrowed() -> Expr { &self.__field } }
template! { fn owned() -> Expr { self.__field } }
template! { fn not_nil() -> Expr { __value.iter().filter_map(rt::Nillable::as_option) } }
template! { fn flattened() -> Expr { __value.into_iter().flatten() } }
template! { fn in_parentheses() -> Expr { (__value) } }
template! { fn some() -> Expr { Some(__value) } }
template! { fn none() -> Expr { None } }

/// `impl Validate` for a record, where there is something to check.
pub(super) fn of_record(item: &RecordItem<'_>) -> Option<Item> {
    let emitter = item.emitter;
    if !emitter.named.model.checked.contains(&item.id) {
        return None;
    }
    let mut body = Vec::new();
    if let (Some(base), Some(name)) = (item.record.base, &item.names.members.base)
        && emitter.named.model.checked.contains(&base)
    {
        let value = borrowed(Fill::new().name("__field", ident(name)));
        body.push(statement(part_check(Fill::new().expr("__value", value))));
    }
    for (attribute, name) in attributes(item) {
        let value = borrowed(Fill::new().name("__field", ident(name)));
        body.extend(hidden(attribute.shown, check_attribute(emitter, attribute, &value)));
    }
    match &item.record.content {
        Content::Value(value) => {
            let field = ident(&item.names.members.content[0]);
            body.extend(check_content(
                emitter,
                *value,
                &borrowed(Fill::new().name("__field", field)),
                emitter.place(),
            ));
        }
        Content::Mixed(items) => {
            if emitter.named.model.checked.contains(items) {
                let field = ident(&item.names.members.content[0]);
                let value = borrowed(Fill::new().name("__field", field));
                body.push(Stmt::Expr(each_part(Fill::new().expr("__value", value)), None));
            }
        }
        Content::Array(one) => {
            let fill = || Fill::new().name("__field", ident(&item.names.members.content[0]));
            let place = Checked {
                times: Times { min: 0, max: None },
                owned: owned(fill()),
                borrowed: borrowed(fill()),
            };
            body.extend(check_term(emitter, &Term::Element(one.clone()), "item", &place));
        }
        Content::Fields(..) => {
            for (field, name) in fields(item) {
                let fill = || Fill::new().name("__field", ident(name));
                let place = Checked {
                    times: field.times,
                    owned: owned(fill()),
                    borrowed: borrowed(fill()),
                };
                body.extend(hidden(
                    field.shown,
                    check_term(emitter, &field.term, &field.called, &place),
                ));
            }
        }
    }
    Some(implementation(emitter, item.id, body))
}

/// The same for a choice.
pub(super) fn of_choice(emitter: Emitter<'_>, id: TypeId, choice: &Choice) -> Option<Item> {
    let variants = choice.branches.iter().zip(&emitter.named.names(id).members.content);
    let arms = variants.map(|(branch, name)| {
        let value = variable(word("value"));
        let place = Checked { times: branch.times, owned: value.clone(), borrowed: value };
        (ident(name), check_term(emitter, &branch.term, &branch.called, &place))
    });
    let text = emitter.named.names(id).members.other.as_ref().map(ident);
    by_variants(emitter, id, arms.collect(), text)
}

/// The same for a family.
pub(super) fn of_family(emitter: Emitter<'_>, id: TypeId, family: &Family) -> Option<Item> {
    let variants = family.members.iter().zip(&emitter.named.names(id).members.content);
    let arms = variants.map(|(member, name)| {
        let fill = Fill::new().expr("__value", variable(word("value")));
        let checked = emitter.named.model.checked.contains(member);
        (ident(name), checked.then(|| statement(part_check(fill))).into_iter().collect())
    });
    let other = emitter.named.names(id).members.other.as_ref().map(ident);
    by_variants(emitter, id, arms.collect(), other)
}

/// Variants that have nothing to check share an arm. `others` are those besides the ones given.
fn by_variants(
    emitter: Emitter<'_>,
    id: TypeId,
    variants: Vec<(Ident, Vec<Stmt>)>,
    others: Option<Ident>,
) -> Option<Item> {
    if !emitter.named.model.checked.contains(&id) {
        return None;
    }
    let (idle, busy): (Vec<_>, Vec<_>) =
        variants.into_iter().partition(|(_, body)| body.is_empty());
    let idle: Vec<Ident> = idle.into_iter().map(|(name, _)| name).chain(others).collect();
    let fill = |name: Ident, body: Vec<Stmt>| {
        Fill::new().name("__variant", name).statements("__body", body)
    };
    let body = match (<[_; 1]>::try_from(busy), &*idle) {
        (Ok([(name, body)]), [_, ..]) => vec![Stmt::Expr(one_variant(fill(name, body)), None)],
        (busy, idle) => {
            let busy = busy.map_or_else(|busy| busy, Vec::from);
            let mut arms: Vec<Arm> =
                busy.into_iter().map(|(name, body)| arm(fill(name, body))).collect();
            match idle {
                [] => {}
                [only] => arms.push(one_unchecked(Fill::new().name("__variant", only.clone()))),
                _ => arms.push(unchecked(Fill::new())),
            }
            // Nothing to check at all: what is checked turned out to be nothing.
            let nothing = arms.len() == 1 && !idle.is_empty();
            let matching = || Stmt::Expr(by_variant(Fill::new().arms("__arms", arms)), None);
            if nothing { Vec::new() } else { vec![matching()] }
        }
    };
    Some(implementation(emitter, id, body))
}

fn implementation(emitter: Emitter<'_>, id: TypeId, body: Vec<Stmt>) -> Item {
    let template = if body.is_empty() { validate_nothing } else { validate };
    template(
        Fill::new()
            .name("__type", ident(&emitter.named.names(id).name))
            .expr("__text", text(wire_name(emitter, id)))
            .statements("__body", body),
    )
}

fn statement(expression: Expr) -> Stmt {
    Stmt::Expr(expression, Some(token::Semi::default()))
}

/// Checks of which errors must not show the value.
fn hidden(shown: Shown, checks: Vec<Stmt>) -> Vec<Stmt> {
    if shown == Shown::Openly {
        return checks;
    }
    let secret = checks.into_iter().map(|check| match check {
        Stmt::Expr(check, semicolon @ Some(_)) => {
            Stmt::Expr(secretly(Fill::new().expr("__check", check)), semicolon)
        }
        other => other,
    });
    secret.collect()
}

/// A place whose values are checked.
struct Checked {
    times: Times,
    owned: Expr,
    borrowed: Expr,
}

fn check_attribute(emitter: Emitter<'_>, attribute: &Attribute, value: &Expr) -> Vec<Stmt> {
    let make = match attribute.presence {
        Presence::Required => attribute_check,
        Presence::Optional => attributes_check,
    };
    let fill = |facets: Expr| {
        Fill::new()
            .expr("__name", text(&attribute.name.local))
            .expr("__value", value.clone())
            .expr("__facets", facets)
    };
    let checks = checks(emitter, attribute.value, emitter.place());
    let own = checks.own.into_iter();
    let always = attribute.constraint.iter().filter(|one| one.is_fixed());
    let always = always.filter(|_| is_faceted(emitter, attribute.value));
    let all = own.chain(always.map(|constraint| fixed(&constraint.text)));
    let mut body: Vec<Stmt> = all.map(|facets| statement(make(fill(facets)))).collect();
    if let Some(items) = checks.items {
        let listed = match attribute.presence {
            Presence::Required => value.clone(),
            Presence::Optional => flat(value.clone()),
        };
        let fill = fill(items).expr("__value", listed);
        body.push(statement(attributes_check(fill)));
    }
    body
}

/// Whether the runtime knows the values of a simple type as something that facets can be asked of.
pub(super) fn is_faceted(emitter: Emitter<'_>, value: ValueType) -> bool {
    use crate::model::Definition;
    match value {
        ValueType::Builtin(_) => matches!(emitter.simple_kind(value), Kind::Text(_) | Kind::Value),
        ValueType::Defined(id) => match &emitter.named.model.get(id).definition {
            Definition::Simple(simple) => is_faceted(emitter, simple.shape.inner()),
            Definition::Enumeration(_) => true,
            Definition::Union(_) => emitter.named.model.faceted.contains(&id),
            _ => false,
        },
    }
}

fn flat(value: Expr) -> Expr {
    let value = in_parentheses(Fill::new().expr("__value", value));
    flattened(Fill::new().expr("__value", value))
}

/// The check of simple content, as seen from a place.
pub(super) fn check_content(
    emitter: Emitter<'_>,
    value: ValueType,
    place: &Expr,
    from: Place,
) -> Vec<Stmt> {
    let checks = checks(emitter, value, from);
    let fill = |facets: Expr| Fill::new().expr("__value", place.clone()).expr("__facets", facets);
    let own = checks.own.map(|facets| statement(content_check(fill(facets))));
    let items = checks.items.map(|facets| statement(contents_check(fill(facets))));
    own.into_iter().chain(items).collect()
}

fn check_term(emitter: Emitter<'_>, term: &Term, called: &str, place: &Checked) -> Vec<Stmt> {
    let mut body = Vec::new();
    body.extend(check_count(called, place));
    match term {
        Term::Any(_) => {}
        Term::Part(id) => {
            if emitter.named.model.checked.contains(id) {
                let fill = Fill::new().expr("__value", place.borrowed.clone());
                body.push(match place.times.occurs() {
                    Occurs::Once => statement(part_check(fill)),
                    Occurs::Optional => Stmt::Expr(present_part(fill), None),
                    Occurs::Repeated => Stmt::Expr(each_part(fill), None),
                });
            }
        }
        Term::Element(element) => body.extend(check_element(emitter, element, place)),
    }
    body
}

fn check_count(called: &str, place: &Checked) -> Option<Stmt> {
    let Times { min, max } = place.times;
    if place.times.occurs() != Occurs::Repeated || (min == 0 && max.is_none()) {
        return None;
    }
    let count = |value: u64| number(usize::try_from(value).unwrap_or(usize::MAX));
    let most =
        max.map_or_else(|| none(Fill::new()), |max| some(Fill::new().expr("__value", count(max))));
    let fill = Fill::new()
        .expr("__name", text(called))
        .expr("__value", place.owned.clone())
        .expr("__least", count(min))
        .expr("__most", most);
    Some(statement(count_check(fill)))
}

fn check_element(emitter: Emitter<'_>, element: &Element, place: &Checked) -> Vec<Stmt> {
    let single = place.times.occurs() == Occurs::Once && element.nillable == Nillable::No;
    let values = match (place.times.occurs(), element.nillable) {
        (Occurs::Repeated, Nillable::Yes) => {
            not_nil(Fill::new().expr("__value", place.owned.clone()))
        }
        _ => place.borrowed.clone(),
    };
    let fill = |values: Expr| {
        Fill::new().expr("__name", text(&element.name.local)).expr("__value", values)
    };
    if emitter.kind(element) == Kind::Complex {
        let ValueType::Defined(id) = element.value else { return Vec::new() };
        let make = if single { inner_check } else { inners_check };
        let checked = emitter.named.model.checked.contains(&id);
        return checked.then(|| statement(make(fill(values)))).into_iter().collect();
    }
    let checks = checks(emitter, element.value, emitter.place());
    let always = element.constraint.iter().filter(|one| one.is_fixed());
    let always = always.filter(|_| is_faceted(emitter, element.value));
    let own = checks.own.into_iter().chain(always.map(|constraint| fixed(&constraint.text)));
    let make = if single { value_check } else { values_check };
    let own = own.map(|facets| make(fill(values.clone()).expr("__facets", facets)));
    let items = checks.items.map(|facets| {
        let items = if single { values.clone() } else { flat(values.clone()) };
        values_check(fill(items).expr("__facets", facets))
    });
    own.chain(items).map(statement).collect()
}
