//! Creating, changing, listing and deleting rules.

use hwc_models::insight::{
    Authority, CreateAndUpdatePermission, CreateAndUpdatePermissionResponse, DatasetPermission, DeleteRule,
    DeleteRuleResponse, ListPermission, ListPermissionResponse, PermissionType, ResourceType, RuleScope, RuleType,
    SortDirection,
};
use serde::{Deserialize, Serialize};

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::records::{Column, Owner, Page, StoredRecord};
use crate::runtime::registry::Registry;
use crate::services::insight::resource::{self, Resource};
use crate::services::insight::{datasets, errors, instances, people};

/// A stored rule.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Rule {
    pub(crate) id: String,
    pub(crate) dataset: String,
    pub(crate) rule: DatasetPermission,
}

impl StoredRecord for Rule {
    const KIND: &'static str = "insight.rule";
    const OWNER: Owner = Owner::Project;
    const COLUMNS: &'static [Column<Self>] = &[
        Column::new("dataset", |rule| rule.dataset.clone().into()),
        Column::new("type", |rule| rule.rule.permission_type.as_ref().map(|kind| kind.code().to_owned()).into()),
        Column::new("is_open", |rule| (rule.rule.is_open == Some(true)).into()),
        Column::new("name", |rule| rule.rule.name.clone().into()),
    ];

    fn key(&self) -> &str {
        &self.id
    }
}

pub(super) fn register(registry: &mut Registry) {
    registry.store::<Rule>().register(save).register(list).register(delete);
}

/// Returns the rules of a dataset.
pub(super) fn of_dataset(cx: &Context<'_>, dataset: &str) -> Result<Vec<DatasetPermission>, ApiError> {
    Ok(stored(cx, dataset)?.into_iter().map(|rule| rule.rule).collect())
}

pub(super) fn forget(cx: &Context<'_>, dataset: &str) -> Result<(), ApiError> {
    cx.records::<Rule>().query().filter("dataset", dataset.to_owned()).delete()?;
    Ok(())
}

/// Returns a dataset whose rules the caller may see and change.
fn editable(cx: &Context<'_>, dataset: &str) -> Result<Resource, ApiError> {
    resource::require(cx, &ResourceType::Dataset, dataset, &Authority::Edit)
}

fn save(
    cx: &mut Context<'_>,
    request: &CreateAndUpdatePermission,
) -> Result<CreateAndUpdatePermissionResponse, ApiError> {
    let dataset = editable(cx, request.dataset_id.as_str())?;
    let mut rule = request.rule.clone();
    if rule.dataset_id.as_ref().is_some_and(|id| *id != request.dataset_id) {
        return Err(ApiError::invalid("dataset_id of the rule must be the dataset of the path"));
    }
    require_valid(&rule)?;
    require_known(cx, &dataset, &rule)?;
    let own = rule.id.as_ref().map(ToString::to_string).filter(|id| !id.is_empty());
    let id = match own {
        Some(id) => find(cx, &dataset, &id)?.id,
        None => format!("rule-{}", cx.next_number("insight rule")?),
    };
    rule.id = Some(id.clone().into());
    rule.project_id = Some(cx.settings.project_id().to_owned());
    rule.workspace_id = Some(dataset.workspace);
    cx.records().put(&Rule { id, dataset: dataset.id, rule: rule.clone() })?;
    let mut response = CreateAndUpdatePermissionResponse::default();
    response.rule = Some(rule);
    Ok(response)
}

fn find(cx: &Context<'_>, dataset: &Resource, id: &str) -> Result<Rule, ApiError> {
    let found = cx.records::<Rule>().get(id)?.filter(|rule| rule.dataset == dataset.id);
    found.ok_or_else(|| errors::not_found("rule"))
}

