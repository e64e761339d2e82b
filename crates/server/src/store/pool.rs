//! A few connections, lent one at a time.

use std::ops::{Deref, DerefMut};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::error::{Result, StoreError};

/// How long somebody waits for a free connection before being told that the store is busy.
const PATIENCE: Duration = Duration::from_secs(10);

pub(super) struct Pool<C> {
    state: Mutex<State<C>>,
    freed: Condvar,
    limit: usize,
}

struct State<C> {
    idle: Vec<C>,
    lent: usize,
}

impl<C> Pool<C> {
    pub fn new(limit: usize) -> Self {
        Pool { state: Mutex::new(State { idle: Vec::new(), lent: 0 }), freed: Condvar::new(), limit: limit.max(1) }
    }

    /// Lends an idle connection that is still `usable`, or one that `connect` makes.
    pub fn take(&self, usable: impl Fn(&C) -> bool, connect: impl FnOnce() -> Result<C>) -> Result<Lent<'_, C>> {
        let full = |state: &mut State<C>| state.lent >= self.limit;
        let (mut state, waited) =
            self.freed.wait_timeout_while(self.lock(), PATIENCE, full).unwrap_or_else(PoisonError::into_inner);
        if waited.timed_out() && full(&mut state) {
            return Err(StoreError::Busy);
        }
        state.lent += 1;
        while let Some(connection) = state.idle.pop() {
            if usable(&connection) {
                return Ok(Lent { pool: self, connection: Some(connection) });
            }
        }
        drop(state);
        let mut lent = Lent { pool: self, connection: None };
        lent.connection = Some(connect()?);
        Ok(lent)
    }

    // Nothing under this lock can panic half way, so a poisoned lock is as good as a clean one.
    fn lock(&self) -> MutexGuard<'_, State<C>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A connection on loan; it goes back when dropped, unless thrown away.
pub(super) struct Lent<'p, C> {
    pool: &'p Pool<C>,
    connection: Option<C>,
}

impl<C> Lent<'_, C> {
    /// Closes the connection instead of giving it back: it is in no known state.
    pub fn discard(mut self) {
        self.connection = None;
    }
}

impl<C> Deref for Lent<'_, C> {
    type Target = C;
    fn deref(&self) -> &C {
        self.connection.as_ref().expect("a loan holds its connection until it is dropped")
    }
}

impl<C> DerefMut for Lent<'_, C> {
    fn deref_mut(&mut self) -> &mut C {
        self.connection.as_mut().expect("a loan holds its connection until it is dropped")
    }
}

impl<C> Drop for Lent<'_, C> {
    fn drop(&mut self) {
        let mut state = self.pool.lock();
        state.lent -= 1;
        state.idle.extend(self.connection.take());
        self.pool.freed.notify_one();
    }
}
