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
