//! Strategies for the fixtures' types, covering every shape that a type allows.

mod values;

use proptest::{
    collection::vec,
    option,
    prelude::{any, Just},
    prop_oneof,
    strategy::Strategy,
};
use values::{
    amount, any_attribute, any_element, any_value, date, date_time, decimal, g_month, g_year,
    integer, name, text, title,
};
use wsdlgen_expectations as fixtures;
use wsdlgen_runtime::{
    xsd::{AsWritten, Lexical},
    Nillable, Optional,
};

pub(crate) use values::builtins;

pub(crate) fn choice() -> impl Strategy<Value = fixtures::choice::Document> {
    use fixtures::choice::{log, payment, Document, Log, Payment};
    let first = prop_oneof![
        text().prop_map(payment::CardOrCash::Card),
        decimal().prop_map(payment::CardOrCash::Cash),
    ];
    let second = prop_oneof![
        text().prop_map(payment::NoteChoice::Note),
        (date(), option::of(date())).prop_map(|(from, to)| {
            payment::NoteChoice::FromAndTo(Box::new(payment::FromAndTo { from, to }))
        }),
        vec(any::<i32>(), 1..=3).prop_map(payment::NoteChoice::Mark),
    ];
    let payment = (first, option::of(second)).prop_map(|(card_or_cash, note_choice)| {
        Document::Payment(Box::new(Payment { card_or_cash, note_choice }))
    });
    let entry = prop_oneof![
        text().prop_map(log::InfoOrError::Info),
        any::<i32>().prop_map(log::InfoOrError::Error),
    ];
    let log = vec(entry, 0..5).prop_map(|info_or_error| Document::Log(Log { info_or_error }));
    prop_oneof![payment, log]
}

pub(crate) fn default_fixed() -> impl Strategy<Value = fixtures::default_fixed::Document> {
    use fixtures::default_fixed::{Document, Request};
    // An empty unit is read as the default.
    let unit =
        text().prop_filter("an empty element has the default value", |text| !text.is_empty());
    (unit, option::of(any::<i32>()), option::of(Just("de".to_owned()))).prop_map(
        |(unit, count, lang)| {
            let version = "1.5".parse().expect("`1.5` is a decimal");
            let format = "xml".to_owned();
            Document::Request(Box::new(Request { unit, count, version, lang, format }))
        },
    )
}

pub(crate) fn extension() -> impl Strategy<Value = fixtures::extension::Document> {
    use fixtures::extension::{Animal, AnyAnimal, AnyDog, Document, Dog, Puppy, Shelter};
    let animal = || (text(), option::of(any::<i32>())).prop_map(|(name, id)| Animal { name, id });
    let dog = move || (animal(), vec(text(), 0..3)).prop_map(|(base, trick)| Dog { base, trick });
    let puppy = move || (dog(), any::<u8>()).prop_map(|(base, weeks)| Puppy { base, weeks });
    let mascot = prop_oneof![dog().prop_map(AnyDog::from), puppy().prop_map(AnyDog::from)];
    let guest = prop_oneof![dog().prop_map(AnyAnimal::from), puppy().prop_map(AnyAnimal::from)];
    (mascot, vec(guest, 0..4))
        .prop_map(|(mascot, guest)| Document::Shelter(Shelter { mascot, guest }))
}

pub(crate) fn facets() -> impl Strategy<Value = fixtures::facets::Document> {
    use fixtures::facets::{Car, Document};
    let owner = vec("[a-z<&]{1,20}", 1..=2);
    let key = option::of(vec(any::<u8>(), 4).prop_map(Into::into));
    (owner, "[A-HJ-NP-Z]{1,3}", option::of(amount()), option::of(vec(g_month(), 0..=12)), key)
        .prop_map(|(owner, plate, price, months, key)| {
            Document::Car(Box::new(Car { owner, plate, price, months, key }))
        })
}

pub(crate) fn forms() -> impl Strategy<Value = fixtures::forms::Document> {
    use fixtures::forms::{Document, Mixture};
    let attributes = (option::of(text()), option::of(text()), option::of(text()));
    let lang = option::of(Just("de-AT".to_owned()));
    let mixture = (text(), text(), text(), attributes, lang).prop_map(
        |(local, qualified, global, (plain, full, global_attribute), lang)| {
            let mixture = Mixture { local, qualified, global, plain, full, global_attribute, lang };
            Document::Mixture(Box::new(mixture))
        },
    );
    prop_oneof![text().prop_map(Document::Global), mixture]
}

pub(crate) fn grammar() -> impl Strategy<Value = fixtures::grammar::Document> {
    use fixtures::grammar::{Document, Route};
    (text(), vec(text(), 0..=2), text())
        .prop_map(|(stop, via, stop_2)| Document::Route(Box::new(Route { stop, via, stop_2 })))
}

