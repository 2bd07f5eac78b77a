//! Inclusion of random content models, compared with the words that they match.

use super::{Difference, Inclusion};
use crate::{
    schema::{
        Schema,
        components::{Components, Content, Definition, Model},
        content::match_children,
    },
    xml::QName,
};

/// Numbers that look random and are the same in each run.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % limit
    }

    fn particle(&mut self, depth: u32) -> String {
        let occurs = [
            "",
            "",
            " min=\"0\"",
            " max=\"2\"",
            " min=\"0\" max=\"unbounded\"",
            " min=\"2\" max=\"3\"",
        ];
        let occurs = occurs[self.below(6)];
        let kind = if depth == 0 { 2 } else { self.below(4) };
        match kind {
            0 | 1 => {
                let tag = if kind == 0 { "sequence" } else { "choice" };
                let count = 1 + self.below(3);
                let inner: String = (0..count).map(|_| self.particle(depth - 1)).collect();
                format!("<{tag}{occurs}>{inner}</{tag}>")
            }
            _ if self.below(8) == 0 => format!("<any in=\"-\" process=\"skip\"{occurs}/>"),
            _ => {
                let name = ["a", "b", "c"][self.below(3)];
                format!("<element name=\"{name}\" type=\"xs:string\"{occurs}/>")
            }
        }
    }
}

fn components(models: [&str; 2]) -> Components {
    let complex =
        |model| format!("<complex><content><sequence>{model}</sequence></content></complex>");
    let types = models.map(complex).concat();
    Components::load(&format!("<schema>{types}</schema>")).unwrap()
}

fn models(components: &Components) -> [&Model; 2] {
    let first = components.types.len() - 2;
    [first, first + 1].map(|id| match &components.types[id].definition {
        Definition::Complex(complex) => match &complex.content {
            Content::Elements(model) => model,
            other => panic!("{other:?}"),
        },
        Definition::Simple(_) => panic!("it is complex"),
    })
}

/// Returns all words of `a`, `b`, `c` and `d` up to a length.
fn words(length: usize) -> Vec<Vec<QName>> {
    let mut words = vec![Vec::new()];
    let mut start = 0;
    for _ in 0..length {
        let end = words.len();
        for index in start..end {
            for letter in ["a", "b", "c", "d"] {
                let mut word: Vec<QName> = words[index].clone();
                word.push(QName::new("", letter));
                words.push(word);
            }
        }
        start = end;
    }
    words
}

#[test]
fn agrees_with_the_words_of_random_models() {
    let words = words(5);
    let mut random = Random(1);
    let (mut included, mut different) = (0, 0);
    for _ in 0..400 {
        let [own, base] = [random.particle(2), random.particle(2)];
        let components = components([&own, &base]);
        let [own_model, base_model] = models(&components);
        let matches = |model: &Model, word: &[QName]| {
            match_children(model, &word.iter().collect::<Vec<_>>()).is_ok()
        };
        let outside =
            words.iter().find(|word| matches(own_model, word) && !matches(base_model, word));
        let mut left = usize::MAX;
        let inclusion = Inclusion::new(&components, &mut left);
        match inclusion.difference(&own_model.particle, &base_model.particle) {
            // A difference may show in longer words alone, but then it is there.
            None => {
                assert_eq!(outside, None, "{own}\n{base}");
                included += 1;
            }
            Some(_) => different += usize::from(outside.is_some()),
        }
    }
    assert!(included > 20 && different > 200, "{included} included, {different} different");
}

#[test]
fn finds_no_difference_from_wider_models() {
    let mut random = Random(2);
    for _ in 0..50 {
        let [own, other] = [random.particle(2), random.particle(2)];
        let wider = [
            format!("<choice>{other}{own}</choice>"),
            format!("<sequence max=\"unbounded\">{own}</sequence>"),
            format!("<sequence><sequence min=\"0\">{other}</sequence>{own}</sequence>"),
        ];
        for base in &wider {
            let components = components([&own, base]);
            let [own_model, base_model] = models(&components);
            let mut left = usize::MAX;
            let inclusion = Inclusion::new(&components, &mut left);
            let found = inclusion.difference(&own_model.particle, &base_model.particle);
            assert_eq!(found, None, "{own}\n{base}");
        }
    }
}

#[test]
fn names_what_differs() {
    let element =
        |name: &str, more: &str| format!("<element name=\"{name}\" type=\"xs:int\" {more}/>");
    let [a, b] = ["a", "b"].map(|name| element(name, ""));
    let cases = [
        (b.clone(), a.clone(), "Element"),
        (element("a", "min=\"0\""), a.clone(), "End"),
        ("<any/>".to_owned(), a.clone(), "Wildcard"),
        (element("a", "nillable=\"true\""), a.clone(), "Declaration"),
        (a.clone(), "<any in=\"urn:x\"/>".to_owned(), "Element"),
        (format!("{a}{b}"), format!("<all>{b}{a}</all>"), ""),
        (format!("<all>{b}{a}</all>"), format!("{a}{b}"), "Element"),
    ];
    for (own, base, expected) in cases {
        let components = components([&own, &base]);
        let [own_model, base_model] = models(&components);
        let mut left = usize::MAX;
        let found = Inclusion::new(&components, &mut left)
            .difference(&own_model.particle, &base_model.particle);
        let kind = match found {
            None => "",
            Some(Difference::Element(_)) => "Element",
            Some(Difference::Wildcard) => "Wildcard",
            Some(Difference::Declaration(..)) => "Declaration",
            Some(Difference::End) => "End",
        };
        assert_eq!(kind, expected, "{own}\n{base}");
    }
    // A schema that is checked says so, too.
    let text = "<schema><complex><content><sequence><element name=\"a\" type=\"xs:int\"/></sequence></content></complex>\
                <complex name=\"R\" base=\"#0\" by=\"restriction\"><content><sequence/></content></complex></schema>";
    let errors = Schema::new(text).check_rules().unwrap_err();
    assert_eq!(
        errors.to_string(),
        "type R: elements may be missing that the base requires (derivation-ok-restriction.5.4.2)"
    );
}
