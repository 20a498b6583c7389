//! Workflows of Service Tickets. Each one combines several calls.
//!
//! [`Client::tickets`] returns the handle. Each workflow validates its input before it changes anything, and reports all
//! problems in one error ([`violations`](Error::violations)).
//!
//! ```
//! use hwc_api::tickets::NewTicket;
//! use hwc_api::{Client, Error};
//!
//! async fn report(client: &Client) -> Result<(), Error> {
//!     let tickets = client.tickets().language("en-us");
//!     let ticket = NewTicket::new("The server does not start.").product("Elastic Cloud Server").problem("Fault").region("cn-north-4");
//!     let opened = tickets.open(ticket).await?;
//!     let mut messages = tickets.follow(&opened.case_id);
//!     while let Some(message) = messages.try_next().await? {
//!         println!("{:?}", message.content);
//!     }
//!     Ok(())
//! }
//! ```

mod actions;
mod attach;
mod authorizations;
mod choose;
mod export;
mod follow;
mod labels;
mod links;
mod open;
mod rating;
mod together;

use hwc_models::osm::{CaseDetail, CaseId, GroupId, ShowCaseDetail};
use hwc_wire::{Request, Violation, limits};

pub use actions::ActionCall;
pub use attach::{AttachCall, AttachOutcome, ReplyCall, UploadedFile};
pub use authorizations::{Authorizations, GrantCall};
pub use choose::Candidate;
pub use export::{Checkpoint, TicketExport, TicketRecord};
pub use follow::MessageFollower;
pub use labels::LabelOutcome;
pub use links::LinkOutcome;
pub use open::{NewTicket, OpenedTicket};
pub use rating::RateCall;

use crate::call::Call;
use crate::client::Client;
use crate::error::Error;
use crate::few::Few;

/// The workflows of Service Tickets, created by [`Client::tickets`]. Clones are cheap.
///
/// Settings apply to each call of each workflow.
#[derive(Clone, Debug)]
pub struct Tickets {
    client: Client,
    settings: Few<String>,
    group_id: Option<GroupId>,
}

impl Tickets {
    pub(crate) fn new(client: Client) -> Self {
        Self { client, settings: Few::default(), group_id: None }
    }

    /// Sets the language of names and texts, such as `en-us`. It also applies to names passed to workflows.
    #[must_use]
    pub fn language(self, language: impl Into<String>) -> Self {
        self.setting("language", language)
    }

    /// Sets the time zone of times, such as `GMT+8`.
    #[must_use]
    pub fn time_zone(self, time_zone: impl Into<String>) -> Self {
        self.setting("time_zone", time_zone)
    }

    /// Sets the group through which the caller can see tickets of others. It is sent with each call that supports it.
    #[must_use]
    pub fn group_id(mut self, group_id: impl Into<GroupId>) -> Self {
        self.group_id = Some(group_id.into());
        self
    }

    fn setting(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.settings.set(name, value.into());
        self
    }

    /// Creates a call with the settings of this handle.
    fn call<E: Request>(&self, request: E) -> Call<E> {
        let call = self.client.send(request);
        self.settings.iter().fold(call, |call, (name, value)| call.setting(name, value))
    }

    /// Returns a ticket with all its details, or `None` if the response succeeds without a ticket.
    async fn shown(&self, case_id: &CaseId) -> Result<Option<CaseDetail>, Error> {
        let mut request = ShowCaseDetail::new(case_id);
        request.group_id = self.group_id.clone();
        Ok(self.call(request).await?.incident_detail_info)
    }

    /// Returns a ticket with all its details and messages.
    ///
    /// ```
    /// # async fn example(client: &hwc_api::Client) -> Result<(), hwc_api::Error> {
    /// let ticket = client.tickets().detail("case-123").await?;
    /// println!("{} messages", ticket.message_list.len());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// Returns the errors of [`Client::send`](crate::Client::send), and
    /// [`ErrorKind::Decode`](crate::ErrorKind::Decode) if the response has no ticket.
    pub async fn detail(&self, case_id: impl Into<CaseId>) -> Result<CaseDetail, Error> {
        let shown = self.shown(&case_id.into()).await?;
        shown.ok_or_else(|| Error::lacking(ShowCaseDetail::OPERATION, "incident_detail_info"))
    }

    /// Returns the constraints that a later request violates, or none if validation is disabled on the client.
    fn violations_of(&self, request: &impl Request) -> Vec<Violation> {
        if self.checks_limits() { limits::validate(request) } else { Vec::new() }
    }

    /// Returns true if documented constraints are validated before anything is sent.
    fn checks_limits(&self) -> bool {
        self.client.0.check_limits
    }
}

/// The future of an awaited workflow.
type Pending<T> = std::pin::Pin<Box<dyn Future<Output = T> + Send>>;

/// Returns an error of the workflow `name`, raised before any request that changes something.
fn wrong(name: &'static str, text: impl Into<String>) -> Error {
    Error::invalid(text).about(name, None, false)
}

/// Returns an error of the workflow `name` with all violations, if there are any.
fn all_kept(name: &'static str, violations: Vec<Violation>) -> Result<(), Error> {
    if violations.is_empty() { Ok(()) } else { Err(Error::violations_of(violations).about(name, None, false)) }
}
