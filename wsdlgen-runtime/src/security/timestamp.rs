//! `wsu:Timestamp`: the creation and expiry times of a message (SOAP Message Security 1.1, §10).

use std::time::{Duration, SystemTime};

use super::{
    SecurityCode, SecurityError,
    message::{only, text_of},
    uris::WSU,
};
use crate::{
    xml::{AnyElement, Writer},
    xsd::DateTime,
};

/// Formats a time in UTC, with millisecond precision.
pub(super) fn written(time: SystemTime) -> String {
    let fraction = time.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().subsec_nanos();
    let time = DateTime::from(time - Duration::from_nanos(u64::from(fraction) % 1_000_000));
    time.to_string()
}

pub(super) fn write(id: &str, now: SystemTime, lifetime: Duration, writer: &mut Writer) {
    writer.raw("<wsu:Timestamp");
    writer.attribute("wsu:Id", id);
    writer.raw("><wsu:Created>");
    writer.text(&written(now));
    writer.raw("</wsu:Created>");
    // If the expiry time exceeds the clock's range, the message does not expire.
    if let Some(expires) = now.checked_add(lifetime) {
        writer.raw("<wsu:Expires>");
        writer.text(&written(expires));
        writer.raw("</wsu:Expires>");
    }
    writer.raw("</wsu:Timestamp>");
}

/// Returns the timestamp in a security header that contains nothing else.
pub(super) fn timestamp_alone(security: &AnyElement) -> Option<&AnyElement> {
    let mut children = security.elements();
    let timestamp = children
        .next()
        .filter(|child| (child.name.namespace(), child.name.local()) == (WSU, "Timestamp"))?;
    children.next().is_none().then_some(timestamp)
}

/// Checks that a message has not expired, with five minutes for the difference between clocks.
pub(super) fn check_expiry(timestamp: &AnyElement, now: SystemTime) -> Result<(), SecurityError> {
    const SKEW: Duration = Duration::from_secs(300);
    let Some(expires) = only(timestamp, WSU, "Expires")? else { return Ok(()) };
    if later(time(&text_of(expires))?, SKEW).is_some_and(|until| until < now) {
        return Err(expired("the message has expired"));
    }
    Ok(())
}

/// The limits on the age of messages.
#[derive(Clone, Copy, Debug)]
pub(super) struct Freshness {
    /// The allowed difference between the sender's clock and ours.
    pub(super) skew: Duration,
    /// The greatest age of a message, even if it expires later.
    pub(super) age: Duration,
}

impl Freshness {
    /// Returns the time for which messages are remembered: as long as a replay would be accepted.
    pub(super) fn remembered(self) -> Duration {
        self.age.saturating_add(self.skew.saturating_mul(2))
    }

    /// Parses and checks the time in `Created`, which must be neither too old nor in the future.
    pub(super) fn created(self, text: &str, now: SystemTime) -> Result<SystemTime, SecurityError> {
        let created = time(text)?;
        if later(now, self.skew).is_some_and(|latest| created > latest) {
            return Err(expired("the message is dated in the future"));
        }
        let age = self.age.saturating_add(self.skew);
        if later(created, age).is_some_and(|until| until < now) {
            return Err(expired("the message is too old"));
        }
        Ok(created)
    }

    /// Checks a timestamp against the clock.
    pub(super) fn check(
        self,
        timestamp: &AnyElement,
        now: SystemTime,
    ) -> Result<(), SecurityError> {
        let created = only(timestamp, WSU, "Created")?
            .ok_or_else(|| SecurityError::invalid("the timestamp has no `Created`"))?;
        let created = self.created(&text_of(created), now)?;
        let Some(expires) = only(timestamp, WSU, "Expires")? else { return Ok(()) };
        let expires = time(&text_of(expires))?;
        if expires < created {
            return Err(SecurityError::invalid("the timestamp expires before it was created"));
        }
        if later(expires, self.skew).is_some_and(|until| until < now) {
            return Err(expired("the message has expired"));
        }
        Ok(())
    }
}

fn later(time: SystemTime, by: Duration) -> Option<SystemTime> {
    time.checked_add(by)
}

fn expired(reason: &'static str) -> SecurityError {
    SecurityError::new(SecurityCode::MessageExpired, reason)
}

/// Parses a time. A time without a zone is in UTC (§10 recommends that times have a zone).
pub(super) fn time(text: &str) -> Result<SystemTime, SecurityError> {
    let invalid = || SecurityError::invalid("a time is not a valid `xs:dateTime`");
    let time: DateTime = text.parse().map_err(|_| invalid())?;
    let zone = time.time_zone().unwrap_or(crate::xsd::TimeZone::UTC);
    SystemTime::try_from(&time.with_time_zone(Some(zone))).map_err(|_| invalid())
}