pub(crate) fn groups() -> impl Strategy<Value = fixtures::groups::Document> {
    use fixtures::groups::{person, Document, Person, Settings};
    let place = (-90.0..90.0, -180.0..180.0)
        .prop_map(|(latitude, longitude)| person::LatitudeAndLongitude { latitude, longitude });
    let income =
        (g_year(), decimal()).prop_map(|(year, income)| person::YearAndIncome { year, income });
    let address = (text(), text(), text());
    let audit = (text(), option::of(date_time()));
    let person = (address, option::of(place), vec(income, 0..3), audit).prop_map(
        |((name, street, town), latitude_and_longitude, year_and_income, (by, at))| {
            Document::Person(Box::new(Person {
                name,
                street,
                town,
                latitude_and_longitude,
                year_and_income,
                by,
                at,
            }))
        },
    );
    let settings = (text(), option::of(any::<i32>()))
        .prop_map(|(colour, size)| Document::Settings(Settings { colour, size }));
    prop_oneof![person, settings]
}

pub(crate) fn inheritance() -> impl Strategy<Value = fixtures::inheritance::Document> {
    use fixtures::inheritance::{folder, Book, Document, Folder, Locals, NamedSettings, Settings};
    let settings = (text(), any::<i32>(), option::of(text())).prop_map(|(colour, size, name)| {
        let base = Settings { colour, size };
        Document::Settings(Box::new(NamedSettings { base, name }))
    });
    let leaf = text().prop_map(|title| Folder { title, shared: None });
    let folder = leaf.prop_recursive(4, 4, 1, |inner| {
        (text(), inner, text()).prop_map(|(title, base, owner)| {
            let shared = Some(Box::new(folder::Shared { base, owner }));
            Folder { title, shared }
        })
    });
    let book = (text(), vec(title(), 0..3))
        .prop_map(|(title, any)| Document::Book(Box::new(Book { any, ..Book::new(title) })));
    let locals =
        (text(), text()).prop_map(|(element, part)| Document::Locals(Locals { element, part }));
    prop_oneof![settings, folder.prop_map(Document::Folder), book, locals]
}

pub(crate) fn lexical_forms() -> impl Strategy<Value = fixtures::lexical_forms::Document> {
    use fixtures::lexical_forms::{Document, Reading};
    fn read<T: Lexical>(text: &str) -> AsWritten<T> {
        AsWritten::parse_lexical(text).expect("the pattern should only match valid values")
    }
    let level = r"(\+?0{0,2}|-)[0-9]".prop_map(|text| read(&text));
    let valid = "0|1|true|false".prop_map(|text| read(&text));
    let checksum = "([0-9a-fA-F]{2}){0,4}".prop_map(|text| read(&text));
    let taken = date_time().prop_filter_map("whole seconds", |time| {
        time.fraction().is_none().then_some(fixtures::seconds::Seconds(time))
    });
    let mark = r"[+-]?0?[0-9]{1,3}(\.[0-9]{0,2})?".prop_map(|text| read(&text));
    let marks = option::of(vec(mark, 0..3));
    // libxml2 rejects a sign here, unlike XML Schema part 2, second edition (§3.3.23).
    let number = option::of("0{0,2}[1-9]".prop_map(|text| read(&text)));
    (level, valid, checksum, option::of(taken), marks, number).prop_map(
        |(level, valid, checksum, taken, marks, number)| {
            Document::Reading(Box::new(Reading { level, valid, checksum, taken, marks, number }))
        },
    )
}

pub(crate) fn mixed() -> impl Strategy<Value = fixtures::mixed::Document> {
    use fixtures::mixed::{paragraph, Document, Paragraph};
    let text_item = text().prop_filter("empty text is not an item", |text| !text.is_empty());
    let element = prop_oneof![
        text().prop_map(paragraph::Item::Bold),
        Just(paragraph::Item::Image("http://example.org/a?b=1&c=2".to_owned())),
    ];
    // Adjacent texts would be read as one.
    let items = vec((option::of(text_item.prop_map(paragraph::Item::Text)), element), 0..4);
    (items, option::of(text())).prop_map(|(items, style)| {
        let content =
            items.into_iter().flat_map(|(text, element)| text.into_iter().chain([element]));
        Document::Paragraph(Paragraph { content: content.collect(), style })
    })
}

fn nillable_of<T: std::fmt::Debug>(
    values: impl Strategy<Value = T>,
) -> impl Strategy<Value = Nillable<T>> {
    option::of(values).prop_map(|value| value.map_or(Nillable::NIL, Nillable::Value))
}

fn optional_of<T: std::fmt::Debug>(
    values: impl Strategy<Value = T>,
) -> impl Strategy<Value = Optional<T>> {
    option::of(nillable_of(values)).prop_map(Optional::from)
}

