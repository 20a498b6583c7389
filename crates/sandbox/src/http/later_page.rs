//! Later pages of a list whose operation has no handler. The example is the first page, and the list ends after it.

use hwc_wire::{Pagination, Record, ValueRef};
use serde_json::{Value, json};

/// Returns true if a request is for a page after the first one.
pub(crate) fn is_requested(pagination: Pagination, request: &dyn Record) -> bool {
    let position = |path| with_field(request, path, &|value| text(value)).flatten().unwrap_or_default();
    let number = |path| position(path).parse::<u64>().unwrap_or_default();
    match pagination {
        Pagination::Offset { offset, .. } => number(offset) > 0,
        Pagination::Page { page, first, .. } => number(page) > first,
        Pagination::Cursor { cursor, first, .. } => {
            let cursor = position(cursor);
            !cursor.is_empty() && Some(cursor.as_str()) != first
        }
        _ => false,
    }
}

/// Calls `look` with the value at a path of fields.
fn with_field<T>(record: &dyn Record, path: &str, look: &dyn Fn(ValueRef<'_>) -> T) -> Option<T> {
    let (name, rest) = path.split_once('.').map_or((path, None), |(name, rest)| (name, Some(rest)));
    let (_, value) = record.fields().find(|(field, _)| field.is_called(name))?;
    match (rest, value.view()) {
        (None, value) => Some(look(value)),
        (Some(rest), ValueRef::Record(inner)) => with_field(inner, rest, look),
        (Some(_), _) => None,
    }
}

fn text(value: ValueRef<'_>) -> Option<String> {
    match value {
        ValueRef::Uint(number) => Some(number.to_string()),
        ValueRef::Int(number) => Some(number.to_string()),
        ValueRef::Text(text) => Some(text.to_owned()),
        _ => None,
    }
}

/// Removes the elements from the body of an example, and the cursor of a next page.
pub(crate) fn empty(pagination: Pagination, body: &mut Value) {
    let (items, cursor) = match pagination {
        Pagination::Offset { items, .. } | Pagination::Page { items, .. } => (items, None),
        Pagination::Cursor { items, next, more, .. } => (items, Some((next, more))),
        _ => return,
    };
    match body.as_array_mut() {
        Some(elements) => elements.clear(),
        None => replace(body, items, json!([])),
    }
    if let Some((next, more)) = cursor {
        remove(body, next);
        if let Some(more) = more {
            replace(body, more, json!(false));
        }
    }
}

/// Removes the member at a path, if there is one.
fn remove(body: &mut Value, path: &str) {
    let (parent, name) = path.rsplit_once('.').unwrap_or(("", path));
    let parent = if parent.is_empty() { String::new() } else { format!("/{}", parent.replace('.', "/")) };
    if let Some(members) = body.pointer_mut(&parent).and_then(Value::as_object_mut) {
        members.remove(name);
    }
}

/// Replaces the value at a path, if there is one.
fn replace(body: &mut Value, path: &str, value: Value) {
    if let Some(found) = body.pointer_mut(&format!("/{}", path.replace('.', "/"))) {
        *found = value;
    }
}

#[cfg(test)]
mod tests {
    use std::time::SystemTime;

    use hwc_models::CATALOG;
    use hwc_wire::{DecodeContext, DecodeMode, decode_body, set_fields_from_json};

    use super::*;
    use crate::http::response::{ResponseMeta, SandboxResponse};

    /// Returns the number of elements and the next cursor of a response.
    fn page(pagination: Pagination, response: &dyn Record) -> (Option<usize>, Option<String>) {
        let (items, next) = match pagination {
            Pagination::Cursor { items, next, .. } => (items, Some(next)),
            Pagination::Offset { items, .. } | Pagination::Page { items, .. } => (items, None),
            _ => panic!("unknown style"),
        };
        let count = |value: ValueRef<'_>| if let ValueRef::List(items) = value { items.count() } else { 0 };
        let cursor = next.and_then(|next| with_field(response, next, &|value| text(value)).flatten());
        (with_field(response, items, &count), cursor.filter(|cursor| !cursor.is_empty()))
    }

    #[test]
    fn later_pages_of_all_examples_are_empty() {
        let mut count = 0;
        for entry in CATALOG.entries() {
            let Some(pagination) = entry.operation.pagination else { continue };
            let examples = &CATALOG.operation(entry.operation).unwrap().examples;
            for example in examples.iter().filter(|example| example.decode_error.is_none()).take(1) {
                let last = SandboxResponse::last_page(entry, example, pagination).unwrap();
                let meta = ResponseMeta { request_id: "1".to_owned(), now: SystemTime::UNIX_EPOCH };
                let mut response = (entry.response)();
                let mut cx = DecodeContext::new(DecodeMode::Lenient);
                decode_body(&mut *response, last.into_response(&meta).body(), &mut cx).unwrap();
                let (items, cursor) = page(pagination, &*response);
                assert_eq!((items.unwrap_or_default(), cursor), (0, None), "{}", entry.operation.full_name());
                count += 1;
            }
        }
        assert!(count > 30, "only {count} lists");
    }

    #[test]
    fn the_position_decides_which_page_is_requested() {
        let asks = |name: &str, fields: Value| {
            let entry = CATALOG.find(name).unwrap();
            let mut request = (entry.request)();
            set_fields_from_json(&mut *request, fields.as_object().unwrap()).unwrap();
            is_requested(entry.operation.pagination.unwrap(), &*request)
        };
        assert!(!asks("koodrive.GetJobList", json!({ "offset": 0, "limit": 1 })));
        assert!(asks("koodrive.GetJobList", json!({ "offset": 1, "limit": 1 })));
        let cursor = |cursor: &str| json!({ "pageInfo": { "pageCursor": cursor } });
        assert!(!asks("koodrive.GetPersonalFiles", cursor("")));
        assert!(asks("koodrive.GetPersonalFiles", cursor("2")));
    }
}
