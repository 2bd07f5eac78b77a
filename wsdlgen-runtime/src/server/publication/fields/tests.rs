//! Forms and the envelopes that their values make.

use super::{Fields, Input};
use crate::{server::SampleMessage, soap::SoapVersion};

const HEADER: &str = "<Session xmlns=\"urn:t\" f:min=\"0\"><Token f:min=\"0\" f:type=\"string\" f:secret=\"true\">t</Token></Session>\n";
const BODY: &str = "<Order xmlns=\"urn:t\" id=\"7\">\n\
    <State f:min=\"0\" f:values=\"OPEN&#10;CLOSED\">OPEN</State>\n\
    <Note f:type=\"string\">a</Note>\n\
    <Line f:max=\"unbounded\"><Item f:type=\"string\">x</Item><Count f:min=\"0\" f:type=\"int\">1</Count></Line>\n\
    <Mail f:min=\"0\"><Kind f:type=\"string\">k</Kind></Mail>\n\
    <Tag f:min=\"0\" f:max=\"3\" f:type=\"string\">t</Tag>\n\
    <Any f:fixed=\"true\"><other f:min=\"0\" f:type=\"int\" a=\"1\"/></Any>\n\
    <Flag f:min=\"0\" f:fixed=\"true\"/>\n\
    </Order>\n";

fn fields() -> Fields {
    Fields::of(&SampleMessage { header: HEADER, body: BODY }).unwrap()
}

/// Returns the header and the body of an envelope.
fn content(values: &[(&str, &str)]) -> (String, String) {
    let form = form_urlencoded::Serializer::new(String::new()).extend_pairs(values).finish();
    let input = Input::of(form.as_bytes()).unwrap_or_else(Input::new);
    let envelope = fields().envelope(SoapVersion::Soap11, &input).unwrap();
    let part = |name: &str| {
        let inside = envelope.split_once(&format!("<soap:{name}>\n")).map(|(_, rest)| rest);
        let inside = inside.and_then(|rest| rest.split_once(&format!("  </soap:{name}>")));
        inside.map(|(inside, _)| inside.to_owned()).unwrap_or_default()
    };
    (part("Header"), part("Body"))
}

#[test]
fn sends_the_sample_unless_it_is_changed() {
    let (header, body) = content(&[]);
    assert_eq!(header, "<Session xmlns=\"urn:t\"><Token>t</Token></Session>");
    let expected = "<Order xmlns=\"urn:t\" id=\"7\"><State>OPEN</State><Note>a</Note><Line><Item>x</Item><Count>1</Count>\
        </Line><Mail><Kind>k</Kind></Mail><Tag>t</Tag><Any><other a=\"1\"/></Any></Order>";
    assert_eq!(body, expected);
}

#[test]
fn leaves_out_optional_elements_without_a_value() {
    let values = [
        ("fields", "1"),
        ("h.0.0", ""),
        ("b.0@0", ""),
        ("b.0.0", ""),
        ("b.0.1", ""),
        ("b.0.2~0.0", "<y>"),
        ("b.0.2~0.1", ""),
        // Without any value, the optional element around a required one is left out.
        ("b.0.3.0", ""),
        ("b.0.4~0", ""),
    ];
    let (header, body) = content(&values);
    assert_eq!(header, "");
    let expected = "<Order xmlns=\"urn:t\"><Note/><Line><Item>&lt;y&gt;</Item></Line><Any><other a=\"1\"/></Any></Order>";
    assert_eq!(body, expected);
}

#[test]
fn repeats_elements_as_often_as_the_form_has_them() {
    let values = [
        ("fields", "1"),
        ("n:b.0.2", "2"),
        ("b.0.2~0.0", "first"),
        ("b.0.2~1.0", "second"),
        ("n:b.0.4", "0"),
    ];
    let (_, body) = content(&values);
    let lines = "<Line><Item>first</Item><Count>1</Count></Line><Line><Item>second</Item><Count>1</Count></Line>";
    assert!(body.contains(lines) && !body.contains("<Tag>"), "{body}");
}

