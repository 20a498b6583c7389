//! The tickets of each viewer. Tickets that have expired are dropped, so that the pool does not grow without end.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use super::Viewer;
use super::issue::IssuedTicket;
use crate::core::{SharedCache, lock};

/// The current ticket of a viewer.
pub(super) type CurrentTicket = SharedCache<Arc<IssuedTicket>>;

/// The smallest number of viewers at which expired tickets are dropped.
const SMALLEST: usize = 64;

/// The tickets of all viewers.
#[derive(Default)]
pub(super) struct TicketPool(Mutex<Viewers>);

#[derive(Default)]
struct Viewers {
    tickets: BTreeMap<Viewer, Arc<CurrentTicket>>,
    /// The number of viewers at which expired tickets are dropped.
    sweep_at: usize,
}

impl TicketPool {
    /// Returns the ticket of a viewer, which may have to be created.
    pub(super) fn of(&self, viewer: &Viewer, margin: Duration, now: SystemTime) -> Arc<CurrentTicket> {
        let mut viewers = lock(&self.0);
        if let Some(ticket) = viewers.tickets.get(viewer) {
            return Arc::clone(ticket);
        }
        viewers.sweep(now);
        let ticket = Arc::new(CurrentTicket::with_margin(margin));
        viewers.tickets.insert(viewer.clone(), Arc::clone(&ticket));
        ticket
    }
}

impl Viewers {
    /// Drops tickets that have expired and that have no callers, whenever the number of viewers has doubled.
    fn sweep(&mut self, now: SystemTime) {
        if self.tickets.len() < self.sweep_at.max(SMALLEST) {
            return;
        }
        self.tickets.retain(|_, ticket| Arc::strong_count(ticket) > 1 || ticket.is_usable(now));
        self.sweep_at = self.tickets.len().saturating_mul(2);
    }
}

#[cfg(test)]
mod tests {
    use std::task::{Context, Poll, Waker};

    use super::*;
    use crate::core::RefreshFuture;
    use crate::error::Error;

    const HOUR: Duration = Duration::from_secs(3600);

    /// Fills the cache of a viewer with a ticket that expires after an hour.
    fn issue(pool: &TicketPool, viewer: &str, now: SystemTime) {
        let current = pool.of(&Viewer::from(viewer), Duration::ZERO, now);
        let work = || -> RefreshFuture<Arc<IssuedTicket>> {
            Box::pin(async move { Ok((Arc::new(IssuedTicket::fake()), Some(now + HOUR))) })
        };
        let now = move || now;
        let mut get = std::pin::pin!(current.get(&now, work));
        let polled = get.as_mut().poll(&mut Context::from_waker(Waker::noop()));
        assert!(matches!(polled, Poll::Ready(Ok::<_, Error>(_))));
    }

    #[test]
    fn expired_tickets_are_dropped_and_others_are_kept() {
        let (pool, start) = (TicketPool::default(), SystemTime::UNIX_EPOCH);
        let count = || lock(&pool.0).tickets.len();
        (0..SMALLEST).for_each(|viewer| issue(&pool, &format!("early-{viewer}"), start));
        issue(&pool, "late", start + HOUR / 2);
        assert_eq!(count(), SMALLEST + 1, "all are valid");
        (0..SMALLEST * 4).for_each(|viewer| issue(&pool, &format!("new-{viewer}"), start + HOUR));
        let viewers = &lock(&pool.0).tickets;
        assert!(viewers.len() <= SMALLEST * 4 + 1, "{}", viewers.len());
        assert!(viewers.contains_key(&Viewer::from("late")) && !viewers.contains_key(&Viewer::from("early-0")));
    }
}
