//! Defaults of `--all-pages`: the first page, with the maximum number of elements per page.

use hwc_api::serde_json::{Map, Value as Json, json};
use hwc_api::wire::catalog::OperationEntry;
use hwc_api::wire::{FieldDescriptor, Pagination};

/// The names of the fields for the page size.
const SIZES: [&str; 3] = ["limit", "page_size", "pageSize"];

/// The page size if the spec documents no limit.
const PAGE: i64 = 100;

/// Fills required pagination fields that were omitted.
pub(super) fn fill(entry: &OperationEntry, members: &mut Map<String, Json>) {
    let Some(paging) = entry.operation.pagination else { return };
    for field in (entry.request)().descriptor().fields.iter().filter(|field| field.required) {
        let is_given = members.iter().any(|(name, value)| field.is_called(name) && !value.is_null());
        if let Some(value) = first(paging, field).filter(|_| !is_given) {
            members.insert(field.name.to_owned(), value);
        }
    }
}

fn first(paging: Pagination, field: &FieldDescriptor) -> Option<Json> {
    match paging {
        Pagination::Offset { offset, .. } if field.name == offset => Some(json!(0)),
        Pagination::Page { page, first, .. } if field.name == page => Some(json!(first)),
        _ if SIZES.contains(&field.name) => {
            Some(json!(field.constraints.range.map_or(PAGE, |(_, most)| most.min(1000))))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use hwc_api::CATALOG;

    use super::*;

    fn filled(operation: &str, mut members: Map<String, Json>) -> Json {
        fill(CATALOG.find(operation).unwrap(), &mut members);
        Json::Object(members)
    }

    #[test]
    fn required_fields_for_pages_need_not_be_given() {
        assert_eq!(filled("GetJobList", Map::new()), json!({ "offset": 0, "limit": 100 }));
        let given = json!({ "limit": 5 }).as_object().unwrap().clone();
        assert_eq!(filled("GetJobList", given), json!({ "limit": 5, "offset": 0 }));
        assert_eq!(filled("ListCases", Map::new()), json!({}), "the service knows its own defaults");
        assert_eq!(filled("CreateCases", Map::new()), json!({}));
    }

    /// `--all-pages` must work without any pagination flags.
    #[test]
    fn no_list_demands_anything_about_pages() {
        for entry in CATALOG.entries().filter(|entry| entry.operation.pagination.is_some()) {
            let mut members = Map::new();
            fill(entry, &mut members);
            for field in (entry.request)().descriptor().fields.iter().filter(|field| field.required) {
                let of_pages = ["offset", "limit", "page"].iter().any(|word| field.name.to_lowercase().contains(word));
                assert!(
                    !of_pages || members.contains_key(field.name),
                    "{}: {}",
                    entry.operation.full_name(),
                    field.name
                );
            }
        }
    }
}