/// Occurrences beyond the required ones are optional, and there are never more than the contract allows.
#[test]
fn leaves_out_added_occurrences_without_a_value() {
    let values =
        [("fields", "1"), ("n:b.0.2", "2"), ("b.0.2~1.0", ""), ("b.0.2~1.1", ""), ("n:b.0.4", "9")];
    let (_, body) = content(&values);
    assert_eq!(body.matches("<Line>").count(), 1, "{body}");
    assert_eq!(body.matches("<Tag>").count(), 3, "{body}");
}

#[test]
fn counts_the_items_of_encoded_arrays() {
    let array = "<names xmlns:e=\"http://schemas.xmlsoap.org/soap/encoding/\" e:arrayType=\"xsd:string[1]\">\
        <item f:max=\"unbounded\" f:type=\"string\">a</item></names>";
    let fields = Fields::of(&SampleMessage { header: "", body: array }).unwrap();
    let input = Input::of(b"fields=1&n%3Ab.0.0=2").unwrap();
    let envelope = fields.envelope(SoapVersion::Soap11, &input).unwrap();
    assert!(
        envelope.contains("e:arrayType=\"xsd:string[2]\"><item>a</item><item>a</item>"),
        "{envelope}"
    );
    assert!(!fields.html(&input).contains("arrayType"));
}

#[test]
fn adds_an_occurrence_on_request() {
    let input = Input::of(b"fields=1&n%3Ab.0.2=2&add=b.0.2&b.0.2%7E1.0=second").unwrap();
    assert!(input.adds());
    let html = fields().html(&input);
    for expected in [
        "<legend>Line 1</legend>",
        "<legend>Line 3 <small>optional</small></legend>",
        "<label for=\"b.0.2~1.0\">Item <small>string</small></label>\n\
         <input id=\"b.0.2~1.0\" name=\"b.0.2~1.0\" value=\"second\" autocomplete=\"off\">",
        "<input type=\"hidden\" name=\"n:b.0.2\" value=\"3\">",
        "<button type=\"submit\" name=\"add\" value=\"b.0.2\" formnovalidate>Add Line</button>",
    ] {
        assert!(html.contains(expected), "{expected}\n{html}");
    }
}

#[test]
fn labels_every_field() {
    let html = fields().html(&Input::new());
    for expected in [
        "<legend>Session <small>optional</small></legend>",
        "<label for=\"h.0.0\">Token <small>string, optional</small></label>\n\
         <input id=\"h.0.0\" name=\"h.0.0\" type=\"password\" value=\"t\" autocomplete=\"off\">",
        "<label for=\"b.0@0\">Order: id <small>attribute</small></label>",
        "<select id=\"b.0.0\" name=\"b.0.0\">\n<option value=\"\"></option>\n<option value=\"OPEN\" selected>OPEN</option>\n<option value=\"CLOSED\">CLOSED</option>\n",
        "<p>Any: as in the sample</p>",
    ] {
        assert!(html.contains(expected), "{expected}\n{html}");
    }
    let inputs = html.matches("<input id=").count() + html.matches("<select id=").count();
    assert_eq!(html.matches("<label for=").count(), inputs);
}

const GROUPS: &str = "<Order xmlns=\"urn:t\">\n\
    <f:choice>\n<Card f:type=\"string\">c</Card>\n\
    <f:sequence>\n<Bank f:type=\"string\">b</Bank>\n<Account f:type=\"string\">a</Account>\n</f:sequence>\n</f:choice>\n\
    <f:sequence f:min=\"0\">\n<Street f:type=\"string\">s</Street>\n<City f:type=\"string\">t</City>\n</f:sequence>\n\
    <f:choice f:min=\"0\" f:max=\"unbounded\">\n<Shape><Side f:type=\"int\">1</Side></Shape>\n\
    <Shape xsi:type=\"t:Circle\" xmlns:t=\"urn:t\"><Radius f:type=\"int\">2</Radius></Shape>\n</f:choice>\n\
    <Fixed f:fixed=\"true\">mixed<f:sequence><f:choice><i>1</i><j/></f:choice></f:sequence></Fixed>\n</Order>";

