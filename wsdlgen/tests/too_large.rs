//! Rejection of short contracts that would expand to very large code through nested references.

use wsdlgen::Code;

/// Generates code from documents, and returns the codes of the errors if that fails.
fn errors(documents: &[(String, String)]) -> Vec<Code> {
    let load = |location: &str| {
        let found = documents.iter().find(|(name, _)| name == location);
        found
            .map(|(_, text)| text.clone().into_bytes())
            .ok_or_else(|| std::io::ErrorKind::NotFound.into())
    };
    let Err(report) = wsdlgen::generate(&documents[0].0, load) else { return Vec::new() };
    report.codes()
}

/// Concatenates the text for each number.
fn each(numbers: std::ops::Range<usize>, text: impl Fn(usize) -> String) -> String {
    numbers.map(text).collect()
}

fn schema(content: &str) -> String {
    format!(
        "<schema xmlns='http://www.w3.org/2001/XMLSchema' xmlns:t='urn:t' targetNamespace='urn:t'>{content}</schema>"
    )
}

/// Returns a schema whose types all refer to the same attribute group.
fn attribute_groups(types: usize, attributes: usize) -> String {
    let attributes = each(0..attributes, |index| format!("<attribute name='a{index}'/>"));
    let types = each(0..types, |index| {
        format!("<complexType name='T{index}'><attributeGroup ref='t:A'/></complexType>")
    });
    schema(&format!("<attributeGroup name='A'>{attributes}</attributeGroup>{types}"))
}

/// Returns a schema whose types all restrict one type with attributes, which they inherit.
fn restrictions(types: usize, attributes: usize) -> String {
    let attributes = each(0..attributes, |index| format!("<attribute name='a{index}'/>"));
    let types = each(0..types, |index| {
        format!(
            "<complexType name='T{index}'><complexContent><restriction base='t:B'/></complexContent></complexType>"
        )
    });
    schema(&format!("<complexType name='B'>{attributes}</complexType>{types}"))
}

/// Returns a schema with a chain of groups, each of which refers to the next one ten times.
fn groups(levels: usize) -> String {
    let groups = each(0..levels, |level| {
        let inner = if level + 1 < levels {
            format!("<group ref='t:G{}'/>", level + 1).repeat(10)
        } else {
            "<element name='a' type='int'/>".to_owned()
        };
        format!("<group name='G{level}'><sequence>{inner}</sequence></group>")
    });
    let used = "<complexType name='T'><sequence><group ref='t:G0'/></sequence></complexType>";
    schema(&format!("{used}{groups}"))
}

/// Returns a contract whose services all have a port for the same binding.
fn services(services: usize, operations: usize) -> String {
    let declared = each(0..operations, |index| {
        format!("<operation name='o{index}'><input message='t:m'/></operation>")
    });
    let bound = each(0..operations, |index| {
        format!(
            "<operation name='o{index}'><s:operation soapAction='{index}'/><input><s:body use='literal'/></input></operation>"
        )
    });
    let services = each(0..services, |index| {
        format!(
            "<service name='S{index}'><port name='p' binding='t:B'><s:address location='http://localhost/'/></port></service>"
        )
    });
    format!(
        "<definitions xmlns='http://schemas.xmlsoap.org/wsdl/' xmlns:s='http://schemas.xmlsoap.org/wsdl/soap/' \
         xmlns:t='urn:t' targetNamespace='urn:t'><message name='m'/><portType name='P'>{declared}</portType>\
         <binding name='B' type='t:P'><s:binding transport='http://schemas.xmlsoap.org/soap/http'/>{bound}</binding>\
         {services}</definitions>"
    )
}

/// Returns a schema without a namespace, and schemas in different namespaces that all include it.
fn chameleons(namespaces: usize, types: usize) -> Vec<(String, String)> {
    let imports = each(0..namespaces, |index| {
        format!("<import namespace='urn:{index}' schemaLocation='{index}.xsd'/>")
    });
    let types = each(0..types, |index| format!("<complexType name='T{index}'/>"));
    let shared = format!("<schema xmlns='http://www.w3.org/2001/XMLSchema'>{types}</schema>");
    let mut documents = vec![("main.xsd".into(), schema(&imports)), ("shared.xsd".into(), shared)];
    documents.extend((0..namespaces).map(|index| {
        let text = format!(
            "<schema xmlns='http://www.w3.org/2001/XMLSchema' targetNamespace='urn:{index}'><include schemaLocation='shared.xsd'/></schema>"
        );
        (format!("{index}.xsd"), text)
    }));
    documents
}

/// Returns a schema whose documentation refers to an entity many times.
fn entities(length: usize, references: usize) -> String {
    // A literal may contain what looks like the end of the internal subset.
    let declared =
        format!("<!DOCTYPE schema [<!ENTITY a ']>'><!ENTITY e '{}'>]>", "x".repeat(length));
    let text = "&e;".repeat(references);
    let content = format!(
        "<complexType name='T'><annotation><documentation>{text}</documentation></annotation></complexType>"
    );
    declared + &schema(&content)
}

/// Each case has a contract that is accepted, and one that only differs in size.
#[test]
fn refuses_contracts_that_expand_too_much() {
    let one = |text: String| vec![("main.wsdl".to_owned(), text)];
    let cases = [
        ("attribute groups", one(attribute_groups(20, 20)), one(attribute_groups(200, 200))),
        ("restrictions", one(restrictions(20, 20)), one(restrictions(300, 300))),
        ("groups", one(groups(3)), one(groups(6))),
        ("services", one(services(2, 5)), one(services(200, 100))),
        ("chameleons", chameleons(3, 10), chameleons(150, 500)),
        ("entities", one(entities(100, 100)), one(entities(20_000, 200))),
    ];
    for (name, small, large) in cases {
        assert_eq!(errors(&small), [], "{name}");
        assert_eq!(errors(&large), [Code::TooLarge], "{name}");
    }
}
