//! Tests of the schemas with a validator: all files of the spec are valid, and mistakes are not.

use boon::{Compiler, SchemaIndex, Schemas};
use schemars::Schema;
use serde_json::Value as Json;

use super::{endpoint_schema, key_page, service_schema, types_schema};
use crate::fixtures::split_files;
use crate::root::repository_root;
use crate::spec;

/// The compiled schemas: of an operation, of types and of a service.
struct Validator {
    schemas: Schemas,
    indexes: [SchemaIndex; 3],
}

impl Validator {
    fn new() -> Self {
        let mut schemas = Schemas::new();
        let mut compile = |name: &str, schema: &Schema| {
            let mut compiler = Compiler::new();
            let url = format!("http://localhost/{name}");
            compiler.add_resource(&url, schema.as_value().clone()).unwrap();
            compiler.compile(&url, &mut schemas).unwrap()
        };
        let indexes = [
            compile("endpoint", &endpoint_schema()),
            compile("types", &types_schema()),
            compile("service", &service_schema()),
        ];
        Self { schemas, indexes }
    }

    /// Returns the first error of a file, if any.
    fn error(&self, name: &str, text: &str) -> Option<String> {
        let yaml: Json = serde_saphyr::from_str_with_options(text, serde_saphyr::options! { strict_booleans: true })
            .unwrap_or_else(|error| panic!("{name}: {error}"));
        let index = match name {
            name if name.ends_with("/service.yaml") => self.indexes[2],
            name if name.contains("/types/") => self.indexes[1],
            _ => self.indexes[0],
        };
        self.schemas.validate(&yaml, index).err().map(|error| format!("{error:#}"))
    }
}

#[test]
fn every_file_of_the_spec_is_valid() {
    let validator = Validator::new();
    for home in [repository_root().unwrap(), repository_root().unwrap().join("xtask/goldens")] {
        for file in spec::read_files(&home).unwrap() {
            assert_eq!(validator.error(&file.name, &file.text), None, "{}", file.name);
        }
    }
}

const ENDPOINT: &str = "
operation: ShowThing
request: GET /v1/things/{id}
summary: Show a thing.
summary_zh: 查询物品。
effect: read
sources: [nowhere]
path:
  id: { type: string, length: 1..=9, doc: The ID. }
query:
  limit: { type: u32, range: -1..=9, doc: The limit. }
response:
  things: { type: '[Thing]', item_count: 0.., lenient: true, wire_type: single_item, doc: The things. }
success_status: [200]
auth: token
idempotent: The name makes it unique.
constructor: [id]
pagination: { style: offset, offset: limit, items: things }
types:
  Thing: { doc: A thing., fields: { name: { type: string, rust_name: title, doc: The name. } } }
  Color: { enum: string, doc: A color., values: { Red: { code: r, doc: Red. } } }
examples:
  - { name: one, request: GET /v1/things/1?a=b, response_status: 200, response_body: {} }
";

const SERVICE: &str = "
service: demo
title: Demo
doc: A service.
sources: [nowhere]
auth_scheme: bearer
regions: { default: here, endpoints: { here: 'https://demo.example.com' } }
groups: { things: Things }
settings: { language: { header: X-Language, doc: The language. } }
envelope: { code: code, message: msg }
errors: [{ status: 401, class: auth, doc: Not signed in. }]
";

