//! `cargo lab pages`: tests the pages of a generated server in a browser.

mod browser;
mod choices;

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use xshell::cmd;

use crate::process::{Group, forward_lines};
use crate::{Outcome, Result, workspace};
use browser::{Browser, Scheme};

/// Time limit for a program to start.
const START: Duration = Duration::from_secs(60);
/// Time limit for a page to show a text.
const PAGE: Duration = Duration::from_secs(30);
/// Interval between checks for a text.
const POLL: Duration = Duration::from_millis(100);
/// The path of the service's page.
const PATH: &str = "/webservices/CustomerCareService.asmx";

const ENVELOPE: &str = "<s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\"><s:Header>\
    <ScCredentials xmlns=\"http://ws.southernco.com/CustSvc-iHub\"/></s:Header><s:Body>\
    <UpdateCustomerPIN xmlns=\"http://ws.southernco.com/CustSvc-iHub\"><updateCustomerPINRequest>\
    <OperationType xmlns=\"\">UPDATE</OperationType><AccountNumber xmlns=\"\">1</AccountNumber>\
    <PIN xmlns=\"\">4711</PIN></updateCustomerPINRequest></UpdateCustomerPIN></s:Body></s:Envelope>";

pub(crate) fn run() -> Result {
    let shell = workspace::shell()?;
    for program in ["chromium", "chromedriver"] {
        if cmd!(shell, "{program} --version").quiet().ignore_stderr().read().is_err() {
            let why =
                format!("{program} is not installed (Debian packages: chromium, chromium-driver)");
            return Ok(Outcome::Skipped(why));
        }
    }
    workspace::run(cmd!(shell, "cargo build --quiet -p example-axum-server"))?;
    let server = cmd!(shell, "cargo run --quiet -p example-axum-server -- 127.0.0.1:0");
    let (_server, line) = started(Command::from(workspace::as_by_hand(server)), "serving at ")?;
    let address = line.trim_start_matches("serving at ").trim_end_matches(PATH).to_owned();
    let mut driver = Command::new("chromedriver");
    driver.arg("--port=0");
    let (_driver, line) = started(driver, "ChromeDriver was started successfully on port ")?;
    let port: String = line.chars().filter(char::is_ascii_digit).collect();
    let browser = Browser::start(&format!("http://127.0.0.1:{port}"))?;
    let pictures = workspace::root().join("target/pages");
    fs::create_dir_all(&pictures)?;
    let used = use_pages(&browser, &format!("{address}{PATH}"), &pictures)
        .and_then(|()| choices::use_choices(&shell, &browser, &pictures));
    browser.end()?;
    used?;
    println!("pages: screenshots are in {}", pictures.display());
    Ok(Outcome::Passed)
}

/// Starts a program and waits for an output line that begins with `start`.
fn started(mut command: Command, start: &str) -> Result<(Group, String)> {
    let mut group = Group::start(command.stdout(Stdio::piped()))?;
    let (sender, lines) = mpsc::channel();
    forward_lines(group.child.stdout.take().expect("standard output should be piped"), sender);
    loop {
        let line = lines
            .recv_timeout(START)
            .map_err(|_| format!("timed out waiting for a line `{start}…`"))?;
        if line.starts_with(start) {
            return Ok((group, line));
        }
    }
}

/// Visits the service's page and an operation's page and submits the form. Takes screenshots of each page in both
/// colour schemes.
fn use_pages(browser: &Browser, address: &str, pictures: &Path) -> Result<()> {
    browser.go(address)?;
    shows(browser, "h1", "CustomerCareService")?;
    browser.pictures(pictures, "service")?;
    browser.click("ul[aria-labelledby=operations] a")?;
    shows(browser, "h1", "UpdateCustomerPIN")?;
    shows(browser, "main", "<OperationType xmlns=\"\">UPDATE or DELETE or UNLOCK or LOCK")?;
    browser.pictures(pictures, "operation")?;

    // The form begins with the values of a valid request.
    browser.click("button[type=submit]")?;
    shows(browser, "h3", "Response: HTTP 200 OK")?;
    use_fields(browser, pictures)?;

    browser.click("a[href*=\"as=envelope\"]")?;
    shows(browser, "label", "Envelope for SOAP 1.2")?;
    browser.fill("#envelope", ENVELOPE)?;
    browser.click("button[type=submit]")?;
    shows(browser, "h3", "Response: HTTP 200 OK")?;
    shows(browser, "pre", ">UPDATED<")?;
    browser.pictures(pictures, "answer")?;

    browser.click("nav a")?;
    shows(browser, "h1", "CustomerCareService")?;
    for scheme in [Scheme::Light, Scheme::Dark] {
        browser.prefer(scheme)?;
        let colour = browser.colour("body")?;
        if (colour == "rgba(255, 255, 255, 1)") != (scheme == Scheme::Light) {
            return Err(format!("{scheme:?}: the page's background is {colour}").into());
        }
    }
    Ok(())
}

/// Fills in fields, adds a repeated element, and sends the form with the other version of SOAP.
fn use_fields(browser: &Browser, pictures: &Path) -> Result<()> {
    browser.click("button[name=add]")?;
    shows(browser, "form", "NameValue 2")?;
    browser.choose("Version", "SOAP 1.2")?;
    browser.choose("OperationType", "DELETE")?;
    browser.fill_labelled("AccountNumber", "4711")?;
    browser.pictures(pictures, "fields")?;
    browser.click("button[type=submit]")?;
    shows(browser, "h3", "Response: HTTP 200 OK")?;
    browser.click("summary")?;
    shows(browser, "details", "<OperationType xmlns=\"\">DELETE</OperationType>")?;
    shows(browser, "details", "<AccountNumber xmlns=\"\">4711</AccountNumber>")?;
    shows(browser, "details", "http://www.w3.org/2003/05/soap-envelope")
}

/// Waits until an element shows a text, since the page may still be loading after a click.
fn shows(browser: &Browser, element: &str, expected: &str) -> Result<()> {
    let end = Instant::now() + PAGE;
    loop {
        let found = browser.text(element);
        if found.as_ref().is_ok_and(|text| text.contains(expected)) {
            return Ok(());
        }
        if Instant::now() > end {
            return Err(format!("expected `{expected}` in `{element}`, found:\n{}", found?).into());
        }
        thread::sleep(POLL);
    }
}
