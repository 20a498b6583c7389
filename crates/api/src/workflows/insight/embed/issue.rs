//! Creates a ticket and learns its lifetime from the list of valid tickets, since no source documents it.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use hwc_models::insight::{CreateTickets, ListTickets, SortDirection, Ticket};
use hwc_wire::{PresignedUrl, Request, Secret};

use super::link::EmbedLink;
use super::{EmbedUrl, EmbedUrls, NAME, Viewer};
use crate::core::lock;
use crate::error::Error;
use crate::workflows::insight::{Insight, invalid};

/// The page size of the list of tickets: its maximum.
const PAGE: u32 = 1000;

/// A ticket that was issued, with the uses that are left by our own count.
pub(super) struct IssuedTicket {
    url: EmbedUrl,
    uses_left: AtomicU32,
}

impl IssuedTicket {
    /// Counts uses. Returns the URL and the number of uses left after them, or `None` if not enough are left.
    pub(super) fn take(&self, uses: u32) -> Option<(EmbedUrl, u32)> {
        let take = |left: u32| left.checked_sub(uses);
        let before = self.uses_left.fetch_update(Ordering::AcqRel, Ordering::Acquire, take).ok()?;
        Some((self.url.clone(), before - uses))
    }
}

#[cfg(test)]
impl IssuedTicket {
    /// Returns a ticket without a URL and without uses.
    pub(super) fn fake() -> Self {
        Self { url: EmbedUrl { url: PresignedUrl::from(""), expires_at: None }, uses_left: AtomicU32::new(0) }
    }
}

/// The lifetime of tickets, as far as it was learned.
#[derive(Debug, Default)]
pub(super) struct LearnedLifetime(Mutex<Option<Duration>>);

impl LearnedLifetime {
    fn get(&self) -> Option<Duration> {
        *lock(&self.0)
    }

    fn set(&self, lifetime: Duration) {
        *lock(&self.0) = Some(lifetime);
    }
}

/// Creates a ticket for a viewer. Returns it with the time until which it is used.
pub(super) async fn issue(urls: EmbedUrls, viewer: Viewer) -> Result<(Arc<IssuedTicket>, Option<SystemTime>), Error> {
    let config = &urls.config;
    let link =
        EmbedLink::parse(&config.link).map_err(|problem| invalid(NAME, format!("invalid embed link: {problem}")))?;
    let mut request = CreateTickets::new(config.embed_id.clone(), viewer.user_id.clone());
    request = request.ticket_num(config.uses_per_ticket).session_auto_renew(config.session_auto_renew);
    if !viewer.group_ids.is_empty() {
        request = request.group_ids(viewer.group_ids.iter().cloned());
    }
    let created_at = config.insight.client.0.now();
    // A ticket that was created twice does no harm: no viewer gets the first one, and it expires.
    let ticket = config.insight.call(request).idempotent(true).await?.ticket;
    let ticket = ticket.ok_or_else(|| Error::missing_field(CreateTickets::OPERATION, "ticket"))?;
    let known = find(&config.insight, &urls, &viewer, &ticket).await;
    let expires_at = known.as_ref().and_then(expiry);
    if let Some(lifetime) = expires_at.and_then(|expires_at| expires_at.duration_since(created_at).ok()) {
        urls.learned.set(lifetime);
    }
    let used_until = expires_at.unwrap_or_else(|| created_at + urls.learned.get().unwrap_or(config.assumed_lifetime));
    let url = PresignedUrl::from(link.with_ticket(ticket.expose()));
    let left = known.and_then(|known| u32::try_from(known.left_num?).ok()).filter(|left| *left > 0);
    let uses_left = left.map_or(config.uses_per_ticket, |left| left.min(config.uses_per_ticket));
    let url = EmbedUrl { url, expires_at };
    Ok((Arc::new(IssuedTicket { url, uses_left: AtomicU32::new(uses_left) }), Some(used_until)))
}

/// Finds a ticket in the list of valid tickets. Returns `None` if it is not there or the list cannot be read: the ticket is
/// valid all the same.
async fn find(insight: &Insight, urls: &EmbedUrls, viewer: &Viewer, ticket: &Secret) -> Option<Ticket> {
    let request = ListTickets::new().embed_id(urls.config.embed_id.clone()).user_id(viewer.user_id.clone());
    let mut listed = insight.items(request.limit(PAGE).sort_dir(SortDirection::Descending));
    loop {
        match listed.try_next().await {
            Ok(Some(found)) if found.ticket.as_ref() == Some(ticket) => return Some(found),
            Ok(Some(_)) => {}
            Ok(None) => return None,
            Err(error) => {
                tracing::warn!(error = %format_args!("{error:#}"), "the expiry of a ticket could not be read");
                return None;
            }
        }
    }
}

fn expiry(ticket: &Ticket) -> Option<SystemTime> {
    let millis = u64::try_from(ticket.expire_time.as_ref()?.unix_millis()?).ok()?;
    UNIX_EPOCH.checked_add(Duration::from_millis(millis))
}
