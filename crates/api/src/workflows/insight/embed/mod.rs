//! URLs that open an embedded analysis. Each one has a ticket, which is created on demand and renewed in time.

mod issue;
mod link;
mod pool;
mod viewer;

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use hwc_models::insight::EmbedId;
use hwc_wire::PresignedUrl;

use super::insight_call::start_workflow;
use super::{Insight, invalid};
use crate::core::{BoxFuture, Lazy, RefreshFuture, lazy_future};
use crate::error::Error;
use issue::{IssuedTicket, LearnedLifetime, issue};
use pool::TicketPool;
pub use viewer::Viewer;

/// The name of the workflow in errors.
const NAME: &str = "insight.embed";

/// The default number of uses of a ticket: the maximum that a source gives.
const USES: u32 = 1000;

/// The default time before expiry at which a ticket is renewed.
const MARGIN: Duration = Duration::from_secs(300);

/// The default time for which a ticket with an unknown expiry is used.
const ASSUMED_LIFETIME: Duration = Duration::from_secs(300);

/// The share of the uses of a ticket that is left when it is renewed: one in this number.
const RESERVE: u32 = 10;

impl Insight {
    /// Returns a source of URLs that open an embedded analysis.
    ///
    /// `link` is the link of the analysis without a ticket, as the console of the service shows it. No operation returns it.
    /// The ticket is added to it as the query parameter `ticket`.
    ///
    /// Keep the value for the whole program: it keeps the tickets.
    ///
    /// ```
    /// # async fn example(client: &hwc_api::Client) -> Result<(), hwc_api::Error> {
    /// use hwc_api::insight_workflows::Viewer;
    ///
    /// let dashboard = client.insight().embed("embed-1", "https://insight.example.com/embed/embed-1");
    /// let url = dashboard.url(Viewer::new("user-1").groups(["group-1"])).await?;
    /// println!("<iframe src=\"{}\"></iframe>", url.url.expose());
    /// # Ok(())
    /// # }
    /// ```
    pub fn embed(&self, embed_id: impl Into<EmbedId>, link: impl Into<String>) -> EmbedUrls {
        EmbedUrls::new(Config {
            insight: self.clone(),
            embed_id: embed_id.into(),
            link: link.into(),
            uses_per_ticket: USES,
            uses_per_url: 1,
            session_auto_renew: false,
            margin: MARGIN,
            assumed_lifetime: ASSUMED_LIFETIME,
        })
    }
}

/// A source of URLs that open an embedded analysis, created by [`Insight::embed`]. Clones are cheap and share their tickets.
///
/// Each viewer has a ticket that many people can use at the same time. A ticket is renewed before it expires and before its
/// uses run out. Concurrent callers share one renewal. If a renewal fails, the old ticket is used as long as it is valid.
///
/// The lifetime of tickets is not documented. Therefore, each new ticket is looked up in `ListTickets`, which returns its
/// expiry. If that fails, the lifetime of an earlier ticket is assumed, or else [`assumed_lifetime`](Self::assumed_lifetime).
///
/// Tickets are kept in memory only. Setters discard them.
#[derive(Clone)]
pub struct EmbedUrls {
    config: Arc<Config>,
    learned: Arc<LearnedLifetime>,
    tickets: Arc<TicketPool>,
}

/// The options of a source of URLs.
#[derive(Clone)]
struct Config {
    insight: Insight,
    embed_id: EmbedId,
    link: String,
    uses_per_ticket: u32,
    uses_per_url: u32,
    session_auto_renew: bool,
    margin: Duration,
    assumed_lifetime: Duration,
}

/// A URL that opens an embedded analysis. Anyone who has it can see the analysis, so `Debug` shows only the host.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct EmbedUrl {
    /// The URL with the ticket.
    pub url: PresignedUrl,
    /// The time when the ticket expires, if it is known.
    pub expires_at: Option<SystemTime>,
}

impl EmbedUrls {
    fn new(config: Config) -> Self {
        Self { config: Arc::new(config), learned: Arc::default(), tickets: Arc::default() }
    }

    /// Sets the number of uses of each ticket. Default: `1000`, the maximum that a source gives.
    #[must_use]
    pub fn uses_per_ticket(self, uses: u32) -> Self {
        self.with(|config| config.uses_per_ticket = uses)
    }

