//! Access requests of support engineers: list, grant, reject and revoke.

use std::future::IntoFuture;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use hwc_models::osm::{
    AgencyId, AuthorizationAction, AuthorizationId, ConfirmAuthorizations, GrantedAccess, ListAuthorizations,
    ShowAuthorizationDetail, ShowAuthorizationDetailResponse, UpdateAuthorizations,
};

use super::{Tickets, invalid};
use crate::calls::Items;
use crate::core::BoxFuture;
use crate::error::Error;

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
    pub async fn show(&self, id: impl Into<AuthorizationId>) -> Result<ShowAuthorizationDetailResponse, Error> {
        let request = ShowAuthorizationDetail::new(id);
        self.0.call(request).await
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
        GrantCall { tickets: self.0.clone(), request, start: None, end: None }
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
    pub async fn reject(&self, id: impl Into<AuthorizationId>, reason: impl Into<String>) -> Result<(), Error> {
        let request = UpdateAuthorizations::new(id).action_id(AuthorizationAction::Reject);
        self.update(request.reject_reason(reason)).await
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
    pub async fn revoke(&self, id: impl Into<AuthorizationId>) -> Result<(), Error> {
        self.update(UpdateAuthorizations::new(id).action_id(AuthorizationAction::Cancel)).await
    }

    async fn update(&self, request: UpdateAuthorizations) -> Result<(), Error> {
        self.0.call(request).await?;
        Ok(())
    }
}

/// A call that grants access, created by [`Authorizations::grant`]. Nothing is sent before it is awaited.
///
/// # Errors
/// Returns [`ErrorKind::InvalidRequest`](crate::ErrorKind::InvalidRequest) if access would end before it starts or has
/// already ended, or if a time is out of the range of milliseconds. Nothing is sent then.
#[derive(Clone, Debug)]
#[must_use = "nothing is sent before it is awaited"]
pub struct GrantCall {
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
    pub fn starts_at(mut self, time: SystemTime) -> Self {
        self.start = Some(time);
        self
    }

    /// Sets the end of access. Default: decided by the service if [`duration`](Self::duration) is not set either. The rule is
    /// not documented.
    pub fn ends_at(mut self, time: SystemTime) -> Self {
        self.end = Some(End::At(time));
        self
    }

    /// Sets the duration of access, counted from its start or, without one, from now.
    pub fn duration(mut self, duration: Duration) -> Self {
        self.end = Some(End::After(duration));
        self
    }

    /// Sets the access to one of the hosts. [`Authorizations::show`] lists the hosts with their detail numbers.
    pub fn host(mut self, access: GrantedAccess) -> Self {
        self.request.auth_detail_list.get_or_insert_default().push(access);
        self
    }

    /// Sets the agency through which access is granted.
    pub fn agency(mut self, id: impl Into<AgencyId>) -> Self {
        self.request.agency_id = Some(id.into());
        self
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

impl IntoFuture for GrantCall {
    type Output = Result<(), Error>;
    type IntoFuture = BoxFuture<Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.send())
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
