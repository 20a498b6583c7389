//! The pagination of a draft, if the names leave no doubt.

use super::drafter::Drafter;
use super::plan::FieldPlan;
use crate::model::FieldType;

/// The names of a total number.
const TOTALS: &[&str] = &["count", "total", "total_count", "totalCount"];

/// Names of request fields that point to pages.
const PAGE_NAMES: &[&str] = &["cursor", "offset", "page", "pageCursor", "pageInfo", "pageNo", "page_no"];

/// Sets the pagination, or notes that one has to be added.
pub(crate) fn set(drafter: &mut Drafter<'_>) {
    let plan = &drafter.plan;
    let request: Vec<&FieldPlan> = plan.request_sections().flat_map(|(_, fields)| fields).collect();
    let response = plan.section("response");
    drafter.plan.pagination = by_offset(&request, response).or_else(|| by_cursor(&request, response));
    if drafter.plan.pagination.is_some() {
        return;
    }
    let request = drafter.plan.request_sections().flat_map(|(_, fields)| fields);
    let hint = request.map(|field| &field.name).find(|name| PAGE_NAMES.contains(&name.as_str())).cloned();
    if let Some(name) = hint {
        drafter
            .plan
            .todos
            .push(format!("`{name}` looks like pages: add `pagination:` if the response is a list of them"));
    }
}

fn by_offset(request: &[&FieldPlan], response: &[FieldPlan]) -> Option<Vec<(&'static str, String)>> {
    let number = |name: &str| request.iter().any(|field| field.name == name && is_number(&field.ty));
    let mut totals = response.iter().filter(|field| TOTALS.contains(&&*field.name) && is_number(&field.ty));
    let (total, None) = (totals.next()?, totals.next()) else { return None };
    let items = only_list(response)?;
    let keys = vec![
        ("style", "offset".to_owned()),
        ("offset", "offset".to_owned()),
        ("total", total.name.clone()),
        ("items", items.to_owned()),
    ];
    (number("offset") && number("limit")).then_some(keys)
}

fn by_cursor(request: &[&FieldPlan], response: &[FieldPlan]) -> Option<Vec<(&'static str, String)>> {
    let text = |field: &FieldPlan, name: &str| field.name == name && field.ty == FieldType::String;
    let known =
        request.iter().any(|field| text(field, "pageCursor")) && response.iter().any(|field| text(field, "nextCursor"));
    let keys = vec![
        ("style", "cursor".to_owned()),
        ("cursor", "pageCursor".to_owned()),
        ("next", "nextCursor".to_owned()),
        ("items", only_list(response)?.to_owned()),
    ];
    known.then_some(keys)
}

/// Returns the only list of the response.
fn only_list(response: &[FieldPlan]) -> Option<&str> {
    let mut lists = response.iter().filter(|field| matches!(field.ty, FieldType::List(_)));
    let (list, None) = (lists.next()?, lists.next()) else { return None };
    Some(&list.name)
}

fn is_number(ty: &FieldType) -> bool {
    matches!(ty, FieldType::I32 | FieldType::I64 | FieldType::U32 | FieldType::U64)
}
