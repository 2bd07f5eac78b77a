//! Mixed content with elements of any name.

use wsdlgen_expectations::mixed::{Document, Page};
use wsdlgen_runtime::{
    codegen::v1::MixedAny,
    xml::{AnyElement, Document as _, ReadOptions},
};

#[test]
fn keeps_text_and_elements_of_any_name() {
    let options = ReadOptions::default();
    let bold = AnyElement::parse("<b>bold</b>", &options).unwrap();
    let content: Vec<MixedAny> = vec!["some ".into(), bold.into(), " text".into()];
    let page = Document::Page(Page { content });
    let text = page.to_xml().unwrap();
    assert_eq!(text, "<tns:page xmlns:tns=\"urn:example:mixed\">some <b>bold</b> text</tns:page>");
    assert_eq!(Document::parse(&text, &options).unwrap(), page);
}
