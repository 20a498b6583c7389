//! The values of tags.

use std::collections::BTreeMap;

use hwc_models::insight::{
    ListUserTagValue, ListUserTagValueResponse, SaveUserTagValue, SaveUserTagValueResponse, TagTarget, TagValueType,
    TagValues,
};

use super::tag::{self, Tag, TagValue};
use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::records::Page;
use crate::runtime::registry::Registry;
use crate::services::insight::people::{self, Person};
use crate::services::insight::{errors, instances};

/// The text that stands for all values.
pub(super) const ALL: &str = "ALL";

pub(super) fn register(registry: &mut Registry) {
    registry.register(save).register(list);
}

fn save(cx: &mut Context<'_>, request: &SaveUserTagValue) -> Result<SaveUserTagValueResponse, ApiError> {
    people::require_administrator(cx)?;
    let tag = tag::find(cx, request.tag_id.as_str())?;
    let holder = request.user_id.as_str();
    if holders(cx, &tag.target)?.iter().all(|known| known.id != holder) {
        return Err(errors::not_found("user or group"));
    }
    let kind = request.value_type.clone().unwrap_or(TagValueType::None);
    let values = tag::require_values("value", &kind, request.values.as_deref().unwrap_or_default())?;
    cx.records().put(&TagValue::new(&tag, holder, &kind, values))?;
    let mut response = SaveUserTagValueResponse::default();
    response.succeeded = Some(true);
    Ok(response)
}

/// Returns the users or the groups, which hold tags.
pub(super) fn holders(cx: &Context<'_>, target: &str) -> Result<Vec<Person>, ApiError> {
    if target == TagTarget::UserGroup.code() { people::groups(cx) } else { people::users(cx) }
}

/// Lists all users or groups with the values of all tags, by the name of the tag.
fn list(cx: &mut Context<'_>, request: &ListUserTagValue) -> Result<ListUserTagValueResponse, ApiError> {
    people::require_administrator(cx)?;
    let tags = tag::of_target(cx, request.target.code())?;
    let holders = holders(cx, request.target.code())?;
    let page = Page::offset(request.offset.unwrap_or(0), request.limit.unwrap_or(instances::PAGE)).select(holders)?;
    let mut response = ListUserTagValueResponse::default();
    response.count = Some(page.total);
    for holder in page.items {
        let mut entry = TagValues::default();
        entry.values = values_of(cx, &tags, &holder.id)?;
        entry.user_id = Some(holder.id);
        entry.account_name = Some(holder.name);
        entry.target = Some(request.target.clone());
        response.page_data.push(entry);
    }
    Ok(response)
}

/// Returns the values of a holder by tag.
pub(super) fn values_of(
    cx: &Context<'_>,
    tags: &[Tag],
    holder: &str,
) -> Result<BTreeMap<String, Vec<String>>, ApiError> {
    let mut all = BTreeMap::new();
    for tag in tags {
        let (kind, values) = tag::value_of(cx, tag, holder)?;
        let values = if kind == TagValueType::All { vec![ALL.to_owned()] } else { values };
        all.insert(tag.name.clone(), values);
    }
    Ok(all)
}

/// Returns the values that the caller and the groups of the caller have for a tag, named by its ID or its name. `None` stands
/// for every value.
pub(in crate::services::insight) fn of_caller(cx: &Context<'_>, name: &str) -> Result<Option<Vec<String>>, ApiError> {
    let mut found = Vec::new();
    for target in [TagTarget::User, TagTarget::UserGroup] {
        let own =
            if target == TagTarget::User { vec![cx.caller.id.clone()] } else { people::groups_of(cx, &cx.caller.id)? };
        let tags = tag::of_target(cx, target.code())?;
        for tag in tags.iter().filter(|tag| tag.id == name || tag.name == name) {
            for holder in &own {
                match tag::value_of(cx, tag, holder)? {
                    (TagValueType::All, _) => return Ok(None),
                    (_, values) => found.extend(values),
                }
            }
        }
    }
    Ok(Some(found))
}
