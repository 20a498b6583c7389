//! The cap on the size of results, which protects the context of a model.

use hwc_api::serde_json::{Value as Json, json};

/// The hint for shortened data.
const HINT: &str = "select members with `fields` or `jq`, or request less with the page fields of the input";

/// Data of at most a certain size.
#[derive(Debug, PartialEq)]
pub(super) struct Capped {
    pub(super) data: Json,
    /// The description of what is missing, and how to get it.
    pub(super) truncated: Option<Json>,
}

impl Capped {
    /// Shortens data to `max` bytes of JSON. The list at `items`, a path with dots, loses its last elements. Other data
    /// becomes the beginning of its text.
    pub(super) fn new(data: Json, items: Option<&str>, max: usize) -> Self {
        let text = data.to_string();
        if text.len() <= max {
            return Self { data, truncated: None };
        }
        let pointer = match (&data, items) {
            (Json::Array(_), _) => Some(String::new()),
            (_, path) => path.map(|path| format!("/{}", path.replace('.', "/"))),
        };
        pointer.and_then(|pointer| shorten_list(&data, &pointer, text.len() - max)).unwrap_or_else(|| cut(&text, max))
    }
}

/// Removes elements from the end of the list until `excess` bytes are gone. Returns `None` if no element remains.
fn shorten_list(data: &Json, pointer: &str, excess: usize) -> Option<Capped> {
    let total = data.pointer(pointer)?.as_array()?.len();
    let mut data = data.clone();
    let list = data.pointer_mut(pointer)?.as_array_mut()?;
    let mut removed = 0;
    while removed < excess {
        // The element and its comma.
        removed += list.pop()?.to_string().len() + 1;
    }
    let kept = list.len();
    let truncated = json!({ "elements": kept, "of_elements": total, "hint": HINT });
    (kept > 0).then_some(Capped { data, truncated: Some(truncated) })
}

fn cut(text: &str, max: usize) -> Capped {
    let end = (0..=max).rev().find(|end| text.is_char_boundary(*end)).unwrap_or_default();
    let start = &text[..end];
    let truncated = json!({ "bytes": start.len(), "of_bytes": text.len(), "hint": HINT });
    Capped { data: Json::String(start.to_owned()), truncated: Some(truncated) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_lose_their_last_elements() {
        let data = json!({ "data": { "list": ["aaaa", "bbbb", "cccc"] }, "total": 3 });
        let size = data.to_string().len();
        assert_eq!(Capped::new(data.clone(), Some("data.list"), size), Capped { data: data.clone(), truncated: None });
        let capped = Capped::new(data, Some("data.list"), size - 1);
        assert_eq!(capped.data, json!({ "data": { "list": ["aaaa", "bbbb"] }, "total": 3 }));
        assert_eq!(capped.truncated.unwrap()["of_elements"], 3);
        let array = Capped::new(json!(["aaaa", "bbbb"]), None, 10);
        assert_eq!(array.data, json!(["aaaa"]));
    }

    #[test]
    fn other_data_becomes_the_beginning_of_its_text() {
        let capped = Capped::new(json!({ "text": "\u{e9}\u{e9}\u{e9}\u{e9}" }), None, 12);
        assert_eq!(capped.data, json!("{\"text\":\"\u{e9}"));
        assert_eq!(capped.truncated.unwrap()["of_bytes"], 19);
        let one = Capped::new(json!({ "list": ["a".repeat(100)] }), Some("list"), 20);
        assert_eq!(one.data.as_str().unwrap().len(), 20, "no element fits");
    }
}
