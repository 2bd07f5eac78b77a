//! What wakes futures at their time: one thread for all of them.
//!
//! Timers of an executor's own would tie the client to it, and those that work under any wake a
//! thread for each timer that begins. Here the thread is woken for one that ends before all others:
//! calls that follow each other with the same timeout leave it asleep.
//!
//! No waker is cloned, woken or dropped while the state is locked: it is others' code, and may be the
//! last to hold a future that sleeps here too.

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
    /// Has this one woken, where it is another; false where its time has come.
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

    /// Sleeps and wakes others for ever.
    fn run(&self) {
        let mut state = self.lock();
        loop {
            let now = Instant::now();
            while let Some(first) = state.sleepers.first_entry().filter(|it| it.key().0 <= now) {
                let waker = first.remove();
                // Whoever is woken may ask for more at once.
                drop(state);
                // A panic is its task's, and not that of all who sleep; the panic hook has shown it.
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

/// How many are to be woken so much later than now, or after that.
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

    /// A waker that is the last to hold a task, as executors' are: with it goes what the task waits for.
    struct Task(#[expect(dead_code, reason = "it is dropped")] Mutex<Option<Sleeper>>);

    impl Wake for Task {
        fn wake(self: Arc<Self>) {}
    }

    /// A waker that holds a sleeper of its own.
    fn last_of_a_task(at: Instant) -> Waker {
        let sleeper = wake_at(at, Waker::noop());
        Waker::from(Arc::new(Task(Mutex::new(sleeper))))
    }

    #[test]
    fn what_goes_with_a_waker_may_use_the_clock() {
        let (done, is_done) = mpsc::channel();
        thread::spawn(move || {
            let at = Instant::now() + Duration::from_secs(600);
            drop(wake_at(at, &last_of_a_task(at)));
            let sleeper = wake_at(at, &last_of_a_task(at)).unwrap();
            assert!(sleeper.wake(&last_of_a_task(at)));
            drop(sleeper);
            done.send(()).unwrap();
        });
        assert_eq!(is_done.recv_timeout(Duration::from_secs(30)), Ok(()));
    }

    /// Says that it was woken, and panics where it is told to.
    struct Woken(mpsc::Sender<()>, bool);

    impl Wake for Woken {
        fn wake(self: Arc<Self>) {
            self.0.send(()).expect("the test waits");
            assert!(!self.1, "a waker that panics");
        }
    }

    #[test]
    fn a_waker_that_panics_stops_no_other() {
        let (woken, is_woken) = mpsc::channel();
        for panics in [true, false] {
            let waker = Waker::from(Arc::new(Woken(woken.clone(), panics)));
            let sleeper = wake_at(Instant::now(), &waker);
            assert_eq!(is_woken.recv_timeout(Duration::from_secs(30)), Ok(()), "{panics}");
            drop(sleeper);
        }
    }
}
