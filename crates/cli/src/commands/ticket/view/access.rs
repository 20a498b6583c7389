//! Access requests and grants of engineers.

use hwc_api::osm::{Authorization, AuthorizationDetail, ShowAuthorizationDetailResponse};
use schemars::JsonSchema;
use serde::Serialize;

use super::{Converter, state, text};

/// A request of an engineer for access, or a grant.
#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
pub(crate) struct AccessGrant {
    /// The ID of the grant.
    pub(crate) id: Option<String>,
    /// The state, as in `waiting`.
    pub(crate) status: Option<String>,
    /// The code of the state.
    pub(crate) status_code: Option<i64>,
    /// The ID of the ticket.
    pub(crate) ticket_id: Option<String>,
    /// The description of the ticket.
    pub(crate) ticket_description: Option<String>,
    /// The engineer's description of the access.
    pub(crate) description: Option<String>,
    /// The kind of resource to be opened.
    pub(crate) resource: Option<String>,
    /// The ID of that kind.
    pub(crate) resource_id: Option<String>,
    /// The way of access.
    pub(crate) method: Option<String>,
    /// The ID of that way.
    pub(crate) method_id: Option<String>,
    /// The time of the request.
    #[schemars(extend("format" = "date-time"))]
    pub(crate) requested_at: Option<String>,
    /// The time when access begins.
    #[schemars(extend("format" = "date-time"))]
    pub(crate) begins_at: Option<String>,
    /// The time when access ends.
    #[schemars(extend("format" = "date-time"))]
    pub(crate) ends_at: Option<String>,
    /// The reason for rejecting the request.
    pub(crate) reject_reason: Option<String>,
    /// The name of the user of the ticket.
    pub(crate) user: Option<String>,
    /// The name of the engineer.
    pub(crate) requester: Option<String>,
    /// The name of the agency through which access is granted.
    pub(crate) agency: Option<String>,
    /// The console or the hosts. `access show` reads them.
    pub(crate) targets: Option<Vec<AccessTarget>>,
}

/// A console or a host that is opened.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(crate) struct AccessTarget {
    /// The ID, which `access grant --host` accepts as `auth_detail_id`.
    pub(crate) id: Option<String>,
    /// The type of the target.
    pub(crate) target: Option<String>,
    /// The code of that type.
    pub(crate) target_code: Option<i64>,
    /// The ID of the server.
    pub(crate) instance_id: Option<String>,
    /// The name of the server.
    pub(crate) instance: Option<String>,
    /// The port.
    pub(crate) port: Option<u32>,
    /// The name of the login.
    pub(crate) account: Option<String>,
    /// The region of the server.
    pub(crate) region: Option<String>,
}

impl Converter {
    /// Converts a listed grant.
    pub(crate) fn access(self, grant: &Authorization) -> AccessGrant {
        let (status, status_code) = state(grant.status);
        AccessGrant {
            id: text(grant.id.as_ref()),
            status,
            status_code,
            ticket_id: text(grant.incident_id.as_ref()),
            ticket_description: grant.simple_description.clone(),
            description: grant.auth_describe.clone(),
            resource: grant.resource_type_name.clone(),
            resource_id: text(grant.resource_type_id.as_ref()),
            method: grant.visit_type_name.clone(),
            method_id: text(grant.visit_type_id.as_ref()),
            requested_at: self.time(grant.create_time.as_ref()),
            begins_at: self.time(grant.auth_effective_time.as_ref()),
            ends_at: self.time(grant.auth_expire_time.as_ref()),
            reject_reason: grant.reject_reason.clone(),
            user: grant.xcustomer_name.clone(),
            ..AccessGrant::default()
        }
    }

    /// Converts the details of a grant.
    pub(crate) fn access_detail(self, grant: &ShowAuthorizationDetailResponse) -> AccessGrant {
        let (status, status_code) = state(grant.status);
        AccessGrant {
            id: text(grant.id.as_ref()),
            status,
            status_code,
            ticket_id: text(grant.incident_id.as_ref()),
            ticket_description: grant.simple_description.clone(),
            description: grant.auth_describe.clone(),
            resource: grant.resource_type_name.clone(),
            resource_id: text(grant.resource_type_id.as_ref()),
            method: grant.visit_type_name.clone(),
            method_id: text(grant.visit_type_id.as_ref()),
            requested_at: None,
            begins_at: self.time(grant.auth_effective_time.as_ref()),
            ends_at: self.time(grant.auth_expire_time.as_ref()),
            reject_reason: grant.reject_reason.clone(),
            user: grant.xcustomer_name.clone(),
            requester: grant.auth_handler_name.clone(),
            agency: grant.agency_name.clone(),
            targets: Some(grant.incident_auth_detail_list.iter().map(AccessTarget::from).collect()),
        }
    }
}

impl From<&AuthorizationDetail> for AccessTarget {
    fn from(detail: &AuthorizationDetail) -> Self {
        let (target, target_code) = state(detail.target);
        Self {
            id: text(detail.id),
            target,
            target_code,
            instance_id: text(detail.instance_id.as_ref()),
            instance: detail.instance_name.clone(),
            port: detail.port,
            account: detail.account.clone(),
            region: text(detail.region_id.as_ref()),
        }
    }
}
