//! Reading and writing of faults. Tolerates the deviations of real servers.

use super::{
    AddressingVersion, EnvelopeOptions, Fault, FaultClass, FaultCode, FaultDetail, NoDetail,
    Reason, SoapVersion, write_envelope,
};
use crate::xml::WSSE;
use crate::xml::{
    AnyElement, Cursor, Event, Name, NamespaceId, QName, ReadError, ReadErrorKind, Writer,
};
use crate::xsd::WhiteSpace;

/// Reads a fault. The cursor is after the start tag of `Fault`. Only the local names of children are
/// compared, since servers qualify the unqualified ones of SOAP 1.1 with any namespace.
pub(crate) fn read_fault<D: FaultDetail>(cursor: &mut Cursor<'_>) -> Result<Fault<D>, ReadError> {
    let mut fault = Fault::new(FaultCode::named(QName::default()), "");
    fault.reasons.clear();
    cursor.tolerate_undeclared_prefixes();
    cursor.pass_attributes();
    while cursor.next_element()? {
        let local = cursor.peeked_expanded_name().map_or("", |(_, local)| local);
        match local {
            "faultcode" => fault.code = FaultCode::named(read_code(cursor)?),
            "faultstring" => add_reason(cursor, &mut fault.reasons)?,
            "faultactor" | "Role" => fault.role = Some(read_text(cursor)?),
            "Node" => fault.node = Some(read_text(cursor)?),
            "Code" => read_codes(cursor, &mut fault)?,
            "Reason" => read_reasons(cursor, &mut fault.reasons)?,
            "detail" | "Detail" if fault.raw_detail.is_none() => read_detail(cursor, &mut fault)?,
            _ => cursor.skip()?,
        }
    }
    cursor.leave()?;
    Ok(fault)
}

/// Reads the header blocks of an envelope as generic elements. The cursor is inside the envelope.
pub(crate) fn read_blocks(
    cursor: &mut Cursor<'_>,
    version: SoapVersion,
) -> Result<Vec<AnyElement>, ReadError> {
    let mut blocks = Vec::new();
    if cursor.next_if(&Name::new(version.namespace_id(), "Header"))? {
        cursor.pass_attributes();
        while cursor.next_element()? {
            let block = cursor.capture()?;
            cursor.push(&mut blocks, block)?;
        }
        cursor.leave()?;
    }
    Ok(blocks)
}

fn read_text(cursor: &mut Cursor<'_>) -> Result<String, ReadError> {
    cursor.enter()?;
    cursor.pass_attributes();
    let text = cursor.text()?;
    Ok(WhiteSpace::Collapse.apply(&text).into_owned())
}

/// Reads a code, which is a qualified name. An undeclared prefix is kept without a namespace.
fn read_code(cursor: &mut Cursor<'_>) -> Result<QName, ReadError> {
    cursor.enter()?;
    cursor.pass_attributes();
    cursor.loose_name()
}

/// Reads `Code` of SOAP 1.2: a value and nested subcodes.
fn read_codes<D>(cursor: &mut Cursor<'_>, fault: &mut Fault<D>) -> Result<(), ReadError> {
    let mut depth = 0_usize;
    cursor.enter()?;
    cursor.pass_attributes();
    loop {
        if !cursor.next_element()? {
            cursor.leave()?;
            if depth == 0 {
                return Ok(());
            }
            depth -= 1;
            continue;
        }
        match cursor.peeked_expanded_name().map_or("", |(_, local)| local) {
            "Value" if depth == 0 => fault.code = FaultCode::named(read_code(cursor)?),
            "Value" => {
                let code = read_code(cursor)?;
                cursor.push(&mut fault.subcodes, code)?;
            }
            "Subcode" => {
                cursor.enter()?;
                cursor.pass_attributes();
                depth += 1;
            }
            _ => cursor.skip()?,
        }
    }
}

fn read_reasons(cursor: &mut Cursor<'_>, reasons: &mut Vec<Reason>) -> Result<(), ReadError> {
    cursor.enter()?;
    cursor.pass_attributes();
    while cursor.next_element()? {
        add_reason(cursor, reasons)?;
    }
    cursor.leave()
}

