//! Tests of the lock: one for each kind of change that breaks users, and for those that do not.

use super::changelog::add;
use super::compatibility::{Change, breaking_changes};
use super::lines::{self, Line};
use crate::fixtures::split_files;
use crate::r#gen::resolve;

const SPEC: &str = r#"
# file: spec/demo/things/list_things.yaml
operation: ListThings
request: PUT /v1/things
summary: List the things.
summary_zh: 查询物品列表。
effect: write
sources: [nowhere]
query:
  limit: { type: u32, range: 1..=100, doc: Things per page. }
  offset: { type: u32, doc: The number of things to skip. }
body:
  name: { type: string, required: true, length: 1..=64, doc: The name. }
  filter: { type: Filter, doc: The filter. }
response:
  things: { type: "[Thing]", doc: The things. }
  ids: { type: "[ThingId]", doc: The IDs. }
success_status: [200, 201]
constructor: [name]
pagination: { style: offset, items: things }
examples:
  - { name: none, input: { name: a }, request: PUT /v1/things, request_body: { name: a }, response_body: { things: [] } }
# file: spec/demo/types/things.yaml
ThingId: { id: true, doc: The ID of a thing. }
OtherId: { id: true, doc: Another ID. }
Filter:
  doc: A filter.
  fields:
    tags: { type: "[string]", item_count: 0..=3, doc: The tags. }
    color: { type: Color, doc: The color. }
Thing:
  doc: A thing.
  fields:
    id: { type: ThingId, doc: The ID. }
    other: { type: OtherId, doc: Another ID. }
    parts: { type: "[string]", doc: The parts. }
Color:
  enum: string
  doc: The color of a thing.
  values:
    Red: { code: r, doc: Red. }
    Green: { code: g, doc: Green. }
"#;

fn lines_of(spec: &str) -> lines::Lines {
    let services = resolve(split_files(spec)).unwrap_or_else(|problems| panic!("{problems}"));
    lines::of(&services)
}

/// Returns the breaking changes after these replacements, one a line.
fn breaking(replacements: &[(&str, &str)]) -> String {
    let old: Vec<Line> = lines_of(SPEC).into_iter().collect();
    let mut spec = SPEC.to_owned();
    for (from, to) in replacements {
        assert!(spec.contains(from), "{from}");
        spec = spec.replace(from, to);
    }
    let changes: Vec<String> = breaking_changes(&old, &lines_of(&spec)).iter().map(ToString::to_string).collect();
    changes.join("\n")
}

#[test]
fn the_lock_lists_each_fact() {
    insta::assert_snapshot!(lines::to_text(&lines_of(SPEC)));
    let text = lines::to_text(&lines_of(SPEC));
    let parsed: lines::Lines = lines::parse(&text).unwrap().into_iter().collect();
    assert_eq!(parsed, lines_of(SPEC), "reading returns what was written");
}

/// Writes the breaking changes of each case below its name.
fn report(cases: &[(&str, &[(&str, &str)])]) -> String {
    cases.iter().map(|(name, replacements)| format!("{name}\n{}\n", breaking(replacements))).collect()
}

#[test]
fn removed_and_renamed_items_break_users() {
    insta::assert_snapshot!(report(&[
        ("renamed field", &[("  ids: {", "  id_list: {")]),
        ("renamed field in Rust", &[("    parts: {", "    parts: { rust_name: pieces,")]),
        ("renamed type", &[("ThingId", "ItemId")]),
        ("renamed variant", &[("    Green:", "    Lime:")]),
        ("removed enum value", &[("    Green: { code: g, doc: Green. }\n", "")]),
        ("changed code", &[("code: g", "code: green")]),
        ("removed pagination", &[("pagination: { style: offset, items: things }\n", "")]),
    ]));
}

#[test]
fn changed_types_break_users() {
    insta::assert_snapshot!(report(&[
        ("u32 to i64", &[("offset: { type: u32", "offset: { type: i64")]),
        (
            "another ID type",
            &[("other: { type: OtherId", "other: { type: ThingId"), ("OtherId: { id: true, doc: Another ID. }\n", ""),]
        ),
        (
            "ID to enum",
            &[(
                "ThingId: { id: true, doc: The ID of a thing. }",
                "ThingId: { enum: string, doc: An ID., values: { One: { code: a, doc: One. } } }",
            )]
        ),
    ]));
    let key = "demo::Thing.parts".to_owned();
    let old = (key.clone(), "Vec<String> = body(\"parts\")".to_owned());
    let new = lines::Lines::from([(key, "Option<Vec<String>> = body(\"parts\")".to_owned())]);
    assert_eq!(breaking_changes(&[old], &new).len(), 1, "a list that can now be absent");
}