pub(crate) fn nillable() -> impl Strategy<Value = fixtures::nillable::Document> {
    use fixtures::nillable::{Document, Inner, Reading};
    let inner = (any::<i32>(), option::of(text())).prop_map(|(value, unit)| Inner { value, unit });
    let several = vec(nillable_of(-1e9..1e9), 0..4);
    (nillable_of(any::<i32>()), optional_of(text()), several, optional_of(inner)).prop_map(
        |(required, optional, several, inner)| {
            Document::Reading(Box::new(Reading { required, optional, several, inner }))
        },
    )
}

pub(crate) fn occurrence() -> impl Strategy<Value = fixtures::occurrence::Document> {
    use fixtures::occurrence::{Document, Ship, ShipRequired, Team};
    let team = (text(), option::of(text()), vec(text(), 2..=11), vec(text(), 0..4)).prop_map(
        |(captain, coach, player, fan)| {
            Document::Team(Box::new(Team { captain, coach, player, fan }))
        },
    );
    let measures = (any::<i32>(), any::<i32>(), any::<i32>());
    let ship = (text(), text(), measures, option::of(text())).prop_map(
        |(name, flag, (length, beam, draught), owner)| {
            let required = ShipRequired { name, flag, length, beam, draught };
            Document::Ship(Box::new(Ship { owner, ..required.into() }))
        },
    );
    prop_oneof![team, ship]
}

pub(crate) fn restriction() -> impl Strategy<Value = fixtures::restriction::Document> {
    use fixtures::restriction::{Document, Reachable};
    (text(), text(), text(), option::of(any::<i32>())).prop_map(|(name, phone, kind, old)| {
        Document::Reachable(Box::new(Reachable { name, phone, kind, old }))
    })
}

pub(crate) fn simple_content() -> impl Strategy<Value = fixtures::simple_content::Document> {
    use fixtures::simple_content::{AnyPrice, Document, Price, SmallPrice};
    let small = || {
        ((0_i64..=100).prop_map(Into::into), name())
            .prop_map(|(value, currency)| SmallPrice { value, currency })
    };
    let price = (decimal(), name()).prop_map(|(value, currency)| Price { value, currency });
    prop_oneof![
        price.prop_map(|price| Document::Price(AnyPrice::from(price))),
        small().prop_map(|price| Document::Price(AnyPrice::from(price))),
        small().prop_map(Document::SmallPrice),
    ]
}

pub(crate) fn simple_types() -> impl Strategy<Value = fixtures::simple_types::Document> {
    use fixtures::simple_types::{limit, Document, Limit, Product, Size};
    // The empty value cannot be a list item.
    let listed = || {
        prop_oneof![
            Just(Size::Small),
            Just(Size::UpperLarge),
            Just(Size::LowerLarge),
            Just(Size::XLarge),
            Just(Size::N42),
            Just(Size::Größer),
        ]
    };
    let limit = prop_oneof![
        any::<u32>().prop_map(Limit::UnsignedInt),
        Just(Limit::Value(limit::UnboundedValue::Unbounded)),
    ];
    let zip = "[0-9]{5}"
        .prop_map(|text| text.parse::<AsWritten<i32>>().expect("five digits are a number"));
    let size = prop_oneof![Just(Size::Empty), listed()];
    let numbers = option::of(vec(any::<i32>(), 0..4));
    (size, text(), zip, vec(listed(), 0..5), limit, numbers).prop_map(
        |(size, code, zip, sizes, limit, numbers)| {
            Document::Product(Box::new(Product { size, code, zip, sizes, limit, numbers }))
        },
    )
}

pub(crate) fn substitution() -> impl Strategy<Value = fixtures::substitution::Document> {
    use fixtures::substitution::{Document, Drawing, Shape};
    let shape = prop_oneof![(-1e9..1e9).prop_map(Shape::Circle), text().prop_map(Shape::Label)];
    prop_oneof![
        (-1e9..1e9).prop_map(Document::Circle),
        text().prop_map(Document::Label),
        vec(shape, 0..5).prop_map(|shape| Document::Drawing(Drawing { shape })),
    ]
}

pub(crate) fn wildcards() -> impl Strategy<Value = fixtures::wildcards::Document> {
    use fixtures::wildcards::{Document, Envelope};
    let any = vec(any_element(), 0..3);
    let scalar = option::of(integer().prop_map(|value| values::scalar(&value)));
    (text(), option::of(any_value()), scalar, any, vec(any_attribute(), 0..2)).prop_map(
        |(id, payload, scalar, any, mut any_attributes)| {
            any_attributes.dedup_by(|left, right| left.name == right.name);
            Document::Envelope(Box::new(Envelope { id, payload, scalar, any, any_attributes }))
        },
    )
}
