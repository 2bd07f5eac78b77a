//! Messages that come a second time.

use std::{
    collections::{HashSet, VecDeque},
    sync::{Mutex, PoisonError},
    time::{Duration, SystemTime},
};

use super::{SecurityCode, SecurityError};

/// What is only once in a message, as SHA-256.
pub(super) type Once = [u8; 32];

/// What has come, for as long as it could come again.
#[derive(Debug, Default)]
pub(super) struct Replays(Mutex<Seen>);

#[derive(Debug, Default)]
struct Seen {
    known: HashSet<Once>,
    /// The same with the time until which it is remembered, the earliest first.
    order: VecDeque<(SystemTime, Once)>,
}

impl Replays {
    /// Notes what is only once in a message, unless one of it has come already or there are `limit` in
    /// memory: to forget one before its time would let it in again.
    pub(super) fn admit(
        &self,
        once: &[Once],
        now: SystemTime,
        remembered: Duration,
        limit: usize,
    ) -> Result<(), SecurityError> {
        let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        seen.forget(now);
        let failed = |reason| Err(SecurityError::new(SecurityCode::FailedCheck, reason));
        if once.iter().any(|one| seen.known.contains(one)) {
            return failed("the message came before");
        }
        if seen.order.len() + once.len() > limit {
            return failed("more messages than are remembered");
        }
        let until = now.checked_add(remembered).unwrap_or(now);
        for one in once {
            seen.known.insert(*one);
            seen.order.push_back((until, *one));
        }
        Ok(())
    }
}

impl Seen {
    fn forget(&mut self, now: SystemTime) {
        while let Some((until, once)) = self.order.front() {
            if *until >= now {
                break;
            }
            self.known.remove(once);
            self.order.pop_front();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, SystemTime};

    use super::{Once, Replays};

    #[test]
    fn what_came_is_refused_until_it_is_forgotten() {
        const REASON: &str = "FailedCheck: the message came before";
        const FULL: &str = "FailedCheck: more messages than are remembered";
        let replays = Replays::default();
        // The second, what comes, what is said.
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
            let admitted = replays.admit(&once, now, Duration::from_secs(10), 3);
            let admitted = admitted.map_err(|error| error.to_string());
            assert_eq!(admitted, expected.map_err(str::to_owned), "{second}");
        }
    }
}
