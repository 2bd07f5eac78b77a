//! A shared timer thread that wakes futures at their deadlines.
//!
//! The timers of an executor would tie the client to that executor. Executor-independent timer crates
//! wake a thread for every new timer. Here, the thread is woken only for a deadline earlier than all
//! others, so successive calls with the same timeout leave it asleep.
//!
//! **Invariant:** no waker is cloned, woken or dropped while the state is locked. A waker is foreign
//! code, and it may own the last reference to a future that sleeps here too.

use std::{
    collections::BTreeMap,
    mem,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Condvar, LazyLock, Mutex, MutexGuard, PoisonError},
    task::Waker,
    thread,
    time::Instant,
};

static CLOCK: LazyLock<Clock> = LazyLock::new(Clock::default);

#[derive(Default)]
struct Clock {
    state: Mutex<State>,
    /// Signals a deadline earlier than the time at which the thread would wake.
    changed: Condvar,
}

#[derive(Default)]
struct State {
    sleepers: BTreeMap<Key, Waker>,
    begun: u64,
    is_running: bool,
    /// The time at which the thread wakes by itself, if any.
    wakes_at: Option<Instant>,
}

/// The time to wake, and a number that distinguishes sleepers with the same time.
type Key = (Instant, u64);

/// The registration of a waker. Dropping it cancels the wake-up.
pub(super) struct Sleeper(Key);

/// Registers a waker to be woken at `time`. Returns `None` if the timer thread cannot be spawned.
pub(super) fn wake_at(time: Instant, waker: &Waker) -> Option<Sleeper> {
    let waker = waker.clone();
    let mut state = CLOCK.lock();
    if !state.is_running {
        let thread = thread::Builder::new().name("wsdlgen-timeouts".to_owned());
        thread.spawn(|| CLOCK.run()).ok()?;
        state.is_running = true;
    }
    state.begun += 1;
    let key = (time, state.begun);
    state.sleepers.insert(key, waker);
    if state.wakes_at.is_none_or(|wakes_at| time < wakes_at) {
        CLOCK.changed.notify_one();
    }
    Some(Sleeper(key))
}

impl Sleeper {
    /// Replaces the waker. Returns false if the time to wake has already come.
    pub(super) fn wake(&self, waker: &Waker) -> bool {
        let mut waker = waker.clone();
        let mut state = CLOCK.lock();
        let known = state.sleepers.get_mut(&self.0);
        let is_known = known.map(|known| mem::swap(known, &mut waker)).is_some();
        drop(state);
        is_known
    }
}

impl Drop for Sleeper {
    fn drop(&mut self) {
        let waker = CLOCK.lock().sleepers.remove(&self.0);
        drop(waker);
    }
}

impl Clock {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Runs the timer thread.
    fn run(&self) {
        let mut state = self.lock();
        loop {
            let now = Instant::now();
            while let Some(first) = state.sleepers.first_entry().filter(|due| due.key().0 <= now) {
                let waker = first.remove();
                // The woken task may register another sleeper at once.
                drop(state);
                // A panicking waker must not stop the thread. The panic hook has already reported it.
                let _ = catch_unwind(AssertUnwindSafe(|| waker.wake()));
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

/// Returns the number of sleepers whose deadline is at least `time` from now.
#[cfg(test)]
pub(super) fn sleepers_until(time: std::time::Duration) -> usize {
    let from = Instant::now() + time;
    CLOCK.lock().sleepers.range((from, 0)..).count()
}

#[cfg(test)]
mod tests {
    use std::{
        sync::{Arc, Mutex, mpsc},
        task::{Wake, Waker},
        thread,
        time::{Duration, Instant},
    };

    use super::{Sleeper, wake_at};

    /// A waker that owns its task, like those of executors. Dropping it drops the task's sleeper.
    struct Task(#[expect(dead_code, reason = "only dropped")] Mutex<Option<Sleeper>>);

    impl Wake for Task {
        fn wake(self: Arc<Self>) {}
    }

    /// Returns a waker that owns a sleeper.
    fn owning_waker(at: Instant) -> Waker {
        let sleeper = wake_at(at, Waker::noop());
        Waker::from(Arc::new(Task(Mutex::new(sleeper))))
    }

    #[test]
    fn allows_dropping_sleepers_with_their_wakers() {
        let (done, is_done) = mpsc::channel();
        thread::spawn(move || {
            let at = Instant::now() + Duration::from_secs(600);
            drop(wake_at(at, &owning_waker(at)));
            let sleeper = wake_at(at, &owning_waker(at)).unwrap();
            assert!(sleeper.wake(&owning_waker(at)));
            drop(sleeper);
            done.send(()).unwrap();
        });
        assert_eq!(is_done.recv_timeout(Duration::from_secs(30)), Ok(()));
    }

    /// A waker that reports being woken, and panics if the flag is set.
    struct Woken(mpsc::Sender<()>, bool);

    impl Wake for Woken {
        fn wake(self: Arc<Self>) {
            self.0.send(()).expect("the receiver is alive");
            assert!(!self.1, "the waker panics");
        }
    }

    #[test]
    fn survives_panicking_wakers() {
        let (woken, is_woken) = mpsc::channel();
        for panics in [true, false] {
            let waker = Waker::from(Arc::new(Woken(woken.clone(), panics)));
            let sleeper = wake_at(Instant::now(), &waker);
            assert_eq!(is_woken.recv_timeout(Duration::from_secs(30)), Ok(()), "{panics}");
            drop(sleeper);
        }
    }
}
