//! The product instance. Each project has one, which always exists.

use hwc_models::insight::{Instance, InstanceStatus, ListInstances, ListInstancesResponse, OrderType};

use crate::account;
use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::records::Page;
use crate::runtime::registry::Registry;
use crate::services::insight::{errors, people};

/// The ID of the instance.
pub(super) const ID: &str = "insight-instance-1";

/// The default page size of lists.
pub(super) const PAGE: u32 = 10;

pub(super) fn register(registry: &mut Registry) {
    registry.register(list);
}

/// Rejects the ID of an instance that does not exist.
pub(super) fn require(id: &str) -> Result<(), ApiError> {
    if id == ID { Ok(()) } else { Err(errors::not_found("instance")) }
}

/// Lists the only instance. There is nothing to sort.
fn list(cx: &mut Context<'_>, request: &ListInstances) -> Result<ListInstancesResponse, ApiError> {
    people::require_account(cx)?;
    let page = Page::offset(request.offset.unwrap_or(0), request.limit.unwrap_or(PAGE));
    let page = page.select(vec![instance(cx)])?;
    let mut response = ListInstancesResponse::default();
    response.count = Some(page.total);
    response.page_data = page.items;
    Ok(response)
}

fn instance(cx: &Context<'_>) -> Instance {
    let mut instance = Instance::default();
    instance.project_id = Some(cx.settings.project_id().to_owned());
    instance.region_id = Some(account::PROJECT_NAME.to_owned());
    instance.order_id = Some("insight-order-1".to_owned());
    instance.instance_id = Some(ID.into());
    instance.instance_name = Some("Insight".to_owned());
    instance.resource_spec_code = Some("DataArtsInsight.unit.enterprise.user".to_owned());
    instance.order_type = Some(OrderType::Period);
    instance.status = Some(InstanceStatus::Active);
    instance.domain_id = Some(people::account(cx).domain_id.to_owned());
    instance.enterprise_project_id = Some("0".into());
    instance
}
