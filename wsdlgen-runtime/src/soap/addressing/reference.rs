//! Endpoint references: an address with the header blocks that messages to it must have.

use super::AddressingVersion;
use crate::xml::{AnyAttribute, AnyElement, AnyNode, QName, Writer};

/// The children of an endpoint reference whose content becomes header blocks (Core, §2.1; Submission, §2.1).
const PARAMETERS: [&str; 2] = ["ReferenceProperties", "ReferenceParameters"];

/// An endpoint reference (WS-Addressing 1.0 Core, §2; Submission, §2).
///
/// A service returns one to say where a resource is: the manager of a subscription, for example. The
/// [`Endpoints`](super::Endpoints) of a client accept it as the destination.
///
/// ```
/// use wsdlgen_runtime::{AnyElement, soap::EndpointReference, xml::ReadOptions};
///
/// let element = "<Manager xmlns:a='http://www.w3.org/2005/08/addressing'><a:Address>http://camera/events</a:Address>\
///     <a:ReferenceParameters><Id>7</Id></a:ReferenceParameters></Manager>";
/// let element = AnyElement::parse(element, &ReadOptions::default())?;
/// let manager = EndpointReference::of(&element).expect("the element has an address");
/// assert_eq!(manager.address, "http://camera/events");
/// assert_eq!(manager.parameters[0].text(), "7");
/// # Ok::<(), wsdlgen_runtime::xml::ReadError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EndpointReference {
    /// The address.
    pub address: String,
    /// The reference parameters, which every message to the endpoint has as header blocks.
    pub parameters: Vec<AnyElement>,
}

impl EndpointReference {
    /// Reads an element of the type `wsa:EndpointReferenceType`, in either version. Returns `None` if it has no address.
    pub fn of(element: &AnyElement) -> Option<Self> {
        let belongs = |name: &QName| AddressingVersion::of_namespace(name.namespace()).is_some();
        let mut known = element.elements().filter(|child| belongs(&child.name));
        let address = known.find(|child| child.name.local() == "Address")?;
        let address = address.text().trim().to_owned();
        let of_parameters = element
            .elements()
            .filter(|child| belongs(&child.name) && PARAMETERS.contains(&child.name.local()));
        let parameters = of_parameters.flat_map(AnyElement::elements).cloned().collect();
        Some(Self { address, parameters })
    }

    /// Writes the reference as the content of a block. The prefix `wsa` must be declared.
    pub(super) fn write(&self, writer: &mut Writer) {
        writer.raw("<wsa:Address>");
        writer.text(&self.address);
        writer.raw("</wsa:Address>");
        if self.parameters.is_empty() {
            return;
        }
        writer.raw("<wsa:ReferenceParameters>");
        for parameter in &self.parameters {
            parameter.write(writer);
        }
        writer.raw("</wsa:ReferenceParameters>");
    }

    /// Writes the reference parameters as header blocks (SOAP Binding, §2; Submission, §2.3).
    pub(super) fn write_parameters(&self, version: AddressingVersion, writer: &mut Writer) {
        for parameter in &self.parameters {
            if version == AddressingVersion::August2004 {
                parameter.write(writer);
                continue;
            }
            let name = QName::new(version.namespace(), "IsReferenceParameter").with_prefix("wsa");
            let mut parameter = parameter.clone();
            parameter.attributes.retain(|attribute| attribute.name != name);
            parameter.attributes.push(AnyAttribute::new(name, "true"));
            parameter.write(writer);
        }
    }

    /// Estimates the length of the reference parameters in a message, in bytes.
    pub(super) fn parameters_length(&self) -> usize {
        self.parameters.iter().map(written_length).sum()
    }
}

impl<T: Into<String>> From<T> for EndpointReference {
    fn from(address: T) -> Self {
        Self { address: address.into(), parameters: Vec::new() }
    }
}

/// Estimates the length of an element in XML, with a namespace declaration for each name.
fn written_length(element: &AnyElement) -> usize {
    let name = |name: &QName| 2 * (name.local().len() + name.prefix().len() + 8);
    let namespace = |name: &QName| name.namespace().len();
    let attributes = element.attributes.iter();
    let attributes = attributes.map(|attribute| {
        name(&attribute.name) + namespace(&attribute.name) + attribute.value.len()
    });
    let children = element.children.iter().map(|child| match child {
        AnyNode::Element(child) => written_length(child),
        AnyNode::Text(text) => text.len(),
    });
    let own = name(&element.name) + namespace(&element.name);
    own + attributes.sum::<usize>() + children.sum::<usize>()
}
