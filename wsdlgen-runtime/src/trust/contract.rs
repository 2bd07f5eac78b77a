//! The contract of security token services (WS-Trust 1.4, appendix II).

use crate::{
    security::{WST, WST14},
    soap::{Contract, NoDetail, NoHeaders, Operation, Port, WireSignature},
    xml::{AnyElement, Cursor, Name, NamespaceId, Namespaces, QName, ReadError, Writer},
};

/// The contract of security token services, for a [`Port`] without generated code.
#[derive(Debug)]
pub enum SecurityTokenService {}

const TRUST: NamespaceId = NamespaceId::generated(0);
const TRUST14: NamespaceId = NamespaceId::generated(1);
static NAMESPACES: Namespaces = Namespaces::new(&[WST, WST14]);

impl Contract for SecurityTokenService {
    const NAME: &'static str = "SecurityTokenService";
    const NAMESPACES: &'static Namespaces = &NAMESPACES;
    const SECRETS: &'static [Name] = &[
        Name::new(TRUST, "BinarySecret"),
        Name::new(TRUST, "RequestedSecurityToken"),
        Name::new(TRUST, "RequestedProofToken"),
        Name::new(TRUST, "OnBehalfOf"),
        Name::new(TRUST14, "ActAs"),
        Name::new(TRUST, "RenewTarget"),
        Name::new(TRUST, "ValidateTarget"),
    ];
    const SIGNATURES: &'static [WireSignature] = &[
        WireSignature::of(Name::new(TRUST, "RequestSecurityToken")).with_actions(&[ACTIONS[0]]),
        WireSignature::of(Name::new(TRUST, "RequestSecurityToken")).with_actions(&[ACTIONS[1]]),
        WireSignature::of(Name::new(TRUST, "RequestSecurityToken")).with_actions(&[ACTIONS[2]]),
    ];
}

/// The actions of requests.
const ACTIONS: [&str; 3] = [
    "http://docs.oasis-open.org/ws-sx/ws-trust/200512/RST/Issue",
    "http://docs.oasis-open.org/ws-sx/ws-trust/200512/RST/Renew",
    "http://docs.oasis-open.org/ws-sx/ws-trust/200512/RST/Validate",
];

/// Returns a port of the service at the address of another one.
pub(super) fn port_like<C>(port: &Port<C>) -> Port<SecurityTokenService> {
    Port::new(port.name(), "", port.version(), &ACTIONS).at(port.address())
}

macro_rules! operations {
    ($($(#[$doc:meta])* $name:ident = $index:literal, $reply:literal;)+) => {
        $($(#[$doc])*
        pub(super) enum $name {}

        impl Operation for $name {
            type Contract = SecurityTokenService;
            type Input = AnyElement;
            type Output = AnyElement;
            type Body = AnyElement;
            type InputHeaders = NoHeaders;
            type OutputHeaders = NoHeaders;
            type Fault = NoDetail;

            const NAME: &'static str = stringify!($name);
            const INDEX: usize = $index;
            const DECLARATIONS: &'static str = "";
            const REQUEST_ACTION: &'static str = ACTIONS[$index];
            const REPLY_ACTION: &'static str = $reply;

            fn write_input(input: &AnyElement, writer: &mut Writer) {
                input.write(writer);
            }

            fn read_input(cursor: &mut Cursor<'_>) -> Result<AnyElement, ReadError> {
                only(cursor)
            }

            fn write_output(output: &AnyElement, writer: &mut Writer) {
                output.write(writer);
            }

            fn read_output(cursor: &mut Cursor<'_>) -> Result<AnyElement, ReadError> {
                only(cursor)
            }

            fn body(output: AnyElement) -> AnyElement {
                output
            }
        })+
    };
}

operations! {
    /// The binding `Issue` (§4).
    Issue = 0, "http://docs.oasis-open.org/ws-sx/ws-trust/200512/RSTRC/IssueFinal";
    /// The binding `Renew` (§5).
    Renew = 1, "http://docs.oasis-open.org/ws-sx/ws-trust/200512/RSTR/RenewFinal";
    /// The binding `Validate` (§7).
    Validate = 2, "http://docs.oasis-open.org/ws-sx/ws-trust/200512/RSTR/ValidateFinal";
}

/// Reads the only element of a body.
fn only(cursor: &mut Cursor<'_>) -> Result<AnyElement, ReadError> {
    if !cursor.next_element()? {
        return Ok(AnyElement::new(QName::new("", "empty")));
    }
    let element = cursor.capture()?;
    while cursor.next_element()? {
        cursor.skip()?;
    }
    Ok(element)
}