/// Adds a reason. Of markup in it, the text is kept.
fn add_reason(cursor: &mut Cursor<'_>, reasons: &mut Vec<Reason>) -> Result<(), ReadError> {
    const LANGUAGE: Name = Name::new(NamespaceId::XML, "lang");
    cursor.enter()?;
    let language = cursor.take_attribute(&LANGUAGE).map(std::borrow::Cow::into_owned);
    cursor.pass_attributes();
    let mut text = String::new();
    let mut depth = 0_usize;
    loop {
        if let Some(part) = cursor.mixed_text()? {
            text.push_str(&part);
        }
        match cursor.peek()? {
            Event::Text => {}
            Event::Start => {
                let name = cursor.peeked_name();
                cursor.note_deviation(|_| ReadErrorKind::UnexpectedElement(name));
                cursor.enter()?;
                cursor.pass_attributes();
                depth += 1;
            }
            Event::End => {
                cursor.leave()?;
                let Some(outer) = depth.checked_sub(1) else { break };
                depth = outer;
            }
        }
    }
    cursor.push(reasons, Reason { language, text })
}

/// Captures the detail and reads the first entry that the contract declares. An entry that does not
/// match the contract must not hide the fault itself.
fn read_detail<D: FaultDetail>(
    cursor: &mut Cursor<'_>,
    fault: &mut Fault<D>,
) -> Result<(), ReadError> {
    let mut typed = cursor.clone();
    fault.raw_detail = Some(Box::new(cursor.capture()?));
    typed.reread_up_to(cursor)?;
    typed.enter()?;
    typed.pass_attributes();
    while fault.detail.is_none() && typed.peek()? == Event::Start {
        match D::read_entry(&mut typed) {
            Ok(Some(entry)) => fault.detail = Some(entry),
            Ok(None) => typed.skip()?,
            Err(_) => return Ok(()),
        }
    }
    cursor.share_memory(&typed);
    Ok(())
}

impl<D> Fault<D> {
    /// Returns an iterator over the entries of the detail as received.
    pub fn raw_entries(&self) -> impl Iterator<Item = &AnyElement> {
        self.raw_detail.iter().flat_map(|detail| detail.elements())
    }

    /// Returns the first entry of the detail with this local name, in any namespace. For entries that the contract does not
    /// declare, and for details with several entries.
    ///
    /// ```
    /// use wsdlgen_runtime::{Fault, NoDetail};
    ///
    /// fn error_code(fault: &Fault<NoDetail>) -> Option<String> {
    ///     fault.raw_entry("ErrorCode").map(|entry| entry.text().into_owned())
    /// }
    /// ```
    pub fn raw_entry(&self, local: &str) -> Option<&AnyElement> {
        self.raw_entries().find(|entry| entry.name.local() == local)
    }
}

/// The specifications whose codes replace the general code in SOAP 1.1, which has no subcodes (SOAP
/// Message Security 1.1, §12; WS-Addressing 1.0 SOAP Binding, §6; Submission of August 2004, §4).
const HEADERS: [&str; 3] =
    [WSSE, AddressingVersion::V1.namespace(), AddressingVersion::August2004.namespace()];

/// Returns the envelope of a fault. `addressing` writes header blocks before those of the fault.
pub(crate) fn fault_envelope<D: FaultDetail>(
    fault: &Fault<D>,
    version: SoapVersion,
    declarations: &str,
    addressing: Option<impl FnOnce(&mut Writer)>,
) -> Vec<u8> {
    let header = |writer: &mut Writer| {
        if addressing.is_none() && fault.headers.is_empty() {
            return;
        }
        writer.raw("<soap:Header>");
        if let Some(addressing) = addressing {
            addressing(writer);
        }
        fault.headers.iter().for_each(|block| block.write(writer));
        writer.raw("</soap:Header>");
    };
    let body = |writer: &mut Writer| write_fault(fault, version, writer);
    let written = write_envelope(&EnvelopeOptions::plain(version, declarations), header, body);
    // A reason that XML cannot represent must not hide the fault.
    let (envelope, _) = written.unwrap_or_else(|error| {
        let reason = format!("the fault cannot be written: {error:?}");
        let fault = Fault::<NoDetail>::new(FaultCode::of(fault.code.class()), reason);
        let body = |writer: &mut Writer| write_fault(&fault, version, writer);
        write_envelope(&EnvelopeOptions::plain(version, ""), |_| {}, body).unwrap_or_default()
    });
    envelope
}

