//! A browser controlled with the W3C `WebDriver` protocol.

use std::fs;
use std::path::Path;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use crate::Result;

/// Time limit for one step.
const STEP: Duration = Duration::from_secs(60);
/// The key of an element's identifier (`WebDriver`, §12).
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// A browser session.
pub(super) struct Browser {
    agent: ureq::Agent,
    session: String,
}

/// The preferred colour scheme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scheme {
    Light,
    Dark,
}

impl Browser {
    /// Starts Chromium without background network access.
    pub(super) fn start(driver: &str) -> Result<Self> {
        let agent = ureq::Agent::config_builder().timeout_global(Some(STEP)).proxy(None);
        let agent: ureq::Agent = agent.build().into();
        let arguments = [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            // Containers provide little shared memory, which would make pages crash.
            "--disable-dev-shm-usage",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--window-size=1000,1400",
        ];
        let wanted = json!({ "capabilities": { "alwaysMatch": {
            "browserName": "chrome", "goog:chromeOptions": { "args": arguments } } } });
        let mut browser = Self { agent, session: format!("{driver}/session") };
        let started = browser.post("", &wanted)?;
        let id = started["sessionId"].as_str().ok_or("expected a session ID from the browser")?;
        browser.session = format!("{driver}/session/{id}");
        Ok(browser)
    }

    pub(super) fn end(&self) -> Result<()> {
        self.agent.delete(&self.session).call()?;
        Ok(())
    }

    pub(super) fn go(&self, address: &str) -> Result<()> {
        self.post("/url", &json!({ "url": address })).map(drop)
    }

    pub(super) fn click(&self, selector: &str) -> Result<()> {
        let element = self.element(selector)?;
        self.post(&format!("/element/{element}/click"), &json!({})).map(drop)
    }

    /// Replaces the text of a field.
    pub(super) fn fill(&self, selector: &str, text: &str) -> Result<()> {
        let element = self.element(selector)?;
        self.post(&format!("/element/{element}/clear"), &json!({}))?;
        self.post(&format!("/element/{element}/value"), &json!({ "text": text })).map(drop)
    }

    /// Clicks the first label with this text.
    pub(super) fn click_label(&self, label: &str) -> Result<()> {
        let element = self.found("xpath", &format!("//label[normalize-space(.)='{label}']"))?;
        self.post(&format!("/element/{element}/click"), &json!({})).map(drop)
    }

    /// Replaces the text of the field with this label.
    pub(super) fn fill_labelled(&self, label: &str, text: &str) -> Result<()> {
        let element = self.found("xpath", &labelled(label))?;
        self.post(&format!("/element/{element}/clear"), &json!({}))?;
        self.post(&format!("/element/{element}/value"), &json!({ "text": text })).map(drop)
    }

    /// Chooses an option of the list with this label.
    pub(super) fn choose(&self, label: &str, option: &str) -> Result<()> {
        let option = format!("{}/option[.='{option}']", labelled(label));
        let element = self.found("xpath", &option)?;
        self.post(&format!("/element/{element}/click"), &json!({})).map(drop)
    }

    /// Returns the visible text of an element.
    pub(super) fn text(&self, selector: &str) -> Result<String> {
        self.of_element(selector, "text")
    }

    pub(super) fn colour(&self, selector: &str) -> Result<String> {
        self.of_element(selector, "css/background-color")
    }

    fn of_element(&self, selector: &str, what: &str) -> Result<String> {
        let element = self.element(selector)?;
        let found = self.get(&format!("/element/{element}/{what}"))?;
        Ok(found.as_str().unwrap_or_default().to_owned())
    }

    pub(super) fn prefer(&self, scheme: Scheme) -> Result<()> {
        let value = if scheme == Scheme::Light { "light" } else { "dark" };
        let feature = json!([{ "name": "prefers-color-scheme", "value": value }]);
        let set = json!({ "cmd": "Emulation.setEmulatedMedia", "params": { "features": feature } });
        self.post("/goog/cdp/execute", &set).map(drop)
    }

    /// Takes a screenshot of the page in each colour scheme.
    pub(super) fn pictures(&self, folder: &Path, name: &str) -> Result<()> {
        for (scheme, suffix) in [(Scheme::Dark, "dark"), (Scheme::Light, "light")] {
            self.prefer(scheme)?;
            let picture = self.get("/screenshot")?;
            let picture = STANDARD.decode(picture.as_str().unwrap_or_default())?;
            fs::write(folder.join(format!("{name}-{suffix}.png")), picture)?;
        }
        Ok(())
    }

    fn element(&self, selector: &str) -> Result<String> {
        self.found("css selector", selector)
    }

    /// Returns the identifier of an element.
    fn found(&self, using: &str, selector: &str) -> Result<String> {
        let wanted = json!({ "using": using, "value": selector });
        let found = self.post("/element", &wanted)?;
        let id =
            found[ELEMENT].as_str().ok_or_else(|| format!("cannot find element `{selector}`"))?;
        Ok(id.to_owned())
    }

    fn get(&self, path: &str) -> Result<Value> {
        let address = format!("{}{path}", self.session);
        let text = self.agent.get(&address).call()?.body_mut().read_to_string()?;
        value(&text)
    }

    fn post(&self, path: &str, body: &Value) -> Result<Value> {
        let address = format!("{}{path}", self.session);
        let request = self.agent.post(&address).content_type("application/json");
        let text = request.send(body.to_string())?.body_mut().read_to_string()?;
        value(&text)
    }
}

/// Returns the `XPath` of the field whose label begins with a text.
fn labelled(label: &str) -> String {
    format!("//label[starts-with(normalize-space(.), '{label}')]/following-sibling::*[1]")
}

fn value(text: &str) -> Result<Value> {
    Ok(serde_json::from_str::<Value>(text)?["value"].take())
}
