//! Access requests of support engineers: list, grant, reject and revoke.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use hwc_models::osm::{
    AgencyId, AuthorizationAction, AuthorizationId, ConfirmAuthorizations, GrantedAccess, ListAuthorizations,
    ShowAuthorizationDetail, ShowAuthorizationDetailResponse, UpdateAuthorizations,
};

use super::ticket_call::{TicketCall, start_workflow};
use super::{Tickets, invalid};
use crate::calls::Items;
use crate::core::{BoxFuture, Lazy, lazy_future};
use crate::error::Error;
use crate::workflows::setters::workflow_options;

/// The name of the workflow in errors.
const NAME: &str = "tickets.authorizations.grant";

impl Tickets {
    /// Returns the workflows for access requests of engineers.
    #[must_use]
    pub fn authorizations(&self) -> Authorizations {
        Authorizations(self.clone())
    }
}

/// The workflows for access requests and grants, created by [`Tickets::authorizations`].
#[derive(Clone, Debug)]
pub struct Authorizations(Tickets);

impl Authorizations {
    /// Lists grants over all pages. The request filters them, for example by status or ticket.
    ///
    /// ```
    /// # async fn example(client: &hwc_api::Client) -> Result<(), hwc_api::Error> {
    /// use hwc_api::osm::{AuthorizationStatus, ListAuthorizations};
    ///
    /// let waiting = ListAuthorizations::new().status(AuthorizationStatus::Waiting);
    /// let mut waiting = client.tickets().authorizations().list(waiting);
    /// while let Some(grant) = waiting.try_next().await? {
    ///     println!("{:?}: {:?}", grant.id, grant.auth_describe);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn list(&self, request: ListAuthorizations) -> Items<ListAuthorizations> {
        self.0.call(request).items()
    }

    /// Returns a grant with the console or the hosts to which it gives access.
    ///
    /// ```
    /// # async fn example(client: &hwc_api::Client) -> Result<(), hwc_api::Error> {
    /// let grant = client.tickets().authorizations().show("Auth-123456").await?;
    /// println!("{:?}", grant.incident_auth_detail_list);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// Returns the errors of [`Client::send`](crate::Client::send).
    pub fn show(&self, id: impl Into<AuthorizationId>) -> TicketCall<ShowAuthorizationDetailResponse> {
        let request = ShowAuthorizationDetail::new(id);
        TicketCall::new(&self.0, "tickets.authorizations.show", |tickets| tickets.call(request))
    }

    /// Grants the requested access.
    ///
    /// ```
    /// # async fn example(client: &hwc_api::Client) -> Result<(), hwc_api::Error> {
    /// use std::time::Duration;
    ///
    /// client.tickets().authorizations().grant("Auth-123456").duration(Duration::from_secs(3600)).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn grant(&self, id: impl Into<AuthorizationId>) -> GrantCall {
        let request = ConfirmAuthorizations::new(id);
        GrantCall(Lazy::Ready(Grant { tickets: self.0.clone(), request, start: None, end: None }))
    }

    /// Rejects the requested access. The reason must have 1 to 300 characters.
    ///
    /// ```
    /// # async fn example(client: &hwc_api::Client) -> Result<(), hwc_api::Error> {
    /// client.tickets().authorizations().reject("Auth-123456", "Not on this server.").await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// Returns the errors of [`Client::send`](crate::Client::send).
    pub fn reject(&self, id: impl Into<AuthorizationId>, reason: impl Into<String>) -> TicketCall<()> {
        let request = UpdateAuthorizations::new(id).action_id(AuthorizationAction::Reject);
        self.update("tickets.authorizations.reject", request.reject_reason(reason))
    }

    /// Revokes the granted access.
    ///
    /// ```
    /// # async fn example(client: &hwc_api::Client) -> Result<(), hwc_api::Error> {
    /// client.tickets().authorizations().revoke("Auth-123456").await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// Returns the errors of [`Client::send`](crate::Client::send).
    pub fn revoke(&self, id: impl Into<AuthorizationId>) -> TicketCall<()> {
        let request = UpdateAuthorizations::new(id).action_id(AuthorizationAction::Cancel);
        self.update("tickets.authorizations.revoke", request)
    }

    fn update(&self, name: &'static str, request: UpdateAuthorizations) -> TicketCall<()> {
        TicketCall::new(&self.0, name, async |tickets| {
            tickets.call(request).await?;
            Ok(())
        })
    }
}

