//! The form of a mock, with a choice and an element with derived types.

use std::fs;
use std::path::Path;
use std::process::Command;

use xshell::{Shell, cmd};

use super::{browser::Browser, shows, started};
use crate::{Result, workspace};

const CONTRACT: &str = r#"<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:t="urn:example:shop" targetNamespace="urn:example:shop">
  <types><xs:schema targetNamespace="urn:example:shop" elementFormDefault="qualified">
    <xs:complexType name="Parcel"><xs:sequence><xs:element name="Weight" type="xs:int"/></xs:sequence></xs:complexType>
    <xs:complexType name="Letter"><xs:complexContent><xs:extension base="t:Parcel"><xs:sequence>
      <xs:element name="Stamp" type="xs:string"/></xs:sequence></xs:extension></xs:complexContent></xs:complexType>
    <xs:element name="Buy"><xs:complexType><xs:sequence>
      <xs:choice><xs:element name="Card" type="xs:string"/>
        <xs:sequence><xs:element name="Bank" type="xs:string"/><xs:element name="Account" type="xs:string"/></xs:sequence></xs:choice>
      <xs:element name="Parcel" type="t:Parcel" maxOccurs="unbounded"/></xs:sequence></xs:complexType></xs:element>
    <xs:element name="Bought" type="xs:int"/></xs:schema></types>
  <message name="In"><part name="p" element="t:Buy"/></message><message name="Out"><part name="p" element="t:Bought"/></message>
  <portType name="P"><operation name="Buy"><input message="t:In"/><output message="t:Out"/></operation></portType>
  <binding name="B" type="t:P"><soap:binding transport="http://schemas.xmlsoap.org/soap/http"/>
    <operation name="Buy"><soap:operation soapAction=""/><input><soap:body use="literal"/></input>
      <output><soap:body use="literal"/></output></operation></binding>
  <service name="Shop"><port name="Shop" binding="t:B"><soap:address location="http://localhost/"/></port></service>
</definitions>"#;

/// Chooses other branches than the first ones, and sends the form.
pub(super) fn use_choices(shell: &Shell, browser: &Browser, pictures: &Path) -> Result<()> {
    workspace::run(cmd!(shell, "cargo build --quiet -p wsdlgen-cli"))?;
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("shop.wsdl");
    fs::write(&file, CONTRACT)?;
    let mock = cmd!(shell, "cargo run --quiet -p wsdlgen-cli -- mock --port 0 {file}");
    let (_mock, line) = started(Command::from(workspace::as_by_hand(mock)), "serving at ")?;
    let address = line.split_whitespace().nth(2).unwrap_or_default();

    browser.go(&format!("{address}?op=Buy"))?;
    shows(browser, "form", "one of these")?;
    // The fields of other branches are hidden.
    if browser.text("form")?.contains("Account string") {
        return Err("the fields of a branch are shown that is not chosen".into());
    }
    browser.click_label("Bank, Account")?;
    shows(browser, "form", "Account string")?;
    browser.fill_labelled("Account", "4711")?;
    browser.click("button[name=add]")?;
    shows(browser, "form", "Parcel 2")?;
    shows(browser, "form", "Account string")?;
    browser.click_label("Parcel: Letter")?;
    browser.fill_labelled("Stamp", "red")?;
    browser.pictures(pictures, "choices")?;
    browser.click("button[type=submit]")?;
    shows(browser, "h3", "Response: HTTP 200 OK")?;
    browser.click("summary")?;
    shows(browser, "details", "<Account>4711</Account>")?;
    shows(browser, "details", "<Stamp>red</Stamp>")?;
    if browser.text("details")?.contains("<Card>") {
        return Err("both branches of a choice were sent".into());
    }
    Ok(())
}
