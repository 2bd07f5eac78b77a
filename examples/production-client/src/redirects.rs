//! Redirects: those that keep the request are followed, the others say where the service has moved.

use http::StatusCode;
use reqwest::redirect::{Action, Attempt, Policy};
use wsdlgen_runtime::Transport;

/// How often a request is sent on.
const MOST: usize = 5;

/// Sends a request on where the answer is 307 or 308, to the same scheme, host and port: the body
/// may hold credentials that are for nobody else. 301, 302 and 303, which would turn the POST into a
/// GET, are an error that names the new address, to be put into the port.
///
/// # Errors
///
/// When reqwest cannot be set up.
pub fn following_redirects() -> reqwest::Result<Transport> {
    Ok(Transport::from(crate::http().redirect(Policy::custom(judge)).build()?))
}

fn judge(attempt: Attempt<'_>) -> Action {
    let keeps_request =
        matches!(attempt.status(), StatusCode::TEMPORARY_REDIRECT | StatusCode::PERMANENT_REDIRECT);
    let is_same_server =
        attempt.previous().first().is_some_and(|asked| asked.origin() == attempt.url().origin());
    if !keeps_request || !is_same_server {
        let why = format!("the service has moved to {}", attempt.url());
        return attempt.error(why);
    }
    if attempt.previous().len() > MOST {
        return attempt.error("the service redirects in a circle");
    }
    attempt.follow()
}
