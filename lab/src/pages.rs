//! `cargo lab pages`: the pages of a generated server in a browser, as a person uses them.

mod browser;

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

/// How long a program may take to say that it has started.
const START: Duration = Duration::from_secs(60);
/// How long a page may take to show a text.
const PAGE: Duration = Duration::from_secs(30);
/// How often a text is looked for.
const POLL: Duration = Duration::from_millis(100);
/// Where the service's page is.
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
                format!("{program} is not there: Debian's packages chromium, chromium-driver");
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
    let used = use_pages(&browser, &format!("{address}{PATH}"), &pictures);
    browser.end()?;
    used?;
    println!("pages: pictures are in {}", pictures.display());
    Ok(Outcome::Passed)
}

/// Starts a program and waits for the line that begins like this.
fn started(mut command: Command, start: &str) -> Result<(Group, String)> {
    let mut group = Group::start(command.stdout(Stdio::piped()))?;
    let (sender, lines) = mpsc::channel();
    forward_lines(group.child.stdout.take().expect("it is piped"), sender);
    loop {
        let line = lines.recv_timeout(START).map_err(|_| format!("no line `{start}…` came"))?;
        if line.starts_with(start) {
            return Ok((group, line));
        }
    }
}

/// From the service's page to an operation's, and through its form; each page in both schemes.
fn use_pages(browser: &Browser, address: &str, pictures: &Path) -> Result<()> {
    browser.go(address)?;
    shows(browser, "h1", "CustomerCareService")?;
    browser.pictures(pictures, "service")?;
    browser.click("ul[aria-labelledby=operations] a")?;
    shows(browser, "h1", "UpdateCustomerPIN")?;
    shows(browser, "main", "<OperationType xmlns=\"\">UPDATE or DELETE or UNLOCK or LOCK")?;
    browser.pictures(pictures, "operation")?;

    browser.choose("#version", "1.2")?;
    browser.fill("#envelope", ENVELOPE)?;
    browser.click("button[type=submit]")?;
    shows(browser, "h3", "Answer: HTTP 200 OK")?;
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

/// Waits until an element shows this text: a page may still be loading after a click.
fn shows(browser: &Browser, element: &str, expected: &str) -> Result<()> {
    let end = Instant::now() + PAGE;
    loop {
        let found = browser.text(element);
        if found.as_ref().is_ok_and(|text| text.contains(expected)) {
            return Ok(());
        }
        if Instant::now() > end {
            return Err(format!("`{element}` has no `{expected}`, but:\n{}", found?).into());
        }
        thread::sleep(POLL);
    }
}
