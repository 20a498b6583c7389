//! The records of tags and of their values.

use hwc_models::insight::TagValueType;
use serde::{Deserialize, Serialize};

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::records::{Column, Owner, StoredRecord};
use crate::services::insight::errors;

/// A stored tag.
#[derive(Serialize, Deserialize)]
pub(super) struct Tag {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) description: Option<String>,
    /// `user` or `userGroup`.
    pub(super) target: String,
    pub(super) default_type: String,
    pub(super) default_values: Vec<String>,
}

impl StoredRecord for Tag {
    const KIND: &'static str = "insight.tag";
    const OWNER: Owner = Owner::Project;
    const COLUMNS: &'static [Column<Self>] = &[Column::new("target", |tag| tag.target.clone().into())];

    fn key(&self) -> &str {
        &self.id
    }
}

/// The value of a tag for a user or a group.
#[derive(Serialize, Deserialize)]
pub(super) struct TagValue {
    key: String,
    tag: String,
    /// A code of [`TagValueType`].
    pub(super) kind: String,
    pub(super) values: Vec<String>,
}

impl StoredRecord for TagValue {
    const KIND: &'static str = "insight.tag_value";
    const OWNER: Owner = Owner::Project;
    const COLUMNS: &'static [Column<Self>] = &[Column::new("tag", |value| value.tag.clone().into())];

    fn key(&self) -> &str {
        &self.key
    }
}

impl TagValue {
    pub(super) fn new(tag: &Tag, holder: &str, kind: &TagValueType, values: Vec<String>) -> Self {
        Self { key: key(tag, holder), tag: tag.id.clone(), kind: kind.code().to_owned(), values }
    }
}

fn key(tag: &Tag, holder: &str) -> String {
    format!("{}/{holder}", tag.id)
}

/// Returns the tag with this ID.
pub(super) fn find(cx: &Context<'_>, id: &str) -> Result<Tag, ApiError> {
    cx.records::<Tag>().get(id)?.ok_or_else(|| errors::not_found("tag"))
}

/// Returns the tags of users or of groups.
pub(super) fn of_target(cx: &Context<'_>, target: &str) -> Result<Vec<Tag>, ApiError> {
    cx.records::<Tag>().query().filter("target", target.to_owned()).all()
}

/// Returns the kind and the values of a tag for a holder.
pub(super) fn value_of(cx: &Context<'_>, tag: &Tag, holder: &str) -> Result<(TagValueType, Vec<String>), ApiError> {
    let own = cx.records::<TagValue>().get(&key(tag, holder))?;
    let own = own.filter(|value| value.kind != TagValueType::Default.code());
    Ok(own.map_or_else(
        || (TagValueType::from(tag.default_type.as_str()), tag.default_values.clone()),
        |value| (TagValueType::from(value.kind), value.values),
    ))
}

/// Checks that `ENUM` has values and no other kind has.
pub(super) fn require_values(field: &str, kind: &TagValueType, values: &[String]) -> Result<Vec<String>, ApiError> {
    match kind {
        TagValueType::Listed if values.is_empty() => Err(ApiError::invalid(format!("{field} is required for ENUM"))),
        TagValueType::Listed => Ok(values.to_vec()),
        TagValueType::Unknown(_) => Err(ApiError::invalid("the type of the values must be NULL, ALL, ENUM or DEFAULT")),
        _ if values.is_empty() => Ok(Vec::new()),
        _ => Err(ApiError::invalid(format!("{field} is for ENUM only"))),
    }
}
