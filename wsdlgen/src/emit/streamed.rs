//! Operations whose messages hold any number of one element: what reads and writes these one after
//! the other.

use syn::{Expr, ImplItem, Item, ItemImpl};

use super::{
    Emitter, Place,
    docs::code,
    message_check,
    syntax::{ident, name, variable, word},
    template::{Fill, template},
    value,
};
use crate::{
    model::{Element, Exchange, Nillable, Occurs, Operation, Streamed, Use, ValueType},
    name::OperationNames,
};

template! {
    fn output() -> ItemImpl {
        impl rt::StreamedOutput for __name {
            type Record = __record;

            const OUTPUT_PATH: &'static [rt::Name] = &[__path];

            fn read_record(cursor: &mut rt::Cursor<'_>) -> Result<Self::Record, rt::ReadError> {
                __read
            }
        }
    }
}
template! {
    fn input() -> ItemImpl {
        impl rt::StreamedInput for __name {
            type Record = __record;

            const INPUT_PATH: &'static [rt::Name] = &[__path];

            fn records(input: &mut Self::Input) -> Option<&mut Vec<Self::Record>> {
                Some(&mut __place)
            }

            fn write_record(record: &Self::Record, writer: &mut rt::Writer) {
                __write;
            }
        }
    }
}
template! {
    fn validate_record() -> ImplItem {
        fn validate_record(record: &Self::Record) -> Result<(), rt::ValidationErrors> {
            __check
        }
    }
}
template! { fn field_of() -> Expr { __place.__field } }
template! { fn inside() -> Expr { __place.as_mut()? } }

/// The implementations that an operation has.
pub(super) fn items(
    emitter: Emitter<'_>,
    operation: &Operation,
    names: &OperationNames,
) -> Vec<Item> {
    let marker = || Fill::new().name("__name", ident(&names.marker));
    let output = of_output(emitter, operation).map(|streamed| {
        let read = value::read_last(emitter, streamed.repeated());
        let fill = common(emitter, marker(), &streamed);
        with_check(emitter, output(fill.expr("__read", read)), &streamed)
    });
    let input = of_input(emitter, operation).map(|streamed| {
        let write = value::element_statement(emitter, streamed.repeated(), "record");
        let fill = common(emitter, marker(), &streamed).statements("__write", write);
        let fill = fill.expr("__place", place(emitter, &streamed));
        with_check(emitter, input(fill), &streamed)
    });
    [output, input].into_iter().flatten().map(Item::Impl).collect()
}

/// What documentation of a call says of its records.
pub(super) fn notes(emitter: Emitter<'_>, operation: &Operation) -> Vec<String> {
    let note = |way: &str, streamed: Streamed<'_>| {
        let name = code(&streamed.repeated().name.local);
        format!("Any number of {name} may be {way} one by one.")
    };
    let output = of_output(emitter, operation).map(|it| note("read, with `stream`,", it));
    let input = of_input(emitter, operation).map(|it| note("written, with `records`,", it));
    [output, input].into_iter().flatten().collect()
}

/// The elements whose names say where records are.
pub(super) fn elements<'m>(emitter: Emitter<'m>, operation: &'m Operation) -> Vec<&'m Element> {
    let streamed = [of_output(emitter, operation), of_input(emitter, operation)];
    streamed.iter().flatten().flat_map(Streamed::elements).collect()
}

fn of_output<'m>(emitter: Emitter<'m>, operation: &'m Operation) -> Option<Streamed<'m>> {
    let has_some = operation.r#use == Use::Literal && operation.exchange != Exchange::OneWay;
    Streamed::of(&emitter.named.model, &operation.output.body).filter(|_| has_some)
}

fn of_input<'m>(emitter: Emitter<'m>, operation: &'m Operation) -> Option<Streamed<'m>> {
    let has_some = operation.r#use == Use::Literal;
    Streamed::of(&emitter.named.model, &operation.input.body).filter(|_| has_some)
}

fn common(emitter: Emitter<'_>, marker: Fill, streamed: &Streamed<'_>) -> Fill {
    let path = streamed.elements().map(|element| name(emitter, &element.name));
    marker
        .ty("__record", emitter.element_type(streamed.repeated(), Place::Below))
        .elements("__path", path.collect())
}

fn with_check(
    emitter: Emitter<'_>,
    mut implementation: ItemImpl,
    streamed: &Streamed<'_>,
) -> ItemImpl {
    let check = message_check::of_element(emitter, streamed.repeated(), "record", Place::Below);
    let check = check.map(|check| validate_record(Fill::new().expr("__check", check)));
    implementation.items.extend(check);
    implementation
}

/// The vector of records in an input.
fn place(emitter: Emitter<'_>, streamed: &Streamed<'_>) -> Expr {
    let mut place = variable(word("input"));
    let mut at = streamed.root;
    for step in &streamed.steps {
        let ValueType::Defined(mut id) = at.value else { break };
        let field =
            |place, name| field_of(Fill::new().expr("__place", place).name("__field", ident(name)));
        while id != step.record {
            let names = emitter.named.names(id);
            let base = emitter.named.model.record(id).and_then(|record| record.base);
            let (Some(base), Some(name)) = (base, &names.members.base) else { break };
            place = field(place, name);
            id = base;
        }
        place = field(place, &emitter.named.names(id).members.content[step.place]);
        if step.field.times.occurs() == Occurs::Optional && step.element.nillable == Nillable::No {
            place = inside(Fill::new().expr("__place", place));
        }
        at = step.element;
    }
    place
}