    /// Sets the number of uses that are counted for each URL, for viewers who reload the page. Default: `1`.
    #[must_use]
    pub fn uses_per_url(self, uses: u32) -> Self {
        self.with(|config| config.uses_per_url = uses)
    }

    /// Sets whether the session of a viewer is extended automatically. Default: `false`.
    #[must_use]
    pub fn session_auto_renew(self, enabled: bool) -> Self {
        self.with(|config| config.session_auto_renew = enabled)
    }

    /// Sets the time before expiry at which a ticket is renewed. It covers the time that a viewer takes to open the URL, and
    /// a difference between the clocks. A fifth of the lifetime is used if that is less. Default: 5 minutes.
    #[must_use]
    pub fn margin(self, margin: Duration) -> Self {
        self.with(|config| config.margin = margin)
    }

    /// Sets the time for which a ticket is used if its expiry cannot be read. Default: 5 minutes.
    #[must_use]
    pub fn assumed_lifetime(self, lifetime: Duration) -> Self {
        self.with(|config| config.assumed_lifetime = lifetime)
    }

    fn with(self, change: impl FnOnce(&mut Config)) -> Self {
        let mut config = Config::clone(&self.config);
        change(&mut config);
        Self::new(config)
    }

    /// Returns a URL that a viewer can open now. Each URL counts as one use of a ticket, unless
    /// [`uses_per_url`](Self::uses_per_url) sets another number.
    ///
    /// # Errors
    /// Returns the errors of `CreateTickets`, and [`ErrorKind::InvalidRequest`](crate::ErrorKind::InvalidRequest) if the link
    /// is not an absolute http or https URL, or a ticket has fewer uses than a URL.
    pub fn url(&self, viewer: impl Into<Viewer>) -> EmbedUrlCall {
        EmbedUrlCall(Lazy::Ready(Opening { urls: self.clone(), viewer: viewer.into() }))
    }

    async fn open(self, viewer: Viewer) -> Result<EmbedUrl, Error> {
        let (config, client) = (&self.config, &self.config.insight.client.0);
        if config.uses_per_url == 0 || config.uses_per_ticket < config.uses_per_url {
            return Err(invalid(NAME, "uses_per_url must be at least 1 and at most uses_per_ticket"));
        }
        let current = self.tickets.of(&viewer, config.margin, client.now());
        loop {
            let issued = current.get(&|| client.now(), || self.clone().issue(viewer.clone())).await?;
            let taken = issued.value.take(config.uses_per_url);
            match &taken {
                Some((_, left)) if *left >= config.uses_per_url => {
                    let (left, reserve) = (*left, config.uses_per_ticket / RESERVE);
                    if left <= reserve && left + config.uses_per_url > reserve {
                        current.renew(issued.version);
                    }
                }
                _ => current.invalidate(issued.version),
            }
            if let Some((url, _)) = taken {
                return Ok(url);
            }
        }
    }

    /// Creates a ticket in a future that owns its data, because it may outlive the call that started it.
    fn issue(self, viewer: Viewer) -> RefreshFuture<Arc<IssuedTicket>> {
        start_workflow(self.config.insight.clone(), NAME, |_| issue(self, viewer))
    }
}

/// A call that returns a URL, created by [`EmbedUrls::url`]. Nothing is sent before it is awaited.
#[derive(Debug)]
#[must_use = "nothing is sent before it is awaited"]
pub struct EmbedUrlCall(Lazy<Opening, Result<EmbedUrl, Error>>);

/// The parts of the call before it starts.
#[derive(Debug)]
struct Opening {
    urls: EmbedUrls,
    viewer: Viewer,
}

impl Opening {
    fn start(self) -> BoxFuture<Result<EmbedUrl, Error>> {
        Box::pin(self.urls.open(self.viewer))
    }
}

lazy_future! { EmbedUrlCall, EmbedUrl, Opening::start }

impl fmt::Debug for EmbedUrls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A link can have a ticket.
        f.debug_struct("EmbedUrls").field("embed_id", &self.config.embed_id).finish_non_exhaustive()
    }
}
