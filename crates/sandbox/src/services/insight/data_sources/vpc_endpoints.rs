//! VPC endpoints of data sources. Each endpoint service has one.

use hwc_models::insight::{DataSourceType, VerifyAndCreateVpcEp, VerifyAndCreateVpcEpResponse, VpcEndpoint};
use serde::{Deserialize, Serialize};

use super::check;
use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::records::{Column, Owner, StoredRecord};
use crate::runtime::registry::Registry;
use crate::services::insight::change::Change;
use crate::services::insight::people;

/// A stored endpoint.
#[derive(Serialize, Deserialize)]
struct Endpoint {
    id: String,
    service: String,
    kind: String,
    created: Change,
}

impl StoredRecord for Endpoint {
    const KIND: &'static str = "insight.vpc_endpoint";
    const OWNER: Owner = Owner::Project;
    const COLUMNS: &'static [Column<Self>] = &[Column::new("service", |endpoint| endpoint.service.clone().into())];

    fn key(&self) -> &str {
        &self.id
    }
}

pub(super) fn register(registry: &mut Registry) {
    registry.store::<Endpoint>().register(create);
}

/// Creates the endpoint of a service, or returns the one that exists. The sandbox knows services by one text, which is the
/// name or the ID.
fn create(cx: &mut Context<'_>, request: &VerifyAndCreateVpcEp) -> Result<VerifyAndCreateVpcEpResponse, ApiError> {
    people::require_account(cx)?;
    let names = [request.endpoint_service_id.as_deref(), request.endpoint_service_name.as_deref()];
    let service = names.into_iter().flatten().find(|name| !name.is_empty());
    let service = service.ok_or_else(|| ApiError::invalid("vpc_ep_server_name or vpc_ep_server_id is required"))?;
    if check::is_unreachable(service) {
        return Err(ApiError::invalid(format!("the endpoint service {service} does not exist")));
    }
    let found = cx.records::<Endpoint>().query().filter("service", service.to_owned()).first()?;
    let endpoint = match found {
        Some(endpoint) => endpoint,
        None => insert(cx, service, request.ds_type.code())?,
    };
    let mut response = VerifyAndCreateVpcEpResponse::default();
    response.connection = Some(model(cx, endpoint, request));
    Ok(response)
}

fn insert(cx: &Context<'_>, service: &str, kind: &str) -> Result<Endpoint, ApiError> {
    let id = format!("endpoint-{}", cx.next_number("insight endpoint")?);
    let endpoint = Endpoint { id, service: service.to_owned(), kind: kind.to_owned(), created: Change::now(cx) };
    cx.records().insert(&endpoint)?;
    Ok(endpoint)
}

fn model(cx: &Context<'_>, endpoint: Endpoint, request: &VerifyAndCreateVpcEp) -> VpcEndpoint {
    let mut model = VpcEndpoint::default();
    model.id = Some(format!("connection-of-{}", endpoint.id));
    model.create_date = Some(endpoint.created.at);
    model.create_user = Some(endpoint.created.user.clone().into());
    model.create_user_name = Some(endpoint.created.user_name.clone());
    model.update_date = Some(endpoint.created.at);
    model.update_user = Some(endpoint.created.user.into());
    model.update_user_name = Some(endpoint.created.user_name);
    model.project_id = Some(cx.settings.project_id().to_owned());
    model.domain_id = Some(people::account(cx).domain_id.to_owned());
    model.ds_type = Some(DataSourceType::from(endpoint.kind));
    model.endpoint_service_id.clone_from(&request.endpoint_service_id);
    model.endpoint_service_name.clone_from(&request.endpoint_service_name);
    model.endpoint_id = Some(endpoint.id);
    model.endpoint_status = Some("accepted".to_owned());
    model
}
