//! `wsu:Timestamp`: when a message was made, and until when it counts (SOAP Message Security 1.1, §10).

use std::time::{Duration, SystemTime};

use super::{
    SecurityCode, SecurityError,
    message::{only, text_of},
    placing::WSU,
};
use crate::{
    xml::{AnyElement, Writer},
    xsd::DateTime,
};

/// A time in UTC, to the millisecond.
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
    // A time beyond the clock's range is no limit.
    if let Some(expires) = now.checked_add(lifetime) {
        writer.raw("<wsu:Expires>");
        writer.text(&written(expires));
        writer.raw("</wsu:Expires>");
    }
    writer.raw("</wsu:Timestamp>");
}

/// How old messages may be.
#[derive(Clone, Copy, Debug)]
pub(super) struct Freshness {
    /// How far the sender's clock may be from ours.
    pub(super) skew: Duration,
    /// How old a message may be, whatever it says itself.
    pub(super) age: Duration,
}

impl Freshness {
    /// For how long what came is remembered: as long as it could come again.
    pub(super) fn remembered(self) -> Duration {
        self.age.saturating_add(self.skew.saturating_mul(2))
    }

    /// The time in `Created`, which has to be neither too old nor in the future.
    pub(super) fn created(self, text: &str, now: SystemTime) -> Result<SystemTime, SecurityError> {
        let created = time(text)?;
        if later(now, self.skew).is_some_and(|latest| created > latest) {
            return Err(expired("the message is from the future"));
        }
        let age = self.age.saturating_add(self.skew);
        if later(created, age).is_some_and(|until| until < now) {
            return Err(expired("the message is too old"));
        }
        Ok(created)
    }

    /// Holds a timestamp to the clock.
    pub(super) fn check(
        self,
        timestamp: &AnyElement,
        now: SystemTime,
    ) -> Result<(), SecurityError> {
        let created = only(timestamp, WSU, "Created")?
            .ok_or_else(|| SecurityError::invalid("a timestamp without Created"))?;
        let created = self.created(&text_of(created), now)?;
        let Some(expires) = only(timestamp, WSU, "Expires")? else { return Ok(()) };
        let expires = time(&text_of(expires))?;
        if expires < created {
            return Err(SecurityError::invalid("a timestamp that expires before it is created"));
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

/// A time, which is in UTC where it does not say (§10: it should say).
fn time(text: &str) -> Result<SystemTime, SecurityError> {
    let invalid = || SecurityError::invalid("a time that is no xs:dateTime");
    let time: DateTime = text.parse().map_err(|_| invalid())?;
    let zone = time.time_zone().unwrap_or(crate::xsd::TimeZone::UTC);
    SystemTime::try_from(&time.with_time_zone(Some(zone))).map_err(|_| invalid())
}
