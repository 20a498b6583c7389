//! Pages: defaults for listing all of them, and the elements of one.

use hwc_api::Record;
use hwc_api::serde_json::{Map, Value as Json, json};
use hwc_wire::{FieldDescriptor, Kind, Pagination, ValueRef};

use crate::operation::DynamicOperation;

/// The names of the fields for the page size.
const SIZES: [&str; 3] = ["limit", "page_size", "pageSize"];

/// The page size if the spec documents no maximum.
const PAGE_SIZE: i64 = 100;

/// The largest page size that is requested.
const MAX_PAGE_SIZE: i64 = 1000;

/// Sets required pagination fields that are missing: the first page, with the maximum number of elements per page. They may
/// be in a record of the request.
pub fn fill_page_defaults(operation: DynamicOperation, members: &mut Map<String, Json>) {
    let Some(pagination) = operation.pagination() else { return };
    let request = operation.new_request();
    match position_path(pagination).and_then(|path| path.split_once('.')) {
        None => fill_members(pagination, &*request, "", members),
        Some((outer, _)) => {
            let inner = request.fields().find(|(field, _)| field.name == outer).map(|(_, value)| value.kind());
            let value = members.entry(outer).or_insert_with(|| json!({}));
            if let (Some(Kind::Record(record)), Json::Object(members)) = (inner, value) {
                fill_members(pagination, &*(record.make)(), &format!("{outer}."), members);
            }
        }
    }
}

/// Returns the path of the request field with the position of the page.
fn position_path(pagination: Pagination) -> Option<&'static str> {
    match pagination {
        Pagination::Offset { offset, .. } => Some(offset),
        Pagination::Page { page, .. } => Some(page),
        Pagination::Cursor { cursor, .. } => Some(cursor),
        _ => None,
    }
}

/// Sets the required pagination fields of a request, or of the record at `prefix` in it.
fn fill_members(pagination: Pagination, record: &dyn Record, prefix: &str, members: &mut Map<String, Json>) {
    for field in record.descriptor().fields.iter().filter(|field| field.required) {
        let is_set = members.iter().any(|(name, value)| field.is_called(name) && !value.is_null());
        if let Some(value) = default_value(pagination, field, prefix).filter(|_| !is_set) {
            members.insert(field.name.to_owned(), value);
        }
    }
}

fn default_value(pagination: Pagination, field: &FieldDescriptor, prefix: &str) -> Option<Json> {
    let is_it = |path: &str| path.strip_prefix(prefix) == Some(field.name);
    match pagination {
        Pagination::Offset { offset, .. } if is_it(offset) => Some(json!(0)),
        Pagination::Page { page, first, .. } if is_it(page) => Some(json!(first)),
        Pagination::Cursor { cursor, first: Some(first), .. } if is_it(cursor) => Some(json!(first)),
        _ if SIZES.contains(&field.name) => {
            Some(json!(field.constraints.range.map_or(PAGE_SIZE, |(_, max)| max.min(MAX_PAGE_SIZE))))
        }
        _ => None,
    }
}

/// Returns the fields of a request for the page after `response`, with those to change alone. Returns `None` for the last page,
/// and for operations without pages.
///
/// `request` and `response` are JSON by name on the wire, as of [`response_json`](crate::response_json).
#[must_use]
pub fn next_page(operation: DynamicOperation, request: &Json, response: &Json) -> Option<Map<String, Json>> {
    let (path, next) = match operation.pagination()? {
        Pagination::Offset { offset, total, items, .. } => {
            let count = at(response, items)?.as_array()?.len() as u64;
            let next = at(request, offset).and_then(Json::as_u64).unwrap_or(0) + count;
            let is_last = total.and_then(|total| at(response, total)?.as_u64()).is_some_and(|total| next >= total);
            (offset, (count > 0 && !is_last).then(|| json!(next))?)
        }
        Pagination::Page { page, first, items, total, .. } => {
            let count = at(response, items)?.as_array()?.len() as u64;
            let current = at(request, page).and_then(Json::as_u64).unwrap_or(first);
            let total = total.and_then(|total| at(response, total)?.as_u64());
            let is_last = current == first && total.is_some_and(|total| count >= total);
            (page, (count > 0 && !is_last).then(|| json!(current + 1))?)
        }
        Pagination::Cursor { cursor, next, more, .. } => {
            let is_last = more.and_then(|more| at(response, more)?.as_bool()) == Some(false);
            let next = at(response, next)?.as_str().filter(|next| !next.is_empty() && !is_last)?;
            (cursor, json!(next))
        }
        _ => return None,
    };
    Some(member_at(path, next, request))
}

/// Returns the value at a path with dots.
fn at<'a>(json: &'a Json, path: &str) -> Option<&'a Json> {
    path.split('.').try_fold(json, |json, name| json.get(name))
}

/// Returns the member that changes the value at a path. The other members of its object stay as they are in `request`.
fn member_at(path: &str, value: Json, request: &Json) -> Map<String, Json> {
    let Some((outer, inner)) = path.split_once('.') else { return Map::from_iter([(path.to_owned(), value)]) };
    let mut object = request.get(outer).and_then(Json::as_object).cloned().unwrap_or_default();
    object.insert(inner.to_owned(), value);
    Map::from_iter([(outer.to_owned(), Json::Object(object))])
}

