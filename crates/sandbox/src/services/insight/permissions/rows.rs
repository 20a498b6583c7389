//! Rules on rows. A row is shown if one of the rules that apply to the user selects it.

use hwc_models::insight::{DatasetPermission, PermissionType, RuleType};

use super::conditions::Condition;
use super::switches::RuleSwitches;
use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::services::insight::datasets::DataTable;
use crate::services::insight::resource::Resource;
use crate::services::insight::workspaces;

/// The setting of a workspace that shows all rows, with `1`, while rules on rows are off.
const DEFAULT_PERMISSION: &str = "default_dataset_permission";

/// Removes the rows that the caller may not see.
pub(super) fn apply(
    cx: &Context<'_>,
    dataset: &Resource,
    switches: &RuleSwitches,
    rules: &[DatasetPermission],
    table: &mut DataTable,
) -> Result<(), ApiError> {
    let row = &switches.row;
    if row.is_open != Some(true) {
        let workspace = workspaces::find(cx, &dataset.workspace)?;
        let setting = workspace.as_ref().and_then(|workspace| workspace.configs.get(DEFAULT_PERMISSION));
        if setting.is_some_and(|value| value == "0") {
            table.rows.clear();
        }
        return Ok(());
    }
    let counts = |rule: &&DatasetPermission| match rule.rule_type {
        Some(RuleType::ByCondition) => row.is_open_by_condition == Some(true),
        Some(RuleType::ByTag) => row.is_open_by_tag == Some(true),
        _ => false,
    };
    let on_rows = rules.iter().filter(|rule| rule.permission_type == Some(PermissionType::Row));
    let mut conditions = Vec::new();
    for rule in on_rows.filter(counts) {
        conditions.extend(rule.rule_content.as_ref().map(|content| Condition::of_rule(cx, content)).transpose()?);
    }
    if !conditions.is_empty() {
        table.keep_rows(|fields, row| conditions.iter().any(|condition| condition.selects(fields, row)));
    } else if row.is_open_by_condition == Some(true) && row.others_see_all != Some(true) {
        table.rows.clear();
    }
    Ok(())
}
