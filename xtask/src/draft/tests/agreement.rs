//! Agreement of drafts: the draft of a page and that of the facts behind it say the same about names, locations, types,
//! constraints, requiredness and listed values.

use super::page_text::{Language, render};
use super::{fixture, names, services};
use crate::draft::drafter::draft;
use crate::draft::facts::Facts;
use crate::draft::kind::type_text;
use crate::draft::plan::{FieldPlan, Plan, TypePlanKind};
use crate::draft::source;

/// Facts with every type, constraint and location that a page can show.
const EVERYTHING: &str = r#"{
  "service": "osm", "operation": "UpdateEverything", "method": "PUT", "path": "/v2/servicerequest/cases/{case_id}/parts/{part}",
  "params": [
    {"name": "case_id", "in": "path", "required": true, "type": "string", "min_length": 1, "max_length": 64},
    {"name": "part", "in": "path", "required": true, "type": "long", "minimum": 1, "maximum": 9223372036854775807},
    {"name": "group_id", "in": "query", "required": false, "type": "string", "max_length": 64},
    {"name": "ids", "in": "query", "required": true, "type": "array<string>", "min_items": 1, "max_items": 5, "min_length": 2, "max_length": 8},
    {"name": "numbers", "in": "query", "required": false, "type": "array<integer>", "minimum": -3, "maximum": 3},
    {"name": "sort_order", "in": "query", "required": false, "type": "string", "enum": [{"value": "asc"}, {"value": "desc"}], "default": "asc"},
    {"name": "X-Auth-Token", "in": "header", "required": true, "type": "string", "max_length": 5000},
    {"name": "X-Part", "in": "header", "required": false, "type": "string"}
  ],
  "request_body": {"type": "Body"},
  "responses": {"200": {"type": "Answer"}},
  "models": {
    "Body": {"fields": [
      {"name": "type", "required": true, "type": "integer", "minimum": 0, "maximum": 3, "enum": [{"value": 0, "meaning": "in work"}, {"value": 1, "meaning": "all done"}]},
      {"name": "limit", "required": false, "type": "integer", "minimum": 0, "maximum": 100, "default": 10},
      {"name": "share", "required": false, "type": "number"},
      {"name": "force", "required": false, "type": "boolean", "default": false},
      {"name": "more", "required": false, "type": "object"},
      {"name": "tags", "required": false, "type": "map<string>"},
      {"name": "parts", "required": true, "type": "array<PartInfo>", "min_items": 0, "max_items": 3},
      {"name": "first", "required": false, "type": "PartInfo"}
    ]},
    "PartInfo": {"fields": [
      {"name": "name", "required": true, "type": "string", "min_length": 0, "max_length": 9},
      {"name": "inner", "required": false, "type": "array<PartInfo>"},
      {"name": "colors", "required": false, "type": "array<Color>"}
    ]},
    "Color": {"fields": [{"name": "code", "required": false, "type": "integer", "minimum": 0, "maximum": 255}]},
    "Answer": {"fields": [
      {"name": "error_code", "type": "string"},
      {"name": "total_count", "type": "long", "minimum": 0, "maximum": 9223372036854775807},
      {"name": "list", "type": "array<Row>"},
      {"name": "urls", "type": "array<Link>"}
    ]},
    "Row": {"fields": [
      {"name": "incident_id", "type": "string", "min_length": 1, "max_length": 32},
      {"name": "left_num", "type": "string"},
      {"name": "state", "type": "integer", "minimum": 0, "maximum": 2147483647}
    ]},
    "Link": {"fields": [{"name": "accessory_id", "type": "string"}, {"name": "accessory_url", "type": "string"}, {"name": "name", "type": "string"}]}
  },
  "examples": [{
    "path": "/v2/servicerequest/cases/case-1/parts/7", "query": "ids=ab&ids=cd&group_id=g1",
    "request": {"type": 1, "parts": [{"name": "a", "inner": [{"name": "b"}], "colors": [{"code": 7}]}], "more": {"x": [1]}, "tags": {"k": "v"}},
    "response": {"total_count": "1", "list": [{"incident_id": "1", "left_num": 3, "state": 1}], "urls": []},
    "status": 200
  }]
}"#;

/// Returns what a draft says, without descriptions.
fn outline(plan: &Plan) -> Vec<String> {
    let mut lines =
        vec![plan.request_line.clone(), format!("{:?}", plan.constructor), format!("{:?}", plan.pagination)];
    for (section, fields) in plan.sections.iter().filter(|(_, fields)| !fields.is_empty()) {
        lines.extend(fields.iter().map(|field| format!("{section} {}", field_line(field))));
    }
    for (name, declared) in &plan.types {
        match &declared.kind {
            TypePlanKind::Record(fields) => {
                lines.extend(fields.iter().map(|field| format!("{name}.{}", field_line(field))));
            }
            TypePlanKind::Enum { numeric, values } => {
                let values: Vec<String> =
                    values.iter().map(|value| format!("{}={}", value.name, value.code.to_json())).collect();
                lines.push(format!("{name} {numeric} {}", values.join(" ")));
            }
        }
    }
    for example in &plan.examples {
        lines.extend(example.members.iter().map(|(key, value)| format!("example {key} {}", value.to_json())));
    }
    lines
}

fn field_line(field: &FieldPlan) -> String {
    let default = field.default.as_ref().map(crate::draft::json::Json::to_json);
    format!(
        "{} {} {:?} required={} lenient={} {:?} {default:?}",
        field.name,
        type_text(&field.ty),
        field.rust_name,
        field.required,
        field.lenient,
        field.constraints
    )
}

/// Checks that both drafts agree. `facts` has what a page can show.
fn check(facts: &Facts) {
    let services = services();
    let expected = outline(&draft(facts, &services).unwrap().0);
    for language in [Language::English, Language::Chinese] {
        let page = render(facts, language);
        let read = source::parse(&facts.operation, false, &page).unwrap();
        assert_eq!(read.unread, [""; 0], "{language:?}\n{page}");
        let plan = draft(&read.facts[0], &services).unwrap().0;
        let found = outline(&plan);
        assert_eq!(found, expected, "{language:?}\n{page}");
    }
}

/// Removes from facts what no page shows.
fn without_unshown(mut facts: Facts) -> Facts {
    let models = facts.models.values_mut().flat_map(|model| &mut model.fields);
    for field in facts.params.iter_mut().chain(models) {
        (field.pattern, field.format, field.example) = (None, None, None);
    }
    facts.examples.truncate(1);
    facts
}

#[test]
fn pages_in_both_languages_agree_with_the_facts() {
    check(&serde_json::from_str(EVERYTHING).unwrap());
}

#[test]
fn the_outline_shows_each_property() {
    let facts: Facts = serde_json::from_str(EVERYTHING).unwrap();
    insta::assert_snapshot!(outline(&draft(&facts, &services()).unwrap().0).join("\n"));
}

#[test]
fn fixtures_rendered_as_pages_agree() {
    let mut checked = 0;
    for name in names("facts") {
        let facts = without_unshown(source::read(&fixture(&format!("facts/{name}"))).unwrap().facts.remove(0));
        let by_location = facts
            .examples
            .iter()
            .any(|example| !crate::draft::request::parameters(&facts, example).is_empty() && example.path.is_none());
        if !by_location && !facts.examples.is_empty() {
            check(&facts);
            checked += 1;
        }
    }
    assert!(checked >= 2, "only {checked} fixtures can be rendered");
}
