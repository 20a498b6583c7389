//! Pages: defaults for listing all of them, and the elements of one.

use hwc_api::serde_json::{Map, Value as Json, json};
use hwc_api::wire::{FieldDescriptor, Pagination};

use crate::operation::DynamicOperation;

/// The names of the fields for the page size.
const SIZES: [&str; 3] = ["limit", "page_size", "pageSize"];

/// The page size if the spec documents no maximum.
const PAGE_SIZE: i64 = 100;

/// The largest page size that is requested.
const MAX_PAGE_SIZE: i64 = 1000;

/// Sets required pagination fields that are missing: the first page, with the maximum number of elements per page.
pub fn fill_page_defaults(operation: DynamicOperation, members: &mut Map<String, Json>) {
    let Some(pagination) = operation.pagination() else { return };
    let request = operation.new_request();
    for field in request.descriptor().fields.iter().filter(|field| field.required) {
        let is_set = members.iter().any(|(name, value)| field.is_called(name) && !value.is_null());
        if let Some(value) = default_value(pagination, field).filter(|_| !is_set) {
            members.insert(field.name.to_owned(), value);
        }
    }
}

fn default_value(pagination: Pagination, field: &FieldDescriptor) -> Option<Json> {
    match pagination {
        Pagination::Offset { offset, .. } if field.name == offset => Some(json!(0)),
        Pagination::Page { page, first, .. } if field.name == page => Some(json!(first)),
        _ if SIZES.contains(&field.name) => {
            Some(json!(field.constraints.range.map_or(PAGE_SIZE, |(_, max)| max.min(MAX_PAGE_SIZE))))
        }
        _ => None,
    }
}

/// Returns the elements of a response that has a list: the list of its pagination, or else its only list.
#[must_use]
pub fn page_items(operation: DynamicOperation, response: &Json) -> Option<&Vec<Json>> {
    match operation.pagination() {
        Some(Pagination::Offset { items, .. } | Pagination::Page { items, .. } | Pagination::Cursor { items, .. }) => {
            items.split('.').try_fold(response, |json, name| json.get(name))?.as_array()
        }
        _ => only_list(response),
    }
}

fn only_list(response: &Json) -> Option<&Vec<Json>> {
    match response {
        Json::Array(items) => Some(items),
        Json::Object(members) => {
            let mut lists = members.values().filter_map(Json::as_array);
            lists.next().filter(|_| lists.next().is_none())
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(operation: &str, members: Json) -> Json {
        let mut members = members.as_object().unwrap().clone();
        fill_page_defaults(DynamicOperation::find(operation).unwrap(), &mut members);
        Json::Object(members)
    }

    #[test]
    fn required_fields_for_pages_have_defaults() {
        assert_eq!(filled("GetJobList", json!({})), json!({ "offset": 0, "limit": 100 }));
        assert_eq!(filled("GetJobList", json!({ "limit": 5 })), json!({ "limit": 5, "offset": 0 }));
        assert_eq!(filled("ListCases", json!({})), json!({}), "the service has its own defaults");
        assert_eq!(filled("CreateCases", json!({})), json!({}));
    }

    #[test]
    fn no_list_requires_a_field_about_pages() {
        for operation in DynamicOperation::all().filter(|operation| operation.pagination().is_some()) {
            let filled = filled(&operation.full_name(), json!({}));
            for field in operation.fields().iter().filter(|field| field.descriptor.required) {
                let about_pages =
                    ["offset", "limit", "page"].iter().any(|word| field.name().to_lowercase().contains(word));
                assert!(!about_pages || filled.get(field.name()).is_some(), "{operation:?}: {}", field.name());
            }
        }
    }

    #[test]
    fn elements_come_from_the_pagination_or_the_only_list() {
        let items = |name: &str, json: Json| page_items(DynamicOperation::find(name).unwrap(), &json).cloned();
        let cases = json!({ "total_count": 1, "incident_info_list": [{ "id": 1 }] });
        assert_eq!(items("ListCases", cases), Some(vec![json!({ "id": 1 })]));
        assert_eq!(items("ListRelation", json!({ "case_relation_list": [] })), Some(vec![]));
        assert_eq!(items("ListRelation", json!({ "a": [], "b": [] })), None);
        assert_eq!(items("ShowCaseDetail", json!({ "a": 1 })), None);
    }
}
