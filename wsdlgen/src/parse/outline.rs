//! The outline of a document: the parts that a server needs to publish it.

use std::ops::Range;

use roxmltree::Node;

use super::{
    attributes::OwnAttributes as _,
    namespaces::{SOAP11, SOAP12, WSDL},
    parse_xml,
};

/// The address of a port and its position in the document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Address {
    /// The service that the port belongs to.
    pub(crate) service: String,
    pub(crate) port: String,
    pub(crate) location: String,
    /// Byte range of the attribute value.
    pub(crate) range: Range<usize>,
}

/// The parts of a document that change when it is published at another address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Outline {
    pub(crate) is_wsdl: bool,
    /// Names of the services in the document.
    pub(crate) services: Vec<String>,
    pub(crate) addresses: Vec<Address>,
    /// Byte range of the XML declaration, empty if there is none.
    pub(crate) declaration: Range<usize>,
}

/// Returns the outline of a document, or `None` if it is not well-formed XML.
pub(crate) fn outline(text: &str) -> Option<Outline> {
    let document = parse_xml(text).ok()?;
    let root = document.root_element();
    let is_wsdl = root.tag_name().namespace() == Some(WSDL);
    let services = || {
        let children = root.children().filter(|child| child.has_tag_name((WSDL, "service")));
        children
            .filter_map(|service| Some((service, service.own_attribute("name")?.trim().to_owned())))
    };
    let addresses = services().flat_map(|(service, name)| {
        let ports = service.children().filter(|child| child.has_tag_name((WSDL, "port")));
        ports.flat_map(move |port| {
            let name = name.clone();
            port.children().filter_map(move |child| address(child, port, &name))
        })
    });
    let end = text.starts_with("<?xml ").then(|| text.find("?>")).flatten();
    Some(Outline {
        is_wsdl,
        services: services().map(|(_, name)| name).collect(),
        addresses: addresses.collect(),
        declaration: 0..end.map_or(0, |end| end + "?>".len()),
    })
}

fn address(node: Node<'_, '_>, port: Node<'_, '_>, service: &str) -> Option<Address> {
    let is_soap = [SOAP11, SOAP12].contains(&node.tag_name().namespace()?);
    let attribute = node.own_attribute_node("location").filter(|_| is_soap)?;
    Some(Address {
        service: service.to_owned(),
        port: port.own_attribute("name").unwrap_or_default().trim().to_owned(),
        location: attribute.value().trim().to_owned(),
        range: attribute.range_value(),
    })
}

#[cfg(test)]
mod tests {
    use super::outline;

    #[test]
    fn finds_addresses_of_soap_ports() {
        let text = r#"<?xml version="1.0" encoding="utf-16"?>
          <definitions xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:s="http://schemas.xmlsoap.org/wsdl/soap/"
            xmlns:s12="http://schemas.xmlsoap.org/wsdl/soap12/" xmlns:h="http://schemas.xmlsoap.org/wsdl/http/">
            <s:address location="http://nowhere"/>
            <service name="A"><port name="P"><s:address location=" http://a?b&amp;c "/></port>
              <port><h:address location="http://form"/></port></service>
            <service name="B"><port><s12:address location='http://b'/></port></service>
          </definitions>"#;
        let outline = outline(text).unwrap();
        assert!(outline.is_wsdl);
        assert_eq!(outline.services, ["A", "B"]);
        assert_eq!(
            &text[outline.declaration.clone()],
            "<?xml version=\"1.0\" encoding=\"utf-16\"?>"
        );
        let found: Vec<_> = outline
            .addresses
            .iter()
            .map(|port| (&*port.service, &*port.port, &*port.location, &text[port.range.clone()]))
            .collect();
        let expected =
            [("A", "P", "http://a?b&c", " http://a?b&amp;c "), ("B", "", "http://b", "http://b")];
        assert_eq!(found, expected);
    }
}
