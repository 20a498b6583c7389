//! The pool of idle connections. The one that became idle last is used first.

use std::sync::{Arc, Mutex, Weak};
use std::time::Duration;

use http::uri::{Authority, Scheme};
use tokio::runtime::{Handle, Id};

use super::connection::Connection;
use crate::clock::Clock;
use crate::lock::lock;

/// The idle connections of all servers.
pub(super) struct Pool {
    clock: Arc<dyn Clock>,
    idle_timeout: Option<Duration>,
    max_idle_per_host: usize,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    hosts: Vec<Host>,
    /// True while a task closes expired connections.
    has_reaper: bool,
}

/// The users of a connection: requests to one server in one tokio runtime, with or without a proxy.
///
/// A connection is driven by a task of the runtime that opened it. A request in another runtime would hang as soon as that
/// runtime is idle or ends.
#[derive(Clone, PartialEq)]
pub(super) struct Key {
    pub(super) runtime: Id,
    pub(super) scheme: Scheme,
    pub(super) authority: Authority,
    /// True for requests that bypass any proxy.
    pub(super) is_direct: bool,
}

/// The idle connections of one key, the oldest first.
struct Host {
    key: Key,
    idle: Vec<Idle>,
}

struct Idle {
    connection: Connection,
    /// The time at which it became idle.
    since: Duration,
}

impl Pool {
    pub(super) fn new(clock: Arc<dyn Clock>, idle_timeout: Option<Duration>, max_idle_per_host: usize) -> Self {
        Self { clock, idle_timeout, max_idle_per_host, state: Mutex::default() }
    }

    /// Takes the connection that became idle last. One that several requests can use stays in the pool.
    pub(super) fn take(&self, key: &Key) -> Option<Connection> {
        let now = self.clock.monotonic();
        let mut state = lock(&self.state);
        let host = state.hosts.iter_mut().find(|host| host.key == *key)?;
        while let Some(idle) = host.idle.pop() {
            if !self.is_usable(&idle, now) {
                continue;
            }
            if let Some(connection) = idle.connection.shared() {
                host.idle.push(Idle { connection, since: now });
            }
            return Some(idle.connection);
        }
        None
    }

    /// Adds a connection that several requests can use.
    pub(super) fn share(self: &Arc<Self>, key: &Key, connection: &Connection) {
        if let Some(connection) = connection.shared() {
            self.insert(key, connection);
        }
    }

    /// Returns a connection that is ready for the next request. A shared one is in the pool already.
    fn put(self: &Arc<Self>, key: &Key, connection: Connection) {
        if connection.shared().is_none() {
            self.insert(key, connection);
        }
    }

    fn insert(self: &Arc<Self>, key: &Key, connection: Connection) {
        if self.max_idle_per_host == 0 || self.idle_timeout == Some(Duration::ZERO) {
            return;
        }
        let idle = Idle { connection, since: self.clock.monotonic() };
        let mut state = lock(&self.state);
        match state.hosts.iter_mut().find(|host| host.key == *key) {
            Some(host) if host.idle.len() >= self.max_idle_per_host => return,
            Some(host) => host.idle.push(idle),
            None => {
                state.close_unusable(|idle| self.is_usable(idle, self.clock.monotonic()));
                state.hosts.push(Host { key: key.clone(), idle: vec![idle] });
            }
        }
        let is_first = !std::mem::replace(&mut state.has_reaper, true);
        drop(state);
        if is_first {
            self.start_reaper();
        }
    }

    /// Starts the task that closes expired connections.
    fn start_reaper(self: &Arc<Self>) {
        // Dropping it permits another one.
        let reaper = Reaper(Arc::downgrade(self));
        if let (Some(timeout), Ok(runtime)) = (self.idle_timeout, Handle::try_current()) {
            runtime.spawn(close_expired(reaper, Arc::clone(&self.clock), timeout));
        }
    }

    fn is_usable(&self, idle: &Idle, now: Duration) -> bool {
        let age = now.saturating_sub(idle.since);
        idle.connection.is_ready() && self.idle_timeout.is_none_or(|timeout| age < timeout)
    }

    /// Closes expired connections. Returns the time until the next one expires, or `None` if none is left.
    fn close_expired(&self, timeout: Duration) -> Option<Duration> {
        let now = self.clock.monotonic();
        let mut state = lock(&self.state);
        state.close_unusable(|idle| self.is_usable(idle, now));
        let oldest = state.hosts.iter().flat_map(|host| &host.idle).map(|idle| idle.since).min();
        state.has_reaper = oldest.is_some();
        oldest.map(|since| since.saturating_add(timeout).saturating_sub(now))
    }
}

impl State {
    fn close_unusable(&mut self, is_usable: impl Fn(&Idle) -> bool) {
        self.hosts.retain_mut(|host| {
            host.idle.retain(&is_usable);
            !host.idle.is_empty()
        });
    }
}

/// The task that closes expired connections. Dropping it, also with its runtime, permits another one.
struct Reaper(Weak<Pool>);

impl Drop for Reaper {
    fn drop(&mut self) {
        if let Some(pool) = self.0.upgrade() {
            lock(&pool.state).has_reaper = false;
        }
    }
}

/// Closes connections when they expire, until the pool is empty or dropped.
async fn close_expired(reaper: Reaper, clock: Arc<dyn Clock>, timeout: Duration) {
    let mut wait = Some(timeout);
    while let Some(duration) = wait {
        clock.sleep(duration).await;
        wait = reaper.0.upgrade().and_then(|pool| pool.close_expired(timeout));
    }
}

/// A connection in use, which returns to its pool.
pub(super) struct Lease {
    pub(super) connection: Connection,
    pub(super) key: Key,
    pub(super) pool: Arc<Pool>,
}

impl Lease {
    /// Returns the connection to the pool, as soon as it is ready for the next request.
    pub(super) fn release(mut self) {
        if self.connection.is_ready() {
            self.pool.put(&self.key, self.connection);
        } else if let Ok(runtime) = Handle::try_current() {
            // The end of the exchange is still to be seen by the task of the connection.
            runtime.spawn(async move {
                if self.connection.ready().await {
                    self.pool.put(&self.key, self.connection);
                }
            });
        }
    }
}
