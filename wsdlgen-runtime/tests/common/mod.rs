//! A small contract, written by hand in the style of generated code: two operations, only one of them implemented,
//! headers in both directions, one fault detail, and one secret.

use std::fmt;

use wsdlgen_runtime::{
    Contract, FaultDetail, Headers, Operation, ValidationErrors, WireSignature,
    validate::{Check, Facets},
    xml::{Cursor, Name, NamespaceId, Namespaces, ReadError, Redacted, Writer},
};

pub(crate) static NAMESPACES: Namespaces = Namespaces::new(&["urn:echo"]);
const NS: NamespaceId = NamespaceId::generated(0);

#[derive(Debug)]
pub(crate) struct EchoContract;

impl Contract for EchoContract {
    const NAME: &'static str = "EchoService";
    const NAMESPACES: &'static Namespaces = &NAMESPACES;
    const SECRETS: &'static [Name] = &[Name::new(NS, "pin")];
    const SIGNATURES: &'static [WireSignature] =
        &[WireSignature::of(Name::new(NS, "Echo")), WireSignature::of(Name::new(NS, "Pin"))];
}

/// An operation that returns its input.
#[derive(Debug)]
pub(crate) struct Echo;

impl Operation for Echo {
    type Contract = EchoContract;
    type Input = String;
    type Output = String;
    type Body = String;
    type InputHeaders = Session;
    type OutputHeaders = Session;
    type Fault = EchoFault;

    const NAME: &'static str = "Echo";
    const INDEX: usize = 0;
    const DECLARATIONS: &'static str = " xmlns:t=\"urn:echo\"";

    fn write_input(input: &String, writer: &mut Writer) {
        write_text("t:Echo", input, writer);
    }

    fn read_input(cursor: &mut Cursor<'_>) -> Result<String, ReadError> {
        cursor.expect(&Name::new(NS, "Echo"))?;
        read_text(cursor)
    }

    fn write_output(output: &String, writer: &mut Writer) {
        write_text("t:EchoResponse", output, writer);
    }

    fn read_output(cursor: &mut Cursor<'_>) -> Result<String, ReadError> {
        cursor.expect(&Name::new(NS, "EchoResponse"))?;
        read_text(cursor)
    }

    fn validate_input(input: &String) -> Result<(), ValidationErrors> {
        check_text("Echo", input)
    }

    fn validate_output(output: &String) -> Result<(), ValidationErrors> {
        check_text("EchoResponse", output)
    }

    fn body(output: String) -> String {
        output
    }
}

static TEXT: Facets = Facets { max_length: Some(1000), ..Facets::NONE };

fn check_text(root: &'static str, text: &String) -> Result<(), ValidationErrors> {
    let mut check = Check::new(root);
    check.value("text", text, &TEXT);
    check.finish()
}

static NUMBER: Facets = Facets { min_inclusive: Some("1"), ..Facets::NONE };

pub(crate) fn check_number(number: u32) -> Result<(), ValidationErrors> {
    let mut check = Check::new("Session");
    check.value("number", &number, &NUMBER);
    check.finish()
}

/// `<wrapper><t:text>…</t:text></wrapper>`.
fn write_text(wrapper: &str, text: &str, writer: &mut Writer) {
    writer.raw(&format!("<{wrapper}><t:text>"));
    writer.text(text);
    writer.raw(&format!("</t:text></{wrapper}>"));
}

fn read_text(cursor: &mut Cursor<'_>) -> Result<String, ReadError> {
    cursor.expect(&Name::new(NS, "text"))?;
    let text = cursor.string()?;
    cursor.leave()?;
    Ok(text)
}

/// The header blocks: a session number and a PIN.
#[derive(Clone, Default, PartialEq)]
pub(crate) struct Session {
    pub number: Option<u32>,
    pub pin: Option<String>,
}

impl fmt::Debug for Session {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let pin = &Redacted(&self.pin);
        formatter.debug_struct("Session").field("number", &self.number).field("pin", pin).finish()
    }
}

impl Headers for Session {
    const NAMES: &'static [Name] = &[Name::new(NS, "session"), Name::new(NS, "pin")];

    fn write(&self, writer: &mut Writer) {
        if let Some(number) = &self.number {
            writer.raw("<t:session>");
            writer.value(number);
            writer.raw("</t:session>");
        }
        if let Some(pin) = &self.pin {
            writer.raw("<t:pin>");
            writer.text(pin);
            writer.raw("</t:pin>");
        }
    }

    fn merge(&mut self, other: Self) {
        self.number = other.number.or(self.number);
        self.pin = other.pin.or(self.pin.take());
    }

    fn validate(&self) -> Result<(), ValidationErrors> {
        self.number.map_or(Ok(()), check_number)
    }

    fn is_set(&self, index: usize) -> bool {
        [self.number.is_some(), self.pin.is_some()].get(index) == Some(&true)
    }

    fn read(&mut self, index: usize, cursor: &mut Cursor<'_>) -> Result<(), ReadError> {
        match index {
            0 => self.number = Some(cursor.value()?),
            _ => self.pin = Some(cursor.string()?),
        }
        Ok(())
    }
}

/// The only fault detail that the contract declares.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum EchoFault {
    Busy(u32),
}

impl FaultDetail for EchoFault {
    fn read_entry(cursor: &mut Cursor<'_>) -> Result<Option<Self>, ReadError> {
        if cursor.next_if(&Name::new(NS, "busy"))? {
            return Ok(Some(Self::Busy(cursor.value()?)));
        }
        Ok(None)
    }

    fn write_entry(&self, writer: &mut Writer) {
        let Self::Busy(seconds) = self;
        writer.raw("<t:busy>");
        writer.value(seconds);
        writer.raw("</t:busy>");
    }
}
