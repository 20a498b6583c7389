//! Rules on columns: hidden and masked columns.

use hwc_models::insight::{DatasetPermission, MaskType, PermissionType, RuleContent, RuleType};
use serde_json::Value as Json;

use super::switches::RuleSwitches;
use crate::services::insight::datasets::DataTable;

/// The character in place of a masked one.
const MASK: char = '*';

/// Hides and masks columns.
pub(super) fn apply(switches: &RuleSwitches, rules: &[DatasetPermission], table: &mut DataTable) {
    if switches.column.is_open != Some(true) {
        return;
    }
    let on_columns = rules.iter().filter(|rule| rule.permission_type == Some(PermissionType::Column));
    for (rule, content) in on_columns.filter_map(|rule| Some((rule, rule.rule_content.as_ref()?))) {
        if rule.rule_type == Some(RuleType::Forbid) {
            table.keep_columns(|field| !content.column_ids.contains(&field.id));
        } else {
            mask_columns(content, table);
        }
    }
}

fn mask_columns(content: &RuleContent, table: &mut DataTable) {
    for row in &mut table.rows {
        for (field, value) in table.fields.iter().zip(row) {
            if content.column_ids.contains(&field.id) {
                let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
                *value = Json::from(masked(&text, content));
            }
        }
    }
}

/// Masks a text. Forms without a documented meaning mask all characters.
fn masked(text: &str, content: &RuleContent) -> String {
    let count = |number: Option<i32>| usize::try_from(number.unwrap_or(0)).unwrap_or(0);
    let (first, last, length) = (count(content.first), count(content.last), text.chars().count());
    let is_kept = |at: usize| match content.mask_type {
        Some(MaskType::RetainFirstAndLast) => at < first || at + last >= length,
        Some(MaskType::RetainRange) => at + 1 >= first && at < last,
        _ => false,
    };
    text.chars().enumerate().map(|(at, c)| if is_kept(at) { c } else { MASK }).collect()
}