/// Checks that the parts of a rule fit together.
fn require_valid(rule: &DatasetPermission) -> Result<(), ApiError> {
    use {PermissionType as Kind, RuleType as Type};
    let is_pair = matches!(
        (&rule.permission_type, &rule.rule_type),
        (Some(Kind::Row), Some(Type::ByCondition | Type::ByTag))
            | (Some(Kind::Column), Some(Type::Forbid | Type::Mask))
    );
    if !is_pair {
        return Err(ApiError::invalid("rule_type does not fit permission_type"));
    }
    let for_rows = rule.permission_type == Some(Kind::Row);
    if for_rows && !matches!(rule.rule_scope, Some(RuleScope::All | RuleScope::Specified)) {
        return Err(ApiError::invalid("rule_scope of a rule on rows must be ALL or SPECIFIED"));
    }
    let content = rule.rule_content.as_ref();
    let has_conditions =
        content.is_some_and(|content| content.condition_node.is_some() || !content.sub_conditions.is_empty());
    if for_rows && !has_conditions {
        return Err(ApiError::invalid("rule_content of a rule on rows needs conditions"));
    }
    if !for_rows && content.is_none_or(|content| content.column_ids.is_empty()) {
        return Err(ApiError::invalid("rule_content of a rule on columns needs column_ids"));
    }
    let needs_mask = rule.rule_type == Some(Type::Mask);
    if needs_mask && content.is_none_or(|content| content.mask_type.is_none()) {
        return Err(ApiError::invalid("rule_content of a mask needs mask_type"));
    }
    if rule.name.as_deref().unwrap_or_default().is_empty() {
        return Err(ApiError::invalid("name must not be empty"));
    }
    Ok(())
}

/// Checks that the users, the groups and the columns of a rule exist.
fn require_known(cx: &Context<'_>, dataset: &Resource, rule: &DatasetPermission) -> Result<(), ApiError> {
    let (users, groups) = (people::users(cx)?, people::groups(cx)?);
    let named = rule.rule_user.clone().unwrap_or_default();
    let (named_users, named_groups) = (named.users.unwrap_or_default(), named.user_groups.unwrap_or_default());
    let knows_users = named_users.iter().all(|id| users.iter().any(|user| user.id == id.as_str()));
    if !knows_users || !named_groups.iter().all(|id| groups.iter().any(|group| group.id == id.as_str())) {
        return Err(errors::not_found("user or group"));
    }
    let is_empty = named_users.is_empty() && named_groups.is_empty();
    if is_empty && matches!(rule.rule_scope, Some(RuleScope::Specified | RuleScope::ExceptSpecified)) {
        return Err(ApiError::invalid("rule_user must name a user or a group"));
    }
    let known = datasets::field_ids(dataset);
    let columns = rule.rule_content.iter().flat_map(|content| &content.column_ids);
    let unknown = columns.into_iter().find(|column| !known.contains(column));
    unknown.map_or(Ok(()), |column| Err(ApiError::invalid(format!("the dataset has no column {column}"))))
}

fn list(cx: &mut Context<'_>, request: &ListPermission) -> Result<ListPermissionResponse, ApiError> {
    let dataset = editable(cx, request.dataset_id.as_str())?;
    let query = cx.records::<Rule>().query().filter("dataset", dataset.id);
    let query = query.filter("type", request.permission_type.code().to_owned());
    let query = query.sort(if request.sort_key.as_deref() == Some("name") { "name" } else { "is_open" });
    let is_descending = request.sort_dir == Some(SortDirection::Descending);
    let query = if is_descending { query.descending() } else { query };
    let page = query.page(&Page::offset(request.offset.unwrap_or(0), request.limit.unwrap_or(instances::PAGE)))?;
    let mut response = ListPermissionResponse::default();
    response.count = Some(page.total);
    response.page_data = page.items.into_iter().map(|rule| rule.rule).collect();
    Ok(response)
}

fn delete(cx: &mut Context<'_>, request: &DeleteRule) -> Result<DeleteRuleResponse, ApiError> {
    let dataset = editable(cx, request.dataset_id.as_str())?;
    let rule = find(cx, &dataset, request.permission_id.as_str())?;
    cx.records::<Rule>().delete(&rule.id)?;
    let mut response = DeleteRuleResponse::default();
    response.succeeded = Some(true);
    Ok(response)
}

/// Returns the stored rules of a dataset.
pub(in crate::services::insight) fn stored(cx: &Context<'_>, dataset: &str) -> Result<Vec<Rule>, ApiError> {
    cx.records::<Rule>().query().filter("dataset", dataset.to_owned()).all()
}

/// Adds a rule of a package to a dataset, under a new ID. A rule with its name is replaced.
pub(in crate::services::insight) fn add(cx: &Context<'_>, mut rule: Rule) -> Result<(), ApiError> {
    let same_name = cx.records::<Rule>().query().filter("dataset", rule.dataset.clone());
    same_name.filter("name", rule.rule.name.clone()).delete()?;
    rule.id = format!("rule-{}", cx.next_number("insight rule")?);
    rule.rule.id = Some(rule.id.clone().into());
    rule.rule.dataset_id = Some(rule.dataset.clone().into());
    cx.records().insert(&rule)
}