/// Writes the `Fault` element in the syntax of `version`.
fn write_fault<D: FaultDetail>(fault: &Fault<D>, version: SoapVersion, writer: &mut Writer) {
    match version {
        SoapVersion::Soap11 => write_fault_11(fault, writer),
        SoapVersion::Soap12 => write_fault_12(fault, writer),
    }
}

fn write_fault_11<D: FaultDetail>(fault: &Fault<D>, writer: &mut Writer) {
    writer.raw("<soap:Fault><faultcode");
    let exact = fault.subcodes.last().filter(|code| HEADERS.contains(&code.namespace()));
    if let Some(code) = exact {
        writer.attribute("xmlns:code", code.namespace());
        writer.raw(">code:");
        writer.text(code.local());
    } else {
        writer.raw(">");
        write_code(&fault.code, SoapVersion::Soap11, writer);
    }
    writer.raw("</faultcode><faultstring>");
    writer.text(fault.reason());
    writer.raw("</faultstring>");
    if let Some(role) = &fault.role {
        writer.raw("<faultactor>");
        writer.text(role);
        writer.raw("</faultactor>");
    }
    if let Some(detail) = &fault.detail {
        writer.raw("<detail>");
        detail.write_entry(writer);
        writer.raw("</detail>");
    }
    writer.raw("</soap:Fault>");
}

fn write_fault_12<D: FaultDetail>(fault: &Fault<D>, writer: &mut Writer) {
    writer.raw("<soap:Fault><soap:Code><soap:Value>");
    write_code(&fault.code, SoapVersion::Soap12, writer);
    writer.raw("</soap:Value>");
    for subcode in &fault.subcodes {
        writer.raw("<soap:Subcode><soap:Value");
        if subcode.namespace().is_empty() {
            writer.raw(">");
        } else {
            writer.attribute("xmlns:code", subcode.namespace());
            writer.raw(">code:");
        }
        writer.text(subcode.local());
        writer.raw("</soap:Value>");
    }
    for _ in &fault.subcodes {
        writer.raw("</soap:Subcode>");
    }
    writer.raw("</soap:Code><soap:Reason>");
    for reason in &fault.reasons {
        writer.raw("<soap:Text");
        writer.attribute("xml:lang", reason.language.as_deref().unwrap_or("en"));
        writer.raw(">");
        writer.text(&reason.text);
        writer.raw("</soap:Text>");
    }
    writer.raw("</soap:Reason>");
    for (tag, value) in [("Node", &fault.node), ("Role", &fault.role)] {
        if let Some(value) = value {
            writer.raw(&format!("<soap:{tag}>"));
            writer.text(value);
            writer.raw(&format!("</soap:{tag}>"));
        }
    }
    if let Some(detail) = &fault.detail {
        writer.raw("<soap:Detail>");
        detail.write_entry(writer);
        writer.raw("</soap:Detail>");
    }
    writer.raw("</soap:Fault>");
}

/// Writes a code with the name that `version` has for it.
///
/// In SOAP 1.1, a more specific code keeps its suffix after the dot. A code that the specifications do
/// not define becomes the receiver's: SOAP 1.2 allows no other codes, and SOAP 1.1 would require a
/// declared prefix.
fn write_code(code: &FaultCode, version: SoapVersion, writer: &mut Writer) {
    let local = match (code.class(), version) {
        (FaultClass::VersionMismatch, _) => "VersionMismatch",
        (FaultClass::MustUnderstand, _) => "MustUnderstand",
        (FaultClass::DataEncodingUnknown, SoapVersion::Soap12) => "DataEncodingUnknown",
        (FaultClass::Sender | FaultClass::DataEncodingUnknown, SoapVersion::Soap11) => "Client",
        (FaultClass::Sender, SoapVersion::Soap12) => "Sender",
        (FaultClass::Receiver | FaultClass::Other, SoapVersion::Soap11) => "Server",
        (FaultClass::Receiver | FaultClass::Other, SoapVersion::Soap12) => "Receiver",
    };
    writer.raw("soap:");
    writer.raw(local);
    if let (SoapVersion::Soap11, Some((_, exact))) = (version, code.name().local().split_once('.'))
    {
        writer.raw(".");
        writer.text(exact);
    }
}
