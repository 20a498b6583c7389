//! Tests of empty values in other spellings, and of `null` among elements. Nothing is invented for them, and no page is
//! lost.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "helpers of tests may panic like tests")]

use std::collections::BTreeMap;

use hwc_wire::{DecodeMode, Json, decode};

hwc_wire::model! {
    /// Lists of all element types.
    pub struct Lists {
        /// Objects.
        objects: vec Inner = body("objects");
        /// Texts.
        texts: vec String = body("texts");
        /// Numbers.
        numbers: vec_copy u32 = body("numbers");
        /// Lists of numbers.
        lists: vec Vec<u32> = body("lists");
        /// Lists of objects.
        deep: vec Vec<Inner> = body("deep");
        /// Maps.
        maps: vec BTreeMap<String, u32> = body("maps");
        /// Any JSON.
        any: vec Json = body("any");
        /// A map of numbers.
        map: req BTreeMap<String, u32> = body("map");
        /// A map of lists.
        of_lists: req BTreeMap<String, Vec<String>> = body("of_lists");
        /// A map of any JSON.
        of_any: req BTreeMap<String, Json> = body("of_any");
        /// One object.
        one: opt Inner = body("one");
    }
}

hwc_wire::model! {
    /// An object with a list.
    pub struct Inner {
        /// The ID.
        id: opt String = body("id").required();
        /// Texts.
        texts: vec String = body("texts");
        /// Objects below it.
        inner: vec Inner = body("inner");
    }
}

fn read(json: &str) -> (Lists, Vec<String>) {
    let (lists, deviations) = decode::<Lists>(json.as_bytes(), DecodeMode::Lenient).expect(json);
    (lists, deviations.into_iter().map(ToString::to_string).collect())
}

const LISTS: [&str; 7] = ["objects", "texts", "numbers", "lists", "deep", "maps", "any"];