/// A choice sends the chosen branch, and a sequence is complete unless it is optional and blank.
#[test]
fn sends_the_chosen_branches() {
    let fields = Fields::of(&SampleMessage { header: "", body: GROUPS }).unwrap();
    let (card, bank) = ("<Card>c</Card>", "<Bank>b</Bank><Account>a</Account>");
    let place = "<Street>s</Street><City>t</City>";
    let square = "<Shape><Side>1</Side></Shape>";
    let circle =
        "<Shape xmlns:t=\"urn:t\" xsi:type=\"t:Circle\"><Radius>2</Radius></Shape>".to_owned();
    let cases = [
        ("fields=1", [card, place, square].concat()),
        ("fields=1&b.0.0=1", [bank, place, square].concat()),
        ("fields=1&b.0.0=1&b.0.0.1.0=", ["<Bank/><Account>a</Account>", place, square].concat()),
        ("fields=1&b.0.0=9", [card, place, square].concat()),
        // A required choice has a branch, and an optional one may have none.
        ("fields=1&b.0.0=&b.0.2%7E0=", [card, place].concat()),
        ("fields=1&b.0.1.0=&b.0.1.1=", [card, square].concat()),
        ("fields=1&b.0.1.0=", [card, "<Street/><City>t</City>", square].concat()),
        ("fields=1&n%3Ab.0.2=2&b.0.2%7E1=1", [card, place, square, &*circle].concat()),
        ("fields=1&n%3Ab.0.2=2&b.0.2%7E1=1&b.0.2%7E1.1.0=5", {
            [card, place, square, &circle.replace('2', "5")].concat()
        }),
    ];
    for (form, expected) in cases {
        let input = Input::of(form.as_bytes()).unwrap();
        let envelope = fields.envelope(SoapVersion::Soap11, &input).unwrap();
        let expected = format!("xmlns=\"urn:t\">{expected}<Fixed>mixed<i>1</i></Fixed></Order>");
        assert!(envelope.contains(&expected), "{form}: {expected}\n{envelope}");
    }
}

#[test]
fn shows_the_branches_of_choices() {
    let fields = Fields::of(&SampleMessage { header: "", body: GROUPS }).unwrap();
    let html = fields.html(&Input::of(b"fields=1&b.0.0=1&b.0.2%7E0=").unwrap());
    for expected in [
        "<legend>Card or Bank <small>one of these</small></legend>\n\
         <div>\n<input type=\"radio\" id=\"b.0.0:0\" name=\"b.0.0\" value=\"0\">\n<label for=\"b.0.0:0\">Card</label>\n\
         <div>\n<p><label for=\"b.0.0.0\">Card <small>string</small></label>",
        "name=\"b.0.0\" value=\"1\" checked>\n<label for=\"b.0.0:1\">Bank, Account</label>",
        "<legend>Street, City <small>optional</small></legend>",
        "<legend>Shape 1 <small>one of these or none</small></legend>",
        "name=\"b.0.2~0\" value=\"\" checked>\n<label for=\"b.0.2~0:\">None</label>",
        "<label for=\"b.0.2~0:0\">Shape</label>",
        "<label for=\"b.0.2~0:1\">Shape: Circle</label>",
        "<button type=\"submit\" name=\"add\" value=\"b.0.2\" formnovalidate>Add Shape</button>",
    ] {
        assert!(html.contains(expected), "{expected}\n{html}");
    }
    let ids =
        html.matches("<input id=").count() + html.matches("<input type=\"radio\" id=").count();
    assert_eq!(html.matches("<label for=").count(), ids);
}

#[test]
fn limits_the_size_of_a_form() {
    let nested = "<a f:max=\"unbounded\"><b f:max=\"unbounded\"><c f:type=\"string\">x</c></b></a>";
    let fields = Fields::of(&SampleMessage { header: "", body: nested }).unwrap();
    let mut values =
        vec![("fields".to_owned(), "1".to_owned()), ("n:b.0".to_owned(), "99999".to_owned())];
    values.extend((0..100).map(|index| (format!("n:b.0~{index}.0"), "100".to_owned())));
    let form = form_urlencoded::Serializer::new(String::new()).extend_pairs(values).finish();
    let html = fields.html(&Input::of(form.as_bytes()).unwrap());
    assert!(html.matches("<input id=").count() <= 5_000);

    let long = format!("<a>{}</a>", "<b f:type=\"int\">1</b>".repeat(400));
    assert!(!Fields::of(&SampleMessage { header: "", body: &long }).unwrap().are_few());
    assert!(Fields::of(&SampleMessage { header: "", body: "<a" }).is_none());
}
