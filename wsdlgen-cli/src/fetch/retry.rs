//! The retry policy: retryable failures and delays.

use std::io;
use std::time::{Duration, SystemTime};

use ureq::http::HeaderMap;
use ureq::http::header::RETRY_AFTER;

use super::{Problem, Retries};

/// Returns whether a failure may be temporary, so that a retry is worthwhile.
pub(super) fn is_worthwhile(problem: &Problem) -> bool {
    match problem {
        Problem::Timeout { .. } | Problem::Truncated { .. } => true,
        Problem::Status { status, .. } => matches!(status, 429 | 502 | 503 | 504),
        Problem::Transport { source } => match source.downcast_ref() {
            Some(ureq::Error::ConnectionFailed) => true,
            // rustls reports an untrusted peer as `InvalidData`.
            Some(ureq::Error::Io(error)) => error.kind() != io::ErrorKind::InvalidData,
            _ => false,
        },
        _ => false,
    }
}

/// Returns the delay before a retry. Retries are numbered from 1.
pub(super) fn wait(retries: &Retries, retry: usize, problem: &Problem) -> Duration {
    if let Problem::Status { retry_after: Some(asked), .. } = problem {
        return (*asked).min(retries.longest_retry_after);
    }
    let doublings = u32::try_from(retry.saturating_sub(1)).unwrap_or(u32::MAX);
    let wait = retries.first_wait.saturating_mul(2_u32.saturating_pow(doublings));
    wait.min(retries.longest_wait)
}

/// Returns the delay requested by the server, given in seconds or as a date.
pub(super) fn retry_after(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    let value = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = value.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let date = httpdate::parse_http_date(value).ok()?;
    Some(date.duration_since(now).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn doubles_waits_up_to_limit() {
        let retries = Retries::default();
        let problem = Problem::Truncated { received: 0, announced: None };
        let waits: Vec<u128> = (1..=5).map(|it| wait(&retries, it, &problem).as_millis()).collect();
        assert_eq!(waits, [500, 1000, 2000, 4000, 4000]);
        assert_eq!(wait(&retries, usize::MAX, &problem), retries.longest_wait);
    }

    #[test]
    fn respects_retry_after_up_to_limit() {
        let check = |value: &str, expected| {
            let headers = HeaderMap::from_iter([(RETRY_AFTER, value.parse().unwrap())]);
            let now = httpdate::parse_http_date("Sun, 06 Nov 1994 08:49:37 GMT").unwrap();
            let retry_after = retry_after(&headers, now);
            let problem = Problem::Status { status: 503, retry_after };
            assert_eq!(wait(&Retries::default(), 1, &problem).as_millis(), expected, "{value}");
        };
        check("2", 2000);
        check("0", 0);
        check("86400", 30_000);
        check("Sun, 06 Nov 1994 08:49:47 GMT", 10_000);
        check("Sun, 06 Nov 1994 08:00:00 GMT", 0);
        check("soon", 500);
    }
}
