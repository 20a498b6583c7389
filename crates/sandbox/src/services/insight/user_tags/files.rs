//! Tags as an Excel file: a row for each holder, with `account_id`, `account_name` and a column for each tag. A cell has the
//! listed values with `;` between them, `ALL`, or nothing for the default value.

use hwc_models::insight::{
    DownloadUserTag, DownloadUserTagResponse, ImportUserTag, ImportUserTagResponse, TagValueType,
};
use hwc_wire::Binary;

use super::tag::{self, Tag, TagValue};
use super::values;
use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::registry::Registry;
use crate::services::insight::{errors, people};
use crate::services::sheet;

/// The key column, and the one with the names, which the import ignores.
const KEY: &str = "account_id";
const NAME: &str = "account_name";

/// The size of a file in bytes, and its number of rows after the head.
const MAX_SIZE: usize = 10 * 1024 * 1024;
const MAX_ROWS: usize = 1000;

pub(super) fn register(registry: &mut Registry) {
    registry.register(download).register(import);
}

fn download(cx: &mut Context<'_>, request: &DownloadUserTag) -> Result<DownloadUserTagResponse, ApiError> {
    people::require_administrator(cx)?;
    let tags = tag::of_target(cx, request.target.code())?;
    let head = [KEY, NAME].into_iter().chain(tags.iter().map(|tag| tag.name.as_str())).map(str::to_owned);
    let mut rows = vec![head.collect::<Vec<_>>()];
    for holder in values::holders(cx, request.target.code())? {
        let by_tag = values::values_of(cx, &tags, &holder.id)?;
        let mut row = vec![holder.id, holder.name];
        row.extend(tags.iter().map(|tag| by_tag.get(&tag.name).map_or_else(String::new, |values| values.join(";"))));
        rows.push(row);
    }
    let mut response = DownloadUserTagResponse::default();
    response.file = Binary::from(sheet::write(&rows)?);
    Ok(response)
}

/// Imports values. If a row is refused, nothing is imported.
fn import(cx: &mut Context<'_>, request: &ImportUserTag) -> Result<ImportUserTagResponse, ApiError> {
    people::require_administrator(cx)?;
    let content = request.file.content.as_ref().map(Binary::as_slice).unwrap_or_default();
    if content.len() > MAX_SIZE {
        return Err(ApiError::invalid("the file must have at most 10 MB"));
    }
    let mut rows = sheet::read(content).ok_or_else(|| ApiError::invalid("the file is no Excel file"))?.into_iter();
    let head = rows.next().unwrap_or_default();
    let key = head.iter().position(|name| name == KEY);
    let key = key.ok_or_else(|| ApiError::invalid(format!("the file must have the column {KEY}")))?;
    if rows.len() > MAX_ROWS {
        return Err(ApiError::invalid("the file must have at most 1000 rows"));
    }
    let columns = columns(&head, tag::of_target(cx, request.target.code())?)?;
    let holders = values::holders(cx, request.target.code())?;
    for row in rows {
        let id = row.get(key).map(String::as_str).unwrap_or_default();
        if holders.iter().all(|holder| holder.id != id) {
            return Err(errors::not_found("user or group"));
        }
        for (at, tag) in &columns {
            cx.records().put(&value(tag, id, row.get(*at).map(String::as_str).unwrap_or_default()))?;
        }
    }
    let mut response = ImportUserTagResponse::default();
    response.succeeded = Some(true);
    Ok(response)
}

/// Returns the tags of the columns with their positions.
fn columns(head: &[String], tags: Vec<Tag>) -> Result<Vec<(usize, Tag)>, ApiError> {
    let is_tag = |name: &String| name != KEY && name != NAME;
    if let Some(name) = head.iter().find(|name| is_tag(name) && tags.iter().all(|tag| tag.name != **name)) {
        return Err(ApiError::invalid(format!("the tag {name} does not exist")));
    }
    let position = |tag: Tag| head.iter().position(|name| *name == tag.name).map(|at| (at, tag));
    Ok(tags.into_iter().filter_map(position).collect())
}

fn value(tag: &Tag, holder: &str, cell: &str) -> TagValue {
    let (kind, values) = match cell {
        "" => (TagValueType::Default, Vec::new()),
        values::ALL => (TagValueType::All, Vec::new()),
        cell => (TagValueType::Listed, cell.split(';').map(|value| value.trim().to_owned()).collect()),
    };
    TagValue::new(tag, holder, &kind, values)
}
