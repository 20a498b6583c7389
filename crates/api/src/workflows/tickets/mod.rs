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
mod export;
mod follow;
mod labels;
mod links;
mod lookup;
mod open;
mod rating;

mod ticket_call;

use std::time::Duration;

use hwc_models::osm::{CaseDetail, CaseId, GroupId, ShowCaseDetail};
use hwc_wire::{InputValue, Record, Request, ValueRef, Violation, WireValue, set_field, validate};

pub use actions::ActionCall;
pub use attach::{AttachCall, AttachOutcome, ReplyCall, UploadedFile};
pub use authorizations::{Authorizations, GrantCall};
pub use export::{Checkpoint, TicketExport, TicketRecord};
pub use follow::{FollowedMessage, MessageFollower, TicketsFollower};
pub use labels::LabelOutcome;
pub use links::LinkOutcome;
pub use lookup::Candidate;
pub use open::{NewTicket, OpenedTicket};
pub use rating::RateCall;
pub use ticket_call::TicketCall;

use crate::calls::Call;
use crate::client::Client;
use crate::error::Error;
use crate::pipeline::CallOptions;
use crate::workflows::setters::workflow_options;

/// The name of the field with the group.
const GROUP_ID: &str = "group_id";

/// The workflows of Service Tickets, created by [`Client::tickets`]. Clones are cheap.
///
/// Settings and options apply to each workflow.
#[derive(Clone, Debug)]
#[must_use = "nothing is sent before a workflow is awaited"]
pub struct Tickets {
    client: Client,
    /// The options of each call.
    options: CallOptions,
    group_id: Option<GroupId>,
    /// The timeout of a workflow.
    timeout: Option<Duration>,
}

impl Client {
    /// Returns the workflows of Service Tickets, which combine several calls.
    pub fn tickets(&self) -> Tickets {
        Tickets::new(self.clone())
    }
}

impl Tickets {
    fn new(client: Client) -> Self {
        Self { client, options: CallOptions::default(), group_id: None, timeout: None }
    }

    /// Sets the language of names and texts, such as `en-us`. It also applies to names passed to workflows.
    pub fn language(self, language: impl Into<String>) -> Self {
        self.setting("language", language)
    }

    /// Sets the time zone of times, such as `GMT+8`.
    pub fn time_zone(self, time_zone: impl Into<String>) -> Self {
        self.setting("time_zone", time_zone)
    }

    /// Sets the group through which the caller can see tickets of others. It is sent with each call that supports it.
    pub fn group_id(mut self, group_id: impl Into<GroupId>) -> Self {
        self.group_id = Some(group_id.into());
        self
    }

    fn setting(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.options.get_mut().settings.set(name, value.into());
        self
    }

    workflow_options!();

    fn handle_mut(&mut self) -> Option<&mut Self> {
        Some(self)
    }

    /// Creates a call with the options and the group of this handle.
    fn call<R: Request>(&self, request: R) -> Call<R> {
        self.client.send_with(self.with_group(request), self.options.clone())
    }

    /// Sets the group in a request that has a field for it, unless it is already set.
    fn with_group<R: Request>(&self, mut request: R) -> R {
        if let Some(group_id) = &self.group_id {
            let record: &dyn Record = &request;
            let is_present = |value: &dyn WireValue| !matches!(value.view(), ValueRef::Absent);
            if !record.fields().any(|(field, value)| field.is_called(GROUP_ID) && is_present(value)) {
                // `None` stands for a request without the field.
                let _: Option<Result<(), _>> = set_field(&mut request, GROUP_ID, InputValue::Text(group_id.as_str()));
            }
        }
        request
    }

    /// Returns a ticket with all its details, or `None` if the response succeeds without a ticket.
    async fn find_detail(&self, case_id: &CaseId) -> Result<Option<CaseDetail>, Error> {
        Ok(self.call(ShowCaseDetail::new(case_id)).await?.incident_detail_info)
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
    pub fn detail(&self, case_id: impl Into<CaseId>) -> TicketCall<CaseDetail> {
        let case_id = case_id.into();
        TicketCall::new(self, "tickets.detail", async move |tickets| {
            let detail = tickets.find_detail(&case_id).await?;
            detail.ok_or_else(|| Error::missing_field(ShowCaseDetail::OPERATION, "incident_detail_info"))
        })
    }

    /// Returns the constraints that a later request violates, or none if validation is disabled on the client.
    fn violations_of(&self, request: &impl Request) -> Vec<Violation> {
        if self.validates_requests() { validate(request) } else { Vec::new() }
    }

    /// Returns true if documented constraints are validated before anything is sent.
    fn validates_requests(&self) -> bool {
        self.client.0.validate_requests
    }
}

/// Returns an error of the workflow `name`, raised before any request that changes something.
fn invalid(name: &'static str, text: impl Into<String>) -> Error {
    Error::invalid(text).with_context(name, None, false)
}

/// Returns an error of the workflow `name` with all violations, if there are any.
fn require_valid(name: &'static str, violations: Vec<Violation>) -> Result<(), Error> {
    if violations.is_empty() { Ok(()) } else { Err(Error::invalid_request(violations).with_context(name, None, false)) }
}