#[test]
fn stricter_requests_break_users() {
    let fresh = "fresh: { type: i32, required: true, range: 0..=1, doc: A new field. }\n";
    insta::assert_snapshot!(report(&[
        (
            "optional field now required",
            &[
                ("filter: { type: Filter,", "filter: { type: Filter, required: true,"),
                ("name: a }", "name: a, filter: { tags: [a] } }"),
            ]
        ),
        (
            "new required field of a request",
            &[("body:\n", &format!("body:\n  {fresh}")), ("name: a }", "name: a, fresh: 1 }"),]
        ),
        ("new required field of a sent record", &[("    tags: {", &format!("    {fresh}    tags: {{"))]),
        ("tightened limit", &[("range: 1..=100", "range: 1..=50")]),
        ("new limit", &[("offset: { type: u32", "offset: { type: u32, range: 0..=9")]),
        ("other arguments of the constructor", &[("constructor: [name]", "constructor: []")]),
    ]));
}

#[test]
fn changed_behavior_breaks_users() {
    insta::assert_snapshot!(report(&[
        ("dropped idempotent", &[("success_status", "idempotent: false\nsuccess_status")]),
        ("effect now destructive", &[("effect: write", "effect: destructive")]),
        ("more credentials", &[("success_status", "auth: token\nsuccess_status")]),
        ("fewer success statuses", &[("[200, 201]", "[200]")]),
        ("another path", &[("PUT /v1/things", "PUT /v2/things")]),
    ]));
}

#[test]
fn additions_and_wider_limits_do_not_break_users() {
    for replacements in [
        [("range: 1..=100", "range: 0..=1000")],
        [(", range: 1..=100", "")],
        [("length: 1..=64", "length: 1..")],
        [("[200, 201]", "[200, 201, 204]")],
        [("success_status", "auth: none\nsuccess_status")],
        [("    Red:", "    Blue: { code: b, doc: Blue. }\n    Red:")],
        [("    id: {", "    fresh: { type: string, required: true, doc: New. }\n    id: {")],
        [("    tags: {", "    fresh: { type: string, doc: New. }\n    tags: {")],
        [("effect: write", "effect: write # Wide.")],
    ] {
        assert_eq!(breaking(&replacements), "", "{replacements:?}");
    }
    assert_eq!(
        breaking(&[
            ("name: { type: string, required: true", "name: { type: string, required: true, lenient: true"),
            ("sources: [nowhere]\nquery", "sources: [nowhere]\nquirks: [name is a number on a page.]\nquery")
        ]),
        ""
    );
}

#[test]
fn optional_fields_are_less_than_required_ones() {
    let old = ("demo::Things.name".to_owned(), "Option<String> = body(\"na)me\").length(1, 9).required()".to_owned());
    let new = |value: &str| lines::Lines::from([(old.0.clone(), value.to_owned())]);
    let breaks = |value: &str| !breaking_changes(std::slice::from_ref(&old), &new(value)).is_empty();
    assert!(!breaks("Option<String> = body(\"na)me\")"));
    assert!(!breaks("Option<String> = body(\"na)me\").length(0, u64::MAX).required().aliases(&[\"other\"])"));
    assert!(breaks("Option<String> = body(\"na)m\").length(1, 9).required()"));
    assert!(breaks("Option<String> = body(\"na)me\").length(2, 9).required()"));
    assert!(breaks("Option<String> = query(\"na)me\").length(1, 9).required()"));
    assert!(breaks("Option<String> = body(\"na)me\").length(1, 9).required().pattern(\"a\")"));
}

#[test]
fn the_changelog_gets_one_line_for_each_change() {
    let removed = Change::Removed { key: "demo::Thing.id".to_owned(), old: "ID".to_owned() };
    let required = Change::Required { key: "demo::Filter.fresh".to_owned(), new: "i32".to_owned() };
    let once = add("# Changelog\n\n## Unreleased\n\n### Added\n\n- A.\n", std::slice::from_ref(&removed)).unwrap();
    let line = "- Removed `demo::Thing.id`, which was `ID`.";
    assert_eq!(once, format!("# Changelog\n\n## Unreleased\n\n### Breaking\n\n{line}\n\n### Added\n\n- A.\n"));
    assert_eq!(add(&once, std::slice::from_ref(&removed)).unwrap(), once);
    let both = add(&once, &[required, removed]).unwrap();
    assert_eq!(both, once.replace(line, &format!("{line}\n- Added `demo::Filter.fresh` as required: `i32`.")));
    let error = add("# Changelog\n", &[]).unwrap_err();
    assert!(error.contains("no heading `## Unreleased`"), "{error}");
}