/// The spellings of an empty list, and their names.
const EMPTY: [(&str, &str); 4] = [("null", "null"), (r#""""#, "text"), ("false", "true or false"), ("{}", "an object")];

#[test]
fn an_empty_value_of_another_kind_is_an_empty_list_without_ghosts() {
    for name in LISTS {
        for (json, found) in EMPTY {
            let (lists, deviations) = read(&format!(r#"{{"{name}": {json}}}"#));
            assert_eq!(lists, Lists::default(), "{name}: {json}");
            assert_eq!(deviations, [format!("{name}: expected a list, found {found}")], "{json}");
            let strict = decode::<Lists>(format!(r#"{{"{name}": {json}}}"#).as_bytes(), DecodeMode::Strict);
            assert!(strict.is_err(), "{name}: {json}");
        }
    }
}

#[test]
fn an_empty_list_is_empty_at_any_depth() {
    for (json, found) in EMPTY {
        let (lists, deviations) =
            read(&format!(r#"{{"objects": [{{"id": "a", "inner": [{{"id": "b", "texts": {json}}}]}}]}}"#));
        assert_eq!(lists.objects[0].inner[0].texts, [] as [&str; 0], "{json}");
        assert_eq!(deviations, [format!("objects[0].inner[0].texts: expected a list, found {found}")]);
    }
    assert_eq!(read(r#"{"lists": [[1], "", false, {}]}"#).0.lists, [vec![1], vec![], vec![], vec![]]);
    assert_eq!(read(r#"{"of_lists": {"a": "", "b": {}}}"#).0.of_lists.values().flatten().count(), 0);
}

#[test]
fn single_values_are_lists_of_one() {
    assert_eq!(read(r#"{"objects": {"id": "a"}}"#).0.objects[0].id.as_deref(), Some("a"));
    assert_eq!(read(r#"{"objects": {"id": "a"}}"#).1, ["objects: expected a list, found an object"]);
    assert_eq!(read(r#"{"texts": "a", "numbers": 1}"#).0.numbers, [1]);
    assert_eq!(read(r#"{"deep": {"id": "a"}}"#).0.deep[0][0].id.as_deref(), Some("a"));
    assert_eq!(read(r#"{"maps": {"a": 1}}"#).0.maps[0]["a"], 1);
    let error = decode::<Lists>(br#"{"texts": {"a": 1}}"#, DecodeMode::Lenient).unwrap_err();
    assert_eq!(error.to_string(), "texts: expected text, found an object at line 1 column 14");
}

#[test]
fn a_text_in_place_of_a_list_of_objects_is_not_called_an_object() {
    let error = |json: &str| decode::<Lists>(json.as_bytes(), DecodeMode::Lenient).unwrap_err().to_string();
    assert!(error(r#"{"objects": "a"}"#).starts_with("objects: expected a list, found text"));
    assert!(error(r#"{"objects": ["a"]}"#).starts_with("objects[0]: expected an object, found text"));
}

#[test]
fn null_among_elements_is_passed_over_and_reported() {
    for (name, json) in [
        ("objects", r#"[null, {"id": "a"}, null]"#),
        ("texts", r#"[null, "a", null]"#),
        ("numbers", "[null, 1, null]"),
        ("lists", "[null, [1], null]"),
        ("deep", r#"[null, [{"id": "a"}], null]"#),
        ("maps", r#"[null, {"a": 1}, null]"#),
    ] {
        let (lists, deviations) = read(&format!(r#"{{"{name}": {json}}}"#));
        let (one, _) = read(&format!(r#"{{"{name}": {}}}"#, json.replace("null, ", "").replace(", null", "")));
        assert_eq!((&lists, lists == Lists::default()), (&one, false), "{name}");
        assert_eq!(deviations, [format!("{name}[0]: is null; ignored"), format!("{name}[2]: is null; ignored")]);
    }
}

#[test]
fn null_is_a_value_of_free_json_alone() {
    let (lists, deviations) = read(r#"{"any": [null, [null]], "of_any": {"a": null}, "map": {"a": null, "b": 1}}"#);
    assert_eq!(lists.any, [Json::Null, serde_json::json!([null])]);
    assert_eq!(lists.of_any["a"], Json::Null);
    assert_eq!(lists.map, BTreeMap::from([("b".to_owned(), 1)]), "no 0 is made up");
    assert_eq!(deviations, ["map.a: is null; ignored"]);
}

#[test]
fn empty_elements_are_passed_over_where_they_are_no_values() {
    let (lists, deviations) = read(r#"{"numbers": ["", 1], "objects": ["", [], {"id": "a"}], "map": {"a": ""}}"#);
    assert_eq!((lists.numbers, lists.objects.len(), lists.map.len()), (vec![1], 1, 0));
    assert_eq!(
        deviations,
        [
            "numbers[0]: expected a whole number, found an empty text",
            "objects[0]: expected an object, found text",
            "objects[1]: expected an object, found a list",
            "map.a: expected a whole number, found an empty text",
        ]
    );
    assert_eq!(read(r#"{"texts": ["", "a"]}"#).0.texts, ["", "a"], "an empty text is a text");
}

#[test]
fn an_empty_value_of_another_kind_is_an_absent_object() {
    for json in ["null", r#""""#, "false", "[]"] {
        let (lists, deviations) = read(&format!(r#"{{"one": {json}, "map": {json}}}"#));
        assert_eq!(lists, Lists::default(), "{json}");
        assert_eq!(deviations.len(), if json == "null" { 1 } else { 2 }, "{json}: {deviations:?}");
    }
    for json in ["[1]", "true", r#""a""#, "0"] {
        decode::<Lists>(format!(r#"{{"one": {json}}}"#).as_bytes(), DecodeMode::Lenient).expect_err(json);
        decode::<Lists>(format!(r#"{{"map": {json}}}"#).as_bytes(), DecodeMode::Lenient).expect_err(json);
    }
}
