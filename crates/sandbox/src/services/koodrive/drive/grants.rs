//! The rights that users were given on spaces of teams and on single files. They hold for a folder and everything in it, until
//! another grant for a file below.

use std::collections::{BTreeMap, BTreeSet};

use hwc_models::koodrive::{Capabilities, TemplateId};
use serde::{Deserialize, Serialize};

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::records::{Column, ColumnValue, Owner, StoredRecord};
use crate::services::koodrive::drive::access::{Right, Rights};
use crate::services::koodrive::drive::{Node, tree};
use crate::services::koodrive::permission_templates;

/// The template of a set of rights without a template.
pub(crate) const NO_TEMPLATE: i64 = -1;

/// The rights of a grant: those of a template, or a set of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Granted {
    /// The ID of the template, whose changes apply to the grant.
    Template(i64),
    Rights(Rights),
}

/// Rights of a user on a space, or on a file in it.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Grant {
    key: String,
    pub(crate) space: String,
    /// The ID of the file. It is empty for the space.
    pub(crate) file: String,
    pub(crate) user: String,
    pub(crate) granted: Granted,
}

impl StoredRecord for Grant {
    const KIND: &'static str = "koodrive.grant";
    const OWNER: Owner = Owner::Company;
    const COLUMNS: &'static [Column<Self>] = &[
        Column::new("space", |grant| grant.space.clone().into()),
        Column::new("file", |grant| grant.file.clone().into()),
        Column::new("user", |grant| grant.user.clone().into()),
        Column::new("template", |grant| match grant.granted {
            Granted::Template(id) => id.into(),
            Granted::Rights(_) => ColumnValue::Null,
        }),
    ];

    fn key(&self) -> &str {
        &self.key
    }
}

impl Granted {
    /// Reads the rights of a request. Without a template and a set, returns `None`.
    ///
    /// # Errors
    /// Returns 13000102 for a set with a template or -1 without a set, and for a disabled template, and 13000309 for an unknown
    /// template.
    pub(crate) fn from_request(
        cx: &Context<'_>,
        template: Option<TemplateId>,
        capabilities: Option<&Capabilities>,
    ) -> Result<Option<Self>, ApiError> {
        let template = template.map(TemplateId::get);
        if (template == Some(NO_TEMPLATE)) != capabilities.is_some() {
            return Err(ApiError::invalid("capabilities must be set if the template is -1, and only then"));
        }
        match (template, capabilities) {
            (None, _) => Ok(None),
            (_, Some(capabilities)) => Ok(Some(Self::Rights(Rights::from_capabilities(capabilities)))),
            (Some(id), None) => permission_templates::require_usable(cx, id).map(|()| Some(Self::Template(id))),
        }
    }

    /// Returns the rights now.
    pub(crate) fn rights(self, cx: &Context<'_>) -> Result<Rights, ApiError> {
        match self {
            Self::Template(id) => Ok(permission_templates::rights(cx, id)?.unwrap_or(Rights::NONE)),
            Self::Rights(rights) => Ok(rights),
        }
    }

    /// Returns the ID of the template, or -1.
    pub(crate) fn template(self) -> i64 {
        match self {
            Self::Template(id) => id,
            Self::Rights(_) => NO_TEMPLATE,
        }
    }
}

/// Sets the rights of a user on a space, or on a file in it if `file` is not empty.
pub(crate) fn set(cx: &Context<'_>, (space, file): (&str, &str), user: &str, granted: Granted) -> Result<(), ApiError> {
    cx.records().put(&Grant {
        key: format!("{space}/{file}/{user}"),
        space: space.to_owned(),
        file: file.to_owned(),
        user: user.to_owned(),
        granted,
    })
}

/// Returns the grant that decides on a file for each user: the one on the file, or else on the nearest folder above it.
fn nearest(cx: &Context<'_>, node: &Node) -> Result<BTreeMap<String, Grant>, ApiError> {
    let folders = tree::ancestors(cx, node)?;
    let mut nearest = BTreeMap::new();
    for file in std::iter::once(&node.id).chain(folders.iter().rev().map(|folder| &folder.id)) {
        let grants = cx.records::<Grant>().query().filter("file", file.clone()).filter("space", node.space.clone());
        for grant in grants.all()? {
            nearest.entry(grant.user.clone()).or_insert(grant);
        }
    }
    Ok(nearest)
}

/// Sets the grants of the folders around a file on the file itself, where it has none for the user.
pub(crate) fn inherit(cx: &Context<'_>, node: &Node) -> Result<(), ApiError> {
    let inherited = nearest(cx, node)?.into_values().filter(|grant| grant.file != node.id);
    inherited.into_iter().try_for_each(|grant| set(cx, (&node.space, &node.id), &grant.user, grant.granted))
}

/// Returns the users who cannot see a file because of a grant on it or on a folder above it.
pub(crate) fn hidden_from(cx: &Context<'_>, node: &Node) -> Result<BTreeSet<String>, ApiError> {
    let mut hidden = BTreeSet::new();
    for (user, grant) in nearest(cx, node)? {
        if !grant.granted.rights(cx)?.has(Right::List) {
            hidden.insert(user);
        }
    }
    Ok(hidden)
}

/// Returns the grants of a user in a space by file. The one for the space has an empty file.
pub(crate) fn of_user(cx: &Context<'_>, space: &str, user: &str) -> Result<BTreeMap<String, Granted>, ApiError> {
    let query = cx.records::<Grant>().query().filter("user", user.to_owned()).filter("space", space.to_owned());
    Ok(query.all()?.into_iter().map(|grant| (grant.file, grant.granted)).collect())
}

/// Returns the users with a grant in a space, on the space itself or on a file.
pub(crate) fn users_of(cx: &Context<'_>, space: &str) -> Result<Vec<String>, ApiError> {
    let grants = cx.records::<Grant>().query().filter("space", space.to_owned()).all()?;
    Ok(grants.into_iter().map(|grant| grant.user).collect())
}

/// Returns true if a grant has a template.
pub(crate) fn has_template(cx: &Context<'_>, template: i64) -> Result<bool, ApiError> {
    Ok(cx.records::<Grant>().query().filter("template", template).first()?.is_some())
}

/// Deletes the grants of a user, in one space or in all.
pub(crate) fn delete_of_user(cx: &Context<'_>, user: &str, space: Option<&str>) -> Result<(), ApiError> {
    let query = cx.records::<Grant>().query().filter("user", user.to_owned());
    query.filter_opt("space", space.map(str::to_owned)).delete().map(drop)
}

/// Deletes all grants on a space and on its files.
pub(crate) fn delete_of_space(cx: &Context<'_>, space: &str) -> Result<(), ApiError> {
    cx.records::<Grant>().query().filter("space", space.to_owned()).delete().map(drop)
}

/// Deletes all grants on a file.
pub(crate) fn delete_of_file(cx: &Context<'_>, file: &str) -> Result<(), ApiError> {
    cx.records::<Grant>().query().filter("file", file.to_owned()).delete().map(drop)
}