/// Mistakes that an editor marks: a text of the valid file, and its replacement.
const ENDPOINT_MISTAKES: &[(&str, &str)] = &[
    ("operation: ShowThing", "operation: showThing"),
    ("GET /v1/things/{id}", "/v1/things/{id}"),
    ("GET /v1/things/{id}", "FETCH /v1/things"),
    ("查询物品。", "查询物品"),
    ("effect: read", "effect: reads"),
    ("effect: read", "effect: read\nunknown: 1"),
    ("type: string, length", "type: integer, length"),
    ("type: string, length", "type: str, length"),
    ("type: '[Thing]'", "type: [Thing]"),
    ("type: '[Thing]'", "type: '[integer]'"),
    ("1..=9", "1-9"),
    ("1..=9", "-1..=9"),
    ("-1..=9", "1..9"),
    ("0..,", "=3,"),
    ("single_item", "list"),
    ("[200]", "[99]"),
    ("[200]", "[700]"),
    ("auth: token", "auth: nobody"),
    ("The name makes it unique.", "true"),
    ("The name makes it unique.", "no"),
    ("constructor: [id]", "constructor: [id, id]"),
    ("constructor: [id]", "constructor: [a, b, c, d]"),
    ("style: offset", "style: foo"),
    ("style: offset", "by: offset"),
    ("Thing: {", "thing: {"),
    ("rust_name: title", "rust_name: Title"),
    ("rust_name: title", "name: title"),
    ("enum: string", "enum: int"),
    ("values: { Red:", "values: { red:"),
    ("code: r,", "code: true,"),
    ("enum: string,", "fields: {},"),
    ("response_status: 200", "response_status: 20"),
    ("response_status: 200", "status: 200"),
    ("doc: The limit.", "doc:"),
];

const SERVICE_MISTAKES: &[(&str, &str)] = &[
    ("service: demo", "service: Demo"),
    ("auth_scheme: bearer", "auth_scheme: basic"),
    ("https://demo", "demo"),
    ("groups: { things", "groups: { my-things"),
    ("header: X-Language", "header: X Language"),
    ("header: X-Language", "header: X-Language, path: language"),
    ("header: X-Language, ", ""),
    ("class: auth", "class: login"),
    ("status: 401", "status: 4010"),
    ("code: code,", ""),
];

#[test]
fn mistakes_are_marked() {
    let validator = Validator::new();
    for (file, valid, mistakes) in [
        ("spec/demo/things/a.yaml", ENDPOINT, ENDPOINT_MISTAKES),
        ("spec/demo/service.yaml", SERVICE, SERVICE_MISTAKES),
    ] {
        assert_eq!(validator.error(file, valid), None);
        for (from, to) in mistakes {
            assert!(valid.contains(from), "{from}");
            let text = valid.replace(from, to);
            assert!(validator.error(file, &text).is_some(), "accepted: {to}");
        }
    }
    assert!(validator.error("spec/demo/types/a.yaml", "thing_id: { id: true, doc: An ID. }").is_some());
    assert!(validator.error("spec/demo/types/a.yaml", "ThingId: { id: false, doc: An ID. }").is_some());
}

#[test]
fn the_schemas_and_the_loader_know_the_same_primitive_types() {
    let validator = Validator::new();
    for name in spec::closed::PRIMITIVES.iter().chain(&["integer", "text"]) {
        let yaml = ENDPOINT.replace("type: u32, range: -1..=9", &format!("type: {name}"));
        let error = crate::r#gen::resolve(split_files(&format!("# file: spec/demo/things/show_thing.yaml\n{yaml}")))
            .unwrap_err();
        let is_unknown = error.contains(&format!("unknown type `{name}`"));
        assert_eq!(is_unknown, validator.error("spec/demo/things/a.yaml", &yaml).is_some(), "{name}: {error}");
    }
}

#[test]
fn the_page_lists_every_key() {
    let schemas = [endpoint_schema(), types_schema(), service_schema()];
    let page = key_page::emit(&schemas);
    for key in [
        "response_headers",
        "headers",
        "idempotent",
        "success_status",
        "query_in_body",
        "documented",
        "groups",
        "envelope",
    ] {
        assert!(page.contains(&format!("| `{key}` |")), "{key}");
    }
    assert!(!page.contains("|  |  |"), "a key without a description:\n{page}");
    let error = key_page::update("# Contributing\n", &page).unwrap_err();
    assert!(error.contains("marks around the keys are missing"), "{error}");
}

#[test]
fn the_schemas_offer_snippets() {
    for schema in [endpoint_schema(), types_schema()] {
        assert!(schema.get("defaultSnippets").is_some());
    }
    let text = endpoint_schema().as_value().to_string();
    for label in ["\"operation\"", "\"cursor\"", "\"enum\"", "\"task\"", "\"example\""] {
        assert!(text.contains(&format!("\"label\":{label}")), "{label}");
    }
}
