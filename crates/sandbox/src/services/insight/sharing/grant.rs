//! The record of a grant: the rights of a user or a group on a resource.

use hwc_models::insight::{AuthLevel, Authority};
use serde::{Deserialize, Serialize};

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::records::{Column, Owner, Query, StoredRecord};
use crate::services::insight::change::Change;
use crate::services::insight::resource::Resource;

/// A stored grant.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Grant {
    key: String,
    pub(super) resource: String,
    /// `user` or `group`.
    pub(super) level: String,
    pub(super) holder: String,
    /// One right, or several with commas.
    pub(super) authority: String,
    pub(super) created: Change,
    pub(super) updated: Change,
}

impl StoredRecord for Grant {
    const KIND: &'static str = "insight.grant";
    const OWNER: Owner = Owner::Project;
    const COLUMNS: &'static [Column<Self>] = &[Column::new("resource", |grant| grant.resource.clone().into())];

    fn key(&self) -> &str {
        &self.key
    }
}

impl Grant {
    pub(super) fn new(
        resource: &Resource,
        level: &AuthLevel,
        holder: &str,
        authority: &Authority,
        created: Change,
    ) -> Self {
        Self {
            key: key(&resource.id, level, holder),
            resource: resource.id.clone(),
            level: level.code().to_owned(),
            holder: holder.to_owned(),
            authority: authority.code().to_owned(),
            updated: created.clone(),
            created,
        }
    }

    /// Returns the single rights.
    pub(super) fn rights(&self) -> Vec<Authority> {
        self.authority.split(',').map(|right| Authority::from(right.trim())).collect()
    }
}

fn key(resource: &str, level: &AuthLevel, holder: &str) -> String {
    format!("{resource}/{}/{holder}", level.code())
}

/// Returns a query of the grants on a resource.
pub(super) fn of_resource<'a>(cx: &'a Context<'_>, resource: &str) -> Query<'a, Grant> {
    cx.records::<Grant>().query().filter("resource", resource.to_owned())
}

/// Returns the grants on a resource.
pub(super) fn on(cx: &Context<'_>, resource: &str) -> Result<Vec<Grant>, ApiError> {
    of_resource(cx, resource).all()
}

/// Stores a grant, in place of the one that the holder has.
pub(super) fn put(cx: &Context<'_>, mut grant: Grant) -> Result<(), ApiError> {
    if let Some(former) = cx.records::<Grant>().get(&grant.key)? {
        grant.created = former.created;
    }
    cx.records().put(&grant)
}

/// Removes the grant of a holder, if there is one.
pub(super) fn remove(cx: &Context<'_>, resource: &str, level: &AuthLevel, holder: &str) -> Result<(), ApiError> {
    cx.records::<Grant>().delete(&key(resource, level, holder))?;
    Ok(())
}