/// A call that grants access, created by [`Authorizations::grant`]. Nothing is sent before it is awaited.
///
/// # Errors
/// Returns [`ErrorKind::InvalidRequest`](crate::ErrorKind::InvalidRequest) if access would end before it starts or has
/// already ended, or if a time is out of the range of milliseconds. Nothing is sent then.
#[derive(Debug)]
#[must_use = "nothing is sent before it is awaited"]
pub struct GrantCall(Lazy<Grant, Result<(), Error>>);

/// The parts of the call before it starts.
#[derive(Debug)]
struct Grant {
    tickets: Tickets,
    request: ConfirmAuthorizations,
    start: Option<SystemTime>,
    end: Option<End>,
}

/// The end of access.
#[derive(Clone, Copy, Debug)]
enum End {
    At(SystemTime),
    After(Duration),
}

impl GrantCall {
    /// Sets the start of access. Default: decided by the service.
    pub fn starts_at(self, time: SystemTime) -> Self {
        self.with(|grant| grant.start = Some(time))
    }

    /// Sets the end of access. Default: decided by the service if [`duration`](Self::duration) is not set either. The rule is
    /// not documented.
    pub fn ends_at(self, time: SystemTime) -> Self {
        self.with(|grant| grant.end = Some(End::At(time)))
    }

    /// Sets the duration of access, counted from its start or, without one, from now.
    pub fn duration(self, duration: Duration) -> Self {
        self.with(|grant| grant.end = Some(End::After(duration)))
    }

    /// Sets the access to one of the hosts. [`Authorizations::show`] lists the hosts with their detail numbers.
    pub fn host(self, access: GrantedAccess) -> Self {
        self.with(|grant| grant.request.auth_detail_list.get_or_insert_default().push(access))
    }

    /// Sets the agency through which access is granted.
    pub fn agency(self, id: impl Into<AgencyId>) -> Self {
        self.with(|grant| grant.request.agency_id = Some(id.into()))
    }

    workflow_options!();

    fn handle_mut(&mut self) -> Option<&mut Tickets> {
        self.0.parts_mut().map(|grant| &mut grant.tickets)
    }

    fn with(mut self, change: impl FnOnce(&mut Grant)) -> Self {
        if let Some(parts) = self.0.parts_mut() {
            change(parts);
        }
        self
    }
}

lazy_future! { GrantCall, (), Grant::start }

impl Grant {
    fn start(self) -> BoxFuture<Result<(), Error>> {
        start_workflow(self.tickets.clone(), NAME, |_| self.send())
    }

    async fn send(mut self) -> Result<(), Error> {
        let now = self.tickets.client.0.now();
        let start = self.start.unwrap_or(now);
        let end = self.end.map(|end| end.resolve(start)).transpose()?;
        if end.is_some_and(|end| end <= start.max(now)) {
            return Err(invalid(NAME, "access must end in the future and after it starts"));
        }
        self.request.auth_effective_time = self.start.map(millis).transpose()?;
        self.request.auth_expire_time = end.map(millis).transpose()?;
        self.tickets.call(self.request).await?;
        Ok(())
    }
}

impl End {
    /// Returns the end time. A time out of range is an error: without an end, the service would decide the duration.
    fn resolve(self, from: SystemTime) -> Result<SystemTime, Error> {
        match self {
            Self::At(time) => Ok(time),
            Self::After(duration) => from.checked_add(duration).ok_or_else(out_of_range),
        }
    }
}

/// Converts a time to milliseconds since 1970. Earlier times count as 1970.
fn millis(time: SystemTime) -> Result<i64, Error> {
    let since = time.duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).map_err(|_| out_of_range())
}

fn out_of_range() -> Error {
    invalid(NAME, "the start or end of access is out of range")
}
