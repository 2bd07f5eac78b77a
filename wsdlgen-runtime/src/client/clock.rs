//! What wakes futures at their time: one thread for all of them.
//!
//! Timers of an executor's own would tie the client to it, and those that work under any wake a
//! thread for each timer that begins. Here the thread is woken for one that ends before all others:
//! calls that follow each other with the same timeout leave it asleep.

use std::{
    collections::BTreeMap,
    sync::{Condvar, LazyLock, Mutex, MutexGuard, PoisonError},
    task::Waker,
    thread,
    time::Instant,
};

static CLOCK: LazyLock<Clock> = LazyLock::new(Clock::default);

#[derive(Default)]
struct Clock {
    state: Mutex<State>,
    /// Something ends before the thread would wake.
    changed: Condvar,
}

#[derive(Default)]
struct State {
    sleepers: BTreeMap<Key, Waker>,
    begun: u64,
    is_running: bool,
    /// When the thread wakes by itself, if it does.
    wakes_at: Option<Instant>,
}

/// When to wake, and a number that tells those of the same time apart.
type Key = (Instant, u64);

/// A future that is going to be woken, until this is dropped.
pub(super) struct Sleeper(Key);

/// Wakes at this time. `None` where the system has no thread for it.
pub(super) fn wake_at(time: Instant, waker: &Waker) -> Option<Sleeper> {
    let mut state = CLOCK.lock();
    if !state.is_running {
        let thread = thread::Builder::new().name("wsdlgen-timeouts".to_owned());
        thread.spawn(|| CLOCK.run()).ok()?;
        state.is_running = true;
    }
    state.begun += 1;
    let key = (time, state.begun);
    state.sleepers.insert(key, waker.clone());
    if state.wakes_at.is_none_or(|wakes_at| time < wakes_at) {
        CLOCK.changed.notify_one();
    }
    Some(Sleeper(key))
}

impl Sleeper {
    /// Has this one woken, where it is another; false where its time has come.
    pub(super) fn wake(&self, waker: &Waker) -> bool {
        let mut state = CLOCK.lock();
        let known = state.sleepers.get_mut(&self.0);
        known.is_some_and(|known| {
            known.clone_from(waker);
            true
        })
    }
}

impl Drop for Sleeper {
    fn drop(&mut self) {
        CLOCK.lock().sleepers.remove(&self.0);
    }
}

impl Clock {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Sleeps and wakes others for ever.
    fn run(&self) {
        let mut state = self.lock();
        loop {
            let now = Instant::now();
            while let Some(first) = state.sleepers.first_entry().filter(|it| it.key().0 <= now) {
                let waker = first.remove();
                // Whoever is woken may ask for more at once.
                drop(state);
                waker.wake();
                state = self.lock();
            }
            let next = state.sleepers.keys().next().map(|(time, _)| *time);
            state.wakes_at = next;
            state = match next {
                Some(time) => {
                    let time = time.saturating_duration_since(Instant::now());
                    let woken = self.changed.wait_timeout(state, time);
                    woken.unwrap_or_else(PoisonError::into_inner).0
                }
                None => self.changed.wait(state).unwrap_or_else(PoisonError::into_inner),
            };
        }
    }
}

/// How many are to be woken so much later than now, or after that.
#[cfg(test)]
pub(super) fn sleepers_until(time: std::time::Duration) -> usize {
    let from = Instant::now() + time;
    CLOCK.lock().sleepers.range((from, 0)..).count()
}
