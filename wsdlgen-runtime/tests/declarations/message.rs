//! `headers!`, `header_block!` and `fault!`.

use wsdlgen_runtime::{
    codegen::v1 as rt,
    soap::{FaultDetail, HeaderBlock, Headers},
    xml::{Cursor, Name, ReadOptions, Writer},
};

rt::namespaces! { tns = "urn:t" }

rt::contract! {
    /// A contract without operations.
    pub enum Contract = "Contract" {}
}

rt::record! {
    /// A session.
    pub struct Session from(u32) {
        optional id: Option<u32> = "id" value,
    }
}

rt::headers! {
    /// Two header blocks.
    pub struct LoginHeaders {
        user: String = "User"@tns secret string,
        session: Session = "Session"@tns element,
    }
}

rt::header_block! { Contract: Session = "Session"@tns element }

rt::fault! {
    /// The reason why a login failed.
    pub enum LoginFault {
        Expired(Session) = "Expired"@tns element,
        Unknown(String) = "Unknown"@tns string,
    }
}

fn text(write: impl FnOnce(&mut Writer)) -> String {
    let mut writer = Writer::default();
    write(&mut writer);
    String::from_utf8(writer.finish().unwrap()).unwrap()
}

#[test]
fn writes_and_merges_headers() {
    let mut headers = LoginHeaders::from("me".to_owned());
    assert_eq!((headers.is_set(0), headers.is_set(1)), (true, false));
    headers.merge(LoginHeaders::from(Session::from(7)));
    let expected = "<tns:User>me</tns:User><tns:Session><id>7</id></tns:Session>";
    assert_eq!(text(|writer| headers.write(writer)), expected);
    assert_eq!(LoginHeaders::NAMES[1], Name::of(&[ns::tns], "Session"));
}

#[test]
fn writes_a_header_block() {
    let session = Session::from(Some(7));
    let expected = "<tns:Session><id>7</id></tns:Session>";
    assert_eq!(text(|writer| HeaderBlock::<Contract>::write_block(&session, writer)), expected);
}

#[test]
fn reads_and_writes_the_details_of_faults() {
    let cases = [
        ("<tns:Expired><id>1</id></tns:Expired>", LoginFault::from(Session::from(1))),
        ("<tns:Unknown>x</tns:Unknown>", LoginFault::Unknown("x".to_owned())),
    ];
    for (detail, expected) in cases {
        let document = format!("<r xmlns:tns='urn:t'>{detail}</r>");
        let mut cursor = Cursor::new(&document, &ns::NAMESPACES, &ReadOptions::default()).unwrap();
        cursor.expect(&Name::unqualified("r")).unwrap();
        assert_eq!(LoginFault::read_entry(&mut cursor), Ok(Some(expected.clone())));
        assert_eq!(text(|writer| expected.write_entry(writer)), detail);
    }
}
