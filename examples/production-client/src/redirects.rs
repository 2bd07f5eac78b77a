//! Following redirects that preserve the request, and reporting all others.

use http::StatusCode;
use reqwest::redirect::{Action, Attempt, Policy};
use wsdlgen_runtime::Transport;

/// The greatest number of redirects of a request.
const MOST: usize = 5;

/// Follows redirects with status 307 or 308 to the same scheme, host and port.
///
/// Other servers are excluded, because the body may contain credentials. Redirects with status 301, 302 or 303
/// would turn the POST into a GET. All of these are errors that contain the new address, which belongs in the
/// port.
///
/// # Errors
///
/// If the reqwest client cannot be built.
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
        return attempt.error("too many redirects");
    }
    attempt.follow()
}
