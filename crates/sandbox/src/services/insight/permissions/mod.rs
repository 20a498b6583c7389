//! Rules on the rows and columns of datasets. A rule counts while it is open and the switches of its kind are on. Rules do
//! not apply to the owner of the dataset.

mod columns;
mod conditions;
mod rows;
mod rules;
mod switches;

use hwc_models::insight::{DatasetPermission, RuleScope};

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::registry::Registry;
use crate::services::insight::datasets::DataTable;
use crate::services::insight::people;
use crate::services::insight::resource::{self, Resource};

pub(super) use rules::{Rule, add, stored};

pub(super) fn register(registry: &mut Registry) {
    rules::register(registry);
    switches::register(registry);
}

/// Applies the rules to the data of a dataset that the caller sees.
pub(super) fn apply(cx: &Context<'_>, dataset: &Resource, table: DataTable) -> Result<DataTable, ApiError> {
    if resource::rights(cx, dataset)?.is_owner {
        return Ok(table);
    }
    apply_to_groups(cx, dataset, table, &[])
}

/// Applies the rules to the data of a dataset that the caller sees as a member of further groups. Being the owner makes
/// no difference.
pub(super) fn apply_to_groups(
    cx: &Context<'_>,
    dataset: &Resource,
    mut table: DataTable,
    groups: &[String],
) -> Result<DataTable, ApiError> {
    let mut viewer = Viewer { user: cx.caller.id.clone(), groups: people::groups_of(cx, &cx.caller.id)? };
    viewer.groups.extend_from_slice(groups);
    let (switches, rules) = (switches::of(cx, &dataset.id)?, rules::of_dataset(cx, &dataset.id)?);
    let rules: Vec<_> = rules.into_iter().filter(|rule| rule.is_open == Some(true) && viewer.is_in(rule)).collect();
    rows::apply(cx, dataset, &switches, &rules, &mut table)?;
    columns::apply(&switches, &rules, &mut table);
    Ok(table)
}

/// Returns the switches for rules on rows and for rules on columns.
pub(super) fn are_on(cx: &Context<'_>, dataset: &str) -> Result<(bool, bool), ApiError> {
    let switches = switches::of(cx, dataset)?;
    Ok((switches.row.is_open == Some(true), switches.column.is_open == Some(true)))
}

/// Deletes the rules and the switches of a dataset.
pub(super) fn forget(cx: &Context<'_>, dataset: &str) -> Result<(), ApiError> {
    rules::forget(cx, dataset)?;
    switches::forget(cx, dataset)
}

/// The user to whom data is shown.
struct Viewer {
    user: String,
    groups: Vec<String>,
}

impl Viewer {
    /// Returns true if a rule applies to the user.
    fn is_in(&self, rule: &DatasetPermission) -> bool {
        let named = rule.rule_user.as_ref();
        let users = named.and_then(|named| named.users.as_ref());
        let groups = named.and_then(|named| named.user_groups.as_ref());
        let is_named = users.into_iter().flatten().any(|user| user.as_str() == self.user)
            || groups.into_iter().flatten().any(|group| self.groups.iter().any(|own| own == group.as_str()));
        match rule.rule_scope {
            Some(RuleScope::All) => true,
            Some(RuleScope::Specified) => is_named,
            Some(RuleScope::ExceptSpecified) => !is_named,
            _ => false,
        }
    }
}