/// Calls `visit` with each element of the list of a response: that of the pagination, or else its only list. Returns false
/// if the response has no such list.
pub fn visit_items(operation: DynamicOperation, response: &dyn Record, visit: &mut dyn FnMut(ValueRef<'_>)) -> bool {
    let value = ValueRef::Record(response);
    match operation.items_path() {
        Some(path) => visit_at(value, &path.split('.').collect::<Vec<_>>(), visit),
        None => only_list(response).is_some_and(|name| visit_at(value, &[name], visit)),
    }
}

/// Visits the elements of the list at `path`.
fn visit_at(value: ValueRef<'_>, path: &[&str], visit: &mut dyn FnMut(ValueRef<'_>)) -> bool {
    match (value, path) {
        (ValueRef::List(items), []) => {
            items.iter().for_each(|item| visit(item.view()));
            true
        }
        (ValueRef::Record(record), [name, rest @ ..]) => {
            let field = record.fields().find(|(field, _)| field.name == *name);
            field.is_some_and(|(_, value)| visit_at(value.view(), rest, visit))
        }
        _ => false,
    }
}

/// Returns the name of the only list of a response.
fn only_list(response: &dyn Record) -> Option<&'static str> {
    let mut lists = response.fields().filter(|(_, value)| matches!(value.kind(), Kind::List(_)));
    let (list, _) = lists.next()?;
    lists.next().is_none().then_some(list.name)
}

#[cfg(test)]
mod tests {
    use hwc_wire::set_fields_from_json;

    use super::*;

    fn filled(operation: &str, members: &Json) -> Json {
        let mut members = members.as_object().unwrap().clone();
        fill_page_defaults(DynamicOperation::find(operation).unwrap(), &mut members);
        Json::Object(members)
    }

    #[test]
    fn required_fields_for_pages_have_defaults() {
        assert_eq!(filled("GetJobList", &json!({})), json!({ "offset": 0, "limit": 100 }));
        assert_eq!(filled("GetJobList", &json!({ "limit": 5 })), json!({ "limit": 5, "offset": 0 }));
        assert_eq!(filled("ListCases", &json!({})), json!({}), "the service has its own defaults");
        assert_eq!(filled("CreateCases", &json!({})), json!({}));
    }

    #[test]
    fn no_list_requires_a_field_about_pages() {
        for operation in DynamicOperation::all().filter(|operation| operation.pagination().is_some()) {
            let filled = filled(&operation.full_name(), &json!({}));
            for field in operation.fields().iter().filter(|field| field.descriptor.required) {
                let about_pages =
                    ["offset", "limit", "page"].iter().any(|word| field.name().to_lowercase().contains(word));
                assert!(!about_pages || filled.get(field.name()).is_some(), "{operation:?}: {}", field.name());
            }
        }
    }

    #[test]
    fn the_next_page_changes_the_position_alone() {
        let next = |name: &str, request: Json, response: Json| {
            next_page(DynamicOperation::find(name).unwrap(), &request, &response).map(Json::Object)
        };
        let cases =
            |count: usize, total: u64| json!({ "total_count": total, "incident_info_list": vec![json!({}); count] });
        assert_eq!(next("ListCases", json!({ "offset": 5, "limit": 2 }), cases(2, 15)), Some(json!({ "offset": 7 })));
        assert_eq!(next("ListCases", json!({}), cases(15, 15)), None);
        assert_eq!(next("ListCases", json!({}), cases(0, 15)), None);
        assert_eq!(next("ShowCaseDetail", json!({}), json!({})), None);
    }

    #[test]
    fn the_next_page_of_each_style_fits_the_request() {
        for operation in DynamicOperation::all() {
            let (items, next) = match operation.pagination() {
                Some(Pagination::Offset { items, .. } | Pagination::Page { items, .. }) => (items, None),
                Some(Pagination::Cursor { items, next, .. }) => (items, Some(next)),
                _ => continue,
            };
            let mut response = Json::Object(member_at(items, json!([{}]), &json!({})));
            if let Some(next) = next {
                let mut cursor = member_at(next, json!("c"), &response);
                response.as_object_mut().unwrap().append(&mut cursor);
            }
            let next = next_page(operation, &json!({}), &response).unwrap_or_else(|| panic!("{operation:?}"));
            crate::DynamicRequest::from_json(operation, next).unwrap_or_else(|error| panic!("{operation:?}: {error}"));
        }
    }

    /// Returns the number of elements of the response, decoded from JSON.
    fn items(operation: &str, json: &Json) -> Option<usize> {
        let operation = DynamicOperation::find(operation).unwrap();
        let mut response = operation.new_response();
        set_fields_from_json(&mut *response, json.as_object().unwrap()).unwrap();
        let mut count = 0;
        visit_items(operation, &*response, &mut |_| count += 1).then_some(count)
    }

    #[test]
    fn elements_come_from_the_pagination_or_the_only_list() {
        assert_eq!(items("ListCases", &json!({ "total_count": 1, "incident_info_list": [{}, {}] })), Some(2));
        assert_eq!(items("ListRelation", &json!({ "case_relation_list": [] })), Some(0));
        assert_eq!(items("ShowCaseDetail", &json!({})), None);
    }
}
