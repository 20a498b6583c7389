//! Property: any text survives at any location, or is rejected there.

use std::fmt;

use hwc_models::wire::catalog::OperationEntry;
use hwc_models::wire::{Json, Kind, Location, Record, set_fields_from_json};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::TestCaseResult;
use serde_json::Map;

use super::{entries, holds, wire};

/// Characters with a meaning in one of the formats, or with an unusual appearance.
const ODD: &[char] = &[
    '\0',
    '\t',
    '\n',
    '\r',
    ' ',
    '"',
    '#',
    '%',
    '&',
    '\'',
    '+',
    ',',
    '.',
    '/',
    ':',
    ';',
    '=',
    '?',
    '@',
    '[',
    '\\',
    ']',
    '{',
    '}',
    '~',
    '\u{7f}',
    '\u{85}',
    '\u{a0}',
    '\u{301}',
    '\u{200b}',
    '\u{202e}',
    '\u{2028}',
    '\u{d7ff}',
    '\u{e000}',
    '\u{feff}',
    '\u{fffd}',
    '\u{ffff}',
    '\u{1f600}',
    '\u{10ffff}',
];

/// Returns a strategy for text of `min` to `max` arbitrary characters.
pub(crate) fn any(min: usize, max: usize) -> BoxedStrategy<String> {
    let char = prop_oneof![3 => prop::char::range('0', 'z'), 3 => prop::sample::select(ODD), 1 => prop::char::any()];
    vec(char, min..=max).prop_map(|chars| chars.into_iter().collect()).boxed()
}

/// Returns a strategy for text that a header can hold.
pub(crate) fn visible(min: usize, max: usize) -> BoxedStrategy<String> {
    let char = prop::char::range(' ', '~');
    vec(char, min..=max)
        .prop_map(|chars| chars.into_iter().collect())
        .prop_filter("no blanks around it", |text: &String| is_visible(text))
        .boxed()
}

fn is_visible(text: &str) -> bool {
    text.trim() == text && text.chars().all(|c| (' '..='~').contains(&c))
}

/// Returns true if a text would leave its segment of the path.
pub(crate) fn leaves(text: &str) -> bool {
    matches!(text, "" | "." | "..")
}

/// A field of an operation that accepts any text.
#[derive(Clone, Copy)]
struct Slot {
    entry: OperationEntry,
    name: &'static str,
    place: Location,
    list: bool,
}

impl fmt::Debug for Slot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} of {}", self.name, self.entry.operation.name)
    }
}

fn slots() -> Vec<Slot> {
    let mut slots = Vec::new();
    for entry in entries() {
        for (field, value) in (entry.request)().fields() {
            let (inner, list) = match value.kind() {
                Kind::List(inner) => (*inner, true),
                single => (single, false),
            };
            if matches!(inner, Kind::String | Kind::StringId(_) | Kind::Secret | Kind::PresignedUrl | Kind::Time) {
                slots.push(Slot { entry, name: field.name, place: field.location, list });
            }
        }
    }
    slots
}

#[test]
fn any_text_survives_in_any_place_or_is_refused() {
    let slots = slots();
    for place in [Location::Path, Location::Query, Location::QueryCommaSeparated, Location::Header, Location::BodyField]
    {
        let slots: Vec<Slot> = slots.iter().filter(|slot| slot.place == place).copied().collect();
        assert!(!slots.is_empty(), "no field travels as {place:?}");
        let text =
            prop_oneof![8 => any(0, 12), 1 => prop::sample::select(&[".", "..", "%2e", "..."][..]).prop_map_into()];
        let tried = (prop::sample::select(slots), text);
        holds(&format!("{place:?}"), 256, &tried, |(slot, text)| text_survives(&slot, &text));
    }
}

/// Sets the text at its location, together with the parameters of the path.
fn request(slot: &Slot, text: &str) -> Box<dyn Record> {
    let mut members = Map::new();
    for (field, _) in (slot.entry.request)().fields().filter(|(field, _)| field.location == Location::Path) {
        members.insert(field.name.to_owned(), Json::from("1"));
    }
    let value = if slot.list { Json::from(vec![text, "", text]) } else { Json::from(text) };
    members.insert(slot.name.to_owned(), value);
    let mut request = (slot.entry.request)();
    set_fields_from_json(&mut *request, &members).unwrap();
    request
}

fn text_survives(slot: &Slot, text: &str) -> TestCaseResult {
    let is_refused = match slot.place {
        Location::Path => leaves(text),
        Location::Header => !is_visible(text),
        _ => false,
    };
    let request = request(slot, text);
    if !is_refused {
        return wire::request_returns(&slot.entry, &*request, false).map(|_| ());
    }
    let error = wire::encode(&slot.entry, &*request, false).map(|parts| parts.path_and_query).unwrap_err();
    prop_assert_eq!(error.name(), slot.name);
    let told = error.to_string();
    let reasons = ["is empty", "would leave its place in the path", "has characters that a header cannot hold"];
    prop_assert!(reasons.iter().any(|reason| told.ends_with(reason)), "{}", told);
    Ok(())
}
