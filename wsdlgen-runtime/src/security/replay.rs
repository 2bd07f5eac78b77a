//! Detection of replayed messages.

use std::{
    collections::{HashMap, HashSet, VecDeque},
    error::Error,
    sync::{Mutex, PoisonError},
    time::{Duration, SystemTime},
};

use super::{SecurityCode, SecurityError};

/// The SHA-256 digest of data that is unique to one message.
pub(super) type Once = [u8; 32];

/// A memory of messages, with which several servers detect that a message was received before.
///
/// ```
/// use std::{collections::HashSet, error::Error, sync::Mutex, time::SystemTime};
/// use wsdlgen_runtime::security::{ReplayMemory, Verifier};
///
/// /// A memory that forgets nothing.
/// #[derive(Default)]
/// struct Elephant(Mutex<HashSet<[u8; 32]>>);
///
/// impl ReplayMemory for Elephant {
///     fn remember(&self, message: [u8; 32], _until: SystemTime) -> Result<bool, Box<dyn Error>> {
///         Ok(self.0.lock().map_err(|_| "a thread panicked")?.insert(message))
///     }
/// }
///
/// let verifier = Verifier::new().timestamp().replay_memory(Elephant::default());
/// # let _ = verifier;
/// ```
pub trait ReplayMemory: Send + Sync {
    /// Remembers a message until a time, and returns whether it is new. Both must be one step: of two servers that receive the
    /// same message, only one may be told that it is new.
    ///
    /// `message` is a digest that is unique to the message and the key of its sender.
    ///
    /// # Errors
    ///
    /// If the memory is unavailable. The message is then rejected.
    fn remember(&self, message: [u8; 32], until: SystemTime) -> Result<bool, Box<dyn Error>>;
}

/// Remembers a message in a shared memory, or returns an error if it is a replay.
pub(super) fn admit(
    memory: &dyn ReplayMemory,
    once: &[Once],
    now: SystemTime,
    remembered: Duration,
) -> Result<(), SecurityError> {
    let failed = |reason| SecurityError::new(SecurityCode::FailedCheck, reason);
    let until = now.checked_add(remembered).unwrap_or(now);
    for one in once {
        match memory.remember(*one, until) {
            Ok(true) => {}
            Ok(false) => return Err(failed("the message was received before")),
            Err(_) => return Err(failed("replays cannot be detected")),
        }
    }
    Ok(())
}

/// The messages, kept for as long as a replay would be accepted.
///
/// A message is a replay even with another sender: an attacker may have changed the token that names the sender. Each sender
/// has its own limit, so that one sender cannot block others.
#[derive(Debug, Default)]
pub(super) struct Replays(Mutex<Senders>);

#[derive(Debug, Default)]
struct Senders {
    known: HashSet<Once>,
    /// The messages of each sender and the times when they are forgotten, earliest first.
    seen: HashMap<Once, VecDeque<(SystemTime, Once)>>,
    /// The time when senders without messages were last removed.
    cleared: Option<SystemTime>,
}

impl Replays {
    /// Remembers a message of a sender, or returns an error if it is a replay.
    ///
    /// If `limit` messages of the sender are already remembered, the message is rejected. Forgetting one of
    /// them early would allow a replay.
    pub(super) fn admit(
        &self,
        sender: Once,
        once: &[Once],
        now: SystemTime,
        remembered: Duration,
        limit: usize,
    ) -> Result<(), SecurityError> {
        let mut senders = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        senders.clear(now, remembered);
        let Senders { known, seen, .. } = &mut *senders;
        let seen = seen.entry(sender).or_default();
        forget(seen, known, now);
        let failed = |reason| Err(SecurityError::new(SecurityCode::FailedCheck, reason));
        if once.iter().any(|one| known.contains(one)) {
            return failed("the message was received before");
        }
        if seen.len() + once.len() > limit {
            return failed("too many messages from this sender to detect replays");
        }
        let until = now.checked_add(remembered).unwrap_or(now);
        for one in once {
            known.insert(*one);
            seen.push_back((until, *one));
        }
        Ok(())
    }
}

impl Senders {
    /// Removes the senders whose messages have all been forgotten.
    ///
    /// This visits every sender, so it runs at most once per interval `every`.
    fn clear(&mut self, now: SystemTime, every: Duration) {
        let due = self.cleared.and_then(|last| last.checked_add(every));
        if due.is_some_and(|due| due > now) {
            return;
        }
        self.cleared = Some(now);
        let Self { known, seen, .. } = self;
        seen.retain(|_, seen| {
            forget(seen, known, now);
            !seen.is_empty()
        });
    }
}

/// Removes the messages of a sender that are older than replays are accepted.
fn forget(seen: &mut VecDeque<(SystemTime, Once)>, known: &mut HashSet<Once>, now: SystemTime) {
    while let Some((until, once)) = seen.front() {
        if *until >= now {
            break;
        }
        known.remove(once);
        seen.pop_front();
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, SystemTime};

    use super::{Once, Replays};

    #[test]
    fn rejects_replays_until_they_are_forgotten() {
        const REASON: &str = "FailedCheck: the message was received before";
        const FULL: &str = "FailedCheck: too many messages from this sender to detect replays";
        let replays = Replays::default();
        // The time in seconds, the messages, the expected outcome.
        let cases: [(u64, &[u8], Result<(), &str>); 9] = [
            (0, &[1], Ok(())),
            (1, &[1], Err(REASON)),
            (2, &[2, 1], Err(REASON)),
            (3, &[2, 3], Ok(())),
            (4, &[4], Err(FULL)),
            (10, &[1], Err(REASON)),
            (11, &[1], Ok(())),
            (13, &[2], Err(REASON)),
            (14, &[2, 3], Ok(())),
        ];
        for (second, coming, expected) in cases {
            let once: Vec<Once> = coming.iter().map(|one| [*one; 32]).collect();
            let now = SystemTime::UNIX_EPOCH + Duration::from_secs(second);
            let admitted = replays.admit([0; 32], &once, now, Duration::from_secs(10), 3);
            let admitted = admitted.map_err(|error| error.to_string());
            assert_eq!(admitted, expected.map_err(str::to_owned), "{second}");
        }
    }

    #[test]
    fn senders_cannot_block_each_other() {
        let replays = Replays::default();
        let admit = |sender: u8, message: u8, second: u64| {
            let now = SystemTime::UNIX_EPOCH + Duration::from_secs(second);
            replays.admit([sender; 32], &[[message; 32]], now, Duration::from_secs(10), 2).is_ok()
        };
        assert_eq!([admit(1, 1, 0), admit(1, 2, 0), admit(1, 3, 0)], [true, true, false]);
        assert_eq!([admit(2, 1, 0), admit(2, 3, 0), admit(2, 4, 0)], [false, true, true]);
        assert!(!admit(1, 5, 5));
        assert!(admit(3, 1, 20));
        assert_eq!(replays.0.lock().unwrap().seen.len(), 1);
    }
}
