//! Tags of users and user groups. Only an administrator manages them.

mod files;
mod tag;
mod values;

use hwc_models::insight::{
    CreateUserTag, CreateUserTagResponse, DeleteUserTag, DeleteUserTagResponse, ListUserTagHead,
    ListUserTagHeadResponse, Tag as TagModel, TagValueType, UpdateUserTag, UpdateUserTagResponse,
};
use serde_json::json;

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::records::Page;
use crate::runtime::registry::Registry;
use crate::services::insight::{instances, people};
use tag::{Tag, TagValue};

pub(super) use values::of_caller as values_of_caller;

pub(super) fn register(registry: &mut Registry) {
    registry.store::<Tag>().store::<TagValue>();
    registry.register(create).register(update).register(delete).register(list);
    values::register(registry);
    files::register(registry);
}

fn create(cx: &mut Context<'_>, request: &CreateUserTag) -> Result<CreateUserTagResponse, ApiError> {
    people::require_administrator(cx)?;
    let target = request.target.code();
    require_free_name(cx, target, &request.name, "")?;
    let tag = Tag {
        id: format!("tag-{}", cx.next_number("insight tag")?),
        name: request.name.clone(),
        description: request.description.clone(),
        target: target.to_owned(),
        default_type: request.default_value_type.code().to_owned(),
        default_values: default_values(&request.default_value_type, request.default_values.as_deref())?,
    };
    cx.records().insert(&tag)?;
    let mut response = CreateUserTagResponse::default();
    response.result.insert("data".to_owned(), json!(true));
    Ok(response)
}

/// Changes a tag. Its holders stay the same, and so does the default if the request has none.
fn update(cx: &mut Context<'_>, request: &UpdateUserTag) -> Result<UpdateUserTagResponse, ApiError> {
    people::require_administrator(cx)?;
    let mut tag = tag::find(cx, request.tag_id.as_str())?;
    if tag.target != request.target.code() {
        return Err(ApiError::invalid("the holders of a tag cannot be changed"));
    }
    require_free_name(cx, &tag.target, &request.name, &tag.id)?;
    tag.name.clone_from(&request.name);
    tag.description = request.description.clone().or(tag.description);
    if let Some(kind) = &request.default_value_type {
        tag.default_values = default_values(kind, request.default_values.as_deref())?;
        kind.code().clone_into(&mut tag.default_type);
    }
    cx.records().put(&tag)?;
    let mut response = UpdateUserTagResponse::default();
    response.succeeded = Some(true);
    Ok(response)
}

fn delete(cx: &mut Context<'_>, request: &DeleteUserTag) -> Result<DeleteUserTagResponse, ApiError> {
    people::require_administrator(cx)?;
    let tag = tag::find(cx, request.tag_id.as_str())?;
    cx.records::<TagValue>().query().filter("tag", tag.id.clone()).delete()?;
    cx.records::<Tag>().delete(&tag.id)?;
    let mut response = DeleteUserTagResponse::default();
    response.succeeded = Some(true);
    Ok(response)
}

fn list(cx: &mut Context<'_>, request: &ListUserTagHead) -> Result<ListUserTagHeadResponse, ApiError> {
    people::require_administrator(cx)?;
    let query = cx.records::<Tag>().query().filter("target", request.target.code().to_owned());
    let page = query.page(&Page::offset(request.offset.unwrap_or(0), request.limit.unwrap_or(instances::PAGE)))?;
    let mut response = ListUserTagHeadResponse::default();
    response.count = Some(page.total);
    response.page_data = page.items.into_iter().map(model).collect();
    Ok(response)
}

fn model(tag: Tag) -> TagModel {
    let mut model = TagModel::default();
    model.description = tag.description;
    model.id = Some(tag.id.into());
    model.name = Some(tag.name);
    model.target = Some(tag.target.into());
    model
}

/// Returns the values of a default, which only `ENUM` has.
fn default_values(kind: &TagValueType, values: Option<&[String]>) -> Result<Vec<String>, ApiError> {
    if *kind == TagValueType::Default {
        return Err(ApiError::invalid("default_value_type must be NULL, ALL or ENUM"));
    }
    tag::require_values("default_value", kind, values.unwrap_or_default())
}

fn require_free_name(cx: &Context<'_>, target: &str, name: &str, own: &str) -> Result<(), ApiError> {
    if name.is_empty() {
        return Err(ApiError::invalid("name must not be empty"));
    }
    let is_taken = tag::of_target(cx, target)?.iter().any(|tag| tag.name == name && tag.id != own);
    if is_taken { Err(ApiError::invalid(format!("the name {name} is in use"))) } else { Ok(()) }
}
